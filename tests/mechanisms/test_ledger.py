import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import effort, ledger, pay
from sim.world.names import METRICS, Entry, Outcome, RepTask, Source
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import (
    ONE_OF_EACH,
    at,
    euros,
    given,
    hand_over,
    near,
    open_deal,
    wired,
)
from tests.mechanisms.payroll import contract, opened, weights
from tests.mechanisms.payroll import settings as pay_settings

EURO = 1e-4
"""Pay for an own euro."""
LONG_AGO = 13.0
"""More weeks of own work than the facts of the job weigh."""
some = st.floats(0.01, 50)
factors = st.floats(0.1, 10)


def begins(entering, patience):
    """Return the demand under which so many buyers of each of five reps begin to look a week."""
    return {"entry_hazard": entering / (200.0 - entering * patience), "patience": patience}


def facts(**changes):
    """Return settings by which a usual week ends one deal, wins half of one, and 1,000 EUR.

    It holds 16 hours for deals, 4 to close, 4 to look for buyers, and 8 for leads.
    """
    plain = {
        "ledger": {
            "memory": 26.0, "prior": 10.0, "full_work": 1.0, "alike": 6.0, "glance": 8.0,
        },
        "pay": {"deals": 13.0, "close_rate": 0.5, "revenue": 13000.0, "retention": 0.9},
        "effort": {
            "rep_habit": np.array([0.1, 0.2, 0.4, 0.1, 0.1, 0.0, 0.1]), "rep_week": 40.0,
        },
        "closing": {"ask_hours": 2.0, "kill": 0.5, "usual_loss": 0.05, "usual_cycle": 5.0},
        "pipeline": {"find_rate": 0.001},
        "buying_group": {"full_hours": 2.0},
        "triage": {"lead_hours": 1.0, "call_conversion": 1.0},
        "demand": begins(1.5, 20.0),
        "market": {"accounts": 1000, "reps": 5, "pods": 1},
        "delivery": {"service_hours": 0.1, "service": 0.5, "satisfaction_effect": 1.0},
    }  # fmt: skip
    return {room: settings | changes.get(room, {}) for room, settings in plain.items()}


def paid(**slopes):
    """Return slopes of pay; for own revenue unless something else is stated."""
    made = np.zeros(len(METRICS))
    for name, worth in (slopes or {"own_revenue": EURO}).items():
        made[METRICS.index(name)] = worth
    return made


def weighed(slope=None, book=None, clawback=0.0, p=None, pod=None, rep=None):
    """Let one rep reckon; `book` holds entries of own work beyond the facts of the job."""
    world = wired()
    someone = world.reps[0]
    someone["slope"] = paid() if slope is None else slope
    someone["per_euro"] = euros(someone["slope"])
    for entry, value in (book or {}).items():
        someone["book"][entry] = value
    for name, value in (rep or {}).items():
        someone[name] = value
    for name, value in (pod or {}).items():
        world.pods[name] = value
    p = p or facts()
    ledger.weigh_all(np.arange(1), world.reps, world.pods, {"clawback": clawback}, p, at(5))
    return someone


def worth(task, *args, **changes):
    return float(weighed(*args, **changes)["worth"][task])


# ---------------------------------------------------------------- rules


def test_where_hours_are_few_results_grow_as_hours_do_and_where_many_not_at_all():
    assert ledger.returns(10.0, 0.0) == 1.0
    assert ledger.returns(10.0, 1e-6) == pytest.approx(1.0, abs=1e-6)
    assert ledger.returns(10.0, 10.0) == near(1.0 / (math.e - 1.0))
    assert ledger.returns(1.0, 200.0) < 1e-80


def test_no_hours_are_too_many_to_be_counted():
    assert 0.0 <= ledger.returns(1e-6, 60.0) < 1e-300


@examples(some, some, some)
def test_the_more_hours_a_deal_had_the_less_a_further_one_moves(full, one, other):
    low, high = sorted((one, other))
    assert 0.0 <= ledger.returns(full, high) <= ledger.returns(full, low) <= 1.0


