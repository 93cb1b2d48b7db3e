"""Where seats and pairs stand, by hand in a firm of two pods with three reps and two marketers."""

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.world import places
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import wired

some = st.integers(1, 4)


def firm():
    return wired(pods=2, reps=3, marketers=2)


def test_how_many_belong_to_each():
    w = firm()
    assert places.each(w.marketers, w.pods) == 2
    assert places.each(w.reps, w.pods) == 3
    assert places.each(w.pairs, w.pods) == 6
    assert places.each(w.pairs, w.reps) == 2
    assert places.each(w.pairs, w.marketers) == 3


def test_seats_of_a_pod_stand_side_by_side():
    w = firm()
    assert list(places.those_of(1, w.marketers, w.pods)) == [2, 3]
    assert list(places.those_of(0, w.reps, w.pods)) == [0, 1, 2]
    assert list(places.those_of(1, w.reps, w.pods)) == [3, 4, 5]
    assert [places.place_in_pod(seat, w.reps, w.pods) for seat in range(6)] == [0, 1, 2, 0, 1, 2]


def test_things_are_dealt_out_in_turn_within_a_pod():
    w = firm()
    assert [places.dealt_to(number, 1, w.marketers, w.pods) for number in range(3)] == [2, 3, 2]
    assert [places.dealt_to(number, 1, w.reps, w.pods) for number in range(4)] == [3, 4, 5, 3]


def test_pairs_stand_rep_by_rep_and_in_the_order_of_the_pods_marketers():
    w = firm()
    found = [
        places.pair_row(marketer, rep, pod, w.pairs, w.reps)
        for pod in range(2)
        for rep in range(3 * pod, 3 * pod + 3)
        for marketer in range(2 * pod, 2 * pod + 2)
    ]
    assert found == list(range(12))
    assert places.pair_row(NOBODY, 4, 1, w.pairs, w.reps) == 8


def test_a_marketer_has_a_pair_with_every_rep_of_the_own_pod():
    w = firm()
    assert list(places.pairs_of_marketer(1, w.marketers, w.pairs, w.pods)) == [1, 3, 5]
    assert list(places.pairs_of_marketer(2, w.marketers, w.pairs, w.pods)) == [6, 8, 10]


@examples(some, some, some)
def test_they_say_what_the_columns_of_a_firm_say(pods, reps, marketers):
    w = wired(pods=pods, reps=reps, marketers=marketers)
    for people in (w.marketers, w.reps):
        for pod in range(pods):
            assert {int(people[seat]["pod"]) for seat in places.those_of(pod, people, w.pods)} == {
                pod
            }
    for rep in range(len(w.reps)):
        assert {int(w.pairs[row]["rep"]) for row in places.those_of(rep, w.pairs, w.reps)} == {rep}
    for seat in range(len(w.marketers)):
        own = places.pairs_of_marketer(seat, w.marketers, w.pairs, w.pods)
        assert list(own) == np.flatnonzero(w.pairs["marketer"] == seat).tolist()
    for row, pair in enumerate(w.pairs):
        pod = w.reps[pair["rep"]]["pod"]
        assert places.pair_row(pair["marketer"], pair["rep"], pod, w.pairs, w.reps) == row
        assert row in places.those_of(pod, w.pairs, w.pods)
