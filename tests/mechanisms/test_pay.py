import math

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.formulas import payout
from sim.mechanisms import pay
from sim.world import (
    ACCEPTED_LEADS,
    BRAND_INDEX,
    CLOSE_RATE,
    LEAD_VOLUME,
    MARGIN,
    METRICS,
    OWN_REVENUE,
    QUALIFIED_LEADS,
    RETENTION,
    SHARED_REVENUE,
    SOURCED_PIPELINE,
    TEAM_REVENUE,
)
from tests.mechanisms.harness import at, given, near, rows, wired

DENSITY_AT_ZERO = 0.3989422804014327
GROUP = (5.0, 3.0)
shares = st.floats(0, 1)
some = st.floats(0, 5)
wide = st.floats(0.1, 2)


def settings(**changes):
    plain = {
        "leads": 90.0, "real_leads": 6.0, "accepted": 60.0, "deals": 10.0, "close_rate": 0.25,
        "revenue": 1000.0, "margin": 0.8, "retention": 0.9, "brand": 1.5,
        "reps_per_marketer": 1.5, "sourced_share": 0.4, "ratchet": 0.5, "stretch": 1.0,
        "least_target": 0.5, "visibility": 1.0, "free_riding": 0.5, "risk_aversion": 0.0,
        "uncertainty": 0.5, "memory": 0.5, "standard_share": 0.4, "believable": 2.0,
    }  # fmt: skip
    return given(pay.Pay, **(plain | changes))


def contract(**changes):
    plain = {
        "variable_share": 0.5, "bonus": 0.0, "accelerator": 1.0, "cap": 1e6, "clawback": 0.0,
    }  # fmt: skip
    return given(pay.Contract, **(plain | changes))


def weights(**by_metric):
    return np.array([by_metric.get(name, 0.0) for name in METRICS])


def opened(**columns):
    made = rows("reps", 1)
    pay.open_books(made[0], True, GROUP, settings())
    for name, value in columns.items():
        made[name] = value
    return made[0]


# ---------------------------------------------------------------- rules


def test_at_an_even_chance_half_the_slope_is_accelerated_and_the_bonus_kicks():
    # half below at 1, half above at 2, and .1 x .3989 / .5 for the bonus
    slope = pay.expected_slope(1.0, 0.5, 2.0, 0.1, 1e6)
    assert slope == near(1.5 + 0.2 * DENSITY_AT_ZERO)


def test_far_beyond_the_cap_nothing_more_is_earned():
    assert pay.expected_slope(50.0, 0.5, 2.0, 0.1, 3.0) == near(0.0)


@examples(some, wide)
def test_plain_pay_has_slope_one_everywhere(forecast, spread):
    assert pay.expected_slope(forecast, spread, 1.0, 0.0, 1e9) == near(1.0)


@examples(some, wide, some, st.floats(0, 2), st.floats(1, 10))
def test_the_slope_of_expected_pay_is_the_derivative_of_expected_pay(
    forecast, spread, accelerator, bonus, cap
):
    steps = np.linspace(-8.0, 8.0, 401)
    weight = np.exp(-0.5 * steps**2) / math.sqrt(2.0 * math.pi) * (steps[1] - steps[0])

    def expected(mean):
        smooth = [payout(mean + spread * step, accelerator, 0.0, cap) for step in steps]
        # pay jumps by the bonus, so that part is taken in closed form
        reached = 0.5 * math.erfc((1.0 - mean) / spread / math.sqrt(2.0))
        return float(np.sum(weight * smooth)) + bonus * reached

    width = 0.05 * spread
    numeric = (expected(forecast + width) - expected(forecast - width)) / (2.0 * width)
    worked = pay.expected_slope(forecast, spread, accelerator, bonus, cap)
    assert numeric == pytest.approx(worked, abs=0.01 * (1.0 + accelerator + bonus / spread))


def test_of_four_people_each_sees_half_when_all_see_each_other():
    # 4^-(1 - .5 x 1)
    assert pay.shared_sight(4.0, 1.0, 0.5) == near(0.5)
    assert pay.shared_sight(4.0, 0.0, 0.5) == near(0.25)
    assert pay.shared_sight(1.0, 0.3, 0.7) == 1.0


@examples(st.floats(1, 200), st.floats(1, 200), shares, shares, shares)
def test_more_people_or_less_sight_never_make_a_shared_result_matter_more(
    one, other, dim, clear, relief
):
    few, many = sorted((one, other))
    assert pay.shared_sight(many, dim, relief) <= pay.shared_sight(few, dim, relief)
    low, high = sorted((dim, clear))
    assert pay.shared_sight(many, low, relief) <= pay.shared_sight(many, high, relief)


