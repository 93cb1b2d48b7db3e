import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import scoring
from sim.names import MarketerTask, Metric
from sim.world import NEVER, NOBODY
from tests.mechanisms.harness import at, given, near, rows, wired

BELOW_ONE_SD = 0.15865525393145707
"""The share of a normal law more than one standard deviation above its mean."""
bars = st.floats(-1, 2)
some = st.floats(0.01, 50)


def settings(**changes):
    plain = {
        "late": 0.5, "noise": 0.3, "typical_fit": 0.6, "fit_spread": 0.0,
        "default_threshold": 0.45, "lowest": -0.5, "highest": 1.5, "review": 4.0,
        "handling_hours": 0.5, "strain": 8.0, "week_hours": 40.0, "memory": 8.0,
        "first_ripe": 0.2, "ripe_range": 4.0, "exaggeration": 1.5, "deal_value": 1000.0,
        "deal_odds": 0.5,
    }  # fmt: skip
    return given(scoring.Scoring, **(plain | changes))


def marketer(slope=(), **columns):
    plain = {
        "flow": 10.0, "ripe": 0.2, "usual": 4.0, "capacity": 2.0, "present": 1, "skill": 1.0,
        "per_real": 500.0,
    }  # fmt: skip
    made = rows("marketers", 1, **(plain | columns))
    made["hours"][:, MarketerTask.QUALIFICATION] = 4.0
    for metric, worth in slope:
        made["slope"][:, metric] = worth
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


def test_handling_beyond_the_hours_set_aside_is_felt_by_its_square():
    # ten hours over, a quarter of a week: 8 / 16
    assert scoring.strained(20.0, 10.0, 40.0, 8.0) == near(0.5)
    assert scoring.strained(9.0, 10.0, 40.0, 8.0) == 0.0


def test_where_few_are_looked_at_more_crowd_each_other_out():
    # half are looked at now; four times as many: half x (1/4)^.5
    assert scoring.looked_at(4.0, 1.0, 0.5) == near(0.25)
    assert scoring.looked_at(1.0, 1.0, 0.5) == near(0.5)


@examples(some, some, st.floats(0, 1))
def test_where_all_are_looked_at_more_crowd_nobody_out(leads, handed, share):
    assert scoring.looked_at(leads, handed, 1.0) == 1.0
    assert 0.0 <= scoring.looked_at(leads, handed, share) <= 1.0


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


def best_bar(slope, **changes):
    made = marketer(slope)
    scoring.set_bar(0, made, settings(**changes), 0, at(4))
    return made[0]["threshold"]


def worth_of(bar, made, flow=10.0, depth=0.0, hours=4.0, **changes):
    return scoring.worth_of_bar(bar, flow, depth, hours, made, settings(**changes))


def worths(slope, **changes):
    made = marketer(slope)[0]
    bars = np.linspace(-0.5, 1.5, 41)
    return [worth_of(float(bar), made, **changes) for bar in bars]


@pytest.mark.parametrize(
    ("slope", "changes"),
    [
        ([(Metric.LEAD_VOLUME, 0.002)], {"handling_hours": 1.0}),  # volume, against hours
        ([(Metric.QUALIFIED_LEADS, 0.02)], {"strain": 0.0}),  # quality, against crowding out
        ([(Metric.ACCEPTED_LEADS, 0.01), (Metric.QUALIFIED_LEADS, 0.02)], {"handling_hours": 1.0}),
    ],
)
def test_the_best_bar_is_neither_the_lowest_nor_the_highest(slope, changes):
    worth = worths(slope, **changes)
    assert 0 < int(np.argmax(worth)) < len(worth) - 1
    assert -0.5 < best_bar(slope, **changes) < 1.5


def test_pay_for_quality_sets_a_higher_bar_than_pay_for_volume():
    volume = best_bar([(Metric.LEAD_VOLUME, 0.01)], handling_hours=1.0)
    quality = best_bar([(Metric.QUALIFIED_LEADS, 0.05)], handling_hours=1.0)
    assert quality > volume


def test_dearer_handling_never_lowers_the_bar():
    bars = [best_bar([(Metric.LEAD_VOLUME, 0.005)], strain=strain) for strain in (1.0, 8.0, 60.0)]
    assert bars == sorted(bars)


@examples(st.floats(0, 1), st.integers(0, 30))
def test_a_frozen_bar_is_the_default_under_any_pay(worth, index):
    made = marketer([(Metric.LEAD_VOLUME, worth)])
    scoring.set_bar(0, made, settings(), 1, at(index))
    assert made[0]["threshold"] == 0.45


