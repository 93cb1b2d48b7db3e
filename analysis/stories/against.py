"""One account under two schemes with the same luck: where its two lives part, and why."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.stories.kinds import ORDER, Event, Kind
from analysis.stories.log import Log
from analysis.stories.recording import Recording
from analysis.words import wording
from sim.world.names import KINDS

BARS = (Kind.LEAD_QUALIFIED, Kind.LEAD_HANDED_OVER)
TRIAGE = (Kind.LEAD_ACCEPTED, Kind.LEAD_REJECTED, Kind.LEAD_EXPIRED, Kind.LEAD_WORKED)
CAMPAIGNS = (Kind.LEAD_CREATED,)


@dataclass(frozen=True)
class Parting:
    """Where two lives part.

    Attributes:
        week: the first week in which they differ.
        first, second: what happened then in each; None where nothing did.
        why: what was different around it, in words.
    """

    week: int
    first: Event | None
    second: Event | None
    why: str


def parting(
    logs: tuple[Log, Log], recordings: tuple[Recording, Recording], names: tuple[str, str]
) -> Parting | None:
    """Return where two lives of an account part; None when they never do."""
    first, second = ({event.event_id: event for event in log.events} for log in logs)
    different = [
        event
        for event in (*logs[0].events, *logs[1].events)
        if _week(first, event) != _week(second, event)
    ]
    if not different:
        return None
    event = min(different, key=lambda e: (e.week, ORDER[e.kind], e.event_id))
    name = event.event_id
    pair = (_at(first, name, event.week), _at(second, name, event.week))
    return Parting(event.week, *pair, _why(event, recordings, names))


def sentence(found: Parting | None, names: tuple[str, str]) -> str:
    """Return where two lives part, and why, in words."""
    if found is None:
        return "The two lives are the same from beginning to end."
    if found.first is not None and found.second is not None:
        return (
            f"They part in week {found.week}: {found.first.text} under {names[0]}, "
            f"{found.second.text} under {names[1]}. {found.why}"
        )
    there, not_there = names if found.first is not None else names[::-1]
    event = found.first or found.second
    assert event is not None
    return (
        f"They part in week {found.week}: under {there} this happens ({event.text}), under "
        f"{not_there} it does not. {found.why}"
    )


def _why(event: Event, recordings: tuple[Recording, Recording], names: tuple[str, str]) -> str:
    place = event.week - recordings[0].first_week
    if event.kind in BARS and event.actors:
        seat = event.actors[0] // KINDS
        bars = [wording.figure(float(each.watch.bars[place][seat])) for each in recordings]
        return f"Marketing's bar that week: {_both(bars, names)}."
    if event.kind in TRIAGE and event.actors:
        seat = event.actors[-1] // KINDS
        hours = [f"{float(each.watch.hours[place][seat]):.1f} h" for each in recordings]
        return f"The rep's time for leads that week: {_both(hours, names)}; the inbox differs too."
    if event.kind in CAMPAIGNS:
        return "Campaigns differ: other hours, another message or another channel reached it."
    weekly = [each.history.raw("weekly")[max(place - 1, 0)] for each in recordings]
    open_deals = [wording.euros(float(row["pipeline"])) for row in weekly]
    strain = [wording.figure(float(row["relationship_conflict"])) for row in weekly]
    return (
        "What it hears and who has time for it differ. A week before: pipeline "
        f"{_both(open_deals, names)}; strain {_both(strain, names)}."
    )


def _both(values: list[str], names: tuple[str, str]) -> str:
    return f"{values[0]} under {names[0]}, {values[1]} under {names[1]}"


def _week(events: dict[str, Event], event: Event) -> tuple[int, str] | None:
    found = events.get(event.event_id)
    return None if found is None else (found.week, found.text)


def _at(events: dict[str, Event], name: str, week: int) -> Event | None:
    found = events.get(name)
    return found if found is not None and found.week == week else None