def test_risk_is_discounted_by_variance():
    assert pay.risk_discount(0.5, 0.4, 1.0) == near(0.8)
    assert pay.risk_discount(0.5, 0.4, 0.0) == 1.0
    assert pay.risk_discount(0.5, 40.0, 1.0) == 0.0


def test_targets_follow_results_slowly_and_never_three_times_the_reference():
    # 100 + .2 (150 x 1.05 - 100), as 200 counts as 3 x 50
    assert pay.ratcheted(100.0, 200.0, 0.2, 1.05, 50.0) == near(111.5)
    assert pay.ratcheted(100.0, 7.0, 0.0, 1.05, 50.0) == 100.0


# ---------------------------------------------------------------- references


@pytest.mark.parametrize(
    ("metric", "of_rep", "of_marketer"),
    [
        (LEAD_VOLUME, 60.0, 90.0),
        (QUALIFIED_LEADS, 4.0, 6.0),
        (ACCEPTED_LEADS, 40.0, 60.0),
        (SOURCED_PIPELINE, 4000.0, 2400.0),  # 1,000 / .25, times 1.5 x .4
        (OWN_REVENUE, 1000.0, 600.0),
        (TEAM_REVENUE, 5000.0, 5000.0),
        (SHARED_REVENUE, 5000.0, 5000.0),
        (CLOSE_RATE, 0.25, 0.25),
        (MARGIN, 0.8, 0.8),
        (RETENTION, 0.9, 0.9),
        (BRAND_INDEX, 1.5, 1.5),
    ],
)
def test_references_by_hand(metric, of_rep, of_marketer):
    assert pay.reference(metric, True, GROUP, settings()) == near(of_rep)
    assert pay.reference(metric, False, GROUP, settings()) == near(of_marketer)


def test_a_rate_stands_for_an_amount():
    # ten deals at .25; 1,000 at .8; five reps behind a marketer
    assert pay.amount(CLOSE_RATE, True, GROUP, settings()) == near(2.5)
    assert pay.amount(MARGIN, True, GROUP, settings()) == near(800.0)
    assert pay.amount(RETENTION, False, GROUP, settings()) == near(4500.0)


def test_a_rate_without_a_case_is_on_target():
    person = opened()
    assert pay.attainment(CLOSE_RATE, person) == 1.0
    person["progress"][CLOSE_RATE], person["base"][CLOSE_RATE] = 1.0, 8.0
    assert pay.attainment(CLOSE_RATE, person) == near(0.5)
    assert pay.attainment(OWN_REVENUE, person) == 0.0


# ---------------------------------------------------------------- what one more is worth


def reckoned(pay_weights, index=5, is_rep=True, settings_changes=None, **shape):
    person = opened()
    pay.reckon(
        person, pay_weights, contract(**shape), is_rep, GROUP, settings(**(settings_changes or {})),
        at(index),
    )  # fmt: skip
    return person


def test_plain_pay_is_worth_its_weight_over_what_it_stands_for():
    # half of pay varies, .8 of that with own revenue of 1,000; .2 with that of a team of five,
    # of which each sees 5^-.5
    person = reckoned(weights(own_revenue=0.8, team_revenue=0.2))
    assert person["stake"][OWN_REVENUE] == near(0.4)
    assert person["slope"][OWN_REVENUE] == near(0.4 / 1000.0)
    assert person["stake"][TEAM_REVENUE] == near(0.1 / math.sqrt(5.0))
    assert person["slope"][TEAM_REVENUE] == near(0.1 / math.sqrt(5.0) / 5000.0)


def test_everybody_of_both_functions_dilutes_a_shared_result():
    person = reckoned(weights(shared_revenue=1.0))
    assert person["stake"][SHARED_REVENUE] == near(0.5 / math.sqrt(8.0))


def test_a_kink_is_worth_most_when_the_target_is_near():
    # in week 5 of 13 with pace 1: forecast 7/13, spread .5 sqrt(8/13)
    forecast, spread = 7.0 / 13.0, 0.5 * math.sqrt(8.0 / 13.0)
    person = reckoned(weights(own_revenue=1.0), accelerator=2.0, bonus=0.1)
    assert person["stake"][OWN_REVENUE] == near(
        0.5 * pay.expected_slope(forecast, spread, 2.0, 0.1, 1e6)
    )


