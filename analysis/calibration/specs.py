"""The tables a fit can read: their fields, and what the words in them may mean."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spec:
    """A kind of table.

    Attributes:
        name: of it. required, optional: fields. kinds: what words of `worded` may mean.
        dates: fields that hold dates, the one that comes first in front. hashed: whose texts are
            names, or lead to them. tells: fields of which a table of the kind has some.
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    worded: str
    kinds: tuple[str, ...]
    dates: tuple[str, ...]
    hashed: tuple[str, ...]
    tells: tuple[str, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all fields."""
        return (*self.required, *self.optional)

    @property
    def prefix(self) -> str:
        """Return what stands before a field of the kind in options."""
        return "" if self.name == OPPORTUNITIES.name else f"{self.name}."


OPPORTUNITIES = Spec(
    "opportunities",
    ("created", "closed", "outcome", "amount", "owner"),
    ("id", "currency", "amount_won", "is_won", "is_closed"),
    "outcome",
    ("won", "lost", "open"),
    ("created", "closed"),
    ("owner", "id"),
)
LEADS = Spec(
    "leads",
    ("handed_over",),
    ("status", "accepted", "worked", "rejected", "converted", "opportunity", "marketer", "id"),
    "status",
    ("converted", "worked", "rejected", "ignored"),
    ("handed_over", "accepted", "worked", "rejected", "converted"),
    ("opportunity", "marketer", "id"),
    ("status", "accepted", "worked", "rejected", "converted", "opportunity"),
)
CUSTOMERS = Spec(
    "customers",
    ("won", "churned"),
    ("id",),
    "",
    (),
    ("won", "churned"),
    ("id",),
)
SPECS = {each.name: each for each in (OPPORTUNITIES, LEADS, CUSTOMERS)}
MORE = (LEADS, CUSTOMERS)
"""Tables beside that of opportunities."""
STAGES = (
    "history of stages: a run has none, for its deals move by what each buyer thinks and not "
    "through stages of a CRM, so nothing in the model answers to it and it would tell no "
    "parameter; when deals began and ended is used from the table of opportunities"
)
"""Why a table of stages is refused."""
STAGE_HEADINGS = (
    ("fromstage", "oldstage", "fromvalue", "oldvalue", "previousstage", "vonphase"),
    ("tostage", "newstage", "tovalue", "newvalue", "nextstage", "nachphase"),
)
"""Headings, folded, of which a history of stages has one of each."""
