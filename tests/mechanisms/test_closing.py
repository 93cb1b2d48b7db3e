import itertools
import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import closing, pay
from sim.world.names import Metric, Outcome, RepTask
from sim.world.options import Memory
from sim.world.vectors import NEVER
from tests.mechanisms.harness import at, given, near, open_deal, rows, wired

LN3 = math.log(3.0)
FREE = {"discount": 0, "promise": 0, "timing": 0}
FROZEN = {"discount": 1, "promise": 1, "timing": 1}
chances = st.floats(0.001, 0.999)
shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "champion_support": 0.5, "ask_hours": 1.0, "kill": 0.25, "guardrail": 0.4,
        "price_effect": 3.0, "promise_effect": 3.0, "promise_limit": 0.3, "promise_cost": 8.0,
        "promise_churn": 3.0, "impatience": 0.75, "longest_wait": 4.0, "default_discount": 0.14,
        "default_promise": 0.06, "usual_loss": 0.05, "right_reason": 1.0, "usual_cycle": 10.0,
        "rival_takes": 0.0, "other_takes": 0.0, "usual_horizon": 39.0,
        "form": "fresh", "paydays": 1,
    }  # fmt: skip
    return given(closing.Closing, **(plain | changes))


def test_terms_act_on_the_odds():
    # even odds times exp(5 ln 3 x .1 + 2.5 ln 3 x .2) = exp(ln 3) = 3
    assert closing.signed(0.5, 0.1, 0.2, 5.0 * LN3, 2.5 * LN3) == near(0.75)
    assert closing.signed(0.5, 0.0, 0.0, 3.0, 3.0) == 0.5


@examples(chances, shares, shares, st.floats(0, 20), st.floats(0, 20))
def test_better_terms_never_make_a_signature_less_likely(chance, discount, promise, price, hope):
    signed = closing.signed(chance, discount, promise, price, hope)
    assert chance - 1e-12 <= signed <= 1.0
    assert closing.signed(chance, discount, promise, 0.0, 0.0) == near(chance)


def test_asking_week_after_week_wins_in_the_end_or_not():
    # .5 x 2 against .5 + .5 x .25 + .1
    assert closing.eventual(0.5, 2.0, 0.0, 0.1, 0.25) == near(1.0 / 0.725)
    assert closing.eventual(0.0, 2.0, 0.0, 0.0, 0.0) == 0.0


def test_a_deal_is_worth_less_by_its_hours_in_every_week_until_it_ends():
    # it ends with .725 a week, so it takes hours for 1 / .725 weeks
    free = closing.eventual(0.5, 2.0, 0.0, 0.1, 0.25)
    assert closing.eventual(0.5, 2.0, 0.3, 0.1, 0.25) == near(free - 0.3 / 0.725)


def test_a_failed_ask_leaves_the_rest_unless_it_kills():
    # .5 x 2 + .5 x .75 x 1
    assert closing.ask_worth(0.5, 2.0, 0.25, 1.0) == near(1.375)
    assert closing.wait_worth(0.05, 2.0) == near(1.9)


def test_who_looks_twice_as_far_is_impatient_by_the_root():
    assert closing.patient(0.64, 39.0, 78.0) == near(0.8)
    assert closing.patient(0.64, 39.0, 39.0) == near(0.64)


@examples(st.floats(0.1, 1), st.floats(1, 520), st.floats(1, 520), st.floats(1, 520))
def test_a_longer_horizon_never_makes_anybody_less_patient(impatience, usual, one, other):
    low, high = sorted((one, other))
    assert (
        0.0
        <= closing.patient(impatience, usual, low)
        <= closing.patient(impatience, usual, high)
        <= 1.0
    )


SURE = 1e-9
"""How far forecasts of a quarter may be off, where that does not matter."""


def contract(accelerator=1.0, cap=1e6):
    return given(pay.Contract, accelerator=accelerator, bonus=0.0, cap=cap)


