"""Closing: ask now or wait, at which discount, with which promise.

When the champion is won, the rep may ask the group to sign; proposals take closing hours, so only
some deals get one in a week. The rep picks timing, discount and promise to earn the most: what the
deal adds to pay now against what it adds after the next payday, shrunk by impatience. A failed ask
may end the deal, so asking early has a price; waiting has one too: the deal may slip away, and its
hours are missing elsewhere. A deal may wait until the group is won over as long as that pays; for
the sake of pay alone it can be held back over a payday that is only so many weeks away. Nothing
here knows about quarter ends except through pay. In the form `lasting` a group that said no says
yes only as far as its support has grown since. Where price is not the rep's to set, a rep who would
give the largest discount allowed, or more, asks for an exception first and waits for the answer.

Counter-force: discounts cost the rep pay; promises cost integrity now and renewals later.
Neutral: each choice frozen on its own: timing asks at once, discount and promise take defaults.
Sources: evidence A6-A8, A18, A51, B2 (discount, control over timing); trial: impatience .75.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.compiled import act, phase, rule
from sim.core.draws import uniform
from sim.core.formulas import ratio, with_odds
from sim.core.memory import BODY, ahead
from sim.core.params import Block, forms, param
from sim.core.units import Hours, Number, Share, Weeks
from sim.world.names import QUARTER, Metric, Outcome, Reason, RepTask, Verdict, words  # fmt: skip
from sim.world.options import Choice, Memory  # fmt: skip
from sim.world.shared import has_open_deal, pay_for, revenue_pay
from sim.world.state import Clock
from sim.world.vectors import NEVER

ASK, SIGN, KILL, REASON, TOLD, FORECAST, TAKEN, MONEY = (
    701, 702, 703, 704, 705, 706, 707, 708,
)  # fmt: skip
DISCOUNT_STEPS = 8
PROMISE_STEPS = 6
DISCOUNT, PROMISE, ODDS = range(3)
"""Columns of terms: what is offered, and what it does to the odds of a signature."""
TERM = 3


class Closing(Block):
    """How a rep closes."""

    champion_support: Share = param(
        0.5, 0, 1, source="equations: champion above one half", sweep=(0.3, 0.7), market=True,
        meaning="support of the champion from which the rep may ask",
    )  # fmt: skip
    ask_hours: Hours = param(
        1.0, 0.1, 40, unit="hours", source="trial: an ask about every second week", market=True,
        around=2.0, meaning="closing hours one proposal takes",
    )  # fmt: skip
    kill: Share = param(
        0.28, 0, 1, source="runs: wins, cycle, quarter ends (docs: defaults)", around=1.75,
        market=True, meaning="chance that a failed ask ends the deal",
    )  # fmt: skip
    form: str = forms(
        words(Memory), market=True,
        source="equations: consent drawn at each ask; Heckman 1981 (lasting: tastes that stay)",
        meaning="whether a group that said no decides anew; both agree on the first ask of a deal",
    )  # fmt: skip
    paydays: int = param(
        1, 1, 13, unit="1/quarter", lever=True, integer=True, sweep=(1, 3),
        source="B2 control over timing; Oyer 1998",
        meaning="times a quarter at which pay for signatures is paid out, the last at its end",
    )  # fmt: skip
    rival_takes: Share = param(
        0.8, 0, 1, source="P15 no decision; assumption 76", sweep=(0.4, 1.0), market=True,
        meaning="chance that a deal ended by a failed ask goes to the known competitor",
    )  # fmt: skip
    other_takes: Share = param(
        0.25, 0, 1, source="P15 no decision; assumption 76", sweep=(0.0, 0.5), market=True,
        meaning="the same where no competitor is known",
    )  # fmt: skip
    guardrail: Share = param(
        0.4, 0, 1, lever=True, source="B2 discount allowed", sweep=(0.1, 0.4),
        meaning="largest discount a rep may give",
    )  # fmt: skip
    price_effect: Number = param(
        2.23, 0, 20, unit="logit", source="B2 discount elasticity (x1.25 per 10 points)",
        sweep=(0.95, 4.05), market=True, meaning="effect of the discount on the group's log odds",
    )  # fmt: skip
    promise_effect: Number = param(
        3.0, 0, 20, unit="logit", source="A51, assumption 24", sweep=(1.0, 6.0), market=True,
        meaning="effect of an over-promise on the group's log odds",
    )  # fmt: skip
    promise_limit: Share = param(
        0.3, 0, 1, source="assumption 24", meaning="largest over-promise anybody believes",
        market=True,
        sweep=(0.15, 0.5),
    )  # fmt: skip
    promise_cost: Number = param(
        8.0, 0, 1000, unit="1", source="trial: a persona cost gave a mean of .06",
        sweep=(2.0, 30.0),
        meaning="discomfort of a squared over-promise, relative to the pay for a usual deal",
    )  # fmt: skip
    promise_churn: Number = param(
        3.0, 0, 20, unit="1", source="B5 churn odds per 0.1 over-promise", sweep=(1.5, 6.0),
        meaning="effect on retention that reps expect of an over-promise",
    )  # fmt: skip
    impatience: Share = param(
        0.75, 0.1, 1, source="trial: beta .75; A10 (hyperbolic discounting)", sweep=(0.5, 1.0),
        meaning="worth of a payday beyond this quarter's, relative to this one",
    )  # fmt: skip
    usual_horizon: Weeks = param(
        39.0, 1, 520, unit="weeks", source="assumption 66", sweep=(26.0, 52.0),
        meaning="horizon of a person with just that impatience",
    )  # fmt: skip
    longest_wait: Weeks = param(
        4.0, 0, 26, unit="weeks", source="B2 control over timing", sweep=(0.0, 10.0),
        meaning="weeks before a payday from which a ready deal may be held back until after it",
    )  # fmt: skip
    default_discount: Share = param(
        0.14, 0, 1, source="trial: mean discount", meaning="discount while the choice is frozen"
    )
    default_promise: Share = param(
        0.06, 0, 1, source="trial: mean promise", meaning="promise while the choice is frozen"
    )
    usual_loss: Share = param(
        0.025, 0, 1, source="runs of the shipped markets (docs: defaults)", around=2.5,
        market=True, meaning="weekly hazard of losing a waiting deal that reps reckon with",
    )  # fmt: skip
    right_reason: Share = param(
        0.4, 0, 1, source="B4 loss-reason accuracy (.40 right)", sweep=(0.25, 0.7),
        meaning="chance that the recorded reason of a loss is the true one",
    )  # fmt: skip
    usual_cycle: Weeks = param(
        7.8, 1, 104, unit="weeks", source="runs of the shipped markets (docs: hours)", market=True,
        meaning="weeks a deal is usually open, as people know from the job",
        around=1.5,
    )  # fmt: skip


@rule
def signed(chance: float, discount: float, promise: float, price: float, hope: float) -> float:
    """Return the chance that the group signs at these terms; `price`, `hope` are effects."""
    return with_odds(chance, math.exp(price * discount + hope * promise))


@rule
def patient(impatience: float, usual: float, horizon: float) -> float:
    """Return the worth of the payday after the next to somebody with this horizon."""
    return float(impatience ** (usual / horizon))


@rule
def still(chance: float, refused: float, form: int) -> float:
    """Return the chance that a group signs that has said no at the chance `refused`.

    Lasting (Heckman 1981): what it draws in a deal stays, so only what support has grown counts.

    >>> round(still(0.6, 0.2, 1), 3), still(0.6, 0.2, 0)
    (0.5, 0.6)
    """
    if form == Memory.FRESH:
        return chance
    return ratio(max(chance - refused, 0.0), 1.0 - refused, 0.0)


@rule
def to_payday(week: int, paydays: int) -> int:
    """Return the weeks from a week of the quarter (0 to 12) to the end of the next payday's week.

    >>> [to_payday(week, 1) for week in (0, 12)], [to_payday(week, 3) for week in (0, 4, 5, 12)]
    ([13, 1], [5, 1, 4, 1])
    """
    passed = week * paydays // QUARTER
    due = -(-(passed + 1) * QUARTER // paydays)
    if due <= week:
        due = -(-(passed + 2) * QUARTER // paydays)
    return due - week


@rule
def eventual(chance: float, gain: float, hours: float, loss: float, kill: float) -> float:
    """Return what a deal is worth when it is asked week after week at this chance.

    `hours` is the worth of the hours it takes each week until it ends.

    >>> round(eventual(0.2, 1.0, 0.0, 0.05, 0.3), 3)
    0.408
    """
    return ratio(chance * gain - hours, chance + (1.0 - chance) * kill + loss, 0.0)


@rule
def ask_worth(chance: float, gain: float, kill: float, later: float) -> float:
    """Return the expected pay of asking now; a failed ask leaves `later` unless it kills."""
    return chance * gain + (1.0 - chance) * (1.0 - kill) * later


@rule
def wait_worth(loss: float, later: float) -> float:
    """Return the expected pay of waiting a week; the hours it takes are counted in `later`."""
    return (1.0 - loss) * later


@rule
def held(worth: float, hours: float, loss: float, weeks: float) -> float:
    """Return the worth of a deal that is held back for `weeks` and is worth `worth` after them.

    `hours` is the worth of the hours it takes each week, as long as it is not lost.

    >>> round(held(1.0, 0.1, 0.0, 2.0), 3)
    0.8
    """
    left: float = (1.0 - loss) ** weeks
    return left * worth - hours * ratio(1.0 - left, loss, weeks)


@act
def deal_pay(
    rep: Any, sold: float, value: float, discount: float, promise: float, closing: Any
) -> float:
    """Return what a signature pays the rep, in units of quarterly pay; `sold` is pay for euros."""
    slope = rep["slope"]
    pay = sold + rep["per_win"]
    pay -= slope[Metric.MARGIN] * discount * value
    pay -= slope[Metric.RETENTION] * closing["promise_churn"] * promise * value
    return float(pay)


@act
def steps_of(frozen: int, default: float, most: float, steps: int) -> Any:
    """Return (first, step, number of further steps) of what a rep may offer, up to `most`."""
    if frozen == Choice.FROZEN:
        return min(default, most), 0.0, 0
    return 0.0, most / steps, steps


@act
def free_hand(rep: Any, deal: Any, closing: Any) -> float:
    """Return the largest discount the rep may give on a deal without asking anybody."""
    held_back = rep["held_back"] if deal["verdict"] != Verdict.GRANTED else 0.0
    return float(closing["guardrail"] - held_back)


@act
def asks_leave(rep: Any, deal: Any, discount: float, choices: Any, closing: Any) -> bool:
    """Return whether the rep asks for, or waits for, an exception: only if the limit binds."""
    if (
        choices["discount"] == Choice.FROZEN
        or deal["verdict"] != Verdict.UNDECIDED
        or rep["held_back"] <= 0.0
    ):
        return False
    limit = free_hand(rep, deal, closing)
    return bool(2.0 * DISCOUNT_STEPS * discount > limit * (2.0 * DISCOUNT_STEPS - 1.0))


@act
def terms_of(rep: Any, deal: Any, choices: Any, closing: Any) -> Any:
    """Return the terms a rep can think of: rows of discount, promise and what they do to odds."""
    first_discount, step_discount, discounts = steps_of(
        choices["discount"],
        closing["default_discount"],
        free_hand(rep, deal, closing),
        DISCOUNT_STEPS,
    )
    first_promise, step_promise, promises = steps_of(
        choices["promise"], closing["default_promise"], closing["promise_limit"], PROMISE_STEPS
    )
    hope = math.exp(closing["promise_effect"] * step_promise)
    terms = np.empty((discounts + 1, promises + 1, TERM))
    for i in range(discounts + 1):
        discount = first_discount + i * step_discount
        odds = math.exp(
            closing["price_effect"] * discount + closing["promise_effect"] * first_promise
        )
        for j in range(promises + 1):
            terms[i, j] = discount, first_promise + j * step_promise, odds
            odds *= hope
    return terms.reshape(-1, TERM)


@act
def gains_of(terms: Any, rep: Any, deal: Any, payday: Any, contract: Any, closing: Any) -> Any:
    """Return what a signature at each of the terms is worth to the rep, if paid at that payday.

    `payday` is (worth of pay at that payday, attainment its quarter is expected to end with, how
    far that may be off).
    """
    patience, place, spread = payday
    value, sold = deal["list_value"], 0.0
    without = revenue_pay(0.0, rep, place, spread, contract)
    discomfort = rep["integrity"] * closing["promise_cost"] * value * rep["usual_slope"]
    gains = np.empty(len(terms))
    for k in range(len(terms)):
        discount, promise = terms[k, DISCOUNT], terms[k, PROMISE]
        if k == 0 or discount != terms[k - 1, DISCOUNT]:
            sold = revenue_pay(value * (1.0 - discount), rep, place, spread, contract) - without
        gain = patience * deal_pay(rep, sold, value, discount, promise, closing)
        gains[k] = gain - discomfort * promise * promise
    return gains


@act
def best_terms(
    chance: float, refused: float, later: float, terms: Any, gains: Any, closing: Any
) -> Any:
    """Return (worth of asking now, row of the best terms); a failed ask leaves `later`."""
    best, chosen = -math.inf, 0
    for k in range(len(gains)):
        signs = still(with_odds(chance, terms[k, ODDS]), refused, closing["form"])
        worth = ask_worth(signs, gains[k], closing["kill"], later)
        if worth > best:
            best, chosen = worth, k
    return best, chosen


@act
def later_worth(
    chance: float, refused: float, upkeep: float, terms: Any, gains: Any, closing: Any
) -> float:
    """Return what asking week after week at this chance is worth, from next week on.

    The rep reckons with the terms that would then be best; nobody is forced to ask at a loss.
    `upkeep` is the worth of the hours the deal takes a week. Where a no lasts, one ask is all.
    """
    kill = closing["kill"] if closing["form"] == Memory.FRESH else 1.0
    best = 0.0
    for k in range(len(gains)):
        signs = still(with_odds(chance, terms[k, ODDS]), refused, closing["form"])
        worth = eventual(signs, gains[k], upkeep, closing["usual_loss"], kill)
        best = max(best, worth)
    return best


@act
def outlook(
    account: Any, rep: Any, deal: Any, terms: Any, today: Any, contract: Any, p: Any, clock: Clock
) -> Any:
    """Return what the deal is worth a week from now: if a failed ask leaves it, and if it waits.

    It may wait for a week, until support has grown as far as the rep looks ahead, or for a payday:
    then no longer than buyers can be held back. What is signed counts at its own payday; `today`
    holds what each of the `terms` is worth at this quarter's.
    """
    closing, foresight = p["closing"], p["buying_group"]["foresight"]
    upkeep, loss = account["deal_hours"] * rep["hour_price"], closing["usual_loss"]
    week = clock.index % QUARTER
    weeks = to_payday(week, closing["paydays"])
    said = deal["refused"]
    ripe = later_worth(account["chance_next_week"], said, upkeep, terms, today, closing)
    later, waiting, then = ripe, ripe, today
    if weeks <= max(1.0, closing["longest_wait"], foresight):
        patience = patient(closing["impatience"], closing["usual_horizon"], rep["horizon"])
        payday = (patience, rep["place"], rep["spread"])
        if week + weeks == QUARTER:
            payday = (patience, rep["pace"], p["pay"]["uncertainty"])
        after = gains_of(terms, rep, deal, payday, contract, closing)
        then = after if weeks <= foresight else today
        past = later_worth(account["chance_next_week"], said, upkeep, terms, after, closing)
        if weeks == 1:
            later = past
            waiting = past if closing["longest_wait"] >= 1.0 else min(past, ripe)
        elif weeks <= closing["longest_wait"]:
            waiting = max(ripe, held(past, upkeep, loss, weeks - 1.0))
    grown = later_worth(account["outlook"], said, upkeep, terms, then, closing)
    if closing["form"] == Memory.LASTING:
        _, asked = best_terms(account["chance"], said, 0.0, terms, today, closing)
        no = max(said, with_odds(account["chance"], terms[asked, ODDS]))
        soon = later_worth(account["chance_next_week"], no, upkeep, terms, then, closing)
        far = later_worth(account["outlook"], no, upkeep, terms, then, closing)
        later = max(soon, held(far, upkeep, loss, foresight - 1.0))
    return later, max(waiting, held(grown, upkeep, loss, foresight - 1.0))


@act
def close(account: Any, deal: Any, outcome: int, discount: float, promise: float,
          clock: Clock) -> None:  # fmt: skip
    """End an account's deal."""
    account["last_closed"] = account["opportunity"]
    deal["outcome"] = outcome
    deal["closed_week"] = clock.week
    deal["closing_match"] = account["match"]
    if outcome == Outcome.WON:
        deal["discount"] = discount
        deal["promise"] = promise
        deal["net_value"] = deal["list_value"] * (1.0 - discount)


