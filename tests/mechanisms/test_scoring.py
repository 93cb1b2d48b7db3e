import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import scoring
from sim.mechanisms.effort import Effort
from sim.world.names import MarketerTask, Metric
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import at, euros, given, near, rows, wired

EFFORT = given(
    Effort, marketer_week=40.0, marketer_habit=np.array([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])
)
BELOW_ONE_SD = 0.15865525393145707
"""The share of a normal law more than one standard deviation above its mean."""
bars = st.floats(-1, 2)
some = st.floats(0.01, 50)


def settings(**changes):
    plain = {
        "late": 0.5, "noise": 0.3, "typical_fit": 0.6, "fit_spread": 0.0,
        "default_threshold": 0.45, "lowest": -0.5, "highest": 1.5, "review": 4.0,
        "handling_hours": 0.5, "memory": 8.0, "first_ripe": 0.2, "ripe_range": 4.0,
        "exaggeration": 1.5, "deal_value": 1000.0, "deal_odds": 0.5,
    }  # fmt: skip
    return given(scoring.Scoring, **(plain | changes))


def marketer(slope=(), **columns):
    plain = {
        "flow": 10.0, "in_market_share": 0.2, "handed_rate": 4.0, "capacity": 2.0,
        "present": 1, "skill": 1.0, "per_real": 500.0,
    }  # fmt: skip
    made = rows("marketers", 1, **(plain | columns))
    made["hours"][:, MarketerTask.QUALIFICATION] = 4.0
    for metric, worth in slope:
        made["slope"][:, metric] = worth
    made["per_euro"] = euros(made["slope"])
    return made


def test_a_score_is_fit_times_timing_plus_noise():
    # .5 x .35 + .1
    assert scoring.scored(0.5, 0.35, 0.1) == near(0.275)


def test_three_hours_of_qualification_halve_the_noise():
    assert scoring.remaining_noise(0.4, 3.0) == near(0.2)
    assert scoring.remaining_noise(0.4, 0.0) == 0.4


def test_half_pass_a_bar_at_the_mean():
    assert scoring.passing(0.6, 0.6, 0.2) == near(0.5)
    assert scoring.passing(0.8, 0.6, 0.2) == near(BELOW_ONE_SD)


@examples(bars, bars, some)
def test_a_higher_bar_never_lets_more_pass(one, other, spread):
    low, high = sorted((one, other))
    assert 0.0 <= scoring.passing(high, 0.5, spread) <= scoring.passing(low, 0.5, spread) <= 1.0


def test_leads_come_unevenly_so_some_miss_hours_that_would_do_on_average():
    # a normal law of mean and variance 9, cut off at 9: 9 - 3 / (2 pi)^.5
    assert scoring.handled(9.0, 9.0) == near(9.0 - 3.0 / math.sqrt(2.0 * math.pi))
    # of mean and variance 4, cut off one standard deviation below: 2 x .8413 + 2 x .2420 are over
    density = math.exp(-0.5) / math.sqrt(2.0 * math.pi)
    assert scoring.handled(4.0, 2.0) == near(4.0 - 2.0 * (1.0 - BELOW_ONE_SD) - 2.0 * density)


def test_with_hours_in_plenty_every_lead_is_handed_over_and_without_hours_none():
    assert scoring.handled(9.0, 27.0) == 9.0
    assert scoring.handled(9.0, math.inf) == 9.0
    assert scoring.handled(9.0, 0.0) == 0.0
    assert scoring.handled(0.0, 9.0) == scoring.handled(0.0, 0.0) == 0.0


@examples(st.floats(1, 50), st.floats(1, 50), st.floats(0, 80), st.floats(0, 80))
def test_more_leads_or_hours_never_mean_fewer_handed_over_and_never_more_than_there_are(
    one, other, tight, wide
):
    few, many = sorted((one, other))
    little, much = sorted((tight, wide))
    assert 0.0 <= scoring.handled(few, little) <= min(few, little)
    assert scoring.handled(few, little) <= scoring.handled(few, much) + 1e-9
    assert scoring.handled(few, little) <= scoring.handled(many, little) + 1e-9


def test_hours_of_qualification_less_those_of_matching_say_for_how_many_leads_there_is_room():
    # 4 hours less 1, at half an hour each
    made = marketer(matching_hours=1.0)[0]
    assert scoring.room_for(4.0, made, settings()) == near(6.0)
    assert scoring.room_for(0.5, made, settings()) == 0.0
    assert scoring.room_for(4.0, made, settings(handling_hours=0.0)) == math.inf