def paid(reps, own, next_quarter=None):
    """Let reps be paid so much for a euro, now and in the coming quarter; return their contract."""
    reps["unit"], reps["spread"] = 1e5, SURE
    soon = own if next_quarter is None else next_quarter
    reps["price"][..., Metric.OWN_REVENUE] = own if own > 0.0 else soon
    if own > 0.0:  # below the target now, far beyond it then
        reps["place"], reps["pace"] = 0.0, 9.0
        return contract(accelerator=soon / own)
    reps["place"], reps["pace"] = 9.0, 0.0  # beyond the cap now, and below the target then
    return contract(cap=5.0)


def known(closing_settings, foresight=4.0):
    """Return the settings that closing reads."""
    return {"closing": closing_settings, "buying_group": {"foresight": foresight},
            "pay": {"uncertainty": SURE}}  # fmt: skip


def rep(own=1e-4, **columns):
    made = rows("reps", 1, present=1, integrity=1.0, horizon=39.0, **columns)
    paid(made, own)
    return made[0]


def test_what_a_signature_is_worth_to_the_rep():
    # .0001 x 10,000 x .9 = .9; margin: .00002 x .1 x 10,000 = .02;
    # retention: .00001 x 3 x .2 x 10,000 = .06
    someone = rep()
    someone["slope"][Metric.MARGIN], someone["slope"][Metric.RETENTION] = 2e-5, 1e-5
    assert closing.deal_pay(someone, 0.9, 10000.0, 0.1, 0.2, settings()) == near(0.82)


def test_a_win_that_lifts_the_close_rate_is_paid_whatever_it_is_worth():
    # .05 a win on top of .0001 x 10,000, and the whole of it for a deal given away
    someone = rep(per_win=0.05)
    assert closing.deal_pay(someone, 1.0, 10000.0, 0.0, 0.0, settings()) == near(1.05)
    assert closing.deal_pay(someone, 0.0, 10000.0, 1.0, 0.0, settings()) == near(0.05)


def test_a_deal_is_paid_by_what_it_adds_beyond_the_target_too():
    # 20,000 below a target of 100,000 and paid 3 times beyond: 20,000 + 3 x 30,000 of 50,000
    someone = rep()
    someone["place"][:] = 0.8
    deal = rows("opportunities", 1, list_value=50000.0)[0]
    frozen = settings(default_discount=0.0, default_promise=0.0)
    offers = closing.terms_of(someone, deal, FROZEN, frozen)
    today, tripled = (1.0, someone["place"], SURE), contract(accelerator=3.0)
    assert closing.gains_of(offers, someone, deal, today, tripled, frozen) == near(np.array([11.0]))


def test_pipeline_is_paid_when_it_is_filled_and_not_again_at_the_signature():
    someone = rep(own=0.0)
    someone["slope"][Metric.SOURCED_PIPELINE] = 1e-4
    assert closing.deal_pay(someone, 0.0, 10000.0, 0.1, 0.2, settings()) == 0.0


def test_pay_for_wins_makes_discounts_deeper_than_pay_for_euros():
    # a win is worth the same at any price
    deal = rows("opportunities", 1, list_value=10000.0)[0]
    discounts = []
    for own, per_win in ((1e-4, 0.0), (5e-5, 0.5), (0.0, 1.0)):
        someone = rep(own, per_win=per_win, usual_slope=1e-4)
        discounts.append(best(0.5, someone, deal, FREE, settings())[1])
    assert discounts == sorted(discounts)
    assert discounts[0] < discounts[-1] == near(0.4)


def best(chance, someone, deal, choices, p, later=0.0):
    """Return (worth, discount, promise) of asking now."""
    offers = closing.terms_of(someone, deal, choices, p)
    today = (1.0, someone["place"], SURE)
    gains = closing.gains_of(offers, someone, deal, today, contract(), p)
    worth, row = closing.best_terms(chance, 0.0, later, offers, gains, p)
    return worth, offers[row, closing.DISCOUNT], offers[row, closing.PROMISE]


