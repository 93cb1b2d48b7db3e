"""Effort: how people split their week, and how much of it they give.

A week is split over tasks, slack included, by a logit around the habits of the job. The pull of a
task is what people believe an hour in it earns them: the marginal pay of every metric, times the
elasticity they believe it has, with diminishing returns. What is believed is learned from own
results. Slack has a value of its own, so weak incentives lower effort, not only its split. Hours a
rep owes to promised leads (see lead_sla) come out of the hours for open deals.

Reads: marketers and reps (stake, attained, present, lost_hours, practice_hours), reps (owed).
Writes: marketers (hours, wish, learned, share), reps (hours, wish, learned, share, hour_price),
pods (customer_hours).
Counter-force: whatever is not paid for, or shared with too many, gets less of the week.
Neutral: with the choice frozen everybody follows the habits of the job, whatever the pay.
Sources: evidence A1, A3, A10, B2 (workable hours); trial: slack is a task.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped, ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share
from sim.names import MARKETER_TASKS, METRICS, QUARTER, REP_TASKS, TASKS, Choice, RepTask
from sim.world import Clock

WORK = TASKS - 1
STEEPEST_PULL = 50.0
"""Beyond this many tempers a task takes the whole week anyway."""
LEAST_SHARE = 0.1
"""Share of its habit below which a task's marginal gain is taken to grow no more."""
MARKETER_EFFECTS = tuple(f"{task}_{metric}" for task in MARKETER_TASKS[:WORK] for metric in METRICS)
REP_EFFECTS = tuple(f"{task}_{metric}" for task in REP_TASKS[:WORK] for metric in METRICS)
MARKETER_BELIEFS = (
    (0.5, 0.25, 0.3, 0.15, 0.3, 0.2, 0.15, 0.15, 0.0, 0.0, 0.0, 0.0),
    (0.05, 0.3, 0.25, 0.1, 0.25, 0.2, 0.1, 0.1, 0.2, 0.05, 0.05, 0.0),
    (0.0, 0.0, 0.0, 0.1, 0.05, 0.1, 0.1, 0.1, 0.05, 0.15, 0.05, 0.3),
    (0.0, 0.05, 0.0, 0.25, 0.1, 0.15, 0.2, 0.2, 0.2, 0.1, 0.1, 0.08),
    (0.05, 0.05, 0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.08),
    (0.0, 0.05, 0.1, 0.15, 0.05, 0.05, 0.1, 0.1, 0.1, 0.05, 0.1, 0.0),
)
REP_BELIEFS = (
    (0.0, 0.0, 0.0, 0.1, 0.2, 0.1, 0.1, 0.1, 0.0, 0.05, 0.0, 0.0),
    (0.2, 0.4, 0.3, 0.1, 0.3, 0.15, 0.12, 0.12, 0.0, 0.05, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.5, 0.05, 0.35, 0.3, 0.3, 0.35, 0.2, 0.05, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.15, 0.12, 0.12, 0.2, 0.05, 0.0, 0.0),
    (0.0, 0.0, 0.0, 0.0, 0.0, 0.08, 0.08, 0.08, 0.0, 0.05, 0.2, 0.0),
    (0.0, 0.0, 0.02, 0.05, 0.0, 0.03, 0.05, 0.05, 0.02, 0.02, 0.03, 0.0),
)


class Effort(Block):
    """How a week is split."""

    marketer_week: Hours = param(
        36.0, 1, 60, unit="hours", source="assumption 13", meaning="workable hours of a marketer"
    )
    rep_week: Hours = param(
        28.0, 1, 60, unit="hours", source="B2 workable hours per rep-week", sweep=(20.0, 34.0),
        meaning="workable hours of a rep",
    )  # fmt: skip
    marketer_habit: Share = param(
        (0.32, 0.2, 0.13, 0.12, 0.09, 0.04, 0.1), 0.001, 1, labels=MARKETER_TASKS,
        source="assumption 25", meaning="split of a marketer's week when all tasks pull alike",
    )  # fmt: skip
    rep_habit: Share = param(
        (0.12, 0.16, 0.38, 0.12, 0.09, 0.03, 0.1), 0.001, 1, labels=REP_TASKS,
        source="assumption 25", meaning="split of a rep's week when all tasks pull alike",
    )  # fmt: skip
    marketer_belief: Share = param(
        tuple(value for row in MARKETER_BELIEFS for value in row), 0, 1, labels=MARKETER_EFFECTS,
        source="assumption 26", meaning="elasticity marketers believe a metric has to a task",
    )  # fmt: skip
    rep_belief: Share = param(
        tuple(value for row in REP_BELIEFS for value in row), 0, 1, labels=REP_EFFECTS,
        source="assumption 26", meaning="elasticity reps believe a metric has to a task",
    )  # fmt: skip
    temper: Number = param(
        0.6, 0.01, 10, unit="pay", source="assumption 27", sweep=(0.1, 1.0),
        meaning="spread of the logit: the smaller, the more closely effort follows pay",
    )  # fmt: skip
    returns: Number = param(
        0.5, 0.05, 1, source="B1-B3 (square roots of hours); assumption 26", sweep=(0.3, 0.9),
        meaning="elasticity of results to the hours of a task, relative to its part in them",
    )  # fmt: skip
    inertia: Share = param(
        0.8, 0, 0.99, source="assumption 25 (habits change over weeks)", sweep=(0.0, 0.95),
        meaning="part of last week's split that stays this week",
    )  # fmt: skip
    slack_value: Number = param(
        0.3, 0, 5, unit="pay", source="trial: slack is a task; assumption 28", sweep=(0.1, 0.6),
        meaning="worth of a free week to a person, in quarterly pay per quarter of free weeks",
    )  # fmt: skip
    learning: Share = param(
        0.1, 0, 1, source="equations: delta rule .1", sweep=(0.0, 0.4),
        meaning="weight of the last quarter's results in learned beliefs",
    )  # fmt: skip
    memory: Number = param(
        0.25, 0.01, 10, source="assumption 29",
        meaning="lowest and, as its inverse, highest correction a belief can take",
    )  # fmt: skip


