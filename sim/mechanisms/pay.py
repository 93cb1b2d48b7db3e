"""Pay: results against targets, and what one more of each is worth.

A contract is a set of weights over metrics plus a shape: the part of pay that varies, a bonus at
target, an accelerator beyond it, a cap, a clawback. Pay is counted in quarters of on-target pay, so
its unit never moves with a quota. The worth of one more euro or lead is the slope of expected pay:
it depends on how likely the target will be passed. A deal is worth what it adds to expected pay,
and one more case of a rate what it moves given the cases there usually are. Under a metric that N
people share, each sees only part of it; visibility helps, and so do shared systems and league
tables. Noisy metrics are discounted by people who dislike risk, by what each adds to the ups and
downs of pay in all, or each by its own. Two names of one result are one. Targets follow results,
slowly.

People are paid by their contract. What they strive for may be pulled towards a boss's contract:
slopes follow the weights that leadership blends.

Counter-force: free riding under group metrics, risk under noisy ones, cliffs and caps at the kink.
Neutral: variable_share 0 makes all pay fixed and slopes zero; targets still say what people are
judged by, so missed ones stay a grievance and parts that none sees are shirked (see effort).
Sources: evidence A1-A10, B2 (quota, accelerator, bonus); trial: fixed unit of pay, slow ratchet.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped, expected_slope, payout, ratio
from sim.core.params import Block, forms, param
from sim.core.units import Euros, Number, Share
from sim.world.names import METRICS, QUARTER, Metric, words
from sim.world.options import Risk
from sim.world.places import pairs_of_marketer, those_of
from sim.world.shared import pay_for
from sim.world.state import Clock

COUNT = len(METRICS)
BEST = 3.0
"""Results beyond this many references do not move a target."""


class Contract(Block):
    """How one role is paid: weights over metrics (summing to one) and the shape of pay."""

    weights: Share = param(
        (0.0,) * COUNT, 0, 1, labels=METRICS, source="model 6",
        meaning="weight of each metric in variable pay",
    )  # fmt: skip
    variable_share: Share = param(
        0.4, 0, 1, source="B2 commission; assumption 43", sweep=(0.1, 0.7),
        meaning="part of on-target pay that depends on results",
    )  # fmt: skip
    bonus: Share = param(
        0.1, 0, 2, source="B2 bonus 10 % of OTE at quota", sweep=(0.0, 0.3),
        meaning="extra on reaching a target, in units of its variable pay",
    )  # fmt: skip
    accelerator: Number = param(
        1.5, 0, 10, source="B2 accelerator", sweep=(1.0, 2.5),
        meaning="slope of pay beyond target over the slope below",
    )  # fmt: skip
    cap: Number = param(
        10.0,
        1,
        100,
        source="assumption 44",
        sweep=(1.5, 10.0),
        meaning="attainment beyond which nothing more is paid",
    )
    clawback: Share = param(
        0.0, 0, 1, source="claims C23", sweep=(0.0, 1.0),
        meaning="part of revenue pay that is taken back on value lost at renewal",
    )  # fmt: skip


class Pay(Block):
    """Targets and how people look at pay."""

    leads: Number = param(
        125.0, 0.1, 1e6, unit="leads/quarter", source="runs of the shipped market", around=1.5,
        market=True, meaning="reference for lead_volume of one marketer",
    )  # fmt: skip
    real_leads: Number = param(
        5.2, 0.1, 1e6, unit="leads/quarter", source="runs of the shipped market", market=True,
        meaning="reference for qualified_leads of one marketer",
        around=1.5,
    )  # fmt: skip
    accepted: Number = param(
        50.0, 0.1, 1e6, unit="leads/quarter", source="runs of the shipped market; assumption 45",
        market=True, meaning="reference for accepted_leads of one marketer",
        around=1.5,
    )  # fmt: skip
    deals: Number = param(
        8.7, 0.1, 1e6, unit="deals/quarter", source="runs of the shipped market", around=1.5,
        market=True, meaning="reference number of deals a rep closes, won or lost",
    )  # fmt: skip
    close_rate: Share = param(
        0.32, 0.01, 1, source="runs of the shipped market", market=True, around=1.5,
        meaning="reference for close_rate",
    )  # fmt: skip
    revenue: Euros = param(
        150000.0, 1, 1e9, unit="EUR/quarter", source="runs of the shipped market", market=True,
        meaning="reference for own_revenue of one rep",
        around=1.5,
    )  # fmt: skip
    margin: Share = param(
        0.79, 0.01, 1, source="runs of the shipped market", market=True, around=1.1,
        meaning="reference for margin: net over list value",
    )  # fmt: skip
    retention: Share = param(
        0.88,
        0.01,
        1,
        source="runs of the shipped market",
        market=True,
        around=1.1,
        meaning="reference for retention",
    )
    brand: Number = param(
        0.6, 0.001, 10, unit="1/quarter", source="runs of the shipped market", around=1.5,
        market=True, meaning="reference for brand_index: brand stock built in a quarter",
    )  # fmt: skip
    sourced_share: Share = param(
        0.3, 0.01, 1, source="B3 marketing-sourced pipeline", market=True, around=1.5,
        meaning="part of revenue and pipeline usually credited to marketing",
    )  # fmt: skip
    ratchet: Share = param(
        0.2, 0, 1, source="trial: slow ratchet; assumption 46", sweep=(0.0, 0.5),
        meaning="part of the way to the last result that a target moves",
    )  # fmt: skip
    stretch: Number = param(
        1.05, 0.5, 2, source="B2 quota attainment .45", sweep=(0.95, 1.2),
        meaning="next target over the last result, if it moved all the way",
    )  # fmt: skip
    least_target: Share = param(
        0.5, 0.01, 1, source="trial: targets must not spiral", sweep=(0.3, 0.8),
        meaning="lowest target, and as its inverse the highest, over the reference",
    )  # fmt: skip
    visibility: Share = param(
        0.5, 0, 1, source="A3 (weak monitoring); assumption 47", sweep=(0.0, 1.0),
        meaning="how well people see each other's part in a shared result",
    )  # fmt: skip
    free_riding: Share = param(
        0.7, 0, 1, source="A3 (phi 1 -> .3 with visibility)", sweep=(0.0, 1.0),
        meaning="how much full visibility takes off free riding",
    )  # fmt: skip
    risk_aversion: Number = param(
        0.3, 0, 10, source="A5; assumption 48", sweep=(0.0, 1.0),
        meaning="discount of a metric per unit of variance of its pay",
    )  # fmt: skip
    uncertainty: Share = param(
        0.35, 0.01, 2, source="assumption 49", sweep=(0.15, 0.7),
        meaning="standard deviation of a quarter's attainment as people forecast it",
    )  # fmt: skip
    memory: Share = param(
        0.25, 0, 1, source="assumption 50", sweep=(0.1, 0.5),
        meaning="weight of the last quarter in what people expect of results and pay",
    )  # fmt: skip
    believable: Number = param(
        2.0, 1, 100, source="assumption 50", sweep=(1.5, 4.0),
        meaning="attainment beyond which people put a quarter down to luck",
    )  # fmt: skip
    standard_share: Share = param(
        0.4, 0.01, 1, source="B2 commission", sweep=(0.2, 0.6),
        meaning="variable share by which the discomfort of a promise is measured",
    )  # fmt: skip
    form: str = forms(
        words(Risk), source="A5; by metric: equations of the first model; in total: Pratt 1964",
        meaning="what people mind: the variance of each metric's pay, or of their pay in all",
    )  # fmt: skip


@rule
def shared_sight(people: float, visibility: float, relief: float) -> float:
    """Return the part of a group metric each of `people` sees in own pay: N^-phi."""
    return float(people ** -(1.0 - relief * visibility))


@rule
def risk_discount(stake: float, variance: float, aversion: float) -> float:
    """Return the factor on a slope for people who dislike the variance of their pay.

    By metric, `stake` is the metric's part of pay and `variance` its own; in total, the variable
    part of pay, and how the metric goes together with what all of them pay (a covariance over that
    part). Both agree for whoever is paid by one metric alone.
    """
    return max(1.0 - aversion * stake * variance, 0.0)


@rule
def ratcheted(target: float, result: float, ratchet: float, stretch: float, unit: float) -> float:
    """Return the next target; `unit` is the reference the target is kept near by the caller."""
    return target + ratchet * (clipped(result, 0.0, BEST * unit) * stretch - target)


@rule
def combined_visibility(visibility: float, compared: float, shown: float) -> float:
    """Return how well a part is seen; each of two ways shows its share of what is left hidden."""
    half = visibility + (1.0 - visibility) * compared
    return half + (1.0 - half) * shown


@act
def is_rate(metric: int) -> bool:
    """Return whether a metric is a rate, whose denominator is kept in `base`."""
    return metric == Metric.CLOSE_RATE or metric == Metric.MARGIN or metric == Metric.RETENTION


@act
def reference(metric: int, is_rep: bool, group: Any, pay: Any) -> float:
    """Return the reference of a metric; `group` is (reps, marketers) of a pod."""
    reps = group[0]
    reps_each = group[0] / group[1]
    people = 1.0 if is_rep else reps_each * pay["sourced_share"]
    marketers_each = 1.0 / reps_each if is_rep else 1.0
    value = 1.0
    if metric == Metric.LEAD_VOLUME:
        value = pay["leads"] * marketers_each
    elif metric == Metric.QUALIFIED_LEADS:
        value = pay["real_leads"] * marketers_each
    elif metric == Metric.ACCEPTED_LEADS:
        value = pay["accepted"] * marketers_each
    elif metric == Metric.ENGAGED_GROUPS:
        value = pay["deals"] * reps * QUARTER
    elif metric == Metric.SOURCED_PIPELINE:
        value = pay["revenue"] / pay["close_rate"] * people
    elif metric == Metric.OWN_REVENUE:
        value = pay["revenue"] * people
    elif metric == Metric.TEAM_REVENUE or metric == Metric.SHARED_REVENUE:
        value = pay["revenue"] * reps
    elif metric == Metric.CLOSE_RATE:
        value = pay["close_rate"]
    elif metric == Metric.MARGIN:
        value = pay["margin"]
    elif metric == Metric.RETENTION:
        value = pay["retention"]
    elif metric == Metric.BRAND_INDEX:
        value = pay["brand"]
    return float(value)


@act
def usual_base(metric: int, is_rep: bool, group: Any, pay: Any) -> float:
    """Return the denominator of a rate in a quarter, as people know it from the job; else 1."""
    people = 1.0 if is_rep else group[0]
    if metric == Metric.CLOSE_RATE:
        return float(pay["deals"] * people)
    if metric == Metric.MARGIN or metric == Metric.RETENTION:
        return float(pay["revenue"] * people)
    return 1.0


@act
def unit_of(metric: int, person: Any, is_rep: bool, group: Any, pay: Any) -> float:
    """Return how much of a result is 100 %: of a rate, with the denominator that it usually has."""
    return float(reference(metric, is_rep, group, pay) * person["usual_base"][metric])


@act
def sharers(metric: int, is_rep: bool, group: Any) -> float:
    """Return among how many people a result is counted; `group` is (reps, marketers) of a pod."""
    if metric == Metric.SHARED_REVENUE or metric == Metric.ENGAGED_GROUPS:
        return float(group[0] + group[1])
    if metric == Metric.BRAND_INDEX:
        return float(group[1])
    if metric == Metric.TEAM_REVENUE or (is_rate(metric) and not is_rep):
        return float(group[0] if is_rep else group[0] + group[1])
    return 1.0


@act
def held(metric: int, weights: Any, clawback: float, is_rep: bool, group: Any) -> float:
    """Return the weight of a result, whatever it is called.

    Where two names count the same euros among the same people, all of it stands with one of them:
    a marketer's team is the pod, and so is what marketing and sales share; the only rep of a pod is
    the team, unless some of the own euros can be taken back.
    """
    one, other = Metric.SHARED_REVENUE, Metric.TEAM_REVENUE
    if is_rep:
        one = Metric.OWN_REVENUE
    is_same = not is_rep or (group[0] == 1.0 and clawback == 0.0)
    if is_same and metric == one:
        return float(weights[one] + weights[other])
    return 0.0 if is_same and metric == other else float(weights[metric])


@act
def attainment(metric: int, person: Any) -> float:
    """Return the attainment so far this quarter."""
    result = person["progress"][metric]
    if is_rate(metric):
        result = ratio(result, person["base"][metric], person["target"][metric])
    return ratio(result, person["target"][metric], 0.0)


@act
def update_slopes(
    person: Any, objective: Any, contract: Any, is_rep: bool, group: Any, pay: Any, clock: Clock
) -> None:
    """Write what one more of every metric is worth to one person with this objective."""
    left = 1.0 - (clock.index + 1) % QUARTER / QUARTER
    person["spread"] = pay["uncertainty"] * math.sqrt(left + 1.0 / QUARTER)
    averse = pay["risk_aversion"] * (1.0 + person["caution"])
    unseen = 0.0
    for metric in range(COUNT):
        people = sharers(metric, is_rep, group)
        unseen += contract["weights"][metric] * math.log(people)
        person["place"][metric] = person["pace"][metric]
        if not is_rate(metric):
            person["place"][metric] *= left
            person["place"][metric] += attainment(metric, person)
        weight = held(metric, objective, contract["clawback"], is_rep, group)
        at_risk = contract["variable_share"]
        price = contract["variable_share"] * weight
        if pay["form"] == Risk.BY_METRIC:
            at_risk = price
        price *= risk_discount(at_risk, person["noise"][metric], averse)
        price *= shared_sight(people, person["result_visibility"], pay["free_riding"])
        person["unit"][metric] = unit_of(metric, person, is_rep, group, pay)
        person["price"][metric] = price * people / person["unit"][metric]
        person["slope"][metric] = person["price"][metric] * expected_slope(
            person["place"][metric], person["spread"],
            contract["accelerator"], contract["bonus"], contract["cap"],
        )  # fmt: skip
    person["unseen"] = (1.0 - person["result_visibility"]) * unseen
    deal = pay["revenue"] / (pay["deals"] * pay["close_rate"])
    now = pay_for(deal, person, person["place"], person["spread"], contract)
    person["per_euro"] = now / deal


@act
def surprise_of(metric: int, person: Any, pay: Any) -> float:
    """Return how far the quarter's attainment lies above what the person had come to expect."""
    return float(
        clipped(attainment(metric, person), 0.0, pay["believable"]) - person["pace"][metric]
    )


