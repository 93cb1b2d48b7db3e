"""A law with its sign turned round must not pass: the checks are able to fail.

Rules are turned round in plain Python, in a world small enough for it.
"""

import math

import pytest

from sim.mechanisms import delivery, demand
from tests.direction.checks import CHECKS
from tests.mechanisms.harness import plain_python

SEEDS = (1, 2, 3)
WORLD = (
    "market.accounts=80",
    "run.burn_in=0",
    "run.weeks=30",
    "market.reps=2",
    "market.marketers=1",
)


def list_logit_upside_down(base, brand, reputation, incumbent):
    """Let a strong brand keep the firm off lists."""
    return base - brand + reputation + incumbent


def churn_chance_upside_down(odds, shortfall, step, _form):
    """Let the odds of leaving be the odds of staying."""
    raised = odds * math.exp(shortfall + step)
    return 1.0 / (1.0 + raised)


LAWS = {
    "more money for brand puts the firm on more lists": (
        demand, "list_logit", list_logit_upside_down, ("brand.growth=2", "demand.entry_hazard=0.2"),
    ),
    "customers who leave take their revenue along": (
        delivery, "churn_chance", churn_chance_upside_down, (),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LAWS)
def test_a_law_upside_down_is_caught(name, monkeypatch):
    room, rule, wrong, more = LAWS[name]
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    with plain_python():
        assert CHECKS[name].holds(SEEDS, *WORLD, *more)
        with monkeypatch.context() as turned:
            turned.setattr(room, rule, wrong)
            assert not CHECKS[name].holds(SEEDS, *WORLD, *more)