def test_where_reps_have_no_time_more_leads_take_each_others_place():
    # half of two are looked at now: of eight an eighth, if nobody has time for more
    assert scoring.looked_at(8.0, 2.0, 0.5, 1.0) == near(0.125)
    # if half of the reps have: half x (1/4)^.5
    assert scoring.looked_at(8.0, 2.0, 0.5, 0.5) == near(0.25)
    assert scoring.looked_at(2.0, 2.0, 0.5, 1.0) == near(0.5)


@examples(some, some, st.floats(0, 1))
def test_where_reps_have_time_the_share_looked_at_stays(leads, handed, share):
    assert scoring.looked_at(leads, handed, share, 0.0) == share


@examples(some, some, some, st.floats(0, 1), st.floats(0, 1))
def test_further_leads_never_raise_the_share_looked_at_nor_lower_their_number(
    one, other, handed, share, crowded
):
    few, many = sorted((one, other))
    of_few = scoring.looked_at(few, handed, share, crowded)
    of_many = scoring.looked_at(many, handed, share, crowded)
    assert 0.0 <= of_many <= of_few <= 1.0
    assert of_few * few <= of_many * many * (1.0 + 1e-9)


def test_expected_leads_at_a_bar():
    # 2 of 10 are real with scores N(.6, .3), 8 are not with N(.3, .3); the bar is at .6
    leads, real = scoring.leads_at(0.6, 10.0, 0.0, marketer()[0], settings())
    assert real == near(1.0)
    assert leads == near(1.0 + 8.0 * BELOW_ONE_SD)


@examples(bars, bars)
def test_a_higher_bar_hands_over_fewer_and_better_leads(one, other):
    low, high = sorted((one, other))
    many, real_of_many = scoring.leads_at(low, 10.0, 0.0, marketer()[0], settings())
    few, real_of_few = scoring.leads_at(high, 10.0, 0.0, marketer()[0], settings())
    assert few <= many
    assert real_of_few * many >= real_of_many * few * (1.0 - 1e-9)


CROWDED = {"crowded": 1.0}
"""Half of four leads a week are looked at, and no rep has time for more."""


def best_bar(slope, **changes):
    made = marketer(slope, **CROWDED)
    scoring.set_bar(0, made, settings(**changes), EFFORT, 0, at(4))
    return made[0]["threshold"]


def worth_of(bar, made, flow=10.0, depth=0.0, hours=4.0, **changes):
    return scoring.worth_of_bar(bar, flow, depth, hours, made, settings(**changes))


def worths(slope, **changes):
    made = marketer(slope, **CROWDED)[0]
    bars = np.linspace(-0.5, 1.5, 41)
    return [worth_of(float(bar), made, **changes) for bar in bars]


@pytest.mark.parametrize(
    ("slope", "changes"),
    [
        ([(Metric.QUALIFIED_LEADS, 0.02)], {}),  # more real leads, against crowding out
        ([(Metric.QUALIFIED_LEADS, 0.02)], {"handling_hours": 2.0}),  # and against hours
        ([(Metric.ACCEPTED_LEADS, 0.01), (Metric.QUALIFIED_LEADS, 0.02)], {"handling_hours": 1.0}),
    ],
)
def test_the_best_bar_is_neither_the_lowest_nor_the_highest(slope, changes):
    worth = worths(slope, **changes)
    assert 0 < int(np.argmax(worth)) < len(worth) - 1
    assert -0.5 < best_bar(slope, **changes) < 1.5


def test_pay_for_quality_sets_a_higher_bar_than_pay_for_volume():
    volume = best_bar([(Metric.LEAD_VOLUME, 0.01)])
    quality = best_bar([(Metric.QUALIFIED_LEADS, 0.05)])
    assert quality > volume


def test_dearer_handling_never_lowers_the_bar_of_who_is_paid_for_real_leads():
    # reps have time, so only the hours it takes speak against a lead
    made = marketer([(Metric.QUALIFIED_LEADS, 0.02)])[0]
    bars = [
        scoring.best_bar(10.0, 0.0, 4.0, made, settings(handling_hours=hours))
        for hours in (0.2, 0.5, 1.0, 2.0, 4.0)
    ]
    assert bars == sorted(bars)
    assert bars[0] < bars[-1]


