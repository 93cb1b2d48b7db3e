import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import brand, marketing_ledger, pay, scoring
from sim.mechanisms.effort import Effort
from sim.world.names import METRICS, MarketerTask
from tests.mechanisms.harness import at, euros, given, near, rows, wired
from tests.mechanisms.payroll import contract, opened, weights
from tests.mechanisms.payroll import settings as pay_settings
from tests.mechanisms.test_scoring import settings as scoring_settings

EURO = 1e-5
some = st.floats(0.2, 40)
horizons = st.floats(0, 200)


EFFORT = given(
    Effort, marketer_week=40.0, marketer_habit=np.array([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])
)


def facts(**changes):
    """Return settings of a pod of two marketers and two reps that books 2,000 EUR a week."""
    plain = {
        "ledger": {"memory": 1.0, "prior": 13.0},
        "pay": {"revenue": 13000.0, "real_leads": 2.0},
        "market": {"reps": 2, "marketers": 2},
        "scoring": {"deal_value": 1000.0, "deal_odds": 0.5},
        "brand": {"hours_power": 0.5},
        "demand": {"list_base": 0.0, "list_brand": 1.0},
        "closing": {"usual_cycle": 5.0},
        "content": {"longest": 40.0, "asset_hours": 10.0, "findability": 0.4},
        "buying_group": {"content_gain": 0.25},
        "campaigns": {"hours_power": 0.5},
        "effort": EFFORT,
        "knowledge": {
            "survey_noise": 0.4, "research_hours": 3.0, "refresh": 4.0, "sales_memory": 2.0,
        },
    }  # fmt: skip
    return {room: settings | changes.get(room, {}) for room, settings in plain.items()}


def paid(**slopes):
    made = np.zeros(len(METRICS))
    for name, worth in slopes.items():
        made[METRICS.index(name)] = worth
    return made


HOURS = {"volume": 8.0, "qualification": 6.0, "research": 3.0, "brand": 4.0, "content": 5.0}


def pod(hours=(), segments=1, **columns):
    """Return a world with one pod of two marketers who split their weeks alike."""
    world = wired(pods=1, reps=2, marketers=2, segments=segments)
    for name, value in (HOURS | dict(hours)).items():
        world.marketers["hours"][:, MarketerTask[name.upper()]] = value
    plain = {"pod_won": 2000.0, "horizon": 15.0}
    for name, value in (plain | columns).items():
        world.marketers[name] = value
    world.segments["built"] = 0.02
    return world


def worths(slope, world=None, p=None):
    """Return what an hour of each task brings the first of the two marketers."""
    world = pod() if world is None else world
    world.marketers["slope"] = slope
    world.marketers["per_euro"] = euros(slope)
    p = p or facts()
    marketing_ledger.sum_brand(world.marketers, world.firm, p["brand"])
    marketing_ledger.weigh(
        world.marketers[0], world.segments, world.marketers, world.pods, world.firm, p
    )
    return world.marketers[0]["worth"].copy()


# ---------------------------------------------------------------- rules


def test_what_grows_with_the_square_root_gains_half_of_its_average_by_a_further_hour():
    assert marketing_ledger.rising(0.5, 8.0) == near(1.0 / 16.0)
    assert marketing_ledger.rising(0.0, 8.0) == 0.0
    # a first hour is worth no more than one after a tenth of an hour
    assert marketing_ledger.rising(0.5, 0.0) == marketing_ledger.rising(0.5, 0.1) == near(5.0)


@examples(some, some, st.floats(0, 1))
def test_the_more_hours_there_are_the_less_a_further_one_moves(one, other, power):
    low, high = sorted((one, other))
    assert 0.0 <= marketing_ledger.rising(power, high) <= marketing_ledger.rising(power, low)


def test_content_is_missing_less_often_the_more_of_it_lives():
    # one asset alive on each of two topics, as a rule
    assert marketing_ledger.missing(0.1, 20.0, 2.0) == near(math.exp(-1.0))
    assert marketing_ledger.missing(0.0, 20.0, 2.0) == 1.0


def test_a_survey_every_half_life_tells_half_of_what_is_known():
    assert marketing_ledger.fresh_part(2.0, 2.0) == near(0.5)
    assert marketing_ledger.fresh_part(0.0, 2.0) == 0.0  # there are none


# ---------------------------------------------------------------- what is remembered


def remembered(index=5, real=(), **columns):
    world = pod(**({"pod_won": 1000.0} | columns))
    world.pods["bookings"] = 4000.0
    world.pairs["real"] = real or [1.0, 7.0, 2.0, 7.0]  # marketer 0 is in pairs 0 and 2
    marketing_ledger.weigh_all(
        np.arange(1), world.marketers, world.pods, world.pairs, world.segments, world.firm, facts(),
        at(index),
    )  # fmt: skip
    return world.marketers[0]


