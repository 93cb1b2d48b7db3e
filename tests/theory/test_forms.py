"""Published forms of one law agree where they say so, keep its limits, and differ elsewhere."""

import math

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.formulas import answered
from sim.mechanisms import (
    buying_group,
    content,
    delivery,
    demand,
    effort,
    people,
    planning,
)
from sim.world.names import YEAR
from sim.world.options import Attraction, Cooling, Learning, Leaving, Likeness
from sim.world.shared import freshness
from tests.mechanisms.harness import near

P, Q = 0.03 / YEAR, 0.38 / YEAR
positive = st.floats(0, 60)
shares = st.floats(0, 1)


def ordered(one, other):
    return sorted((one, other))


# ---------------------------------------------------------------- leads that cool


@pytest.mark.parametrize("form", Cooling)
def test_every_way_to_cool_starts_whole_and_loses_as_much_in_one_time_constant(form):
    # .4 + .6 / e after the time constant
    assert freshness(0.0, 0.4, 3.0, form) == near(1.0)
    assert freshness(3.0, 0.4, 3.0, form) == near(0.4 + 0.6 / math.e)


@pytest.mark.parametrize("form", Cooling)
@examples(positive, positive, shares, st.floats(0.01, 100))
def test_no_lead_ever_warms_up(form, one, other, stale, cooling):
    low, high = ordered(one, other)
    late, soon = (freshness(days, stale, cooling, form) for days in (high, low))
    assert stale - 1e-12 <= late <= soon <= 1.0


def test_linear_cooling_ends_and_hyperbolic_cooling_lasts_longest():
    # linear: gone after 3 / (1 - 1/e) = 4.75 days; hyperbolic after 30: 1 / (1 + 10 (e - 1))
    assert freshness(4.75, 0.0, 3.0, Cooling.LINEAR) == 0.0
    assert freshness(4.7, 0.0, 3.0, Cooling.LINEAR) > 0.0
    lasting = freshness(30.0, 0.0, 3.0, Cooling.HYPERBOLIC)
    assert lasting == near(1.0 / (1.0 + 10.0 * (math.e - 1.0)))
    assert lasting > 1000 * freshness(30.0, 0.0, 3.0, Cooling.EXPONENTIAL)


# ---------------------------------------------------------------- people


@pytest.mark.parametrize("form", Learning)
def test_every_way_to_learn_is_half_way_at_half_the_ramp(form):
    assert people.ramped(0.0, 20.0, 0.3, form) == near(0.3)
    assert people.ramped(10.0, 20.0, 0.3, form) == near(0.65)
    assert people.ramped(5.0, 0.0, 0.3, form) == 1.0


@pytest.mark.parametrize("form", Learning)
@examples(positive, positive, st.floats(0.1, 104), shares)
def test_nobody_unlearns_or_learns_beyond_full_effect(form, one, other, ramp, start):
    low, high = ordered(one, other)
    soon, late = (people.ramped(weeks, ramp, start, form) for weeks in (low, high))
    assert start - 1e-12 <= soon <= late <= 1.0 + 1e-12


def test_at_the_end_of_the_ramp_only_linear_learning_is_done():
    # exponential: three quarters; power: 1 - 1/3
    ends = [people.ramped(20.0, 20.0, 0.0, form) for form in Learning]
    assert ends == near([1.0, 0.75, 2.0 / 3.0])


# ---------------------------------------------------------------- delivery


@examples(st.floats(0, 10))
def test_odds_and_hazard_of_leaving_agree_at_usual_satisfaction(odds):
    one, other = (delivery.churn_chance(odds, 0.0, 0.0, form) for form in Leaving)
    assert one == pytest.approx(other, abs=1e-12)