@examples(st.floats(5, 50), st.floats(0.01, 50))
def test_the_elasticity_is_that_of_work_with_falling_returns(full, spent):
    step = 1e-5
    results = [1.0 - math.exp(-spent * (1.0 + sign * step) / full) for sign in (-1, 1)]
    growth = (results[1] - results[0]) / (2.0 * step * (1.0 - math.exp(-spent / full)))
    assert ledger.returns(full, spent) == pytest.approx(growth, rel=1e-4)


@examples(st.floats(0, 1), st.floats(0, 0.5), st.floats(0, 0.2), st.floats(0.01, 1))
def test_what_an_ask_is_worth_beyond_waiting_is_the_difference_of_both(chance, hours, loss, kill):
    ends = chance + (1.0 - chance) * kill
    later = (chance - hours) / (ends + loss)
    asking = chance + (1.0 - chance) * (1.0 - kill) * later
    gained = ledger.pressing(chance, hours, loss, kill)
    if ends >= loss:
        assert gained == pytest.approx(asking - (1.0 - loss) * later, abs=1e-12)
    assert gained >= 0.0


def test_where_nothing_slips_away_and_hours_are_free_an_ask_can_wait():
    assert ledger.pressing(0.5, 0.0, 0.0, 0.25) == 0.0
    assert ledger.pressing(0.0, 0.0, 0.0, 0.0) == 0.0


def test_of_buyers_of_whom_half_come_by_themselves_half_would_be_missed():
    assert ledger.missed(0.6, 1.2) == near(0.5)
    assert ledger.missed(0.0, 1.2) == 1.0
    assert ledger.missed(2.0, 1.2) == 0.0
    assert ledger.missed(-1.0, 1.2) == 1.0
    assert ledger.missed(0.0, 0.0) == 1.0


@examples(st.floats(0, 1), st.floats(0, 1), st.floats(1, 100))
def test_the_more_come_by_themselves_the_fewer_would_be_missed(one, other, entering):
    low, high = sorted((one, other))
    assert 0.0 <= ledger.missed(high, entering) <= ledger.missed(low, entering) <= 1.0


SLOPE_AT_FACTS = 1.6 / math.expm1(1.6)
"""Elasticity at 16 hours a week, where two a week on five open deals are full effort."""
DEAL = 0.1 / 16.0 * SLOPE_AT_FACTS
"""A usual week earns .1; an hour more for deals brings so much."""
GAIN = (2.0 * 0.05 * 0.25 + 0.575 * 2.0 * 0.5 / 16.0 * SLOPE_AT_FACTS) / 0.675
"""Asks win .25 and end .25 + .75 x .5; two hours a week on deals that win .5 in sixteen."""
ASK = 0.5 * GAIN * 0.2 / 2.0
"""Half of the ready deals wait; a win earns .2, and an ask takes two hours."""
TAKEN = 10.0 * DEAL + 4.0 * ASK
"""Ten hours a week are full effort, and two asks take two hours each, for one deal that ends."""


# ---------------------------------------------------------------- facts of the job


@pytest.mark.parametrize(
    ("entry", "a_week"),
    [
        (Entry.DEAL_HOURS, 16.0), (Entry.CLOSING_HOURS, 4.0), (Entry.SEARCH_HOURS, 4.0),
        (Entry.ENDED, 1.0), (Entry.WINS, 0.5), (Entry.WON, 1000.0), (Entry.WEEKS, 1.0),
        (Entry.OPEN, 5.0),  # for five weeks each
        (Entry.ASKS, 2.0), (Entry.READY, 2.0), (Entry.TIMED, 2.0), (Entry.SHORT, 1.0),
        (Entry.GAINED, 2.0 * GAIN),
        (Entry.DUE, 1000.0), (Entry.LOST, 100.0),
        # ten buyers each, half of 1,000 x .005 x 20 among five reps; .001 x 4 hours find one
        (Entry.FINDS, 0.04), (Entry.FOUND, 0.04), (Entry.FOUND_WON, 40.0),
    ],
)  # fmt: skip
def test_the_facts_of_the_job_by_hand(entry, a_week):
    assert ledger.usual(entry, facts()) == near(a_week)


