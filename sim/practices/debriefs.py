"""Debriefs: deals that ended are taken apart together, to see what the buyer had needed.

The week after, a pod sits down over some of its deals: either unusually good wins (fast, or at
close to list price), or all kinds, won and lost. Each deal shows what that account needs on shared
and micro dimensions, with little noise. Nothing biases the sample but the choice of deals: buyers
who signed fast are those whose needs were what had been pitched.

Takes: 1 h of the pod for each deal.
Counter-force: hours for every deal; wins alone confirm what was pitched (survivorship).
Neutral: share 0 dissects nothing.
Sources: claims C10; evidence B4 (loss-reason accuracy); model 4 (debriefs).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, uniform
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share, Weeks
from sim.world.names import DIMENSIONS, Outcome, words
from sim.world.options import Dissected
from sim.world.places import those_of
from sim.world.state import Clock
from sim.world.vectors import NOBODY

PICKED, SEEN = 2401, 2402


class Debriefs(Block, practice="Debriefs", together=True):
    """Which deals are taken apart, and at what price."""

    share: Share = param(
        0.0, 0, 1, source="claims C10; 0 for none", sweep=(0.2, 1.0),
        meaning="share of the eligible deals that is dissected",
    )  # fmt: skip
    deals: str = param(
        "good_wins", choices=words(Dissected), source="claims C10; model 4",
        meaning="whether only unusually good wins are eligible, or every deal that ended",
    )  # fmt: skip
    hours: Hours = param(
        1.0, 0, 20, unit="hours", source="assumption 84", sweep=(0.5, 3.0),
        meaning="hours one deal takes of everybody in the pod, in the week after",
    )  # fmt: skip
    fast: Weeks = param(
        6.0, 0, 104, unit="weeks", source="claims C10; assumption 84", sweep=(3.0, 13.0),
        meaning="age up to which a win is unusually fast",
    )  # fmt: skip
    premium: Share = param(
        0.02, 0, 1, source="claims C10; assumption 84", sweep=(0.0, 0.1),
        meaning="discount up to which a win is a premium win",
    )  # fmt: skip
    noise: Number = param(
        0.5, 0.05, 5, unit="sd", source="B4 per-conversation noise, halved; assumption 84",
        sweep=(0.2, 1.0), meaning="noise of what a dissected deal shows of the account's needs",
    )  # fmt: skip


@rule
def is_unusual(age: float, discount: float, fast: float, premium: float) -> bool:
    """Return whether a win was unusually fast or close to list price."""
    return age <= fast or discount <= premium


@rule
def weight_of_next(precision: float, noise: float) -> float:
    """Return the weight of one more deal in the mean of deals with this precision."""
    return 1.0 / (1.0 + precision * noise * noise)


@act
def is_eligible(deal: Any, debriefs: Any, clock: Clock) -> bool:
    """Return whether a deal ended this week and is of the kind that is dissected."""
    if deal["outcome"] == Outcome.OPEN or deal["closed_week"] != clock.week:
        return False
    if debriefs["deals"] == Dissected.WON_AND_LOST:
        return True
    age = float(clock.week - deal["created_week"])
    is_good = is_unusual(age, deal["discount"], debriefs["fast"], debriefs["premium"])
    return bool(deal["outcome"] == Outcome.WON and is_good)


@act
def dissect(account: Any, deal: Any, pod: Any, segments: Any, debriefs: Any, clock: Clock) -> None:
    """Add one deal to what the pod will see in the coming week."""
    s = account["segment"]
    share = weight_of_next(pod["debriefed"][s], debriefs["noise"])
    for dimension in range(DIMENSIONS):
        identity = deal["opportunity_id"] * DIMENSIONS + dimension
        seen = segments[s]["needs"][dimension] + account["offset"][dimension]
        seen += debriefs["noise"] * normal(clock.seed, SEEN, identity, 0)
        pod["dissected"][s, dimension] += share * (seen - pod["dissected"][s, dimension])
    pod["debriefed"][s] += 1.0 / (debriefs["noise"] * debriefs["noise"])


@act
def add_to_agendas(pod: int, people: Any, pods: Any) -> None:
    """Put one more deal on the agenda of everybody in a pod."""
    for seat in those_of(pod, people, pods):
        people[seat]["debriefs"] += 1.0


@phase
def choose(
    rows: Any, accounts: Any, opportunities: Any, segments: Any, pods: Any, marketers: Any,
    reps: Any, debriefs: Any, clock: Clock,
) -> None:  # fmt: skip
    """Choose, among the deals that ended this week, those to dissect in the next."""
    for row in range(pods.shape[0]):
        for s in range(segments.shape[0]):
            pods[row]["debriefed"][s] = 0.0
            for dimension in range(DIMENSIONS):
                pods[row]["dissected"][s, dimension] = 0.0
    for row in range(marketers.shape[0]):
        marketers[row]["debriefs"] = 0.0
    for row in range(reps.shape[0]):
        reps[row]["debriefs"] = 0.0
    if debriefs["share"] <= 0.0:
        return
    for index in range(rows.shape[0]):
        account = accounts[rows[index]]
        if account["opportunity"] != NOBODY:
            deal = opportunities[account["opportunity"]]
            if is_eligible(deal, debriefs, clock):
                u = uniform(clock.seed, PICKED, deal["opportunity_id"], 0)
                if u < debriefs["share"]:
                    dissect(account, deal, pods[account["pod"]], segments, debriefs, clock)
                    add_to_agendas(account["pod"], marketers, pods)
                    add_to_agendas(account["pod"], reps, pods)
