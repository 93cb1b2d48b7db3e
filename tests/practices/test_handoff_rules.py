import math

from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import handoff_rules
from sim.world.practices import Practice
from tests.mechanisms.harness import at, given, near, rows

LN2 = math.log(2.0)
shares = st.floats(0, 1)


def settings():
    return given(handoff_rules.HandoffRules, enough=2.0, half_life=1.0)


def test_half_of_what_is_not_known_becomes_known_in_2_ln_2_hours():
    assert handoff_rules.cleared(0.5, 2.0 * LN2, 2.0) == near(0.75)


@examples(shares, st.floats(0, 100), st.floats(0.1, 100))
def test_clarity_stays_a_share_and_rests_without_hours(clarity, hours, enough):
    assert clarity <= handoff_rules.cleared(clarity, hours, enough) <= 1.0
    assert handoff_rules.cleared(clarity, 0.0, enough) == clarity


def cleared(hours, **columns):
    marketers, reps = (rows(table, 2, clarity=0.5, **columns) for table in ("marketers", "reps"))
    reps["booked"][0, Practice.HANDOFF_RULES] = hours
    handoff_rules.clear_up(marketers, reps, settings(), at(9))
    return reps["clarity"].tolist(), marketers["clarity"].tolist()


def test_who_attends_learns_and_everybody_forgets():
    # half of .5 is left; half of the missing .75 is learned
    assert cleared(2.0 * LN2) == (near([0.625, 0.25]), near([0.25, 0.25]))


def test_newcomers_start_without_the_rules():
    assert cleared(0.0, hired_week=9)[0] == [0.0, 0.0]