def test_real_leads_and_what_they_brought_are_remembered_with_a_half_life():
    marketer = remembered(real_leads=4.0, won_from=600.0, won_value=500.0)
    assert (marketer["real_leads"], marketer["won_from"]) == near((5.0, 800.0))
    assert marketer["pod_won"] == near(2500.0)
    # the facts of the job count as two real leads, worth 500 each
    assert marketer["per_real"] == near((1000.0 + 800.0) / (2.0 + 5.0))


def test_before_there_is_experience_a_real_lead_is_worth_what_the_facts_say():
    assert remembered(real=(0.0,) * 4)["per_real"] == near(500.0)


def test_leads_that_never_bring_anything_lower_what_a_real_lead_is_thought_to_bring():
    brought = [remembered(real=(real, 0.0, 0.0, 0.0))["per_real"] for real in (0.0, 4.0, 400.0)]
    assert brought == sorted(brought, reverse=True)
    assert brought[-1] < 5.0


def test_a_newcomer_knows_neither_the_leads_nor_the_wins_of_who_left():
    # not even those of the last week
    marketer = remembered(real_leads=4.0, won_from=600.0, won_value=500.0, hired_week=5)
    assert (marketer["real_leads"], marketer["won_from"]) == (0.0, 0.0)
    assert marketer["per_real"] == near(500.0)
    assert marketer["pod_won"] == near(2500.0)  # what the pod books everybody is told


def test_before_the_first_week_the_pod_is_thought_to_book_what_it_usually_does():
    # 2 reps of 1,000 a week, whatever has been booked
    assert remembered(index=0, pod_won=700.0)["pod_won"] == near(2000.0)


# ---------------------------------------------------------------- brand


def test_brand_pay_is_worth_what_an_hour_builds_now_by_hand():
    # half of .02 is one's own; four hours and a root: an eighth of it by a further hour
    worth = worths(paid(brand_index=0.3))
    assert worth[MarketerTask.BRAND] == near(0.3 * 0.01 / 8.0)
    assert np.delete(worth, MarketerTask.BRAND).tolist() == [0.0] * 6


def test_an_hour_is_thought_to_build_what_it_really_builds():
    settings = given(
        brand.Brand,
        decay=0.02,
        growth=0.1,
        power=0.5,
        unit=1.6,
        hours=2.0,
        hours_power=0.5,
        form="power",
    )
    firm = rows("firm", 1, budget=100.0, brand_share=0.5)

    def built(hours):
        world = pod(segments=2)
        world.segments["accounts"] = 10
        world.marketers[0]["hours"][MarketerTask.BRAND] = hours
        brand.build(np.arange(2), world.segments, world.marketers, firm, settings, at(0))
        return world

    step = 1e-4
    more, less = (built(4.0 + sign * step).segments["built"].mean() for sign in (1, -1))
    worth = worths(paid(brand_index=0.3), built(4.0))[MarketerTask.BRAND]
    assert worth == pytest.approx(0.3 * (more - less) / (2.0 * step), rel=1e-6)


def test_what_a_brand_brings_later_counts_as_far_as_somebody_looks_ahead():
    # stock 0 lists half of the buyers, and one more would list a quarter of a share more a unit:
    # half of 2,000 a week at .00001 a euro, for 15 weeks less the five a deal takes
    worth = worths(paid(shared_revenue=EURO))[MarketerTask.BRAND]
    assert worth == near(EURO * 2000.0 * 0.5 * 10.0 * 0.01 / 8.0)
    assert worths(paid(shared_revenue=EURO), pod(horizon=5.0))[MarketerTask.BRAND] == 0.0
    assert worths(paid(shared_revenue=EURO), pod(horizon=1.0))[MarketerTask.BRAND] == 0.0


@examples(horizons, horizons, st.floats(0, 20), st.floats(0, 20))
def test_who_looks_further_ahead_or_has_less_of_a_brand_gains_more_by_it(one, other, poor, rich):
    short, long = sorted((one, other))
    little, much = sorted((poor, rich))
    slope = paid(own_revenue=EURO)

    def worth(horizon, stock):
        world = pod(horizon=horizon)
        world.segments["brand_stock"] = stock
        return worths(slope, world)[MarketerTask.BRAND]

    assert 0.0 <= worth(short, little) <= worth(long, little)
    assert worth(long, much) <= worth(long, little) * (1.0 + 1e-12)


def test_brand_work_that_builds_nothing_is_worth_nothing():
    world = pod()
    world.segments["built"] = 0.0
    assert worths(paid(brand_index=0.3, own_revenue=EURO), world)[MarketerTask.BRAND] == 0.0