@act
def surprise_in_all(person: Any, contract: Any, pay: Any) -> float:
    """Return the same of all metrics together, each by its weight in pay."""
    total = 0.0
    for metric in range(COUNT):
        if contract["weights"][metric] > 0.0:
            total += contract["weights"][metric] * surprise_of(metric, person, pay)
    return total


@act
def learn(metric: int, person: Any, in_all: float, is_rep: bool, group: Any, pay: Any) -> None:
    """Move what one person expects of a metric: attainment, its noise, and what rates rest on."""
    surprise = surprise_of(metric, person, pay)
    other = surprise if pay["form"] == Risk.BY_METRIC else in_all
    person["pace"][metric] += pay["memory"] * surprise
    person["noise"][metric] += pay["memory"] * (surprise * other - person["noise"][metric])
    if is_rate(metric):
        usual = usual_base(metric, is_rep, group, pay)
        base = max(person["base"][metric], usual / QUARTER)
        person["usual_base"][metric] += pay["memory"] * (base - person["usual_base"][metric])


@act
def close_quarter(person: Any, contract: Any, is_rep: bool, group: Any, pay: Any) -> None:
    """Close one person's quarter: results, pay by contract, expectations, next targets."""
    total = 0.0
    missed = 0.0
    in_all = surprise_in_all(person, contract, pay)
    for metric in range(COUNT):
        unit = reference(metric, is_rep, group, pay)
        result = person["progress"][metric]
        if is_rate(metric):
            result = ratio(result, person["base"][metric], person["target"][metric])
        attained = attainment(metric, person)
        person["result"][metric] = result
        person["attained"][metric] = attained
        person["goal"][metric] = person["target"][metric]
        weight = contract["weights"][metric]
        missed += weight * max(1.0 - attained, 0.0)
        person["paid_weights"][metric] = weight
        person["earned"][metric] = weight * payout(
            attained, contract["accelerator"], contract["bonus"], contract["cap"]
        )
        total += person["earned"][metric]
        learn(metric, person, in_all, is_rep, group, pay)
        target = ratcheted(person["target"][metric], result, pay["ratchet"], pay["stretch"], unit)
        if is_rate(metric):
            target = unit
        person["target"][metric] = clipped(
            target, pay["least_target"] * unit, unit / pay["least_target"]
        )
        person["progress"][metric] = 0.0
        person["base"][metric] = 0.0
    person["missed"] = missed
    share = contract["variable_share"]
    for metric in range(COUNT):
        person["earned"][metric] *= share if total > 0.0 else 0.0
    person["paid"] = 1.0 - share + share * max(total, 0.0)
    person["expected"] += pay["memory"] * (person["paid"] - person["expected"])


