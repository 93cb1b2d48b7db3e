"""What a scenario file says, with the place of every statement.

A `Node` is a mapping, a list or a scalar that knows its file and line, so that later checks can
say where a mistake stands. Problems are collected in a `Problems` list and raised together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sim.core.errors import Problem, ScenarioError

BROKEN = object()
"""The value of a node whose mistake has already been reported."""

Value: TypeAlias = Any
"""A scalar, a dict of str to Node, a list of Node, or `BROKEN`."""


@dataclass(frozen=True)
class Place:
    """Where something is said; line and column count from 1, 0 when there is none."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


@dataclass
class Node:
    """One statement: its value, its place (of the key, if it has one), its text if a scalar."""

    value: Value
    place: Place
    quoted: bool = False

    @property
    def is_mapping(self) -> bool:
        """Return whether it holds keys."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Return whether it holds a list."""
        return isinstance(self.value, list)

    @property
    def is_broken(self) -> bool:
        """Return whether a problem about it was reported while reading."""
        return self.value is BROKEN

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield key and node of a mapping; nothing for other nodes."""
        if isinstance(self.value, dict):
            yield from self.value.items()


@dataclass
class Problems:
    """The mistakes found so far, each reported once."""

    found: list[Problem] = field(default_factory=list)

    def add(self, place: Place, key: str, text: str) -> None:
        """Note one mistake."""
        problem = Problem(place.file, place.line, place.column, key, text)
        if problem not in self.found:
            self.found.append(problem)

    def touches(self, key: str) -> bool:
        """Return whether a mistake is about a setting, or one below it, at any date."""
        return any(f".{key}." in f".{problem.key}." for problem in self.found)

    def stop_if_any(self) -> None:
        """Raise them all as one ScenarioError, file by file and from top to bottom."""
        if self.found:
            files = list(dict.fromkeys(problem.file for problem in self.found))
            raise ScenarioError(
                sorted(self.found, key=lambda item: (files.index(item.file), item.line))
            )


def from_python(value: Any, place: Place) -> Node:
    """Return plain Python data as a node, for settings that come from code or an option."""
    if isinstance(value, Mapping):
        return Node({str(key): from_python(item, place) for key, item in value.items()}, place)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Node([from_python(item, place) for item in value], place)
    return Node(value, place, quoted=isinstance(value, str))


def to_python(node: Node) -> Any:
    """Return a node as plain Python data.

    >>> to_python(from_python({"a": [1, {"b": "c"}]}, Place("x")))
    {'a': [1, {'b': 'c'}]}
    """
    if isinstance(node.value, dict):
        return {key: to_python(item) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [to_python(item) for item in node.value]
    return node.value


def is_number(value: Any) -> bool:
    """Return whether a value is a number (numpy's too), and not true or false."""
    return hasattr(value, "__float__") and not isinstance(value, bool)
