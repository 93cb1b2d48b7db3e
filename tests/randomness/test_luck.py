"""The luck of a run: a key for each pair of seed and replicate, and none outside the range."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.errors import InputError
from sim.core.luck import MOST_REPLICATE, MOST_SEED, luck

SEEDS = st.integers(0, MOST_SEED)
REPLICATES = st.integers(0, MOST_REPLICATE)


@given(one=st.tuples(SEEDS, REPLICATES), other=st.tuples(SEEDS, REPLICATES))
def test_two_pairs_of_seed_and_replicate_never_share_a_key(one, other):
    assert (luck(*one) == luck(*other)) == (one == other)


@given(seed=SEEDS, replicate=REPLICATES)
def test_a_key_is_seed_and_replicate_as_the_two_words_of_philox(seed, replicate):
    key = luck(seed, replicate)
    assert (key & 0xFFFFFFFF, key >> 32) == (seed, replicate)
    assert key < 2**63


def test_replicate_0_has_the_key_that_the_seed_is():
    assert luck(12345) == luck(12345, 0) == 12345


def test_numbers_of_numpy_are_whole_numbers_too():
    key = luck(np.uint32(7), np.int64(3))
    assert (type(key), key) == (int, luck(7, 3))


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ((-1, 0), "seed must be a whole number from 0 to 4294967295, not -1"),
        ((2**32, 0), "seed must be a whole number from 0 to 4294967295, not 4294967296"),
        ((1, -1), "replicate must be a whole number from 0 to 2147483647, not -1"),
        ((1, 2**31), "replicate must be a whole number from 0 to 2147483647, not 2147483648"),
        ((1.5, 0), "seed must be a whole number"),
        ((None, 0), "seed must be a whole number"),
        ((1, "7"), "replicate must be a whole number .* not '7'"),
        ((-1, -2), "seed must be .*; replicate must be "),
    ],
)
def test_values_outside_are_refused_by_name(pair, said):
    with pytest.raises(InputError, match=said):
        luck(*pair)