def terms(own=1e-4, chance=0.5, choices=FREE, usual_slope=1e-4, later=0.0, **changes):
    deal = rows("opportunities", 1, list_value=10000.0)[0]
    return best(
        chance, rep(own, usual_slope=usual_slope), deal, choices, settings(**changes), later
    )


def test_the_best_discount_lies_within_the_guardrail():
    # p(d) (1 - d) with odds exp(10 d) is best where 1 - p = 1 / (10 (1 - d)): at .195 both are .124
    _worth, discount, _promise = terms(price_effect=10.0, kill=1.0, promise_effect=0.0)
    assert 0.0 < discount < 0.4
    assert discount == near(0.2)  # the nearest of the eight steps


def test_the_best_promise_lies_within_what_is_believed():
    _worth, _discount, promise = terms(promise_cost=5.0)
    assert 0.0 < promise < 0.3


def test_a_price_that_moves_nobody_is_not_cut():
    assert terms(price_effect=0.0)[1] == 0.0
    assert terms(promise_effect=0.0)[2] == 0.0


@pytest.mark.parametrize("kind", ["promise_cost", "promise_churn"])
def test_what_makes_promises_dear_makes_them_small(kind):
    free = {"promise_cost": 0.0, "promise_churn": 0.0}

    def promise(level):
        deal = rows("opportunities", 1, list_value=10000.0)[0]
        someone = rep(usual_slope=1e-4)
        someone["slope"][Metric.RETENTION] = 1e-4
        return best(0.5, someone, deal, FREE, settings(**(free | {kind: level})))[2]

    promises = [promise(level) for level in (0.0, 1.0, 5.0, 50.0)]
    assert promises == sorted(promises, reverse=True)
    assert promises[0] > promises[-1]


@examples(st.floats(0, 1e-3), chances)
def test_frozen_terms_are_the_defaults_under_any_pay(own, chance):
    _worth, discount, promise = terms(own, chance, FROZEN)
    assert (discount, promise) == (0.14, 0.06)


def test_even_a_frozen_discount_respects_the_guardrail():
    assert terms(choices=FROZEN, guardrail=0.05)[1] == 0.05


@examples(st.floats(1e-6, 1e-3), chances, st.floats(0, 0.4))
def test_terms_stay_within_what_is_allowed(own, chance, guardrail):
    worth, discount, promise = terms(own, chance, guardrail=guardrail)
    assert 0.0 <= discount <= guardrail
    assert 0.0 <= promise <= 0.3
    assert worth >= closing.ask_worth(chance, own * 10000.0, 0.25, 0.0) - 1e-12


def later(index, own=1e-4, next_slope=1e-4, choices=FREE, usual_slope=0.0, person=(), **changes):
    account = rows("accounts", 1, chance_next_week=0.5, outlook=0.5, deal_hours=3.0)[0]
    deal = rows("opportunities", 1, list_value=10000.0)[0]
    someone = rep(own, usual_slope=usual_slope, **dict(person))
    shape = paid(someone, own, next_slope)
    quiet = {"price_effect": 0.0, "promise_effect": 0.0}
    p = settings(**(quiet | changes))
    offers = closing.terms_of(someone, deal, choices, p)
    today = closing.gains_of(offers, someone, deal, (1.0, someone["place"], SURE), shape, p)
    given_all = known(p, foresight=1.0)
    return closing.outlook(account, someone, deal, offers, today, shape, given_all, at(index))[0]


def test_before_a_payday_waiting_is_judged_by_this_quarters_slope_and_at_it_by_the_next():
    # won in the end: .5 / (.5 + .125 + .05); the list price of 10,000 at .0001
    won = 0.5 / 0.675
    assert later(5, next_slope=9.0) == near(won)
    assert later(12, own=1e-3) == near(won * 0.75)


def test_waiting_reckons_with_the_terms_and_the_discomfort_of_asking_then():
    # frozen terms: 14 % off, and a promise of .06 that costs 8 x .06^2 of the deal's usual pay
    won = 0.5 / 0.675
    assert later(5, choices=FROZEN, usual_slope=1e-4) == near(won * (0.86 - 8.0 * 0.0036))
    # the discomfort is felt whenever the payday is
    assert later(12, choices=FROZEN, usual_slope=1e-4) == near(won * (0.75 * 0.86 - 8.0 * 0.0036))


