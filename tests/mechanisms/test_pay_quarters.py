import math

import numpy as np
import pytest
from hypothesis import assume
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import pay
from sim.world.names import METRICS, Metric
from sim.world.shared import pay_for
from tests.mechanisms.harness import at, near, wired
from tests.mechanisms.payroll import GROUP, contract, opened, settings, stake, weights

shares = st.floats(0, 1)
some = st.floats(0, 5)


# ---------------------------------------------------------------- the end of a quarter


def settled(pay_weights, progress, **shape):
    person = opened()
    for metric, result in progress.items():
        person["progress"][metric] = result
    pay.close_quarter(person, contract(pay_weights, **shape), True, GROUP, settings())
    return person


def test_a_quarter_on_target_pays_what_was_agreed():
    person = settled(weights(own_revenue=1.0), {Metric.OWN_REVENUE: 1000.0})
    assert (person["paid"], person["attained"][Metric.OWN_REVENUE]) == near((1.0, 1.0))
    assert person["expected"] == near(1.0)


def test_a_good_quarter_by_hand():
    # 140 % with a bonus of .1 and an accelerator of 2: 1 + .1 + .8 = 1.9; half of pay varies
    # pace: 1 + .5 x .4; target: 1,000 + .5 (1,400 - 1,000)
    person = settled(
        weights(own_revenue=1.0), {Metric.OWN_REVENUE: 1400.0}, bonus=0.1, accelerator=2.0
    )
    assert person["paid"] == near(1.45)
    assert person["expected"] == near(1.225)
    assert person["pace"][Metric.OWN_REVENUE] == near(1.2)
    assert person["target"][Metric.OWN_REVENUE] == near(1200.0)
    assert (person["result"][Metric.OWN_REVENUE], person["goal"][Metric.OWN_REVENUE]) == (
        1400.0,
        1000.0,
    )
    assert person["progress"][Metric.OWN_REVENUE] == 0.0
    # variance: .25 + .5 (.4^2 - .25)
    assert person["noise"][Metric.OWN_REVENUE] == near(0.205)


def test_a_shortfall_is_weighed_by_pay_and_not_made_up_elsewhere():
    # .7 x .2; half as much again on the lead count does not help
    split = weights(own_revenue=0.7, lead_volume=0.3)
    results = {Metric.OWN_REVENUE: 800.0, Metric.LEAD_VOLUME: 900.0}
    assert settled(split, results)["missed"] == near(0.14)
    assert settled(weights(lead_volume=1.0), results)["missed"] == 0.0


def test_a_bosss_pull_changes_what_is_striven_for_and_not_what_is_paid():
    world = wired()
    world.firm["rep_objective"][0] = weights(shared_revenue=1.0)
    pay.open_books(world.reps[0], True, (1.0, 1.0), settings())
    world.reps[0]["progress"][Metric.OWN_REVENUE] = 500.0
    pay.pay_reps(
        np.arange(1), world.reps, world.pods, world.marketers, world.pairs, world.firm,
        contract(weights(own_revenue=1.0)), settings(), at(12),
    )  # fmt: skip
    rep = world.reps[0]
    assert (rep["paid"], rep["missed"]) == near((0.75, 0.5))
    assert rep["slope"][Metric.OWN_REVENUE] == 0.0 < rep["slope"][Metric.SHARED_REVENUE]


def test_a_miracle_is_put_down_to_luck():
    # nine times the target counts as twice; the target may rise to twice the reference only
    person = settled(weights(own_revenue=1.0), {Metric.OWN_REVENUE: 9000.0})
    assert person["pace"][Metric.OWN_REVENUE] == near(1.5)
    assert person["target"][Metric.OWN_REVENUE] == near(2000.0)


def test_targets_do_not_spiral_down():
    person = opened()
    for _ in range(20):
        pay.close_quarter(person, contract(weights(own_revenue=1.0)), True, GROUP, settings())
    assert person["target"][Metric.OWN_REVENUE] == near(500.0)
    assert person["paid"] == near(0.5)


def test_targets_of_rates_stay_at_the_reference():
    person = opened()
    person["progress"][Metric.CLOSE_RATE], person["base"][Metric.CLOSE_RATE] = 8.0, 10.0
    pay.close_quarter(person, contract(weights(close_rate=1.0)), True, GROUP, settings())
    assert person["target"][Metric.CLOSE_RATE] == 0.25
    assert person["result"][Metric.CLOSE_RATE] == near(0.8)


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
            weights(own_revenue=1.0), {Metric.OWN_REVENUE: 1000.0 * result},
            accelerator=accelerator, bonus=bonus,
        )["paid"]
        for result in (low, high)
    ]  # fmt: skip
    assert paid[0] <= paid[1] + 1e-12


# ---------------------------------------------------------------- weeks


def week_of_rep(index=5, clawback=0.0):
    world = wired(pods=1, reps=2, marketers=2)
    world.firm["rep_objective"][0] = weights(own_revenue=1.0)
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
    assert (progress[Metric.OWN_REVENUE], progress[Metric.TEAM_REVENUE]) == (300.0, 700.0)
    assert progress[Metric.ACCEPTED_LEADS] == 3.0
    assert (progress[Metric.CLOSE_RATE], base[Metric.CLOSE_RATE]) == (1.0, 4.0)
    assert (progress[Metric.MARGIN], base[Metric.MARGIN]) == (300.0, 400.0)
    assert (progress[Metric.RETENTION], base[Metric.RETENTION]) == (60.0, 100.0)


def test_a_clawback_takes_back_what_was_lost_at_renewal():
    # half of the 40 that left
    assert week_of_rep(clawback=0.5)["progress"][Metric.OWN_REVENUE] == 280.0