def test_between_reviews_the_bar_stays():
    made = marketer([(Metric.LEAD_VOLUME, 0.01)], threshold=0.77)
    scoring.set_bar(0, made, settings(), 0, at(6))
    assert made[0]["threshold"] == 0.77


def test_a_claim_is_what_marketing_believes_stretched():
    # at a bar of .6: 1 real of 1 + 8 x .1587; times 1.5
    made = marketer(threshold=0.6)
    scoring.set_bar(0, made, settings(), 0, at(6))
    assert made[0]["claim"] == near(1.5 / (1.0 + 8.0 * BELOW_ONE_SD))


def test_spare_hours_go_into_qualification():
    # 2.27 leads of half an hour each leave the rest of 4 hours for 10 responses
    made = marketer(threshold=0.6)
    scoring.set_bar(0, made, settings(), 0, at(6))
    assert made[0]["depth"] == near((4.0 - 0.5 * (1.0 + 8.0 * BELOW_ONE_SD)) / 10.0)


def scored_leads(threshold, noise=0.0, present=1):
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


def test_stock_is_taken_with_a_memory():
    # half-life 1: half of the old, half of the new; nothing was followed up
    world = wired(marketers=1, reps=2)
    world.marketers[:] = marketer(arrived=20.0, handed=8.0, threshold=0.6)[0]
    world.pairs["followed"] = [3.0, 1.0]
    scoring.take_stock(0, world.marketers, world.pairs, world.pods, settings(memory=1.0))
    made = world.marketers[0]
    assert (made["flow"], made["usual"], made["capacity"]) == near((15.0, 6.0, 3.0))


def test_a_surprise_moves_the_believed_share_of_buyers_within_bounds():
    ripe = []
    for real in (0.0, 4.0, 1000.0):
        world = wired()
        world.marketers[:] = marketer(threshold=0.6)[0]
        world.pairs["followed"] = 4.0
        world.pairs["real"] = real
        scoring.learn_flow(
            np.arange(1), world.marketers, world.pairs, world.pods, settings(memory=1.0)
        )
        ripe.append(world.marketers[0]["ripe"])
    assert ripe[0] < 0.2 < ripe[1] < ripe[2] == 0.8  # four times the first belief at most


# ---------------------------------------------------------------- joint reviews, groups, reports


@pytest.mark.parametrize(
    ("definition", "index", "due"), [(0, 8, True), (0, 9, False), (1, 8, False), (2, 9, True)]
)
def test_an_agreed_bar_moves_in_joint_reviews_only(definition, index, due):
    assert scoring.is_review(index, 4, definition) is due
    made = marketer([(Metric.LEAD_VOLUME, 0.01)], threshold=0.77, definition=definition)
    scoring.set_bar(0, made, settings(), 0, at(index))
    assert bool(made[0]["threshold"] != 0.77) is due


def test_a_review_weighs_what_both_sides_earn_by_hand():
    # at a bar of .6 one real lead a week and 8 x .1587 others; none too many for reps to look at
    # marketing: 13 x .002 x 2.269; a rep: 13 x (.1 x 1 - .01 x 2.269 + .003 x 2.269); 3 : 1
    made = marketer(
        [(Metric.LEAD_VOLUME, 0.002)], threshold=0.6, usual=2.0, capacity=2.0, sales_say=0.25,
        sales_gain=0.1, sales_cost=0.01, sales_bonus=0.003,
    )[0]  # fmt: skip
    leads = 1.0 + 8.0 * BELOW_ONE_SD
    worth = worth_of(0.6, made)
    theirs = 13.0 * (0.1 - 0.007 * leads)
    assert worth == near(0.75 * 13.0 * 0.002 * leads + 0.25 * theirs)


def test_by_an_agreed_definition_every_lead_is_accepted_looked_at_or_not():
    # half of the leads are looked at; 13 x .002 x 2.269 leads, or half of that
    worths = []
    for definition in (0, 1):
        made = marketer(
            [(Metric.ACCEPTED_LEADS, 0.002)], threshold=0.6, usual=4.0, capacity=4.0,
            definition=definition,
        )[0]  # fmt: skip
        made["usual"] = 1.0 + 8.0 * BELOW_ONE_SD
        made["capacity"] = 0.5 * made["usual"]
        worths.append(worth_of(0.6, made))
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
        )
        scoring.set_bar(0, made, settings(), 0, at(5))
        bars.append(made[0]["threshold"])
    assert bars == sorted(bars)
    assert bars[0] < bars[-1]


