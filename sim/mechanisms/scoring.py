"""Marketing scores responses and decides how many are good enough to hand over.

A score is fit times timing plus noise that shrinks with qualification hours per response. Every
four weeks a marketer sets the lowest score to hand over, so as to earn the most: more leads feed
volume metrics, fewer and better ones feed quality and revenue metrics. Handing over a lead takes
hours of qualification: where they do not suffice, some of the week's good leads stay where they
are, each as likely as another. Hours left over sharpen scores. What marketing claims about its
leads is what it believes, stretched. Once a definition is agreed with sales, the bar moves only
when both sides review it.

Counter-force: a low threshold floods reps, who then stop looking; a high one leaves buyers unseen.
Neutral: with the choice frozen the threshold is `default_threshold` under any pay.
Sources: evidence A13, A15-A17, B2 (raw lead to MQL); a lead has no price but the hours it takes.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, uniform
from sim.core.formulas import clipped, kept, normal_cdf, normal_density, ratio
from sim.core.memory import BODY, ahead
from sim.core.params import Block, param
from sim.core.units import Euros, Hours, Number, Share, Weeks
from sim.world.names import QUARTER, Definition, MarketerTask, Metric
from sim.world.options import Choice
from sim.world.places import each, pair_row, those_of
from sim.world.state import Clock
from sim.world.vectors import NOBODY

SCORE, HANDLE = 401, 402
STEPS = 40
"""Bars that are compared, less one."""
STEP = 0.05
"""Share by which flow is raised to see what more of it would earn."""
FAR = 6.0
"""Standard deviations beyond which hours never run short."""


class Scoring(Block):
    """How leads are scored and where the bar is set."""

    late: Share = param(
        0.35, 0, 1, source="trial: timing 1 / .35", sweep=(0.2, 0.6), market=True,
        meaning="timing of somebody who is not looking; 1 for somebody who is",
    )  # fmt: skip
    noise: Number = param(
        0.35, 0, 3, unit="score", source="trial: score noise", sweep=(0.15, 0.6), market=True,
        meaning="standard deviation of the noise of an unqualified score",
    )  # fmt: skip
    typical_fit: Share = param(
        0.56, 0, 1, source="assumption 9", meaning="mean fit marketing assumes of responders",
        sweep=(0.45, 0.7),
    )  # fmt: skip
    fit_spread: Number = param(
        0.15, 0, 1, unit="score", source="assumption 9", sweep=(0.1, 0.25),
        meaning="standard deviation of fit marketing assumes of responders",
    )  # fmt: skip
    default_threshold: Number = param(
        0.35, -1, 2, unit="score", source="B2 raw lead to MQL", sweep=(0.1, 0.8),
        meaning="the bar at the start, and while the choice is frozen",
    )  # fmt: skip
    lowest: Number = param(
        -0.1, -1, 1, unit="score", source="assumption 10", meaning="lowest bar that is considered"
    )
    highest: Number = param(
        1.1, 0, 2, unit="score", source="assumption 10", meaning="highest bar that is considered"
    )
    review: Weeks = param(
        4.0, 1, 26, unit="weeks", source="assumption 11", integer=False, sweep=(2.0, 13.0),
        meaning="weeks between two looks at the bar",
    )  # fmt: skip
    handling_hours: Hours = param(
        0.9, 0, 8, unit="hours", source="assumption 12", around=3.0, market=True,
        meaning="marketing hours to hand over one lead",
    )  # fmt: skip
    memory: Weeks = param(
        8.0, 1, 104, unit="weeks", source="B4 (sales memory), assumption 14", sweep=(4.0, 26.0),
        meaning="half-life of what marketing remembers of flow and follow-up",
    )  # fmt: skip
    first_ripe: Share = param(
        0.08, 0, 1, source="A47 (95:5)", market=True, around=2.0,
        meaning="share of responders marketing first believes to be looking",
    )  # fmt: skip
    ripe_range: Number = param(
        4.0, 1, 100, source="assumption 14", sweep=(2.0, 8.0),
        meaning="factor, up and down, by which that belief can move",
    )  # fmt: skip
    exaggeration: Number = param(
        1.5, 1, 10, source="A17 (the range is the finding)", sweep=(1.0, 3.0),
        meaning="marketing's claim about its leads over what it believes",
    )  # fmt: skip
    deal_value: Euros = param(
        40000.0, 1, 1e8, unit="EUR/year", source="B1 list value (mean of the lognormal)",
        market=True, meaning="value marketing assumes of a deal",
        around=1.5,
    )  # fmt: skip
    deal_odds: Share = param(
        0.33, 0, 1, source="B2 opportunity win rate", market=True, around=1.5,
        meaning="chance marketing assumes that a real lead is won, before own leads have shown it",
    )  # fmt: skip


@rule
def scored(fit: float, timing: float, noise: float) -> float:
    """Return the score marketing sees."""
    return fit * timing + noise


@rule
def remaining_noise(noise: float, depth: float) -> float:
    """Return the noise left after `depth` hours of qualification per response."""
    return noise / math.sqrt(1.0 + depth)


@rule
def passing(bar: float, mean: float, spread: float) -> float:
    """Return the share of normal scores with this mean and spread above the bar."""
    return 1.0 - normal_cdf((bar - mean) / max(spread, 1e-9))


@act
def leads_at(bar: float, flow: float, depth: float, marketer: Any, scoring: Any) -> Any:
    """Return expected leads a week, and how many of them are real, at a bar."""
    noise = remaining_noise(scoring["noise"], depth)
    late = scoring["late"]
    fit_spread = scoring["fit_spread"]
    ready = passing(bar, scoring["typical_fit"], math.sqrt(fit_spread * fit_spread + noise * noise))
    spread = math.sqrt(late * fit_spread * late * fit_spread + noise * noise)
    idle = passing(bar, late * scoring["typical_fit"], spread)
    real = flow * marketer["in_market_share"] * ready
    return real + flow * (1.0 - marketer["in_market_share"]) * idle, real


@rule
def handled(leads: float, room: float) -> float:
    """Return how many of `leads` a week, a mean of random weeks, find `room` for so many.

    >>> round(handled(9.0, 9.0), 2)
    7.8
    """
    spread = math.sqrt(leads)
    if room >= leads + FAR * spread:
        return leads
    beyond = ratio(leads - room, spread, 0.0)
    over = (leads - room) * normal_cdf(beyond) + spread * normal_density(beyond)
    return clipped(leads - over, 0.0, min(leads, room))


@rule
def looked_at(leads: float, handed: float, share: float, crowded: float) -> float:
    """Return the share of `leads` a week that reps would look at.

    `share` of `handed` leads a week are looked at now, and `crowded` of the reps have no time for
    more. Where none is short of time the share stays, where all are each further lead takes the
    place of another.
    """
    return float(min(share * ratio(handed, leads, 1.0) ** crowded, 1.0))


@act
def pay_of_real(marketer: Any, scoring: Any) -> float:
    """Return what a lead that proves real earns the marketer."""
    slope = marketer["slope"]
    euro = marketer["per_euro"]
    return float(
        slope[Metric.QUALIFIED_LEADS]
        + slope[Metric.SOURCED_PIPELINE] * scoring["deal_value"]
        + euro * marketer["per_real"]
    )


@act
def crowd(leads: float, marketer: Any) -> float:
    """Return the share of so many leads a week that reps would look at."""
    share = clipped(ratio(marketer["capacity"], marketer["handed_rate"], 1.0), 0.0, 1.0)
    return looked_at(leads, marketer["handed_rate"], share, marketer["crowded"])


@act
def room_for(hours: float, marketer: Any, scoring: Any) -> float:
    """Return the leads a week there are hours for."""
    spare = max(hours - marketer["matching_hours"], 0.0)
    return float(ratio(spare, scoring["handling_hours"], math.inf))


@act
def worth_of_bar(
    bar: float, flow: float, depth: float, hours: float, marketer: Any, scoring: Any
) -> float:
    """Return what a bar is worth over a quarter, in units of quarterly pay.

    It is worth what it earns the marketer and, where sales has a say, what it earns a rep. `flow`
    is responses a week, `depth` hours on each of them, `hours` those set aside for qualification.
    """
    above, ready = leads_at(bar, flow, depth, marketer, scoring)
    leads = handled(above, room_for(hours, marketer, scoring))
    real = ready * ratio(leads, above, 1.0)
    slope = marketer["slope"]
    seen = crowd(leads, marketer)
    per_real = pay_of_real(marketer, scoring)
    accepted = seen if marketer["definition"] == Definition.ABSENT else 1.0
    per_lead = slope[Metric.LEAD_VOLUME] + slope[Metric.ACCEPTED_LEADS] * accepted
    gain = QUARTER * (per_lead * leads + per_real * real * seen)
    say = marketer["sales_say"]
    theirs = seen * (marketer["sales_gain"] * real - marketer["sales_cost"] * leads)
    theirs += marketer["sales_bonus"] * leads
    return float((1.0 - say) * gain + say * QUARTER * theirs)


@rule
def is_review(index: int, every: int, definition: int) -> bool:
    """Return whether the bar is set anew: now and then, or once agreed in joint reviews only."""
    return definition == Definition.IN_REVIEW or (
        definition == Definition.ABSENT and index % every == 0
    )


@act
def best_bar(flow: float, depth: float, hours: float, marketer: Any, scoring: Any) -> float:
    """Return the bar worth most; the usual one if none is worth more, else the highest of equals.

    With `flow` responses a week, `depth` hours on each of them and `hours` for qualification.
    """
    usual = scoring["default_threshold"]
    found, best = usual, worth_of_bar(usual, flow, depth, hours, marketer, scoring)
    span = scoring["highest"] - scoring["lowest"]
    for step in range(STEPS, -1, -1):
        bar = scoring["lowest"] + span * step / STEPS
        worth = worth_of_bar(bar, flow, depth, hours, marketer, scoring)
        if worth > best:
            found, best = bar, worth
    return float(found)


@act
def set_bar(row: int, marketers: Any, scoring: Any, effort: Any, frozen: int, clock: Clock) -> None:
    """Let one marketer look at flow and follow-up, and now and then set the bar anew.

    What an hour in a vacant seat would bring is reckoned from usual hours, for who comes next.
    """
    marketer = marketers[row]
    hours = marketer["hours"][MarketerTask.QUALIFICATION]
    flow, depth = marketer["flow"], marketer["depth"]
    if frozen == Choice.FROZEN or clock.index == 0:
        marketer["threshold"] = scoring["default_threshold"]
    elif is_review(clock.index, int(scoring["review"]), marketer["definition"]):
        marketer["threshold"] = best_bar(flow, depth, hours, marketer, scoring)
    leads, real = leads_at(marketer["threshold"], flow, depth, marketer, scoring)
    marketer["claim"] = clipped(ratio(real, leads, 0.0) * scoring["exaggeration"], 0.0, 1.0)
    marketer["arrived"] = 0.0
    marketer["good"] = 0.0
    marketer["handed"] = 0.0
    marketer["turn"] = uniform(clock.seed, HANDLE, row, clock.week)
    depth = depth_of(hours, leads, marketer, scoring)
    marketer["depth"] = depth
    if marketer["present"] == 0:
        hours = effort["marketer_habit"][MarketerTask.QUALIFICATION] * effort["marketer_week"]
        depth = depth_of(hours, leads, marketer, scoring)
    look_ahead(marketer, hours, depth, leads, real, scoring)


@act
def depth_of(hours: float, leads: float, marketer: Any, scoring: Any) -> float:
    """Return the hours of qualification left for each response once leads are handed over."""
    taken = scoring["handling_hours"] * handled(leads, room_for(hours, marketer, scoring))
    spare = hours - taken - marketer["matching_hours"]
    return float(ratio(max(spare, 0.0), marketer["flow"], 0.0))


@act
def look_ahead(
    marketer: Any, hours: float, depth: float, leads: float, real: float, scoring: Any
) -> None:
    """Write what a little more flow, and an hour more of qualification, would earn at this bar."""
    bar, flow = marketer["threshold"], marketer["flow"]
    now = worth_of_bar(bar, flow, depth, hours, marketer, scoring)
    more = worth_of_bar(bar, flow * (1.0 + STEP), depth, hours, marketer, scoring)
    marketer["volume_gain"] = (more - now) / (STEP * QUARTER)
    deeper = depth_of(hours + 1.0, leads, marketer, scoring)
    more = worth_of_bar(bar, flow, deeper, hours + 1.0, marketer, scoring)
    marketer["filter_gain"] = (more - now) / QUARTER
    able = handled(leads, room_for(hours, marketer, scoring))
    found = real * ratio(able, leads, 1.0)
    marketer["real_gain"] = pay_of_real(marketer, scoring) * found * crowd(able, marketer)


@phase
def set_bars(
    rows: Any, marketers: Any, scoring: Any, effort: Any, frozen: int, clock: Clock
) -> None:
    """Let every marketer set the bar."""
    for index in range(rows.shape[0]):
        set_bar(rows[index], marketers, scoring, effort, frozen, clock)


@act
def is_good(lead: Any, marketer: Any) -> bool:
    """Return whether a scored lead is good enough to hand over."""
    is_above = lead["score"] >= marketer["threshold"] and marketer["present"] == 1
    return bool(is_above and lead["waits"] == 0)


@act
def takes_turn(marketer: Any, scoring: Any) -> bool:
    """Return whether the next good lead of the week finds hours to be handed over.

    Where hours do not suffice, as many do as there are hours for, spread evenly over the week; a
    part of the hours one takes is left as the chance that they suffice.
    """
    room = room_for(marketer["hours"][MarketerTask.QUALIFICATION], marketer, scoring)
    marketer["turn"] += min(ratio(room, marketer["good"], 1.0), 1.0)
    if marketer["turn"] < 1.0:
        return False
    marketer["turn"] -= 1.0
    return True


@act
def score(lead: Any, accounts: Any, marketer: Any, scoring: Any, clock: Clock) -> None:
    """Score one response, and count it."""
    account = accounts[lead["account_id"]]
    timing = 1.0 if account["in_market"] == 1 else scoring["late"]
    step = normal(clock.seed, SCORE, lead["lead_id"], 0)
    noise = remaining_noise(scoring["noise"], marketer["depth"] * marketer["skill"]) * step
    lead["score"] = scored(account["fit"], timing, noise)
    marketer["arrived"] += 0.0 if lead["waits"] == 1 else 1.0
    marketer["good"] += 1.0 if is_good(lead, marketer) else 0.0


@phase
def score_leads(
    leads: Any, counters: Any, accounts: Any, marketers: Any, scoring: Any, clock: Clock
) -> None:
    """Score this week's responses, and qualify those above the bar that there are hours for."""
    first, end = counters[0]["new_leads"], counters[0]["leads"]
    for row in range(first, end):
        ahead(leads["account_id"], row, accounts, BODY)
        if leads[row]["marketer_id"] != NOBODY:
            score(leads[row], accounts, marketers[leads[row]["marketer_id"]], scoring, clock)
    for row in range(first, end):
        lead = leads[row]
        if lead["marketer_id"] != NOBODY:
            marketer = marketers[lead["marketer_id"]]
            if is_good(lead, marketer) and takes_turn(marketer, scoring):
                lead["qualified_week"] = clock.week
                lead["agreed"] = 1 if marketer["definition"] != Definition.ABSENT else 0
                marketer["handed"] += 1.0
                lead["claim"] = marketer["claim"]


