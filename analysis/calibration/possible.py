"""Facts that no firm of this size can have, said before any run."""

from __future__ import annotations

from typing import Any

from sim.core.errors import InputError
from sim.world.names import YEAR


def check_facts(values: dict[str, Any], facts: dict[str, float]) -> None:
    """Raise InputError with every contradiction between facts and the firms that could buy."""
    problems = contradictions(values["market"]["accounts"], facts)
    if problems:
        raise InputError("\n".join(problems))


def contradictions(accounts: float, facts: dict[str, float]) -> list[str]:
    """Return a sentence for each fact that cannot be, each with a way out.

    A firm has one deal open at a time, so deals won a year times the years each is open cannot be
    more than the firms there are (Little's law).
    """
    found = []
    way = "check both, or raise market.accounts (--accounts in `new`)"
    if facts.get("customers", 0.0) > accounts:
        found.append(
            f"customers: {facts['customers']:,.0f} customers among {accounts:,.0f} firms that "
            f"could buy; customers are a part of these: {way}"
        )
    open_at_once = facts.get("won", 0.0) * facts.get("cycle", 0.0) / YEAR
    if open_at_once > accounts:
        found.append(
            f"won, cycle: {facts['won']:,.0f} wins a year, each open for {facts['cycle']:,.0f} "
            f"weeks, are {open_at_once:,.0f} deals open at once, but {accounts:,.0f} firms could "
            f"buy, each with one deal open at most: {way}"
        )
    return found
