"""Verdicts: the right kind, in plain words."""

import math

import pytest

from analysis.comparison.verdicts import Difference, kind, sentence
from analysis.measures import MEASURES
from analysis.words import wording


def item(measure="gross_profit_y3", **changes):
    values = {
        "base": 1_000_000.0,
        "n": 100,
        "mean": 80_000.0,
        "low": 50_000.0,
        "high": 110_000.0,
        "p_adjusted": 0.001,
        "better": 0.93,
    }
    return Difference("new", "old", MEASURES[measure], **{**values, **changes})


def words(*arguments, **changes):
    return sentence(item(*arguments, **changes), 0.02).replace("\N{NO-BREAK SPACE}", " ")


def test_a_clear_gain_is_better():
    assert kind(item(), 0.02) == "better"
    assert words() == (
        "Gross profit, years 1 to 3: 8.0 % higher under new than under old (+5.0 to +11.0 %), "
        "better in 93 of 100 simulated firms."
    )


def test_a_clear_rise_of_something_unwanted_is_worse():
    changes = {"base": 0.5, "mean": 0.1, "low": 0.08, "high": 0.12, "better": 0.04}
    assert kind(item("relationship_conflict", **changes), 0.02) == "worse"
    assert words("relationship_conflict", **changes) == (
        "Relationship conflict: 20.0 % higher under new than under old (+16.0 to +24.0 %), "
        "better in only 4 of 100 simulated firms."
    )


def test_shares_are_compared_in_points():
    changes = {"base": 0.25, "mean": 0.05, "low": 0.03, "high": 0.07}
    assert ": 5.0 points higher" in words("win_rate", **changes)
    assert "(+3.0 to +7.0 points)" in words("win_rate", **changes)


def test_an_interval_inside_the_margin_is_no_meaningful_difference():
    changes = {"mean": 5_000.0, "low": 1_000.0, "high": 9_000.0}
    assert kind(item(**changes), 0.02) == "no meaningful difference"
    assert words(**changes) == (
        "Gross profit, years 1 to 3: about the same under new and old "
        "(+0.1 to +0.9 %, less than 2.0 % either way)."
    )


def test_an_interval_around_zero_decides_nothing():
    changes = {"low": -20_000.0, "high": 180_000.0, "p_adjusted": 0.4, "needed": 812.3}
    assert kind(item(**changes), 0.02) == "not decided"
    assert ": cannot tell yet; new is" in words(**changes)
    assert "about 820 runs would tell" in words(**changes)
    assert "far below what these runs" in words(**{**changes, "needed": 20_000.0})


def test_what_does_not_survive_the_adjustment_is_not_decided():
    assert kind(item(p_adjusted=0.2), 0.02) == "not decided"
    said = words(p_adjusted=0.2, needed=250.0)
    assert "leaning better, not proven" in said
    assert "about 250 runs would tell" in said


def test_a_measure_without_direction_is_only_different():
    changes = {"base": 0.3, "mean": 0.1, "low": 0.05, "high": 0.15, "better": float("nan")}
    assert kind(item("brand_share", **changes), 0.02) == "different"
    assert "simulated firms" not in words("brand_share", **changes)


def test_nothing_measured_is_said_so():
    nan = float("nan")
    assert "cannot be measured" in words(n=0, mean=nan, low=nan, high=nan, base=nan)


def test_identical_runs_are_called_identical():
    zero = {"mean": 0.0, "low": 0.0, "high": 0.0, "p_adjusted": 1.0}
    # 0.95 of samples of 100 see what happens in 1 - 0.05^(1/100) = 2.95 % of firms
    assert "identical in all 100 pairs (a difference in up to 3.0 % of firms" in words(**zero)


@pytest.mark.parametrize("margin", [0.0, 0.01])
def test_a_smaller_margin_lets_small_differences_matter(margin):
    changes = {"mean": 15_000.0, "low": 11_000.0, "high": 19_000.0}
    assert kind(item(**changes), 0.02) == "no meaningful difference"
    assert kind(item(**changes), margin) == "better"


def test_pairs_that_tie_are_counted_apart_from_those_that_are_not_better():
    said = words(mean=9_000.0, low=-9_000.0, high=27_000.0, p_adjusted=0.5, better=0.1, tied=0.75)
    assert "better in 10 of 100 simulated firms, the same in 75 of 100" in said


def test_what_rounds_to_nothing_has_no_sign():
    measure = MEASURES["gross_profit_y3"]
    assert wording.difference(-300.0, 1e6, measure) == "0.0\N{NO-BREAK SPACE}%"
    assert wording.span(-300.0, 9_000.0, 1e6, measure) == "0.0 to +0.9\N{NO-BREAK SPACE}%"
    assert wording.difference(-0.0002, 0.5, MEASURES["win_rate"]).startswith("0.0")
    assert wording.euros(-0.3) == "€0"
    assert wording.percent(-0.0003, signed=True) == "0.0\N{NO-BREAK SPACE}%"


def test_a_worse_difference_that_rounds_to_nothing_is_not_cut():
    changes = {"base": 0.5, "mean": -2e-4, "low": -3e-4, "high": -1e-4}
    assert ": 0.0 points lower under" in sentence(item("win_rate", **changes), 0.0).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_a_number_there_is_none_of_is_said_to_be_missing():
    assert wording.figure(math.nan) == "n/a"
    assert wording.figure(math.inf) == "n/a"


@pytest.mark.parametrize(
    ("share", "text"), [(-0.004, "0%"), (0.004, "0%"), (-0.2, "−20%"), (0.034, "+3%")]
)
def test_what_is_hardly_off_is_off_by_nothing_without_a_sign(share, text):
    assert wording.off_by(share) == text
