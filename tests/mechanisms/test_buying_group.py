import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import buying_group
from sim.world.names import Outcome, Role
from sim.world.options import Likeness
from tests.mechanisms.harness import at, given, near, open_deal, rows, vector, wired

shares = st.floats(0, 1)
LN2, LN3 = math.log(2.0), math.log(3.0)


def settings(**changes):
    weights = vector(
        buying_group.BuyingGroup, "weights", champion_shared_1=1.0, user_shared_1=0.5,
        user_micro_1=0.5, economic_shared_1=1.0,
    )  # fmt: skip
    plain = {
        "weights": weights, "gain": 0.0, "decay": 0.0, "full_hours": 2.0, "reach": 2.0,
        "floor": 0.4, "content_reach": 0.5, "content_gain": 0.1, "frame_loss": 0.2,
        "literacy_loss": 0.3, "first_support": 0.2, "list_support": 0.1, "customer_support": 0.4,
        "consent_slope": 5.0, "threshold": 0.6, "threshold_spread": 0.0, "group_spread": 0.0,
        "usual_members": 1.0, "foresight": 2.0, "off_list": 0.2, "incumbency": 4.0,
        "rival_odds": 1.0, "tiring": 0.0, "fatigue": 0.0, "spread_hazard": 0.0,
        "rival_base": 0.0, "rival": 0.0,
        "form": "unanimity", "usual_consent": 0.8, "match_form": "gaussian",
    }  # fmt: skip
    return given(buying_group.BuyingGroup, **(plain | changes))


def test_a_week_moves_support():
    # .5, plus .4 of the missing .5, minus .1 of .5
    assert buying_group.moved(0.5, 0.4, 0.1) == near(0.65)


@examples(shares, st.floats(0, 5), shares)
def test_support_stays_a_share_and_rests_without_push_and_decay(support, push, decay):
    assert 0.0 <= buying_group.moved(support, push, decay) <= 1.0
    assert buying_group.moved(support, 0.0, 0.0) == support


@examples(shares, shares, shares, shares)
def test_a_stronger_push_never_moves_support_less(support, one, other, decay):
    low, high = sorted((one, other))
    assert buying_group.moved(support, low, decay) <= buying_group.moved(support, high, decay)


def test_half_a_match_at_a_weighted_square_of_2_ln_2():
    assert buying_group.matched(2.0 * LN2, Likeness.GAUSSIAN) == near(0.5)
    assert buying_group.square(1.0, 0.5, 0.25) == near(0.0625)


@pytest.mark.parametrize(
    ("position", "reach", "effect"), [(0, 2.0, 1.0), (1, 1.5, 0.7), (2, 2.0, 0.4), (5, 2.0, 0.4)]
)
def test_whoever_is_not_reached_feels_the_floor(position, reach, effect):
    # half reached: .4 + .6 / 2
    assert buying_group.reached(position, reach, 0.4) == near(effect)


def test_consent_is_even_at_the_threshold_and_three_in_four_ln_3_above_it():
    assert buying_group.consent(0.6, 0.6, 5.0) == 0.5
    assert buying_group.consent(0.6 + LN3 / 5.0, 0.6, 5.0) == near(0.75)


@examples(shares, shares, shares, st.floats(0, 50))
def test_more_support_never_makes_consent_less_likely(one, other, threshold, slope):
    low, high = sorted((one, other))
    assert buying_group.consent(low, threshold, slope) <= buying_group.consent(
        high, threshold, slope
    )


def test_a_group_tires_with_age_and_disagreement():
    # .01 + .002 x 10 + .04 x .5
    assert buying_group.tired(10.0, 0.5, 0.01, 0.002, 0.04) == near(0.05)
    assert buying_group.tired(1e6, 0.5, 0.01, 0.002, 0.04) == 1.0


def test_a_larger_group_takes_more_hours():
    # 6 hours; 2 for a usual group, so 4 for one twice as large
    assert buying_group.full_effort(6.0, 2.0, 10.0, 5.0) == near(1.5)


def matched(role=Role.CHAMPION, frame=0, literacy=1.0, bonus=0.0, reached=0, **prepared):
    # off by 2 ln 2 on the first dimension and by 4 ln 2 on the third
    squares = (2.0 * LN2, 0.0, 4.0 * LN2, 0.0, 0.0, 0.0)
    rep = rows("reps", 1, frame=0, literacy=literacy, **prepared)[0]
    member = rows("members", 1, role=role, frame=frame, reached=reached)[0]
    return buying_group.member_match(member, squares, rep, settings(), bonus)


