"""Parameters in plain words: "accounts that start looking in a year: 20.9 %" for 0.0045 a week.

Titles follow from what a parameter's declaration says; a few are shorter than that. Weekly chances
are shown over a year, log odds and odds of something as shares, shares as per cent.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from analysis.words import wording
from sim.rooms import Rooms, current
from sim.scenario import declared, shipped
from sim.world.names import YEAR

LONGEST = 70
"""Longest meaning that makes a title; a key is used in place of longer ones."""
SHORT = {
    "buying_group.off_list": "odds of a firm that was not on the day-one list",
    "campaigns.call_hazard": "buyers with the firm on the list who call in a year",
    "choices.blame": "whether pay turns people against one another",
    "choices.brand_share": "how the budget is split",
    "choices.stay": "whether pay lifts or hurts morale",
    "choices.timing": "when reps ask for the signature",
    "choices.triage": "which lead and which deal come first",
    "conflict.spill": "task conflict that turns personal without trust",
    "delivery.churn_odds": "customers who leave at a renewal",
    "demand.entry_hazard": "accounts that start looking in a year",
    "demand.list_base": "day-one lists that hold a firm without any brand",
    "demand.list_brand": "effect of the brand on the day-one list",
    "demand.patience": "mean time until an account stops looking",
    "effort.slack_value": "worth of a free week to people",
    "needs.drift": "weekly step of needs",
    "needs.shock_hazard": "segments whose macro needs jump in a year",
    "trust.half_life": "half-life of what trust is away from its prior",
    "word_of_mouth.voice": "reputation gained where everybody is content",
}
ENDS = {
    "brand.growth": ("a euro builds hardly any brand", "a euro builds much of it"),
    "buying_group.off_list": ("strangers have no chance", "strangers are heard"),
    "conflict.heat": ("disputes leave nothing behind", "every dispute stays"),
    "demand.entry_hazard": ("hardly anybody is looking", "many are looking"),
    "demand.list_brand": ("buyers do not mind the name", "buyers take the names they know"),
    "effort.rep_week": ("reps have no time left", "reps have time to spare"),
    "knowledge.talks": ("talks teach little", "every talk teaches"),
    "needs.drift": ("buyers stay as they are", "buyers want something else each year"),
    "triage.lead_hours": ("a lead is looked at in passing", "a lead takes care"),
    "trust.half_life": ("trust is soon what it was", "trust stays what it became"),
    "word_of_mouth.voice": ("customers say nothing", "customers tell everybody"),
}
"""What the lowest and the highest value worth exploring mean, where numbers say little."""
POINTING = re.compile(r"\b(such an?|those|(of|to|by|in|on) (that|it))\b")
"""Words that point to another declaration: such a meaning makes no title."""
PAY = "contracts."
GROUPS = ("marketer", "rep")
WEIGHT = "weight of each metric in variable pay: "
WEEKLY, ODDS, LOGIT = "chance a week that ", "odds that ", ", in log odds"
SHARES = ("share of ", "part of ", "chance ", WEIGHT)


@dataclass(frozen=True)
class Plain:
    """How people read a parameter.

    Attributes:
        key: dotted key.
        title: what it is, without its unit.
        unit: printed behind values; empty where there is none or the values carry it.
        form: how values are shown: "number", "share", "weekly chance", "odds" or "log odds".
        is_whole: whether it is a whole number.
    """

    key: str
    title: str
    unit: str = ""
    form: str = "number"
    is_whole: bool = False

    @property
    def label(self) -> str:
        """Return the title with its unit, for an axis."""
        is_said = not self.unit or self.title.startswith(f"{self.unit} ")
        return self.title if is_said else f"{self.title}, {self.unit}"

    def text(self, value: float) -> str:
        r"""Return a value without its unit.

        >>> plain("demand.entry_hazard").text(0.0045), plain("delivery.churn_odds").text(0.25)
        ('20.9\xa0%', '20\xa0%')
        """
        if self.is_whole:
            return f"{round(value):,}"
        if self.form == "number":
            return f"{wording.rounded(value, 3):,.9g}"
        return f"{wording.rounded(100 * _share(self.form, value), 3):.9g}{wording.SPACE}%"

    def said(self, value: object) -> str:
        r"""Return title and value.

        >>> plain("market.reps").said(6), plain("organisation.budget_owner").said("cso")
        ('reps in a pod: 6\xa0people', 'leader who splits the budget: cso')
        """
        if not isinstance(value, int | float) or isinstance(value, bool):
            return f"{self.title}: {value}"
        unit = f"{wording.SPACE}{self.unit}" if self.unit else ""
        return f"{self.title}: {self.text(value)}{unit}"


def plain(key: str) -> Plain:
    """Return how people read a parameter; its key in words where nothing is declared."""
    return _plain(key, current())


@cache
def _plain(key: str, _rooms: Rooms) -> Plain:
    known = declared.flat().get(key)
    if known is None:
        return Plain(key, _words(key))
    form = _form(known.unit, known.meaning)
    unit = known.unit if form == "number" and known.unit != "1" else ""
    return Plain(key, _title(key, known.meaning), unit, form, known.integer)


def ends(key: str) -> tuple[str, str]:
    """Return what little and much of a parameter mean in words.

    >>> ends("effort.rep_week"), ends("market.reps")
    (('reps have no time left', 'reps have time to spare'), ('little', 'much'))
    """
    return ENDS.get(key, ("little", "much"))


def titles(keys: Iterable[str]) -> dict[str, str]:
    """Return the title of every key; where two are the same, with the key behind it."""
    found = {key: plain(key).title for key in keys}
    every = list(found.values())
    return {
        key: title if every.count(title) == 1 else f"{title} ({key})"
        for key, title in found.items()
    }


def practice(name: str) -> str:
    """Return what people call a practice: its title, or the name of an overlay of their own.

    >>> practice("lead_sla"), practice("our_weekly_call")
    ('Lead service level agreement', 'Our weekly call')
    """
    return shipped.practice_title(name) or wording.title(name)


def told(settings: Sequence[tuple[str, object]]) -> str:
    """Return settings as a sentence without its full stop: title and value of each."""
    names = titles(key for key, _ in settings)
    parts = [
        names[key] + plain(key).said(value).removeprefix(plain(key).title)
        for key, value in settings
    ]
    return "; ".join(parts)


def _title(key: str, meaning: str) -> str:
    if key in SHORT:
        return SHORT[key]
    whose = f"{_owner(key.split('.')[1])} pay: " if key.startswith(PAY) else ""
    text = meaning.split(";", maxsplit=1)[0].strip().removesuffix(LOGIT).replace("_", " ")
    if text.startswith(WEIGHT):
        return f"{whose}weight of {_words(text.removeprefix(WEIGHT))}"
    for start, instead in ((WEEKLY, "chance in a year that "), (ODDS, "chance that ")):
        if text.startswith(start):
            text = instead + text.removeprefix(start)
    is_title = text and len(text) <= LONGEST and not POINTING.search(text)
    return f"{whose}{text}" if is_title else _words(key)


def _form(unit: str, meaning: str) -> str:
    if unit == "1/week" and meaning.startswith(WEEKLY):
        return "weekly chance"
    if unit == "logit" and meaning.endswith(LOGIT):
        return "log odds"
    if unit == "odds" and meaning.startswith(ODDS):
        return "odds"
    if unit in ("1", "1/year") and meaning.startswith(SHARES):
        return "share"
    return "number"


def _share(form: str, value: float) -> float:
    """Return the share that a value stands for."""
    if form == "weekly chance":
        return float(1 - (1 - min(value, 1.0)) ** YEAR)
    if form == "log odds":
        return 1 / (1 + math.exp(-value))
    return value / (1 + value) if form == "odds" else value


def _owner(role: str) -> str:
    """Return whose something is: a group's, or a leader's."""
    return f"{role}s'" if role in GROUPS else f"the {role.upper()}'s"


def _words(key: str) -> str:
    return key.replace(".", ": ", 1).replace(".", ", ").replace("_", " ")
