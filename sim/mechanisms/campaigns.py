"""Campaigns turn spend and hours into responses; buyers who know the firm also call.

Each marketer runs one campaign after another, each with its channel, its message and its luck in
reaching people who are really looking. Activation lingers (adstock) and has strongly diminishing
returns. Most responders are not in the market. Idle accounts answer when the exposure summed up
over weeks passes a threshold drawn for their next answer, so they cost nothing in between.
Accounts in the market on whose day-one list the firm stands may call by themselves; activation
lifts that too.

Counter-force: more volume means more people who will not buy, and somebody has to look at them.
Neutral: rate_in, rate_out and call_hazard 0: nobody answers.
Sources: evidence B1 (lead noise), B2 (campaign heterogeneity), B3 (adstock, elasticity), P2, P3.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, uniform
from sim.core.formulas import answered, clipped
from sim.core.memory import FORE, HEAD, NEAR, ahead, soon
from sim.core.params import Block, forms, param
from sim.core.units import Euros, Hours, Number, PerWeek, Share, Weeks
from sim.world.names import DIMENSIONS, MICRO, ROLES, SOURCES, MarketerTask, Source, words
from sim.world.options import Response
from sim.world.places import each
from sim.world.shared import has_open_deal
from sim.world.state import BLANK_LEAD, Clock
from sim.world.vectors import NOBODY

CHANNEL, LUCK, NOISE, DUE, RESPOND = 301, 302, 303, 304, 305
WHICH, CALL, CALL_SOURCE, PERSON, WHICH_IDLE = 306, 307, 308, 309, 310
BUCKETS_PER_RESPONSE = 1000
"""Buckets of the response queue per unit of exposure."""
LEAST_MEAN = 1.0e-300
"""Responses a week below which there is nothing to scatter, and no finite variance."""


class Campaigns(Block):
    """How activation turns into responses, and who calls unasked."""

    rate_in: PerWeek = param(
        (0.0, 0.036, 0.0, 0.038, 0.018, 0.021, 0.0), 0, 1, unit="1/week", labels=SOURCES,
        market=True, source="trial: .020 in the market; P3 for the ratio of channels", around=1.5,
        meaning="responses a week of an account in the market, by channel of the campaign",
    )  # fmt: skip
    rate_out: PerWeek = param(
        (0.0, 0.014, 0.0, 0.012, 0.026, 0.024, 0.0), 0, 1, unit="1/week", labels=SOURCES,
        market=True, source="trial: .025 out of the market; P3 for the ratio of channels",
        meaning="responses a week of an account outside the market, by channel of the campaign",
        around=1.5,
    )  # fmt: skip
    mix: Share = param(
        (0.0, 0.2, 0.0, 0.15, 0.4, 0.25, 0.0), 0, 1, labels=SOURCES, market=True,
        source="assumption 5", meaning="share of campaigns that use each channel", around=1.5,
    )  # fmt: skip
    adstock: Share = param(
        0.8, 0, 0.99, source="B3 activation adstock", sweep=(0.6, 0.9), market=True,
        meaning="share of activation that still works a week later",
    )  # fmt: skip
    elasticity: Number = param(
        0.25, 0.02, 1, source="B3 activation elasticity", sweep=(0.1, 0.4), market=True,
        meaning="elasticity of responses to activation",
    )  # fmt: skip
    form: str = forms(
        words(Response), market=True, source="B3 activation elasticity; Little 1970 (ADBUDG)",
        meaning="law by which activation works; both agree, with their slopes, at one unit",
    )  # fmt: skip
    unit: Euros = param(
        2.0, 0.001, 10000, unit="EUR/account/week", source="assumption 3", market=True, around=2.0,
        meaning="weekly activation spend per account that counts as one unit",
    )  # fmt: skip
    hours: Hours = param(
        14.0, 0.1, 40, unit="hours", source="assumption 4", around=2.0,
        meaning="weekly campaign hours of a marketer at which spend has its full effect",
    )  # fmt: skip
    hours_power: Number = param(
        0.5, 0, 1, source="assumption 4", sweep=(0.2, 0.8),
        meaning="diminishing returns of campaign hours",
    )  # fmt: skip
    duration: Weeks = param(
        6.0, 1, 52, unit="weeks", source="assumption 6", sweep=(4.0, 13.0),
        meaning="weeks a campaign runs",
    )  # fmt: skip
    luck: Number = param(
        0.6, 0, 2, unit="sd of ln", source="B2 campaign heterogeneity, CV .65", sweep=(0.35, 0.8),
        market=True, meaning="spread of how well campaigns reach people who are looking",
    )  # fmt: skip
    fano: Number = param(
        3.8, 1, 20, unit="variance/mean", source="B1 weekly lead noise", sweep=(1.0, 5.0),
        market=True, meaning="over-dispersion of weekly responses",
    )  # fmt: skip
    call_hazard: PerWeek = param(
        0.02, 0, 1, unit="1/week", source="trial: inbound .02 a week", around=2.0,
        market=True, meaning="chance a week that a buyer with the firm on the list calls",
    )  # fmt: skip
    call_lift: Share = param(
        0.5, 0, 1, source="assumption 7", sweep=(0.0, 1.0), market=True,
        meaning="how far activation lifts calls, as a share of its effect on responses",
    )  # fmt: skip
    call_referral: Share = param(
        0.3, 0, 1, source="assumption 8", market=True, sweep=(0.1, 0.5),
        meaning="share of calls that come through a referral",
    )  # fmt: skip


@rule
def lingering(adstock: float, kept: float, spend: float) -> float:
    """Return next week's adstock; a constant spend of one unit settles at one."""
    return kept * adstock + (1.0 - kept) * spend


