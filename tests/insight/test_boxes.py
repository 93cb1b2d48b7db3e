"""Peeling finds a planted box, in yes and no, in chances and in words, and nothing in noise."""

import numpy as np
import pandas as pd
import pytest

from analysis.insight.discovery.boxes import (
    ALPHA,
    FEWEST_WINS,
    SMALLEST_MASS,
    best_box,
    inside,
    peels,
)
from analysis.insight.discovery.rules import permutation_p

SEEDS = range(5)


def cube(size, seed, columns="abcde"):
    return pd.DataFrame(
        np.random.default_rng(seed).random((size, len(columns))), columns=[*columns]
    )


def is_planted(table):
    return ((table["a"] > 0.6) & (table["b"] < 0.4)).to_numpy()


def flipped(is_win, share, seed):
    """Return 0 and 1 of which a share is wrong."""
    return (is_win ^ (np.random.default_rng(seed).random(is_win.size) < share)).astype(float)


def worth(ranges, seed):
    """Return density and coverage of a box against the planted one, on points it never saw."""
    fresh = cube(20_000, 1_000 + seed)
    truth, found = is_planted(fresh), inside(fresh, ranges)
    return truth[found].mean(), found[truth].mean()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    "chances",
    [
        lambda is_win, seed: flipped(is_win, 0.03, seed),
        lambda is_win, _seed: np.where(is_win, 0.97, 0.03),
        lambda is_win, _seed: np.where(is_win, 0.45, 0.01),
    ],
    ids=["yes and no with noise", "chances", "chances that are never above half"],
)
def test_a_planted_box_is_found(seed, chances):
    table = cube(1_000, seed)
    ranges = best_box(table, chances(is_planted(table), seed))
    density, coverage = worth(ranges, seed)
    assert {each.column for each in ranges} == {"a", "b"}
    assert density >= 0.95
    assert coverage >= 0.8


def test_the_ends_are_those_that_were_planted():
    table = cube(4_000, 1)
    found = {each.column: each for each in best_box(table, is_planted(table).astype(float))}
    assert found["a"].low == pytest.approx(0.6, abs=0.01)
    assert found["b"].high == pytest.approx(0.4, abs=0.01)
    assert (found["a"].high, found["b"].low) == (np.inf, -np.inf)


def test_noise_alone_finds_nothing_that_holds_out():
    held = []
    for seed in range(40):
        chance = flipped(np.zeros(900, dtype=bool), 0.3, 500 + seed)
        table, rest = cube(900, seed), slice(600, 900)
        ranges = best_box(table[:600], chance[:600])
        is_in = inside(table[rest], ranges)
        held.append(permutation_p(is_in, chance[rest], np.random.default_rng(seed)) < 0.05)
    # At 5 % each the chance of more than 6 in 40 is below one in a hundred.
    assert sum(held) <= 6


def test_a_word_is_left_out_or_singled_out():
    table = cube(600, 3, "ab")
    words = np.random.default_rng(4).integers(0, 3, 600)
    for place in range(3):
        table[f"w={place}"] = (words == place).astype(float)
    (only,) = best_box(table, (words == 1).astype(float))
    assert (only.column, only.low, only.high) == ("w=1", 0.5, np.inf)
    (never,) = best_box(table, (words != 1).astype(float))
    assert (never.column, never.low, never.high) == ("w=1", -np.inf, 0.5)


def test_each_peel_takes_a_twentieth_until_a_twentieth_is_left():
    table = cube(1_000, 5).to_numpy()
    chance = table[:, 0]
    left = [1_000]
    for low, high in peels(table, chance):
        is_in = ((table >= low) & (table <= high)).all(axis=1)
        assert left[-1] - is_in.sum() == max(1, int(ALPHA * left[-1]))
        left.append(int(is_in.sum()))
    least = SMALLEST_MASS * 1_000
    assert least <= left[-1]
    assert left[-1] - max(1, int(ALPHA * left[-1])) < least


def test_a_peel_takes_all_that_tie_but_never_below_the_least_support():
    table = np.repeat([[0.0], [1.0]], [15, 12], axis=0)
    boxes = list(peels(table, table[:, 0]))
    assert [(low.tolist(), high.tolist()) for low, high in boxes] == [([1.0], [np.inf])]
    table = np.repeat([[0.0], [1.0]], [40, FEWEST_WINS - 1], axis=0)
    assert [high.tolist() for _, high in peels(table, table[:, 0])] == [[0.0]]


def test_too_few_wins_or_nothing_but_wins_give_no_box():
    table = cube(200, 6)
    few = np.zeros(200)
    few[: FEWEST_WINS - 1] = 1
    assert best_box(table, few) == ()
    assert best_box(table, np.ones(200)) == ()
    assert best_box(table, np.full(200, 0.3)) == ()