def test_the_first_hour_for_the_brand_is_worth_more_than_the_fourth():
    world = pod()
    world.marketers["hours"][0, MarketerTask.BRAND] = 0.0
    first = worths(paid(brand_index=0.3), world)[MarketerTask.BRAND]
    assert first > worths(paid(brand_index=0.3))[MarketerTask.BRAND] > 0.0


def test_who_did_not_work_last_week_reckons_from_usual_hours():
    world, usual = pod(), pod()
    world.marketers["hours"][0] = 0.0
    habit = np.array(EFFORT["marketer_habit"])
    usual.marketers["hours"][0] = habit * EFFORT["marketer_week"]
    for made in (world, usual):
        made.marketers["real_gain"] = 0.05
        made.marketers["volume_gain"] = 0.4
    slope = paid(brand_index=0.3, own_revenue=EURO)
    new, old = worths(slope, world), worths(slope, usual)
    for task in (MarketerTask.VOLUME, MarketerTask.BRAND, MarketerTask.RESEARCH):
        assert new[task] == near(old[task])
        assert new[task] > 0.0


# ---------------------------------------------------------------- content, research, volume


def test_content_helps_where_none_is_at_hand_by_hand():
    # ten hours a week make one asset that lives 40 weeks; so none is missing as exp(-40); with a
    # hundredth of the hours exp(-.4): .25 x .4 / 2 of 2,000 a week for 40 weeks, per ten hours
    slope = paid(team_revenue=EURO)
    worth = worths(slope, pod({"content": 0.05}))[MarketerTask.CONTENT]
    assert worth == near(EURO * 2000.0 * 0.05 * math.exp(-0.4) * 4.0)
    assert worths(slope)[MarketerTask.CONTENT] < 1e-12


@examples(some, some)
def test_the_more_content_there_is_the_less_a_further_hour_helps(one, other):
    low, high = sorted((one, other))
    slope = paid(team_revenue=EURO)
    p = facts(content={"asset_hours": 100.0})
    worth = [worths(slope, pod({"content": x}), p)[MarketerTask.CONTENT] for x in (low, high)]
    assert 0.0 <= worth[1] <= worth[0]


def test_research_blurs_less_by_hand():
    # noise .16 x 3 / 3 hours; half of its derivative -.16 / 3, three quarters of it from the last
    # survey, which was four weeks, two half-lives ago
    worth = worths(paid(), pod(real_gain=0.05))[MarketerTask.RESEARCH]
    assert worth == near(0.05 * 0.5 * 0.16 / 3.0 * 0.75)


def test_without_surveys_research_is_worth_nothing():
    p = facts(knowledge={"refresh": 0.0})
    assert worths(paid(), pod(real_gain=0.05), p)[MarketerTask.RESEARCH] == 0.0


def test_volume_and_qualification_bring_what_scoring_found_they_would():
    worth = worths(paid(), pod(volume_gain=0.4, filter_gain=0.03))
    assert worth[MarketerTask.VOLUME] == near(0.4 / 16.0)
    assert worth[MarketerTask.QUALIFICATION] == 0.03
    assert worths(paid(), pod(volume_gain=-0.4))[MarketerTask.VOLUME] == near(-0.4 / 16.0)


def test_openness_itself_is_not_paid():
    everything = np.full(len(METRICS), 1e-3)
    assert worths(everything)[MarketerTask.JOINT] == 0.0


# ---------------------------------------------------------------- pay


def scored(slope, factor=1.0, **columns):
    """Let scoring look ahead and the marketer weigh; return what hours of each task bring."""
    plain = {
        "flow": 10.0, "in_market_share": 0.2, "handed_rate": 2.0, "capacity": 1.5,
        "per_real": 500.0, "threshold": 0.5,
    }  # fmt: skip
    world = pod(**(plain | columns))
    world.marketers["slope"] = factor * slope
    world.marketers["per_euro"] = factor * euros(slope)
    scoring.set_bar(0, world.marketers, scoring_settings(), EFFORT, 0, at(6))
    return worths(factor * slope, world)


PAYS = st.lists(st.floats(0, 1), min_size=len(METRICS), max_size=len(METRICS))
USUAL = {
    "qualified_leads": 1e-2, "sourced_pipeline": 1e-6, "own_revenue": 1e-5, "team_revenue": 1e-5,
    "shared_revenue": 1e-5, "close_rate": 1e-2, "margin": 1e-6, "retention": 1e-6,
    "brand_index": 1e-1,
}  # fmt: skip
SCALE = np.array([USUAL.get(metric, 1e-3) for metric in METRICS])
"""Slopes as they are usual, by metric."""


@examples(st.floats(0.1, 10), PAYS)
def test_scaling_all_pay_scales_all_worths(factor, parts):
    slope = np.array(parts) * SCALE
    once, more = scored(slope), scored(slope, factor)
    assert more.tolist() == pytest.approx((factor * once).tolist(), rel=1e-6, abs=1e-12)


