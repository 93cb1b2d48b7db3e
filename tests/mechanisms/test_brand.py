import math

import numpy as np
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import brand
from sim.world.names import MICRO, MarketerTask
from tests.mechanisms.harness import at, given, near, rows

some = st.floats(0, 10)
shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "decay": 0.5, "growth": 0.1, "power": 0.5, "unit": 1.6, "hours": 2.0, "hours_power": 0.5,
        "form": "power",
    }  # fmt: skip
    return given(brand.Brand, **(plain | changes))


def world(hours=8.0, share=0.64, message=0.0, stock=1.0):
    segments = rows("segments", 1, accounts=10, brand_stock=stock)
    marketers = rows("marketers", 1)
    marketers[0]["hours"][MarketerTask.BRAND] = hours
    marketers["message"] = message
    return segments, marketers, rows("firm", 1, budget=100.0, brand_share=share)


def built(tables, **changes):
    segments, marketers, firm = tables
    brand.build(np.arange(1), segments, marketers, firm, settings(**changes), at(0))
    return segments[0]["brand_stock"]


def test_the_stock_decays_and_grows_with_fitting_spend():
    # .9 of 2, plus .5 x 3 x .4
    assert brand.built(2.0, 0.1, 0.5, 3.0, 0.4) == near(2.4)


def test_a_message_off_by_a_mean_square_of_2_ln_2_fits_by_half():
    assert brand.fitted(2.0 * math.log(2.0)) == near(0.5)


@examples(some, shares, shares, some, shares)
def test_the_stock_never_turns_negative_and_never_falls_by_more_than_decay(
    stock, decay, growth, spend, fit
):
    after = brand.built(stock, decay, growth, spend, fit)
    assert after >= (1.0 - decay) * stock >= 0.0


@examples(some, shares, shares, some, some, shares)
def test_more_spend_never_builds_less(stock, decay, growth, one, other, fit):
    low, high = sorted((one, other))
    assert brand.built(stock, decay, growth, low, fit) <= brand.built(
        stock, decay, growth, high, fit
    )


@examples(some, some, shares)
def test_without_growth_and_decay_the_stock_stays(stock, spend, fit):
    assert brand.built(stock, 0.0, 0.0, spend, fit) == stock


def test_a_week_of_work_on_one_segment():
    # spend: 100 EUR x .64 over 10 accounts of 1.6 = 4 units, to the power .5 = 2
    # hours: 8 over 2 = 4, to the power .5 = 2; so 4 effective units and a perfect message
    # stock: .5 x 1 + .1 x 4 = .9
    assert built(world()) == near(0.9)


def test_a_wrong_message_is_worth_less():
    # all four visible dimensions off by one: fit exp(-.5), so .5 + .4 x exp(-.5)
    assert built(world(message=1.0)) == near(0.5 + 0.4 * math.exp(-0.5))


def test_messages_say_nothing_about_micro_needs():
    tables = world()
    tables[0]["needs"][:, MICRO] = 5.0
    assert built(tables) == near(0.9)


def test_without_spend_or_without_hours_the_stock_only_decays():
    assert built(world(share=0.0)) == near(0.5)
    assert built(world(hours=0.0)) == near(0.5)


def test_what_was_built_this_week_is_told_apart_from_the_stock():
    # .1 x 4 of a stock of .9, and the same whatever there was before
    for stock in (0.0, 1.0, 9.0):
        tables = world(stock=stock)
        built(tables)
        assert tables[0][0]["built"] == near(0.4)
    tables = world(hours=0.0)
    built(tables)
    assert tables[0][0]["built"] == 0.0


@examples(some, some, shares)
def test_more_hours_never_build_less_and_nothing_is_unbuilt(one, other, message):
    low, high = sorted((one, other))
    made = []
    for hours in (low, high):
        tables = world(hours=hours, message=message)
        built(tables)
        made.append(tables[0][0]["built"])
    assert 0.0 <= made[0] <= made[1]


def test_hours_have_diminishing_returns():
    gains = [built(world(hours=hours)) - 0.5 for hours in (2.0, 4.0, 6.0)]
    assert gains[0] > gains[1] - gains[0] > gains[2] - gains[1] > 0.0


def test_a_promotion_leaves_less_for_brand():
    # three quarters of the budget gone: a quarter of the spend, to the power .5, builds half
    tables = world(stock=0.0)
    full = built(tables)
    tables = world(stock=0.0)
    tables[2]["promotion"] = 0.75
    assert built(tables) == near(0.5 * full)