@act
def note_reason(account: Any, deal: Any, closing: Any, clock: Clock) -> None:
    """Write down why a deal was lost: the true reason, and what the CRM says."""
    u = uniform(clock.seed, REASON, deal["opportunity_id"], 0)
    truth = Reason.PRICE if u < account["match"] else Reason.NEEDS
    if uniform(clock.seed, MONEY, deal["opportunity_id"], 0) < account["spread"]:
        truth = Reason.NO_BUDGET
    if deal["outcome"] == Outcome.LOST_COMPETITOR:
        truth = Reason.COMPETITOR if u < account["match"] else Reason.RELATIONSHIP
    deal["reason_true"] = truth
    told = uniform(clock.seed, TOLD, deal["opportunity_id"], 0)
    deal["reason_recorded"] = truth
    if told >= closing["right_reason"]:
        share = ratio(told - closing["right_reason"], 1.0 - closing["right_reason"], 0.0)
        wrong = (Reason.PRICE, Reason.NOT_DISCLOSED, Reason.COMPETITOR, Reason.NO_BUDGET)
        deal["reason_recorded"] = wrong[int(min(share * len(wrong), len(wrong) - 1.0))]


@act
def decide(
    row: int, accounts: Any, members: Any, reps: Any, opportunities: Any, choices: Any,
    contract: Any, p: Any, clock: Clock,
) -> None:  # fmt: skip
    """Let one deal end by itself, or the rep ask, or wait."""
    account, closing = accounts[row], p["closing"]
    account["ready"] = 0
    if not has_open_deal(account):
        return
    deal = opportunities[account["opportunity"]]
    rep = reps[account["rep"]]
    if deal["created_week"] == clock.week:
        u = uniform(clock.seed, FORECAST, deal["opportunity_id"], 0)
        deal["forecast_close_week"] = clock.week + int(2.0 * u * closing["usual_cycle"])
        deal["discount"] = min(closing["default_discount"], closing["guardrail"])
        deal["promise"] = closing["default_promise"]
    if account["exit_outcome"] != Outcome.OPEN:
        close(account, deal, account["exit_outcome"], 0.0, 0.0, clock)
        note_reason(account, deal, closing, clock)
        return
    champion = members[account["first_member"]]
    account["ready"] = 1 if champion["support"] > closing["champion_support"] else 0
    share = ratio(rep["hours"][RepTask.CLOSING], closing["ask_hours"] * rep["ready_deals"], 1.0)
    has_time = uniform(clock.seed, ASK, deal["opportunity_id"], clock.week) < share
    if account["ready"] == 1 and has_time and rep["present"] == 1:
        ask_or_wait(account, rep, deal, choices, contract, p, clock)