def test_calls_that_often_lead_nowhere_take_more_finds_for_a_deal():
    p = facts(triage={"call_conversion": 0.5})
    assert ledger.usual(Entry.FINDS, p) == near(0.04)
    assert ledger.usual(Entry.FOUND, p) == near(0.02)


def test_facts_weigh_as_so_many_weeks_of_work():
    book = np.zeros(len(Entry))
    book[Entry.ENDED] = 7.0
    assert ledger.known(Entry.ENDED, book, facts()) == near(17.0)
    without = facts(ledger={"prior": 0.0})
    assert ledger.known(Entry.ENDED, book, without) == 7.0


@examples(st.floats(1, 500), st.floats(0, 1e-3), st.floats(0, 0.1))
def test_without_own_work_it_does_not_matter_how_much_the_facts_weigh(prior, euro, rate):
    slope = paid(own_revenue=euro, close_rate=rate)
    one = weighed(slope)["worth"]
    other = weighed(slope, p=facts(ledger={"prior": prior}))["worth"]
    assert other.tolist() == pytest.approx(one.tolist(), rel=1e-9)


# ---------------------------------------------------------------- deals


def test_what_hours_bring_by_hand():
    rep = weighed()
    assert rep["worth"][RepTask.DEALS] == near(DEAL)
    assert rep["worth"][RepTask.CLOSING] == near(ASK)
    assert (rep["brings"], rep["takes"]) == near((0.1, TAKEN))
    assert rep["hour_price"] == rep["worth"][RepTask.DEALS]
    assert rep["winning"].tolist() == near([0.5] * 7)


def test_finding_buyers_brings_deals_less_their_hours_by_hand():
    # .04 a week of .1 each, less what they and one hour for a call take; of the 1.5 that begin to
    # look one has a deal anyway, sooner or later
    earned = 0.04 * (0.1 - TAKEN - DEAL)
    new = 1.0 - 1.0 / 1.5
    assert worth(RepTask.PROSPECTING) == near(earned * new / 4.0)


def test_found_buyers_who_would_have_come_anyway_are_worth_less():
    # the same finds and results, and ten who look at a time, of ever more who begin to look
    usual = {Entry.FOUND: 9.0, Entry.FOUND_WON: 9000.0, Entry.FINDS: 9.0, Entry.SEARCH_HOURS: 40.0}
    worths = [
        worth(
            RepTask.PROSPECTING,
            book=usual | {Entry.ENDED: 9.0},
            p=facts(demand=begins(entering, 10.0 / (entering - 1.0))),
        )
        for entering in (3.0, 6.0, 11.0)
    ]
    assert worths == sorted(worths)
    assert 0.0 < worths[0] < worths[-1]


def test_who_takes_few_of_the_buyers_found_would_have_met_most_of_those_anyway():
    # 15 deals in 20 weeks, .75 a week; of 1.5 a week who begin to look all, .8 or .6 are worth one
    someone = wired().reps[0]
    p = facts(ledger={"prior": 0.0})
    book = {Entry.WEEKS: 20.0, Entry.ENDED: 15.0, Entry.FINDS: 10.0}
    for entry, value in book.items():
        someone["book"][entry] = value
    shares = []
    for found in (10.0, 8.0, 6.0):
        someone["book"][Entry.FOUND] = found
        shares.append(ledger.lost_otherwise(someone, p))
    assert shares == near([1.0 - 0.75 / 1.5, 1.0 - 0.75 / 1.2, 1.0 - 0.75 / 0.9])


def test_where_as_many_come_as_begin_to_look_looking_for_them_is_worth_nothing():
    assert worth(RepTask.PROSPECTING, p=facts(demand=begins(0.5, 20.0))) == 0.0


