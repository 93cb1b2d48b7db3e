"""Which column of an export is which field: ready mappings, files of one's own, and named ones."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from collections.abc import Mapping as Items
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from analysis.calibration.dates import is_date
from analysis.calibration.money import NUMBER, plain
from sim.core.errors import InputError
from sim.scenario.nodes import Node, Problems
from sim.scenario.reader import read_file
from sim.scenario.suggest import hint

FILE = Path(__file__).with_name("mappings.yaml")
REQUIRED = ("created", "closed", "outcome", "amount", "owner")
FLAGS = ("is_won", "is_closed")
OPTIONAL = ("id", "currency", "amount_won", *FLAGS)
FIELDS = (*REQUIRED, *OPTIONAL)
KINDS = ("won", "lost", "open")
PLAIN = "plain"
NAMED = 12
"""Headings that a message names at most."""


@dataclass(frozen=True)
class Mapping:
    """Headings by field and words by outcome, best first; title and source say whose they are."""

    name: str
    title: str = ""
    source: str = ""
    columns: Items[str, tuple[str, ...]] = field(default_factory=dict)
    words: Items[str, tuple[str, ...]] = field(default_factory=dict)

    def places(self, headings: Sequence[str]) -> dict[str, int]:
        """Return which column holds which field, for those that are there."""
        folded: dict[str, int] = {}
        for place, heading in enumerate(headings):
            folded.setdefault(fold(heading), place)
        found = {}
        for name, wanted in self.columns.items():
            known = [folded[fold(text)] for text in wanted if fold(text) in folded]
            if known:
                found[name] = known[0]
        return found


@dataclass(frozen=True)
class Chosen:
    """A mapping for a file: column by field, outcome by folded word, and its name."""

    name: str
    places: Items[str, int]
    kinds: Items[str, str]


def fold(text: str) -> str:
    """Return a heading or a word without case, accents, spaces, signs and a number in front.

    >>> fold("Created_Date"), fold("6 - Gagnée"), fold("Closed Won (Sales)"), fold("1")
    ('createddate', 'gagnee', 'closedwon', '1')
    """
    plain = unicodedata.normalize("NFKD", text.partition("(")[0] or text).casefold()
    letters = "".join(sign for sign in plain if sign.isalnum())
    return letters.lstrip("0123456789") or letters


@cache
def shipped() -> dict[str, Mapping]:
    """Return the ready mappings by name."""
    problems = Problems()
    top = read_file(FILE, FILE.name, problems, "file of mappings")
    problems.stop_if_any()
    assert top is not None
    ready = dict(top.items())["mappings"]
    return {name: _mapping(name, node, problems) for name, node in ready.items()}


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Return the words for won, lost and open that hold in every file."""
    top = read_file(FILE, FILE.name, Problems(), "file of mappings")
    assert top is not None
    return {kind: _texts(node) for kind, node in dict(top.items())["words"].items()}


def mapping(name: str) -> Mapping:
    """Return a ready mapping by its name, or one from a file. Raises: InputError."""
    if name in shipped():
        return shipped()[name]
    path = Path(name)
    if not path.is_file():
        raise InputError(
            f"--mapping {name}: is no ready mapping and no file; "
            f"{hint(name, shipped(), len(shipped()) + 1)}; counterpoint calibrate --mappings "
            "lists them"
        )
    problems = Problems()
    top = read_file(path, name, problems, "mapping")
    found = _mapping(path.stem, top, problems) if top else None
    problems.stop_if_any()
    assert found is not None
    return found


def chosen(
    headings: Sequence[str],
    where: str,
    named: Items[str, str],
    own: Mapping | None = None,
    kinds: Items[str, str] | None = None,
    cells: Collection[str] = (),
) -> Chosen:
    """Return where each field stands in a file: as named, then by a mapping, else by the best one.

    where: file and line of its head. named: field → heading. kinds: word → outcome, over others.
    cells: of rows below; a heading that is one of these may be a name, and is not shown.
    Raises: InputError with every field that is missing.
    """
    best = own or max(shipped().values(), key=lambda each: _fit(each, headings))
    places = best.places(headings)
    if own is None:
        places = _union().places(headings) | places
    folded = [fold(text) for text in headings]
    problems = []
    for name, heading in named.items():
        if fold(heading) in folded:
            places[name] = folded.index(fold(heading))
        else:
            problems.append(f"--column {name}={heading}: the file has no such column")
            places.setdefault(name, 0)
    for flag in FLAGS:  # one column is not both a date and a yes or no
        if flag in places and places[flag] == places.get("closed"):
            del places[flag]
    has_flags = all(flag in places for flag in FLAGS)
    missing = [
        name for name in REQUIRED if name not in places and not (name == "outcome" and has_flags)
    ]
    problems += [f"{where}: no column holds {name}; name it: --column {name}=HEADING"
                 for name in missing]  # fmt: skip
    problems += _twice(headings, places, where)
    if problems:
        shown = [text for text in headings if text not in cells]
        has = f"{where}: the file has: {listed(shown)}; --guess proposes which is which"
        raise InputError("\n".join([*problems, has]))
    return Chosen(best.name, places, _kinds(best, kinds or {}))


