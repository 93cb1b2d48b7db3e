import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import knowledge
from sim.world.names import MACRO, MICRO, SHARED, MarketerTask, RepTask
from sim.world.practices import Practice
from sim.world.vectors import LAGS
from tests.mechanisms.harness import at, given, near, rows, wired

shares = st.floats(0, 1)
some = st.floats(-5, 5)
LN2 = math.log(2.0)
EVERYTHING = (*SHARED, *MICRO, *MACRO)


def settings(**changes):
    plain = {
        "talks": 30.0, "talk_noise": 0.0, "sales_memory": 1.0, "dullness": 0.25,
        "deal_hours": 10.0, "lag": 6.0, "refresh": 4.0, "survey_noise": 0.0,
        "research_hours": 3.0, "base_contact": 0.25, "capability": 1.0, "exchange_hours": 1.0,
        "convergence": 0.0, "variety": 104.0, "coolness": 0.5,
    }  # fmt: skip
    return given(knowledge.Knowledge, **(plain | changes))


def test_what_is_remembered_fades_and_is_added_to():
    assert knowledge.recalled(2.0, 0.5, 3.0) == near(4.0)


def test_a_view_moves_by_a_share_of_the_surprise():
    assert knowledge.updated(1.0, 3.0, 0.25) == near(1.5)


@examples(some, some, shares)
def test_an_update_lies_between_the_old_view_and_what_was_heard(view, heard, share):
    after = knowledge.updated(view, heard, share)
    assert min(view, heard) - 1e-12 <= after <= max(view, heard) + 1e-12


def test_biases_converge_and_keep_their_variance():
    # .8 of the own one, .6 of the common one; .64 + .36 = 1
    assert knowledge.blended_bias(1.0, 0.0, 0.36) == near(0.8)
    assert knowledge.blended_bias(0.0, 1.0, 0.36) == near(0.6)


@examples(shares)
def test_variance_of_a_blend_is_one_at_any_convergence(convergence):
    own = knowledge.blended_bias(1.0, 0.0, convergence)
    common = knowledge.blended_bias(0.0, 1.0, convergence)
    assert own**2 + common**2 == near(1.0)


def test_openness_by_hand():
    # .8 x .5, half of it in ln 2 hours, half of that left by a conflict of ln 2
    assert knowledge.openness(0.8, 0.5, LN2, LN2) == near(0.1)


@examples(shares, shares, st.floats(0, 10), st.floats(0, 10))
def test_nobody_takes_in_more_than_capability_and_trust_allow(capability, trust, hours, conflict):
    heard = knowledge.openness(capability, trust, hours, conflict)
    assert 0.0 <= heard <= capability * trust
    assert knowledge.openness(0.0, trust, hours, conflict) == 0.0
    assert knowledge.openness(capability, trust, 0.0, conflict) == 0.0


def test_convergence_grows_with_meetings_and_fades_without():
    # .8 of .5 left, a tenth of the way from there to 1
    assert knowledge.converged(0.5, 0.1, 0.8) == near(0.46)
    assert knowledge.converged(0.5, 0.0, 0.8) == near(0.4)


@examples(shares, st.floats(0, 10), shares)
def test_convergence_stays_a_share(state, rate, keep):
    assert 0.0 <= knowledge.converged(state, rate, keep) <= 1.0


@pytest.mark.parametrize("dimension", EVERYTHING)
def test_a_perfect_exchange_lets_the_right_side_speak(dimension):
    # own 1, other 3: sales knows micro needs, marketing macro ones; shared ones go half and half
    is_own = dimension in MICRO
    mixed = knowledge.mix(1.0, 3.0, dimension, is_own, 1.0, 0.0)
    expected = 2.0 if dimension in SHARED else 1.0 if is_own else 3.0
    assert mixed == near(expected)


def test_evidence_from_above_mixes_in_whatever_the_dimension():
    # 1 + .25 (3 - 1)
    for dimension in EVERYTHING:
        assert knowledge.mix(1.0, 3.0, dimension, True, 0.0, 0.25) == near(1.5)


@examples(some, some, st.sampled_from(EVERYTHING), st.booleans(), shares, shares)
def test_what_is_acted_on_lies_between_both_views(own, other, dimension, is_own, share, evidence):
    mixed = knowledge.mix(own, other, dimension, is_own, share, evidence)
    assert min(own, other) - 1e-9 <= mixed <= max(own, other) + 1e-9
    assert knowledge.mix(own, other, dimension, is_own, 0.0, 0.0) == own


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


