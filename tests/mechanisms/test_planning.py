import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.blocks import Organisation
from sim.mechanisms import brand, demand, planning
from tests.mechanisms.harness import at, given, near, rows

shares = st.floats(0, 1)


def leaders(horizon=52.0, **columns):
    """Return four leaders who look so many weeks ahead."""
    return rows("leaders", 4, horizon=horizon, **columns)


def settings(**changes):
    plain = {
        "brand_share": "chosen", "default_share": 0.2, "budget": 156.0, "discounting": 0.0,
        "lag": 13.0, "noise": 0.0, "doubt": 0.5, "activation_part": 0.5, "activation_power": 0.25,
    }  # fmt: skip
    return given(planning.Planning, **(plain | changes))


def market(effect=0.8, base=-0.8):
    return given(demand.Demand, list_base=base, list_brand=effect)


def stock(**changes):
    plain = {"decay": 0.01, "growth": 0.1, "power": 0.8, "unit": 1.0, "form": "power"}
    return given(brand.Brand, **(plain | changes))


def test_a_belief_between_estimate_and_doubt():
    # a quarter ahead with noise 1: half of .8, half of .5 x .8
    assert planning.believed_effect(0.8, 0.5, 1.0, 13.0, 0.0) == near(0.6)
    # one step up: half of 1.6, half of .4
    assert planning.believed_effect(0.8, 0.5, 1.0, 13.0, 1.0) == near(1.0)


@examples(st.floats(0, 5), shares, st.floats(0, 5), st.floats(1, 520))
def test_who_can_measure_believes_the_truth(truth, doubt, noise, horizon):
    assert planning.believed_effect(truth, doubt, 0.0, horizon, 2.0) == near(truth)
    believed = planning.believed_effect(truth, doubt, noise, horizon, 0.0)
    assert doubt * truth - 1e-12 <= believed <= truth + 1e-12


@examples(st.floats(0.1, 5), shares, st.floats(0, 5), st.floats(1, 520), st.floats(1, 520))
def test_a_longer_horizon_never_doubts_more(truth, doubt, noise, one, other):
    low, high = sorted((one, other))
    assert planning.believed_effect(truth, doubt, noise, low, 0.0) <= (
        planning.believed_effect(truth, doubt, noise, high, 0.0) + 1e-12
    )


def test_a_stock_goes_a_tenth_of_the_way():
    assert planning.grown(2.0, 0.1, 4.0) == near(2.2)


def test_one_week_of_expected_demand():
    # new brand not yet seen, the old one faded by a hundredth to e - 1; half of the activation
    # part of .5 is left, so .75 of logistic(ln 3) = .75
    worth = planning.expected_demand(
        0.5, (math.e - 1.0) / 0.99, 99.0, math.log(3.0), 1, market(base=0.0), stock(),
        settings(activation_power=1.0),
    )  # fmt: skip
    assert worth == near(0.5625)


def test_weeks_are_discounted():
    # without any brand and decay every week is alike: 1 + .9 + .81 of .5
    worth = planning.expected_demand(
        0.0, 0.0, 0.0, 0.8, 3, market(base=0.0), stock(), settings(discounting=0.1)
    )
    assert worth == near(2.71 * 0.5)


def test_new_brand_shows_bit_by_bit():
    # half of the lag is over, so half of what is beyond the fading rest
    assert planning.visible(4.0, 2.0, 13.0, 26.0) == near(3.0)
    assert planning.visible(4.0, 2.0, 99.0, 26.0) == 4.0
    assert planning.visible(4.0, 2.0, 0.0, 0.0) == 4.0


@examples(st.floats(0, 20), st.floats(0, 20), st.floats(0, 200), st.floats(0, 104))
def test_what_is_visible_lies_between_the_old_brand_and_the_new(stock, faded, week, lag):
    seen = planning.visible(stock, faded, week, lag)
    assert min(stock, faded) - 1e-9 <= seen <= max(stock, faded) + 1e-9


def test_without_spend_there_is_no_new_brand_that_could_show_late():
    demands = [
        planning.expected_demand(
            0.0, 3.0, 0.0, 1.0, 52, market(base=0.0), stock(), settings(lag=lag)
        )
        for lag in (0.0, 26.0)
    ]
    assert demands[0] == near(demands[1])


def best(horizon, before=3.0, **changes):
    segments = rows("segments", 2, brand_stock=before, message_fit=0.8)
    return planning.best_share(
        0, leaders(horizon), segments, market(), stock(), settings(**changes), at(0)
    )


@pytest.mark.parametrize("horizon", [39, 52, 104, 156])
def test_the_best_brand_share_is_neither_nothing_nor_everything(horizon):
    assert 0.0 < best(horizon) < (planning.STEPS - 1) / planning.STEPS


def test_the_brand_share_rises_with_the_horizon():
    chosen = [best(horizon) for horizon in (13, 26, 52, 104, 208)]
    assert chosen == sorted(chosen)
    assert chosen[0] < chosen[2] < chosen[-1]


def test_a_longer_lag_never_makes_brand_more_attractive():
    chosen = [best(52, lag=lag) for lag in (0.0, 13.0, 52.0, 104.0)]
    assert chosen == sorted(chosen, reverse=True)
    assert chosen[0] > chosen[-1]


