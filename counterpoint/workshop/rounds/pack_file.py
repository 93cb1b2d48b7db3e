"""Read and check a pack's folder: every problem with file and line, all at once.

Reads: the reader of scenario files, so that mistakes are told as there.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from counterpoint.workshop.farm import HEADLINE
from counterpoint.workshop.rounds.fields import Fields
from counterpoint.workshop.rounds.pack import FILE, Pack, Question, Scheme, find_pack, shipped_packs
from counterpoint.workshop.rounds.pack_scenes import read_assumptions, read_causes
from counterpoint.workshop.year.hands import QUARTERS
from sim.core.errors import InputError, ScenarioError
from sim.scenario.nodes import Node, Problems
from sim.scenario.reader import read_file
from sim.scenario.suggest import hint

if TYPE_CHECKING:
    from sim.scenario import Scenario

SCHEMA_VERSION = 1
NUMBERS = {
    "budget": (0, 20, 3), "pay_price": (0, 20, 1), "redesigns": (0, 3, 1),
    "quarters": (0, QUARTERS, QUARTERS), "replicates": (10, 500, 100), "seed": (0, 2**31, 1),
    "talk_seconds": (5, 3600, 120),
}  # fmt: skip
"""Lowest, highest and usual value of every whole number."""
TEXTS = ("name", "title", "language", "market", "brief", "surprise")
LISTS = ("schemes", "questions", "practices", "other_markets", "causes", "assumptions")
KEYS = ("schema_version", *TEXTS, *LISTS, *NUMBERS)
REACH = 30
DEAREST = 20
THREE_YEARS = 156


def load_pack(name: str) -> Pack:
    """Return a pack by shipped name, folder or file. Raises: InputError, ScenarioError."""
    folder = find_pack(name)
    if folder is None:
        raise InputError(f"no pack is called {name!r}; {hint(name, shipped_packs())}")
    return read_pack(folder, str(folder / FILE) if name not in shipped_packs() else name)


def read_pack(folder: Path, label: str) -> Pack:
    """Return the pack in a folder. Raises: ScenarioError with every problem found."""
    problems = Problems()
    top = read_file(folder / FILE, label, problems, "pack")
    problems.stop_if_any()
    assert top is not None
    fields = Fields(folder, top, label, problems)
    fields.known(KEYS)
    if fields.whole("schema_version", 0, 2**31, 0) != SCHEMA_VERSION:
        fields.note("schema_version", f"must be {SCHEMA_VERSION}")
    pack = _pack(fields)
    problems.stop_if_any()
    return pack


def _pack(fields: Fields) -> Pack:
    numbers: dict[str, Any] = {key: fields.whole(key, *bounds) for key, bounds in NUMBERS.items()}
    market = _market(fields)
    schemes, bought = _schemes(fields, market), _practices(fields)
    return Pack(
        name=fields.text("name", fields.folder.resolve().name, 60),
        title=fields.text("title", None, 60),
        language=fields.text("language", "en", 20),
        market=market,
        brief=fields.markdown("brief", "brief.md"),
        surprise=fields.markdown("surprise", "surprise.md"),
        schemes=schemes,
        questions=_questions(fields, [scheme.title for scheme in schemes]),
        practices={name: price for name, (price, _) in bought.items()},
        practice_titles={name: title for name, (_, title) in bought.items() if title},
        other_markets=_other_markets(fields),
        causes=read_causes(fields),
        assumptions=read_assumptions(fields, _firm(fields, schemes, market)),
        settings={},
        **numbers,
    )


def _firm(fields: Fields, schemes: tuple[Scheme, ...], market: str) -> Scenario | None:
    """Return the firm as it is, or None where what the pack says of it is wrong."""
    from sim.scenario import load_scenario

    if not schemes or fields.has_problem("schemes") or fields.has_problem("market"):
        return None
    try:
        return load_scenario(schemes[0].scenario, market=market)
    except ScenarioError:
        return None


def _market(fields: Fields) -> str:
    from counterpoint.workshop.plan import markets

    name = fields.text("market", "mid_market", 200)
    own = fields.own_file(name)
    if own is None and name not in markets():
        fields.note("market", f"no shipped market is called {name!r}; {hint(name, markets())}")
    return str(own) if own else name


def _other_markets(fields: Fields) -> tuple[str, ...]:
    from counterpoint.workshop.plan import markets

    found = []
    for entry in fields.entries("other_markets", 0, 4):
        if entry.value in markets():
            found.append(str(entry.value))
        else:
            text = (
                f"no shipped market is called {entry.value!r}; {hint(str(entry.value), markets())}"
            )
            fields.problems.add(entry.place, "other_markets", text)
    return tuple(found)


def _schemes(fields: Fields, market: str) -> tuple[Scheme, ...]:
    found = []
    for entry in fields.entries("schemes", 2, 3):
        name = fields.inner(entry, "schemes", "scenario", 200)
        own = fields.own_file(name)
        if name:
            _check_scheme(fields, entry, name, own, market)
        found.append(Scheme(
            str(own or name),
            fields.inner(entry, "schemes", "title", 40),
            fields.inner(entry, "schemes", "memo", 300),
        ))  # fmt: skip
    fields.only(("scenario", "title", "memo"), "schemes")
    titles = [scheme.title.casefold() for scheme in found if scheme.title]
    if len(set(titles)) < len(titles):
        fields.note("schemes", "each needs a title of its own")
    return tuple(found)


def _check_scheme(fields: Fields, entry: Node, name: str, own: Path | None, market: str) -> None:
    from sim.scenario import load_scenario, shipped

    schemes = [item.name for item in shipped.summaries() if item.kind == "scheme"]
    if own is None and name not in schemes:
        text = (
            f"neither a scenario file in the pack's own folder nor a shipped scheme is called "
            f"{name!r}; {hint(name, schemes)}"
        )
        fields.problems.add(entry.place, "schemes.scenario", text)
        return
    try:
        weeks = load_scenario(
            own or name, market=None if fields.has_problem("market") else market
        ).weeks
    except ScenarioError as error:
        fields.problems.found.extend(error.problems)
        return
    if weeks < THREE_YEARS:
        fields.problems.add(
            entry.place, "schemes.scenario", "must run for three years (run.weeks: 156)"
        )


def _questions(fields: Fields, titles: list[str]) -> tuple[Question, ...]:
    found = []
    for entry in fields.entries("questions", 1, 5):
        measure = fields.inner(entry, "questions", "measure", 60)
        if measure and measure not in HEADLINE:
            text = f"{measure!r} cannot be asked for; {hint(measure, HEADLINE)}"
            fields.problems.add(entry.place, "questions.measure", text)
        text = fields.inner(entry, "questions", "text", 200)
        last = titles[-1] if titles else ""
        asked = fields.inner(entry, "questions", "scheme", 40, last)
        if titles and asked not in titles[1:]:
            said = f"must be the title of a scheme after the first; {hint(asked, titles[1:])}"
            fields.problems.add(entry.place, "questions.scheme", said)
        place = titles.index(asked) if asked in titles else 0
        reach = fields.inner_whole(entry, "questions", "reach", (5, 200, REACH))
        found.append(Question(measure, text, place, reach))
    fields.only(("measure", "text", "scheme", "reach"), "questions")
    return tuple(found)


def _practices(fields: Fields) -> dict[str, tuple[int, str]]:
    """Return price and title of every practice: `name: 2`, or `name: {price: 2, title: …}`."""
    from sim.scenario import shipped

    known = shipped.practices()
    found = {}
    for key, node in fields.pairs("practices", "practice: price"):
        if key not in known:
            text = f"no practice is called {key!r}; {hint(key, known)}"
            fields.problems.add(node.place, f"practices.{key}", text)
        is_long = node.is_mapping
        price = node.value.get("price") if is_long else node
        if price is None or not _is_price(price.value):
            text = f"the price must be a whole number from 0 to {DEAREST}"
            fields.problems.add(node.place, f"practices.{key}", text)
            continue
        title = fields.inner(node, f"practices.{key}", "title", 60) if is_long else ""
        found[key] = (int(price.value), title)
        for more, inner in node.items():
            if more not in ("price", "title"):
                said = f"unknown key; {hint(more, ('price', 'title'))}"
                fields.problems.add(inner.place, f"practices.{key}.{more}", said)
    return found


def _is_price(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= DEAREST