@rule
def strength(answer: float, hours: float, hours_power: float) -> float:
    """Return how strongly a campaign works; `hours` are relative to the reference."""
    return float(answer * (hours**hours_power))


@rule
def scattered(mean: float, fano: float, step: float) -> float:
    """Return a positive factor with mean one that over-disperses a count with this mean."""
    if mean < LEAST_MEAN or fano <= 1.0:
        return 1.0
    variance = math.log(1.0 + (fano - 1.0) / mean)
    return math.exp(math.sqrt(variance) * step - 0.5 * variance)


@rule
def struck(rate: float) -> float:
    """Return the chance that something with this weekly rate happens within the week."""
    return 1.0 - math.exp(-rate)


@rule
def talked(is_on_theme: bool, gain: float, loss: float) -> float:
    """Return the factor on responses while buyers talk about a launch."""
    return 1.0 + gain if is_on_theme else 1.0 - loss


@act
def launch(
    row: int, marketers: Any, segments: Any, firm: Any, campaigns: Any, clock: Clock
) -> None:
    """Start a new campaign: draw channel and luck; the message is what is believed now.

    While a joint plan holds, the message is the one agreed then.
    """
    marketer = marketers[row]
    identity = paired(row, marketer["campaign"])
    u = uniform(clock.seed, CHANNEL, identity, 0)
    source = 0
    total = 0.0
    for candidate in range(len(SOURCES)):
        if total <= u:
            source = candidate
        total += campaigns["mix"][candidate] * (1.0 + marketer["channel_tilt"][candidate])
    spread = campaigns["luck"]
    marketer["source"] = source
    marketer["luck"] = math.exp(
        spread * normal(clock.seed, LUCK, identity, 0) - 0.5 * spread * spread
    )
    appeal, topical = 0.0, 0.0
    is_planned = marketer["briefed"] >= clock.index
    marketer["theme"] = firm[0]["launch_theme"] if firm[0]["launch_on"] == 1 else NOBODY
    for segment in range(segments.shape[0]):
        distance = 0.0
        for dimension in range(DIMENSIONS):
            if dimension not in MICRO:
                said = marketer["message"][segment, dimension]
                if is_planned:
                    said = marketer["planned"][segment, dimension]
                gap = said - segments[segment]["needs"][dimension]
                distance += gap * gap
                if dimension == marketer["theme"]:
                    topical += math.exp(-0.5 * gap * gap)
        appeal += math.exp(-0.5 * distance / (DIMENSIONS - len(MICRO)))
    marketer["appeal"] = appeal / segments.shape[0]
    marketer["topical"] = topical / segments.shape[0]
    marketer["campaign"] += 1
    marketer["campaign_end"] = clock.index + int(campaigns["duration"])


@act
def run_campaign(
    row: int, marketers: Any, segments: Any, firm: Any, accounts: Any, campaigns: Any, clock: Clock
) -> None:
    """Run one marketer's campaign for a week."""
    marketer = marketers[row]
    begins = firm[0]["launch_on"] == 1 and clock.index == firm[0]["launch_week"]
    knew = begins and marketer["briefed"] >= clock.index
    if knew or clock.index >= marketer["campaign_end"]:
        launch(row, marketers, segments, firm, campaigns, clock)
    budget = firm[0]["budget"] * (1.0 - firm[0]["promotion"])
    spend = budget * (1.0 - firm[0]["brand_share"])
    unit = accounts.shape[0] * campaigns["unit"]
    marketer["adstock"] = lingering(marketer["adstock"], campaigns["adstock"], spend / unit)
    power = strength(
        answered(
            marketer["adstock"], campaigns["elasticity"], campaigns["form"] == Response.ADBUDG
        ),
        marketer["hours"][MarketerTask.VOLUME] / campaigns["hours"],
        campaigns["hours_power"],
    )
    power *= 1.0 + firm[0]["promotion_lift"]
    if firm[0]["launch_on"] == 1:
        is_on_theme = marketer["theme"] == firm[0]["launch_theme"]
        gain = firm[0]["launch_gain"] * marketer["topical"]
        power *= talked(is_on_theme, gain, firm[0]["launch_loss"])
    source = marketer["source"]
    mean = power * campaigns["rate_out"][source] * accounts.shape[0] / marketers.shape[0]
    noise = scattered(
        mean, campaigns["fano"], normal(clock.seed, NOISE, paired(row, 0), clock.week)
    )
    marketer["rate_in"] = (
        power * noise * campaigns["rate_in"][source] * marketer["luck"] * 2.0 * marketer["appeal"]
    )
    marketer["rate_out"] = power * noise * campaigns["rate_out"][source]


