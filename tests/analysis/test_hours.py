"""What an hour brings beside what people believe it brings, on runs with a planted truth."""

import numpy as np
import pytest

from analysis.hours import MOVED, as_markdown, hour_table, share_inside
from sim import load_scenario
from tests.analysis.builder import History

PER_HOUR = {
    ("rep", "deals"): 800.0,
    ("rep", "closing"): -300.0,
    ("marketer", "volume"): 90.0,
}
"""Euros of net bookings that an hour of these tasks brings in the planted firm; others nothing."""
LEVEL = 20_000_000.0


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
                   tables={"weekly": {"bookings_net": every_week}})  # fmt: skip


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


def test_what_is_believed_is_the_elasticity_at_the_habitual_split(table):
    # own revenue is believed to have elasticity .35 in deals, which take .38 of the week
    row = cell(table, "rep", "deals")
    hours = MOVED * 28 * 5 * 156
    base = load_scenario("siloed_metrics")
    runs = [planted(base, 1, r).raw("weekly")["bookings_net"][52:] for r in range(40)]
    level = np.mean([run.sum() for run in runs])
    assert row["hours"] == pytest.approx(hours)
    assert row["believed"] == pytest.approx(0.35 * MOVED / 0.38 * level / hours)


def test_the_share_inside_counts_the_role_alone(table):
    reps = table[table["role"] == "rep"]
    assert share_inside(table) == reps["inside"].mean()
    assert share_inside(table, "marketer") == table[table["role"] == "marketer"]["inside"].mean()


def test_beliefs_outside_the_interval_are_bold(table):
    lines = as_markdown({"mid_market": table}).splitlines()
    (closing,) = [line for line in lines if line.startswith("| closing")]
    assert "**" in closing
    assert len([line for line in lines if line.startswith("| ")]) == 2 + len(table)
