"""Effort: how people split their week, and how much of it they give.

A week is split over tasks, slack included, by a logit around the habits of the job. The pull of a
task is what an hour of it is thought to bring the person (see ledger), the same for every hour of
the week. Slack has a value of its own, so weak incentives lower effort, not only its split. Where
many share what they are judged by, and none sees whose part is whose, the job itself pulls less.
Practices take their hours out of slack first, and only the rest out of tasks. Hours a rep owes to
promised leads (see lead_sla) come out of the hours for open deals.

Counter-force: whatever is not paid for, or shared with too many, gets less of the week.
Neutral: with the choice frozen everybody follows the habits of the job, whatever the pay.
Sources: evidence A1, A3, A10, B2 (workable hours); trial: slack is a task.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped, ratio
from sim.core.params import Block, forms, param
from sim.core.units import Hours, Number, Share
from sim.world.names import MARKETER_TASKS, QUARTER, REP_TASKS, TASKS, RepTask, words
from sim.world.options import Attraction, Choice
from sim.world.state import Clock

STEEPEST_PULL = 50.0
"""Beyond this many tempers a task takes the whole week anyway."""


class Effort(Block):
    """How a week is split."""

    marketer_week: Hours = param(
        36.0, 1, 60, unit="hours", source="assumption 13", meaning="workable hours of a marketer",
        sweep=(30.0, 38.0),
    )  # fmt: skip
    rep_week: Hours = param(
        30.0, 1, 60, unit="hours", source="B2 workable hours per rep-week", sweep=(20.0, 34.0),
        meaning="workable hours of a rep",
    )  # fmt: skip
    marketer_habit: Share = param(
        (0.32, 0.2, 0.13, 0.12, 0.09, 0.04, 0.1), 0.001, 0.99, labels=MARKETER_TASKS,
        source="assumption 25", meaning="split of a marketer's week when all tasks pull alike",
        around=1.5,
    )  # fmt: skip
    rep_habit: Share = param(
        (0.12, 0.16, 0.38, 0.12, 0.09, 0.03, 0.1), 0.001, 0.99, labels=REP_TASKS,
        source="assumption 25", meaning="split of a rep's week when all tasks pull alike",
        around=1.5,
    )  # fmt: skip
    temper: Number = param(
        0.6, 0.01, 10, unit="pay", source="assumption 27", sweep=(0.1, 1.0),
        meaning="spread of the logit: the smaller, the more closely effort follows pay",
    )  # fmt: skip
    form: str = forms(
        words(Attraction), source="McFadden 1974 (logit); Luce 1959, Baum 1974 (luce)",
        meaning="whether differences or ratios of pull count; both agree where all pull like slack",
    )  # fmt: skip
    inertia: Share = param(
        0.8, 0, 0.99, source="assumption 25 (habits change over weeks)", sweep=(0.0, 0.95),
        meaning="part of last week's split that stays this week",
    )  # fmt: skip
    loafing: Share = param(
        0.2, 0, 2, source="Latane, Williams & Harkins 1979; Karau & Williams 1993; assumption 141",
        sweep=(0.0, 0.45),
        meaning="power by which a job pulls less the more share what is counted, unseen",
    )  # fmt: skip
    slack_value: Number = param(
        1.0, 0, 5, unit="pay", sweep=(0.3, 2.0),
        source="Lazear 2000 (incentives raise output by a fifth); assumption 28",
        meaning="worth of a free week to a person, in quarterly pay per quarter of free weeks",
    )  # fmt: skip


@rule
def weight(habit: float, pull: float, temper: float, slack: float, form: int) -> float:
    """Return the weight of a task in the split of a week.

    Logit (McFadden 1974): differences of pull count. Luce (Luce 1959; as the generalised matching
    law Baum 1974): ratios count, of pull and the unit that a week brings anyway. Where all tasks
    pull as much as `slack` both split alike, and a little more pull moves both as much.
    """
    steps = clipped(pull / temper, -STEEPEST_PULL, STEEPEST_PULL)
    if form == Attraction.LUCE:
        return float(habit * max(1.0 + steps * temper, 0.0) ** ((1.0 + slack) / temper))
    return habit * math.exp(steps)


@rule
def diluted(loafing: float, unseen: float) -> float:
    """Return what is left of the pull of a job where nobody can tell who did how much of it.

    What is asked of a group is divided among its members (Latane 1981): of N who share what is
    counted, each feels N to the power -`loafing`, in full where parts cannot be told apart, not at
    all where each is seen. `unseen` is the logarithm of N times the part that is not seen.

    >>> round(diluted(0.5, math.log(4.0)), 3)
    0.5
    """
    return math.exp(-loafing * unseen)


@rule
def squeezed(hours: float, cut: float, slack: float) -> float:
    """Return the part of the hours for tasks that is left when `cut` hours are not free to split.

    They come out of `slack` first: its worth is the same for each hour, that of work falls.
    """
    taken = min(max(cut - slack, 0.0), hours)
    return 1.0 - ratio(taken, hours, 0.0)


@act
def plan_week(
    person: Any, habits: Any, week: float, frozen: int, effort: Any, clock: Clock
) -> None:
    """Plan how to split a whole week: by what an hour of each task is thought to bring."""
    total = 0.0
    felt = diluted(effort["loafing"], person["unseen"])
    for task in range(TASKS):
        pull, habit = QUARTER * week * person["worth"][task], habits[task] * felt
        if task == RepTask.SLACK:
            pull, habit = effort["slack_value"], habits[task]
        if frozen == Choice.FROZEN:
            pull, habit = 0.0, habits[task]
        person["wish"][task] = weight(
            habit, pull, effort["temper"], effort["slack_value"], effort["form"]
        )
        total += person["wish"][task]
    stays = effort["inertia"]
    if frozen == Choice.FROZEN or person["hired_week"] == clock.week:
        stays = 0.0
    for task in range(TASKS):
        new = (1.0 - stays) * person["wish"][task] / total
        person["plan"][task] = stays * person["plan"][task] + new


@act
def split(person: Any, habits: Any, week: float, frozen: int, effort: Any, clock: Clock) -> None:
    """Split one person's week."""
    if clock.index % QUARTER == 0:
        for task in range(TASKS):
            person["share"][task] = 0.0
    plan_week(person, habits, week, frozen, effort, clock)
    free = max(week - person["lost_hours"], 0.0) if person["present"] == 1 else 0.0
    slack = free * person["plan"][RepTask.SLACK]
    left = squeezed(free - slack, person["practice_hours"], slack)
    for task in range(TASKS):
        hours = free * person["plan"][task] * left
        if task == RepTask.SLACK:
            hours = max(slack - person["practice_hours"], 0.0)
        person["hours"][task] = hours
        person["share"][task] += hours


