"""Triage: which lead is accepted, worked, sent back, or dies.

A rep ranks the inbox by what a lead is thought to bring (see lead_appraisal) and works it from the
top until the hours for leads are gone. What is not worth its hours is left lying or sent back; what
lies too long dies. A touch shows whether somebody there is looking, the earlier the likelier.

Leads that are promised a timely touch (see lead_sla) come first while too few promises are kept;
leads that are good by a definition agreed with sales are accepted by rule, worked or not.

Counter-force: hours on leads are hours not spent on deals.
Neutral: with the choice frozen leads are worked first come, first served.
Sources: evidence A13-A15, B2 (hours per MQL, freshness), A5.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase
from sim.core.draws import uniform
from sim.core.formulas import clipped
from sim.core.params import Block, forms, param
from sim.core.units import Days, Hours, Number, Share, Weeks
from sim.world.names import DAYS_PER_WEEK, Metric, Rejection, RepTask, words
from sim.world.options import Choice, Cooling, InboxOrder
from sim.world.places import pair_row, those_of
from sim.world.shared import (
    ask_further_on,
    freshness,
    has_open_deal,
    inbox_of,
    is_waiting,
    weeks_before,
)
from sim.world.state import Clock
from sim.world.vectors import NEVER, NOBODY

TOUCH_DAY, CONVERT, REFUSE, SPLIT, ARRIVES = 501, 502, 503, 504, 505
PROMISED = 1000.0
"""Rank of a lead that is promised a touch now, beyond what any lead is worth."""


class Triage(Block):
    """How reps choose among leads."""

    rule: str = param(
        "value", choices=words(InboxOrder), lever=True, source="A13",
        meaning="how a free rep ranks the inbox; sla_first: what is promised a timely touch first",
    )  # fmt: skip
    lead_hours: Hours = param(
        0.6, 0.1, 20, unit="hours", source="B2 hours to work one MQL (lower end)", around=2.0,
        market=True, meaning="rep hours to work one lead",
    )  # fmt: skip
    lead_life: Weeks = param(
        8.0, 1, 52, unit="weeks", source="P11 (no rep hour in 8 weeks)", sweep=(4.0, 13.0),
        meaning="weeks after which an untouched lead is dead",
    )  # fmt: skip
    stale: Share = param(
        0.35, 0, 1, source="B2 freshness a", sweep=(0.1, 0.6), market=True,
        meaning="what is left of a lead that was touched very late",
    )  # fmt: skip
    cooling: Days = param(
        3.0, 0.01, 100, unit="days", source="B2 freshness tau", around=3.0, market=True,
        meaning="time constant with which a lead cools",
    )  # fmt: skip
    form: str = forms(
        words(Cooling), market=True,
        source="B2 freshness; Zeltyn & Mandelbaum 2005 (linear); Schmittlein et al. 1987 (Pareto)",
        meaning="law by which a lead cools; all agree on day 0 and after the time constant",
    )  # fmt: skip
    conversion: Share = param(
        0.75, 0, 1, source="assumption 15", sweep=(0.5, 0.95), market=True,
        meaning="chance that a fresh touch of a buyer who is looking opens a deal",
    )  # fmt: skip
    call_conversion: Share = param(
        0.95, 0, 1, source="assumption 15", market=True, sweep=(0.8, 1.0),
        meaning="the same for a buyer who called",
    )  # fmt: skip
    belief_memory: Weeks = param(
        8.0, 1, 104, unit="weeks", source="equations: Beta counts, half-life 8", sweep=(4.0, 26.0),
        meaning="half-life of what a rep remembers of a source",
    )  # fmt: skip
    prior_weight: Number = param(
        6.0, 0.1, 100, unit="leads", source="assumption 16", sweep=(2.0, 20.0),
        meaning="follow-ups that weigh as much as the claim heard beforehand",
    )  # fmt: skip
    refusal: Share = param(
        0.3, 0, 1, source="assumption 17", sweep=(0.0, 0.8),
        meaning="chance that a lead not worth an hour is sent back, not just left lying",
    )  # fmt: skip


@phase
def clear_week(leads: Any, counters: Any, reps: Any, clock: Clock) -> None:
    """Forget last week's touches, also of reps who rest; leads spent on experiments are touched."""
    for row in range(reps.shape[0]):
        reps[row]["answers"][:] = 0.0
        reps[row]["buyers"][:] = 0.0
        reps[row]["best_left"] = NOBODY
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        if leads[row]["tested"] == 1:
            leads[row]["first_touch_week"] = clock.week
            leads[row]["response_days"] = 0.0


