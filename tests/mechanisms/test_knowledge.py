import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import knowledge
from sim.world.names import MarketerTask, RepTask
from sim.world.practices import Practice
from sim.world.vectors import LAGS
from tests.mechanisms.harness import at, given, near, wired

shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "talks": 30.0, "talk_noise": 0.0, "sales_memory": 1.0, "dullness": 0.25,
        "deal_hours": 10.0, "lag": 6.0, "refresh": 4.0, "survey_noise": 0.0,
        "research_hours": 3.0,
    }  # fmt: skip
    return given(knowledge.Knowledge, **(plain | changes))


def test_what_is_remembered_fades_and_is_added_to():
    assert knowledge.recalled(2.0, 0.5, 3.0) == near(4.0)


def test_biases_converge_and_keep_their_variance():
    # .8 of the own one, .6 of the common one; .64 + .36 = 1
    assert knowledge.blended_bias(1.0, 0.0, 0.36) == near(0.8)
    assert knowledge.blended_bias(0.0, 1.0, 0.36) == near(0.6)


@examples(shares)
def test_variance_of_a_blend_is_one_at_any_convergence(convergence):
    own = knowledge.blended_bias(1.0, 0.0, convergence)
    common = knowledge.blended_bias(0.0, 1.0, convergence)
    assert own**2 + common**2 == near(1.0)


@examples(st.floats(0, 5), st.floats(0, 5))
def test_a_survey_tells_a_finite_number_of_conversations(talk_noise, noise):
    assert 0.0 <= knowledge.survey_weight(talk_noise, noise) <= knowledge.SUREST


def listening(index=5, hired_week=-100, **changes):
    world = wired()
    world.segments["needs"] = 2.0
    world.segments["sales_bias"] = 0.5
    world.reps["hours"][:, RepTask.DEALS] = 10.0
    world.reps["hired_week"] = hired_week
    world.reps["views"] = 4.0
    world.reps["talk_weight"] = 6.0
    knowledge.listen_all(
        np.arange(1), world.reps, world.segments, world.pods, settings(**changes), at(index)
    )
    return world.reps[0]


def test_a_rep_hears_needs_dulled_on_macro_dimensions_and_biased():
    # a newcomer knows only this week: 2 + .5 on shared and micro needs, .25 x 2 + .5 on macro ones
    rep = listening(hired_week=5)
    assert rep["talk_weight"][0] > 0.0
    assert rep["views"][0].tolist() == near([2.5, 2.5, 2.5, 2.5, 1.0, 1.0])


def test_new_conversations_weigh_against_remembered_ones():
    rep = listening()
    talks = rep["talk_weight"][0] - 3.0  # half of 6 is left after one half-life
    share = talks / rep["talk_weight"][0]
    assert talks == int(talks) > 0
    assert rep["views"][0, 0] == near(4.0 + share * (2.5 - 4.0))


def test_without_conversations_a_view_stays():
    rep = listening(talks=0.0)
    assert (rep["views"][0] == 4.0).all()
    assert rep["talk_weight"][0] == near(3.0)


def surveying(index, hired_week=-100, **changes):
    world = wired()
    world.segments["past"][:] = np.arange(LAGS)[None, :, None]
    world.segments["marketing_bias"] = 0.5
    world.marketers["hours"][:, MarketerTask.RESEARCH] = 3.0
    world.marketers["hired_week"] = hired_week
    world.marketers["views"] = -9.0
    knowledge.survey_all(
        np.arange(1), world.marketers, world.segments, world.pods, settings(**changes), at(index)
    )
    return world.marketers[0]["views"][0].tolist()


def test_a_survey_is_late_and_blind_on_micro_dimensions():
    # in week 20 it shows week 14, with a bias of .5
    assert surveying(20) == near([14.5, 14.5, -9.0, -9.0, 14.5, 14.5])
    assert surveying(4)[0] == near(0.5)  # nothing is older than the start
    assert surveying(32)[0] == near(26.5)
    assert surveying(36)[0] == near(3.5)  # week 30 stands in the third place of the ring


def test_a_survey_is_read_when_it_is_due_or_by_a_newcomer():
    assert surveying(21) == [-9.0] * 6
    assert surveying(21, hired_week=21)[0] == near(15.5)
    assert surveying(20, refresh=0.0) == [-9.0] * 6