def test_matching_responses_takes_hours_from_qualification():
    made = marketer(threshold=0.6, matching_hours=1.0)
    scoring.set_bar(0, made, settings(), 0, at(6))
    assert made[0]["depth"] == near((3.0 - 0.5 * (1.0 + 8.0 * BELOW_ONE_SD)) / 10.0)


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
            np.arange(1), world.marketers, world.pairs, world.pods, settings(memory=1.0)
        )
        ripe.append(world.marketers[0]["ripe"])
    assert ripe[1] < ripe[0] == 0.2 < ripe[2]


def stocked(**columns):
    """Return the capacity a marketer reckons with after four leads of hers were followed up."""
    world = wired(marketers=1, reps=2)
    world.marketers[:] = marketer(arrived=20.0, handed=8.0, threshold=0.6, capacity=2.0)[0]
    world.pods["fresher"] = columns.pop("fresher", 0.0)
    world.marketers["promised"] = columns.pop("promised", 0.0)
    world.pairs["followed"] = [3.0, 1.0]
    scoring.take_stock(0, world.marketers, world.pairs, world.pods, settings(memory=1.0))
    return world.marketers[0]["capacity"]


def test_a_joint_system_shows_follow_ups_sooner():
    # half of the old goes; with a full system all of it
    assert stocked() == near(0.5 * 2.0 + 0.5 * 4.0)
    assert stocked(fresher=0.5) == near(0.25 * 2.0 + 0.75 * 4.0)
    assert stocked(fresher=1.0) == near(4.0)


def test_while_a_joint_plan_holds_its_capacity_counts():
    assert stocked(promised=7.0) == 7.0


# ---------------------------------------------------------------- what more hours would earn


def ahead(slope, **columns):
    """Look ahead at a bar of .6 where all leads are looked at."""
    made = marketer(slope, **({"usual": 2.0, "capacity": 2.0, "threshold": 0.6} | columns))[0]
    leads, real = scoring.leads_at(0.6, made["flow"], made["depth"], made, settings())
    scoring.look_ahead(made, leads, real, settings())
    return made, leads, real


def test_where_nobody_is_crowded_out_more_flow_earns_as_much_more():
    made, leads, _real = ahead([(Metric.LEAD_VOLUME, 0.002)])
    assert made["volume_gain"] == near(0.002 * leads)
    made, _leads, real = ahead([(Metric.QUALIFIED_LEADS, 0.02)])
    assert made["volume_gain"] == near(0.02 * real)
    assert made["real_gain"] == near(0.02 * real)


def test_where_leads_crowd_each_other_out_more_flow_earns_less():
    free = ahead([(Metric.QUALIFIED_LEADS, 0.02)])[0]
    crowded = ahead([(Metric.QUALIFIED_LEADS, 0.02)], usual=2.0, capacity=0.5)[0]
    assert crowded["volume_gain"] < free["volume_gain"] * crowded["real_gain"] / free["real_gain"]


def test_an_hour_more_spares_strain_by_hand():
    # 20 responses a week pass as 4.54 leads, at half an hour each .27 more than two hours
    made = marketer(flow=20.0, usual=2.0, capacity=2.0, threshold=0.6)[0]
    made["hours"][MarketerTask.QUALIFICATION] = 2.0
    leads, real = scoring.leads_at(0.6, 20.0, 0.0, made, settings())
    scoring.look_ahead(made, leads, real, settings())
    over = 0.5 * leads - 2.0
    assert 0.0 < over < 1.0
    assert made["filter_gain"] == near(8.0 * (over / 40.0) ** 2 / 13.0)
    assert made["volume_gain"] < 0.0  # more leads, more strain, and no pay


def test_an_hour_more_sorts_better_for_who_is_paid_for_real_leads():
    # with a bar of .5 and real leads scoring .6: less noise, more of them pass
    made = marketer([(Metric.QUALIFIED_LEADS, 0.02)], threshold=0.5, usual=2.0, capacity=2.0)[0]
    leads, real = scoring.leads_at(0.5, 10.0, 0.0, made, settings())
    scoring.look_ahead(made, leads, real, settings())
    deeper = scoring.depth_of(5.0, leads, made, settings())
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
    made = marketer(matching_hours=1.0)[0]
    assert scoring.depth_of(6.0, 4.0, made, settings()) == near(0.3)
    assert scoring.depth_of(2.0, 4.0, made, settings()) == 0.0


@examples(st.floats(0, 1), st.floats(0, 20))
def test_without_pay_more_flow_never_earns_anything(bar, hours):
    made = marketer(threshold=bar, usual=2.0, capacity=1.0)[0]
    made["hours"][MarketerTask.QUALIFICATION] = hours
    leads, real = scoring.leads_at(bar, 10.0, 0.0, made, settings())
    scoring.look_ahead(made, leads, real, settings())
    assert made["volume_gain"] <= 0.0 <= made["filter_gain"]
    assert made["real_gain"] == 0.0
