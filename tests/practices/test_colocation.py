from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import colocation
from sim.practices.colocation import Colocation
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, rows


@examples(st.floats(0, 20), st.floats(0, 1))
def test_talk_about_customers_is_a_part_of_all_talk(hours, useful):
    assert 0.0 <= colocation.useful_talk(hours, useful) <= hours


def test_half_of_the_talk_in_passing_is_about_customers():
    pairs = rows("pairs", 2)
    pairs["together"][0, Practice.COLOCATION] = 0.8
    pairs["passing_hours"] = 9.0
    colocation.talk_in_passing(pairs, given(Colocation, useful=0.5))
    assert pairs["passing_hours"].tolist() == near([0.4, 0.0])