@rule
def weight(habit: float, pull: float, temper: float) -> float:
    """Return the logit weight of a task."""
    return habit * math.exp(clipped(pull / temper, -STEEPEST_PULL, STEEPEST_PULL))


@rule
def marginal(part: float, habit: float, share: float, returns: float) -> float:
    """Return the gain of a result from a further share of the week, with diminishing returns.

    `part` is the elasticity at the habitual share; below a tenth of it the gain grows no more.
    """
    return float(part / habit * max(share / habit, LEAST_SHARE) ** (returns - 1.0))


@rule
def corrected(learned: float, attained: float, learning: float, least: float) -> float:
    """Return the learned correction after a quarter with this attainment of what it serves."""
    return clipped(learned + learning * (attained - learned), least, 1.0 / least)


@act
def pull_of(
    task: int, person: Any, beliefs: Any, habits: Any, share: float, returns: float
) -> float:
    """Return what more time for the task is believed to earn, per share of the week.

    `share` is the part of the week the task got last week.
    """
    total = 0.0
    for metric in range(len(METRICS)):
        total += person["stake"][metric] * beliefs[task * len(METRICS) + metric]
    return float(marginal(total, habits[task], share, returns) * person["learned"][task])


@act
def learn(person: Any, beliefs: Any, effort: Any) -> None:
    """Correct what is believed of every task by the last quarter's attainment."""
    for task in range(WORK):
        total = 0.0
        gained = 0.0
        for metric in range(len(METRICS)):
            part = person["stake"][metric] * beliefs[task * len(METRICS) + metric]
            total += part
            gained += part * person["attained"][metric]
        attained = ratio(gained, total, 1.0)
        person["learned"][task] = corrected(
            person["learned"][task], attained, effort["learning"], effort["memory"]
        )


@act
def split(person: Any, beliefs: Any, habits: Any, week: float, frozen: int, effort: Any,
          clock: Clock) -> None:  # fmt: skip
    """Split one person's week."""
    if clock.index % QUARTER == 0:
        if clock.index > 0:
            learn(person, beliefs, effort)
        for task in range(TASKS):
            person["share"][task] = 0.0
    if person["hired_week"] == clock.week:
        for task in range(TASKS):
            person["learned"][task] = 1.0
    hours = 0.0
    if person["present"] == 1:
        hours = max(week - person["lost_hours"] - person["practice_hours"], 0.0)
    spent = 0.0
    for task in range(TASKS):
        spent += person["hours"][task]
    wishes = person["wish"]
    total = 0.0
    for task in range(TASKS):
        pull = effort["slack_value"]
        if frozen == Choice.FROZEN:
            pull = 0.0
        elif task != RepTask.SLACK:
            share = ratio(person["hours"][task], spent, habits[task])
            pull = pull_of(task, person, beliefs, habits, share, effort["returns"])
        wishes[task] = weight(habits[task], pull, effort["temper"])
        total += wishes[task]
    stays = effort["inertia"] if spent > 0.0 and frozen == Choice.FREE else 0.0
    for task in range(TASKS):
        wanted = wishes[task] / total
        before = ratio(person["hours"][task], spent, wanted)
        person["hours"][task] = hours * (wanted + stays * (before - wanted))
        person["share"][task] += person["hours"][task]


@rule
def moved_over(owed: float, on_leads: float, on_deals: float) -> float:
    """Return the hours that go from open deals to leads so that what is owed is kept."""
    return clipped(owed - on_leads, 0.0, on_deals)


@act
def split_marketer(row: int, marketers: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Split one marketer's week."""
    split(
        marketers[row], effort["marketer_belief"], effort["marketer_habit"],
        effort["marketer_week"], frozen, effort, clock,
    )  # fmt: skip


@act
def split_rep(row: int, reps: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Split one rep's week."""
    split(
        reps[row], effort["rep_belief"], effort["rep_habit"], effort["rep_week"], frozen, effort,
        clock,
    )  # fmt: skip
    rep = reps[row]
    moved = moved_over(rep["owed"], rep["hours"][RepTask.LEADS], rep["hours"][RepTask.DEALS])
    rep["hours"][RepTask.LEADS] += moved
    rep["hours"][RepTask.DEALS] -= moved
    rep["share"][RepTask.LEADS] += moved
    rep["share"][RepTask.DEALS] -= moved
    rep["hour_price"] = effort["slack_value"] / (QUARTER * effort["rep_week"])


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
