import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import knowledge_sharing
from sim.mechanisms.knowledge import Knowledge
from sim.world.names import MACRO, MICRO, SHARED, MarketerTask, RepTask
from sim.world.practices import Practice
from tests.mechanisms.harness import given, near, rows, wired

shares = st.floats(0, 1)
some = st.floats(-5, 5)
LN2 = math.log(2.0)
EVERYTHING = (*SHARED, *MICRO, *MACRO)


def settings(**changes):
    plain = {
        "sales_memory": 1.0, "base_contact": 0.25, "capability": 1.0, "exchange_hours": 1.0,
        "convergence": 0.0, "variety": 104.0, "coolness": 0.5,
    }  # fmt: skip
    return given(Knowledge, **(plain | changes))


def test_openness_by_hand():
    # .8 x .5, half of it in ln 2 hours, half of that left by a conflict of ln 2
    assert knowledge_sharing.openness(0.8, 0.5, LN2, LN2) == near(0.1)


@examples(shares, shares, st.floats(0, 10), st.floats(0, 10))
def test_nobody_takes_in_more_than_capability_and_trust_allow(capability, trust, hours, conflict):
    heard = knowledge_sharing.openness(capability, trust, hours, conflict)
    assert 0.0 <= heard <= capability * trust
    assert knowledge_sharing.openness(0.0, trust, hours, conflict) == 0.0
    assert knowledge_sharing.openness(capability, trust, 0.0, conflict) == 0.0


def test_prepared_hours_let_the_right_source_speak():
    # half of the hours prepared: .4 + .6 x .5
    assert knowledge_sharing.capable(0.4, 1.0, 2.0) == near(0.7)
    assert knowledge_sharing.capable(0.4, 0.0, 0.0) == 0.4


@examples(shares, st.floats(0, 5), st.floats(0, 5))
def test_preparation_never_lowers_capability(capability, prepared, hours):
    assert (
        capability - 1e-12 <= knowledge_sharing.capable(capability, prepared, hours) <= 1.0 + 1e-12
    )


@examples(shares, shares)
def test_a_second_channel_never_carries_less(one, other):
    assert max(one, other) - 1e-12 <= knowledge_sharing.either(one, other) <= 1.0
    assert knowledge_sharing.either(one, 0.0) == one


def test_convergence_grows_with_meetings_and_fades_without():
    # .8 of .5 left, a tenth of the way from there to 1
    assert knowledge_sharing.converged(0.5, 0.1, 0.8) == near(0.46)
    assert knowledge_sharing.converged(0.5, 0.0, 0.8) == near(0.4)


@examples(shares, st.floats(0, 10), shares)
def test_convergence_stays_a_share(state, rate, keep):
    assert 0.0 <= knowledge_sharing.converged(state, rate, keep) <= 1.0


@pytest.mark.parametrize("dimension", EVERYTHING)
def test_a_perfect_exchange_lets_the_right_side_speak(dimension):
    # own 1, other 3: sales knows micro needs, marketing macro ones; shared ones go half and half
    is_own = dimension in MICRO
    mixed = knowledge_sharing.mix(1.0, 3.0, dimension, is_own, 1.0, 0.0)
    expected = 2.0 if dimension in SHARED else 1.0 if is_own else 3.0
    assert mixed == near(expected)


def test_evidence_from_above_mixes_in_whatever_the_dimension():
    # 1 + .25 (3 - 1)
    for dimension in EVERYTHING:
        assert knowledge_sharing.mix(1.0, 3.0, dimension, True, 0.0, 0.25) == near(1.5)


@examples(some, some, st.sampled_from(EVERYTHING), st.booleans(), shares, shares)
def test_what_is_acted_on_lies_between_both_views(own, other, dimension, is_own, share, evidence):
    mixed = knowledge_sharing.mix(own, other, dimension, is_own, share, evidence)
    assert min(own, other) - 1e-9 <= mixed <= max(own, other) + 1e-9
    assert knowledge_sharing.mix(own, other, dimension, is_own, 0.0, 0.0) == own


