import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import word_of_mouth
from tests.mechanisms.harness import given, near, rows

some = st.floats(0, 100)


def settings(**changes):
    plain = {"voice": 5.0, "louder": 2.0, "half_life": 52.0}
    return given(word_of_mouth.WordOfMouth, **(plain | changes))


def talked(satisfied=0.0, churned=0.0, reputation=0.0, accounts=100, **changes):
    segments = rows("segments", 1, accounts=accounts, satisfied=satisfied, churned=churned,
                    reputation=reputation)  # fmt: skip
    word_of_mouth.talk_all(np.arange(1), segments, settings(**changes))
    return segments[0]["reputation"]


def test_reputation_fades_and_grows():
    # .9 of .2, plus 5 x .02
    assert word_of_mouth.spread(0.2, 0.9, 5.0, 0.02) == near(0.28)


def test_one_lost_customer_undoes_two_content_ones():
    assert talked(satisfied=2.0, churned=1.0) == 0.0
    # three content, one lost of 100: 5 x (3 - 2) / 100
    assert talked(satisfied=3.0, churned=1.0) == near(0.05)


def test_reputation_halves_in_a_half_life():
    reputation = 0.4
    for _ in range(52):
        reputation = talked(reputation=reputation)
    assert reputation == near(0.2)


@examples(some, some, st.floats(-2, 2))
def test_without_a_voice_reputation_only_fades(satisfied, churned, reputation):
    after = talked(satisfied, churned, reputation, voice=0.0)
    assert abs(after) <= abs(reputation)
    assert after * reputation >= 0.0


@examples(some, some, some)
def test_more_content_customers_never_harm(churned, one, other):
    low, high = sorted((one, other))
    assert talked(low, churned) <= talked(high, churned)


def test_a_segment_without_accounts_has_no_voice():
    assert talked(satisfied=1.0, accounts=0) == 0.0