def test_more_research_makes_surveys_less_noisy():
    def error(hours):
        world = wired(segments=8)
        world.marketers["hours"][:, MarketerTask.RESEARCH] = hours
        knowledge.survey_all(
            np.arange(1), world.marketers, world.segments, world.pods,
            settings(survey_noise=1.0), at(0),
        )  # fmt: skip
        return float((world.marketers[0]["views"] ** 2).sum())

    # four times the hours: the same draws, half as large, a quarter of the square
    assert error(12.0) == near(error(3.0) / 4.0)
    assert math.isfinite(error(0.0))


def test_a_joint_system_shortens_the_lag_of_surveys():
    # half of six weeks: week 20 shows week 17
    world = wired()
    world.segments["past"][:] = np.arange(LAGS)[None, :, None]
    world.marketers["hours"][:, MarketerTask.RESEARCH] = 3.0
    world.pods["fresher"] = 0.5
    knowledge.survey_all(
        np.arange(1), world.marketers, world.segments, world.pods, settings(), at(20)
    )
    assert world.marketers[0]["views"][0, 0] == near(17.0)


# ---------------------------------------------------------------- lessons


def test_a_lesson_worth_a_quarter_of_what_is_known_moves_a_fifth():
    assert knowledge.lesson_share(1.0, 4.0) == near(0.2)
    assert knowledge.lesson_share(0.0, 0.0) == 0.0


def taught(seen=1.0, trust=0.5, pod=None, booked=None, buyer_hours=0.0, **changes):
    world = wired()
    for name, value in (pod or {}).items():
        world.pods[name] = value
    world.segments["needs"] = 2.0
    world.reps["talk_weight"] = seen
    world.marketers["views"] = [3.0, 3.0, 0.0, 0.0, 3.0, 3.0]
    world.marketers["buyer_hours"] = buyer_hours
    world.pairs["trust_rep_in_marketer"] = world.pairs["trust_marketer_in_rep"] = trust
    for people in (world.reps, world.marketers):
        people["practice_hours"] = 1.0
        for practice, hours in (booked or {}).items():
            people["booked"][:, practice] = hours
    given_ = settings(**({"talk_noise": 1.0, "survey_noise": 0.5} | changes))
    tables = (world.pairs, world.pods, world.segments, given_)
    knowledge.teach_reps(np.arange(1), world.reps, world.marketers, *tables)
    knowledge.teach_marketers(np.arange(1), world.marketers, *tables, at(5))
    return world.reps[0]["views"][0].tolist(), world.marketers[0]["views"][0].tolist()


BATTLE = {
    "battle_segment": 0, "battle_dimension": 2, "battle_outcome": 1.0, "battle_leads": 2.0,
    "battle_precision": 2.0,
}  # fmt: skip


def test_an_experiment_moves_both_sides_as_far_as_they_trust_each_other():
    # two leads at a trust of .5 are one conversation, against one: half way from 0 to 1
    views, other = taught(pod=BATTLE, booked={Practice.BATTLES: 1.0})
    assert views == near([0.0, 0.0, 0.5, 0.0, 0.0, 0.0])
    assert other == near([3.0, 3.0, 0.5, 0.0, 3.0, 3.0])
    views, _other = taught(pod=BATTLE, booked={Practice.BATTLES: 1.0}, trust=0.0)
    assert views == [0.0] * 6


def test_who_did_not_come_learns_nothing():
    views, other = taught(pod=BATTLE | {"debriefed": 4.0, "dissected": 1.0})
    assert (views, other) == ([0.0] * 6, [3.0, 3.0, 0.0, 0.0, 3.0, 3.0])


def test_a_deal_taken_apart_teaches_shared_and_micro_needs():
    # reps: weight 4 against 1; marketers: 4 x .5 against surveys worth 4, and against 1
    views, other = taught(pod={"debriefed": 4.0, "dissected": 1.0}, booked={Practice.DEBRIEFS: 1.0})
    assert views == near([0.8] * 4 + [0.0] * 2)
    assert other == near([3.0 - 2.0 / 3.0] * 2 + [2.0 / 3.0] * 2 + [3.0] * 2)


