"""Every kind of event, in the order in which events of one week are told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What can happen; the value is how the tables spell it."""

    HIRED = "hired"
    ENTERED_MARKET = "entered_market"
    LEAD_CREATED = "lead_created"
    LEAD_QUALIFIED = "lead_qualified"
    LEAD_HANDED_OVER = "lead_handed_over"
    LEAD_ACCEPTED = "lead_accepted"
    LEAD_REJECTED = "lead_rejected"
    LEAD_EXPIRED = "lead_expired"
    LEAD_WORKED = "lead_worked"
    DEAL_OPENED = "deal_opened"
    CONTENT_USED = "content_used"
    CHAMPION_WON = "champion_won"
    ASKED_IN_VAIN = "asked_in_vain"
    DEAL_WON = "deal_won"
    DEAL_LOST = "deal_lost"
    NO_DECISION = "no_decision"
    CREDIT_FIGHT = "credit_fight"
    PROMISE_BROKEN = "promise_broken"
    DELIVERED = "delivered"
    RENEWED = "renewed"
    CHURNED = "churned"
    LEFT_MARKET = "left_market"
    QUARREL = "quarrel"
    MADE_UP = "made_up"
    TARGET_MISSED = "target_missed"
    RESIGNED = "resigned"


ORDER = {kind: place for place, kind in enumerate(Kind)}
"""Kind → its place among events of one week."""


@dataclass(frozen=True)
class Event:
    """One thing that happened.

    Attributes:
        week: 0 is the first counted week; burn-in is negative.
        event_id: kind and identity; the same under every scheme of one seed.
        kind: what happened.
        actors: seats or persons who took part, as in the tables.
        account_id: the account; None without one.
        cause_event_id: the event that led to it; None where it was the market, or chance.
        text: the same in words.
    """

    week: int
    event_id: str
    kind: Kind
    actors: tuple[int, ...]
    account_id: int | None
    cause_event_id: str | None
    text: str


def named(kind: Kind, *identity: object) -> str:
    """Return the id of an event.

    >>> named(Kind.DEAL_WON, 7), named(Kind.RENEWED, 7, 2)
    ('deal_won:7', 'renewed:7:2')
    """
    return ":".join([kind.value, *map(str, identity)])
