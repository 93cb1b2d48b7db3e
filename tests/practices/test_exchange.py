import math

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import exchange
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, rows


def test_preparation_grounds_what_is_said():
    assert exchange.grounded(2.0 * math.log(2.0), 2.0) == near(0.5)
    assert exchange.grounded(0.0, 2.0) == 0.0


@examples(st.floats(0, 20), st.floats(0, 20), st.floats(0.01, 40))
def test_more_preparation_never_grounds_less(one, other, grounding):
    low, high = sorted((one, other))
    before, after = exchange.grounded(low, grounding), exchange.grounded(high, grounding)
    assert 0.0 <= before <= after <= 1.0


@pytest.mark.parametrize(("preparation", "prepared"), [(0.0, 0.0), (3.0 * math.log(2.0), 0.4)])
def test_prepared_hours_are_the_grounded_part_of_the_session(preparation, prepared):
    pairs = rows("pairs", 1)
    pairs["together"][0, Practice.EXCHANGE] = 0.8
    exchange.prepare(pairs, given(exchange.Exchange, preparation=preparation, grounding=3.0))
    assert pairs[0]["prepared_hours"] == near(prepared)