@pytest.mark.parametrize("paydays", range(1, 14))
def test_so_many_paydays_a_quarter_lie_as_far_apart_as_can_be_and_the_last_at_its_end(paydays):
    left = [closing.to_payday(week, paydays) for week in range(13)]
    due = sorted({week + weeks for week, weeks in enumerate(left)})
    assert (len(due), due[-1], min(left)) == (paydays, 13, 1)
    gaps = np.diff([0, *due])
    assert gaps.max() - gaps.min() <= 1
    assert all(later in (weeks - 1, *gaps) for weeks, later in itertools.pairwise(left))


def test_at_a_payday_within_the_quarter_pay_comes_later_and_its_slope_stays():
    won = 0.5 / 0.675
    assert closing.to_payday(4, 3) == 1
    assert later(4, next_slope=9.0) == near(won)
    assert later(4, next_slope=9.0, paydays=3) == near(won * 0.75)
    assert later(12, next_slope=2e-4, paydays=3) == near(won * 0.75 * 2.0)


def test_a_deal_that_waits_takes_hours_from_others():
    # three hours a week at .05, until the deal ends with .675 a week
    assert later(5, person={"hour_price": 0.05}) == near((0.5 - 0.15) / 0.675)


def test_pay_for_wins_does_not_grow_with_what_a_euro_pays_next_quarter():
    # a win pays .1; euros pay nothing now, and ten times as much as usual next quarter
    won = 0.5 / 0.675
    wins = {"per_win": 0.1}
    assert later(5, own=0.0, person=wins) == near(won * 0.1)
    assert later(12, own=0.0, next_slope=1e-3, person=wins) == near(won * 0.75 * (10.0 + 0.1))


def test_nobody_reckons_with_asking_at_a_loss():
    assert later(5, choices=FROZEN, usual_slope=1.0) == 0.0


def ready(support=0.8, chance=1.0, prospect=1.0, outlook=0.0, own=1e-4, members=1, **deal):
    world = wired(members=members)
    world.members["support"] = support
    world.accounts["chance"] = chance
    world.accounts["chance_next_week"] = prospect
    world.accounts["outlook"] = outlook
    world.accounts["match"] = 0.7
    paid(world.reps, own)
    world.reps["ready_deals"] = 1
    world.reps["hours"][:, RepTask.CLOSING] = 4.0
    open_deal(world, **({"created_week": 1, "list_value": 10000.0} | deal))
    return world


def decided(world, choices=FROZEN, index=5, foresight=4.0, shape=None, **changes):
    closing.decide_all(
        np.arange(1), world.accounts, world.members, world.reps, world.opportunities, choices,
        shape or contract(), known(settings(**changes), foresight), at(index),
    )  # fmt: skip
    return world.opportunities[0]


def test_a_sure_signature_wins_the_deal_at_the_terms_offered():
    deal = decided(ready())
    assert (deal["outcome"], deal["closed_week"], deal["asks"]) == (Outcome.WON, 5, 1)
    assert deal["net_value"] == near(8600.0)
    assert (deal["discount"], deal["promise"], deal["closing_match"]) == (0.14, 0.06, 0.7)


LASTING = {"form": "lasting", "kill": 0.0}


@examples(chances, chances)
def test_who_said_no_and_means_it_says_yes_only_as_far_as_support_has_grown(chance, refused):
    assert closing.still(chance, 0.0, Memory.LASTING) == near(chance)
    assert closing.still(chance, refused, Memory.FRESH) == chance
    left = closing.still(chance, refused, Memory.LASTING)
    # a no at `refused`, then a yes: as likely as a yes at `chance` in all
    assert refused + (1.0 - refused) * left == near(max(chance, refused))


