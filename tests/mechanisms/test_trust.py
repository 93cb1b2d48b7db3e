import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import trust
from tests.mechanisms.harness import given, near, wired

shares = st.floats(0, 1)
events = st.floats(0, 20)


def settings(**changes):
    plain = {"gain": 0.2, "loss": 0.5, "celebrated": 1.0, "prior": 0.5, "half_life": 26.0}
    return given(trust.Trust, **(plain | changes))


def test_kept_expectations_win_a_part_of_what_is_missing_each():
    # of .5 missing, .8 x .8 stays missing
    assert trust.raised(0.5, 0.2, 2.0) == near(0.68)


def test_broken_expectations_cost_a_part_of_trust_each_by_surprise():
    # 1 - .5 x .4 = .8 of it stays, twice
    assert trust.lowered(0.5, 0.5, 0.4, 2.0) == near(0.32)


def test_half_of_the_distance_to_the_prior_is_forgotten_in_a_half_life():
    assert trust.forgotten(0.9, 0.5, 0.5) == near(0.7)


@examples(shares, shares, shares, events, shares, events)
def test_trust_stays_a_share(level, gain, loss, good, surprise, bad):
    assert level - 1e-12 <= trust.raised(level, gain, good) <= 1.0
    assert 0.0 <= trust.lowered(level, loss, surprise, bad) <= level


@examples(shares, shares, shares, shares)
def test_without_gain_loss_and_events_trust_only_drifts_towards_the_prior(
    level, prior, keep, surprise
):
    assert trust.raised(level, 0.0, 5.0) == near(level)
    assert trust.lowered(level, 0.0, surprise, 5.0) == level
    after = trust.forgotten(level, prior, keep)
    assert min(level, prior) - 1e-12 <= after <= max(level, prior) + 1e-12


@examples(shares, shares, events)
def test_nobody_loses_trust_by_what_was_no_surprise(level, loss, bad):
    assert trust.lowered(level, loss, 0.0, bad) == level


def moved(claim=0.4, strain=0.0, level=0.6, holders=0, met=0, **counts):
    world = wired()
    world.marketers["claim"] = claim
    world.marketers["holder"] = holders
    pair = world.pairs
    pair["met"] = met
    pair["trust_rep_in_marketer"] = pair["trust_marketer_in_rep"] = level
    pair["relationship_conflict"] = strain
    for name, value in counts.items():
        pair[name] = value
    # a half-life this long forgets nothing
    trust.move_all(np.arange(1), pair, world.marketers, world.reps, settings(half_life=1e30))
    return pair["trust_rep_in_marketer"][0], pair["trust_marketer_in_rep"][0]


def test_a_lead_that_proves_real_wins_the_reps_trust():
    assert moved(real=1.0) == near((0.68, 0.6))


def test_a_joint_win_celebrated_confirms_both_sides_and_an_empty_party_confirms_nothing():
    assert moved(celebrated=1.0) == near((0.68, 0.68))
    assert moved(celebrated=0.0) == near((0.6, 0.6))


def test_a_lead_that_leads_nowhere_costs_it_as_far_as_it_was_praised():
    assert moved(junk=1.0) == near((0.6 * 0.8, 0.6))
    assert moved(junk=1.0, claim=0.0) == near((0.6, 0.6))


def test_following_up_wins_the_marketers_trust_and_neglect_costs_it():
    assert moved(followed=1.0) == near((0.6, 0.68))
    # one expired, one sent back, each as surprising as the trust of .6: .6 (1 - .5 x .6)^2
    assert moved(expired=1.0, rejected=1.0) == near((0.6, 0.6 * 0.49))


def test_strain_weakens_gains_and_no_losses():
    # a gain of .2 / (1 + 1)
    assert moved(real=1.0, strain=1.0)[0] == near(0.64)
    assert moved(junk=1.0, strain=1.0)[0] == near(0.48)


def test_a_new_person_starts_at_the_prior():
    assert moved(holders=1) == near((0.5, 0.5))
    assert moved(holders=1, met=1) == near((0.6, 0.6))


@pytest.mark.parametrize("prior", [0.2, 0.8])
def test_trust_drifts_to_what_is_usual(prior):
    world = wired()
    for _ in range(26):
        trust.move_all(
            np.arange(1), world.pairs, world.marketers, world.reps,
            settings(prior=prior, half_life=13.0),
        )  # fmt: skip
    # from nothing; after two half-lives a quarter of the distance is left
    assert world.pairs[0]["trust_rep_in_marketer"] == near(prior * 0.75)