def meeting(joint=0.0, sharing=0.0, convergence=0.0, before=0.0, present=1):
    world = wired(pods=1, reps=2, marketers=2)
    world.marketers["hours"][:, MarketerTask.JOINT] = joint
    world.reps["hours"][:, RepTask.SHARING] = sharing
    world.reps["present"] = present
    world.pods["convergence"] = before
    knowledge.meet(
        np.arange(4), world.pairs, world.marketers, world.reps, world.pods,
        settings(convergence=convergence),
    )  # fmt: skip
    return world


def test_a_pair_meets_for_as_long_as_both_have_time():
    # 4 joint hours over 2 reps are 2; 2 sharing hours over 2 marketers are 1
    assert meeting(4.0, 2.0).pairs["contact_hours"].tolist() == near([1.25] * 4)
    assert meeting(4.0, 0.0).pairs["contact_hours"].tolist() == near([0.25] * 4)
    assert meeting(4.0, 2.0, present=0).pairs["contact_hours"].tolist() == [0.0] * 4


def test_hours_together_make_views_converge():
    # mean contact 1.25 hours at .04 an hour: .05 of the way; without meetings half fades in 104
    world = meeting(4.0, 2.0, convergence=0.04)
    assert world.pods[0]["contact"] == near(1.25)
    assert world.pods[0]["convergence"] == near(0.05)
    assert meeting(before=0.5).pods[0]["convergence"] == near(0.5 * 2.0 ** (-1.0 / 104.0))


def acting(contact=1e9, trust=1.0, strain=0.0, evidence=0.0, averaged=0.0, relayed=0.0, **changes):
    world = wired(reps=2, marketers=2)
    world.reps["views"] = 1.0
    world.marketers["views"] = 3.0
    world.pairs["evidence_hours"] = contact
    world.pairs["averaged"] = averaged
    world.reps["liaison_information"] = world.marketers["liaison_information"] = relayed
    world.pairs["trust_rep_in_marketer"] = trust
    world.pairs["trust_marketer_in_rep"] = trust
    world.pairs["relationship_conflict"] = strain
    world.firm["evidence_to_sales"] = evidence
    world.firm["evidence_to_marketing"] = evidence
    tables = (world.pairs, world.segments, world.firm, settings(**changes))
    everybody = np.arange(2)
    knowledge.prepare_pitches(everybody, world.reps, world.marketers, *tables)
    knowledge.prepare_messages(everybody, world.marketers, world.reps, *tables)
    return world.reps[1]["pitch"][0].tolist(), world.marketers[1]["message"][0].tolist()


def test_full_exchange_serves_both_sides_alike():
    pitch, message = acting()
    assert pitch == near([2.0, 2.0, 1.0, 1.0, 3.0, 3.0])
    assert message == near(pitch)


@pytest.mark.parametrize(
    "nothing", [{"contact": 0.0}, {"trust": 0.0}, {"capability": 0.0}, {"strain": 1e3}]
)
def test_without_contact_trust_or_capability_each_acts_on_its_own_view(nothing):
    pitch, message = acting(**nothing)
    assert (pitch, message) == ([1.0] * 6, [3.0] * 6)


def test_a_boss_who_listens_mixes_views_as_far_as_trust_goes():
    # evidence .5 x trust .5: a quarter of the way from 1 to 3, and from 3 to 1
    pitch, message = acting(contact=0.0, trust=0.5, evidence=0.5)
    assert (pitch, message) == (near([1.5] * 6), near([2.5] * 6))


def test_the_gap_is_the_mean_distance_of_both_sides_pooled_views():
    pods = rows("pods", 1)
    marketers = rows("marketers", 2, pod=0)
    reps = rows("reps", 2, pod=0)
    marketers["views"][:, 0] = [[1.0], [3.0]]  # pooled: 2
    reps["views"][:, 0, :3] = [[0.0], [-2.0]]  # pooled: -1 on three of six dimensions
    knowledge.compare_views(pods, marketers, reps, rows("segments", 1))
    assert pods[0]["knowledge_gap"] == near(2.5)


# ---------------------------------------------------------------- practices


def test_prepared_hours_let_the_right_source_speak():
    # half of the hours prepared: .4 + .6 x .5
    assert knowledge.capable(0.4, 1.0, 2.0) == near(0.7)
    assert knowledge.capable(0.4, 0.0, 0.0) == 0.4


@examples(shares, st.floats(0, 5), st.floats(0, 5))
def test_preparation_never_lowers_capability(capability, prepared, hours):
    assert capability - 1e-12 <= knowledge.capable(capability, prepared, hours) <= 1.0 + 1e-12


@examples(shares, shares)
def test_a_second_channel_never_carries_less(one, other):
    assert max(one, other) - 1e-12 <= knowledge.either(one, other) <= 1.0
    assert knowledge.either(one, 0.0) == one


def test_a_lesson_worth_a_quarter_of_what_is_known_moves_a_fifth():
    assert knowledge.lesson_share(1.0, 4.0) == near(0.2)
    assert knowledge.lesson_share(0.0, 0.0) == 0.0