@act
def ask_or_wait(
    account: Any, rep: Any, deal: Any, choices: Any, contract: Any, p: Any, clock: Clock
) -> None:
    """Choose terms; ask if that is worth more than waiting."""
    closing = p["closing"]
    terms, payday = terms_of(rep, deal, choices, closing), (1.0, rep["place"], rep["spread"])
    today = gains_of(terms, rep, deal, payday, contract, closing)
    later, waiting = outlook(account, rep, deal, terms, today, contract, p, clock)
    worth, chosen = best_terms(account["chance"], deal["refused"], later, terms, today, closing)
    discount, promise = terms[chosen, DISCOUNT], terms[chosen, PROMISE]
    if asks_leave(rep, deal, discount, choices, closing):
        if deal["exception_week"] == NEVER:
            deal["exception_week"] = clock.week
        return
    more = worth - wait_worth(closing["usual_loss"], waiting)
    if choices["timing"] == Choice.FREE and more < 0.0:
        deal["waits"] += 1
        return
    deal["asks"] += 1
    rep["asks"] += 1.0
    value = deal["list_value"]
    sold = pay_for(value * (1.0 - discount), rep, rep["place"], rep["spread"], contract)
    signature = deal_pay(rep, sold, value, discount, promise, closing)
    rep["gained"] += min(ratio(max(more, 0.0), signature, 0.0), 1.0)
    deal["discount"] = discount
    deal["promise"] = promise
    chance = signed(
        account["chance"], discount, promise, closing["price_effect"], closing["promise_effect"]
    )
    identity = deal["opportunity_id"]
    drawn = clock.week if closing["form"] == Memory.FRESH else 0
    signs = uniform(clock.seed, SIGN, identity, drawn) < chance
    if not signs:
        deal["refused"] = max(deal["refused"], chance)
    if signs:
        close(account, deal, Outcome.WON, discount, promise, clock)
    elif uniform(clock.seed, KILL, identity, clock.week) < closing["kill"]:
        taken = closing["rival_takes"] if deal["competitor"] == 1 else closing["other_takes"]
        lost = uniform(clock.seed, TAKEN, identity, clock.week) < taken
        outcome = Outcome.LOST_COMPETITOR if lost else Outcome.NO_DECISION
        close(account, deal, outcome, discount, promise, clock)
        note_reason(account, deal, closing, clock)


@phase
def clear_asks(reps: Any) -> None:
    """Forget last week's proposals."""
    for seat in range(reps.shape[0]):
        reps[seat]["asks"] = 0.0
        reps[seat]["gained"] = 0.0


@phase
def decide_all(
    rows: Any, accounts: Any, members: Any, reps: Any, opportunities: Any, choices: Any,
    contract: Any, p: Any, clock: Clock,
) -> None:  # fmt: skip
    """Decide every open deal."""
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, BODY)
        decide(rows[index], accounts, members, reps, opportunities, choices, contract, p, clock)