def test_a_clawback_takes_no_more_than_variable_pay():
    person = settled(weights(own_revenue=1.0), {Metric.OWN_REVENUE: -9000.0})
    assert person["paid"] == 0.5
    # half on own revenue at -20 %, half on a rate at 100 %: .5 + .5 x (-.1 + .5)
    person = opened()
    person["progress"][Metric.OWN_REVENUE] = -200.0
    person["progress"][Metric.CLOSE_RATE], person["base"][Metric.CLOSE_RATE] = 1.0, 4.0
    split = weights(own_revenue=0.5, close_rate=0.5)
    pay.close_quarter(person, contract(split), True, GROUP, settings())
    assert person["paid"] == near(0.7)


@pytest.mark.parametrize(("hired", "greeted"), [(5, True), (4, False), (6, False)])
def test_a_newcomer_expects_what_somebody_new_expects_and_takes_over_the_targets(hired, greeted):
    world = wired()
    world.firm["rep_objective"][0] = weights(own_revenue=1.0)
    rep = world.reps[0]
    pay.open_books(rep, True, (1.0, 1.0), settings())
    rep["target"][Metric.OWN_REVENUE] = 700.0
    rep["pace"][Metric.OWN_REVENUE], rep["attained"][Metric.OWN_REVENUE] = 1.6, 0.3
    rep["noise"][Metric.OWN_REVENUE], rep["expected"], rep["paid"] = 0.9, 1.4, 0.6
    rep["hired_week"] = hired
    pay.pay_reps(
        np.arange(1), world.reps, world.pods, world.marketers, world.pairs, world.firm,
        contract(), settings(), at(5),
    )  # fmt: skip
    person = [rep[name][Metric.OWN_REVENUE] for name in ("pace", "attained", "noise")]
    assert person == near([1.0, 1.0, 0.25] if greeted else [1.6, 0.3, 0.9])
    assert [rep["expected"], rep["paid"]] == near([1.0, 1.0] if greeted else [1.4, 0.6])
    assert rep["target"][Metric.OWN_REVENUE] == 700.0


def test_discomfort_is_measured_by_standard_pay():
    # .4 of pay over 1,000 a quarter, whatever the contract
    assert week_of_rep()["usual_slope"] == near(0.4 / 1000.0)


def test_the_coming_quarters_euro_is_judged_by_usual_attainment():
    split, made = weights(own_revenue=0.5, team_revenue=0.5), contract(accelerator=2.0)
    person = opened(result_visibility=1.0)
    person["pace"][:] = (9.0,) * len(METRICS)
    pay.update_slopes(person, split, made, True, GROUP, settings(), at(5))
    # far beyond the target: own .25 x 2 / 1,000; team .25 x 2 x 5^-.5 / 1,000
    worth = pay_for(1.0, person, person["pace"], settings()["uncertainty"], made)
    assert worth == near(0.5 / 1000.0 + 0.5 / math.sqrt(5.0) / 1000.0)


def week_of_marketer(clawback=0.0):
    world = wired(pods=1, reps=2, marketers=2, segments=2)
    pay.open_books(world.marketers[0], False, (2.0, 2.0), settings())
    world.marketers[0]["handed"] = 7.0
    world.marketers[0]["won_value"] = 90.0
    world.pods["due_value"], world.pods["renewed_value"] = 100.0, 60.0
    world.pods["engaged"] = 4.0
    world.segments["brand_stock"] = 50.0  # whoever built it was paid for it then
    world.segments["built"] = [0.01, 0.03]
    world.pairs["real"] = [1.0, 5.0, 2.0, 5.0]  # marketer 0 is in pairs 0 and 2
    pay.pay_marketers(
        np.arange(1), world.marketers, world.pods, world.reps, world.pairs, world.segments,
        world.firm, contract(clawback=clawback), settings(), at(5),
    )  # fmt: skip
    return world.marketers[0]["progress"]


def test_a_week_of_a_marketer_is_counted():
    progress = week_of_marketer()
    assert (
        progress[Metric.LEAD_VOLUME],
        progress[Metric.QUALIFIED_LEADS],
        progress[Metric.OWN_REVENUE],
        progress[Metric.ENGAGED_GROUPS],
    ) == (7, 3, 90, 4)
    # what was built of the brand this week, on average over segments
    assert progress[Metric.BRAND_INDEX] == near(0.02)


def test_a_clawback_takes_from_marketers_their_share_of_what_the_pod_lost():
    # half of (100 - 60) x .4 that marketing sources, split between two
    assert week_of_marketer(clawback=0.5)[Metric.OWN_REVENUE] == near(90.0 - 4.0)


def test_books_are_opened_in_the_first_week_and_closed_at_the_end_of_a_quarter():
    assert week_of_rep(index=0)["target"][Metric.OWN_REVENUE] == 1000.0
    rep = week_of_rep(index=12)
    assert (rep["result"][Metric.OWN_REVENUE], rep["progress"][Metric.OWN_REVENUE]) == (300.0, 0.0)
    assert rep["attained"][Metric.OWN_REVENUE] == near(0.3)


def test_a_new_quarter_is_not_judged_as_if_it_were_over():
    # a pace of 1 over a whole quarter: even odds of the target, so half of the slope is doubled
    world = wired()
    world.firm["rep_objective"][0] = weights(own_revenue=1.0)
    pay.open_books(world.reps[0], True, (1.0, 1.0), settings())
    world.reps[0]["progress"][Metric.OWN_REVENUE] = 1000.0
    pay.pay_reps(
        np.arange(1), world.reps, world.pods, world.marketers, world.pairs, world.firm,
        contract(accelerator=2.0), settings(), at(12),
    )  # fmt: skip
    assert stake(world.reps[0], Metric.OWN_REVENUE) == pytest.approx(0.75, rel=0.05)