def meeting(joint=0.0, sharing=0.0, convergence=0.0, before=0.0, present=1):
    world = wired(pods=1, reps=2, marketers=2)
    world.marketers["hours"][:, MarketerTask.JOINT] = joint
    world.reps["hours"][:, RepTask.SHARING] = sharing
    world.reps["present"] = present
    world.pods["convergence"] = before
    knowledge_sharing.meet(
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


def test_newcomers_bring_variety():
    # two in five weights of fresh eyes: three in five of the convergence stay, and fade as usual
    world = wired(reps=2, marketers=2)
    world.pods["convergence"], world.pods["newcomers"] = 0.5, 0.4
    knowledge_sharing.meet(
        np.arange(4), world.pairs, world.marketers, world.reps, world.pods, settings(convergence=0)
    )
    assert world.pods[0]["convergence"] == near(0.6 * 0.5 * 2.0 ** (-1.0 / 104.0))


def together(weeks=1, **hours):
    """Return the pair after some weeks of the same practices; half is forgotten in a week."""
    world = wired()
    for name, value in hours.items():
        if name.isupper():
            world.pairs["together"][0, Practice[name]] = value
        else:
            world.pairs[name] = value
    for _ in range(weeks):
        knowledge_sharing.meet(
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


def test_liaisons_carry_an_exchange_to_those_who_listen():
    world = wired(pods=1, reps=2, marketers=2)
    world.pairs["liaison_hours"] = [LN2, 0.0, 0.0, 0.0]
    world.pairs["trust_rep_in_marketer"], world.pairs["trust_marketer_in_rep"] = 0.8, 0.4
    world.reps["liaison_receptivity"], world.marketers["liaison_receptivity"] = (
        [1.0, 0.5],
        [1.0, 0.5],
    )
    knowledge_sharing.relay(world.pairs, world.marketers, world.reps, world.pods, settings())
    assert world.reps["liaison_information"].tolist() == near([0.4, 0.2])
    assert world.marketers["liaison_information"].tolist() == near([0.2, 0.1])
    world.pairs["liaison_hours"] = 0.0
    knowledge_sharing.relay(world.pairs, world.marketers, world.reps, world.pods, settings())
    assert not world.reps["liaison_information"].any()


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
    tables = (world.pairs, world.pods, world.segments, world.firm, settings(**changes))
    everybody = np.arange(2)
    knowledge_sharing.prepare_pitches(everybody, world.reps, world.marketers, *tables)
    knowledge_sharing.prepare_messages(everybody, world.marketers, world.reps, *tables)
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


def test_a_reporting_meeting_settles_for_the_middle_right_or_wrong():
    # averaged for ever: half way from 1 to 3, also where one side is blind
    pitch, message = acting(contact=0.0, averaged=1e9)
    assert pitch == near([2.0] * 6)
    assert message == near(pitch)


def test_what_was_relayed_is_acted_on():
    pitch, _message = acting(contact=0.0, relayed=1.0)
    assert pitch == near([2.0, 2.0, 1.0, 1.0, 3.0, 3.0])


def test_what_leaders_settle_behind_doors_is_not_exchanged():
    # a full exchange gives the macro dimensions to marketing; a quarter of it is lost
    world = wired(reps=2, marketers=2)
    world.reps["views"], world.marketers["views"] = 1.0, 3.0
    world.pairs["evidence_hours"] = 1e9
    world.pairs["trust_rep_in_marketer"] = world.pairs["trust_marketer_in_rep"] = 1.0
    world.firm["silenced"] = 0.25
    tables = (world.pairs, world.pods, world.segments, world.firm, settings())
    knowledge_sharing.prepare_pitches(np.arange(2), world.reps, world.marketers, *tables)
    knowledge_sharing.prepare_messages(np.arange(2), world.marketers, world.reps, *tables)
    assert world.reps[0]["pitch"][0, MACRO[0]] == near(1.0 + 0.75 * 2.0)
    assert world.marketers[0]["message"][0, MICRO[0]] == near(3.0 - 0.75 * 2.0)


def test_the_gap_is_the_mean_distance_of_both_sides_pooled_views():
    pods = rows("pods", 1)
    marketers = rows("marketers", 2, pod=0)
    reps = rows("reps", 2, pod=0)
    marketers["views"][:, 0] = [[1.0], [3.0]]  # pooled: 2
    reps["views"][:, 0, :3] = [[0.0], [-2.0]]  # pooled: -1 on three of six dimensions
    knowledge_sharing.compare_views(pods, marketers, reps, rows("segments", 1))
    assert pods[0]["knowledge_gap"] == near(2.5)


def test_everybody_takes_in_what_the_own_pod_says():
    # the second marketer of the second pod exchanged with one of its three reps, the last rep with
    # that marketer alone
    world = wired(pods=2, reps=3, marketers=2)
    world.reps["views"], world.marketers["views"] = 1.0, 3.0
    world.pairs["evidence_hours"][11] = 1e9
    world.pairs["trust_rep_in_marketer"] = world.pairs["trust_marketer_in_rep"] = 1.0
    tables = (world.pairs, world.pods, world.segments, world.firm, settings())
    knowledge_sharing.prepare_pitches(np.arange(6), world.reps, world.marketers, *tables)
    knowledge_sharing.prepare_messages(np.arange(4), world.marketers, world.reps, *tables)
    assert world.reps["pitch"][:, 0, MACRO[0]].tolist() == near([1.0] * 5 + [2.0])
    assert world.marketers["message"][:, 0, MICRO[0]].tolist() == near([3.0] * 3 + [3.0 - 2.0 / 3])
