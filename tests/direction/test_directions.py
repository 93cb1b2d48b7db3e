"""Raising one setting moves the firm the way theory says, on paired seeds."""

import pytest

from tests.direction.checks import CHECKS

SEEDS = range(1, 9)
WORLD = ("market.accounts=1000", "run.burn_in=0", "run.weeks=104")

pytestmark = pytest.mark.compiled


@pytest.mark.parametrize("name", CHECKS)
def test_it_is_so_that(name):
    check = CHECKS[name]
    assert check.holds(SEEDS, *WORLD), check.differences(SEEDS, *WORLD)
