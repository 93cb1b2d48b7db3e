"""Write down, each week and each quarter, what a run leaves behind."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np

from sim.core.compiled import act, phase, schedule
from sim.core.formulas import ratio
from sim.history.tables import BELIEF_LOG, PAIR_LOG, PERSON_LOG, WEEKLY
from sim.world.names import DIMENSIONS, KINDS, QUARTER, SOURCES, TASKS, YEAR, Kind, Outcome
from sim.world.places import each, those_of
from sim.world.state import Clock, World
from sim.world.vectors import NEVER


class Records(NamedTuple):
    """Preallocated tables of one run: weekly by week, pairs by week, people by quarter."""

    weekly: np.ndarray[Any, Any]
    pairs: np.ndarray[Any, Any]
    people: np.ndarray[Any, Any]
    beliefs: np.ndarray[Any, Any]


def empty_records(weeks: int, world: World) -> Records:
    """Return blank records for a run of `weeks` (burn-in included) of this world."""
    quarters = -(-weeks // QUARTER)
    seats = len(world.marketers) + len(world.reps)
    return Records(
        WEEKLY.blank(weeks),
        PAIR_LOG.blank(weeks * len(world.pairs)),
        PERSON_LOG.blank(quarters * seats),
        BELIEF_LOG.blank(quarters * len(world.reps)),
    )


@schedule
def record_week(w: World, r: Records, p: Any, clock: Clock) -> None:
    """Write down one week."""
    line = r.weekly[clock.index]
    line["week"] = clock.week
    line["quarter"] = clock.week // QUARTER
    line["brand_share"] = w.firm[0]["brand_share"]
    line["zero_sum"] = w.firm[0]["zero_sum"]
    line["settled"] = w.firm[0]["settled"]
    line["resignations"] = w.counters[0]["resignations"]
    for s in range(w.segments.shape[0]):
        line["brand_stock"] += w.segments[s]["brand_stock"] / w.segments.shape[0]
    for m in range(w.marketers.shape[0]):
        line["mql_threshold"] += w.marketers[m]["threshold"] / w.marketers.shape[0]
    record_leads(line, w.leads, w.counters, w.pairs)
    record_deals(line, w.dealing, w.accounts, w.opportunities, w.counters, clock)
    record_customers(line, w.customers, w.counters, clock)
    record_people(line, w.marketers, w.reps, w.firm, p["market"], p["delivery"]["recurring"])
    record_pairs(line, r.pairs, w.pairs, clock)
    record_knowledge(line, w.segments, w.marketers, w.reps, w.pods)
    if (clock.index + 1) % QUARTER == 0 or clock.index == r.weekly.shape[0] - 1:
        record_quarter(r, w.marketers, w.reps, p["effort"], clock)
        record_beliefs(r.beliefs, w.reps, clock)


@act
def record_leads(line: Any, leads: Any, counters: Any, pairs: Any) -> None:
    """Count this week's leads."""
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        line["leads"] += 1
        if leads[row]["qualified_week"] != NEVER:
            line["mqls"] += 1
    for row in range(pairs.shape[0]):
        line["accepted_leads"] += int(pairs[row]["accepted"])
        line["worked_leads"] += int(pairs[row]["followed"])


@act
def record_deals(
    line: Any, dealing: Any, accounts: Any, opportunities: Any, counters: Any, clock: Clock
) -> None:
    """Count open, won and lost deals, the content used in them, and lists written."""
    still_open, used, listed = 0.0, 0.0, 0.0
    count = counters[0]["dealing"]
    for index in range(count):
        account = accounts[dealing[index]]
        if index >= count - counters[0]["entered"]:
            listed += account["on_list"]
        if account["opportunity"] >= 0:
            deal = opportunities[account["opportunity"]]
            if deal["outcome"] == Outcome.OPEN:
                still_open += 1.0
                used += deal["used_content"]
                line["pipeline"] += deal["list_value"]
            elif deal["closed_week"] == clock.week:
                if deal["outcome"] == Outcome.WON:
                    line["wins"] += 1
                    line["bookings"] += deal["list_value"]
                    line["bookings_net"] += deal["net_value"]
                else:
                    line["losses"] += 1
    line["content_use"] = ratio(used, still_open, 0.0)
    line["list_share"] = ratio(listed, float(counters[0]["entered"]), math.nan)


@act
def record_customers(line: Any, customers: Any, counters: Any, clock: Clock) -> None:
    """Add up live contracts and those that ended."""
    for row in range(counters[0]["customers"]):
        customer = customers[row]
        if customer["churned_week"] == NEVER:
            line["recurring_revenue"] += customer["recurring_value"]
        elif customer["churned_week"] == clock.week:
            line["churned_revenue"] += customer["recurring_value"]


@act
def record_people(
    line: Any, marketers: Any, reps: Any, firm: Any, market: Any, recurring: float
) -> None:
    """Add up hours lost, and what people and marketing cost; all but `recurring` is paid once."""
    pay = 0.0
    for row in range(marketers.shape[0]):
        line["hours_lost"] += marketers[row]["lost_hours"] * marketers[row]["present"]
        pay += marketers[row]["paid"] * marketers[row]["present"]
    for row in range(reps.shape[0]):
        line["hours_lost"] += reps[row]["lost_hours"] * reps[row]["present"]
        pay += reps[row]["paid"] * reps[row]["present"]
    line["selling_cost"] = pay * market["pay_level"] / YEAR + firm[0]["budget"]
    line["gross_profit"] = line["recurring_revenue"] * market["margin"] / YEAR
    line["once_revenue"] = line["bookings_net"] * (1.0 - recurring)
    line["gross_profit"] += line["once_revenue"] * market["margin"]
    line["gross_profit"] -= line["selling_cost"]