@act
def open_books(person: Any, is_rep: bool, group: Any, pay: Any) -> None:
    """Set the first targets."""
    for metric in range(COUNT):
        person["target"][metric] = reference(metric, is_rep, group, pay)
    reset_expectations(person, is_rep, group, pay)


@act
def reset_expectations(person: Any, is_rep: bool, group: Any, pay: Any) -> None:
    """Give a newcomer the expectations of somebody new; targets stay with the seat."""
    for metric in range(COUNT):
        person["pace"][metric] = 1.0
        person["usual_base"][metric] = usual_base(metric, is_rep, group, pay)
        person["attained"][metric] = 1.0
        person["noise"][metric] = pay["uncertainty"] * pay["uncertainty"]
    person["missed"] = 0.0
    person["expected"] = 1.0
    person["paid"] = 1.0
    person["result_visibility"] = pay["visibility"]


@act
def count_group(person: Any, pod: Any) -> None:
    """Count what everybody in a pod shares."""
    person["progress"][Metric.TEAM_REVENUE] += pod["bookings"]
    person["progress"][Metric.SHARED_REVENUE] += pod["bookings"]
    person["progress"][Metric.ENGAGED_GROUPS] += pod["engaged"]


@act
def count_rate(person: Any, metric: int, top: float, bottom: float) -> None:
    """Count numerator and denominator of a rate."""
    person["progress"][metric] += top
    person["base"][metric] += bottom


