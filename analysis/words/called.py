"""What people call schemes: by title in every sentence, figure and report.

Tables, files and commands keep the names that users type. `titled` returns a result in which every
name is a title in quotation marks: whatever is said of that result says what people say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from analysis.measures import MEASURES
from analysis.words import wording
from sim.scenario import shipped

if TYPE_CHECKING:
    import pandas as pd

    from analysis.comparison.comparison import Comparison
    from analysis.explanation.explain import Explanation
    from analysis.uncertainty.turning import Drawn
    from sim.scenario import Scenario

COLUMNS = ("scenario", "baseline", "over")
"""Columns of result tables that hold names of schemes."""


def plainly(loaded: Iterable[Scenario]) -> dict[str, str]:
    """Return name → title of every scheme; a name stands for itself where there is none.

    Where two have the same title, the name stands behind it.
    """
    found = {item.name: getattr(item, "title", "") or item.name for item in loaded}
    every = list(found.values())
    return {
        name: title if every.count(title) == 1 else f"{title} ({name})"
        for name, title in found.items()
    }


def quoted(loaded: Iterable[Scenario]) -> dict[str, str]:
    """Return name → how a sentence says it: a title in quotation marks, or the name."""
    return {
        name: title if title == name else f"“{title}”" for name, title in plainly(loaded).items()
    }


@cache
def scheme(name: str) -> str:
    """Return how a sentence says a scheme of which only the name is known.

    >>> scheme("siloed_metrics"), scheme("our_own_pay")
    ('“Each on own numbers”', 'our_own_pay')
    """
    found = shipped.title(name)
    return f"“{found}”" if found else name


def said(text: str) -> str:
    """Return a text with titles for the names of shipped schemes, markets and of measures in it.

    >>> said("siloed_metrics > our_pay in win_rate in enterprise")
    '“Each on own numbers” > our_pay in win rate in “Large firms, long cycles”'
    """

    def told(found: re.Match[str]) -> str:
        word = found[0]
        return wording.lowered(wording.title(word)) if word in MEASURES else scheme(word)

    return re.sub(r"\b[a-z]+_[a-z0-9_]+\b|(?<=\bin )[a-z]+\b", told, text)


def titled(result: Comparison) -> Comparison:
    """Return a comparison in which every scheme is called by its title, its verdicts too."""
    names = quoted(result.loaded)
    if all(name == title for name, title in names.items()):
        return result
    tables = {each.name: _retold(getattr(result, each.name), names) for each in fields(result)}
    told = [_sentence(text, names) for text in tables["verdicts"]["sentence"]]
    return replace(
        result,
        **{
            **tables,
            "scenarios": tuple(names[name] for name in result.scenarios),
            "loaded": _renamed(result.loaded, names),
            "baseline": names[result.baseline],
            "verdicts": tables["verdicts"].assign(sentence=told),
            "drawn": _drawn(result.drawn, names),
        },
    )


def titled_pair(found: Explanation) -> Explanation:
    """Return an explanation in which both scenarios are called by their titles."""
    if found.a.name == found.b.name:
        return found
    names = quoted((found.a, found.b))
    a, b = _renamed((found.a, found.b), names)
    tables = {each.name: _retold(getattr(found, each.name), names) for each in fields(found)}
    return replace(found, **{**tables, "a": a, "b": b, "drawn": _drawn(found.drawn, names)})


def _renamed(loaded: Sequence[Scenario], names: Mapping[str, str]) -> tuple[Any, ...]:
    """Return the scenarios under what they are called; what is called so has no other title."""
    return tuple(replace(item, name=names[item.name], title="") for item in loaded)


def _sentence(text: str, names: Mapping[str, str]) -> str:
    """Return the sentence of a verdict with other names at the places where it has names."""
    known = "|".join(re.escape(name) for name in names)
    place = rf"\b(under|and|from|yet;) ({known})\b"
    return re.sub(place, lambda found: f"{found[1]} {names[found[2]]}", text)


def _drawn(drawn: Drawn | None, names: Mapping[str, str]) -> Drawn | None:
    return None if drawn is None else replace(drawn, turning=_retold(drawn.turning, names))


def _retold(value: Any, names: Mapping[str, str]) -> Any:
    """Return a table with other names in the columns that hold some; all else as it is."""
    held = [name for name in COLUMNS if name in getattr(value, "columns", ())]
    if not held:
        return value
    table: pd.DataFrame = value
    return table.assign(**{name: table[name].replace(dict(names)) for name in held})
