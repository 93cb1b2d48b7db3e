import math

from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import content_training
from sim.world.practices import Practice
from sim.world.vectors import NEVER
from tests.mechanisms.harness import at, given, near, rows

LN2 = math.log(2.0)
some = st.floats(0, 20)


def settings():
    return given(content_training.ContentTraining, gain=0.4, enough=2.0, half_life=1.0)


def trained(hours, skill=0.2, **columns):
    reps = rows("reps", 1, content_skill=skill, **columns)
    reps["booked"][:, Practice.CONTENT_TRAINING] = hours
    content_training.train(reps, settings(), at(9))
    return reps[0]


def test_a_training_closes_half_of_what_is_missing_in_2_ln_2_hours():
    # half of .2 is forgotten; half of the .3 up to .4 is learned
    rep = trained(2.0 * LN2)
    assert rep["content_skill"] == near(0.25)
    assert rep["trained_week"] == 9


def test_without_a_training_half_is_forgotten_and_newcomers_know_nothing():
    rep = trained(0.0)
    assert (rep["content_skill"], rep["trained_week"]) == (0.1, NEVER)
    assert trained(0.0, hired_week=9)["content_skill"] == 0.0


@examples(st.floats(0, 1), st.floats(0, 1), some, some)
def test_more_hours_teach_no_less_and_never_beyond_the_gain(skill, gain, one, other):
    low, high = sorted((one, other))
    less = content_training.learned(skill, gain, low, 2.0)
    more = content_training.learned(skill, gain, high, 2.0)
    assert skill <= less <= more <= max(skill, gain) + 1e-12
    assert content_training.learned(skill, gain, 0.0, 2.0) == skill
