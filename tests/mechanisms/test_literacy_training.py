import math

from hypothesis import given as examples
from hypothesis import strategies as st

from sim.blocks import BLOCKS
from sim.mechanisms import literacy_training, people
from sim.world import LITERACY_TRAINING
from tests.mechanisms.harness import at, given, near, rows

LN2 = math.log(2.0)
shares = st.floats(0, 1)


def settings():
    return given(literacy_training.LiteracyTraining, level=0.9, enough=10.0, half_life=1.0)


def trained(hours, literacy=0.5, gained=0.0, **columns):
    reps = rows("reps", 1, literacy=literacy, literacy_gained=gained, **columns)
    reps["booked"][:, LITERACY_TRAINING] = hours
    literacy_training.train(reps, settings(), at(9))
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


def test_literacy_is_what_the_person_brought_along_and_what_was_learned():
    plain = {name: each.default for name, each in BLOCKS["people"].parameters.items()}
    plain |= {"persona_spread": 0.0, "literacy": 0.4, "rep_leaving": 0.0}
    reps = rows("reps", 2, present=1, literacy=0.4, literacy_gained=[0.25, 0.0], morale=0.6)
    for row in range(2):
        people.live_rep(row, reps, plain, 1, at(9))
    assert reps["literacy"].tolist() == near([0.65, 0.4])
