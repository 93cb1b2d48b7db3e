import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.blocks import Organisation
from sim.mechanisms import people
from sim.world.names import Kind, Metric
from sim.world.options import Learning
from sim.world.vectors import NEVER
from tests.mechanisms.harness import at, given, near, rows, wired

shares = st.floats(0, 1)
FOR_EVER = 1e9


def settings(**changes):
    plain = {
        "marketer_leaving": 0.0, "rep_leaving": 0.0, "morale_effect": 3.0, "usual_morale": 0.6,
        "pay_mood": 0.5, "strain_mood": 0.05, "mood_memory": 0.1, "vacancy": 8.0, "ramp": 20.0,
        "ramp_start": 0.3, "skill_spread": 0.0, "ego": 0.5, "respect": 0.4, "literacy": 0.5,
        "persona_spread": 0.0, "integrity_spread": 0.0, "opportunity_frame": 0.5, "own_bias": 0.0,
        "horizon": 39.0, "horizon_spread": 0.0, "risk_spread": 0.0, "recognition": 0.0,
        "fresh_eyes": 0.0, "hire_ego": 0.0, "hire_respect": 0.0, "hire_literacy": 0.0,
        "hire_talent": 0.0, "form": "linear",
    }  # fmt: skip
    return given(people.People, **(plain | changes))


def test_a_mood_goes_a_tenth_of_the_way():
    assert people.mood(0.6, 0.1, 0.1) == near(0.55)


@examples(shares, st.floats(-5, 5), shares)
def test_morale_stays_a_share(morale, level, memory):
    assert 0.0 <= people.mood(morale, level, memory) <= 1.0


def test_who_is_as_happy_as_usual_leaves_at_the_usual_rate():
    # .52 a year are .01 a week; e times that for morale lower by a third with effect 3
    assert people.leave_probability(0.52, 0.6, 0.6, 3.0) == near(1.0 - math.exp(-0.01))
    assert people.leave_probability(0.52, 0.6, 0.6 - 1.0 / 3.0, 3.0) == near(
        1.0 - math.exp(-0.01 * math.e)
    )


@examples(st.floats(0, 5), shares, shares, shares, st.floats(0, 20))
def test_lower_morale_never_keeps_anybody(yearly, usual, one, other, effect):
    low, high = sorted((one, other))
    assert (
        0.0
        <= people.leave_probability(yearly, usual, high, effect)
        <= people.leave_probability(yearly, usual, low, effect)
        <= 1.0
    )


def test_halfway_through_the_ramp():
    # .3 + .7 / 2
    assert people.ramped(10.0, 20.0, 0.3, Learning.LINEAR) == near(0.65)
    assert people.ramped(0.0, 20.0, 0.3, Learning.LINEAR) == near(0.3)
    assert people.ramped(99.0, 20.0, 0.3, Learning.LINEAR) == near(1.0)


@examples(st.floats(0, 200))
def test_without_a_ramp_everybody_is_at_full_effect(weeks):
    assert people.ramped(weeks, 0.0, 0.3, Learning.LINEAR) == 1.0


def test_talent_has_mean_one():
    drawn = [people.talent(1, person, settings(skill_spread=0.4), 0.0) for person in range(4000)]
    # standard deviation sqrt(exp(.16) - 1) = .417
    assert abs(np.mean(drawn) - 1.0) < 5.0 * 0.417 / math.sqrt(4000)
    assert people.talent(1, 7, settings(), 0.0) == 1.0


def test_traits_vary_within_0_and_1():
    drawn = [people.trait(1, people.EGO, person, 0.5, 1.0) for person in range(200)]
    assert (min(drawn), max(drawn)) == (0.0, 1.0)
    assert people.trait(1, people.EGO, 7, 0.4, 0.0) == 0.4


def test_no_two_people_share_an_identity():
    known = {
        people.person_identity(kind, seat, holder)
        for kind in range(3)
        for seat in range(20)
        for holder in range(5)
    }
    assert len(known) == 300


def lived(index=5, frozen=0, person=None, **changes):
    world = wired()
    rep = world.reps[0]
    rep["morale"] = 0.6
    rep["paid"] = rep["expected"] = 1.0
    for name, value in (person or {}).items():
        rep[name] = value
    people.live_reps(np.arange(1), world.reps, settings(**changes), frozen, at(index))
    return world, rep


def test_morale_follows_pay_against_expectation_and_strain():
    # .6 + .1 (.5 x .4 - .05 x 2)
    _world, rep = lived(person={"paid": 1.4, "lost_hours": 2.0})
    assert rep["morale"] == near(0.61)


