"""Any two pay schemes can be blended weight by weight, and nothing jumps on the way."""

from itertools import pairwise

import numpy as np
import pytest

from sim.drivers.compiled import run
from sim.scenario.change import blend
from tests.histories import differing, steady

pytestmark = pytest.mark.compiled

PAIRS = [
    ("siloed_metrics", "shared_revenue"),
    ("hybrid_pay", "retention_pool"),
    ("cmo_reports_to_cso_pay_only", "unified_cro_pay_only"),
]
TINY = 1e-9
NEAR = 1e-5
RECORD_OF_WEIGHTS = {("attainment", "weight")}


def numbers(history):
    """Return all of `weekly` as one table of numbers."""
    raw = history.raw("weekly")
    return np.array([raw[name].astype(float) for name in raw.dtype.names])


def jump(one, other):
    """Return the largest difference of a weekly number, relative to how that number moves."""
    mine, theirs = numbers(one), numbers(other)
    usual = np.nanmax(np.abs(mine), axis=1, keepdims=True) + 1e-300
    return float(np.nanmax(np.abs(mine - theirs) / usual))


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def schemes(request):
    return [steady(name) for name in request.param]


def test_the_ends_of_a_blend_are_the_schemes_themselves(schemes):
    for share, scheme in zip((0.0, 1.0), schemes, strict=True):
        assert differing(run(blend(*schemes, share), 3), run(scheme, 3)) == []


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.75, 1.0])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_tiny_step_away_nothing_jumps(schemes, share, seed):
    there = share - TINY if share == 1.0 else share + TINY
    here, beside = run(blend(*schemes, share), seed), run(blend(*schemes, there), seed)
    assert blend(*schemes, share).values != blend(*schemes, there).values
    assert jump(here, beside) < NEAR


def test_a_large_step_away_something_moves(schemes):
    assert jump(run(blend(*schemes, 0.0), 1), run(blend(*schemes, 0.2), 1)) > NEAR


BY_THE_FACTS = (
    "ledger.prior=520", "ledger.memory=2", "ledger.glance=104", "choices.threshold=frozen",
)  # fmt: skip
"""People go by the facts of the job: what a week brought by luck moves nobody's plans.

Bars are compared on a grid, which is a choice of its own: as one steps, so does what flow earns.
"""


def first_weeks(schemes, share):
    """Return how everybody splits the first quarter, before luck parts the two worlds."""
    history = run(blend(*schemes, share), 1)
    hours = history.raw("hours")
    return hours["hours"][hours["quarter"] == hours["quarter"].min()]


@pytest.mark.parametrize("names", PAIRS, ids="-".join)
def test_hours_move_in_steps_as_small_as_those_of_the_weights(names):
    schemes = [steady(name, *BY_THE_FACTS) for name in names]
    shares = np.linspace(0.0, 1.0, 21)
    weeks = [first_weeks(schemes, float(share)) for share in shares]
    steps = [np.abs(after - before).max() for before, after in pairwise(weeks)]
    whole = sum(steps)
    assert whole > 1.0, "the two schemes must lead to different weeks"
    assert max(steps) < 4.0 * whole / len(steps)