@phase
def run_campaigns(
    rows: Any, marketers: Any, segments: Any, firm: Any, accounts: Any, campaigns: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Run every marketer's campaign."""
    for index in range(rows.shape[0]):
        run_campaign(rows[index], marketers, segments, firm, accounts, campaigns, clock)


@rule
def bucket_at(exposure: float, buckets: int) -> int:
    """Return the bucket of a response queue, of so many, in which an exposure lies."""
    return int(min(exposure * BUCKETS_PER_RESPONSE, buckets - 1.0))


@act
def queue(row: int, accounts: Any, pods: Any, exposures: Any, clock: Clock) -> None:
    """Draw the exposure at which an idle account answers next and put it in the queue."""
    account = accounts[row]
    pod = pods[account["pod"]]
    u = uniform(clock.seed, DUE, paired(row, account["responses"]), account["entries"])
    account["response_due"] = pod["exposure"] - math.log(u)
    buckets = each(exposures, pods)
    slot = account["pod"] * buckets + bucket_at(account["response_due"], buckets)
    account["next_response"] = exposures[slot]["first_response"]
    exposures[slot]["first_response"] = row
    account["queued"] = 1


@phase
def sum_exposure(marketers: Any, pods: Any, campaigns: Any) -> None:
    """Add up, pod by pod, what this week's campaigns do to accounts."""
    for row in range(pods.shape[0]):
        pods[row]["intensity_in"] = 0.0
        pods[row]["inbound_lift"] = 0.0
    per_pod = each(marketers, pods)
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        pod = pods[marketer["pod"]]
        pod["intensity_in"] += marketer["rate_in"] / per_pod
        pod["exposure"] += marketer["rate_out"] / per_pod
        lift = answered(
            marketer["adstock"], campaigns["elasticity"], campaigns["form"] == Response.ADBUDG
        )
        pod["inbound_lift"] += (1.0 + campaigns["call_lift"] * (lift - 1.0)) / per_pod
    for row in range(pods.shape[0]):
        pod = pods[row]
        pod["answering"] = struck(pod["intensity_in"])
        pod["calling"] = struck(campaigns["call_hazard"] * pod["inbound_lift"])


@rule
def chosen_seat(u: float, first: int, count: int, rates: Any) -> int:
    """Return the seat, from `first` on, that a uniform picks in proportion to `rates`."""
    total = 0.0
    for seat in range(first, first + count):
        total += rates[seat]
    seat = first
    reached = rates[first]
    while reached < u * total and seat < first + count - 1:
        seat += 1
        reached += rates[seat]
    return seat


@act
def respond(
    row: int, accounts: Any, pods: Any, marketers: Any, campaigns: Any, clock: Clock
) -> None:
    """Let an account in the market answer a campaign, or call by itself."""
    account = accounts[row]
    pod = pods[account["pod"]]
    account["responded"] = NOBODY
    account["raised_hand"] = NOBODY
    identity = paired(row, account["entries"])
    if uniform(clock.seed, RESPOND, identity, clock.week) < pod["answering"]:
        per_pod = each(marketers, pods)
        u = uniform(clock.seed, WHICH, identity, clock.week)
        account["responded"] = chosen_seat(
            u, account["pod"] * per_pod, per_pod, marketers["rate_in"]
        )
    is_free = account["on_list"] == 1 and not has_open_deal(account)
    if is_free and uniform(clock.seed, CALL, identity, clock.week) < pod["calling"]:
        u = uniform(clock.seed, CALL_SOURCE, identity, clock.week)
        account["raised_hand"] = (
            Source.REFERRAL if u < campaigns["call_referral"] else Source.INBOUND_SEARCH
        )


@phase
def respond_in_market(
    rows: Any, accounts: Any, pods: Any, marketers: Any, campaigns: Any, clock: Clock
) -> None:
    """Let the accounts in the market answer."""
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, HEAD)
        respond(rows[index], accounts, pods, marketers, campaigns, clock)


