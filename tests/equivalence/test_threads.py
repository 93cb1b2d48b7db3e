"""Replicates run in threads; how many, and next to whom, changes nothing."""

import pytest

from sim.driver import run, run_many
from tests.histories import differing, small

pytestmark = pytest.mark.compiled


def test_threads_change_no_byte():
    scenario = small()
    seeds = [5, 1, 9, 2, 7, 3]
    alone = [run(scenario, seed) for seed in seeds]
    for workers in (1, 2, 4):
        together = list(run_many(scenario, seeds, workers))
        assert [history.seed for history in together] == seeds
        for one, other in zip(alone, together, strict=True):
            assert differing(one, other) == []


def test_seeds_are_different_worlds():
    one, other = run_many(small(), [1, 2])
    assert differing(one, other)


def test_the_same_run_twice_gives_the_same_bytes():
    assert differing(run(small(), 4), run(small(), 4)) == []
