"""Replicates run in threads; how many, and next to whom, changes nothing."""

import pytest

from sim.drivers.compiled import run, run_many
from tests.histories import differing, small

pytestmark = pytest.mark.compiled


def test_threads_change_no_byte():
    scenario = small()
    replicates = [5, 1, 9, 2, 7, 3]
    alone = [run(scenario, 4, replicate) for replicate in replicates]
    for workers in (1, 2, 4):
        together = list(run_many(scenario, replicates, seed=4, workers=workers))
        assert [(history.seed, history.replicate) for history in together] == [
            (4, replicate) for replicate in replicates
        ]
        for one, other in zip(alone, together, strict=True):
            assert differing(one, other) == []


def test_two_seeds_share_no_replicate():
    one = list(run_many(small(), range(4), seed=1))
    other = list(run_many(small(), range(4), seed=2))
    runs = [*one, *other]
    assert all(differing(a, b) for place, a in enumerate(runs) for b in runs[:place])


def test_the_same_run_twice_gives_the_same_bytes():
    assert differing(run(small(), 4), run(small(), 4)) == []