@act
def size_of(pods: Any, reps: Any, marketers: Any) -> Any:
    """Return how many reps and marketers share a pod."""
    return reps.shape[0] / pods.shape[0], marketers.shape[0] / pods.shape[0]


@act
def begin(person: Any, is_rep: bool, group: Any, pay: Any, clock: Clock) -> None:
    """Open the books in the first week, and those of a newcomer."""
    if clock.index == 0:
        open_books(person, is_rep, group, pay)
    if person["hired_week"] == clock.week:
        reset_expectations(person, is_rep, group, pay)


@act
def count_leads(person: Any, pair: Any) -> None:
    """Count what became of the leads of one pair."""
    person["progress"][Metric.ACCEPTED_LEADS] += pair["accepted"]
    person["progress"][Metric.QUALIFIED_LEADS] += pair["real"]
    person["progress"][Metric.SOURCED_PIPELINE] += pair["pipeline"]


@act
def finish(
    person: Any, pod: Any, compared: float, objective: Any, contract: Any, is_rep: bool,
    group: Any, pay: Any, clock: Clock,
) -> None:  # fmt: skip
    """Count what the pod shares, close a quarter at its end, and update slopes."""
    count_group(person, pod)
    person["result_visibility"] = combined_visibility(
        pay["visibility"], compared, pod["result_visibility"]
    )
    if (clock.index + 1) % QUARTER == 0:
        close_quarter(person, contract, is_rep, group, pay)
    update_slopes(person, objective, contract, is_rep, group, pay, clock)