def chosen(slope=(), **columns):
    """Return the bar of who has time for every lead, where real leads score .6 and others .3."""
    made = marketer(slope, **({"handed_rate": 2.0} | columns))[0]
    p = settings(noise=0.0, default_threshold=0.72, handling_hours=0.0)
    return scoring.best_bar(10.0, 0.0, 4.0, made, p)


def test_who_earns_nothing_by_any_bar_keeps_the_usual_one():
    assert chosen() == 0.72
    assert chosen([(Metric.OWN_REVENUE, 1e-4)], per_real=0.0) == 0.72


def test_of_bars_that_earn_alike_the_highest_is_taken():
    # every bar below .6 hands over both real leads; the usual one none, and .6 itself one of two
    assert chosen([(Metric.QUALIFIED_LEADS, 0.02)]) == near(0.55)
    # every bar below .3 hands over all ten responses
    assert chosen([(Metric.LEAD_VOLUME, 0.02)]) == near(0.25)


def test_the_usual_bar_stays_where_none_earns_more():
    made = marketer([(Metric.QUALIFIED_LEADS, 0.02)], handed_rate=2.0)[0]
    p = settings(noise=0.0, default_threshold=0.43, handling_hours=0.0)
    assert scoring.best_bar(10.0, 0.0, 4.0, made, p) == 0.43


@examples(st.floats(0, 1), st.integers(0, 30))
def test_a_frozen_bar_is_the_default_under_any_pay(worth, index):
    made = marketer([(Metric.LEAD_VOLUME, worth)])
    scoring.set_bar(0, made, settings(), EFFORT, 1, at(index))
    assert made[0]["threshold"] == 0.45


def test_between_reviews_the_bar_stays():
    made = marketer([(Metric.LEAD_VOLUME, 0.01)], threshold=0.77)
    scoring.set_bar(0, made, settings(), EFFORT, 0, at(6))
    assert made[0]["threshold"] == 0.77


def test_a_claim_is_what_marketing_believes_stretched():
    # at a bar of .6: 1 real of 1 + 8 x .1587; times 1.5
    made = marketer(threshold=0.6)
    scoring.set_bar(0, made, settings(), EFFORT, 0, at(6))
    assert made[0]["claim"] == near(1.5 / (1.0 + 8.0 * BELOW_ONE_SD))


def test_spare_hours_go_into_qualification():
    # 2.27 leads of a quarter of an hour each leave the rest of 4 hours for 10 responses
    made = marketer(threshold=0.6)
    scoring.set_bar(0, made, settings(handling_hours=0.25), EFFORT, 0, at(6))
    assert made[0]["depth"] == near((4.0 - 0.25 * (1.0 + 8.0 * BELOW_ONE_SD)) / 10.0)


def test_leads_that_come_unevenly_leave_some_hours_even_where_there_are_too_many():
    # room for two of 2.27 leads, of which only some find it: the rest of one hour sharpens scores
    made = marketer(threshold=0.6)
    made["hours"][:, MarketerTask.QUALIFICATION] = 1.0
    scoring.set_bar(0, made, settings(), EFFORT, 0, at(6))
    over = 1.0 - 0.5 * scoring.handled(1.0 + 8.0 * BELOW_ONE_SD, 2.0)
    assert over > 0.0
    assert made[0]["depth"] == near(over / 10.0)


def scored_leads(threshold, noise=0.0, present=1):
    """Score two responses and a call of this week, in which there is time for eight leads."""
    leads = rows("leads", 3, account_id=[0, 1, 1], marketer_id=[0, 0, NOBODY], lead_id=[5, 6, 7])
    accounts = rows("accounts", 2, in_market=[1, 0], fit=0.8)
    made = marketer(threshold=threshold, claim=0.3, present=present)
    counters = rows("counters", 1, leads=3)
    scoring.score_leads(leads, counters, accounts, made, settings(noise=noise), at(9))
    return leads, made[0]


def test_who_is_looking_scores_higher_and_those_above_the_bar_are_handed_over():
    # fit .8: timing 1 in the market, .5 outside; calls are not scored
    leads, made = scored_leads(0.6)
    assert leads["score"][:2].tolist() == near([0.8, 0.4])
    assert np.isnan(leads["score"][2])
    assert leads["qualified_week"].tolist() == [9, NEVER, NEVER]
    assert leads["claim"].tolist() == [0.3, 0.0, 0.0]
    assert (made["arrived"], made["handed"]) == (2.0, 1.0)


