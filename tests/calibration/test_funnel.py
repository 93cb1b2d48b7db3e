"""The funnel beside runs: the same definitions, how far off, and which lines to take from runs."""

import math

import pytest

from analysis.calibration.funnel import Held, held, of_run
from analysis.meanfield.funnel import Line, funnel
from sim.scenario import load_scenario
from tests.analysis.builder import History, code

WON, LOST = (code("opportunities", "outcome", word) for word in ("won", "no_decision"))


def test_lines_of_a_run_are_in_the_units_of_the_funnel():
    run = History(
        weeks=52,
        tables={
            "weekly": {"mqls": [2.0] * 104, "wins": [1] * 104, "bookings_net": [10.0] * 104},
            "opportunities": {
                "opportunity_id": [1, 2],
                "outcome": [WON, LOST],
                "created_week": [0, 5],
                "closed_week": [5, 20],
            },
        },
    )
    found = of_run(run, reps=2)
    assert found["leads"] == 2.0
    assert found["win_rate"] == 0.5
    assert found["opportunities"] == 2.0
    assert found["deals_per_rep"] == found["deals"] / 2.0
    # 520 a year, two reps, four quarters
    assert (found["bookings"], found["revenue_per_rep"]) == (520.0, 65.0)


@pytest.mark.parametrize(
    ("value", "runs", "error", "off", "is_near"),
    [
        (12.0, 10.0, 0.0, 0.2, True),
        (20.0, 10.0, 1.0, 1.0, False),
        (20.0, 10.0, 6.0, 1.0, True),
        (5.0, 10.0, math.inf, -0.5, True),
    ],
)
def test_a_line_is_near_within_a_quarter_or_within_luck(value, runs, error, off, is_near):
    item = Held(Line("deals", "deals won a year", value, ".0f", ""), runs, error)
    assert item.off == pytest.approx(off)
    assert item.is_near is is_near


@pytest.mark.compiled
def test_the_funnel_of_a_file_is_held_against_runs_of_that_file():
    firm = load_scenario("siloed_metrics", overrides=("run.weeks=52", "market.accounts=300"))
    lines, told = funnel(firm), []
    found = held(firm, lines, 3, progress=lambda done, planned: told.append((done, planned)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert {"leads", "opportunities", "win_rate", "cycle", "deals", "bookings"} <= {
        item.line.key for item in found
    }
    again = held(firm, lines, 3)
    assert [item.runs for item in again] == [item.runs for item in found]