def test_looking_for_buyers_is_never_worth_less_than_nothing():
    # found deals are never won, and still take hours
    assert worth(RepTask.PROSPECTING, book={Entry.FOUND: 500.0, Entry.FINDS: 500.0}) == 0.0


@examples(st.floats(0, 500), st.floats(0, 500))
def test_more_hours_for_the_same_results_lower_the_worth_of_an_hour(one, other):
    low, high = sorted((one, other))
    worths = [worth(RepTask.DEALS, book={Entry.DEAL_HOURS: hours}) for hours in (low, high)]
    assert worths[1] <= worths[0]


def test_twice_the_hours_a_deal_are_worth_less_than_half_each():
    once, twice = (
        weighed(book={Entry.DEAL_HOURS: hours})["worth"][RepTask.DEALS] for hours in (0.0, 160.0)
    )
    assert twice < 0.5 * once


@pytest.mark.parametrize(("most", "elasticity"), [(1e9, 1.0), (1e-2, 0.0)])
def test_hours_bring_their_average_where_scarce_and_nothing_where_in_plenty(most, elasticity):
    p = facts(ledger={"full_work": most})
    assert worth(RepTask.DEALS, p=p) == pytest.approx(elasticity * 0.1 / 16.0, abs=1e-9)


def test_closing_hours_bring_what_asking_was_worth_beyond_waiting():
    usually, twice = (
        worth(RepTask.CLOSING, book={Entry.GAINED: more}) for more in (0.0, 10.0 * 2.0 * GAIN)
    )
    assert twice == near(2.0 * usually)


@examples(st.floats(0, 1e6), st.floats(0, 1e6))
def test_the_more_is_won_the_more_an_hour_brings(one, other):
    low, high = sorted((one, other))
    for task in (RepTask.DEALS, RepTask.CLOSING):
        assert worth(task, book={Entry.WON: low}) <= worth(task, book={Entry.WON: high})


def test_closing_hours_bring_the_more_the_more_often_a_ready_deal_waits():
    worths = [
        worth(RepTask.CLOSING, book={Entry.READY: 40.0, Entry.TIMED: 40.0 - late,
                                     Entry.SHORT: late})
        for late in (0.0, 20.0, 40.0)
    ]  # fmt: skip
    assert worths == sorted(worths)
    assert worths[0] < worths[-1]
    without = facts(effort={"rep_habit": np.array([0.1, 0.2, 0.4, 1e-9, 0.1, 0.0, 0.1])})
    never = {Entry.READY: 40.0, Entry.TIMED: 40.0, Entry.ASKS: 20.0, Entry.CLOSING_HOURS: 80.0}
    assert worth(RepTask.CLOSING, book=never, p=without) == pytest.approx(0.0, abs=1e-9)


def test_what_a_source_has_brought_counts_as_experience_with_it_grows():
    # (.5 x 6 + 3) / (6 + 3): three deals of one source, all won; the others as all deals
    won = np.zeros(7)
    won[Source.OUTBOUND] = 3.0
    winning = weighed(rep={"ended_by": won, "won_by": won})["winning"]
    assert winning[Source.OUTBOUND] == near(6.0 / 9.0)
    assert np.delete(winning, Source.OUTBOUND).tolist() == near([0.5] * 6)


# ---------------------------------------------------------------- the close rate


def test_a_win_is_worth_what_pay_says_and_deals_of_a_poor_source_are_set_against_the_own_rate():
    rep = weighed(paid(close_rate=0.02), {Entry.ENDED: 10.0, Entry.WINS: 0.0})
    assert rep["per_win"] == near(0.02)
    assert 0.0 < rep["win_rate"] < weighed()["win_rate"] == near(0.5)


