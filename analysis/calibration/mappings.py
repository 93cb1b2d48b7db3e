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
from analysis.calibration.specs import MORE, OPPORTUNITIES, Spec
from sim.core.errors import InputError
from sim.scenario.nodes import Node, Problems
from sim.scenario.reader import read_file
from sim.scenario.suggest import hint, nearest

FILE = Path(__file__).with_name("mappings.yaml")
FLAGS = ("is_won", "is_closed")
PLAIN = "plain"
NAMED = 12
"""Headings that a message names at most."""


@dataclass(frozen=True)
class Mapping:
    """Headings by field and words by outcome, best first; title and source say whose they are.

    more: the same for tables beside that of opportunities, by kind of table.
    """

    name: str
    title: str = ""
    source: str = ""
    columns: Items[str, tuple[str, ...]] = field(default_factory=dict)
    words: Items[str, tuple[str, ...]] = field(default_factory=dict)
    more: Items[str, Mapping] = field(default_factory=dict)

    def of(self, spec: Spec) -> Mapping:
        """Return the mapping for a kind of table; one that knows nothing where there is none."""
        if spec is OPPORTUNITIES:
            return self
        return self.more.get(spec.name, Mapping(self.name, self.title, self.source))

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
    spec: Spec = OPPORTUNITIES,
) -> Chosen:
    """Return where each field stands in a file: as named, then by a mapping, else by the best one.

    where: file and line of its head. named: field → heading. kinds: word → outcome, over others.
    cells: of rows below; a heading that is one of these may be a name, and is not shown.
    Raises: InputError with every field that is missing.
    """
    best = max(_pool(spec), key=lambda each: _fit(each, headings, spec))
    if own is not None:
        best = own.of(spec)
    places = best.places(headings)
    if own is None or not best.columns:
        places = _union(spec).places(headings) | places
    folded = [fold(text) for text in headings]
    problems = []
    for name, heading in named.items():
        if fold(heading) in folded:
            places[name] = folded.index(fold(heading))
        else:
            given = f"--column {spec.prefix}{name}={heading}"
            near = nearest(heading, [text for text in headings if text not in cells])
            meant = f"; did you mean {near}?" if near else ""
            problems.append(f"{given}: the file has no such column{meant}")
            places.setdefault(name, 0)
    for flag in FLAGS:  # one column is not both a date and a yes or no
        if flag in places and places[flag] == places.get("closed"):
            del places[flag]
    has_flags = all(flag in places for flag in FLAGS)
    missing = [
        name
        for name in spec.required
        if name not in places and not (name == "outcome" and has_flags)
    ]
    problems += [f"{where}: no column holds {name}; name it: --column {spec.prefix}{name}=HEADING"
                 for name in missing]  # fmt: skip
    problems += _twice(headings, places, where, spec)
    if problems:
        shown = [text for text in headings if text not in cells]
        has = f"{where}: the file has: {listed(shown)}; --guess proposes which is which"
        raise InputError("\n".join([*problems, has]))
    return Chosen(best.name, places, _kinds(best, kinds or {}, spec))


def chosen_words(spec: Spec = OPPORTUNITIES) -> dict[str, str]:
    """Return what words mean, folded, in files of which nothing is known."""
    return _kinds(_union(spec), {}, spec)


def known_fields(headings: Sequence[str], spec: Spec, own: Mapping | None = None) -> set[str]:
    """Return the fields of a kind of table that headings name, in a mapping or in any."""
    mine = own.of(spec).places(headings) if own is not None else {}
    return set(mine) | set(_union(spec).places(headings))


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


def score(
    headings: Sequence[str],
    named: Items[str, str],
    own: Mapping | None = None,
    spec: Spec = OPPORTUNITIES,
) -> int:
    """Return how many fields a row names at best, to find the head of a file."""
    folded = {fold(text) for text in headings}
    said = sum(fold(text) in folded for text in named.values())
    tried = [*_pool(spec), _union(spec)] if own is None else [own.of(spec)]
    return said + max(sum(_fit(each, headings, spec)) for each in tried)


def _fit(each: Mapping, headings: Sequence[str], spec: Spec) -> tuple[int, int]:
    places = each.places(headings)
    return sum(name in places for name in spec.required), len(places)


@cache
def _pool(spec: Spec) -> tuple[Mapping, ...]:
    """Return the ready mappings for a kind of table."""
    return tuple(each.of(spec) for each in shipped().values() if each.of(spec).columns)


@cache
def _union(spec: Spec) -> Mapping:
    columns: dict[str, tuple[str, ...]] = {}
    for each in _pool(spec):
        for name, texts in each.columns.items():
            if not name.startswith("is_"):
                columns[name] = columns.get(name, ()) + texts
    return Mapping("all", columns=columns)


def _twice(headings: Sequence[str], places: Items[str, int], where: str, spec: Spec) -> list[str]:
    folded = [fold(text) for text in headings]
    return [
        f"{where}: {folded.count(folded[place])} columns are headed {headings[place]!r}, which is "
        f"{name}; rename the others in the file"
        for name, place in places.items()
        if folded.count(folded[place]) > 1 and name in spec.required
    ]


def _kinds(best: Mapping, over: Items[str, str], spec: Spec) -> dict[str, str]:
    pools = [each.words for each in _pool(spec) if each.name != "dynamics"]
    pools += [words(), best.words] if spec is OPPORTUNITIES else [best.words]
    found = {fold(word): kind for pool in pools for kind, texts in pool.items() for word in texts}
    empty = {"": "open"} if spec is OPPORTUNITIES else {}
    return found | empty | {fold(word): kind for word, kind in over.items()}


def _mapping(name: str, node: Node, problems: Problems, spec: Spec = OPPORTUNITIES) -> Mapping:
    """Return a mapping from its YAML; what does not belong there is noted."""
    columns: dict[str, tuple[str, ...]] = {}
    pools: dict[str, tuple[str, ...]] = {}
    more: dict[str, Mapping] = {}
    facts = {"title": "", "source": ""} if spec is OPPORTUNITIES else {}
    others = {each.name: each for each in MORE} if spec is OPPORTUNITIES else {}
    for key, part in node.items():
        if key == "columns" and part.is_mapping:
            columns = _columns(part, problems, spec)
        elif key in spec.kinds:
            pools[key] = _texts(part)
        elif key in facts:
            facts[key] = str(part.value)
        elif key in others and part.is_mapping:
            more[key] = _mapping(name, part, problems, others[key])
        else:
            known = ("columns", *spec.kinds, *facts, *others)
            problems.add(part.place, key, f"belongs to no mapping; {hint(key, known)}")
    title, source = facts.get("title", ""), facts.get("source", "")
    return Mapping(name, title, source, columns, pools, more)


def _columns(node: Node, problems: Problems, spec: Spec) -> dict[str, tuple[str, ...]]:
    columns = {}
    for name, each in node.items():
        if name in spec.fields:
            columns[name] = _texts(each)
        else:
            text = f"is no field of {spec.name}; {hint(name, spec.fields)}"
            problems.add(each.place, f"columns.{name}", text)
    return columns


def _texts(node: Node) -> tuple[str, ...]:
    """Return a text, or the texts of a list."""
    parts = node.value if isinstance(node.value, list) else [node]
    return tuple(str(getattr(part, "value", part)) for part in parts)
