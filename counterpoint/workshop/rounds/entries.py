"""What teams send, checked: names, reasons, answers, plans."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from counterpoint.workshop.plan import Plan, read_plan, scenario_of
from counterpoint.workshop.rounds.pack import Pack
from sim.core.errors import InputError

if TYPE_CHECKING:
    from sim.scenario import Scenario

LONGEST_NAME = 24
LONGEST_REASON = 240
LONGEST_FIELD = 140
SIDES = {"marketing": "Marketing", "sales": "Sales", "both": "Both"}
"""Who sits in a team."""
CARD = {
    "what": "What do you try?",
    "where": "Where, with whom?",
    "number": "Which number tells?",
    "bet": "What do you bet it will be?",
    "stop": "When do you stop?",
}
"""A pilot card: its fields, as teams read them."""
JOINERS = "\u200c\u200d"
"""Unseen letters without which some scripts are misspelt."""


def name_of(raw: object) -> str:
    """Return a team's name, in any script.

    >>> name_of("  Blue  team ")
    'Blue team'

    Raises: InputError.
    """
    text = _line(raw)
    if not 1 <= len(text) <= LONGEST_NAME:
        raise InputError(f"a team's name has 1 to {LONGEST_NAME} letters")
    return text


def reason_of(raw: object) -> str:
    """Return a reason in one line; it may be empty. Raises: InputError."""
    text = _line(raw)
    if len(text) > LONGEST_REASON:
        raise InputError(f"one sentence, at most {LONGEST_REASON} letters")
    return text


def _line(raw: object) -> str:
    """Return a text in one line, without what turns, hides or deletes letters."""
    if not isinstance(raw, str) or len(raw) > 4_000:
        raise InputError("that is no text")
    letters = unicodedata.normalize("NFC", raw)
    kept = "".join(each if _is_seen(each) else " " for each in letters)
    return " ".join(kept.split())


def _is_seen(letter: str) -> bool:
    return letter in JOINERS or unicodedata.category(letter)[0] not in "CZ"


def answer_of(pack: Pack, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return an answer: question, lead (place of a scheme), low and high in percent.

    Raises: InputError.
    """
    place: Any = raw.get("question")
    low: Any = raw.get("low")
    high: Any = raw.get("high")
    if not _is_whole(place, len(pack.questions)):
        raise InputError("question: none has that number")
    reach, lead = pack.questions[place].reach, raw.get("lead")
    if lead is not None and not _is_whole(lead, len(pack.schemes)):
        raise InputError("who is ahead: choose one of the schemes")
    if (low is None) != (high is None):
        raise InputError("a range has two ends")
    if low is not None:
        ends = (low, high)
        if any(not isinstance(end, int | float) or isinstance(end, bool) for end in ends):
            raise InputError("a range has two numbers")
        if not -reach <= low <= high <= reach:
            raise InputError(f"from the lower to the higher end, between −{reach} and {reach} %")
    return {"question": place, "lead": lead, "low": low, "high": high}


def side_of(raw: object) -> str:
    """Return who sits in a team; both where nothing is said. Raises: InputError."""
    if raw in (None, ""):
        return "both"
    if raw not in list(SIDES):
        raise InputError(f"who sits there: choose one of {', '.join(SIDES)}")
    return str(raw)


def guess_of(pack: Pack, raw: object) -> int:
    """Return the place of a cause, −1 for "unknown". Raises: InputError."""
    if raw != -1 and not _is_whole(raw, len(pack.causes)):
        raise InputError("choose one of the causes, or “unknown”")
    assert isinstance(raw, int)
    return raw


def assumption_of(pack: Pack, raw: object) -> int:
    """Return the place of an assumption. Raises: InputError."""
    if not _is_whole(raw, len(pack.assumptions)):
        raise InputError("choose one of the assumptions")
    assert isinstance(raw, int)
    return raw


def mark_of(pack: Pack, place: int, raw: object) -> float:
    """Return where on an assumption a team thinks the firm is. Raises: InputError."""
    held = pack.assumptions[place]
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise InputError("a place on the line is a number")
    if not held.low <= raw <= held.high:
        raise InputError(f"between {held.low:g} and {held.high:g}")
    return float(raw)


def card_of(raw: object) -> dict[str, str]:
    """Return a pilot card; fields may be empty until the team is done. Raises: InputError."""
    if not isinstance(raw, dict) or any(key not in CARD for key in raw):
        raise InputError(f"a card has {', '.join(CARD)}")
    card = {key: _line(raw.get(key, "")) for key in CARD}
    long = [label for key, label in CARD.items() if len(card[key]) > LONGEST_FIELD]
    if long:
        raise InputError(f"{', '.join(long)}: at most {LONGEST_FIELD} letters")
    return card


def _is_whole(value: object, below: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < below


def plan_of(pack: Pack, raw: object) -> dict[str, Any]:
    """Return a plan within the budget: scheme (its place), shared, practices.

    Raises: InputError, ScenarioError when the firm cannot be like that.
    """
    if not isinstance(raw, dict) or not _is_whole(raw.get("scheme"), len(pack.schemes)):
        raise InputError("scheme: choose one of them")
    shared, practices = raw.get("shared") or {}, raw.get("practices") or []
    if not isinstance(practices, list) or any(
        item not in list(pack.practices) for item in practices
    ):
        raise InputError("practices: choose from the list")
    plan = {"scheme": raw["scheme"], "shared": shared, "practices": practices}
    scenario_for(pack, plan)
    spent = cost(pack, plan)
    if spent > pack.budget:
        raise InputError(f"that costs {spent} points; there are {pack.budget}")
    return plan


def cost(pack: Pack, plan: Mapping[str, Any]) -> int:
    """Return the points a plan costs."""
    bought = sum(pack.practices[item] for item in plan["practices"])
    return int(bought + pack.pay_price * len(plan["shared"]))


def scenario_for(pack: Pack, plan: Mapping[str, Any], name: str = "plan") -> Scenario:
    """Return a plan as a scenario. Raises: InputError, ScenarioError."""
    scheme = pack.schemes[plan["scheme"]].scenario
    bases = {scheme: scheme}
    read = read_plan({**plan, "base": scheme}, bases)
    held = replace(read, market=pack.market, settings=pack.settings)
    return scenario_of(held, name, bases)


def scheme_scenario(pack: Pack, place: int, market: str = "") -> Scenario:
    """Return one of the pack's schemes as a scenario, in another market if one is given."""
    scheme = pack.schemes[place].scenario
    plan = Plan(scheme, market or pack.market, (), {} if market else pack.settings, {})
    made = scenario_of(plan, f"scheme_{place}", {scheme: scheme})
    return made.renamed(made.name, title=pack.schemes[place].title)
