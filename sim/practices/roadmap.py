"""Roadmap: features for one client against features for the market, built by one team.

Reps ask for features that a client misses; the worse the match, the likelier. What is accepted is
promised at once, so the match of that deal rises; it is built when its turn comes, and a customer
who gets it late, or not by the day of delivery, finds less than was promised. What is not built for
clients is built for the market and raises the match of everybody in every segment a little, until
rivals have it too. Whose requests come first depends on who owns the roadmap. A marketing that owns
it builds for the market only and turns requests down, which is a contested event.

Takes: rep time for each request.
Counter-force: every feature built for one client is missing for the market, and the other way.
Neutral: owner nobody: nobody asks, and the product is what it is.
Sources: claims C23, C30; assumptions 127 to 129.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import uniform
from sim.core.formulas import kept
from sim.core.params import Block, param
from sim.core.units import Hours, Number, PerWeek, Share, Weeks
from sim.world.names import QUARTER, Outcome, words
from sim.world.options import RoadmapOwner
from sim.world.places import dealt_to
from sim.world.shared import has_open_deal
from sim.world.state import Clock
from sim.world.vectors import NOBODY

REQUEST = 3501


class Roadmap(Block, practice="One roadmap"):
    """Whose features are built, and what they do."""

    owner: str = param(
        "nobody", choices=words(RoadmapOwner), source="claims C30",
        meaning="who decides what is built next; `nobody` for a product without a roadmap",
    )  # fmt: skip
    capacity: Number = param(
        4.0, 0, 1000, unit="features/quarter", source="assumption 127", sweep=(1.0, 10.0),
        meaning="features that can be built in a quarter, per pod",
    )  # fmt: skip
    request: PerWeek = param(
        0.05, 0, 1, unit="1/week", source="assumption 127", sweep=(0.01, 0.2),
        meaning="chance a week that a rep asks for a feature for a deal that matches nothing",
    )  # fmt: skip
    request_hours: Hours = param(
        2.0, 0, 40, unit="hours", source="assumption 127", sweep=(0.5, 6.0),
        meaning="hours a request takes of the rep",
    )  # fmt: skip
    client_fit: Share = param(
        0.15, 0, 1, source="assumption 128", sweep=(0.05, 0.3), market=True,
        meaning="match that a feature adds for the client who asked",
    )  # fmt: skip
    market_fit: Share = param(
        0.004, 0, 1, source="assumption 128", sweep=(0.001, 0.01), market=True,
        meaning="match that a market-wide feature adds for everybody, all pods building one",
    )  # fmt: skip
    fading: Weeks = param(
        78.0, 1, 520, unit="weeks", source="assumption 128", sweep=(26.0, 156.0), market=True,
        meaning="half-life of the lead that market-wide features give over rivals",
    )  # fmt: skip
    refusal: Number = param(
        0.5, 0, 10, unit="events", source="assumption 129", sweep=(0.0, 2.0),
        meaning="weight of a refused request among contested events",
    )  # fmt: skip


@rule
def asked(request: float, match: float) -> float:
    """Return the chance that a rep asks for a feature this week."""
    return request * max(1.0 - match, 0.0)


@rule
def advanced(appeal: float, keep: float, added: float) -> float:
    """Return the appeal of market-wide features a week later; it never passes 1."""
    return keep * appeal + min(added, 1.0) * (1.0 - keep * appeal)


@act
def enqueue(deal: int, opportunities: Any, firm: Any) -> None:
    """Put a promised feature at the end of the queue."""
    if firm[0]["first_request"] == NOBODY:
        firm[0]["first_request"] = deal
    else:
        opportunities[firm[0]["last_request"]]["next_request"] = deal
    firm[0]["last_request"] = deal


@act
def ask(
    row: int, accounts: Any, opportunities: Any, reps: Any, pairs: Any, firm: Any, roadmap: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Let the rep of one open deal ask for a feature, once."""
    account = accounts[row]
    if not has_open_deal(account):
        return
    deal = opportunities[account["opportunity"]]
    if deal["created_week"] == clock.week and account["customer"] == NOBODY:
        account["feature"] = 0.0
        account["feature_owed"] = 0.0
    rep = reps[account["rep"]]
    if account["feature"] > 0.0 or rep["present"] == 0:
        return
    chance = asked(roadmap["request"], account["match"])
    if uniform(clock.seed, REQUEST, deal["opportunity_id"], clock.week) >= chance:
        return
    rep["requests"] += roadmap["request_hours"]
    if roadmap["owner"] == RoadmapOwner.MARKETING:
        pairs[dealt_to(row, account["rep"], pairs, reps)]["turned_down"] += roadmap["refusal"]
        return
    account["feature"] = roadmap["client_fit"]
    account["feature_owed"] = roadmap["client_fit"]
    if roadmap["client_fit"] > 0.0:  # what adds nothing is asked for again and again
        enqueue(account["opportunity"], opportunities, firm)


@phase
def ask_all(
    rows: Any, accounts: Any, opportunities: Any, reps: Any, pairs: Any, firm: Any, roadmap: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Let reps ask for features."""
    for row in range(reps.shape[0]):
        reps[row]["requests"] = 0.0
    for row in range(pairs.shape[0]):
        pairs[row]["turned_down"] = 0.0
    if roadmap["owner"] == RoadmapOwner.NOBODY:
        return
    for index in range(rows.shape[0]):
        ask(rows[index], accounts, opportunities, reps, pairs, firm, roadmap, clock)


@act
def next_due(opportunities: Any, firm: Any) -> int:
    """Return the deal whose feature is due next; requests of lost deals are dropped."""
    deal = firm[0]["first_request"]
    while deal != NOBODY:
        outcome = opportunities[deal]["outcome"]
        if outcome == Outcome.OPEN or outcome == Outcome.WON:
            break
        deal = opportunities[deal]["next_request"]
    firm[0]["first_request"] = deal
    return int(deal)


@act
def build_for_clients(work: float, firm: Any, opportunities: Any, accounts: Any) -> float:
    """Build promised features in the order of requests; return the work left for the market."""
    firm[0]["client_work"] += work
    deal = next_due(opportunities, firm)
    while deal != NOBODY and firm[0]["client_work"] >= 1.0:
        firm[0]["client_work"] -= 1.0
        accounts[opportunities[deal]["account_id"]]["feature_owed"] = 0.0
        firm[0]["first_request"] = opportunities[deal]["next_request"]
        deal = next_due(opportunities, firm)
    left = 0.0
    if deal == NOBODY:
        left = firm[0]["client_work"]
        firm[0]["client_work"] = 0.0
    return left


@phase
def build(
    firm: Any, opportunities: Any, accounts: Any, segments: Any, pods: Any, roadmap: Any
) -> None:
    """Build for a week: what was promised, and what the market wants."""
    if roadmap["owner"] == RoadmapOwner.NOBODY:
        return
    work = roadmap["capacity"] * pods.shape[0] / QUARTER
    for_clients = work
    if roadmap["owner"] == RoadmapOwner.MARKETING:
        for_clients = 0.0
    elif roadmap["owner"] == RoadmapOwner.SHARED:
        for_clients = 0.5 * work
    for_market = work - for_clients
    for_market += build_for_clients(for_clients, firm, opportunities, accounts)
    added = roadmap["market_fit"] * for_market / pods.shape[0]
    keep = kept(roadmap["fading"])
    for row in range(segments.shape[0]):
        segments[row]["appeal"] = advanced(segments[row]["appeal"], keep, added)