@examples(st.floats(0, 10), st.floats(-5, 5), st.floats(-5, 5), st.floats(0, 3))
def test_a_higher_hazard_is_a_chance_that_rises_with_shortfall(odds, one, other, step):
    low, high = ordered(one, other)
    chances = [delivery.churn_chance(odds, x, step, Leaving.HAZARD) for x in (low, high)]
    assert 0.0 <= chances[0] <= chances[1] <= 1.0


def test_a_doubled_hazard_squares_the_chance_to_stay():
    # odds 1 is a chance to stay of a half; twice the hazard a quarter, twice the odds a third
    assert delivery.churn_chance(1.0, math.log(2.0), 0.0, Leaving.HAZARD) == near(0.75)
    assert delivery.churn_chance(1.0, math.log(2.0), 0.0, Leaving.ODDS) == near(2.0 / 3.0)


# ---------------------------------------------------------------- brand, campaigns, planning


@pytest.mark.parametrize("power", [0.1, 0.25, 0.8, 1.0])
def test_power_and_adbudg_have_one_value_and_one_slope_at_one_unit(power):
    step = 1e-6
    for is_adbudg in (False, True):
        assert answered(1.0, power, is_adbudg) == near(1.0)
        assert answered(0.0, power, is_adbudg) == 0.0
        rise = answered(1.0 + step, power, is_adbudg) - answered(1.0 - step, power, is_adbudg)
        assert rise / (2.0 * step) == pytest.approx(power, rel=1e-6)


@examples(positive, positive, st.floats(0.05, 1))
def test_adbudg_never_falls_and_ends_at_twice_one_unit(one, other, power):
    low, high = ordered(one, other)
    assert answered(low, power, True) <= answered(high, power, True) + 1e-12
    assert answered(high, power, True) <= 2.0


def test_adbudg_is_s_shaped_where_twice_the_power_is_above_one():
    def bend(power):
        values = [answered(spend, power, True) for spend in (0.05, 0.1, 0.15)]
        return values[0] - 2.0 * values[1] + values[2]

    assert bend(0.8) > 0.0 > bend(0.25)
    assert answered(0.1, 0.8, True) < answered(0.1, 0.8, False)


@pytest.mark.parametrize("is_adbudg", [False, True])
def test_a_planner_expects_nothing_of_nothing_and_all_of_all(is_adbudg):
    assert planning.part_answered(0.0, 2.0, 0.8, is_adbudg) == 0.0
    assert planning.part_answered(1.0, 2.0, 0.8, is_adbudg) == near(1.0)
    assert planning.part_answered(0.5, 0.0, 0.8, True) == 0.0


def test_a_planner_reckons_with_the_answer_the_brand_will_get():
    # half of two units is one: 1 over 2 x 2^1.6 / (1 + 2^1.6)
    whole = 2.0 * 2.0**1.6 / (1.0 + 2.0**1.6)
    assert planning.part_answered(0.5, 2.0, 0.8, True) == near(1.0 / whole)


# ---------------------------------------------------------------- demand


@examples(st.floats(1e-6, 1 - 1e-6), st.floats(1e-4, 0.1), st.floats(0, 1000))
def test_without_imitation_bass_is_a_constant_hazard(u, hazard, age):
    wait = demand.waited_bass(u, hazard, age, P, 0.0)
    assert wait == pytest.approx(demand.waited(u, hazard), abs=1)


def test_the_share_that_looked_is_the_published_curve():
    # Bass 1969: F(t) = (1 - exp(-(p+q)t)) / (1 + q/p exp(-(p+q)t)), here after ten years
    fade = math.exp(-10 * 0.41)
    looked = (1.0 - fade) / (1.0 + 0.38 / 0.03 * fade)
    assert 1.0 - demand.untouched(10.0 * YEAR, P, Q) == pytest.approx(looked, rel=1e-9)
    assert demand.untouched(0.0, P, Q) == near(1.0)


def hazard_at(age, hazard=0.006):
    """Return the hazard of the next week, from the uniform at which the wait passes one week."""
    low, high = 0.5, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        strikes = demand.waited_bass(middle, hazard, age, P, Q) == 1
        low, high = (low, middle) if strikes else (middle, high)
    return 1.0 - high


