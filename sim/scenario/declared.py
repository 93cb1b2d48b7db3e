"""Which keys a scenario may hold, each with its declaration.

Everything comes from the blocks that the rooms declare; only `run` is declared here.
A declaration of several labelled numbers counts as one key per label; the weights of a contract
stand beside its shape (`contracts.rep.own_revenue`, `contracts.rep.variable_share`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, TypeAlias

from sim import blocks, rooms
from sim.core.params import Block, Parameter, param
from sim.world.names import CONTRACT_ROLES, METRICS

Declared: TypeAlias = dict[str, Any]
"""Nested: key to `Parameter`, or to another such mapping."""

SCHEMA_VERSION = 1
HEAD = ("schema_version", "name", "title", "description", "currency", "kind", "extends")
SCHEME_SECTIONS = ("contracts", "organisation", "information")
"""What a firm settles for good or for bad: pay, lines and authority, whose evidence counts."""
PRACTICES = {name: block.practice for name, block in blocks.BLOCKS.items() if block.practice}
"""Blocks of shipped practices, each with its title; what they say about buyers is no lever."""
SEGMENTS = "market.segments"
LAUNCHES = "market.launches"
PAID_BY_SHAPE = ("marketer", "rep")
"""Roles whose pay is worked out; of leaders only the weights matter, as the pull they exert."""
EURO = "EUR"
"""The currency shown when a file names none."""
STATED = "stated"
SAME = "same"
SEGMENT_NAME = Parameter(
    "", source="design", meaning="name of the segment, as results show it", name="name"
)
BEFORE = Parameter(
    "siloed_metrics",
    source="design",
    meaning="pay and organisation during burn-in: `same`, a scheme's name or file, or `stated` "
    "(then the key `before` holds them)",
    name="before",
)


class Run(Block):
    """How long a simulated company is watched."""

    weeks: int = param(
        156,
        1,
        5200,
        unit="weeks",
        source="design",
        meaning="counted weeks",
        sweep=(52, 312),
        integer=True,
    )
    burn_in: int = param(
        52,
        0,
        1040,
        unit="weeks",
        source="design",
        meaning="weeks before the count begins, a multiple of 13",
        sweep=(0, 104),
        integer=True,
    )


@rooms.per_house
def declared() -> Declared:
    """Return every key that has a value of its own, nested as in a file; lists are left out."""
    shape = leaves(blocks.CONTRACT)
    weights = shape.pop("weights")
    result: Declared = {
        "contracts": {
            role: {**weights, **(shape if role in PAID_BY_SHAPE else {})} for role in CONTRACT_ROLES
        }
    }
    for name, block in rooms.blocks().items():
        result[name] = leaves(block)
    result["run"] = {**leaves(Run), "before": BEFORE}
    return result


@rooms.per_house
def flat() -> dict[str, Parameter]:
    """Return every dotted key with its declaration, in the order of a file."""
    return dict(walk(declared()))


@rooms.per_house
def mechanisms() -> tuple[str, ...]:
    """Return the names of the blocks that belong to rooms."""
    other = {*SCHEME_SECTIONS, "choices", "market"}
    return tuple(name for name in rooms.blocks() if name not in other)


@rooms.per_house
def sections() -> tuple[str, ...]:
    """Return every top-level key of a file, in the order in which files are written."""
    first = ("contracts", "organisation", "information", "choices", "market")
    return (*HEAD, *first, *mechanisms(), "run", "before", "timeline")


@rooms.per_house
def forms() -> dict[str, Parameter]:
    """Return the keys that choose among published forms of one law, the default form first."""
    return {key: item for key, item in flat().items() if item.form}


@rooms.per_house
def lists() -> dict[str, Declared]:
    """Return the settings that are lists, each with the keys of one entry."""
    result = {SEGMENTS: {"name": SEGMENT_NAME, **leaves(blocks.SEGMENT)}}
    launch = getattr(blocks, "LAUNCH", None)
    return result if launch is None else {**result, LAUNCHES: leaves(launch)}


def roles() -> tuple[str, ...]:
    """Return the roles that have a contract."""
    return tuple(CONTRACT_ROLES)


@cache
def metrics() -> tuple[str, ...]:
    """Return the keys of a contract that are weights and must sum to 1."""
    return tuple(METRICS)


def is_lever(key: str) -> bool:
    """Return whether a firm may pull it: pay, organisation, information, practices, attention.

    >>> is_lever("meetings.every"), is_lever("leadership.tension"), is_lever("trust.gain")
    (True, True, False)
    """
    section = key.split(".", 1)[0]
    if section in SCHEME_SECTIONS:
        return True
    declared = flat().get(key)
    if declared is None:
        return False
    return declared.lever or (section in rooms.practices() and not declared.market)


@rooms.per_house
def lever_sections() -> tuple[str, ...]:
    """Return the top-level keys below which there is a lever, in the order of a file."""
    found = {key.split(".", 1)[0] for key in flat() if is_lever(key)}
    return tuple(name for name in sections() if name in found)


@rooms.per_house
def levers() -> Declared:
    """Return every lever, nested as in a file."""
    return nested({key: item for key, item in flat().items() if is_lever(key)})


def leaves(block: type[Block]) -> Declared:
    """Return the keys of a block; a labelled vector becomes one key per label."""
    result: Declared = {}
    for name, item in block.parameters.items():
        if not item.labels:
            result[name] = _typed(item)
            continue
        assert isinstance(item.default, tuple)
        result[name] = {
            label: _typed(
                replace(item, default=value, labels=(), meaning=f"{item.meaning}: {label}")
            )
            for label, value in zip(item.labels, item.default, strict=True)
        }
    return result


def _typed(item: Parameter) -> Parameter:
    """Return a declaration whose default has the type that a file's value gets."""
    if isinstance(item.default, str):
        return item
    assert isinstance(item.default, (int, float))
    kind = int if item.integer else float
    return replace(item, default=kind(item.default), sweep=item.range_of(float(item.default)))