@examples(some, some, shares)
def test_without_variable_pay_nothing_is_worth_anything(accelerator, bonus, share):
    split = weights(own_revenue=share, shared_revenue=1.0 - share)
    person = reckoned(split, variable_share=0.0, accelerator=accelerator, bonus=bonus)
    assert (person["slope"] == 0.0).all()
    assert (person["stake"] == 0.0).all()


@examples(shares, shares, st.sampled_from(METRICS), st.integers(0, 11))
def test_a_larger_variable_share_never_makes_a_result_matter_less(one, other, metric, index):
    low, high = sorted((one, other))
    worth = [
        reckoned(weights(**{metric: 1.0}), index, variable_share=share)["stake"].sum()
        for share in (low, high)
    ]
    assert worth[0] <= worth[1] + 1e-12


@examples(st.floats(0, 10))
def test_dislike_of_risk_never_raises_a_slope(aversion):
    plain = reckoned(weights(own_revenue=1.0))
    averse = reckoned(weights(own_revenue=1.0), settings_changes={"risk_aversion": aversion})
    assert 0.0 <= averse["slope"][OWN_REVENUE] <= plain["slope"][OWN_REVENUE]


# ---------------------------------------------------------------- the end of a quarter


def settled(pay_weights, progress, **shape):
    person = opened()
    for metric, result in progress.items():
        person["progress"][metric] = result
    pay.settle(person, pay_weights, contract(**shape), True, GROUP, settings(), at(12))
    return person


def test_a_quarter_on_target_pays_what_was_agreed():
    person = settled(weights(own_revenue=1.0), {OWN_REVENUE: 1000.0})
    assert (person["paid"], person["attained"][OWN_REVENUE]) == near((1.0, 1.0))
    assert person["expected"] == near(1.0)


def test_a_good_quarter_by_hand():
    # 140 % with a bonus of .1 and an accelerator of 2: 1 + .1 + .8 = 1.9; half of pay varies
    # pace: 1 + .5 x .4; target: 1,000 + .5 (1,400 - 1,000)
    person = settled(weights(own_revenue=1.0), {OWN_REVENUE: 1400.0}, bonus=0.1, accelerator=2.0)
    assert person["paid"] == near(1.45)
    assert person["expected"] == near(1.225)
    assert person["pace"][OWN_REVENUE] == near(1.2)
    assert person["target"][OWN_REVENUE] == near(1200.0)
    assert (person["result"][OWN_REVENUE], person["goal"][OWN_REVENUE]) == (1400.0, 1000.0)
    assert person["progress"][OWN_REVENUE] == 0.0
    # variance: .25 + .5 (.4^2 - .25)
    assert person["noise"][OWN_REVENUE] == near(0.205)


def test_a_miracle_is_put_down_to_luck():
    # nine times the target counts as twice; the target may rise to twice the reference only
    person = settled(weights(own_revenue=1.0), {OWN_REVENUE: 9000.0})
    assert person["pace"][OWN_REVENUE] == near(1.5)
    assert person["target"][OWN_REVENUE] == near(2000.0)


def test_targets_do_not_spiral_down():
    person = opened()
    for _ in range(20):
        pay.settle(person, weights(own_revenue=1.0), contract(), True, GROUP, settings(), at(12))
    assert person["target"][OWN_REVENUE] == near(500.0)
    assert person["paid"] == near(0.5)


def test_targets_of_rates_stay_at_the_reference():
    person = opened()
    person["progress"][CLOSE_RATE], person["base"][CLOSE_RATE] = 8.0, 10.0
    pay.settle(person, weights(close_rate=1.0), contract(), True, GROUP, settings(), at(12))
    assert person["target"][CLOSE_RATE] == 0.25
    assert person["result"][CLOSE_RATE] == near(0.8)


@examples(st.dictionaries(st.integers(0, 11), st.floats(0, 1e5)), shares)
def test_without_variable_pay_everybody_gets_what_was_agreed(progress, share):
    split = weights(own_revenue=share, lead_volume=1.0 - share)
    assert settled(split, progress, variable_share=0.0)["paid"] == near(1.0)


@examples(some, some, some, st.floats(0, 2))
def test_a_better_quarter_never_pays_less(one, other, accelerator, bonus):
    assume(one != other)
    low, high = sorted((one, other))
    paid = [
        settled(
            weights(own_revenue=1.0), {OWN_REVENUE: 1000.0 * result},
            accelerator=accelerator, bonus=bonus,
        )["paid"]
        for result in (low, high)
    ]  # fmt: skip
    assert paid[0] <= paid[1] + 1e-12


# ---------------------------------------------------------------- weeks