def test_buyers_met_at_first_hand_tell_marketers_of_micro_needs_only():
    _views, other = taught(buyer_hours=1e6, talks=1e-3, deal_hours=10.0, talk_noise=0.0)
    assert other == near([3.0, 3.0, 2.0, 2.0, 3.0, 3.0])


def test_a_rep_in_marketing_learns_what_surveys_show():
    # three hours of three at a trust of .5: half a survey worth 4, against 1
    for hours in (3.0, 30.0):  # there is only one survey to read
        views, _other = taught(booked={Practice.ROTATION: hours}, talks=0.0)
        assert views == near([2.0, 2.0, 0.0, 0.0, 2.0, 2.0])


def test_an_exact_survey_is_taken_over_as_it_is():
    views, _other = taught(booked={Practice.ROTATION: 3.0}, talks=0.0, survey_noise=0.0)
    assert views == pytest.approx([3.0, 3.0, 0.0, 0.0, 3.0, 3.0], abs=1e-6)
    _views, other = taught(
        pod={"debriefed": 4.0, "dissected": 1.0}, booked={Practice.DEBRIEFS: 1.0}, survey_noise=0.0
    )
    assert other == pytest.approx([3.0] * 2 + [2.0 / 3.0] * 2 + [3.0] * 2, abs=1e-6)


def test_lessons_stay_while_conversations_and_surveys_come_in():
    world = wired()
    world.segments["needs"] = 2.0
    world.reps["hours"][:, RepTask.DEALS] = 10.0
    world.reps["views"], world.reps["lesson_weight"] = 4.0, 1e12
    world.marketers["views"], world.marketers["lesson_weight"] = 4.0, 1e12
    for people in (world.reps, world.marketers):
        people["hired_week"] = -100
    given_ = settings(survey_noise=0.5, talk_noise=1.0)
    knowledge.listen_all(np.arange(1), world.reps, world.segments, world.pods, given_, at(4))
    knowledge.survey_all(np.arange(1), world.marketers, world.segments, world.pods, given_, at(4))
    assert world.reps[0]["views"][0] == pytest.approx(4.0, abs=1e-6)
    assert world.marketers[0]["views"][0] == pytest.approx(4.0, abs=1e-6)
    assert world.reps[0]["lesson_weight"][0, 0] == near(5e11)  # half is left after one half-life


def test_a_newcomer_inherits_no_lesson():
    world = wired()
    for people in (world.reps, world.marketers):
        people["hired_week"] = 5
        people["views"], people["lesson_weight"] = 4.0, 9.0
    given_ = settings(talks=0.0)
    knowledge.listen_all(np.arange(1), world.reps, world.segments, world.pods, given_, at(5))
    knowledge.survey_all(np.arange(1), world.marketers, world.segments, world.pods, given_, at(5))
    assert not world.reps["lesson_weight"][0, 0].any()
    assert not world.marketers["lesson_weight"][0, 0].any()
    assert not world.marketers["views"][0, 0, 2:4].any()


def test_of_trust_only_that_between_oneself_and_the_own_pod_counts():
    # the second marketer of the second pod: trust of 0, .5 and 1 by its three reps, .5 on average;
    # the last rep: trust of 1 and 0 in both marketers, .5 on average
    world = wired(pods=2, reps=3, marketers=2)
    for name, value in BATTLE.items():
        world.pods[name] = value
    world.reps["talk_weight"] = 1.0
    for people in (world.reps, world.marketers):
        people["practice_hours"] = 1.0
        people["booked"][:, Practice.BATTLES] = 1.0
    world.pairs["trust_marketer_in_rep"][7::2] = [0.0, 0.5, 1.0]
    world.pairs["trust_rep_in_marketer"][10:] = [1.0, 0.0]
    tables = (world.pairs, world.pods, world.segments, settings(talk_noise=1.0))
    knowledge.teach_reps(np.arange(6), world.reps, world.marketers, *tables)
    knowledge.teach_marketers(np.arange(4), world.marketers, *tables, at(5))
    assert world.reps["views"][:, 0, 2].tolist() == near([0.0] * 5 + [0.5])
    assert world.marketers["views"][:, 0, 2].tolist() == near([0.0] * 3 + [0.5])
