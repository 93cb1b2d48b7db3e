"""The ledger of marketing: what an hour of each task is thought to bring a marketer.

A marketer sees the chain up to the real lead, the wins credited to own leads, and what the pod
books. More campaign hours mean more responses, with falling returns; hours of qualification
hand over more leads and sort better; research makes messages fit; brand is built slowly and pays as
far as the person looks ahead; content helps where none is at hand. What these are worth follows
from the pay for leads, real leads, revenue and brand; no task has a worth of its own.

Counter-force: more of one task is less of another; what crowds reps out shows in what is followed.
Neutral: without variable pay no hour brings anything.
Sources: B1-B3 (square roots of hours); assumption 134.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import kept, logistic
from sim.world.names import QUARTER, TASKS, MarketerTask, Metric
from sim.world.places import pairs_of_marketer, those_of
from sim.world.state import Clock

LEAST_HOURS = 0.1
"""Hours a week below which a first hour is worth no more."""
UNMET = 0.5
"""Part of what content at hand adds that is missing where there is none, as a rule of thumb."""


@rule
def rising(power: float, hours: float) -> float:
    """Return the relative gain of something that grows with a power of hours, per hour."""
    return power / max(hours, LEAST_HOURS)


@rule
def missing(made: float, lives: float, topics: float) -> float:
    """Return the chance that no asset on a topic is live, if `made` a week live so long."""
    return math.exp(-made * lives / topics)


@rule
def fresh_part(every: float, memory: float) -> float:
    """Return the part of what is known that the last survey told, one `every` so many weeks."""
    return float(1.0 - kept(memory) ** every)


@act
def remember(row: int, marketers: Any, pods: Any, pairs: Any, p: Any, clock: Clock) -> None:
    """Add last week to what the marketer remembers of own real leads and what they brought."""
    marketer = marketers[row]
    keep = kept(p["ledger"]["memory"])
    real = 0.0
    for pair in pairs_of_marketer(row, marketers, pairs, pods):
        real += pairs[pair]["real"]
    marketer["real_leads"] = keep * marketer["real_leads"] + real
    marketer["won_from"] = keep * marketer["won_from"] + marketer["won_value"]
    marketer["pod_won"] = (
        keep * marketer["pod_won"] + (1.0 - keep) * pods[marketer["pod"]]["bookings"]
    )
    if clock.index == 0:
        marketer["pod_won"] = p["pay"]["revenue"] * p["market"]["reps"] / QUARTER
    if marketer["hired_week"] == clock.week:
        marketer["real_leads"], marketer["won_from"] = 0.0, 0.0
    usual = p["ledger"]["prior"] * p["pay"]["real_leads"] / QUARTER
    told = usual * p["scoring"]["deal_value"] * p["scoring"]["deal_odds"]
    marketer["per_real"] = (told + marketer["won_from"]) / (usual + marketer["real_leads"])


@act
def own_hours(marketer: Any, task: int, effort: Any) -> float:
    """Return last week's own hours of a task; of somebody who did not work then, the usual ones."""
    total = 0.0
    for other in range(TASKS):
        total += marketer["hours"][other]
    if total > 0.0:
        return float(marketer["hours"][task])
    return float(effort["marketer_habit"][task] * effort["marketer_week"])


@act
def brand_worth(marketer: Any, euro: float, segments: Any, firm: Any, p: Any) -> float:
    """Return what an hour on the brand brings: stock built now, lists written later."""
    brand, demand = p["brand"], p["demand"]
    hours = max(own_hours(marketer, MarketerTask.BRAND, p["effort"]), LEAST_HOURS)
    own = marketer["hours"][MarketerTask.BRAND] ** brand["hours_power"]
    power = hours ** brand["hours_power"]
    part = power / (max(firm[0]["brand_effort"] - own, 0.0) + power)
    more = part * rising(brand["hours_power"], hours)
    ahead = max(marketer["horizon"] - p["closing"]["usual_cycle"], 0.0)
    total = 0.0
    for s in range(segments.shape[0]):
        segment = segments[s]
        stock = segment["brand_stock"]
        listed = logistic(demand["list_base"] + demand["list_brand"] * math.log(1.0 + stock))
        later = euro * marketer["pod_won"] * (1.0 - listed) * demand["list_brand"] / (1.0 + stock)
        gain = marketer["slope"][Metric.BRAND_INDEX] + later * ahead
        total += gain * segment["built"] * more / segments.shape[0]
    return total


@act
def content_worth(
    marketer: Any, euro: float, segments: Any, marketers: Any, pods: Any, p: Any
) -> float:
    """Return what an hour on content brings: deals that would have had none at hand."""
    content = p["content"]
    hours = 0.0
    for seat in those_of(marketer["pod"], marketers, pods):
        hours += marketers[seat]["hours"][MarketerTask.CONTENT]
    topics = float(segments.shape[0])
    lives = content["longest"] / topics
    bare = missing(hours / content["asset_hours"], lives, 1.0)
    gain = p["buying_group"]["content_gain"] * content["findability"] * UNMET
    return float(euro * marketer["pod_won"] * gain * bare * lives / content["asset_hours"])


@act
def weigh(marketer: Any, segments: Any, marketers: Any, pods: Any, firm: Any, p: Any) -> None:
    """Write what an hour of each task brings one marketer."""
    euro, effort = marketer["per_euro"], p["effort"]
    flow = rising(p["campaigns"]["hours_power"], own_hours(marketer, MarketerTask.VOLUME, effort))
    marketer["worth"][MarketerTask.VOLUME] = marketer["volume_gain"] * flow
    marketer["worth"][MarketerTask.QUALIFICATION] = marketer["filter_gain"]
    marketer["worth"][MarketerTask.BRAND] = brand_worth(marketer, euro, segments, firm, p)
    marketer["worth"][MarketerTask.CONTENT] = content_worth(
        marketer, euro, segments, marketers, pods, p
    )
    noise = p["knowledge"]["survey_noise"]
    study = max(own_hours(marketer, MarketerTask.RESEARCH, effort), LEAST_HOURS)
    blur = 0.5 * noise * noise * p["knowledge"]["research_hours"] / (study * study)
    blur *= fresh_part(p["knowledge"]["refresh"], p["knowledge"]["sales_memory"])
    marketer["worth"][MarketerTask.RESEARCH] = marketer["real_gain"] * blur
    marketer["worth"][MarketerTask.JOINT] = 0.0


@act
def reckon(
    row: int, marketers: Any, pods: Any, pairs: Any, segments: Any, firm: Any, p: Any, clock: Clock
) -> None:
    """Let one marketer remember last week and reckon what an hour of each task brings."""
    marketer = marketers[row]
    remember(row, marketers, pods, pairs, p, clock)
    weigh(marketer, segments, marketers, pods, firm, p)


@phase
def sum_brand(marketers: Any, firm: Any, brand: Any) -> None:
    """Add up what everybody did for the brand last week, after falling returns of each."""
    everyone = 0.0
    for row in range(marketers.shape[0]):
        everyone += marketers[row]["hours"][MarketerTask.BRAND] ** brand["hours_power"]
    firm[0]["brand_effort"] = everyone


@phase
def weigh_all(
    rows: Any, marketers: Any, pods: Any, pairs: Any, segments: Any, firm: Any, p: Any, clock: Clock
) -> None:
    """Let every marketer reckon what an hour of each task brings."""
    for index in range(rows.shape[0]):
        reckon(rows[index], marketers, pods, pairs, segments, firm, p, clock)