@act
def write_lead(row: int, seat: int, source: int, tables: Any, clock: Clock) -> None:
    """Append one lead; `tables` holds accounts, marketers, leads and counters."""
    accounts, marketers, leads, counters = tables
    account = accounts[row]
    leads[counters[0]["leads"]] = BLANK_LEAD[0]
    lead = leads[counters[0]["leads"]]
    counters[0]["leads"] += 1
    identity = paired(row, account["responses"])
    account["responses"] += 1
    lead["lead_id"] = identity
    lead["account_id"] = row
    u = uniform(clock.seed, PERSON, identity, 0)
    lead["member_role"] = int(clipped(u * len(ROLES), 0.0, len(ROLES) - 1.0))
    lead["source"] = source
    lead["marketer_id"] = seat
    if seat != NOBODY:
        lead["campaign_id"] = paired(seat, marketers[seat]["campaign"])
    lead["created_week"] = clock.week


@act
def slots_reached(pod_row: int, pods: Any, exposures: Any) -> Any:
    """Return the rows of buckets, as a range, that the exposure of a pod has reached this week."""
    pod, first = pods[pod_row], pod_row * each(exposures, pods)
    last = first + bucket_at(pod["exposure"], each(exposures, pods))
    return range(first + pod["bucket"], last + 1)


@act
def ask_for_due(pod_row: int, accounts: Any, pods: Any, exposures: Any) -> None:
    """Have the accounts fetched that stand first in the buckets a pod has reached this week."""
    if pod_row < pods.shape[0]:
        for slot in slots_reached(pod_row, pods, exposures):
            soon(accounts, exposures[slot]["first_response"], FORE)


@act
def has_answered(account: Any) -> bool:
    """Return whether an account in the market answered a campaign this week, or called."""
    return bool(account["responded"] != NOBODY or account["raised_hand"] != NOBODY)


@act
def pop_due(pod_row: int, due: Any, accounts: Any, pods: Any, exposures: Any) -> int:
    """Take the idle accounts whose exposure is reached out of the queue; return how many."""
    pod = pods[pod_row]
    count = 0
    for slot in slots_reached(pod_row, pods, exposures):
        row = exposures[slot]["first_response"]
        exposures[slot]["first_response"] = NOBODY
        while row != NOBODY:
            following = accounts[row]["next_response"]
            if accounts[row]["response_due"] > pod["exposure"]:
                accounts[row]["next_response"] = exposures[slot]["first_response"]
                exposures[slot]["first_response"] = row
            else:
                accounts[row]["queued"] = 0
                if accounts[row]["in_market"] == 0:
                    due[count] = row
                    count += 1
            row = following
    pod["bucket"] = bucket_at(pod["exposure"], each(exposures, pods))
    due[:count].sort()
    return count


@phase
def collect(
    rows: Any, idle: Any, accounts: Any, pods: Any, marketers: Any, exposures: Any, leads: Any,
    counters: Any, clock: Clock,
) -> None:  # fmt: skip
    """Write down this week's responses and calls as leads, in a fixed order.

    `rows` are the accounts in the market; `idle` is scratch space for one pod's idle responders.
    """
    tables = (accounts, marketers, leads, counters)
    counters[0]["new_leads"] = counters[0]["leads"]
    per_pod = each(marketers, pods)
    for pod_row in range(pods.shape[0]):
        ask_for_due(pod_row + 1, accounts, pods, exposures)
        count = pop_due(pod_row, idle, accounts, pods, exposures)
        for index in range(count):
            row = idle[index]
            account = accounts[row]
            u = uniform(clock.seed, WHICH_IDLE, paired(row, account["responses"]), clock.week)
            seat = chosen_seat(u, pod_row * per_pod, per_pod, marketers["rate_out"])
            write_lead(row, seat, marketers[seat]["source"], tables, clock)
            queue(row, accounts, pods, exposures, clock)
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, HEAD)
        if index + NEAR < rows.shape[0] and has_answered(accounts[rows[index + NEAR]]):
            soon(accounts, rows[index + NEAR], FORE)
        row = rows[index]
        seat = accounts[row]["responded"]
        if seat != NOBODY:
            write_lead(row, seat, marketers[seat]["source"], tables, clock)
        if accounts[row]["raised_hand"] != NOBODY:
            write_lead(row, NOBODY, accounts[row]["raised_hand"], tables, clock)
        if accounts[row]["found_by"] == clock.index - 1:
            write_lead(row, NOBODY, Source.OUTBOUND, tables, clock)


@phase
def requeue(left: Any, accounts: Any, pods: Any, exposures: Any, clock: Clock) -> None:
    """Put accounts that left the market, and stand in no bucket, back into the queue."""
    for index in range(left.shape[0]):
        row = left[index]
        if accounts[row]["queued"] == 0:
            queue(row, accounts, pods, exposures, clock)