def chosen_words() -> dict[str, str]:
    """Return won, lost or open by folded word, for files of which nothing is known."""
    return _kinds(_union(), {})


def listed(headings: Sequence[str]) -> str:
    """Return headings in words, the first of many; none behind a date or number, which is no name.

    >>> listed(["created", "owner2026-01-05", "2026-01-19", "Ann"])
    'created, owner2026-01-05 and 2 more'
    """
    values = (n for n, text in enumerate(headings) if is_date(text) or _is_number(text))
    shown = headings[: min(next(values, NAMED), NAMED)]
    more = len(headings) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def is_head(cells: Sequence[str]) -> tuple[bool, int]:
    """Return whether a row has several words and nothing but words, and how many."""
    full = [cell for cell in cells if cell.strip()]
    values = sum(is_date(cell.strip()) or _is_number(cell) for cell in full)
    return len(full) > 1 and values * 3 < len(full), len(full)


def _is_number(text: str) -> bool:
    return NUMBER.fullmatch(plain(text)[0]) is not None


def score(headings: Sequence[str], named: Items[str, str], own: Mapping | None = None) -> int:
    """Return how many fields a row names at best, to find the head of a file."""
    folded = {fold(text) for text in headings}
    said = sum(fold(text) in folded for text in named.values())
    tried = [own] if own is not None else [*shipped().values(), _union()]
    return said + max(sum(_fit(each, headings)) for each in tried)


def _fit(each: Mapping, headings: Sequence[str]) -> tuple[int, int]:
    places = each.places(headings)
    return sum(name in places for name in REQUIRED), len(places)


@cache
def _union() -> Mapping:
    columns: dict[str, tuple[str, ...]] = {}
    for each in shipped().values():
        for name, texts in each.columns.items():
            if not name.startswith("is_"):
                columns[name] = columns.get(name, ()) + texts
    return Mapping("all", columns=columns)


def _twice(headings: Sequence[str], places: Items[str, int], where: str) -> list[str]:
    folded = [fold(text) for text in headings]
    return [
        f"{where}: {folded.count(folded[place])} columns are headed {headings[place]!r}, which is "
        f"{name}; rename the others in the file"
        for name, place in places.items()
        if folded.count(folded[place]) > 1 and name in REQUIRED
    ]


def _kinds(best: Mapping, over: Items[str, str]) -> dict[str, str]:
    ready = shipped()
    pools = [*(each.words for name, each in ready.items() if name != "dynamics"), words(),
             best.words]  # fmt: skip
    found = {fold(word): kind for pool in pools for kind, texts in pool.items() for word in texts}
    return found | {"": "open"} | {fold(word): kind for word, kind in over.items()}


def _mapping(name: str, node: Node, problems: Problems) -> Mapping:
    """Return a mapping from its YAML; what does not belong there is noted."""
    columns: dict[str, tuple[str, ...]] = {}
    pools: dict[str, tuple[str, ...]] = {}
    facts = {"title": "", "source": ""}
    for key, part in node.items():
        if key == "columns" and part.is_mapping:
            for field_name, each in part.items():
                if field_name in FIELDS:
                    columns[field_name] = _texts(each)
                else:
                    problems.add(each.place, f"columns.{field_name}",
                                 f"is no field; {hint(field_name, FIELDS)}")  # fmt: skip
        elif key in KINDS:
            pools[key] = _texts(part)
        elif key in facts:
            facts[key] = str(part.value)
        else:
            known = ("columns", *KINDS, *facts)
            problems.add(part.place, key, f"belongs to no mapping; {hint(key, known)}")
    return Mapping(name, facts["title"], facts["source"], columns, pools)


def _texts(node: Node) -> tuple[str, ...]:
    """Return a text, or the texts of a list."""
    parts = node.value if isinstance(node.value, list) else [node]
    return tuple(str(getattr(part, "value", part)) for part in parts)
