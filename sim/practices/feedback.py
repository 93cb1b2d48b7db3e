"""The feedback loop: reps report what became of leads, and marketing learns from it.

A report on a lead that was worked is true with some accuracy; otherwise it repeats what the rep
thinks of the source anyway. A lead that was sent back is reported as worthless, though nobody
looked. Marketing counts the reports by channel, and uses channels more whose leads are said to be
real, as far as it is paid for real leads.

Takes: rep time for each report.
Counter-force: reports take hours; wrong ones mislead; without follow-up there is nothing to report
but prejudice.
Neutral: share 0: nobody reports.
Sources: evidence A18, B4 (loss-reason accuracy), D (reasons in a CRM); claims C15.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import uniform
from sim.core.formulas import kept, ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share, Weeks
from sim.world.names import SOURCES, Metric
from sim.world.options import Choice
from sim.world.shared import inbox_of
from sim.world.state import Clock
from sim.world.vectors import NOBODY

REPORTED, HONEST, GUESSED = 2811, 2812, 2813


class Feedback(Block, practice="Feedback on leads"):
    """What marketing hears of its leads."""

    share: Share = param(
        0.0, 0, 1, source="model 5; assumption 100", sweep=(0.3, 1.0),
        meaning="share of worked or refused leads that reps report on; 0 for none",
    )  # fmt: skip
    hours: Hours = param(
        0.15, 0, 4, unit="hours", source="assumption 100", sweep=(0.05, 0.5),
        meaning="rep hours for one report",
    )  # fmt: skip
    accuracy: Share = param(
        0.55, 0, 1, source="B4 loss-reason accuracy (.40 right, .28 partly)", sweep=(0.3, 0.9),
        meaning="chance that a report is about the lead, not about the rep's opinion of the source",
    )  # fmt: skip
    memory: Weeks = param(
        26.0, 1, 260, unit="weeks", source="assumption 100", sweep=(8.0, 52.0),
        meaning="half-life of what marketing remembers of a channel",
    )  # fmt: skip
    caution: Number = param(
        10.0, 0.1, 1000, unit="leads", source="assumption 100", sweep=(3.0, 30.0),
        meaning="reports on a channel that weigh as much as the experience with all channels",
    )  # fmt: skip
    shift: Share = param(
        0.7, 0, 1, source="assumption 100", sweep=(0.0, 1.0),
        meaning="how closely the use of a channel follows what its leads are worth to marketing",
    )  # fmt: skip


@rule
def rated(real: float, heard: float, usual: float, caution: float) -> float:
    """Return the share of real leads believed of a channel; `caution` reports weigh the usual."""
    return ratio(real + caution * usual, heard + caution, usual)


@rule
def favoured(worth: float, mean: float, shift: float) -> float:
    """Return how much more than usual a channel is used, from what its leads are worth."""
    return shift * (ratio(worth, mean, 1.0) - 1.0)


@act
def write_up(
    rep: Any, inboxes: Any, leads: Any, accounts: Any, marketers: Any, settings: Any, clock: Clock
) -> None:
    """Let one rep report on the leads worked this week."""
    for place in inbox_of(rep):
        lead = leads[inboxes[place]["lead"]]
        if lead["first_touch_week"] != clock.week or lead["marketer_id"] == NOBODY:
            continue
        identity = lead["lead_id"]
        if uniform(clock.seed, REPORTED, identity, 0) >= settings["share"]:
            continue
        source = lead["source"]
        says = 1.0 if accounts[lead["account_id"]]["in_market"] == 1 else 0.0
        if uniform(clock.seed, HONEST, identity, 0) >= settings["accuracy"]:
            opinion = ratio(rep["proven"][source], rep["tried"][source], 0.0)
            says = 1.0 if uniform(clock.seed, GUESSED, identity, 0) < opinion else 0.0
        marketer = marketers[lead["marketer_id"]]
        rep["dispositions"] += 1.0
        marketer["told"] += 1.0
        marketer["told_real"] += says
        marketer["heard"][source] += 1.0
        marketer["heard_real"][source] += says


@act
def choose_channels(marketer: Any, mix: Any, scoring: Any, settings: Any) -> None:
    """Let one marketer see which channels are worth more than others under this pay."""
    slope = marketer["slope"]
    euro = marketer["per_euro"]
    per_real = (
        slope[Metric.QUALIFIED_LEADS] + slope[Metric.SOURCED_PIPELINE] * scoring["deal_value"]
    )
    per_real += euro * scoring["deal_value"] * scoring["deal_odds"]
    per_lead = slope[Metric.LEAD_VOLUME] + slope[Metric.ACCEPTED_LEADS]
    real, heard = 0.0, 0.0
    for source in range(len(SOURCES)):
        real += marketer["heard_real"][source]
        heard += marketer["heard"][source]
    usual = ratio(real, heard, 0.0)
    mean = 0.0
    for source in range(len(SOURCES)):
        rate = rated(
            marketer["heard_real"][source], marketer["heard"][source], usual, settings["caution"]
        )
        marketer["channel_tilt"][source] = per_lead + per_real * rate
        mean += mix[source] * marketer["channel_tilt"][source]
    for source in range(len(SOURCES)):
        marketer["channel_tilt"][source] = favoured(
            marketer["channel_tilt"][source], mean, settings["shift"]
        )


@phase
def report(
    reps: Any, inboxes: Any, marketers: Any, leads: Any, accounts: Any, pairs: Any, settings: Any,
    mix: Any, scoring: Any, frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Let reps report on this week's leads, and marketers draw their conclusions."""
    keep = kept(settings["memory"])
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        marketer["told"] = 0.0
        marketer["told_real"] = 0.0
        for source in range(len(SOURCES)):
            marketer["heard"][source] *= keep
            marketer["heard_real"][source] *= keep
            marketer["channel_tilt"][source] = 0.0
    for row in range(reps.shape[0]):
        reps[row]["dispositions"] = 0.0
    if settings["share"] == 0.0:
        return
    for row in range(reps.shape[0]):
        write_up(reps[row], inboxes, leads, accounts, marketers, settings, clock)
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        marketer = marketers[pair["marketer"]]
        refused = settings["share"] * pair["rejected"]
        reps[pair["rep"]]["dispositions"] += refused
        marketer["told"] += refused
        marketer["heard"][marketer["source"]] += refused
    if frozen == Choice.FREE:
        for row in range(marketers.shape[0]):
            choose_channels(marketers[row], mix, scoring, settings)