def test_a_vacant_seat_qualifies_nothing():
    leads, made = scored_leads(-1.0, present=0)
    assert (leads["qualified_week"] == NEVER).all()
    assert made["handed"] == 0.0


def with_time(hours, good, turn=0.0, **changes):
    """Return for which of so many good leads there is time, in their order."""
    made = marketer(good=good, turn=turn)[0]
    made["hours"][MarketerTask.QUALIFICATION] = hours
    p = settings(**changes)
    return [number for number in range(good) if scoring.takes_turn(made, p)]


def test_where_hours_suffice_every_good_lead_finds_time():
    # two hours are four leads
    assert with_time(2.0, 4) == [0, 1, 2, 3]
    assert with_time(2.0, 2, turn=0.9) == [0, 1]
    assert with_time(0.0, 3, handling_hours=0.0) == [0, 1, 2]  # what takes no hour needs none


def test_where_hours_do_not_suffice_those_that_find_time_are_spread_over_the_week():
    # room for two of eight: every fourth, from whichever it begins
    assert with_time(1.0, 8) == [3, 7]
    assert with_time(1.0, 8, turn=0.5) == [1, 5]
    assert with_time(0.0, 8, turn=0.9) == []


@examples(st.floats(0, 8), st.integers(1, 40), st.floats(0, 0.999))
def test_hours_of_the_week_are_never_exceeded_by_more_than_what_one_lead_takes(hours, good, turn):
    room = hours / 0.5
    found = len(with_time(hours, good, turn))
    assert min(room, good) - 1.0 - 1e-9 <= found <= min(room + 1.0 + 1e-9, good)


def test_a_part_of_the_hours_a_lead_takes_is_as_much_of_a_chance():
    # .65 hours are 1.3 leads: of four good ones a second finds time three times in ten
    found = [len(with_time(0.65, 4, turn)) for turn in np.arange(0.005, 1.0, 0.01)]
    assert sum(found) == 130
    assert set(found) == {1, 2}


def good_leads(hours, weeks):
    """Let ten good responses a week come to who has so many hours; return how often each left."""
    often = np.zeros(10)
    for week in range(weeks):
        leads = rows("leads", 10, account_id=0, marketer_id=0, lead_id=list(range(10)))
        made = marketer(threshold=0.6)
        made["hours"][:, MarketerTask.QUALIFICATION] = hours
        counters = rows("counters", 1, leads=10)
        p = settings(noise=0.0)
        scoring.set_bar(0, made, p, EFFORT, 0, at(4 * week + 1))
        made["threshold"] = 0.6
        buyers = rows("accounts", 1, in_market=1, fit=0.8)
        scoring.score_leads(leads, counters, buyers, made, p, at(4 * week + 1))
        assert (made[0]["arrived"], made[0]["good"]) == (10.0, 10.0)
        assert made[0]["handed"] == (leads["qualified_week"] != NEVER).sum()
        often += leads["qualified_week"] != NEVER
    return often


def test_a_good_lead_for_which_there_is_no_time_stays_where_it_is():
    assert good_leads(1.5, 1).sum() == 3
    assert good_leads(5.0, 1).tolist() == [1.0] * 10


def test_no_lead_is_preferred_for_the_place_in_which_it_stands():
    # room for three of ten: each leaves three times in ten, whoever answered before
    often = good_leads(1.5, 600)
    assert often.sum() == 1800
    assert np.abs(often - 180.0).max() < 5.0 * math.sqrt(600.0 * 0.3 * 0.7)


def test_stock_is_taken_with_a_memory():
    # half-life 1: half of the old, half of the new; nothing was followed up
    world = wired(pods=1, marketers=1, reps=2)
    world.marketers[:] = marketer(arrived=20.0, handed=8.0, threshold=0.6)[0]
    world.pairs["followed"] = [3.0, 1.0]
    scoring.take_stock(
        0, world.marketers, world.reps, world.pairs, world.pods, settings(memory=1.0)
    )
    made = world.marketers[0]
    assert (made["flow"], made["handed_rate"], made["capacity"]) == near((15.0, 6.0, 3.0))