def together(weeks=1, **hours):
    """Return the pair after some weeks of the same practices; half is forgotten in a week."""
    world = wired()
    for name, value in hours.items():
        if name.isupper():
            world.pairs["together"][0, Practice[name]] = value
        else:
            world.pairs[name] = value
    for _ in range(weeks):
        knowledge.meet(
            np.arange(1), world.pairs, world.marketers, world.reps, world.pods, settings()
        )
    return world.pairs[0]


def test_every_practice_is_contact_but_only_talk_exchanges_evidence():
    pair = together(CELEBRATIONS=2.0, EXCHANGE=1.0)
    assert pair["contact_hours"] == near(3.25)
    assert pair["evidence_hours"] == near(0.75)  # .25 anyway, half of one hour remembered
    assert together(2, EXCHANGE=1.0)["evidence_hours"] == near(1.0)


@pytest.mark.parametrize("kind", ["working_hours", "passing_hours"])
def test_talk_in_meetings_and_in_passing_is_remembered(kind):
    assert together(**{kind: 1.0})["evidence_hours"] == near(0.75)


def test_reports_bring_no_evidence():
    pair = together(report_hours=1.0, prepared_hours=0.5)
    assert (pair["averaged"], pair["evidence_hours"]) == near((0.5, 0.25))
    assert pair["prepared"] == near(0.25)


def test_with_a_new_person_nothing_is_remembered():
    assert together(talked=4.0, met=3)["talked"] == 0.0
    assert together(talked=4.0)["talked"] == near(2.0)


def test_a_reporting_meeting_settles_for_the_middle_right_or_wrong():
    # averaged for ever: half way from 1 to 3, also where one side is blind
    pitch, message = acting(contact=0.0, averaged=1e9)
    assert pitch == near([2.0] * 6)
    assert message == near(pitch)


def test_liaisons_carry_an_exchange_to_those_who_listen():
    world = wired(pods=1, reps=2, marketers=2)
    world.pairs["liaison_hours"] = [LN2, 0.0, 0.0, 0.0]
    world.pairs["trust_rep_in_marketer"], world.pairs["trust_marketer_in_rep"] = 0.8, 0.4
    world.reps["liaison_receptivity"], world.marketers["liaison_receptivity"] = (
        [1.0, 0.5],
        [1.0, 0.5],
    )
    knowledge.relay(world.pairs, world.marketers, world.reps, world.pods, settings())
    assert world.reps["liaison_information"].tolist() == near([0.4, 0.2])
    assert world.marketers["liaison_information"].tolist() == near([0.2, 0.1])
    world.pairs["liaison_hours"] = 0.0
    knowledge.relay(world.pairs, world.marketers, world.reps, world.pods, settings())
    assert not world.reps["liaison_information"].any()


def test_what_was_relayed_is_acted_on():
    pitch, _message = acting(contact=0.0, relayed=1.0)
    assert pitch == near([2.0, 2.0, 1.0, 1.0, 3.0, 3.0])


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


@examples(st.floats(0, 5), st.floats(0, 5))
def test_a_survey_tells_a_finite_number_of_conversations(talk_noise, noise):
    assert 0.0 <= knowledge.survey_weight(talk_noise, noise) <= knowledge.SUREST


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


def test_newcomers_bring_variety():
    # two in five weights of fresh eyes: three in five of the convergence stay, and fade as usual
    world = wired(reps=2, marketers=2)
    world.pods["convergence"], world.pods["newcomers"] = 0.5, 0.4
    knowledge.meet(
        np.arange(4), world.pairs, world.marketers, world.reps, world.pods, settings(convergence=0)
    )
    assert world.pods[0]["convergence"] == near(0.6 * 0.5 * 2.0 ** (-1.0 / 104.0))


def test_what_leaders_settle_behind_doors_is_not_exchanged():
    # a full exchange gives the macro dimensions to marketing; a quarter of it is lost
    world = wired(reps=2, marketers=2)
    world.reps["views"], world.marketers["views"] = 1.0, 3.0
    world.pairs["evidence_hours"] = 1e9
    world.pairs["trust_rep_in_marketer"] = world.pairs["trust_marketer_in_rep"] = 1.0
    world.firm["silenced"] = 0.25
    tables = (world.pairs, world.segments, world.firm, settings())
    knowledge.prepare_pitches(np.arange(2), world.reps, world.marketers, *tables)
    knowledge.prepare_messages(np.arange(2), world.marketers, world.reps, *tables)
    assert world.reps[0]["pitch"][0, MACRO[0]] == near(1.0 + 0.75 * 2.0)
    assert world.marketers[0]["message"][0, MICRO[0]] == near(3.0 - 0.75 * 2.0)