def test_respect_won_in_the_other_craft_stays():
    _world, rep = lived(person={"respect": 0.5, "respect_gain": 0.2})
    assert rep["respect"] == near(0.7)
    _world, rep = lived(person={"respect": 0.95, "respect_gain": 0.2})
    assert rep["respect"] == 1.0


@examples(st.floats(0, 3))
def test_with_the_choice_frozen_pay_moves_no_morale(paid):
    _world, rep = lived(frozen=1, person={"paid": paid})
    assert rep["morale"] == near(0.6)


def test_a_newcomer_ramps_up():
    _world, rep = lived(person={"hired_week": -5})
    assert rep["skill"] == near(0.65)


def test_without_leaving_nobody_leaves():
    for index in range(200):
        assert lived(index, person={"morale": 0.0})[1]["present"] == 1


def left(index=5, vacancy=8.0):
    world, rep = lived(index, rep_leaving=FOR_EVER, vacancy=vacancy, person={"file": 0})
    world.counters["staff"] = 1
    return world, rep


def filled(world, index, **changes):
    people.fill_seats(
        world.marketers, world.reps, world.leaders, world.pods, world.staff, world.counters,
        settings(**changes), given(Organisation, horizon=(52.0, 13.0, 39.0, 52.0)), at(index),
    )  # fmt: skip


def test_who_leaves_is_written_down_and_leaves_a_gap():
    world, rep = left()
    assert (rep["present"], rep["holder"], rep["just_left"]) == (0, 1, 1)
    assert 6 <= rep["until"] <= 21  # up to twice the mean of eight weeks
    filled(world, 5)
    assert (world.staff[0]["left_week"], world.counters[0]["resignations"]) == (5, 1)
    assert (rep["just_left"], rep["present"]) == (0, 0)
    filled(world, 6 if rep["until"] > 6 else 5)
    assert world.counters[0]["resignations"] == 0


def test_a_vacancy_ends_with_a_new_person_who_starts_next_week():
    world, rep = left(vacancy=0.0)
    filled(world, 5)
    assert rep["present"] == 0
    filled(world, 6)
    assert (rep["present"], rep["hired_week"], rep["morale"]) == (1, 7, 0.6)
    assert rep["skill"] == near(0.3)  # usual talent at the start of the ramp
    entry = world.staff[1]
    assert (entry["role"], entry["hired_week"], entry["left_week"]) == (1, 7, NEVER)
    assert entry["person_id"] == people.person_identity(Kind.REP, 0, 1)
    assert rep["file"] == 1


def test_an_empty_seat_resigns_no_more():
    world, rep = left()
    people.live_reps(np.arange(1), world.reps, settings(rep_leaving=FOR_EVER), 0, at(6))
    assert rep["holder"] == 1


def test_marketers_leave_by_their_own_rate():
    world = wired()
    world.marketers["morale"] = 0.6
    people.live_marketers(np.arange(1), world.marketers, settings(rep_leaving=FOR_EVER), 0, at(5))
    assert world.marketers[0]["present"] == 1
    people.live_marketers(
        np.arange(1), world.marketers, settings(marketer_leaving=FOR_EVER), 0, at(5)
    )
    assert world.marketers[0]["present"] == 0


def test_reps_bring_their_own_persona():
    reps = rows("reps", 60)
    changes = {"integrity_spread": 0.5, "own_bias": 0.3, "persona_spread": 0.1}
    for row in range(60):
        people.shape_rep(row, reps, settings(**changes), at(0))
    assert len(set(reps["integrity"].tolist())) == 60
    assert len(set(reps["bias"][:, 0, 0].tolist())) == 60
    assert set(reps["frame"].tolist()) == {0, 1}


@pytest.mark.parametrize(("share", "frame"), [(0.0, 0), (1.0, 1)])
def test_frames_follow_their_share(share, frame):
    reps = rows("reps")
    people.shape_rep(0, reps, settings(opportunity_frame=share), at(0))
    assert reps[0]["frame"] == frame
    assert (reps[0]["integrity"], reps[0]["literacy"]) == (1.0, 0.5)
    assert (reps[0]["bias"] == 0.0).all()


def test_people_differ_in_how_far_ahead_they_look():
    world = wired(pods=1, marketers=1, reps=50)
    for row in range(50):
        people.settle_in(
            world.reps[row], Kind.REP, row, world.staff, world.counters,
            settings(horizon_spread=0.3), at(0),
        )  # fmt: skip
    assert len(set(world.reps["horizon"].tolist())) == 50
    # lognormal around a median of 39
    logs = np.log(world.reps["horizon"] / 39.0)
    assert abs(logs.mean()) < 5.0 * 0.3 / math.sqrt(50)
    assert world.staff["horizon"][:50].tolist() == world.reps["horizon"].tolist()