def test_a_prepared_pitch_meets_the_frame_of_who_is_known_and_guesses_that_of_others():
    prepared = {"framing": 0.5, "frame_guess": 0.25}
    # a fifth of a half is lost by the wrong frame, here in half of the pitches
    assert matched(frame=1, reached=1, **prepared) == near(0.45)
    assert matched(frame=0, reached=1, **prepared) == near(0.5)
    # unknown: every other guess is wrong, also where the habit would have been right
    assert matched(frame=1, reached=0, **prepared) == near(0.5 * (1.0 - 0.2 * 0.75))
    assert matched(frame=0, reached=0, **prepared) == near(0.5 * (1.0 - 0.2 * 0.25))


@examples(shares, shares, shares)
def test_a_frame_is_never_wrong_more_often_than_always(mismatch, met, wrong_guess):
    assert 0.0 <= buying_group.misframed(mismatch, met, met * wrong_guess) <= 1.0 + 1e-12
    assert buying_group.misframed(mismatch, 0.0, 0.0) == mismatch


def test_each_role_weighs_needs_its_own_way():
    assert matched(Role.CHAMPION) == near(0.5)  # exp(-ln 2)
    assert matched(Role.USER) == near(2.0**-1.5)  # half of each: exp(-(ln 2 + 2 ln 2) / 2)


def test_the_wrong_frame_illiteracy_and_content_each_take_their_part():
    assert matched(frame=1) == near(0.4)  # a fifth lost
    assert matched(Role.ECONOMIC, literacy=0.5) == near(0.5 * 0.85)
    assert matched(literacy=0.0) == near(0.5)  # money is talked with the economic buyer
    assert matched(bonus=0.1) == near(0.6)
    assert matched(bonus=0.9) == 1.0


def group(members=3, hours=2.0, **columns):
    world = wired(members=members)
    world.accounts["deal_hours"] = hours
    world.accounts["on_list"] = 1
    for name, value in columns.items():
        world.accounts[name] = value
    return world


def weighed(world, index=10, **changes):
    buying_group.weigh_all(
        np.arange(len(world.accounts)), world.accounts, world.members, world.segments, world.reps,
        world.opportunities, settings(**changes), at(index),
    )  # fmt: skip
    return world.accounts[0]


def test_support_starts_with_the_list_and_with_experience():
    world = group(satisfaction=0.5)
    open_deal(world, created_week=10, existing_customer=1)
    weighed(world)
    # .2 + .1 for the list + .4 x .5 for a content customer
    assert world.members["support"].tolist() == near([0.5] * 3)
    world = group(on_list=0, satisfaction=-5.0)
    open_deal(world, created_week=10, existing_customer=1)
    weighed(world)
    assert world.members["support"].tolist() == near([0.2] * 3)


def test_thresholds_are_drawn_once_per_deal():
    world = group()
    open_deal(world, created_week=10)
    weighed(world, threshold_spread=0.1, group_spread=0.1)
    drawn = world.members["threshold"].copy()
    assert len(set(drawn.tolist())) == 3
    weighed(world, index=11, threshold_spread=0.1, group_spread=0.1)
    assert (world.members["threshold"] == drawn).all()


def test_a_whole_group_shifts_together():
    world = group()
    open_deal(world, created_week=10)
    weighed(world, group_spread=0.1)
    assert len(set(world.members["threshold"].tolist())) == 1
    assert world.members[0]["threshold"] != 0.6


def started(**columns):
    world = group(**columns)
    world.members["support"] = [0.6, 0.6, 0.2]
    world.members["threshold"] = 0.6
    return world


def test_a_week_of_persuasion_by_hand():
    # two hours are full effort and reach two people; the pitch is perfect; gain .5, decay .1:
    # .6 + .5 x .4 - .06 = .74 twice; the third at the floor of .4: .2 + .2 x .8 - .02 = .34
    world = started()
    open_deal(world, created_week=5)
    account = weighed(world, gain=0.5, decay=0.1, usual_members=3.0)
    assert world.members["support"].tolist() == near([0.74, 0.74, 0.34])
    assert world.members["reached"].tolist() == [1, 1, 0]
    assert (account["match"], account["spread"], account["engaged"]) == near((1.0, 0.4, 2))
    even = [1.0 / (1.0 + math.exp(-5.0 * (s - 0.6))) for s in (0.74, 0.74, 0.34)]
    assert account["chance"] == near(math.prod(even))
    later = [1.0 / (1.0 + math.exp(-5.0 * (s - 0.6))) for s in (0.88, 0.88, 0.48)]
    assert account["chance_next_week"] == near(math.prod(later))
    # in two weeks: .14 and then .4 of it, as half of what is missing comes and a tenth goes; the
    # third, at the floor, keeps .7 of a week's change
    far = [1.0 / (1.0 + math.exp(-5.0 * (s - 0.6))) for s in (0.936, 0.936, 0.34 + 0.14 * 1.7)]
    assert account["outlook"] == near(math.prod(far))
    deal = world.opportunities[0]
    assert (deal["hours_worked"], deal["members_engaged"]) == (2.0, 2)