@act
def pay_marketer(
    row: int, marketers: Any, pods: Any, reps: Any, pairs: Any, segments: Any, firm: Any,
    contract: Any, pay: Any, clock: Clock,
) -> None:  # fmt: skip
    """Count one marketer's week; close a quarter at its end; update slopes."""
    marketer = marketers[row]
    group = size_of(pods, reps, marketers)
    pod = pods[marketer["pod"]]
    begin(marketer, False, group, pay, clock)
    for pair in pairs_of_marketer(row, marketers, pairs, pods):
        count_leads(marketer, pairs[pair])
    marketer["progress"][Metric.LEAD_VOLUME] += marketer["handed"]
    lost = (pod["due_value"] - pod["renewed_value"]) * pay["sourced_share"] / group[1]
    marketer["progress"][Metric.OWN_REVENUE] += marketer["won_value"] - contract["clawback"] * lost
    count_rate(marketer, Metric.CLOSE_RATE, pod["wins"], pod["closed"])
    count_rate(marketer, Metric.MARGIN, pod["bookings"], pod["list_bookings"])
    count_rate(marketer, Metric.RETENTION, pod["renewed_value"], pod["due_value"])
    index = 0.0
    for s in range(segments.shape[0]):
        index += segments[s]["built"] / segments.shape[0]
    marketer["progress"][Metric.BRAND_INDEX] += index
    finish(
        marketer, pod, firm[0]["compared"], firm[0]["marketer_objective"], contract, False, group,
        pay, clock,
    )  # fmt: skip