def test_a_leader_is_written_down_once():
    world = wired()
    world.leaders["present"] = [1, 1, 0, 1]
    for index in (3, 4):
        filled(world, index)
    assert world.counters[0]["staff"] == 3
    entries = world.staff[:3]
    assert entries["horizon"].tolist() == [52.0, 13.0, 52.0]
    assert (entries["role"] == Kind.LEADER).all()
    assert (entries["hired_week"] == 3).all()


# ---------------------------------------------------------------- leaders who leave


def test_a_leader_who_left_is_written_off_and_the_successor_written_down():
    world = wired()
    world.leaders["present"] = [1, 0, 0, 0]
    filled(world, 3)
    world.leaders[0]["holder"], world.leaders[0]["vacant"] = 1, 1
    filled(world, 5)
    assert (world.staff[0]["left_week"], world.counters[0]["staff"]) == (5, 1)
    assert world.counters[0]["resignations"] == 1
    filled(world, 6)
    assert (world.counters[0]["staff"], world.counters[0]["resignations"]) == (1, 0)
    world.leaders[0]["vacant"], world.leaders[0]["outlook"] = 0, math.log(0.5)
    filled(world, 9)
    filled(world, 10)
    assert world.counters[0]["staff"] == 2
    entry = world.staff[1]
    assert (entry["hired_week"], entry["left_week"]) == (9, NEVER)
    assert entry["horizon"] == near(26.0)
    assert entry["person_id"] == people.person_identity(Kind.LEADER, 0, 1)


# ---------------------------------------------------------------- profiles, praise, fresh eyes


def test_a_search_for_a_profile_takes_longer():
    # one standard deviation off in two traits: exp(1)
    assert people.searched(8.0, 2.0) == near(8.0 * math.e)
    assert people.searched(8.0, 0.0) == 8.0


def test_only_who_is_hired_has_the_profile():
    for holder, ego in ((0, 0.5), (1, 0.5 - 2.0 * 0.1)):
        world = wired()
        world.reps["holder"] = holder
        people.settle_in(
            world.reps[0], Kind.REP, 0, world.staff, world.counters,
            settings(persona_spread=0.1, hire_ego=-2.0), at(0),
        )  # fmt: skip
        drawn = people.trait(1, people.EGO, people.person_identity(1, 0, holder), 0.0, 0.1)
        plain = people.trait(1, people.EGO, people.person_identity(1, 0, holder), 0.5, 0.1)
        assert world.reps[0]["ego"] == near(plain + ego - 0.5)
        assert drawn >= 0.0


def test_a_seat_stays_empty_for_longer_when_the_firm_is_choosy():
    usual, choosy = (
        lived(rep_leaving=FOR_EVER, vacancy=100.0, **more)[1]["until"] - 6
        for more in ({}, {"hire_talent": 1.0, "hire_literacy": 1.0})
    )
    assert abs(choosy - usual * math.e) <= math.e


def test_marketers_are_not_searched_for_their_financial_literacy():
    assert people.weeks_empty(Kind.MARKETER, settings(hire_literacy=1.0)) == 8.0
    assert people.weeks_empty(Kind.REP, settings(hire_literacy=1.0)) > 8.0


def test_people_differ_in_how_they_bear_risk():
    world = wired(reps=400)
    for row in range(400):
        people.settle_in(
            world.reps[row], Kind.REP, row, world.staff, world.counters,
            settings(risk_spread=0.5), at(0),
        )  # fmt: skip
    factors = 1.0 + world.reps["caution"]
    # lognormal with mean one and standard deviation sqrt(exp(.25) - 1) = .53
    assert abs(factors.mean() - 1.0) < 5.0 * 0.53 / math.sqrt(400)
    assert (factors > 0.0).all()


@pytest.mark.parametrize(
    ("attained", "morale"), [(1.0, 0.6), (2.0, 0.62), (9.0, 0.62), (0.0, 0.58)]
)
def test_recognition_follows_credited_wins_as_far_as_they_are_seen(attained, morale):
    # .6 + .1 x .4 x half seen x (attainment of own revenue, at most 2, minus 1)
    own = np.zeros(len(Metric))
    own[Metric.OWN_REVENUE] = attained
    _world, rep = lived(person={"attained": own, "result_visibility": 0.5}, recognition=0.4)
    assert rep["morale"] == near(morale)


def test_newcomers_are_counted_pod_by_pod_with_the_weight_of_fresh_eyes():
    world = wired(pods=2, reps=3, marketers=1)
    world.reps[4]["present"], world.reps[4]["until"] = 0, 5
    filled(world, 5, fresh_eyes=0.8)
    assert world.pods["newcomers"].tolist() == near([0.0, 0.8 / 4.0])
    filled(world, 6, fresh_eyes=0.8)
    assert world.pods["newcomers"].tolist() == [0.0, 0.0]
