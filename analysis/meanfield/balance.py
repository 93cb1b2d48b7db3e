"""The flows at which accounts, leads, deals and hours of a firm fit together.

The more deals a rep has open, the less each of them gets and the longer it stays open. So the
number of open deals is that of a birth-and-death process: deals are opened at a steady pace and end
the more slowly the more there are. A deal meets that number when it is opened, and keeps it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.meanfield.deals import Fates, fates_of, no_crowd
from analysis.meanfield.hours import LOADS
from analysis.meanfield.leads import Balance, Firm, average_value, enter, firm_of
from analysis.meanfield.ledger import Ledger, Told
from analysis.meanfield.sample import TALENTS, Floats

ROUNDS = 30
EVERY = (8, 8, 1)
"""Which deals are followed, time and again, with the hours that what became of them suggests."""
MOST_LOAD = 200


def balanced(values: dict[str, Any]) -> Balance:
    """Return the flows at which leads, deals and hours fit together."""
    return ledger_and_balance(values)[1]


def ledger_and_balance(values: dict[str, Any]) -> tuple[Ledger, Balance]:
    """Return hours and what they are worth, and the flows, that fit together."""
    firm = firm_of(values)
    ledger = Ledger(values)
    shape = firm.shares.shape
    balance = Balance(life=np.full(shape, 10.0), wanted=np.ones(shape), taken=np.ones(shape))
    shares = np.tile(firm.shares.ravel(), TALENTS)
    crowds = no_crowd()
    for every in EVERY:
        price = ledger.hour_price / (ledger.euro * average_value(values))
        week = ledger.deal_hours, ledger.week["closing"] / values["closing"]["ask_hours"]
        fates = fates_of(values, week, firm.deals, shares, crowds, every, price)
        for _ in range(ROUNDS):
            opened = enter(firm, ledger, balance)
            _close(firm, opened, fates, balance)
            ledger.move(_told(firm, ledger, balance))
    return ledger, balance


def _told(firm: Firm, ledger: Ledger, now: Balance) -> Told:
    """Return what the balance tells a rep."""
    reps, search = firm.reps, max(ledger.week["prospecting"], 1e-12)
    convert = firm.values["triage"]["call_conversion"]
    return Told(
        ended=now.opportunities / reps,
        won=now.wins / reps,
        euros=now.net_value / reps,
        open=now.open_deals / reps,
        ready=now.ready / reps,
        asks=now.asks / reps,
        gained=now.gained / reps,
        finds=now.met / reps / search,
        found=convert * now.found / reps / search,
        on_leads=now.on_leads / reps,
        waits=now.waits,
    )


def loads(pace: float, life: Floats) -> Floats:
    """Return how likely a rep has 0, 1, 2 … deals open.

    pace: deals opened a week; life: mean weeks one stays open beside each of LOADS others. Beside
    n others it ends at a rate of 1 / life, so balance of flows gives
    chance(n + 1) = chance(n) x pace x life(n) / (n + 1).
    """
    counts = np.arange(MOST_LOAD)
    beside = np.exp(np.interp(counts, LOADS, np.log(np.maximum(life, 1e-9))))
    logs = np.concatenate(([0.0], np.cumsum(np.log(pace * beside / (counts + 1.0)))))
    chances = np.exp(logs - logs.max())
    return np.asarray(chances / chances.sum())


def _close(firm: Firm, opened: Floats, fates: Fates, now: Balance) -> None:
    """Find what becomes of the deals opened, beside what reps have open."""
    flows = opened.ravel() / TALENTS
    shape = (len(LOADS), TALENTS, opened.size)
    pace = float(opened.sum()) / firm.reps
    lives = fates.life.reshape(shape) @ opened.ravel() / max(float(opened.sum()), 1e-12)
    met, now.open_deals = np.empty((len(LOADS), TALENTS)), 0.0
    for talent in range(TALENTS):
        chances = loads(max(pace, 1e-12), lives[:, talent])
        counts = np.arange(len(chances))
        now.open_deals += float(chances @ counts) * firm.reps / TALENTS
        for row, place in enumerate(np.eye(len(LOADS))):
            met[row, talent] = np.interp(counts, LOADS, place) @ chances

    def mean(column: Floats) -> Floats:
        return np.asarray((met[:, :, None] * column.reshape(shape)).sum(axis=0))

    won = float((mean(fates.won) @ flows).sum())
    now.wins = won
    now.net_value = float((mean(fates.kept) @ (flows * firm.worth.ravel())).sum())
    now.cycle = float((mean(fates.cycle) @ flows).sum()) / max(won, 1e-12)
    now.no_decision = float((mean(fates.no_decision) @ flows).sum())
    now.ready = float((mean(fates.ready) @ flows).sum())
    now.asks = float((mean(fates.asks) @ flows).sum())
    now.gained = float((mean(fates.gained) @ flows).sum())
    now.life = 0.5 * (now.life + mean(fates.life).mean(axis=0).reshape(opened.shape))