def test_finds_that_win_more_than_other_deals_lift_the_rate_and_make_looking_worth_more():
    won = np.zeros(7)
    won[Source.OUTBOUND] = 30.0
    shape = {"slope": paid(own_revenue=EURO, close_rate=0.02)}
    usual = weighed(**shape)
    better = weighed(**shape, rep={"ended_by": won, "won_by": won})
    worse = weighed(**shape, rep={"ended_by": won, "won_by": 0.1 * won})
    looks = [rep["worth"][RepTask.PROSPECTING] for rep in (worse, usual, better)]
    assert looks == sorted(looks)
    assert looks[0] < looks[-1]


def test_close_rate_pay_makes_hours_on_deals_worth_something_and_further_deals_a_cost():
    rep = weighed(paid(close_rate=0.02))
    # half a win a week at .02
    assert rep["worth"][RepTask.DEALS] == near(0.01 / 16.0 * SLOPE_AT_FACTS)
    assert rep["brings"] == 0.0
    assert rep["takes"] > 0.0
    assert rep["worth"][RepTask.PROSPECTING] == 0.0


# ---------------------------------------------------------------- what is paid, and what is not


@examples(st.lists(st.floats(0, 1e5), min_size=len(Entry), max_size=len(Entry)))
def test_without_variable_pay_no_hour_brings_anything(entries):
    book = dict(zip(Entry, entries, strict=True))
    rep = weighed(np.zeros(len(METRICS)), book, clawback=1.0, pod={"customers": 90})
    assert (rep["worth"] == 0.0).all()
    assert (rep["hour_price"], rep["brings"], rep["takes"], rep["per_win"]) == (0.0, 0.0, 0.0, 0.0)


def test_only_what_is_paid_brings_anything_and_the_rest_keeps_its_habit():
    rep = weighed(paid(retention=EURO), pod={"customers": 100, "customer_hours": 2.5})
    tasks = np.flatnonzero(rep["worth"])
    assert tasks.tolist() == [RepTask.CUSTOMERS]
    habits = np.array([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])
    settings = given(effort.Effort, temper=0.5, slack_value=0.0, inertia=0.0, form="logit",
                     loafing=0.0)  # fmt: skip
    rep["worth"][RepTask.CUSTOMERS] = 0.001
    effort.plan_week(rep, habits, 40.0, 0, settings, at(5))
    kept = np.delete(rep["plan"] / habits, RepTask.CUSTOMERS)
    assert kept.tolist() == near([kept[0]] * len(kept))
    assert rep["plan"][RepTask.CUSTOMERS] > 0.1 > rep["plan"][RepTask.DEALS]


def test_openness_itself_is_not_paid():
    everything = np.full(len(METRICS), EURO)
    assert worth(RepTask.SHARING, everything) == worth(RepTask.SLACK, everything) == 0.0


@examples(
    st.floats(1e-6, 1e-3), st.lists(st.floats(0, 1e4), min_size=len(Entry), max_size=len(Entry))
)
def test_the_same_euros_are_worth_the_same_under_another_name(euro, entries):
    book = dict(zip(Entry, entries, strict=True))
    named = [
        weighed(paid(**{metric: euro}), book)
        for metric in ("own_revenue", "team_revenue", "shared_revenue")
    ]
    for other in named[1:]:
        assert other["worth"].tolist() == named[0]["worth"].tolist()
        assert (other["brings"], other["takes"]) == (named[0]["brings"], named[0]["takes"])


@examples(factors, st.lists(st.floats(0, 1e4), min_size=len(Entry), max_size=len(Entry)))
def test_scaling_all_pay_scales_all_worths_alike(factor, entries):
    book = dict(zip(Entry, entries, strict=True))
    slope = paid(own_revenue=EURO, close_rate=0.02, retention=2.0 * EURO, team_revenue=EURO)
    shape = {"clawback": 0.5, "pod": {"customers": 100, "customer_hours": 2.5}}
    once = weighed(slope, book, rep={"left": 0.01}, **shape)
    more = weighed(factor * slope, book, rep={"left": factor * 0.01}, **shape)
    for name in ("worth", "hour_price", "brings", "takes", "per_win"):
        scaled = (factor * once[name]).tolist()
        assert more[name].tolist() == pytest.approx(scaled, rel=1e-9), name
    assert more["winning"].tolist() == once["winning"].tolist()


