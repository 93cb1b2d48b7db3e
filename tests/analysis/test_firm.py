"""The six facts of runs: definitions by hand, and errors by leaving out one run at a time."""

import math

import pytest

from analysis.runs.firm import FACTS, simulated
from counterpoint.terminal.facts import DEAL, KNOWN
from sim.world.vectors import NEVER
from tests.analysis.builder import History, code

WON, LOST = (code("opportunities", "outcome", word) for word in ("won", "no_decision"))


def firm(leads=2.0, values=(10.0, 30.0), weeks=156):
    """Return a firm with two wins, of 5 and 15 weeks, two losses, and customers of before."""
    return History(
        weeks=weeks,
        tables={
            "weekly": {"mqls": [leads] * (weeks + 52)},
            "customers": {
                "account_id": [1, 2, 3, 4],
                "won_week": [-9, -9, -9, 5],
                "churned_week": [-2, 30, NEVER, NEVER],
            },
            "opportunities": {
                "opportunity_id": [1, 2, 3, 4, 5],
                "outcome": [WON, WON, LOST, LOST, WON],
                "created_week": [0, 5, 7, 9, -20],
                "closed_week": [5, 20, 30, 31, -1],
                "net_value": [*values, 0.0, 0.0, 900.0],
            },
        },
    )


def test_facts_are_those_of_the_counted_weeks():
    assert simulated([firm()]).mean == pytest.approx(
        {
            "leads": 104.0,
            "won": 2.0 / 3.0,
            "win_rate": 0.5,
            "cycle": 10.0,
            "deal": 20.0,
            "customers": 2.0,
        }
    )


def test_ratios_are_ratios_of_sums_so_that_a_run_without_wins_does_no_harm():
    empty = History(tables={"weekly": {"mqls": [2.0] * 208}})
    found = simulated([firm(), empty]).mean
    assert (found["win_rate"], found["cycle"], found["deal"]) == (0.5, 10.0, 20.0)
    assert found["won"] == pytest.approx(1.0 / 3.0)


def test_the_error_of_a_mean_is_the_usual_one_and_one_run_has_none():
    # leads of 104 and 208 a year: standard deviation 52 √2, over √2
    found = simulated([firm(leads=2.0), firm(leads=4.0)])
    assert found.error["leads"] == pytest.approx(52.0)
    assert found.error["won"] == 0.0
    assert math.isinf(simulated([firm()]).error["leads"])


def test_the_command_line_asks_for_the_facts_there_are():
    assert {*KNOWN, "deal"} == set(FACTS)
    assert DEAL[1].low > 0.0