def test_doubt_makes_short_sighted_planners_spend_less():
    assert best(26, noise=2.0, doubt=0.0) <= best(26, noise=0.0)


def planned(index=0, frozen=0, owner=0, planner=0, share=0.5, **changes):
    firm = rows("firm", 1, planner=planner, brand_share=share, cut=0.7)
    segments = rows("segments", 1, brand_stock=3.0, message_fit=0.8)
    organisation = given(Organisation, future_owner="nobody", protected=0.8)
    planning.plan(
        owner, leaders(), firm, segments, rows("accounts", 10), organisation, market(),
        stock(), settings(**changes), frozen, at(index),
    )  # fmt: skip
    return firm[0]


def test_the_budget_is_set_by_the_week():
    # 156 a year for each of 10 accounts
    assert planned()["budget"] == near(30.0)


def test_a_number_forces_the_split_and_freezing_takes_the_default():
    assert planned(brand_share=0.35)["brand_share"] == 0.35
    assert planned(frozen=1)["brand_share"] == 0.2
    assert planned(frozen=1, brand_share=0.0)["brand_share"] == 0.0


def test_only_the_planner_plans_and_only_when_a_quarter_begins():
    assert planned(index=13)["brand_share"] != 0.5
    assert planned(index=14)["brand_share"] == 0.5
    assert planned(index=13, owner=1)["brand_share"] == 0.5


def test_a_change_of_plan_is_noted():
    assert planned(index=13, brand_share=0.8)["cut"] == near(0.3)


def test_everybody_who_is_asked_and_is_the_planner_plans():
    firm = rows("firm", 1, planner=2)
    segments = rows("segments", 1, brand_stock=3.0, message_fit=0.8)
    planning.plan_all(
        np.arange(4), leaders(), firm, segments, rows("accounts", 10),
        given(Organisation, future_owner="nobody", protected=0.8), market(), stock(), settings(), 1,
        at(0),
    )  # fmt: skip
    assert firm[0]["brand_share"] == 0.2


def test_a_change_of_plan_is_known_until_the_quarter_ends():
    firm = rows("firm", 1, planner=0, brand_share=0.2)
    segments = rows("segments", 1, brand_stock=3.0, message_fit=0.8)
    organisation = given(Organisation, future_owner="nobody", protected=0.8)
    for index in range(13, 26):
        planning.plan(
            0, leaders(), firm, segments, rows("accounts", 10), organisation, market(),
            stock(), settings(brand_share=0.5), 0, at(index),
        )  # fmt: skip
    assert firm[0]["cut"] == near(0.3)


@pytest.mark.parametrize(
    ("background", "doubt"), [(-1.0, 0.0), (0.0, 0.5), (0.5, 0.75), (1.0, 1.0)]
)
def test_who_grew_up_in_sales_doubts_brand(background, doubt):
    assert planning.doubted(0.5, background) == near(doubt)


def test_a_background_moves_the_brand_share():
    seen = [
        planning.best_share(
            0, leaders(26, background=background), rows("segments", 1, brand_stock=3.0,
            message_fit=0.8), market(), stock(), settings(noise=2.0), at(0),
        )
        for background in (-1.0, 0.0, 1.0)
    ]  # fmt: skip
    assert seen == sorted(seen)
    assert seen[0] < seen[-1]


def test_while_the_planners_seat_is_empty_the_plan_stays():
    firm = rows("firm", 1, planner=0, brand_share=0.7, cut=0.3, budget=1.0)
    segments = rows("segments", 1, brand_stock=3.0, message_fit=0.8)
    organisation = given(Organisation, future_owner="nobody", protected=0.8)
    planning.plan(
        0, leaders(vacant=1), firm, segments, rows("accounts", 10), organisation, market(),
        stock(), settings(), 0, at(13),
    )  # fmt: skip
    assert (firm[0]["brand_share"], firm[0]["cut"], firm[0]["budget"]) == (0.7, 0.0, 1.0)


def split(future_owner, protected, vacant=0):
    """Return the brand share if the CSO plans a quarter ahead, the CMO, if asked, three years."""
    firm = rows("firm", 1, planner=1, brand_share=0.2)
    segments = rows("segments", 1, brand_stock=3.0, message_fit=0.8)
    organisation = given(Organisation, future_owner=future_owner, protected=protected)
    made = leaders([156.0, 13.0, 13.0, 13.0])
    made["vacant"][0] = vacant
    planning.plan(
        1, made, firm, segments, rows("accounts", 10), organisation, market(), stock(),
        settings(), 0, at(13),
    )  # fmt: skip
    return firm[0]["brand_share"]


def test_the_owner_of_future_quarters_protects_a_part_of_the_brand_share():
    alone, future = split("nobody", 1.0), split("cmo", 1.0)
    assert alone < 0.5 * future
    assert split("cmo", 0.5) == near(0.5 * future)
    assert split("cmo", 0.0) == alone


def test_an_empty_seat_protects_nothing():
    assert split("cmo", 1.0, vacant=1) == split("nobody", 1.0)