def test_without_variable_pay_no_hour_brings_anything():
    assert scored(paid()).tolist() == [0.0] * 7


def test_without_variable_pay_no_hour_brings_anything_however_many_leads_lie_about():
    assert scored(paid(), flow=100.0, threshold=-0.5).tolist() == [0.0] * 7


def test_pay_for_leads_makes_qualification_worth_hours_once_leads_lie_about():
    few, many = (scored(paid(lead_volume=0.002), flow=flow) for flow in (10.0, 200.0))
    # room for two more of the 100 that lie about; of few, better sorting only sorts some out
    assert few[MarketerTask.QUALIFICATION] < 0.0
    assert many[MarketerTask.QUALIFICATION] == pytest.approx(0.004, rel=1e-6)
    assert few[MarketerTask.VOLUME] > many[MarketerTask.VOLUME] == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("metric", ["lead_volume", "accepted_leads"])
def test_pay_for_leads_makes_campaigns_worth_hours(metric):
    worth = scored(paid(**{metric: 0.002}))
    assert worth[MarketerTask.VOLUME] > 0.0
    assert worth[MarketerTask.BRAND] == worth[MarketerTask.CONTENT] == 0.0


@pytest.mark.parametrize("metric", ["qualified_leads", "sourced_pipeline", "own_revenue"])
def test_pay_for_what_comes_of_leads_makes_research_and_qualification_worth_hours(metric):
    slope = {"qualified_leads": 0.02, "sourced_pipeline": 2e-5, "own_revenue": 4e-5}[metric]
    worth = scored(paid(**{metric: slope}))
    for task in (MarketerTask.VOLUME, MarketerTask.QUALIFICATION, MarketerTask.RESEARCH):
        assert worth[task] > 0.0, task


def test_what_proves_to_bring_more_per_real_lead_is_followed_more_under_pay_for_revenue():
    slope = paid(own_revenue=4e-5)
    low, high = (scored(slope, per_real=brought) for brought in (100.0, 300.0))
    for task in (MarketerTask.VOLUME, MarketerTask.QUALIFICATION, MarketerTask.RESEARCH):
        assert high[task] == pytest.approx(3.0 * low[task], rel=1e-9)


def test_the_same_euros_are_worth_the_same_under_another_name():
    named = [
        scored(paid(**{metric: 4e-5})).tolist()
        for metric in ("own_revenue", "team_revenue", "shared_revenue")
    ]
    assert named[0] == named[1] == named[2]


def of_group(metric, group, visibility):
    someone = opened(result_visibility=visibility)
    pay.update_slopes(
        someone, weights(**{metric: 1.0}), contract(), False, group,
        pay_settings(visibility=visibility, free_riding=1.0), at(5),
    )  # fmt: skip
    return scored(someone["slope"])


@pytest.mark.parametrize("visibility", [0.0, 0.5, 1.0])
def test_a_marketers_team_is_everybody_so_team_and_shared_are_the_same_contract(visibility):
    named = [of_group(name, (5.0, 3.0), visibility) for name in ("team_revenue", "shared_revenue")]
    assert named[0].tolist() == near(named[1].tolist())


def test_a_shared_euro_is_worth_less_behind_more_reps_and_sight_restores_it():
    task = MarketerTask.VOLUME
    few, many = (of_group("shared_revenue", (reps, 3.0), 0.0)[task] for reps in (2.0, 20.0))
    seen, fully = (of_group("shared_revenue", (20.0, 3.0), sight)[task] for sight in (0.5, 1.0))
    assert many == near(few / 10.0)
    assert many < seen < fully == near(many * 23.0)


def test_the_same_brand_of_more_marketers_is_less_of_each_ones_making_and_sight_restores_it():
    alone, blind, seen = (
        of_group("brand_index", (5.0, people), sight)[MarketerTask.BRAND]
        for people, sight in ((1.0, 0.0), (20.0, 0.0), (20.0, 1.0))
    )
    assert blind == near(alone)  # of a stock that is as large, as much is built by an hour
    assert seen == near(20.0 * blind)
    crowd = wired(pods=1, marketers=20)
    crowd.marketers["hours"][:, MarketerTask.BRAND] = 4.0
    crowd.segments["built"] = 0.02
    slope = paid(brand_index=0.3)
    among_twenty = worths(slope, crowd)[MarketerTask.BRAND]
    assert among_twenty == near(worths(slope)[MarketerTask.BRAND] / 10.0)


def test_brand_pay_moves_hours_to_the_brand():
    # at usual stakes: half of pay varies, all of it by a stock of .6 built in a quarter
    worth = worths(paid(brand_index=0.5 * 2.0 / 0.6))[MarketerTask.BRAND]
    week, temper = 36.0, 0.6
    assert 13.0 * week * worth / temper > 1.0
