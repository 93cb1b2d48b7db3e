"""Companies that are watched: simulated in a thread, a few kept.

The run is the compiled one that stories are told from. Its tables have the bytes of
`RevenueModel`'s, week by week, at a hundredth of the time, so a year is there before it is played.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.stories.events import events
from analysis.stories.kinds import Event
from analysis.stories.log import Log
from analysis.stories.recording import Recording, recorded
from counterpoint.workshop.watch import feed
from counterpoint.workshop.watch.weeks import Weeks

if TYPE_CHECKING:
    from sim.scenario import Scenario

KEPT = 4
"""Companies kept at most; a large one takes some fifty megabytes."""


@dataclass(frozen=True)
class Happened:
    """The event log of a run, and the events of it that are told of each week."""

    log: Log
    by_week: list[list[Event]]


@dataclass(frozen=True)
class Company:
    """A simulated company, and what happened, which is found while its first weeks are shown."""

    scenario: Scenario
    weeks: Weeks
    happened: Future[Happened]


class Companies:
    """Simulates companies and remembers the last few; safe to use from several threads."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="story")
        self._kept: OrderedDict[tuple[str, int, int], Company] = OrderedDict()
        self._lock = threading.Lock()

    def company(self, scenario: Scenario, seed: int, replicate: int) -> Company:
        """Return a company; others who ask for one meanwhile wait."""
        key = (scenario.hash, seed, replicate)
        with self._lock:
            if key not in self._kept:
                weeks = Weeks(scenario.burn_in)
                recording = recorded(scenario, seed, replicate, weeks.see)
                happened = self._pool.submit(_happened, recording, len(weeks.seen))
                self._kept[key] = Company(scenario, weeks, happened)
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)[1].happened.cancel()
            self._kept.move_to_end(key)
            return self._kept[key]

    def close(self) -> None:
        """Drop what is waiting; a log under way ends first."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _happened(recording: Recording, weeks: int) -> Happened:
    log = events(recording)
    return Happened(log, feed.by_week(log, weeks))