# ---------------------------------------------------------------- results that people share


def of_group(metric, group, visibility, free_riding=1.0):
    """Return what hours are worth to a rep of a pod of (reps, marketers) under one metric."""
    someone = opened(result_visibility=visibility)
    pay.update_slopes(
        someone, weights(**{metric: 1.0}), contract(), True, group,
        pay_settings(visibility=visibility, free_riding=free_riding), at(5),
    )  # fmt: skip
    return weighed(someone["slope"])["worth"]


def test_without_sight_team_and_shared_results_are_the_same_contract():
    worths = [of_group(name, (5.0, 3.0), 0.0) for name in ("team_revenue", "shared_revenue")]
    assert worths[1].tolist() == near(worths[0].tolist())


def test_with_equal_groups_team_and_shared_results_are_the_same_contract():
    # next to no marketers share in what reps share
    worths = [of_group(name, (5.0, 1e-9), 0.5) for name in ("team_revenue", "shared_revenue")]
    assert worths[1].tolist() == pytest.approx(worths[0].tolist(), rel=1e-8)


@pytest.mark.parametrize("visibility", [0.0, 0.5, 1.0])
def test_for_a_single_rep_own_and_team_results_are_the_same_contract(visibility):
    worths = [of_group(name, (1.0, 1.0), visibility) for name in ("own_revenue", "team_revenue")]
    assert worths[1].tolist() == near(worths[0].tolist())


def test_an_hour_is_worth_less_in_a_larger_team_and_sight_restores_it():
    own = of_group("own_revenue", (5.0, 3.0), 0.0)[RepTask.DEALS]
    small, large = (
        of_group("team_revenue", (reps, 3.0), 0.0)[RepTask.DEALS] for reps in (2.0, 10.0)
    )
    assert (small, large) == near((own / 2.0, own / 10.0))
    half, full = (of_group("team_revenue", (10.0, 3.0), seen)[RepTask.DEALS] for seen in (0.5, 1.0))
    assert large < half < full == near(own)


# ---------------------------------------------------------------- leads


def test_lead_hours_bring_their_price_and_what_is_left_lying_loses_with_a_memory():
    # half-life 1: half of .3 and half of the .1 that waiting loses now, over two hours a lead; of
    # 1.5 buyers one has a deal anyway
    p = facts(ledger={"glance": 1.0}, triage={"lead_hours": 2.0})
    rep = weighed(p=p, rep={"queue": 0.3, "left": 0.1})
    assert rep["queue"] == near(0.2)
    assert rep["worth"][RepTask.LEADS] == near(DEAL + 0.1 * (1.0 - 1.0 / 1.5))


def test_where_no_lead_is_left_lying_lead_hours_bring_what_they_bring_elsewhere():
    # hours for leads that no lead is worth go to deals (see triage)
    rep = weighed()
    assert rep["worth"][RepTask.LEADS] == rep["hour_price"] == near(DEAL)


@examples(
    st.floats(0, 1),
    st.floats(0, 1),
    st.lists(st.floats(0, 1e4), min_size=len(Entry), max_size=len(Entry)),
)
def test_an_hour_on_leads_is_never_thought_worth_less_than_its_price(queue, left, entries):
    book = dict(zip(Entry, entries, strict=True))
    rep = weighed(book=book, rep={"queue": queue, "left": left})
    assert rep["worth"][RepTask.LEADS] >= rep["hour_price"]


def test_a_newcomer_knows_nothing_of_what_was_left_lying_before():
    rep = weighed(rep={"queue": 0.3, "left": 0.1, "hired_week": 5})
    assert rep["queue"] == 0.0
    assert rep["worth"][RepTask.LEADS] == near(DEAL)


