import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.draws import normal, uniform
from sim.mechanisms.buying_group import BuyingGroup
from sim.practices import battles
from sim.practices.battles import FACE, FOUND, Battles
from sim.world.practices import Practice
from sim.world.vectors import NEVER
from tests.mechanisms.harness import at, given, hand_over, near, wired

EQUAL = {"weights": np.full(36, 1.0 / 6.0)}
some = st.floats(-5, 5)


def settings(**changes):
    plain = {"leads": 2, "noise": 0.5}
    return given(Battles, **(plain | changes))


def fought(group=EQUAL, come=1.0, leads=3, trust=0.5, **changes):
    """Return a world after a battle; segment 1 is larger, need 4 is disputed there most."""
    world = wired(pods=1, reps=2, marketers=1, accounts=4, segments=2)
    world.segments["accounts"] = [1, 3]
    world.segments["needs"] = 1.0
    world.accounts["offset"] = 0.25
    world.marketers["views"][:, 0, 2] = 4.0
    world.marketers["views"][:, 1, 4] = 3.0
    world.pairs["together"][:, Practice.BATTLES] = come
    world.pairs["trust_marketer_in_rep"] = trust
    world.pairs["trust_rep_in_marketer"] = trust
    world.pairs["lost_face"] = 9.0
    for account in (0, 1, 3, 1)[: leads + 1]:
        hand_over(world, account)
    tables = (world.pods, world.pairs, world.marketers, world.reps)
    battles.pick_questions(*tables, world.segments, group, settings(**changes))
    battles.spend_leads(
        world.leads, world.counters, world.accounts, world.pods, world.segments,
        settings(**changes), at(7),
    )  # fmt: skip
    battles.lose_face(*tables, at(7))
    return world


def test_a_disagreement_counts_by_relevance_and_size():
    assert battles.worth_testing(3.0, 1.0, 0.25, 0.5) == near(0.25)
    assert battles.worth_testing(1.0, 3.0, 0.25, 0.5) == near(0.25)


def test_precision_grows_with_leads_and_falls_with_noise():
    assert battles.precision_of(3.0, 0.5) == near(12.0)


@examples(some, some, some)
def test_not_both_are_further_off(one, other, outcome):
    assert not (
        battles.is_further_off(one, other, outcome) and battles.is_further_off(other, one, outcome)
    )


def test_relevance_is_the_mean_weight_over_roles():
    weights = np.zeros(36)
    weights[3::6] = [0.6, 0, 0, 0, 0, 0.3]
    assert battles.relevance(3, {"weights": weights}) == near(0.15)
    shipped = BuyingGroup.parameters["weights"].default
    assert sum(battles.relevance(d, {"weights": shipped}) for d in range(6)) == near(1.0)


def test_the_largest_relevant_disagreement_is_picked():
    pod = fought().pods[0]  # 3 x 3/4 beats 4 x 1/4
    assert (pod["battle_segment"], pod["battle_dimension"]) == (1, 4)
    weights = np.zeros(36)
    weights[2::6] = 1.0
    pod = fought({"weights": weights}).pods[0]
    assert (pod["battle_segment"], pod["battle_dimension"]) == (0, 2)


def test_leads_of_the_segment_are_spent_up_to_the_number_and_tell_what_they_need():
    world = fought()
    assert world.leads["tested"][:4].sum() == 2
    assert world.leads["tested"][0] == 0  # of the other segment
    pod = world.pods[0]
    spent = np.flatnonzero(world.leads["tested"][:4])
    found = [1.25 + 0.5 * normal(1, FOUND, lead, 0) for lead in spent]
    assert pod["battle_leads"] == 2.0
    assert pod["battle_outcome"] == near(sum(found) / 2.0)
    assert pod["battle_precision"] == near(8.0)


@pytest.mark.parametrize("nothing", [{"come": 0.0}, {"leads": 0}])
def test_without_people_or_leads_there_is_no_outcome_and_nobody_loses_face(nothing):
    world = fought(**nothing)
    assert not world.leads["tested"].any()
    assert world.pods[0]["battle_precision"] == 0.0
    assert not world.pairs["lost_face"].any()


def test_a_lead_of_nobody_is_never_spent():
    world = fought()
    world.leads["tested"] = 0
    world.leads["marketer_id"] = -1
    world.pods["battle_leads"] = 0.0
    battles.spend_leads(
        world.leads, world.counters, world.accounts, world.pods, world.segments, settings(), at(7)
    )
    assert not world.leads["tested"].any()
    assert world.leads["first_touch_week"][0] == NEVER


def test_each_lead_of_a_week_is_as_likely_to_be_spent_first():
    spent = np.zeros(4)
    for week in range(400):
        world = wired(pods=1, reps=1, marketers=1, accounts=4, segments=1)
        world.pods["battle_segment"] = 0
        for account in range(4):
            hand_over(world, account, week=week)
        battles.spend_leads(
            world.leads, world.counters, world.accounts, world.pods, world.segments,
            settings(leads=1), at(week),
        )  # fmt: skip
        spent += world.leads["tested"][:4]
    assert spent.sum() == 400.0
    assert spent.min() > 70.0  # of 100; beyond three standard deviations below


@pytest.mark.parametrize("trust", [0.0, 0.5, 1.0])
def test_face_is_lost_the_more_surely_the_less_the_loser_trusts(trust):
    world = fought(trust=trust)
    expected = [float(uniform(1, FACE, row, 7) < 1.0 - trust) for row in range(2)]
    assert world.pairs["lost_face"].tolist() == expected


def test_it_is_the_losers_trust_that_counts():
    # marketing says 3, sales 0; the outcome is near 1.25, so marketing was further off
    world = fought(noise=0.05)
    tables = (world.pods, world.pairs, world.marketers, world.reps)
    for ours, theirs, lost in ((1.0, 0.0, 0.0), (0.0, 1.0, 1.0)):
        world.pairs["trust_marketer_in_rep"] = ours
        world.pairs["trust_rep_in_marketer"] = theirs
        world.pairs["lost_face"] = 0.0
        battles.lose_face(*tables, at(7))
        assert world.pairs["lost_face"].tolist() == [lost] * 2
