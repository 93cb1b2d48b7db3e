"""Every physical line of a file ends as read, refused or ignored, and the three add up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

FIRST = 3
"""Lines that are named where there are many."""


@dataclass
class Lines:
    """An account of the lines of a file, or of the rows of a sheet.

    Attributes:
        total: all of them. read: those that say something of a deal that is used.
        refused, ignored: reason → numbers, from 1: rows that cannot be used, and what is no row.
    """

    total: int = 0
    read: int = 0
    refused: dict[str, list[int]] = field(default_factory=dict)
    ignored: dict[str, list[int]] = field(default_factory=dict)

    def refuse(self, reason: str, numbers: Iterable[int]) -> None:
        """Refuse lines for a reason."""
        _add(self.refused, reason, numbers)

    def ignore(self, reason: str, numbers: Iterable[int]) -> None:
        """Ignore lines for a reason."""
        _add(self.ignored, reason, numbers)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Return how many lines are read, refused and ignored."""
        refused, ignored = (sum(map(len, each.values())) for each in (self.refused, self.ignored))
        return self.read, refused, ignored

    def check(self) -> None:
        """Raise AssertionError where a line is missing or counted twice: an error of ours."""
        seen = [n for each in (self.refused, self.ignored) for part in each.values() for n in part]
        assert len(set(seen)) == len(seen)
        assert sum(self.counts) == self.total, f"{self.counts} lines of {self.total}"

    def plain(self) -> dict[str, Any]:
        """Return the account as JSON has it."""
        read, refused, ignored = self.counts
        return {
            "lines": self.total,
            "read": read,
            "refused": refused,
            "ignored": ignored,
            "refused_for": {reason: sorted(where) for reason, where in self.refused.items()},
            "ignored_as": {reason: sorted(where) for reason, where in self.ignored.items()},
        }


def _add(account: dict[str, list[int]], reason: str, numbers: Iterable[int]) -> None:
    added = list(numbers)
    if added:
        account.setdefault(reason, []).extend(added)


def some(numbers: Iterable[int], most: int = FIRST) -> str:
    """Return the first of some line numbers in words.

    >>> some([4]), some([9, 4, 5, 7])
    ('line 4', 'lines 4, 5, 7 …')
    """
    first = sorted(numbers)
    dots = " …" if len(first) > most else ""
    return f"line{'s' if len(first) > 1 else ''} {', '.join(map(str, first[:most]))}{dots}"