@rule
def moved_over(owed: float, on_leads: float, on_deals: float) -> float:
    """Return the hours that go from open deals to leads so that what is owed is kept."""
    return clipped(owed - on_leads, 0.0, on_deals)


@act
def split_marketer(row: int, marketers: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Split one marketer's week."""
    split(marketers[row], effort["marketer_habit"], effort["marketer_week"], frozen, effort, clock)


@act
def split_rep(row: int, reps: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Split one rep's week."""
    split(reps[row], effort["rep_habit"], effort["rep_week"], frozen, effort, clock)
    rep = reps[row]
    moved = moved_over(rep["owed"], rep["hours"][RepTask.LEADS], rep["hours"][RepTask.DEALS])
    rep["hours"][RepTask.LEADS] += moved
    rep["hours"][RepTask.DEALS] -= moved
    rep["share"][RepTask.LEADS] += moved
    rep["share"][RepTask.DEALS] -= moved


@phase
def split_marketers(rows: Any, marketers: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Split every marketer's week."""
    for index in range(rows.shape[0]):
        split_marketer(rows[index], marketers, effort, frozen, clock)


@phase
def split_reps(rows: Any, reps: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Split every rep's week."""
    for index in range(rows.shape[0]):
        split_rep(rows[index], reps, effort, frozen, clock)


@phase
def sum_service(reps: Any, pods: Any) -> None:
    """Add up the hours each pod spends on customers."""
    for row in range(pods.shape[0]):
        pods[row]["customer_hours"] = 0.0
    for row in range(reps.shape[0]):
        pods[reps[row]["pod"]]["customer_hours"] += reps[row]["hours"][RepTask.CUSTOMERS]
