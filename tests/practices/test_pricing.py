import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import closing, pay
from sim.practices import pricing
from sim.world.names import Metric, Verdict
from sim.world.vectors import NEVER
from tests.mechanisms.harness import at, given, near, open_deal, rows, wired

shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "owner": "marketing", "allowed": 0.1, "exception_hours": 2.0, "delay": 1, "refusal": 1.5,
        "promotion_every": 0, "promotion_weeks": 4, "promotion_share": 0.3, "promotion_lift": 0.5,
        "promotion_depth": 0.2, "memory": 26.0,
    }  # fmt: skip
    return given(pricing.Pricing, **(plain | changes))


PLAIN = given(pay.Contract, accelerator=1.0, bonus=0.0, cap=1e6)
TERMS = given(closing.Closing, guardrail=0.4, price_effect=3.0)


def paid(own, margin, marketers=None):
    """Let marketers be paid so much for a euro, and for one that is not given away."""
    made = rows("marketers", 1) if marketers is None else marketers
    made["price"][:, Metric.OWN_REVENUE], made["slope"][:, Metric.MARGIN] = own, margin
    made["unit"], made["spread"] = 1e6, 1e-9
    return made[0]


def asked(index=5, since=5, slope=None, **changes):
    world = wired(pods=1, reps=2, marketers=2, accounts=4)
    world.accounts["chance"] = 0.3
    row = open_deal(world, 3, exception_week=since, list_value=1000.0)
    paid(*(slope or (0.0, 0.0)), world.marketers)
    answered(world, index, **changes)
    return world, world.opportunities[row]


def answered(world, index, **changes):
    pricing.answer_all(
        np.arange(4), world.accounts, world.opportunities, world.marketers, world.reps,
        world.pairs, world.pods, PLAIN, settings(**changes), TERMS, at(index),
    )  # fmt: skip


def test_where_marketing_owns_price_the_rest_of_the_guardrail_needs_an_exception():
    world, _deal = asked()
    assert world.reps["held_back"].tolist() == near([0.3, 0.3])
    assert asked(allowed=0.6)[0].reps["held_back"].tolist() == [0.0, 0.0]


def test_where_sales_owns_price_nothing_is_held_back_nor_answered():
    world, deal = asked(owner="sales")
    assert not world.reps["held_back"].any()
    assert deal["verdict"] == Verdict.UNDECIDED
    assert not world.reps["exceptions"].any()


def test_an_exception_costs_hours_of_both():
    # the deal of account 3: the second rep of the pod, and its second marketer
    world, _deal = asked()
    assert world.reps["exceptions"].tolist() == [0.0, 2.0]
    assert world.marketers["exceptions"].tolist() == [0.0, 2.0]
    answered(world, 6)
    assert not world.reps["exceptions"].any()


def test_who_is_paid_for_neither_revenue_nor_margin_refuses_and_that_is_contested():
    world, deal = asked()
    assert deal["verdict"] == Verdict.REFUSED
    assert world.pairs["overrides"].tolist() == [0.0, 0.0, 0.0, 1.5]
    answered(world, 6)
    assert not world.pairs["overrides"].any()


def test_who_is_paid_for_revenue_grants_what_wins_deals():
    # odds of .3 times exp(3 x .3) more outweigh a third less price
    world, deal = asked(slope=(1.0, 0.0))
    assert deal["verdict"] == Verdict.GRANTED
    assert not world.pairs["overrides"].any()


def test_who_is_paid_for_margin_refuses_even_so():
    assert asked(slope=(1.0, 3.0))[1]["verdict"] == Verdict.REFUSED


def test_an_answer_takes_its_weeks():
    assert asked(index=6, since=5, delay=3)[1]["verdict"] == Verdict.UNDECIDED
    assert asked(index=7, since=5, delay=3)[1]["verdict"] == Verdict.REFUSED


def test_without_a_request_there_is_no_answer():
    assert asked(since=NEVER)[1]["verdict"] == Verdict.UNDECIDED


def test_a_worked_deal():
    # .8 of 1,000 at .01 a euro, less .005 for each that is given away
    assert pricing.deal_worth(0.5, 0.2, 1000.0, paid(0.01, 0.005), PLAIN) == near(0.5 * (8.0 - 1.0))


@examples(shares, shares)
def test_what_is_not_paid_for_is_worth_nothing(chance, discount):
    assert pricing.deal_worth(chance, discount, 1000.0, paid(0.0, 0.0), PLAIN) == 0.0


# ---------------------------------------------------------------- promotions


def test_promotions_come_and_go_and_the_first_waits_its_turn():
    on = [index for index in range(30) if pricing.is_promoted(index, 10, 3)]
    assert on == [10, 11, 12, 20, 21, 22]
    assert not any(pricing.is_promoted(index, 0, 3) for index in range(30))


def promoted(index, expected=0.0, **changes):
    firm, segments = rows("firm"), rows("segments", 1, expected_discount=expected)
    pricing.promote(firm, segments, settings(promotion_every=10, **changes), TERMS, at(index))
    return firm[0], segments[0]


def test_a_promotion_takes_budget_brings_responses_and_teaches_buyers_to_wait():
    firm, segment = promoted(10, expected=0.1)
    assert (firm["promotion"], firm["promotion_lift"]) == (0.3, 0.5)
    keep = 2.0 ** (-1.0 / 26.0)
    assert segment["expected_discount"] == near(0.1 * keep + 0.2 * (1.0 - keep))
    assert segment["bargain"] == near(3.0 * segment["expected_discount"])


def test_without_one_buyers_forget():
    firm, segment = promoted(9, expected=0.1)
    assert (firm["promotion"], firm["promotion_lift"]) == (0.0, 0.0)
    assert segment["expected_discount"] == near(0.1 * 2.0 ** (-1.0 / 26.0))


@examples(shares, shares, shares)
def test_buyers_expect_no_more_than_the_deepest_promotion(expected, keep, depth):
    taught = pricing.taught(expected, keep, depth)
    assert min(expected, depth) - 1e-12 <= taught <= max(expected, depth) + 1e-12


# ---------------------------------------------------------------- what a rep does about it


@pytest.mark.parametrize(
    ("discount", "verdict", "held_back", "asks"),
    [
        (0.1, 0, 0.3, True),  # at the limit
        (0.05, 0, 0.3, False),  # within it
        (0.1, 2, 0.3, False),  # refused already
        (0.4, 0, 0.0, False),  # free up to the guardrail
    ],
)
def test_a_rep_asks_when_the_limit_binds(discount, verdict, held_back, asks):
    rep, deal = (
        rows("reps", 1, held_back=held_back)[0],
        rows("opportunities", 1, verdict=verdict)[0],
    )
    assert closing.asks_leave(rep, deal, discount, {"discount": 0}, TERMS) == asks
    assert not closing.asks_leave(rep, deal, discount, {"discount": 1}, TERMS)


def test_a_granted_deal_has_the_whole_guardrail():
    rep = rows("reps", 1, held_back=0.3)[0]
    limits = [
        closing.free_hand(rep, rows("opportunities", 1, verdict=verdict)[0], TERMS)
        for verdict in (Verdict.UNDECIDED, Verdict.GRANTED, Verdict.REFUSED)
    ]
    assert limits == near([0.1, 0.4, 0.1])
    assert math.isclose(sum(limits), 0.6)
