"""What a fit matches before it begins, and how it looks at runs: as the tables look at a firm."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.calibration.books import Books
from analysis.calibration.customers import Customers
from analysis.calibration.deals import Floats
from analysis.calibration.knobs import DIGITS, turned
from analysis.calibration.saved import Saved
from analysis.runs.progress import Progress
from analysis.words.wording import rounded
from sim.core.errors import InputError

if TYPE_CHECKING:
    from sim.history.history import History
    from sim.scenario import Scenario

PILOT = 4
"""Runs that show how large deals are, and how many customers there are, before a fit."""


@dataclass(frozen=True)
class Work:
    """How runs are made: for which tables, their luck, on how many threads, what is kept.

    cut: the week at which the tables were cut, where they were.
    """

    books: Books
    seed: int
    workers: int
    saved: Saved
    progress: Progress | None = None
    cut: int | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """Return the statistics that the tables say something of."""
        return self.books.told

    def seen(self, history: History) -> Books:
        """Return what the tables show of a run."""
        found = self.books.of_run(history)
        return found if self.cut is None else found.known_at(self.cut)

    def rows(self, firm: Scenario, at: Callable[[int], Floats], count: int, what: str) -> Floats:
        """Return a row of statistics a run, those kept before first."""
        key = f"{what} {firm.hash} {self.seed} {count} {self.books.shape} {self.cut}"
        return self.saved.rows(key, at, count, self.workers, self.progress)


def sized(firm: Scenario, work: Work) -> tuple[Scenario, dict[str, Any]]:
    """Return the firm with deals as large as those of the table, in the mean of logs.

    With a table of customers it has as many when the first week begins. Returned, too: the settings
    that say so.
    """
    from sim import run_many

    _check_customers(firm, work.books)
    found = {"market.segments": firm.values["market"]["segments"]}
    theirs = work.books.deals.amount[~np.isnan(work.books.deals.amount)]
    if not theirs.size and work.books.customers is None:
        return firm, found
    histories = run_many(firm, range(PILOT), seed=work.seed, workers=work.workers)
    pilot = [work.seen(history) for history in histories]
    if theirs.size:
        ours = np.concatenate([run.deals.amount for run in pilot])
        factor = float(np.exp(np.log(theirs).mean() - np.nanmean(np.log(ours))))
        found |= turned(firm.values, {"deal": factor})
    if work.books.customers is not None:
        found |= _peopled(firm, work.books.customers, pilot)
    return firm.with_values(found), found


def _peopled(firm: Scenario, customers: Customers, pilot: Sequence[Books]) -> dict[str, Any]:
    """Return the setting with which runs begin the table with as many customers."""
    market = firm.values["market"]
    ours = np.mean([run.customers.at_start for run in pilot if run.customers is not None])
    share = market["customers"] + (customers.at_start - float(ours)) / market["accounts"]
    return {"market.customers": rounded(min(max(share, 0.0), 1.0), DIGITS)}


def _check_customers(firm: Scenario, books: Books) -> None:
    """Raise InputError where a firm cannot have the customers of a table."""
    if books.customers is None:
        return
    accounts, there = firm.values["market"]["accounts"], books.customers.at_start
    if not firm.values["delivery"]["recurring"]:
        raise InputError(
            "customers: this firm sells once (delivery.recurring is 0), so nobody renews and who "
            "left says nothing; leave the table out, or --set delivery.recurring=1"
        )
    if there > accounts:
        raise InputError(
            f"customers: {there:,} at the start among {accounts:,} firms that could buy; customers "
            "are a part of these: --set market.accounts=N (--accounts in `new`)"
        )