@act
def days_promised(lead: Any, rep: Any, order: int, age: float) -> float:
    """Return the days left of a promised touch the rep minds, or 0; `age` is in weeks.

    A rep minds promises as long as fewer are kept than agreed, and always by the order `sla_first`.
    """
    if order == InboxOrder.SLA_FIRST or rep["behind"] == 1:
        left = lead["promised_days"] - DAYS_PER_WEEK * age
        if left > 0.0:  # not where nothing is promised, either
            return float(left)
    return 0.0


@act
def is_busy(account: Any) -> bool:
    """Return whether the account has an open deal, or one about to be opened."""
    return bool(account["winning_lead"] != account["used_lead"] or has_open_deal(account))


@act
def reject(lead: Any, reason: int, pair: Any, clock: Clock) -> None:
    """Send a lead back, or let it die; marketing's leads count against the pair."""
    lead["rejected_week"] = clock.week
    lead["rejected_reason"] = reason
    if lead["marketer_id"] != NOBODY:
        if reason == Rejection.EXPIRED:
            pair["expired"] += 1.0
        elif reason == Rejection.LOW_VALUE:
            pair["rejected"] += 1.0


@act
def look_at(
    row: int, rep: Any, tables: Any, pair: Any, triage: Any, frozen: int, clock: Clock
) -> None:
    """Look at one lead in the inbox: let it die, accept it or send it back, and rank it."""
    leads, accounts = tables
    lead = leads[row]
    age = clock.week - lead["handed_over_week"]
    if age < 0:
        lead["worth"] = 0.0
        return
    if is_busy(accounts[lead["account_id"]]):
        reject(lead, Rejection.DUPLICATE, pair, clock)
        return
    if age >= triage["lead_life"]:
        reject(lead, Rejection.EXPIRED, pair, clock)
        return
    worth = lead["appraised"]
    bonus = rep["slope"][Metric.ACCEPTED_LEADS] if lead["marketer_id"] != NOBODY else 0.0
    if frozen == Choice.FROZEN or triage["rule"] == InboxOrder.FIFO:
        worth = 1.0 + age + uniform(clock.seed, ARRIVES, lead["lead_id"], 0)
    elif days_promised(lead, rep, triage["rule"], age) > 0.0:
        worth = PROMISED + max(worth, 0.0)
    lead["worth"] = worth
    if lead["accepted_week"] == NEVER:
        if worth + bonus >= 0.0 or lead["agreed"] == 1:
            lead["accepted_week"] = clock.week
            if lead["marketer_id"] != NOBODY:
                pair["accepted"] += 1.0
        elif (
            age == 0
            and lead["marketer_id"] != NOBODY
            and uniform(clock.seed, REFUSE, lead["lead_id"], 0) < triage["refusal"]
        ):
            reject(lead, Rejection.LOW_VALUE, pair, clock)