@act
def record_pairs(line: Any, log: Any, pairs: Any, clock: Clock) -> None:
    """Write down every pair, and the means."""
    count = pairs.shape[0]
    for row in range(count):
        pair = pairs[row]
        entry = log[clock.index * count + row]
        entry["marketer_id"] = pair["marketer"]
        entry["rep_id"] = pair["rep"]
        entry["week"] = clock.week
        entry["trust_marketer_in_rep"] = pair["trust_marketer_in_rep"]
        entry["trust_rep_in_marketer"] = pair["trust_rep_in_marketer"]
        entry["relationship_conflict"] = pair["relationship_conflict"]
        entry["contact_hours"] = pair["contact_hours"]
        entry["contested_events"] = pair["contested_events"]
        entry["joint_events"] = pair["joint_events"]
        line["relationship_conflict"] += pair["relationship_conflict"] / count
        line["task_conflict"] += pair["task_conflict"] / count
        line["trust_marketers_in_reps"] += pair["trust_marketer_in_rep"] / count
        line["trust_reps_in_marketers"] += pair["trust_rep_in_marketer"] / count
        line["contested_events"] += pair["contested_events"]


@act
def record_knowledge(line: Any, segments: Any, marketers: Any, reps: Any, pods: Any) -> None:
    """Measure errors of both sides' pooled views, of what is acted on, and their correlation."""
    cells = float(pods.shape[0] * segments.shape[0] * DIMENSIONS)
    per_pod, seats = each(marketers, pods), each(reps, pods)
    of_marketing, of_sales, product = 0.0, 0.0, 0.0
    mean_marketing, mean_sales = 0.0, 0.0
    acted = 0.0
    for pod in range(pods.shape[0]):
        for s in range(segments.shape[0]):
            for d in range(DIMENSIONS):
                truth = segments[s]["needs"][d]
                error_m, error_s = -truth, -truth
                for row in those_of(pod, marketers, pods):
                    error_m += marketers[row]["views"][s, d] / per_pod
                    gap = marketers[row]["message"][s, d] - truth
                    acted += 0.5 * gap * gap / per_pod
                for row in those_of(pod, reps, pods):
                    error_s += reps[row]["views"][s, d] / seats
                    gap = reps[row]["pitch"][s, d] - truth
                    acted += 0.5 * gap * gap / seats
                of_marketing += error_m * error_m / cells
                of_sales += error_s * error_s / cells
                product += error_m * error_s / cells
                mean_marketing += error_m / cells
                mean_sales += error_s / cells
    line["knowledge_error_marketing"] = of_marketing
    line["knowledge_error_sales"] = of_sales
    line["knowledge_error_operating"] = acted / cells
    spread = (of_marketing - mean_marketing * mean_marketing) * (of_sales - mean_sales * mean_sales)
    covariance = product - mean_marketing * mean_sales
    line["error_correlation"] = covariance / math.sqrt(spread) if spread > 0.0 else math.nan


@act
def record_person(entry: Any, person: Any, kind: int, row: int, week: float, clock: Clock) -> None:
    """Write down one seat's quarter."""
    entry["person_id"] = (row * KINDS + kind) * 1048576 + person["holder"] - (1 - person["present"])
    entry["role"] = kind
    entry["quarter"] = clock.week // QUARTER
    entry["paid"] = person["paid"]
    total = 0.0
    for metric in range(person["goal"].shape[0]):
        entry["weights"][metric] = person["paid_weights"][metric]
        entry["goal"][metric] = person["goal"][metric]
        entry["result"][metric] = person["result"][metric]
        entry["earned"][metric] = person["earned"][metric]
    for task in range(TASKS):
        entry["hours"][task] = person["share"][task]
        entry["worth"][task] = person["worth"][task]
        total += person["share"][task]
    entry["lost"] = person["lost_hours"] * QUARTER
    entry["practised"] = person["practised"]
    spent = total + entry["lost"] + entry["practised"]
    entry["vacant"] = max(week * (clock.index % QUARTER + 1.0) - spent, 0.0)


@phase
def record_quarter(r: Records, marketers: Any, reps: Any, effort: Any, clock: Clock) -> None:
    """Write down everybody's quarter."""
    first = clock.index // QUARTER * (marketers.shape[0] + reps.shape[0])
    for row in range(marketers.shape[0]):
        record_person(
            r.people[first + row], marketers[row], Kind.MARKETER, row,
            effort["marketer_week"], clock,
        )  # fmt: skip
    for row in range(reps.shape[0]):
        record_person(
            r.people[first + marketers.shape[0] + row], reps[row], Kind.REP, row,
            effort["rep_week"], clock,
        )  # fmt: skip


@phase
def record_beliefs(log: Any, reps: Any, clock: Clock) -> None:
    """Write down what every rep believes of every source."""
    first = clock.index // QUARTER * reps.shape[0]
    for row in range(reps.shape[0]):
        entry = log[first + row]
        rep = reps[row]
        for source in range(len(SOURCES)):
            entry["followed"][source] = rep["tried"][source]
            entry["won"][source] = rep["proven"][source]
            entry["believed"][source] = ratio(rep["proven"][source], rep["tried"][source], math.nan)
