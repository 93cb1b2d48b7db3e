"""Read one YAML file into nodes with places; refuse everything a scenario or study has no use for.

Refused: more than the limits below, anchors, aliases, tags, merge keys, several documents,
duplicate keys, keys that are not words, values left empty, numbers that are not finite, text that
is not UTF-8, empty files and anything that is not a regular file.
Plain scalars are numbers by the rules of YAML 1.2 (so `no` is a word and `010` is ten).
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.reader import ReaderError

from sim.core.errors import Problem
from sim.core.numerals import asked_back, readings
from sim.scenario.nodes import BROKEN, Node, Place, Problems

MAX_BYTES = 256_000
MAX_DEPTH = 12
MAX_NODES = 20_000
MAX_DIGITS = 40
MAX_KEY = 100

THOUSANDS = re.compile(r"[-+]?[1-9][0-9]{0,2}\.000")
"""A number that looks like thousands: three noughts after the point have no other use."""
LEADING_ZERO = re.compile(r"[-+]?0+[0-9]+")
INTEGER = re.compile(r"[-+]?[0-9]+")
FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
NOT_FINITE = re.compile(r"[-+]?\.?(inf|infinity|nan)", re.IGNORECASE)
EMPTY_WORDS = ("", "~", "null", "Null", "NULL")
TRUE_FALSE = {"true": True, "True": True, "TRUE": True, "false": False, "False": False,
              "FALSE": False}  # fmt: skip


class _StopError(Exception):
    """Reading cannot go on; the problem has been noted."""


def read_file(path: Path, label: str, problems: Problems, what: str = "scenario") -> Node | None:
    """Return the file's top mapping, or None when it could not be read; notes every problem.

    Args:
        path: the file.
        label: what messages call it.
        problems: where they are noted.
        what: the word for what it should hold, such as scenario or study.
    """
    text = _text(path, label, problems, what)
    return None if text is None else read_text(text, label, problems, what)


def read_text(text: str, label: str, problems: Problems, what: str = "scenario") -> Node | None:
    """Return the top mapping of a YAML text, or None when it has none; notes every problem."""
    node, found = _read(text, label, what)
    problems.found.extend(item for item in found if item not in problems.found)
    return node


@lru_cache(maxsize=64)
def _read(text: str, label: str, what: str) -> tuple[Node | None, tuple[Problem, ...]]:
    problems = Problems()
    return _top(text, label, problems, what), tuple(problems.found)


def _top(text: str, label: str, problems: Problems, what: str) -> Node | None:
    builder = _Builder(label, problems, what)
    try:
        top = builder.document(YAML(typ="safe", pure=True).parse(text))
    except _StopError:
        return None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problems.add(Place(label, line, 1), "", "a control character is not allowed here")
        return None
    except MarkedYAMLError as error:
        problems.add(_error_place(error, label), "", f"not valid YAML: {_reason(error)}")
        return None
    except (YAMLError, ValueError, RecursionError) as error:
        problems.add(Place(label), "", f"not valid YAML: {str(error).splitlines()[0]}")
        return None
    if top is None:
        problems.add(Place(label), "", f"the file is empty; a {what} begins with schema_version")
    elif not top.is_mapping and not top.is_broken:
        problems.add(top.place, "", f"a {what} is a mapping, lines of the form key: value")
        return None
    return None if top is None or top.is_broken else top


def scalar(text: str) -> Any:
    """Return what a plain scalar means: a number, a bool, None, or the text itself.

    >>> scalar("10"), scalar("1e-3"), scalar("no"), scalar("1_000"), scalar("~")
    (10, 0.001, 'no', '1_000', None)
    """
    if INTEGER.fullmatch(text) and len(text) <= MAX_DIGITS:
        return int(text)
    if FLOAT.fullmatch(text) and len(text) <= MAX_DIGITS:
        return float(text)
    return None if text in EMPTY_WORDS else TRUE_FALSE.get(text, text)


def scalar_problem(text: str) -> str | None:
    """Return why a plain scalar is refused, or None when it is fine."""
    if NOT_FINITE.fullmatch(text):
        return f"{text} is not allowed: numbers must be finite"
    if FLOAT.fullmatch(text):
        if len(text) > MAX_DIGITS:
            return f"a number of {len(text)} characters is too long; at most {MAX_DIGITS}"
        if abs(float(text)) == float("inf"):
            return f"{text} is too large for a number"
    if LEADING_ZERO.fullmatch(text):
        return (
            f"{text} begins with a zero, which some programs read as an octal number; write "
            f"{int(text)}, or '{text}' in quotes where it is a text"
        )
    if THOUSANDS.fullmatch(text):
        return asked_back(text, readings(text))
    if text in EMPTY_WORDS:
        return "nothing is given; write a value or leave the key out"
    return None


def _text(path: Path, label: str, problems: Problems, what: str) -> str | None:
    place = Place(label)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            problems.add(place, "", f"this is a folder; give a {what} file")
        elif not stat.S_ISREG(found.st_mode):
            problems.add(place, "", "this is not a regular file")
        elif found.st_size > MAX_BYTES:
            text = f"the file has {found.st_size} bytes; at most {MAX_BYTES} are read"
            problems.add(place, "", text)
        else:
            return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        problems.add(place, "", "there is no such file")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        problems.add(Place(label, line, 1), "", "the file is not UTF-8; save it as UTF-8")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        problems.add(place, "", f"the file cannot be read: {reason}")
    return None


def _error_place(error: MarkedYAMLError, label: str) -> Place:
    mark = error.problem_mark or error.context_mark
    return Place(label, mark.line + 1, mark.column + 1) if mark else Place(label)


def _reason(error: MarkedYAMLError) -> str:
    parts = [error.context, error.problem]
    reason = ", ".join(part for part in parts if part)
    if "\\t" in reason:
        return "a tab is used for indentation; use spaces"
    return reason or "it cannot be understood"


class _Builder:
    """Turns the event stream of one file into nodes."""

    def __init__(self, label: str, problems: Problems, what: str) -> None:
        self.label = label
        self.problems = problems
        self.what = what
        self.nodes = 0

    def document(self, events: Iterator[Any]) -> Node | None:
        """Return the only document's node, or None when there is no document."""
        top: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    text = f"a second document begins here; a file holds one {self.what}"
                    self.stop(event, "", text)
            elif isinstance(
                event, (AliasEvent, ScalarEvent, MappingStartEvent, SequenceStartEvent)
            ):
                if isinstance(event, ScalarEvent) and event.value == "" and not event.style:
                    return None
                top = self.node(event, events, "", 0, self.place(event))
        return top

    def node(self, event: Any, events: Iterator[Any], key: str, depth: int, place: Place) -> Node:
        """Return the node that begins with `event`; `place` is that of its key."""
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.stop(event, key, f"more than {MAX_NODES} values in one file")
        if depth > MAX_DEPTH:
            self.stop(
                event, key.split("[", maxsplit=1)[0], f"nested more than {MAX_DEPTH} levels deep"
            )
        if isinstance(event, AliasEvent):
            self.note(event, key, f"YAML aliases (*{event.anchor}) are not supported")
            return Node(BROKEN, place)
        refused = self.refused(event, key)
        if isinstance(event, ScalarEvent):
            node = self.scalar(event, key, place)
        elif isinstance(event, SequenceStartEvent):
            node = Node(self.sequence(events, key, depth), place)
        else:
            node = Node(self.mapping(events, key, depth), place)
        return Node(BROKEN, place) if refused else node

    def refused(self, event: Any, key: str) -> bool:
        """Note an anchor or a tag; return whether there was one."""
        tag = str(event.tag) if event.tag is not None else ""
        if event.anchor:
            self.note(event, key, f"YAML anchors (&{event.anchor}) are not supported")
        if tag:
            self.note(event, key, f"YAML tags ({tag}) are not supported")
        return bool(event.anchor or tag)

    def scalar(self, event: ScalarEvent, key: str, place: Place) -> Node:
        """Return the node of a scalar; quoted text stays text."""
        if event.style:
            return Node(event.value, place, quoted=True)
        problem = scalar_problem(event.value)
        if problem:
            self.problems.add(place, key, problem)
            return Node(BROKEN, place)
        return Node(scalar(event.value), place)

    def sequence(self, events: Iterator[Any], key: str, depth: int) -> list[Node]:
        """Return the nodes of a list, up to its end."""
        result: list[Node] = []
        for event in events:
            if isinstance(event, SequenceEndEvent):
                break
            path = f"{key}[{len(result)}]"
            result.append(self.node(event, events, path, depth + 1, self.place(event)))
        return result

    def mapping(self, events: Iterator[Any], key: str, depth: int) -> dict[str, Node]:
        """Return the nodes of a mapping, up to its end; notes duplicate and unusable keys."""
        result: dict[str, Node] = {}
        for event in events:
            if isinstance(event, MappingEndEvent):
                break
            place = self.place(event)
            name = self.name(event, events, key, depth)
            path = f"{key}.{name}" if key else str(name)
            value = self.node(next(events), events, path, depth + 1, place)
            if name is None:
                continue
            if name in result:
                first = result[name].place.line
                self.problems.add(place, path, f"duplicate key, first given on line {first}")
            else:
                result[name] = value
        return result

    def name(self, event: Any, events: Iterator[Any], key: str, depth: int) -> str | None:
        """Return a key's text, or None (and a problem) when it is not a plain word."""
        if not isinstance(event, ScalarEvent):
            if not isinstance(event, AliasEvent):
                self.node(event, events, key, depth + 1, self.place(event))
            self.note(event, key, "a key must be a word, not a list, a mapping or an alias")
            return None
        if event.value == "<<" and not event.style:
            self.note(event, key, "YAML merge keys (<<) are not supported; use extends")
            return None
        if not event.value or len(event.value) > MAX_KEY or not event.value.isprintable():
            self.note(event, key, f"a key must be a word of 1 to {MAX_KEY} characters")
            return None
        return None if self.refused(event, key) else str(event.value)

    def place(self, event: Any) -> Place:
        """Return where an event begins."""
        return Place(self.label, event.start_mark.line + 1, event.start_mark.column + 1)

    def note(self, event: Any, key: str, text: str) -> None:
        """Note a problem at an event."""
        self.problems.add(self.place(event), key, text)

    def stop(self, event: Any, key: str, text: str) -> None:
        """Note a problem at an event and give up reading."""
        self.note(event, key, text)
        raise _StopError