@act
def follow_up(row: int, rep: Any, tables: Any, pair: Any, triage: Any, clock: Clock) -> None:
    """Work one lead: see whether somebody there is looking, unless they are being sold to."""
    leads, accounts = tables
    lead = leads[row]
    account = accounts[lead["account_id"]]
    age = clock.week - lead["handed_over_week"]
    left = days_promised(lead, rep, triage["rule"], age)
    within = min(left, DAYS_PER_WEEK) if left > 0.0 else DAYS_PER_WEEK
    day = within * uniform(clock.seed, TOUCH_DAY, lead["lead_id"], 0)
    days = DAYS_PER_WEEK * age + day
    lead["first_touch_week"] = clock.week
    lead["response_days"] = days
    lead["hours_worked"] = triage["lead_hours"]
    is_call = lead["marketer_id"] == NOBODY
    base = triage["call_conversion"] if is_call else triage["conversion"]
    if is_call:
        days -= day
    days += DAYS_PER_WEEK * weeks_before(lead)
    fresh = freshness(days, triage["stale"], triage["cooling"], triage["form"])
    chance = clipped(base * fresh * rep["skill"], 0.0, 1.0)
    if not is_call:
        pair["followed"] += 1.0
    if is_busy(account):
        return
    is_real = (
        account["in_market"] == 1 and uniform(clock.seed, CONVERT, lead["lead_id"], 0) < chance
    )
    rep["answers"][lead["source"]] += 1.0
    if is_real:
        rep["buyers"][lead["source"]] += 1.0
        account["winning_lead"] = row
    if not is_call:
        if is_real:
            pair["real"] += 1.0
            pair["pipeline"] += account["list_value"]
        else:
            pair["junk"] += 1.0


@act
def best_lead(rep: Any, inboxes: Any, leads: Any, clock: Clock) -> int:
    """Return the row of the most valuable untouched lead that is worth its hours, or NOBODY."""
    best = NOBODY
    for place in inbox_of(rep):
        row = inboxes[place]["lead"]
        lead = leads[row]
        is_here = is_waiting(lead) and lead["handed_over_week"] <= clock.week
        is_better = best == NOBODY or lead["worth"] > leads[best]["worth"]
        if is_here and lead["worth"] >= 0.0 and is_better:
            best = row
    return best


@act
def look_through(
    seat: int, reps: Any, inboxes: Any, tables: Any, pairs: Any, triage: Any, frozen: int,
    clock: Clock,
) -> None:  # fmt: skip
    """Go through the inbox once: send back or let die what is to go, rank what is left."""
    leads, accounts = tables
    rep = reps[seat]
    for place in inbox_of(rep):
        ask_further_on(place, inboxes, leads, accounts)
        row = inboxes[place]["lead"]
        if is_waiting(leads[row]):
            pair = pairs[pair_row(leads[row]["marketer_id"], seat, rep["pod"], pairs, reps)]
            look_at(row, rep, tables, pair, triage, frozen, clock)


@act
def work_inbox(
    row: int, reps: Any, inboxes: Any, leads: Any, accounts: Any, pairs: Any, triage: Any,
    frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Work one rep's inbox for a week, best lead first, until the hours set aside are gone."""
    rep, tables = reps[row], (leads, accounts)
    for pair in those_of(row, pairs, reps):
        clear(pairs[pair])
    look_through(row, reps, inboxes, tables, pairs, triage, frozen, clock)
    hours = rep["hours"][RepTask.LEADS]
    best = best_lead(rep, inboxes, leads, clock)
    while hours > 0.0 and best != NOBODY:
        share = hours / triage["lead_hours"]
        hours -= triage["lead_hours"]
        if share >= 1.0 or uniform(clock.seed, SPLIT, row, clock.week) < share:
            pair = pairs[pair_row(leads[best]["marketer_id"], row, rep["pod"], pairs, reps)]
            follow_up(best, rep, tables, pair, triage, clock)
            best = best_lead(rep, inboxes, leads, clock)
    rep["spare"] = max(hours, 0.0)
    rep["best_left"] = best


@act
def clear(pair: Any) -> None:
    """Forget last week's counts of a pair."""
    pair["accepted"] = 0.0
    pair["rejected"] = 0.0
    pair["expired"] = 0.0
    pair["followed"] = 0.0
    pair["real"] = 0.0
    pair["junk"] = 0.0
    pair["pipeline"] = 0.0


@phase
def work_inboxes(
    rows: Any, reps: Any, inboxes: Any, leads: Any, accounts: Any, pairs: Any, triage: Any,
    frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Let every rep work the inbox."""
    for index in range(rows.shape[0]):
        work_inbox(rows[index], reps, inboxes, leads, accounts, pairs, triage, frozen, clock)
