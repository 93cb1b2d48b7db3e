"""Stories as people read them: on the terminal, in Markdown, side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import zip_longest

from analysis.stories.kinds import Event
from analysis.stories.log import Log
from sim.world.names import KINDS, STAFF_ROLES

LABEL, GAP = 10, "  "
WIDTH = 106
"""Width of two lives side by side where nothing else is asked for."""


def when(week: int, start: date | None) -> str:
    """Return a week as its number, or as the date of its Monday.

    >>> when(3, None), when(3, date(2026, 1, 5))
    ('week 3', '2026-01-26')
    """
    return (
        f"week {week}".replace("-", "−")
        if start is None
        else (start + timedelta(weeks=week)).isoformat()
    )


def lines(log: Log, start: date | None = None) -> list[str]:
    """Return a line for every event, with the event that led to it."""
    return [
        f"{when(event.week, start):>{LABEL}}{GAP}{event.text}{_because(event, log, start)}"
        for event in log.events
    ]


def because(event: Event, log: Log, start: date | None = None) -> str:
    """Return the event that led to this one, in words; empty where none did."""
    cause = log.by_id.get(event.cause_event_id or "")
    return "" if cause is None else f"{_name(cause)}, {when(cause.week, start)}"


def subject(event: Event) -> str:
    """Return whom an event is about: an account, a pair or a seat.

    >>> from analysis.stories.kinds import Kind
    >>> subject(Event(3, "made_up:0:4:3", Kind.MADE_UP, (0, 4), None, None, "strain falls"))
    'Marketer 0 and rep 4'
    """
    return people(event.actors) if event.account_id is None else f"Account {event.account_id}"


def people(seats: Sequence[int]) -> str:
    """Return seats as a sentence begins with them; empty for none.

    >>> people([0, 4])
    'Marketer 0 and rep 4'
    """
    text = " and ".join(seat_name(seat) for seat in seats)
    return text[:1].upper() + text[1:]


def seat_name(seat: int) -> str:
    """Return a seat as stories name it, by the id it has in every table.

    >>> seat_name(4), seat_name(0)
    ('rep 4', 'marketer 0')
    """
    return f"{STAFF_ROLES[seat % KINDS]} {seat}"


def markdown(title: str, log: Log, start: date | None = None, said: Sequence[str] = ()) -> str:
    """Return a story as Markdown."""
    head = [f"# {title}", "", *(f"{text}\n" for text in said)]
    table = ["| when | what happened | because of |", "| --- | --- | --- |"]
    table += [
        f"| {when(event.week, start)} | {event.text} | {because(event, log, start)} |"
        for event in log.events
    ]
    return "\n".join([*head, *table]) + "\n"


def side_by_side(
    names: tuple[str, str], logs: tuple[Log, Log], start: date | None = None, width: int = WIDTH
) -> list[str]:
    """Return two lives in two columns, week by week, in lines of at most `width`."""
    each = (width - LABEL - 2 * len(GAP)) // 2
    found = _rows("", [_wrapped(name, each) for name in names], each)
    for week in sorted({event.week for log in logs for event in log.events}):
        found += _rows(when(week, start), [_column(log, week, each) for log in logs], each)
    return found


def _rows(label: str, columns: list[list[str]], each: int) -> list[str]:
    """Return the lines of one week, its label on the first."""
    pairs = enumerate(zip_longest(*columns, fillvalue=""))
    return [
        f"{'' if row else label:>{LABEL}}{GAP}{first:<{each}}{GAP}{second}".rstrip()
        for row, (first, second) in pairs
    ]


def _column(log: Log, week: int, width: int) -> list[str]:
    return [
        line for event in log.events if event.week == week for line in _wrapped(event.text, width)
    ]


def _wrapped(text: str, width: int) -> list[str]:
    return textwrap.wrap(text, width, subsequent_indent="  ")


def _because(event: Event, log: Log, start: date | None) -> str:
    cause = log.by_id.get(event.cause_event_id or "")
    if cause is None or log.events.index(cause) == log.events.index(event) - 1:
        return ""
    return f"  (because of {because(event, log, start)})"


def _name(event: Event) -> str:
    return event.kind.value.replace("_", " ")
