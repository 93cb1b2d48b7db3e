import math

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import codesign
from sim.world.practices import Practice
from tests.mechanisms.harness import at, given, near, wired

shares = st.floats(0, 1)
LN2 = math.log(2.0)


def settings(enough=2.0, half_life=1.0):
    return given(codesign.Codesign, enough=enough, half_life=half_life)


def test_a_maker_follows_by_trust_and_time():
    # .6 x half at 2 ln 2 hours
    assert codesign.followed(0.6, 2.0 * LN2, 2.0) == near(0.3)


@examples(shares, st.floats(0, 40), st.floats(0.1, 40))
def test_nobody_follows_further_than_trust_goes(trust, hours, enough):
    assert 0.0 <= codesign.followed(trust, hours, enough) <= trust
    assert codesign.followed(trust, 0.0, enough) == 0.0


def session(marketing=2.0 * LN2, sales=(2.0 * LN2, 2.0 * LN2), **columns):
    world = wired(pods=1, marketers=1, reps=2)
    world.marketers["booked"][:, Practice.CODESIGN] = marketing
    world.reps["booked"][:, Practice.CODESIGN] = sales
    world.reps["views"][:, 0, :] = np.array([[1.0], [3.0]])
    world.pairs["trust_marketer_in_rep"] = [0.4, 0.8]
    for name, value in columns.items():
        world.marketers[name] = value
    codesign.sit_down(
        world.marketers, world.reps, world.pairs, world.pods, settings(), at(9)
    )  # fmt: skip
    return world.marketers[0]


def test_a_session_leaves_what_the_reps_think_on_average():
    marketer = session()
    assert (marketer["brief"][0] == 2.0).all()
    assert marketer["brief_weight"] == near(0.3)  # mean trust .6, half taken in


def test_only_those_who_come_are_heard():
    marketer = session(sales=(0.0, 4.0 * LN2))
    assert (marketer["brief"][0] == 3.0).all()
    assert marketer["brief_weight"] == near(0.4)


def test_without_both_sides_nothing_is_said_and_the_last_session_fades():
    for missing in ({"marketing": 0.0}, {"sales": (0.0, 0.0)}):
        marketer = session(**missing, brief=7.0, brief_weight=0.5)
        assert (marketer["brief"][0] == 7.0).all()
        assert marketer["brief_weight"] == near(0.25)
    assert session(marketing=0.0, brief_weight=0.5, hired_week=9)["brief_weight"] == 0.0
