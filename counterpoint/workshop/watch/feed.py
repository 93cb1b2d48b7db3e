"""What just happened, and a story so far: events of the run's log, as the `story` command has them.

Single leads are told as one sentence a week; what pairs fall out over, as the worst of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.stories.kinds import Event, Kind
from analysis.stories.log import Log
from analysis.stories.told import because, subject

TOLD = (
    Kind.RESIGNED, Kind.HIRED, Kind.DEAL_WON, Kind.CREDIT_FIGHT, Kind.CHURNED, Kind.PROMISE_BROKEN,
    Kind.MADE_UP, Kind.TARGET_MISSED, Kind.DEAL_LOST, Kind.NO_DECISION, Kind.DEAL_OPENED,
    Kind.QUARREL,
)  # fmt: skip
"""Kinds that are told week by week, what people would speak of first in front."""
MOST = {kind: 1 if kind is Kind.QUARREL else 3 for kind in TOLD}
"""How many of a kind are told a week; further ones are only counted."""
FURTHER = {
    Kind.RESIGNED: "leave", Kind.HIRED: "start", Kind.DEAL_WON: "deals are signed",
    Kind.CREDIT_FIGHT: "wins are claimed by both sides", Kind.CHURNED: "customers leave",
    Kind.PROMISE_BROKEN: "customers get less than was promised", Kind.MADE_UP: "pairs make up",
    Kind.TARGET_MISSED: "people miss their targets", Kind.DEAL_LOST: "deals are lost",
    Kind.NO_DECISION: "deals end without a decision", Kind.DEAL_OPENED: "deals are opened",
    Kind.QUARREL: "pairs fall out",
}  # fmt: skip


def by_week(log: Log, weeks: int) -> list[list[Event]]:
    """Return the events of each counted week that are told."""
    found: list[list[Event]] = [[] for _ in range(weeks)]
    for event in log.events:
        if event.kind in TOLD and 0 <= event.week < weeks:
            found[event.week].append(event)
    return found


def told(
    happened: Sequence[Event], strain: Mapping[tuple[int, ...], float]
) -> list[dict[str, Any]]:
    """Return a week's events as sentences; further ones of a kind are only counted.

    Args:
        happened: the events.
        strain: between the two of each pair; the most strained is told first.
    """
    sentences: list[dict[str, Any]] = []
    for kind in TOLD:
        same = [event for event in happened if event.kind is kind]
        same.sort(key=lambda event: -strain.get(event.actors, 0.0))
        sentences += [_sentence(event) for event in same[: MOST[kind]]]
        more = len(same) - MOST[kind]
        if more > 0:
            text = f"… and {more} more {FURTHER[kind]}"
            sentences.append({"kind": kind.value, "text": text})
    return sentences


def _sentence(event: Event) -> dict[str, Any]:
    pair = list(event.actors) if event.account_id is None and len(event.actors) == 2 else None
    return {
        "kind": event.kind.value,
        "text": f"{subject(event)}: {event.text}",
        "account": event.account_id,
        "pair": pair,
    }


def story(log: Log, *, of_account: bool) -> list[dict[str, Any]]:
    """Return a life, each event with its week and what led to it; a pair's names its accounts."""
    return [
        {
            "week": event.week,
            "text": event.text
            if of_account or event.account_id is None
            else f"{subject(event)}: {event.text}",
            "because": because(event, log),
        }
        for event in log.events
    ]