# ---------------------------------------------------------------- customers


def served(hours, **changes):
    return worth(
        RepTask.CUSTOMERS, paid(retention=EURO), pod={"customers": 100, "customer_hours": hours},
        **changes,
    )  # fmt: skip


def test_an_hour_of_service_keeps_contracts_by_hand():
    # 2.5 of ten hours lift satisfaction by .5 x .5, a further one by .05; a tenth leaves:
    # .1 x .9 x .05 of 1,000 a week at .0001 a euro
    assert served(2.5) == near(0.00045)


def test_service_beyond_what_customers_can_use_brings_nothing_nor_does_any_without_customers():
    assert served(10.0) == 0.0
    assert served(50.0) == 0.0
    assert worth(RepTask.CUSTOMERS, paid(retention=EURO), pod={"customers": 0}) == 0.0


@examples(st.floats(0.1, 9.9), st.floats(0.1, 9.9))
def test_the_more_service_there_is_the_less_a_further_hour_brings(one, other):
    low, high = sorted((one, other))
    assert 0.0 < served(high) <= served(low)


def test_a_clawback_makes_contracts_that_stay_worth_own_revenue():
    changes = {"pod": {"customers": 100, "customer_hours": 2.5}}
    assert worth(RepTask.CUSTOMERS, clawback=0.5, **changes) == near(0.5 * 0.00045)
    assert worth(RepTask.CUSTOMERS, clawback=0.0, **changes) == 0.0


# ---------------------------------------------------------------- the book


def noted(before=None, closing=2.0, memory=1.0, **columns):
    """Note one week of a rep whose book held `before` everywhere."""
    world = wired()
    rep = world.reps[0]
    rep["book"] = before or 0.0
    rep["ended_by"], rep["won_by"] = before or 0.0, before or 0.0
    rep["hours"] = [3.0, 0.0, 16.0, closing, 0.0, 0.0, 0.0]
    for name, value in columns.items():
        rep[name] = value
    note_week(world, memory)
    return rep


def note_week(world, memory=1.0, deals=()):
    ledger.note_hours(
        np.array(deals, dtype=int), world.accounts, world.opportunities, world.leads,
        world.counters, world.reps, {"memory": memory}, {"ask_hours": 2.0}, at(5),
    )  # fmt: skip


def test_a_week_is_written_down_by_hand():
    rep = noted(
        spare=1.0, closed_deals=3, won_deals=2, won_value=700.0, asks=4.0, gained=0.5, open_deals=6,
        ready_deals=2, due_value=90.0, renewed_value=60.0,
    )  # fmt: skip
    found = {entry: rep["book"][entry] for entry in Entry if rep["book"][entry] != 0.0}
    # two ready deals and time for one ask: both waited, with even odds
    assert found == {
        Entry.WEEKS: 1.0, Entry.DEAL_HOURS: 17.0, Entry.CLOSING_HOURS: 2.0,
        Entry.SEARCH_HOURS: 3.0, Entry.ENDED: 3.0, Entry.WINS: 2.0, Entry.WON: 700.0,
        Entry.ASKS: 4.0, Entry.GAINED: 0.5,
        Entry.OPEN: 6.0, Entry.READY: 2.0, Entry.TIMED: 1.0, Entry.SHORT: 2.0,
        Entry.DUE: 90.0, Entry.LOST: 30.0,
    }  # fmt: skip


def test_who_has_time_for_all_ready_deals_is_not_short():
    book = noted(closing=9.0, ready_deals=2)["book"]
    assert (book[Entry.READY], book[Entry.TIMED], book[Entry.SHORT]) == (2.0, 2.0, 0.0)
    book = noted(closing=0.0, ready_deals=0)["book"]
    assert (book[Entry.READY], book[Entry.TIMED], book[Entry.SHORT]) == (0.0, 0.0, 0.0)