def test_a_marketer_sees_how_many_reps_of_the_pod_have_no_time_left():
    # half-life 1: half of .2 before, and half of one rep of two; another pod does not count
    world = wired(pods=2, marketers=2, reps=2)
    world.marketers[:] = marketer(crowded=0.2)[0]
    world.marketers["pod"] = [0, 0, 1, 1]
    world.reps["spare"] = [0.0, 0.5, 0.0, 0.0]
    for row in range(4):
        scoring.take_stock(
            row, world.marketers, world.reps, world.pairs, world.pods, settings(memory=1.0)
        )
    assert world.marketers["crowded"].tolist() == near([0.35, 0.35, 0.6, 0.6])


def plan_of(made):
    """Return hours of qualification a marketer has, and those on each response."""
    return made["hours"][MarketerTask.QUALIFICATION], made["depth"]


def test_what_an_hour_brings_in_a_vacant_seat_is_reckoned_from_usual_hours():
    vacant, there = marketer(present=0), marketer()
    vacant[0]["hours"] = 0.0
    there[0]["hours"][MarketerTask.QUALIFICATION] = 40.0 * 0.2
    for made in (vacant, there):
        made[0]["slope"][Metric.LEAD_VOLUME] = 0.01
        scoring.set_bar(0, made, settings(), EFFORT, 0, at(6))
    assert vacant[0]["volume_gain"] == there[0]["volume_gain"] > 0.0
    assert vacant[0]["filter_gain"] == there[0]["filter_gain"]
    assert vacant[0]["depth"] == 0.0


def test_a_surprise_moves_the_believed_share_of_buyers_within_bounds():
    ripe = []
    for real in (0.0, 4.0, 1000.0):
        world = wired()
        world.marketers[:] = marketer(threshold=0.6)[0]
        world.pairs["followed"] = 4.0
        world.pairs["real"] = real
        scoring.learn_flow(
            np.arange(1), world.marketers, world.reps, world.pairs, world.pods, settings(memory=1.0)
        )
        ripe.append(world.marketers[0]["in_market_share"])
    assert ripe[0] < 0.2 < ripe[1] < ripe[2] == 0.8  # four times the first belief at most


# ---------------------------------------------------------------- joint reviews, groups, reports


@pytest.mark.parametrize(
    ("definition", "index", "due"), [(0, 8, True), (0, 9, False), (1, 8, False), (2, 9, True)]
)
def test_an_agreed_bar_moves_in_joint_reviews_only(definition, index, due):
    assert scoring.is_review(index, 4, definition) is due
    made = marketer([(Metric.LEAD_VOLUME, 0.01)], threshold=0.77, definition=definition)
    scoring.set_bar(0, made, settings(), EFFORT, 0, at(index))
    assert bool(made[0]["threshold"] != 0.77) is due


def test_a_review_weighs_what_both_sides_earn_by_hand():
    # at a bar of .6 one real lead a week and 8 x .1587 others, with hours for them all; reps have
    # time for every one
    # marketing: 13 x .002 x 2.269; a rep: 13 x (.1 x 1 - .01 x 2.269 + .003 x 2.269); 3 : 1
    made = marketer(
        [(Metric.LEAD_VOLUME, 0.002)], threshold=0.6, handed_rate=2.0, capacity=2.0, sales_say=0.25,
        sales_gain=0.1, sales_cost=0.01, sales_bonus=0.003,
    )[0]  # fmt: skip
    leads = 1.0 + 8.0 * BELOW_ONE_SD
    worth = worth_of(0.6, made, handling_hours=0.1)
    theirs = 13.0 * (0.1 - 0.007 * leads)
    assert worth == near(0.75 * 13.0 * 0.002 * leads + 0.25 * theirs)


def test_by_an_agreed_definition_every_lead_is_accepted_looked_at_or_not():
    # half of the leads are looked at; 13 x .002 x 2.269 leads, or half of that
    worths = []
    for definition in (0, 1):
        made = marketer(
            [(Metric.ACCEPTED_LEADS, 0.002)], threshold=0.6, handed_rate=4.0, capacity=4.0,
            definition=definition,
        )[0]  # fmt: skip
        made["handed_rate"] = 1.0 + 8.0 * BELOW_ONE_SD
        made["capacity"] = 0.5 * made["handed_rate"]
        worths.append(worth_of(0.6, made, handling_hours=0.1))
    assert worths[1] == near(13.0 * 0.002 * (1.0 + 8.0 * BELOW_ONE_SD))
    assert worths[0] == near(0.5 * worths[1])