def week_of_rep(index=5, clawback=0.0):
    world = wired(reps=2, marketers=2)
    world.firm["rep_weights"][0] = weights(own_revenue=1.0)
    for row in range(2):
        pay.open_books(world.reps[row], True, (2.0, 2.0), settings())
    rep = world.reps[1]
    rep["won_value"], rep["won_list"], rep["won_deals"], rep["closed_deals"] = 300, 400, 1, 4
    rep["due_value"], rep["renewed_value"] = 100.0, 60.0
    world.pods["bookings"] = 700.0
    world.pairs["accepted"] = [9.0, 9.0, 1.0, 2.0]
    pay.pay_reps(
        np.arange(2), world.reps, world.pods, world.marketers, world.pairs, world.firm,
        contract(clawback=clawback), settings(), at(index),
    )  # fmt: skip
    return rep


def test_a_week_of_a_rep_is_counted():
    rep = week_of_rep()
    progress, base = rep["progress"], rep["base"]
    assert (progress[OWN_REVENUE], progress[TEAM_REVENUE]) == (300.0, 700.0)
    assert progress[ACCEPTED_LEADS] == 3.0
    assert (progress[CLOSE_RATE], base[CLOSE_RATE]) == (1.0, 4.0)
    assert (progress[MARGIN], base[MARGIN]) == (300.0, 400.0)
    assert (progress[RETENTION], base[RETENTION]) == (60.0, 100.0)


def test_a_clawback_takes_back_what_was_lost_at_renewal():
    # half of the 40 that left
    assert week_of_rep(clawback=0.5)["progress"][OWN_REVENUE] == 280.0


def test_discomfort_is_measured_by_standard_pay():
    # .4 of pay over 1,000 a quarter, whatever the contract
    assert week_of_rep()["usual_slope"] == near(0.4 / 1000.0)


def test_the_coming_quarters_euro_is_judged_by_usual_attainment():
    person = opened()
    split = weights(own_revenue=0.5, team_revenue=0.5)
    worth = pay.next_euro(person, split, contract(accelerator=2.0), GROUP, settings())
    # expected slope 1.5 at a pace of 1: own .25 x 1.5 / 1,000; team .25 x 1.5 x 5^-.5 / 5,000
    assert worth == near(0.375 / 1000.0 + 0.375 / math.sqrt(5.0) / 5000.0)


def test_a_week_of_a_marketer_is_counted():
    world = wired(reps=2, marketers=2, segments=2)
    pay.open_books(world.marketers[0], False, (2.0, 2.0), settings())
    world.marketers[0]["handed"] = 7.0
    world.marketers[0]["won_value"] = 90.0
    world.segments["brand_stock"] = [math.e - 1.0, math.e**3 - 1.0]
    world.pairs["real"] = [1.0, 5.0, 2.0, 5.0]  # marketer 0 is in pairs 0 and 2
    pay.pay_marketers(
        np.arange(1), world.marketers, world.pods, world.reps, world.pairs, world.segments,
        world.firm, contract(), settings(), at(5),
    )  # fmt: skip
    progress = world.marketers[0]["progress"]
    assert (progress[LEAD_VOLUME], progress[QUALIFIED_LEADS], progress[OWN_REVENUE]) == (7, 3, 90)
    # ln(1 + B) of 1 and 3: a mean of 2, a thirteenth of it a week
    assert progress[BRAND_INDEX] == near(2.0 / 13.0)


def test_books_are_opened_in_the_first_week_and_closed_at_the_end_of_a_quarter():
    assert week_of_rep(index=0)["target"][OWN_REVENUE] == 1000.0
    rep = week_of_rep(index=12)
    assert (rep["result"][OWN_REVENUE], rep["progress"][OWN_REVENUE]) == (300.0, 0.0)
    assert rep["attained"][OWN_REVENUE] == near(0.3)


def test_a_new_quarter_is_not_judged_as_if_it_were_over():
    # a pace of 1 over a whole quarter: even odds of the target, so half of the slope is doubled
    world = wired()
    world.firm["rep_weights"][0] = weights(own_revenue=1.0)
    pay.open_books(world.reps[0], True, (1.0, 1.0), settings())
    world.reps[0]["progress"][OWN_REVENUE] = 1000.0
    pay.pay_reps(
        np.arange(1), world.reps, world.pods, world.marketers, world.pairs, world.firm,
        contract(accelerator=2.0), settings(), at(12),
    )  # fmt: skip
    assert world.reps[0]["stake"][OWN_REVENUE] == pytest.approx(0.75, rel=0.05)
