"""Answers the watch page: a company, some of its weeks, one of its stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.stories.log import Log
from analysis.stories.told import people
from counterpoint.workshop.desk import number, seed_of
from counterpoint.workshop.plan import Plan, read_plan, scenario_of, title_of
from counterpoint.workshop.watch import feed
from counterpoint.workshop.watch.company import Companies, Company
from counterpoint.workshop.watch.weeks import MEASURES, PAIR
from sim.core.errors import InputError
from sim.core.luck import MOST_REPLICATE
from sim.world.names import OUTCOMES

MOST_WEEKS = 26
"""Weeks in one answer."""


class WatchDesk:
    """Answers the watch page.

    Args:
        companies: where they are simulated.
        bases: names that may be chosen as schemes, with what `load_scenario` takes.
    """

    def __init__(self, companies: Companies, bases: Mapping[str, str]) -> None:
        self.companies, self.bases = companies, bases

    def company(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return who there is, and how many weeks. Raises: InputError, ScenarioError."""
        plan, seed, replicate = self._asked(raw)
        found = self._company(plan, seed, replicate)
        return {
            **found.weeks.cast,
            "title": title_of(plan.base, self.bases),
            "weeks": len(found.weeks.seen),
            "measures": MEASURES,
            "pair_columns": PAIR,
            "outcomes": OUTCOMES,
            "command": _command(plan, self.bases, seed, replicate),
        }

    def weeks(self, raw: dict[str, Any]) -> list[dict[str, Any]]:
        """Return some weeks, each with what happened in it. Raises: InputError, ScenarioError."""
        found = self._company(*self._asked(raw))
        weeks = found.weeks.seen
        first = number(raw, "first", 0, len(weeks) - 1)
        count = number(raw, "count", 1, MOST_WEEKS)
        told = found.happened.result().by_week
        pairs = [tuple(pair) for pair in found.weeks.cast["pairs"]]
        return [
            {**week, "told": feed.told(happened, dict(zip(pairs, _strain(week), strict=True)))}
            for week, happened in list(zip(weeks, told, strict=True))[first : first + count]
        ]

    def story(self, raw: dict[str, Any]) -> dict[str, Any]:
        """Return the life of an account or a pair up to a week. Raises: InputError."""
        found = self._company(*self._asked(raw))
        until = number(raw, "week", 0, len(found.weeks.seen) - 1)
        title, life = _life(raw, found)
        so_far = Log(tuple(event for event in life.events if event.week <= until))
        return {"title": title, "events": feed.story(so_far, of_account="pair" not in raw)}

    def _asked(self, raw: dict[str, Any]) -> tuple[Plan, int, int]:
        plan = read_plan(raw.get("plan"), self.bases)
        return plan, seed_of(raw), number(raw, "replicate", 0, MOST_REPLICATE)

    def _company(self, plan: Plan, seed: int, replicate: int) -> Company:
        return self.companies.company(scenario_of(plan, "watched", self.bases), seed, replicate)


def _strain(week: dict[str, Any]) -> list[float]:
    return [pair[PAIR.index("relationship_conflict")] for pair in week["pairs"]]


def _life(raw: dict[str, Any], company: Company) -> tuple[str, Log]:
    log, pair = company.happened.result().log, raw.get("pair")
    if pair is None:
        account = number(raw, "account", 0, 2**31)
        return f"Account {account}", log.of_account(account)
    if pair not in company.weeks.cast["pairs"]:
        raise InputError("pair: one of the pairs that the page shows")
    return people(pair), log.of_pair(*pair)


def _command(plan: Plan, bases: Mapping[str, str], seed: int, replicate: int) -> str:
    """Return the command that writes the same numbers; empty for what only the page holds."""
    if plan.practices or plan.settings or plan.shared:
        return ""
    market = f" --market {plan.market}" if plan.market else ""
    return f"counterpoint run {bases[plan.base]}{market} --seed {seed} --replicate {replicate}"