def asked(deals, weeks, **changes):
    """Return the weeks in which each of some deals is signed, asked every week at one chance."""
    found = []
    for opportunity in range(deals):
        world = ready(chance=0.3, prospect=0.3, outlook=0.3, opportunity_id=opportunity)
        for week in range(5, 5 + weeks):
            deal = decided(world, index=week, choices=FROZEN, price_effect=0.0, promise_effect=0.0,
                           **changes)  # fmt: skip
            if deal["outcome"] == Outcome.WON:
                break
        found.append(week - 4 if deal["outcome"] == Outcome.WON else 0)
    return np.array(found)


def test_a_lasting_no_is_not_asked_away_and_a_fresh_one_is():
    fresh, lasting = asked(200, 8, kill=0.0), asked(200, 8, **LASTING)
    assert (lasting > 1).sum() == 0
    assert (lasting == 1).mean() == pytest.approx(0.3, abs=0.1)
    assert (fresh > 0).mean() == pytest.approx(1.0 - 0.7**8, abs=0.06)


def test_more_support_or_better_terms_win_over_some_who_said_no():
    won = 0
    for opportunity in range(200):
        world = ready(chance=0.3, prospect=0.3, opportunity_id=opportunity)
        decided(world, **LASTING, price_effect=0.0, promise_effect=0.0)
        if world.opportunities[0]["outcome"] == Outcome.OPEN:
            world.accounts["chance"] = 0.65
            won += (
                decided(world, index=6, **LASTING, price_effect=0.0, promise_effect=0.0)["outcome"]
                == Outcome.WON
            )
    # of seven in ten who said no at .3 a half say yes at .65
    assert won / 200 == pytest.approx(0.35, abs=0.1)


def test_a_failed_ask_may_end_a_deal_and_a_rival_may_take_it():
    assert decided(ready(chance=0.0), kill=0.0)["outcome"] == Outcome.OPEN
    assert decided(ready(chance=0.0), kill=1.0)["outcome"] == Outcome.NO_DECISION
    assert (
        decided(ready(chance=0.0), kill=1.0, other_takes=1.0)["outcome"] == Outcome.LOST_COMPETITOR
    )
    rival = ready(chance=0.0, competitor=1)
    assert decided(rival, kill=1.0, rival_takes=1.0)["outcome"] == Outcome.LOST_COMPETITOR


@pytest.mark.parametrize(("support", "is_ready"), [(0.8, 1), (0.51, 1), (0.5, 0), (0.0, 0)])
def test_a_deal_is_ready_while_its_champion_is_won_over(support, is_ready):
    world = ready(support)
    world.accounts["ready"] = 1 - is_ready
    world.reps["hours"] = 0.0  # whether or not anybody has time to ask
    decided(world)
    assert world.accounts[0]["ready"] == is_ready


def test_an_account_whose_deal_is_over_is_not_ready():
    for world in (ready(outcome=Outcome.WON, closed_week=4), ready()):
        world.accounts["ready"] = 1
        world.accounts["exit_outcome"] = Outcome.LOST_COMPETITOR
        decided(world)
        assert world.accounts[0]["ready"] == 0


@pytest.mark.parametrize("support", [0.0, 0.3, 0.5])
def test_below_the_champions_threshold_nobody_asks(support):
    assert decided(ready(support))["asks"] == 0


def test_only_the_champion_opens_the_door():
    assert decided(ready([0.4, 0.9, 0.9], members=3))["asks"] == 0
    assert decided(ready([0.6, 0.1, 0.1], members=3))["asks"] == 1


def test_without_closing_hours_or_a_rep_nobody_asks():
    world = ready()
    world.reps["hours"] = 0.0
    assert decided(world)["asks"] == 0
    world = ready()
    world.reps["present"] = 0
    assert decided(world)["asks"] == 0


def test_a_fate_comes_before_any_ask():
    world = ready()
    world.accounts["exit_outcome"] = Outcome.LOST_COMPETITOR
    deal = decided(world)
    assert (deal["outcome"], deal["asks"], deal["net_value"]) == (Outcome.LOST_COMPETITOR, 0, 0.0)
    assert deal["reason_true"] == deal["reason_recorded"]


