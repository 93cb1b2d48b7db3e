"""The page of causes: what freezing a choice changes is told pair by pair, on the same luck."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from scripts.schemes import BASELINE, CAUSES, FREE, HEADLINE, changes, gaps_in_percent

PAIRS = 40


def result(gaps, base=1000.0):
    """Return what a comparison has whose schemes are so many per cent apart from the baseline."""
    own = np.full(PAIRS, base)
    values = {BASELINE: own} | {name: own * (1.0 + 0.01 * gaps[name]) for name in CAUSES}
    rows = [
        (name, replicate, measure, value)
        for name, column in values.items()
        for replicate, value in enumerate(column)
        for measure in (HEADLINE, "trust")
    ]
    columns = ["scenario", "replicate", "measure", "value"]
    return SimpleNamespace(measures=pd.DataFrame(rows, columns=columns))


def cell(table, words, scheme):
    (found,) = [line for line in table if line.startswith(f"| {words} ")]
    return found.strip("| ").split(" | ")[1 + CAUSES.index(scheme)]


@pytest.fixture
def luck():
    rng = np.random.default_rng(5)
    return {name: rng.normal(-4.0, 6.0, PAIRS) for name in CAUSES}


def test_gaps_are_per_cent_of_the_mean_baseline_in_the_order_of_causes(luck):
    found = gaps_in_percent(result(luck, base=250.0))
    np.testing.assert_allclose(found, np.array([luck[name] for name in CAUSES]).T)


def test_a_change_that_overlapping_intervals_hide_is_told_on_the_same_luck(luck):
    moved = {**luck, "shared_revenue": luck["shared_revenue"] + 2.0}
    table = changes({FREE: result(luck), "hours": result(moved)})
    assert cell(table, "hours", "shared_revenue") == "**+2.0 ± 0.0**"
    assert cell(table, "hours", "hybrid_pay") == "+0.0 ± 0.0"


def test_what_moves_by_luck_alone_is_not_told(luck):
    rng = np.random.default_rng(6)
    other = {name: rng.normal(-4.0, 6.0, PAIRS) for name in CAUSES}
    table = changes({FREE: result(luck), "hours": result(other), "triage": result(other)})
    assert len(table) == 4
    assert not any("**" in line for line in table)
