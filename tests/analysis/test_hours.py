"""What an hour brings beside what people believe it brings, on runs with a planted truth."""

import numpy as np
import pytest

from analysis.runs.hours import MOVED, as_markdown, hour_table, share_inside
from sim import load_scenario
from sim.world.names import MARKETER_TASKS, REP_TASKS, TASK_WORDS, RepTask
from tests.analysis.builder import History

PER_HOUR = {
    ("rep", "deals"): 800.0,
    ("rep", "closing"): -300.0,
    ("marketer", "volume"): 90.0,
}
"""Euros of net bookings that an hour of these tasks brings in the planted firm; others nothing."""
LEVEL = 20_000_000.0
WORTH = {"deals": 0.002, "closing": 0.001, "volume": 0.003}
"""Share of a quarter's pay that people in the planted firm think an hour brings; others nothing."""
HIRED = 3
"""Counted quarters in which two people tell what they believe, one of them twice the other."""


def told(scenario):
    """Return what the people of the planted firm say of an hour, and of a quarter of burn-in."""
    paid = scenario.values["contracts"]["rep"]["own_revenue"]
    tasks = [*REP_TASKS[: RepTask.SLACK], *MARKETER_TASKS[: RepTask.SLACK]]
    rows = [
        (person, quarter, TASK_WORDS.index(task), (1 + person) * WORTH.get(task, 0.0) * paid)
        for person in (0, 1)
        for quarter in range(HIRED)
        for task in tasks
    ]
    rows += [(0, -1, TASK_WORDS.index(task), 99.0) for task in tasks]
    names = ("person_id", "quarter", "task", "worth")
    return dict(zip(names, np.array(rows).T, strict=True))


def planted(scenario, seed, replicate=0):
    """Return a run whose bookings follow the hours linearly, on shared luck plus a little own."""
    luck = seed + replicate
    effort, market = scenario.values["effort"], scenario.values["market"]
    weeks = scenario.values["run"]["weeks"]
    habits = load_scenario("siloed_metrics").values["effort"]
    total = LEVEL * (1.0 + 0.3 * np.random.default_rng(luck).normal())
    for (role, task), euros in PER_HOUR.items():
        extra = effort[f"{role}_habit"][task] - habits[f"{role}_habit"][task]
        hours = extra * effort[f"{role}_week"] * market[f"{role}s"] * weeks
        wobble = np.random.default_rng((luck, len(task))).normal()
        total += euros * hours * (1.0 + 0.2 * wobble)
    every_week = np.full(weeks + 52, total / weeks)
    return History(weeks=weeks, scenario=scenario, seed=seed,
                   tables={"weekly": {"bookings_net": every_week},
                           "hours": told(scenario)})  # fmt: skip


@pytest.fixture(scope="module")
def table():
    return hour_table(replicates=40, runner=planted)


def cell(table, role, task):
    return table[(table["role"] == role) & (table["task"] == task)].iloc[0]


@pytest.mark.parametrize(("role", "task"), list(PER_HOUR))
def test_the_planted_worth_of_an_hour_lies_in_its_interval(table, role, task):
    row = cell(table, role, task)
    assert row["low"] < PER_HOUR[role, task] < row["high"]
    assert row["high"] - row["low"] < 0.5 * abs(PER_HOUR[role, task])


def test_a_task_that_brings_nothing_shows_nothing(table):
    row = cell(table, "rep", "sharing")
    assert row["brings"] == pytest.approx(0.0, abs=1e-6)


def test_a_belief_in_a_task_that_truly_costs_bookings_has_the_wrong_sign(table):
    assert cell(table, "rep", "closing")["sign"] == "wrong"
    assert cell(table, "rep", "deals")["sign"] == "right"


def test_the_move_is_a_twentieth_of_everybodys_week(table):
    base = load_scenario("siloed_metrics").values
    hours = MOVED * base["effort"]["rep_week"] * base["market"]["reps"] * base["run"]["weeks"]
    assert cell(table, "rep", "deals")["hours"] == pytest.approx(hours)


def test_beliefs_are_the_pay_people_expect_turned_into_euros(table):
    # people are paid .4 of their pay for own revenue alone: worth of .002, and .004, of a quarter's
    # pay an hour is .003 / .4 of the revenue behind it
    pay, market = (load_scenario("siloed_metrics").values[name] for name in ("pay", "market"))
    assert cell(table, "rep", "deals")["believed"] == pytest.approx(0.003 / 0.4 * pay["revenue"])
    sourced = pay["revenue"] * pay["sourced_share"] * market["reps"] / market["marketers"]
    assert cell(table, "marketer", "volume")["believed"] == pytest.approx(0.0045 / 0.4 * sourced)
    assert cell(table, "rep", "sharing")["believed"] == 0.0


def test_the_share_inside_counts_the_role_alone(table):
    reps = table[table["role"] == "rep"]
    assert share_inside(table) == reps["inside"].mean()
    assert share_inside(table, "marketer") == table[table["role"] == "marketer"]["inside"].mean()


def test_beliefs_outside_the_interval_are_bold(table):
    lines = as_markdown({"mid_market": table}).splitlines()
    (closing,) = [line for line in lines if line.startswith("| closing")]
    assert "**" in closing
    assert len([line for line in lines if line.startswith("| ")]) == 2 + len(table)