def test_both_ways_of_coming_agree_when_half_of_all_have_looked():
    # F = 1/2 where exp(-(p+q)t) = 1 / (2 + q/p)
    half = math.log(2.0 + Q / P) / (P + Q)
    assert demand.untouched(half, P, Q) == near(0.5)
    assert hazard_at(half - 0.5) == pytest.approx(0.006, rel=1e-3)


def test_a_young_category_brings_few_and_an_old_one_many():
    # p + q F over p + q / 2: .03 / .22 at the start, .41 / .22 at the end
    assert hazard_at(0.0) == pytest.approx(0.006 * 0.03 / 0.22, rel=0.02)
    assert hazard_at(5000.0) == pytest.approx(0.006 * 0.41 / 0.22, rel=0.01)


@examples(st.floats(1e-300, 1 - 1e-9), st.floats(0, 0.2), st.floats(0, 5200))
def test_a_wait_for_the_category_is_a_week_at_least(u, hazard, age):
    assert demand.waited_bass(u, hazard, age, P, Q) >= 1


# ---------------------------------------------------------------- effort


def test_where_all_tasks_pull_like_slack_both_splits_follow_habit_and_move_alike():
    slack, temper, step = 1.0, 0.6, 1e-6
    for form in Attraction:
        usual = effort.weight(0.2, slack, temper, slack, form)
        more = effort.weight(0.2, slack + step, temper, slack, form)
        assert effort.weight(0.4, slack, temper, slack, form) == near(2.0 * usual)
        assert (more / usual - 1.0) / step == pytest.approx(1.0 / temper, rel=1e-4)
        assert effort.weight(0.2, 0.0, temper, slack, form) == near(0.2)


def test_ratios_of_pull_count_by_luce():
    # (1 + 3)^((1 + 1) / 1) = 16 times the habit; nothing is done that takes more than it brings
    assert effort.weight(0.2, 3.0, 1.0, 1.0, Attraction.LUCE) == near(3.2)
    assert effort.weight(0.2, -2.0, 1.0, 1.0, Attraction.LUCE) == 0.0


@pytest.mark.parametrize("form", Attraction)
@examples(st.floats(-5, 50), st.floats(-5, 50), st.floats(0.01, 10), st.floats(0, 5))
def test_what_pulls_more_never_gets_less(form, one, other, temper, slack):
    low, high = ordered(one, other)
    weights = [effort.weight(0.2, pull, temper, slack, form) for pull in (low, high)]
    assert 0.0 <= weights[0] <= weights[1] < math.inf


# ---------------------------------------------------------------- content, buying group


@pytest.mark.parametrize("rule", [content.relevance, buying_group.matched])
@pytest.mark.parametrize("form", Likeness)
def test_every_likeness_is_whole_at_no_distance_and_the_same_at_one(rule, form):
    assert rule(0.0, form) == near(1.0)
    assert rule(1.0, form) == near(math.exp(-0.5))


@pytest.mark.parametrize("form", Likeness)
@examples(positive, positive)
def test_likeness_falls_with_distance_and_stays_a_share(form, one, other):
    low, high = ordered(one, other)
    assert 0.0 <= buying_group.matched(high, form) <= buying_group.matched(low, form) <= 1.0


def test_the_first_step_away_costs_most_as_it_is_felt():
    # a quarter of a sd: Gaussian, by steps, and 1 - (1 - e^-.5) ln 1.25 / ln 2
    near_by = [buying_group.matched(0.0625, form) for form in Likeness]
    felt = 1.0 - (1.0 - math.exp(-0.5)) * math.log(1.25) / math.log(2.0)
    assert near_by == near([math.exp(-0.03125), math.exp(-0.125), felt])
    assert near_by[0] > near_by[1] > near_by[2]
