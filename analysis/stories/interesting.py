"""Finds a story worth telling in a run: a lost customer, a quarrel over a deal, a pair at peace."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.stories.kinds import Kind
from analysis.stories.log import Log
from analysis.stories.recording import Recording
from analysis.words import wording

LOST = (Kind.DEAL_LOST, Kind.NO_DECISION)


@dataclass(frozen=True)
class Found:
    """A story.

    Attributes:
        title: what it is.
        account: the account it is about; None for a pair.
        pair: marketer and rep; None for an account.
    """

    title: str
    account: int | None = None
    pair: tuple[int, int] | None = None


def lost_customer(log: Log, recording: Recording) -> Found | None:
    """Return the customer that left after the widest gap between promise and delivery."""
    held = recording.history.raw("customers")
    gaps = {
        (int(row["account_id"]), int(row["won_week"])): float(row["promise_gap"]) for row in held
    }
    broken = {event.event_id: event for event in log.events if event.kind is Kind.PROMISE_BROKEN}
    left = [
        event
        for event in log.events
        if event.kind is Kind.CHURNED and event.week >= 0 and event.account_id is not None
        and _broken_before(log, event.event_id, set(broken))
    ]  # fmt: skip
    if not left:
        return None
    worst = max(left, key=lambda event: gaps[_contract(event.event_id)])
    gap = wording.percent(gaps[_contract(worst.event_id)]).replace(wording.SPACE, " ")
    account = worst.account_id
    return Found(f"Account {account}: a customer lost to a promise ({gap} too much)", account)


def quarrel(log: Log, _recording: Recording) -> Found | None:
    """Return the lost deal during which the two people behind it fell out most often."""
    weeks: dict[tuple[int, ...], list[int]] = {}
    for event in log.events:
        if event.kind is Kind.QUARREL:
            weeks.setdefault(event.actors, []).append(event.week)
    opened = {e.event_id: e for e in log.events if e.kind is Kind.DEAL_OPENED}
    best, count = None, 0
    for event in log.events:
        start = opened.get(f"{Kind.DEAL_OPENED.value}:{event.event_id.partition(':')[2]}")
        if event.kind in LOST and start is not None and event.week >= 0:
            fights = [w for w in weeks.get(event.actors, []) if start.week <= w <= event.week]
            if len(fights) > count:
                best, count = event, len(fights)
    if best is None:
        return None
    times = "once" if count == 1 else f"{count} times"
    title = f"Account {best.account_id}: a deal that died while the two behind it fell out {times}"
    return Found(title, best.account_id)


def made_up(log: Log, _recording: Recording) -> Found | None:
    """Return the pair that made up, after most quarrels."""
    quarrels: dict[tuple[int, ...], int] = {}
    for event in log.events:
        if event.kind is Kind.QUARREL:
            quarrels[event.actors] = quarrels.get(event.actors, 0) + 1
    peace = [e for e in log.events if e.kind is Kind.MADE_UP and e.week >= 0 and len(e.actors) == 2]
    if not peace:
        return None
    best = max(peace, key=lambda event: quarrels.get(event.actors, 0))
    pair = (best.actors[0], best.actors[1])
    return Found(f"Marketer {pair[0]} and rep {pair[1]}: a pair that made up", pair=pair)


STORIES: dict[str, Callable[[Log, Recording], Found | None]] = {
    "lost-customer": lost_customer,
    "quarrel": quarrel,
    "made-up": made_up,
}
"""What may be asked for; `any` takes the first there is."""


def interesting(log: Log, recording: Recording, which: str = "any") -> Found | None:
    """Return a story of the wanted kind, or None when nothing of it happened."""
    kinds = STORIES.values() if which == "any" else [STORIES[which]]
    return next((found for kind in kinds if (found := kind(log, recording)) is not None), None)


def _broken_before(log: Log, name: str, broken: set[str]) -> bool:
    event = log.by_id[name]
    while event.cause_event_id is not None:
        if event.cause_event_id in broken:
            return True
        event = log.by_id[event.cause_event_id]
    return False


def _contract(name: str) -> tuple[int, int]:
    _kind, account, week = name.split(":")
    return int(account), int(week)