def test_what_was_long_ago_fades():
    # half-life 1
    rep = noted(8.0)
    assert rep["book"][Entry.WON] == near(4.0)
    assert rep["book"][Entry.WEEKS] == near(5.0)
    assert rep["ended_by"].tolist() == rep["won_by"].tolist() == near([4.0] * 7)


def test_a_newcomer_starts_with_the_facts_of_the_job_and_an_empty_book():
    before = {"book": 800.0, "ended_by": 8.0, "won_by": 6.0}
    newcomer = weighed(rep=before | {"hired_week": 5})
    for name in ("book", "ended_by", "won_by"):
        assert (newcomer[name] == 0.0).all(), name
    assert newcomer["worth"].tolist() == near(weighed()["worth"].tolist())
    # who came a week ago keeps the book of that week
    known = weighed(rep=before | {"hired_week": 4})
    assert (known["book"] == 800.0).all()


def test_the_first_week_of_a_newcomer_is_the_first_in_the_book():
    world = wired()
    world.reps["hired_week"] = 5
    world.reps["book"] = 8.0
    ledger.weigh_all(np.arange(1), world.reps, world.pods, {"clawback": 0.0}, facts(), at(5))
    note_week(world)
    assert world.reps[0]["book"][Entry.WEEKS] == 1.0
    assert world.reps[0]["book"][Entry.WON] == 0.0


def test_a_usual_week_leaves_everything_as_the_facts_say():
    p = facts()
    usual = {entry: ledger.usual(entry, p) for entry in Entry}
    assert weighed(book=usual)["worth"].tolist() == near(weighed()["worth"].tolist())


def test_with_experience_the_own_book_says_more_than_the_facts():
    p = facts()
    rich = {entry: 10.0 * LONG_AGO * ledger.usual(entry, p) for entry in Entry}
    rich[Entry.WON] *= 3.0
    assert 2.5 * DEAL < worth(RepTask.DEALS, book=rich) < 3.0 * DEAL


def test_finds_and_how_their_deals_end_are_told_apart():
    world = wired(**ONE_OF_EACH, accounts=4)
    world.counters[0]["new_leads"] = 1
    for account, source in enumerate([Source.OUTBOUND, Source.OUTBOUND, 4, Source.OUTBOUND]):
        hand_over(world, account, source=source)  # the first is of last week
    world.leads["rep_id"][3] = NOBODY
    won = {"outcome": Outcome.WON, "closed_week": 5, "net_value": 300.0}
    open_deal(world, 0, source=Source.OUTBOUND, **won)
    open_deal(world, 1, source=4, **won)
    open_deal(world, 2, source=Source.OUTBOUND, outcome=Outcome.NO_DECISION, closed_week=5)
    open_deal(world, 3, source=Source.OUTBOUND, outcome=Outcome.WON, closed_week=4)
    note_week(world, deals=(0, 1, 2, 3))
    rep = world.reps[0]
    assert rep["book"][Entry.FINDS] == 1.0
    assert (rep["book"][Entry.FOUND], rep["book"][Entry.FOUND_WON]) == (2.0, 300.0)
    assert (rep["ended_by"][Source.OUTBOUND], rep["won_by"][Source.OUTBOUND]) == (2.0, 1.0)
    assert (rep["ended_by"][4], rep["won_by"][4]) == (1.0, 1.0)


def test_an_open_deal_is_not_in_the_book_yet():
    world = wired()
    open_deal(world, 0, source=Source.OUTBOUND)
    note_week(world, deals=(0,))
    assert (world.reps[0]["ended_by"] == 0.0).all()


def test_everybody_keeps_a_book_of_their_own():
    world = wired(reps=2)
    world.reps["slope"] = paid()
    world.reps["per_euro"] = EURO
    world.reps["book"][1][Entry.WON] = 50000.0
    ledger.weigh_all(np.arange(2), world.reps, world.pods, {"clawback": 0.0}, facts(), at(5))
    assert world.reps[0]["hour_price"] == near(DEAL)
    assert world.reps[1]["hour_price"] > world.reps[0]["hour_price"]
