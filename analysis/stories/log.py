"""The event log of one run, and parts of it: an account, a pair, a person."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.stories.kinds import ORDER, Event, Kind, named

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = {
    "week": ("week", "0 is the first counted week; burn-in is negative"),
    "event_id": ("id", "kind and identity; the same under every scheme of one seed"),
    "kind": ("word", "what happened"),
    "actors": ("id", "seats that took part, see staff.seat_id; several with spaces between"),
    "account_id": ("id", "the account; empty without one"),
    "cause_event_id": ("id", "the event that led to it; empty where it was the market, or chance"),
    "text": ("text", "the same in words"),
}
"""Column of the events table → unit and meaning."""
PERSONAL = {
    Kind.HIRED, Kind.DEAL_OPENED, Kind.DEAL_WON, Kind.DEAL_LOST, Kind.NO_DECISION,
    Kind.CREDIT_FIGHT, Kind.CHURNED, Kind.QUARREL, Kind.MADE_UP, Kind.TARGET_MISSED,
    Kind.RESIGNED,
}  # fmt: skip
"""What belongs into the story of a person; single leads do not."""


@dataclass
class Builder:
    """Collects events while a run is read."""

    events: dict[str, Event] = field(default_factory=dict)

    def add(
        self, kind: Kind, week: int, identity: tuple[object, ...], text: str, *,
        actors: Iterable[int] = (), account: int | None = None, cause: str | None = None,
    ) -> str:  # fmt: skip
        """Note an event and return its id; a cause that was not noted is none."""
        name = named(kind, *identity)
        known = cause if cause in self.events else None
        people = tuple(int(actor) for actor in actors if actor >= 0)
        self.events[name] = Event(int(week), name, kind, people, account, known, text)
        return name


@dataclass(frozen=True)
class Log:
    """All events of one run, in order of weeks, and within a week of kinds."""

    events: tuple[Event, ...]

    @cached_property
    def by_id(self) -> dict[str, Event]:
        """Return event id → event."""
        return {event.event_id: event for event in self.events}

    def frame(self) -> pd.DataFrame:
        """Return the events table."""
        import pandas as pd

        rows = [
            (
                event.week,
                event.event_id,
                event.kind.value,
                " ".join(map(str, event.actors)),
                event.account_id,
                event.cause_event_id,
                event.text,
            )
            for event in self.events
        ]
        table = pd.DataFrame(rows, columns=list(COLUMNS))
        return table.astype({"account_id": "Int64"})

    def count(self, *kinds: Kind, first: int = 0) -> int:
        """Return how many events of these kinds there are from a week on."""
        return sum(event.kind in kinds and event.week >= first for event in self.events)

    def of_account(self, account: int) -> Log:
        """Return the life of an account, and the quarrels that came of it."""
        own = {event.event_id for event in self.events if event.account_id == account}
        return self._where(own, lambda event: event.cause_event_id in own)

    def of_pair(self, marketer: int, rep: int) -> Log:
        """Return what happened between two people, and what led to it."""
        wanted = (Kind.QUARREL, Kind.MADE_UP)
        between = [
            event
            for event in self.events
            if event.kind in wanted and event.actors == (marketer, rep)
        ]
        names = {event.event_id for event in between}
        return self._where(names | {event.cause_event_id or "" for event in between})

    def of_seat(self, seat: int, first: int, last: int) -> Log:
        """Return what happened to the holder of a seat between two weeks, both included."""
        return Log(
            tuple(
                event
                for event in self.events
                if seat in event.actors and event.kind in PERSONAL and first <= event.week <= last
            )
        )

    def _where(self, names: Collection[str], also: object = None) -> Log:
        test = also if callable(also) else None
        return Log(
            tuple(
                event
                for event in self.events
                if event.event_id in names or (test is not None and test(event))
            )
        )


def ordered(events: Iterable[Event]) -> Log:
    """Return a log of events in their order."""
    return Log(tuple(sorted(events, key=lambda e: (e.week, ORDER[e.kind], e.event_id))))