def test_a_deal_that_gains_by_waiting_waits_and_the_weeks_are_counted():
    world = ready(chance=0.01, prospect=1.0)
    timing = FROZEN | {"timing": 0}
    for index in range(13, 23):
        deal = decided(world, timing, index, longest_wait=0.0)
        assert (deal["waits"], deal["asks"]) == (index - 12, 0)  # as long as the group warms up
    world.accounts["chance"] = 1.0
    deal = decided(world, timing, 23)
    assert (deal["waits"], deal["asks"]) == (10, 1)


def test_what_an_ask_was_worth_beyond_waiting_is_counted_in_wins():
    # .5 now; next week .5 for sure to ask for, of which .05 slips away: all at one price
    world = ready(chance=0.5, prospect=0.5)
    decided(world, kill=0.0, price_effect=0.0, promise_effect=0.0)
    later = 0.5 / (0.5 + 0.05)
    signed = 0.5 + 0.5 * later
    assert world.reps[0]["gained"] == pytest.approx(signed - 0.95 * later, rel=1e-9)
    closing.clear_asks(world.reps)
    assert world.reps[0]["gained"] == 0.0


def test_a_deal_whose_support_grows_for_weeks_waits_for_it_as_far_as_the_rep_sees():
    timing = FROZEN | {"timing": 0}
    quiet = {"price_effect": 0.0, "promise_effect": 0.0}
    for outlook, waits in ((0.9, 1), (0.2, 0)):
        world = ready(chance=0.2, prospect=0.2, outlook=outlook)
        assert decided(world, timing, **quiet)["waits"] == waits
    far = ready(chance=0.2, prospect=0.2, outlook=0.9)  # half a year: it would slip away
    assert decided(far, timing, foresight=26.0, **quiet)["waits"] == 0


def test_with_timing_frozen_everybody_asks_at_once():
    assert decided(ready(chance=0.01))["asks"] == 1


def test_a_deal_held_back_takes_its_hours_and_may_slip_away():
    # two weeks: .9 x .9 x 1 - .1 x (1 + .9)
    assert closing.held(1.0, 0.1, 0.1, 2.0) == near(0.81 - 0.19)
    assert closing.held(1.0, 0.1, 0.0, 2.0) == near(0.8)
    assert closing.held(1.0, 0.1, 0.5, 0.0) == 1.0


@pytest.mark.parametrize(
    ("longest", "first"), [(4.0, 9), (2.0, 11), (1.0, 12), (0.0, None)],
)  # fmt: skip
def test_for_better_pay_a_deal_is_held_back_so_many_weeks_before_a_payday(longest, first):
    timing = FROZEN | {"timing": 0}
    held = []
    for index in range(13):
        world = ready(chance=0.9, prospect=0.9, discount=0.14, promise=0.06)
        shape = paid(world.reps, 1e-4, 9e-4)
        if decided(world, timing, index, shape=shape, longest_wait=longest)["waits"] == 1:
            held.append(index)
    assert held == ([] if first is None else list(range(first, 13)))


def test_a_deal_worth_more_next_quarter_is_held_back_at_the_payday():
    # the same chance now and later; the coming quarter pays three times as much per euro
    timing = FROZEN | {"timing": 0}
    for slope, waits in ((3e-4, 1), (1e-5, 0)):
        world = ready(chance=0.9, prospect=0.9, discount=0.14, promise=0.06)
        shape = paid(world.reps, 1e-4, slope)
        assert decided(world, timing, 12, shape=shape)["waits"] == waits


def test_a_forecast_is_made_at_opening():
    deal = decided(ready(support=0.0, created_week=5))
    assert 5 <= deal["forecast_close_week"] < 25
    assert deal["closed_week"] == NEVER


def test_last_weeks_proposals_are_forgotten_before_deals_are_decided():
    reps = rows("reps", 2, asks=[3.0, 0.0])
    closing.clear_asks(reps)
    assert reps["asks"].tolist() == [0.0, 0.0]