@phase
def pay_marketers(
    rows: Any, marketers: Any, pods: Any, reps: Any, pairs: Any, segments: Any, firm: Any,
    contract: Any, pay: Any, clock: Clock,
) -> None:  # fmt: skip
    """Count every marketer's week; close the quarter at its end; update what results are worth."""
    for index in range(rows.shape[0]):
        pay_marketer(
            rows[index], marketers, pods, reps, pairs, segments, firm, contract, pay, clock
        )


@act
def pay_rep(
    row: int, reps: Any, pods: Any, marketers: Any, pairs: Any, firm: Any, contract: Any, pay: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Count one rep's week; close a quarter at its end; update slopes."""
    rep = reps[row]
    group = size_of(pods, reps, marketers)
    begin(rep, True, group, pay, clock)
    for pair in those_of(row, pairs, reps):
        count_leads(rep, pairs[pair])
    lost = rep["due_value"] - rep["renewed_value"]
    rep["progress"][Metric.OWN_REVENUE] += rep["won_value"] - contract["clawback"] * lost
    count_rate(rep, Metric.CLOSE_RATE, rep["won_deals"], rep["closed_deals"])
    count_rate(rep, Metric.MARGIN, rep["won_value"], rep["won_list"])
    count_rate(rep, Metric.RETENTION, rep["renewed_value"], rep["due_value"])
    finish(
        rep, pods[rep["pod"]], firm[0]["compared"], firm[0]["rep_objective"], contract, True,
        group, pay, clock,
    )  # fmt: skip
    rep["usual_slope"] = pay["standard_share"] / pay["revenue"]


@phase
def pay_reps(
    rows: Any, reps: Any, pods: Any, marketers: Any, pairs: Any, firm: Any, contract: Any,
    pay: Any, clock: Clock,
) -> None:  # fmt: skip
    """Count every rep's week; close the quarter at its end; update what results are worth."""
    for index in range(rows.shape[0]):
        pay_rep(rows[index], reps, pods, marketers, pairs, firm, contract, pay, clock)
