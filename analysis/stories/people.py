"""The events of people and pairs: quarrels and peace, targets, who came and who left."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.stories.kinds import Event, Kind
from analysis.stories.log import Builder
from analysis.stories.recording import GRIEVANCES, Recording
from analysis.words import wording
from sim.history.history import CATEGORIES
from sim.world.names import METRICS, QUARTER, YEAR
from sim.world.vectors import NEVER

STRAINED = 0.2
"""Strain from which a pair has something to make up."""
HALF = 0.5
"""Part of the highest strain below which a pair has made up."""
MISSED = 0.25
"""Shortfall, weighed by pay, from which a missed target is an event."""
CAUSES = {
    Kind.LEAD_REJECTED: "rejected",
    Kind.LEAD_EXPIRED: "expired",
    Kind.CREDIT_FIGHT: "claims",
    Kind.PROMISE_BROKEN: "gaps",
}
"""Event of an account → the grievance it feeds."""


def quarrels(built: Builder, recording: Recording) -> None:
    """Add what each pair fell out over week by week, and when it made up."""
    log = recording.history.raw("pairs")
    pairs = np.unique(log[["marketer_id", "rep_id"]])
    seats = [(int(a), int(b)) for a, b in pairs.tolist()]
    weeks = len(recording.watch.pairs)
    # The log stands in the order of seats; what was watched, in that of the state.
    counts = dict(
        zip(_state_order(recording), np.stack(recording.watch.pairs, axis=1), strict=True)
    )
    blamed = _blamed(built.events.values())
    for place, (marketer, rep) in enumerate(seats):
        rows = log[place * weeks : (place + 1) * weeks]
        _pair(built, rows, counts[marketer, rep], blamed)


def _state_order(recording: Recording) -> list[tuple[int, int]]:
    from sim.history.ids import identify

    pairs = recording.world.pairs
    marketers, reps = pairs["marketer"].astype(np.int64), pairs["rep"].astype(np.int64)
    identify("marketer_id", marketers)
    identify("rep_id", reps)
    return list(zip(marketers.tolist(), reps.tolist(), strict=True))


def _blamed(events: Any) -> dict[tuple[int, int, int], list[Event]]:
    """Return (week, marketer, rep) → events of accounts that these two may fall out over."""
    found: dict[tuple[int, int, int], list[Event]] = {}
    for event in events:
        if event.kind in CAUSES and len(event.actors) == 2:
            found.setdefault((event.week, *event.actors), []).append(event)
    return found


def _pair(built: Builder, rows: Any, counts: Any, blamed: Any) -> None:
    marketer, rep = int(rows["marketer_id"][0]), int(rows["rep_id"][0])
    who, highest, last = (marketer, rep), 0.0, None
    for row, count in zip(rows, counts, strict=True):
        week, strain = int(row["week"]), float(row["relationship_conflict"])
        if row["contested_events"] > 0:
            events = blamed.get((week, marketer, rep), [])
            cause = events[0].event_id if events else None
            text = f"{_over(count)}; strain {wording.figure(strain)}"
            last = built.add(
                Kind.QUARREL, week, (marketer, rep, week), text, cause=cause, actors=who
            )
        highest = max(highest, strain)
        if highest >= STRAINED and strain < HALF * highest:
            text = f"strain falls from {wording.figure(highest)} to {wording.figure(strain)}"
            built.add(Kind.MADE_UP, week, (marketer, rep, week), text, cause=last, actors=who)
            highest = strain


def _over(counts: Any) -> str:
    parts = [words for words, count in zip(GRIEVANCES.values(), counts, strict=True) if count > 0]
    return (
        f"they fall out over {', '.join(parts)}" if parts else "they fall out over missed targets"
    )


def targets(built: Builder, recording: Recording) -> None:
    """Add quarters in which a person fell far short of the targets that pay hangs on."""
    table = recording.history.raw("attainment")
    counted = table[(table["weight"] > 0) & (table["metric"] < len(_metrics()))]
    with np.errstate(divide="ignore", invalid="ignore"):
        short = np.clip(1 - counted["result"] / counted["target"], 0, 1)
    short = np.nan_to_num(short) * counted["weight"]
    order = np.lexsort([counted["quarter"], counted["person_id"]])
    named = [(int(counted["person_id"][i]), int(counted["quarter"][i])) for i in order]
    parts: dict[tuple[int, int], list[tuple[float, str]]] = {}
    for key, i in zip(named, order, strict=True):
        metric = _metrics()[counted["metric"][i]].replace("_", " ")
        parts.setdefault(key, []).append((float(short[i]), metric))
    seats = _seats(recording)
    for (person, quarter), found in parts.items():
        missed = sum(size for size, _ in found)
        if missed >= MISSED and person in seats:
            share = wording.percent(missed).replace(wording.SPACE, " ")
            built.add(
                Kind.TARGET_MISSED, quarter * QUARTER + QUARTER - 1, (person, quarter),
                f"misses targets by {share}, {max(found)[1]} most", actors=[seats[person]],
            )  # fmt: skip


def comings_and_goings(built: Builder, recording: Recording) -> None:
    """Add who was hired and who resigned, and what went before."""
    troubles: dict[int, list[Event]] = {}
    for event in built.events.values():
        if event.kind in (Kind.QUARREL, Kind.TARGET_MISSED):
            for seat in event.actors:
                troubles.setdefault(seat, []).append(event)
    for person in recording.history.raw("staff"):
        seat, name = int(person["seat_id"]), int(person["person_id"])
        role = CATEGORIES["staff", "role"][person["role"]]
        if person["hired_week"] >= recording.first_week:
            built.add(Kind.HIRED, person["hired_week"], (name,), f"a {role} starts", actors=[seat])
        if person["left_week"] != NEVER:
            week = int(person["left_week"])
            before = [e for e in troubles.get(seat, []) if week - YEAR < e.week <= week]
            worst = max(before, key=lambda e: (e.kind is Kind.TARGET_MISSED, e.week), default=None)
            built.add(
                Kind.RESIGNED, week, (name,), f"a {role} leaves", actors=[seat],
                cause=worst.event_id if worst else None,
            )  # fmt: skip


def _seats(recording: Recording) -> dict[int, int]:
    staff = recording.history.raw("staff")
    return dict(zip(staff["person_id"].tolist(), staff["seat_id"].tolist(), strict=True))


def _metrics() -> tuple[str, ...]:

    return METRICS
