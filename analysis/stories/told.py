"""Stories as people read them: on the terminal, in Markdown, side by side."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from datetime import date, timedelta

from analysis.stories.kinds import Event
from analysis.stories.log import Log

WIDTH = 46
"""Width of one life when two stand side by side."""


def when(week: int, start: date | None) -> str:
    """Return a week as its number, or as the date of its Monday.

    >>> when(3, None), when(3, date(2026, 1, 5))
    ('week 3', '2026-01-26')
    """
    return f"week {week}" if start is None else (start + timedelta(weeks=week)).isoformat()


def lines(log: Log, start: date | None = None) -> list[str]:
    """Return a line for every event, with the event that led to it."""
    return [
        f"{when(event.week, start):>10}  {event.text}{_because(event, log, start)}"
        for event in log.events
    ]


def markdown(title: str, log: Log, start: date | None = None, said: Sequence[str] = ()) -> str:
    """Return a story as Markdown."""
    head = [f"# {title}", "", *(f"{text}\n" for text in said)]
    table = ["| when | what happened | because of |", "| --- | --- | --- |"]
    for event in log.events:
        cause = log.by_id.get(event.cause_event_id or "")
        because = "" if cause is None else f"{_name(cause)}, {when(cause.week, start)}"
        table.append(f"| {when(event.week, start)} | {event.text} | {because} |")
    return "\n".join([*head, *table]) + "\n"


def side_by_side(
    names: tuple[str, str], logs: tuple[Log, Log], start: date | None = None
) -> list[str]:
    """Return two lives in two columns, week by week."""
    weeks = sorted({event.week for log in logs for event in log.events})
    head = f"{'':>10}  {names[0]:<{WIDTH}}  {names[1]}"
    found = [head]
    for week in weeks:
        left, right = (_column(log, week) for log in logs)
        for row in range(max(len(left), len(right))):
            first = left[row] if row < len(left) else ""
            second = right[row] if row < len(right) else ""
            label = when(week, start) if row == 0 else ""
            found.append(f"{label:>10}  {first:<{WIDTH}}  {second}".rstrip())
    return found


def _column(log: Log, week: int) -> list[str]:
    return [
        line
        for event in log.events
        if event.week == week
        for line in textwrap.wrap(event.text, WIDTH, subsequent_indent="  ")
    ]


def _because(event: Event, log: Log, start: date | None) -> str:
    cause = log.by_id.get(event.cause_event_id or "")
    if cause is None or log.events.index(cause) == log.events.index(event) - 1:
        return ""
    return f"  (because of {_name(cause)}, {when(cause.week, start)})"


def _name(event: Event) -> str:
    return event.kind.value.replace("_", " ")
