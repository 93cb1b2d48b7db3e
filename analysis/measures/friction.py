"""Measures of friction: conflict, trust, hours burnt, people leaving."""

from __future__ import annotations

import numpy as np

from analysis.measures import rows
from analysis.measures.registry import Run, measure
from sim.world.names import QUARTER, YEAR


@measure(
    "relationship_conflict", "index", "lower", "mean relationship conflict of a pair, all weeks"
)
def relationship_conflict(run: Run) -> float:
    return rows.average(run, "relationship_conflict")


@measure("task_conflict", "index", "none", "mean open disagreement about customers, all weeks")
def task_conflict(run: Run) -> float:
    return rows.average(run, "task_conflict")


@measure("trust", "share", "higher", "mean trust between marketers and reps, both ways")
def trust(run: Run) -> float:
    there, back = "trust_marketers_in_reps", "trust_reps_in_marketers"
    return (rows.average(run, there) + rows.average(run, back)) / 2


@measure("trust_p10", "share", "higher", "trust that nine pairs in ten exceed, last counted year")
def trust_p10(run: Run) -> float:
    pairs = run.raw("pairs")
    late = pairs[rows.within(pairs["week"], max(0, run.weeks - YEAR), run.weeks)]
    both = np.concatenate((late["trust_marketer_in_rep"], late["trust_rep_in_marketer"]))
    both = both[~np.isnan(both)]
    return float(np.quantile(both, 0.1)) if both.size else float("nan")


@measure(
    "trust_asymmetry", "share", "none", "marketers' trust in reps minus reps' trust in marketers"
)
def trust_asymmetry(run: Run) -> float:
    there, back = "trust_marketers_in_reps", "trust_reps_in_marketers"
    return rows.average(run, there) - rows.average(run, back)


@measure("contested_events", "per year", "lower", "events both sides blamed on each other")
def contested_events(run: Run) -> float:
    return _pair_total(run, "contested_events")


@measure("joint_hours", "hours per year", "none", "hours marketers and reps spent together")
def joint_hours(run: Run) -> float:
    return _pair_total(run, "contact_hours")


def _pair_total(run: Run, column: str) -> float:
    if run.weeks < YEAR:
        return float("nan")
    pairs = run.raw("pairs")
    counted = rows.within(pairs["week"], 0, run.weeks)
    return float(np.nansum(pairs[column][counted])) * YEAR / run.weeks


@measure("hours_lost", "hours per year", "lower", "hours burnt by conflict")
def hours_lost(run: Run) -> float:
    return rows.per_year(run, "hours_lost")


@measure(
    "practice_hours", "hours per week", "none", "hours of practices per seat of a marketer or rep"
)
def practice_hours(run: Run) -> float:
    if run.weeks < QUARTER:
        return float("nan")
    table, staff = run.raw("hours"), run.raw("staff")
    counted = (table["quarter"] >= 0) & rows.is_word(run, "hours", "task", "practices")
    is_leader = rows.is_word(run, "staff", "role", "leader")
    seats = np.unique(staff["seat_id"][~is_leader]).size
    if not seats:
        return float("nan")
    return float(table["hours"][counted].sum()) / (seats * run.weeks)


@measure("resignations", "per year", "lower", "people who left")
def resignations(run: Run) -> float:
    return rows.per_year(run, "resignations")


@measure(
    "claimed_credit",
    "share",
    "none",
    "credit for wins that the two functions claim together; above 1 both claim the same win",
)
def claimed_credit(run: Run) -> float:
    deals = rows.won(run)
    return rows.mean(deals["credit_marketing"] + deals["credit_sales"])


@measure("attainment_share", "share", "none", "rep quarters in which the revenue quota was reached")
def attainment_share(run: Run) -> float:
    table, staff = run.raw("attainment"), run.raw("staff")
    reps = staff["person_id"][rows.is_word(run, "staff", "role", "rep")]
    counted = (table["quarter"] >= 0) & (table["target"] > 0)
    for metric in ("own_revenue", "total"):
        part = table[counted & rows.is_word(run, "attainment", "metric", metric)]
        ours = np.isin(part["person_id"], reps)
        if ours.any():
            return rows.share(part["result"] >= part["target"], ours)
    return float("nan")
