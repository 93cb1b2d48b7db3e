"""A part left out is predicted as often as is said, without a look at it; what changed is found."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.calibration.books import Books
from analysis.calibration.crm import OF_DEALS
from analysis.calibration.deals import of_run
from analysis.calibration.heldout import HELD, Cut, cut_of
from analysis.calibration.heldout_words import FIXED, content, row, sentences
from analysis.calibration.prediction import INTERVALS, Line, _moved, compared, predict
from analysis.parameters.ranges import as_declared
from sim import run
from sim.scenario import load_scenario

pytestmark = pytest.mark.compiled
SMALL = ("market.accounts=1600", "run.weeks=104", "run.burn_in=26")


@pytest.fixture(scope="module")
def firm():
    return load_scenario("siloed_metrics", overrides=SMALL)


@pytest.fixture(scope="module")
def deals(firm):
    return of_run(run(firm, 900))


@pytest.fixture(scope="module")
def found(firm, deals):
    return predict(firm, Books(deals), cut_of(deals), runs=128)


def unlucky(deals, cut, luck, kept=0.5):
    """Return a table in which, after a cut, only a part of what was won is won, the rest lost."""
    turned = deals.is_won & (deals.closed >= cut.week) & (luck.random(len(deals)) > kept)
    return replace(deals, is_won=deals.is_won & ~turned, is_lost=deals.is_lost | turned)


def test_each_statistic_has_intervals_around_its_median(found):
    assert [line.key for line in found.lines] == list(HELD)
    for line in found.lines:
        (low_80, high_80), (low_90, high_90) = line.ends
        assert low_90 <= low_80 <= line.middle <= high_80 <= high_90
        assert line.inside[1] == (low_90 <= line.observed <= high_90)
    assert found.runs == 100
    assert found.expected[0] == pytest.approx(0.8 * len(HELD), abs=0.5)
    assert found.expected[1] == pytest.approx(0.9 * len(HELD), abs=0.5)
    assert 0.0 <= found.as_few <= 1.0


def test_the_fit_never_sees_what_came_after_the_cut(firm, deals, found):
    changed = unlucky(deals, found.cut, np.random.default_rng(1))
    is_later = ~(changed.closed < found.cut.week)
    changed = replace(changed, amount=np.where(is_later, 7.0 * changed.amount, changed.amount))
    other = predict(firm, Books(changed), found.cut, runs=128)
    assert np.array_equal(other.fit.draws, found.fit.draws)
    assert other.fit.settings == found.fit.settings
    for mine, theirs in zip(found.lines, other.lines, strict=True):
        assert mine.ends == theirs.ends
    assert [line.observed for line in found.lines] != [line.observed for line in other.lines]


def test_a_win_rate_halved_after_the_cut_is_found(firm, deals, found):
    changed = unlucky(deals, found.cut, np.random.default_rng(1), kept=0.4)
    other = {line.key: line for line in predict(firm, Books(changed), found.cut, runs=128).lines}
    assert not other["odds"].inside[1]
    assert row(other["odds"])[-1] == "no, below"
    assert other["created"].inside == next(ln.inside for ln in found.lines if ln.key == "created")


def test_a_firm_that_stopped_is_told_apart_in_words(firm, deals, found):
    luck = np.random.default_rng(1)
    changed = unlucky(deals, found.cut, luck, kept=0.3)
    slow = np.where(changed.closed >= found.cut.week, changed.closed + 12.0, changed.closed)
    changed = replace(changed, closed=np.where(slow < found.cut.end, slow, np.nan))
    is_open = np.isnan(changed.closed)
    changed = replace(
        changed, is_won=changed.is_won & ~is_open, is_lost=changed.is_lost & ~is_open
    )  # fmt: skip
    other = predict(firm, Books(changed), found.cut, runs=128)
    assert other.is_surprising
    said = sentences(other)
    assert "is not what the fit expects" in said[1]
    assert "Outside: " in said[2]
    assert f"{other.inside[1]} of {len(other.lines)} statistics" in said[1]
    json.dumps(content(other), allow_nan=False)


def test_runs_that_never_vary_are_said_to():
    values = np.column_stack([np.full(50, 2.0) for _ in HELD])
    mine = np.full(len(HELD), 2.0)
    mine[list(HELD).index("open")] = 3.0
    lines, _inside = compared(tuple(HELD), values, mine, INTERVALS)
    by_key = {line.key: line for line in lines}
    assert row(by_key["open"])[3:] == (FIXED, FIXED, "no, above")
    assert row(by_key["won_fast"])[3:] == (FIXED, FIXED, "the same")


def test_luck_that_a_firm_had_before_the_cut_is_not_counted_as_open():
    luck = np.random.default_rng(1)
    lasting, own = luck.normal(size=(400, 1)), luck.normal(size=(400, 2))
    before, after = lasting + 0.1 * own[:, :1], lasting + 0.1 * own[:, 1:]
    moved = _moved(before, after, np.array([1.0]))
    assert moved.mean() == pytest.approx(1.0, abs=0.05)
    assert moved.std() == pytest.approx(0.14, abs=0.03)
    same = np.zeros((400, 1))
    assert np.array_equal(_moved(same, after, np.array([1.0])), after)


def test_a_line_knows_on_which_side_the_table_lies():
    line = Line("won", 9.0, 5.0, ((4.0, 6.0), (3.0, 7.0)), (False, False))
    assert row(line) == ("deals won", "9", "5", "4 to 6", "3 to 7", "no, above")
    edge = Line("odds", 0.305, 0.2, ((0.1, 0.3), (0.05, 0.31)), (False, True))
    assert row(edge)[-1] == "of 90 % only"


@pytest.mark.slow
def test_plants_are_predicted_as_often_as_is_said(firm):
    """Over 12 firms from the prior, statistics lie inside their intervals about as often."""
    luck, inside, few = np.random.default_rng(11), [], []
    for plant in range(12):
        values = {key: as_declared(key).at(luck.uniform(0.1, 0.9)) for key in OF_DEALS}
        deals = of_run(run(firm.with_values(values), 71, plant))
        found = predict(firm, Books(deals), Cut(73, 104), runs=256)
        inside += [line.inside for line in found.lines]
        few.append(found.as_few)
    share = np.mean(inside, axis=0)
    assert 0.70 < share[0] < 0.90
    assert 0.82 < share[1] < 0.97
    assert np.mean(few) > 0.25