def test_the_more_say_sales_has_the_higher_the_bar_that_volume_pay_sets():
    bars = []
    for say in (0.0, 0.5, 0.9):
        made = marketer(
            [(Metric.LEAD_VOLUME, 0.005)],
            definition=2,
            sales_say=say,
            sales_gain=0.05,
            sales_cost=0.02,
            crowded=1.0,
        )
        scoring.set_bar(0, made, settings(), EFFORT, 0, at(5))
        bars.append(made[0]["threshold"])
    assert bars == sorted(bars)
    assert bars[0] < bars[-1]


def test_matching_responses_takes_hours_from_qualification():
    made = marketer(threshold=0.6, matching_hours=1.0)
    scoring.set_bar(0, made, settings(handling_hours=0.25), EFFORT, 0, at(6))
    assert made[0]["depth"] == near((3.0 - 0.25 * (1.0 + 8.0 * BELOW_ONE_SD)) / 10.0)


def test_a_lead_whose_group_is_too_small_is_neither_handed_over_nor_counted():
    leads = rows("leads", 2, account_id=0, marketer_id=0, lead_id=[5, 6], waits=[1, 0])
    made = marketer(threshold=0.1, definition=1)
    counters = rows("counters", 1, leads=2)
    scoring.score_leads(
        leads, counters, rows("accounts", 1, in_market=1, fit=0.8), made, settings(noise=0.0), at(9)
    )
    assert leads["qualified_week"].tolist() == [NEVER, 9]
    assert leads["agreed"].tolist() == [0, 1]
    assert (made[0]["arrived"], made[0]["handed"]) == (1.0, 1.0)


def test_reports_move_the_belief_as_follow_ups_do():
    ripe = []
    for told, real in ((0.0, 0.0), (4.0, 0.0), (4.0, 4.0)):
        world = wired()
        world.marketers[:] = marketer(threshold=0.6, told=told, told_real=real)[0]
        scoring.learn_flow(
            np.arange(1), world.marketers, world.reps, world.pairs, world.pods, settings(memory=1.0)
        )
        ripe.append(world.marketers[0]["in_market_share"])
    assert ripe[1] < ripe[0] == 0.2 < ripe[2]


def stocked(**columns):
    """Return the capacity a marketer reckons with after four leads of hers were followed up."""
    world = wired(pods=1, marketers=1, reps=2)
    world.marketers[:] = marketer(arrived=20.0, handed=8.0, threshold=0.6, capacity=2.0)[0]
    world.pods["fresher"] = columns.pop("fresher", 0.0)
    world.marketers["promised"] = columns.pop("promised", 0.0)
    world.pairs["followed"] = [3.0, 1.0]
    scoring.take_stock(
        0, world.marketers, world.reps, world.pairs, world.pods, settings(memory=1.0)
    )
    return world.marketers[0]["capacity"]


def test_a_joint_system_shows_follow_ups_sooner():
    # half of the old goes; with a full system all of it
    assert stocked() == near(0.5 * 2.0 + 0.5 * 4.0)
    assert stocked(fresher=0.5) == near(0.25 * 2.0 + 0.75 * 4.0)
    assert stocked(fresher=1.0) == near(4.0)


def test_while_a_joint_plan_holds_its_capacity_counts():
    assert stocked(promised=7.0) == 7.0


# ---------------------------------------------------------------- what more hours would earn


AMPLE = {"handling_hours": 0.1}
"""Hours in which every lead finds time."""


def ahead(slope, **columns):
    """Look ahead at a bar of .6 where all leads are looked at, and there are hours for all."""
    made = marketer(slope, **({"handed_rate": 2.0, "capacity": 2.0, "threshold": 0.6} | columns))[0]
    leads, real = scoring.leads_at(0.6, made["flow"], made["depth"], made, settings())
    scoring.look_ahead(made, *plan_of(made), leads, real, settings(**AMPLE))
    return made, leads, real


def test_where_reps_have_time_more_flow_earns_as_much_more():
    made, leads, _real = ahead([(Metric.LEAD_VOLUME, 0.002)])
    assert made["volume_gain"] == near(0.002 * leads)
    made, _leads, real = ahead([(Metric.QUALIFIED_LEADS, 0.02)])
    assert made["volume_gain"] == near(0.02 * real)
    assert made["real_gain"] == near(0.02 * real)
    # as much also where half is looked at: not for want of time
    made, _leads, real = ahead([(Metric.QUALIFIED_LEADS, 0.02)], capacity=1.0)
    assert made["volume_gain"] == near(0.01 * real)


