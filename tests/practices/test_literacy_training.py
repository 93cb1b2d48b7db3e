import math

from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import people
from sim.practices import literacy_training
from sim.world.practices import Practice
from tests.mechanisms.harness import at, given, near, rows

LN2 = math.log(2.0)
shares = st.floats(0, 1)


def settings():
    return given(literacy_training.LiteracyTraining, level=0.9, enough=10.0, half_life=1.0)


def trained(hours, literacy=0.5, gained=0.0, **columns):
    reps = rows("reps", 1, literacy=literacy, literacy_gained=gained, **columns)
    reps["booked"][:, Practice.LITERACY_TRAINING] = hours
    literacy_training.train(reps, settings(), at(9))
    assert reps[0]["literacy_gained"] == near(
        (0.0 if columns else gained) + reps[0]["literacy_change"]
    )
    return reps[0]["literacy_gained"]


def test_a_training_closes_half_of_the_way_to_its_level_in_10_ln_2_hours():
    assert trained(10.0 * LN2) == near(0.2)


def test_it_fades_and_leaves_with_the_person():
    assert trained(0.0, gained=0.2) == near(0.1)
    assert trained(0.0, gained=0.2, hired_week=9) == 0.0


@examples(shares, shares, st.floats(0, 100))
def test_nobody_is_taught_beyond_the_level(literacy, level, hours):
    gained = literacy_training.learned(literacy, level, hours, 10.0)
    assert 0.0 <= gained <= max(level - literacy, 0.0)
    assert literacy_training.learned(literacy, level, 0.0, 10.0) == 0.0


def test_people_take_up_what_was_learned_and_forgotten():
    reps = rows("reps", 2, literacy=0.4, literacy_change=[0.25, -0.1])
    for row in range(2):
        people.live_rep(row, reps, {}, 1, at(9))
    assert reps["literacy"].tolist() == near([0.65, 0.3])