def default_entries(key: str) -> list[dict[str, Any]]:
    """Return what a list holds when no file gives it: one segment, no launch."""
    if key != SEGMENTS:
        return []
    entry = nested({name: item.default for name, item in walk(lists()[key])})
    return [{**entry, "name": "all", "share": 1.0}]


def nested(values: dict[str, Any]) -> dict[str, Any]:
    """Return dotted keys as nested mappings.

    >>> nested({"a.b": 1, "a.c": 2})
    {'a': {'b': 1, 'c': 2}}
    """
    result: dict[str, Any] = {}
    for key, value in values.items():
        *above, last = key.split(".")
        inner = result
        for part in above:
            inner = inner.setdefault(part, {})
        inner[last] = value
    return result


def flattened(values: dict[str, Any], above: str = "") -> dict[str, Any]:
    """Return nested mappings as dotted keys; lists stay as they are.

    >>> flattened({"a": {"b": 1, "c": [2]}})
    {'a.b': 1, 'a.c': [2]}
    """
    result: dict[str, Any] = {}
    for key, value in values.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            result.update(flattened(value, path))
        else:
            result[path] = value
    return result


def updated(values: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested mappings with some dotted keys changed; what is not touched is shared.

    >>> updated({"a": {"b": 1}, "c": {"d": 2}}, {"a.b": 3})
    {'a': {'b': 3}, 'c': {'d': 2}}
    """
    result = dict(values)
    fresh = {"": result}
    for key, value in changes.items():
        above, _, last = key.rpartition(".")
        _opened(above, fresh)[last] = value
    return result


def value_at(values: dict[str, Any], key: str) -> Any:
    """Return the value at a dotted key of nested mappings."""
    found: Any = values
    for part in key.split("."):
        found = found[part]
    return found


def _opened(path: str, fresh: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the mapping at a path, copied the first time it is asked for."""
    found = fresh.get(path)
    if found is None:
        above, _, last = path.rpartition(".")
        outer = _opened(above, fresh)
        found = fresh[path] = outer[last] = dict(outer[last])
    return found


def walk(declared_keys: Declared, above: str = "") -> Iterator[tuple[str, Parameter]]:
    """Yield every dotted key of a nested declaration with its parameter."""
    for key, value in declared_keys.items():
        path = f"{above}.{key}" if above else key
        if isinstance(value, Parameter):
            yield path, value
        else:
            yield from walk(value, path)
