"""Hypothesis battles: the two sides put what they disagree about most to the test.

A pod picks the need on which the pooled views of its two sides are furthest apart, weighed by what
buying groups care about and by the size of the segment, and spends leads of the week on it: they
are asked, not sold to. Both sides move towards the outcome, by Bayes, as far as they trust the
other side to have tested fairly. Whoever was further off may lose face.

Takes: 2 h of everybody and four leads every four weeks.
Counter-force: leads that could have been sold to, hours, and face lost where trust is missing;
where leads are few the outcome is noise.
Neutral: every 0 tests nothing.
Sources: claims C06, C09; equations (hypothesis battle); evidence B4 (per-conversation noise).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, uniform
from sim.core.params import Block, due, param
from sim.core.units import Hours, Number
from sim.world.names import DIMENSIONS, ROLES
from sim.world.places import those_of
from sim.world.practices import Practice
from sim.world.shared import pooled_view
from sim.world.state import Clock
from sim.world.vectors import NOBODY

FOUND, FACE, FROM = 2301, 2302, 2303


class Battles(Block, practice="Hypothesis battles", takes=due("every", "hours"), together=True):
    """How often hypotheses are tested, and at what price."""

    every: int = param(
        0, 0, 104, unit="weeks", source="claims C09; 0 for none", sweep=(2, 26), integer=True,
        meaning="weeks between two experiments of a pod; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        2.0, 0, 20, unit="hours", source="assumption 83", sweep=(1.0, 6.0),
        meaning="hours an experiment takes of everybody",
    )  # fmt: skip
    leads: int = param(
        4, 0, 100, unit="leads", source="assumption 83", sweep=(1, 10), integer=True,
        meaning="leads of the week that are spent on it, if that many arrive",
    )  # fmt: skip
    noise: Number = param(
        1.0, 0.05, 5, unit="sd", source="B4 per-conversation noise; assumption 83",
        sweep=(0.5, 2.0), meaning="noise of what one lead shows",
    )  # fmt: skip


@rule
def worth_testing(one: float, other: float, relevance: float, size: float) -> float:
    """Return how much a disagreement matters: distance x relevance x share of accounts."""
    return abs(one - other) * relevance * size


@rule
def precision_of(leads: float, noise: float) -> float:
    """Return the precision of a mean over some leads."""
    return leads / (noise * noise)


@rule
def is_further_off(one: float, other: float, outcome: float) -> bool:
    """Return whether the first view was further from the outcome than the second."""
    return abs(one - outcome) > abs(other - outcome)


@act
def relevance(dimension: int, group: Any) -> float:
    """Return the mean weight buying groups give to a dimension."""
    total = 0.0
    for role in range(len(ROLES)):
        total += group["weights"][role * DIMENSIONS + dimension] / len(ROLES)
    return total


@act
def views_of(pod: int, pods: Any, marketers: Any, reps: Any, segment: int, dimension: int) -> Any:
    """Return the pooled views of marketing and of sales in a pod."""
    return (
        pooled_view(marketers, those_of(pod, marketers, pods), segment, dimension),
        pooled_view(reps, those_of(pod, reps, pods), segment, dimension),
    )


@act
def pick(pod: int, pods: Any, marketers: Any, reps: Any, segments: Any, group: Any) -> None:
    """Pick the largest relevant disagreement of a pod."""
    accounts = 0.0
    for s in range(segments.shape[0]):
        accounts += segments[s]["accounts"]
    most = 0.0
    for dimension in range(DIMENSIONS):
        weight = relevance(dimension, group)
        for s in range(segments.shape[0]):
            ours, theirs = views_of(pod, pods, marketers, reps, s, dimension)
            worth = worth_testing(ours, theirs, weight, segments[s]["accounts"] / accounts)
            if worth > most:
                most = worth
                pods[pod]["battle_segment"] = s
                pods[pod]["battle_dimension"] = dimension


@phase
def pick_questions(
    pods: Any, pairs: Any, marketers: Any, reps: Any, segments: Any, group: Any, battles: Any
) -> None:
    """Let every pod whose people come to an experiment this week pick its question."""
    for row in range(pods.shape[0]):
        pods[row]["battle_segment"] = NOBODY
        pods[row]["battle_leads"] = 0.0
        pods[row]["battle_outcome"] = 0.0
    for row in range(pairs.shape[0]):
        pairs[row]["lost_face"] = 0.0
        pod = reps[pairs[row]["rep"]]["pod"]
        is_open = pods[pod]["battle_segment"] == NOBODY and battles["leads"] > 0
        if is_open and pairs[row]["together"][Practice.BATTLES] > 0.0:
            pick(pod, pods, marketers, reps, segments, group)


@phase
def spend_leads(
    leads: Any, counters: Any, accounts: Any, pods: Any, segments: Any, battles: Any, clock: Clock
) -> None:
    """Spend this week's leads on the questions of their pods, beginning anywhere among them."""
    first, new = counters[0]["new_leads"], counters[0]["leads"] - counters[0]["new_leads"]
    begin = int(uniform(clock.seed, FROM, 0, clock.week) * new)
    for step in range(new):
        lead = leads[first + (begin + step) % new]
        account = accounts[lead["account_id"]]
        pod = pods[account["pod"]]
        is_handed = lead["marketer_id"] != NOBODY and lead["rep_id"] != NOBODY
        is_fit = is_handed and pod["battle_segment"] == account["segment"]
        if is_fit and pod["battle_leads"] < battles["leads"]:
            lead["tested"] = 1
            dimension = pod["battle_dimension"]
            blur = normal(clock.seed, FOUND, lead["lead_id"], 0)
            found = segments[account["segment"]]["needs"][dimension] + account["offset"][dimension]
            found += battles["noise"] * blur
            pod["battle_leads"] += 1.0
            pod["battle_outcome"] += (found - pod["battle_outcome"]) / pod["battle_leads"]
    for row in range(pods.shape[0]):
        pods[row]["battle_precision"] = precision_of(pods[row]["battle_leads"], battles["noise"])


@phase
def lose_face(pods: Any, pairs: Any, marketers: Any, reps: Any, clock: Clock) -> None:
    """See which side was further off, and whether that cost face; trust makes losing harmless."""
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        number = reps[pair["rep"]]["pod"]
        pod = pods[number]
        if pod["battle_leads"] > 0.0 and pair["together"][Practice.BATTLES] > 0.0:
            ours, theirs = views_of(
                number, pods, marketers, reps, pod["battle_segment"],
                pod["battle_dimension"],
            )  # fmt: skip
            trust = pair["trust_rep_in_marketer"]
            if is_further_off(ours, theirs, pod["battle_outcome"]):
                trust = pair["trust_marketer_in_rep"]
            if uniform(clock.seed, FACE, row, clock.week) < 1.0 - trust:
                pair["lost_face"] = 1.0
