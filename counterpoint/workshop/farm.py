"""Simulated firms for the page: run in background threads, kept by scenario and luck.

A run lets go of Python's lock, so the page answers while firms are simulated. What is kept of a
run is small: the page's measures and a few weekly columns.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.measures import Tables, measured

if TYPE_CHECKING:
    from sim.scenario import Scenario

HEADLINE = ("gross_profit_y1", "gross_profit_y3", "bookings_y3", "hours_lost", "trust")
"""What the page compares, with p-values adjusted over these."""
FUNNEL = ("leads", "mqls", "accepted_leads", "worked_leads", "opportunities", "wins")
MEASURES = (*HEADLINE, *FUNNEL)
COLUMNS = ("gross_profit", "bookings", "hours_lost", "leads", "mqls", "wins")
KEPT = 20_000
"""Firms kept at most; about seven kilobytes each."""
AT_ONCE = 10
"""Replicates between two looks at whether anybody still wants the answer."""


class NotWantedError(Exception):
    """Nobody waits for this picture any more."""


@dataclass(frozen=True)
class Firm:
    """What is kept of one run: MEASURES, and COLUMNS × counted weeks."""

    values: NDArray[np.float64]
    weekly: NDArray[np.float64]


class Farm:
    """Runs firms and remembers them; safe to use from several threads."""

    def __init__(self, workers: int = 2) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="firm")
        self._kept: OrderedDict[tuple[str, int, int], Firm] = OrderedDict()
        self._lock = threading.Lock()

    def firms(
        self,
        scenarios: Sequence[Scenario],
        replicates: int,
        seed: int,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> list[list[Firm]]:
        """Return replicates × scenarios, replicate r with the luck of (seed, r).

        Raises: NotWantedError once `is_wanted` says no.
        """
        done: list[list[Firm]] = []
        for first in range(0, replicates, AT_ONCE):
            if not is_wanted():
                raise NotWantedError
            numbers = range(first, min(first + AT_ONCE, replicates))
            jobs = [(scenario, seed, number) for number in numbers for scenario in scenarios]
            found = list(self._pool.map(lambda job: self.firm(*job), jobs))
            size = len(scenarios)
            done += [found[place : place + size] for place in range(0, len(found), size)]
        return done

    def firm(self, scenario: Scenario, seed: int, replicate: int) -> Firm:
        """Return one firm, simulated if it is not remembered."""
        key = (scenario.hash, seed, replicate)
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
                return known
        made = _simulated(scenario, seed, replicate)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def close(self) -> None:
        """Drop what is waiting; firms under way end first."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _simulated(scenario: Scenario, seed: int, replicate: int) -> Firm:
    from sim import run

    tables = Tables(run(scenario, seed, replicate))
    values = np.array(list(measured(tables, MEASURES).values()), dtype=np.float64)
    weekly = tables.raw("weekly")[tables.burn_in :]
    return Firm(values, np.array([weekly[name] for name in COLUMNS], dtype=np.float64))