def test_where_reps_have_no_time_more_flow_earns_nothing_by_what_they_look_at():
    # twice as many real leads, looked at half as often
    made = ahead([(Metric.QUALIFIED_LEADS, 0.02)], handed_rate=4.0, capacity=0.5, crowded=1.0)[0]
    assert made["real_gain"] > 0.0
    assert made["volume_gain"] == near(0.0)


def test_where_there_are_no_hours_for_more_leads_more_flow_earns_little():
    # 45 good responses a week, and hours for eight: the week is full whatever comes
    made = marketer([(Metric.LEAD_VOLUME, 0.002)], flow=200.0, handed_rate=2.0, capacity=2.0)[0]
    leads, real = scoring.leads_at(0.6, 200.0, 0.0, made, settings())
    made["threshold"] = 0.6
    scoring.look_ahead(made, *plan_of(made), leads, real, settings())
    assert made["volume_gain"] == pytest.approx(0.0, abs=1e-9)
    # and an hour more hands over two more
    assert made["filter_gain"] == pytest.approx(0.002 * 2.0, rel=1e-6)


def test_only_real_leads_that_are_handed_over_are_paid():
    # of 45 good responses, ten real ones among them, eight leave
    made = marketer([(Metric.QUALIFIED_LEADS, 0.02)], flow=200.0, handed_rate=2.0, capacity=2.0,
                    threshold=0.6)[0]  # fmt: skip
    leads, real = scoring.leads_at(0.6, 200.0, 0.0, made, settings())
    scoring.look_ahead(made, *plan_of(made), leads, real, settings())
    assert made["real_gain"] == pytest.approx(0.02 * real * 8.0 / leads, rel=1e-6)


def test_an_hour_more_sorts_better_for_who_is_paid_for_real_leads():
    # with a bar of .5 and real leads scoring .6: less noise, more of them pass
    made = marketer([(Metric.QUALIFIED_LEADS, 0.02)], threshold=0.5, handed_rate=2.0, capacity=2.0)[
        0
    ]
    leads, real = scoring.leads_at(0.5, 10.0, 0.0, made, settings())
    scoring.look_ahead(made, *plan_of(made), leads, real, settings(**AMPLE))
    deeper = scoring.depth_of(5.0, leads, made, settings(**AMPLE))
    _leads, more = scoring.leads_at(0.5, 10.0, deeper, made, settings())
    assert made["filter_gain"] == near(0.02 * (more - real))
    assert made["filter_gain"] > 0.0


def test_a_real_lead_is_paid_by_what_such_leads_have_brought():
    # .02, .00001 x 1,000 of pipeline, and .0001 x 500 of what a real lead brought
    made = marketer(
        [(Metric.QUALIFIED_LEADS, 0.02), (Metric.SOURCED_PIPELINE, 1e-5),
         (Metric.SHARED_REVENUE, 1e-4)]
    )[0]  # fmt: skip
    assert scoring.pay_of_real(made, settings()) == near(0.08)


def test_hours_for_leads_come_before_hours_of_sorting():
    # 6 hours less 1 for matching and .4 for leads; or 1.2, room for at most 2.4 of four leads
    made = marketer(matching_hours=1.0)[0]
    assert scoring.depth_of(6.0, 4.0, made, settings(**AMPLE)) == near(0.46)
    taken = 0.5 * scoring.handled(4.0, 2.4)
    assert scoring.depth_of(2.2, 4.0, made, settings()) == near((1.2 - taken) / 10.0)
    assert scoring.depth_of(0.5, 4.0, made, settings()) == 0.0


@examples(st.floats(0, 1), st.floats(0, 20))
def test_without_pay_nothing_more_earns_anything(bar, hours):
    made = marketer(threshold=bar, handed_rate=2.0, capacity=1.0)[0]
    made["hours"][MarketerTask.QUALIFICATION] = hours
    leads, real = scoring.leads_at(bar, 10.0, 0.0, made, settings())
    scoring.look_ahead(made, *plan_of(made), leads, real, settings())
    gains = (made["volume_gain"], made["filter_gain"], made["real_gain"])
    assert gains == (0.0, 0.0, 0.0)
