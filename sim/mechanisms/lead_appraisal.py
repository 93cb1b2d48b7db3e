"""The appraisal of leads: what a rep believes of a source, and what working a lead is worth.

A lead is worth its expected pay: believed quality of the source, times value, times the slope of
pay where the rep stands, times freshness, minus what the hours are worth elsewhere. Belief in a
source is a count of the rep's own follow-ups that fades; before there is experience it is
marketing's claim, weighted by trust. Leads that are never looked at teach nothing, so distrust can
lock in. Of the best lead left lying a rep reckons what it loses by waiting for another week. Its
parameters stand with those of triage.

Counter-force: what was learned fades, so that what marketing claims of a source counts again.
Neutral: with triage and the split of hours frozen no appraisal moves anybody.
Sources: evidence A13-A15, B2 (freshness), A5; assumption 16.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import believed, kept
from sim.world.names import DAYS_PER_WEEK, SOURCES, Metric
from sim.world.places import pair_row
from sim.world.shared import ask_further_on, freshness, inbox_of, is_waiting, weeks_before
from sim.world.state import Clock
from sim.world.vectors import NOBODY


@rule
def lead_worth(chance: float, pay: float, hours: float, hour_price: float) -> float:
    """Return the expected pay of working a lead now, minus what the hours are worth elsewhere."""
    return chance * pay - hours * hour_price


@act
def prior_of(lead: Any, pair: Any, triage: Any) -> float:
    """Return what a rep expects of a lead before any experience with its source."""
    if lead["marketer_id"] == NOBODY:
        return float(triage["call_conversion"])
    return float(lead["claim"] * pair["trust_rep_in_marketer"])


@act
def deal_gain(rep: Any, account: Any, source: int, is_from_marketing: bool, deal: Any) -> float:
    """Return what opening a deal with an account earns the rep, its hours paid for.

    `deal` is (share of list value that is paid, size of a further deal, weeks a deal is open).
    """
    margin, add_on, weeks = deal
    slope = rep["slope"]
    value = account["list_value"] * (add_on if account["customer"] != NOBODY else 1.0)
    gain = rep["per_euro"] * margin * value * rep["winning"][source] - rep["takes"]
    gain += rep["per_win"] * (rep["winning"][source] - rep["win_rate"])
    gain += slope[Metric.ENGAGED_GROUPS] * weeks
    if is_from_marketing:
        gain += slope[Metric.QUALIFIED_LEADS] + slope[Metric.SOURCED_PIPELINE] * value
    return float(gain)


@act
def usual_deal(p: Any) -> tuple[float, float, float]:
    """Return the share of list value that is paid, size of a further deal, weeks a deal is open."""
    return p["pay"]["margin"], p["pipeline"]["add_on"], p["closing"]["usual_cycle"]


@act
def appraise(
    row: int, rep: Any, leads: Any, accounts: Any, pair: Any, triage: Any, deal: Any, week: int
) -> float:
    """Return what working a lead in a week is worth to the rep, in units of quarterly pay."""
    lead = leads[row]
    account = accounts[lead["account_id"]]
    source = lead["source"]
    chance = believed(
        prior_of(lead, pair, triage),
        triage["prior_weight"],
        rep["proven"][source],
        rep["tried"][source],
    )
    days = DAYS_PER_WEEK * (week - lead["handed_over_week"] + weeks_before(lead))
    fresh = freshness(days, triage["stale"], triage["cooling"], triage["form"])
    gain = deal_gain(rep, account, source, lead["marketer_id"] != NOBODY, deal)
    return lead_worth(chance * fresh, gain, triage["lead_hours"], rep["hour_price"])


@act
def forget(rep: Any, triage: Any, clock: Clock) -> None:
    """Let a week fade what a rep remembers of each source; a newcomer remembers nothing."""
    keep = kept(triage["belief_memory"]) if rep["hired_week"] != clock.week else 0.0
    for source in range(len(SOURCES)):
        rep["tried"][source] *= keep
        rep["proven"][source] *= keep


@act
def appraise_inbox(
    seat: int, reps: Any, inboxes: Any, leads: Any, accounts: Any, pairs: Any, p: Any, clock: Clock
) -> None:
    """Say of every lead that waits here what working it now is thought to bring."""
    rep, deal = reps[seat], usual_deal(p)
    forget(rep, p["triage"], clock)
    for place in inbox_of(rep):
        ask_further_on(place, inboxes, leads, accounts)
        row = int(inboxes[place]["lead"])
        lead = leads[row]
        if is_waiting(lead) and lead["handed_over_week"] <= clock.week:
            pair = pairs[pair_row(lead["marketer_id"], seat, rep["pod"], pairs, reps)]
            lead["appraised"] = appraise(
                row, rep, leads, accounts, pair, p["triage"], deal, clock.week
            )


@phase
def appraise_all(
    rows: Any, reps: Any, inboxes: Any, leads: Any, accounts: Any, pairs: Any, p: Any, clock: Clock
) -> None:
    """Let every rep appraise the leads in the inbox."""
    for index in range(rows.shape[0]):
        appraise_inbox(rows[index], reps, inboxes, leads, accounts, pairs, p, clock)


@act
def learn(
    seat: int, reps: Any, leads: Any, accounts: Any, pairs: Any, p: Any, clock: Clock
) -> None:
    """Learn of each source from this week's follow-ups; see what the best lead left loses.

    Answers are counted one by one: a fading count and two at once may round differently.
    """
    rep, deal = reps[seat], usual_deal(p)
    for source in range(len(SOURCES)):
        for _ in range(int(rep["answers"][source])):
            rep["tried"][source] += 1.0
        for _ in range(int(rep["buyers"][source])):
            rep["proven"][source] += 1.0
    rep["left"] = 0.0
    best = rep["best_left"]
    if best != NOBODY:
        pair = pairs[pair_row(leads[best]["marketer_id"], seat, rep["pod"], pairs, reps)]
        now = appraise(best, rep, leads, accounts, pair, p["triage"], deal, clock.week)
        later = appraise(best, rep, leads, accounts, pair, p["triage"], deal, clock.week + 1)
        rep["left"] = max(now - max(later, 0.0), 0.0)


@phase
def learn_all(
    rows: Any, reps: Any, leads: Any, accounts: Any, pairs: Any, p: Any, clock: Clock
) -> None:
    """Let every rep learn from this week's follow-ups."""
    for index in range(rows.shape[0]):
        learn(rows[index], reps, leads, accounts, pairs, p, clock)
