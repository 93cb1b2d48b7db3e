"""A vote counts as by hand, and is made as hard as unanimity at the usual consent."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.formulas import with_odds
from sim.core.votes import carried, vote_odds
from tests.mechanisms.harness import near

groups = st.lists(st.floats(0, 1), min_size=1, max_size=6)


def test_two_of_three_carry_a_vote():
    # .5 .5 .5: 4 of 8 cases; 1 .5 .5: at least one of two; two of two is unanimity
    assert carried(np.array([0.5, 0.5, 0.5])) == near(0.5)
    assert carried(np.array([1.0, 0.5, 0.5])) == near(0.75)
    assert carried(np.array([0.5, 0.4])) == near(0.2)


@examples(groups)
def test_a_vote_is_the_sum_over_all_ways_to_vote(chances):
    total = 0.0
    for ballot in itertools.product((0, 1), repeat=len(chances)):
        if 2 * sum(ballot) > len(chances):
            total += math.prod(
                p if yes else 1.0 - p for p, yes in zip(chances, ballot, strict=True)
            )
    assert carried(np.array(chances)) == pytest.approx(total, abs=1e-9)


@examples(groups)
def test_a_vote_is_never_harder_than_unanimity_among_the_same_people(chances):
    assert carried(np.array(chances)) >= math.prod(chances) - 1e-12


@pytest.mark.parametrize("members", range(1, 14))
@pytest.mark.parametrize("usual", [0.7, 0.82, 0.95])
def test_at_the_usual_consent_a_vote_is_as_hard_as_unanimity(members, usual):
    chance = with_odds(usual, vote_odds(members, usual))
    assert carried(np.full(members, chance)) == pytest.approx(usual**members, rel=1e-6)


def test_one_person_decides_alike_under_every_rule():
    assert vote_odds(1, 0.82) == pytest.approx(1.0, rel=1e-9)
