"""Event logs for process-mining tools: OCEL 2.0 as JSON, and a flat log as CSV.

OCEL 2.0: Berti, Koren, Adams, Park, Knopp, Graves, Rafiei, Liß, Tacke, Zhang, Swevels & van der
Aalst 2023, "OCEL (Object-Centric Event Log) 2.0 Specification", section on the JSON format.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from analysis.stories.kinds import Event, Kind
from analysis.stories.log import Log

if TYPE_CHECKING:
    import pandas as pd

START = date(2026, 1, 5)
"""Monday of week 0 where nobody names one."""
TYPES = ("account", "lead", "deal", "person")
QUALIFIERS = {"account": "of account", "lead": "about lead", "deal": "about deal",
              "person": "done by"}  # fmt: skip


def ocel(log: Log, start: date = START) -> dict[str, Any]:
    """Return a log as OCEL 2.0 has it; every object that an event names is listed once."""
    objects: dict[str, str] = {}
    entries = []
    for event in log.events:
        related = _objects(event)
        objects.update(related)
        attributes = [{"name": "text", "value": event.text}]
        if event.cause_event_id is not None:
            attributes.append({"name": "cause", "value": event.cause_event_id})
        entries.append(
            {
                "id": event.event_id,
                "type": event.kind.value,
                "time": moment(event.week, start),
                "attributes": attributes,
                "relationships": [
                    {"objectId": name, "qualifier": QUALIFIERS[kind]}
                    for name, kind in related.items()
                ],
            }
        )
    return {
        "objectTypes": [{"name": name, "attributes": []} for name in TYPES],
        "eventTypes": [{"name": kind.value, "attributes": _attributes()} for kind in Kind],
        "objects": [
            {"id": name, "type": kind, "attributes": [], "relationships": []}
            for name, kind in objects.items()
        ],
        "events": entries,
    }


def flat(log: Log, start: date = START) -> pd.DataFrame:
    """Return case_id, activity, timestamp: accounts are the cases; events without one are left."""
    import pandas as pd

    rows = [
        (event.account_id, event.kind.value, moment(event.week, start))
        for event in log.events
        if event.account_id is not None
    ]
    return pd.DataFrame(rows, columns=["case_id", "activity", "timestamp"])


def moment(week: int, start: date = START) -> str:
    """Return a week's Monday as a timestamp.

    >>> moment(1)
    '2026-01-12T00:00:00Z'
    """
    day = datetime.combine(start + timedelta(weeks=week), time(), UTC)
    return day.strftime("%Y-%m-%dT%H:%M:%SZ")


def _attributes() -> list[dict[str, str]]:
    return [{"name": "text", "type": "string"}, {"name": "cause", "type": "string"}]


def _objects(event: Event) -> dict[str, str]:
    """Return the objects of an event, id → type."""
    found = {} if event.account_id is None else {f"account:{event.account_id}": "account"}
    start, _, identity = event.event_id.partition(":")
    number = identity.partition(":")[0]
    if start.startswith("lead_"):
        found[f"lead:{number}"] = "lead"
    elif event.kind in DEALS:
        found[f"deal:{number}"] = "deal"
    return {**found, **{f"person:{seat}": "person" for seat in event.actors}}


DEALS = {
    Kind.DEAL_OPENED, Kind.CONTENT_USED, Kind.CHAMPION_WON, Kind.ASKED_IN_VAIN, Kind.DEAL_WON,
    Kind.DEAL_LOST, Kind.NO_DECISION, Kind.CREDIT_FIGHT,
}  # fmt: skip
"""Events whose identity begins with a deal."""