def test_an_account_programme_reaches_further_members():
    world = started(programme_reach=1.0)
    open_deal(world, created_week=5)
    weighed(world, gain=0.5, decay=0.1, usual_members=3.0)
    assert world.members["support"].tolist() == near([0.74, 0.74, 0.58])
    assert world.members["reached"].tolist() == [1, 1, 1]


def test_a_skilled_hour_moves_as_much_as_two_hours_at_half_the_skill():
    # four hours at half the skill are two: see the week by hand; the deal took four all the same
    world = group(hours=4.0)
    world.members["support"] = [0.6, 0.6, 0.2]
    world.members["threshold"] = 0.6
    world.reps["skill"] = 0.5
    open_deal(world, created_week=5)
    weighed(world, gain=0.5, decay=0.1, usual_members=3.0)
    assert world.members["support"].tolist() == near([0.74, 0.74, 0.34])
    assert world.opportunities[0]["hours_worked"] == 4.0


def test_content_reaches_those_nobody_spoke_to():
    # half of the way from the floor of .4 to 1: .7
    world = started(content_fit=1.0)
    open_deal(world, created_week=5)
    weighed(world, gain=0.5, usual_members=3.0)
    assert world.members["support"][2] == near(0.2 + 0.5 * 0.7 * 0.8)
    assert world.members["reached"].tolist() == [1, 1, 1]


def test_without_gain_and_decay_support_stays():
    world = started()
    open_deal(world, created_week=5)
    weighed(world)
    assert world.members["support"].tolist() == [0.6, 0.6, 0.2]


@pytest.mark.parametrize("members", [1, 2, 5, 13])
def test_all_must_consent(members):
    world = group(members)
    world.members["support"] = world.members["threshold"] = 0.6
    open_deal(world, created_week=5)
    assert weighed(world)["chance"] == near(0.5**members)


def chance(on_list=1, **deal):
    world = group(1, on_list=on_list)
    world.members["support"] = world.members["threshold"] = 0.6
    open_deal(world, created_week=5, **deal)
    return weighed(world, rival_odds=0.25)["chance"]


def test_list_incumbency_and_rivals_act_on_the_groups_odds_once():
    assert chance() == near(0.5)
    assert chance(on_list=0) == near(0.2 / 1.2)  # odds of 1, times .2
    assert chance(existing_customer=1) == near(0.8)  # times 4
    assert chance(rivalry=1.0) == near(0.2)  # times 1/4
    assert chance(rivalry=0.5) == near(1.0 / 3.0)  # times 1/2


def fate(**changes):
    world = group()
    open_deal(world, created_week=5, rivalry=1.0)
    return weighed(world, **changes)["exit_outcome"]


def test_a_deal_can_die_of_fatigue_or_go_to_a_rival():
    assert fate() == Outcome.OPEN
    assert fate(tiring=1.0) == Outcome.NO_DECISION
    assert fate(fatigue=0.2) == Outcome.NO_DECISION  # five weeks old
    assert fate(rival_base=1.0) == Outcome.LOST_COMPETITOR
    assert fate(rival=1.0) == Outcome.LOST_COMPETITOR
    assert fate(tiring=1.0, rival=1.0) == Outcome.NO_DECISION


def test_an_account_without_an_open_deal_has_no_chance():
    world = group(chance=0.7, chance_next_week=0.7, exit_outcome=Outcome.NO_DECISION)
    open_deal(world, created_week=5, outcome=Outcome.WON)
    account = weighed(world)
    assert (account["chance"], account["chance_next_week"], account["exit_outcome"]) == (
        0.0,
        0.0,
        0,
    )


def test_features_for_the_client_and_for_the_market_add_to_the_match():
    world = started()
    world.reps["pitch"][:, 0, 0] = 2.0
    plain = float(weighed_with_deal(world)["match"])
    world = started(feature=0.1)
    world.reps["pitch"][:, 0, 0] = 2.0
    world.segments["appeal"] = 0.05
    assert weighed_with_deal(world)["match"] == near(plain + 0.15)


def weighed_with_deal(world):
    open_deal(world, created_week=5)
    return weighed(world)


def test_buyers_who_wait_for_a_promotion_are_harder_to_win():
    world = group(1)
    world.members["support"] = world.members["threshold"] = 0.6
    world.segments["bargain"] = math.log(3.0)
    assert weighed_with_deal(world)["chance"] == near(0.25)