@act
def take_stock(row: int, marketers: Any, reps: Any, pairs: Any, pods: Any, scoring: Any) -> None:
    """Let one marketer learn how many respond, how many are followed up and how many are real."""
    marketer = marketers[row]
    followed = 0.0
    real = 0.0
    hurried = 0.0
    seats = each(reps, pods)
    for seat in those_of(marketer["pod"], reps, pods):
        pair = pairs[pair_row(row, seat, marketer["pod"], pairs, reps)]
        followed += pair["followed"]
        real += pair["real"]
        hurried += 0.0 if reps[seat]["spare"] > 0.0 else 1.0 / seats
    keep = kept(scoring["memory"])
    marketer["flow"] = keep * marketer["flow"] + (1.0 - keep) * marketer["arrived"]
    marketer["handed_rate"] = keep * marketer["handed_rate"] + (1.0 - keep) * marketer["handed"]
    marketer["crowded"] = keep * marketer["crowded"] + (1.0 - keep) * hurried
    now = keep * (1.0 - pods[marketer["pod"]]["fresher"])
    marketer["capacity"] = now * marketer["capacity"] + (1.0 - now) * followed
    if marketer["promised"] > 0.0:
        marketer["capacity"] = marketer["promised"]
    leads_now, real_now = leads_at(
        marketer["threshold"], marketer["flow"], marketer["depth"], marketer, scoring
    )
    expected = (followed + marketer["told"]) * ratio(real_now, leads_now, 0.0)
    surprise = ratio(real + marketer["told_real"] - expected, 1.0 + expected, 0.0)
    marketer["in_market_share"] = clipped(
        marketer["in_market_share"] * (1.0 + (1.0 - keep) * surprise),
        scoring["first_ripe"] / scoring["ripe_range"],
        min(1.0, scoring["first_ripe"] * scoring["ripe_range"]),
    )


@phase
def learn_flow(rows: Any, marketers: Any, reps: Any, pairs: Any, pods: Any, scoring: Any) -> None:
    """Let every marketer take stock at the end of the week."""
    for index in range(rows.shape[0]):
        take_stock(rows[index], marketers, reps, pairs, pods, scoring)
