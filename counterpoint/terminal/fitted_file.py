"""The file that a fit writes: it extends the firm that was fitted, and sets only what was found."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from counterpoint.terminal.rooms import plain
from sim.core.errors import InputError, ScenarioError

if TYPE_CHECKING:
    from sim.scenario import Scenario

SEGMENTS = "market.segments"


class Base(NamedTuple):
    """What a fit began with, as the command line names it."""

    scenario: str
    market: str | None = None
    overlays: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return all of them, ground first."""
        market = () if self.market is None else (self.market,)
        return (self.scenario, *market, *self.overlays)


def company_file(
    path: Path, firm: Scenario, base: Base, comments: str, notes: Mapping[str, str]
) -> str:
    """Return the text of a file at `path` that loads to the numbers of a firm.

    It extends what the base names and sets what differs. Where that cannot be (a base outside of
    the file's folder, or one that does not add up so), it holds the whole firm, and says why.
    comments: stand on top. notes: dotted key → what is said behind its line.
    """
    try:
        ground = _loaded(path, _head(path, firm, base, comments))
    except (ScenarioError, InputError, OSError) as error:
        return _whole(path, firm, comments, _reason(error))
    own, there = firm.flat(), ground.flat()
    differ = [key for key, value in own.items() if there.get(key) != value]
    groups = {_group(key) for key in differ}
    settings = {key: value for key, value in own.items() if key in differ or _group(key) in groups}
    text = _head(path, firm, base, comments) + "\n" + _settings(settings, notes)
    if ground.before != firm.before and firm.before == "same":
        text += _before(settings, firm)
    try:
        if _loaded(path, text).hash == firm.hash:
            return text
    except (ScenarioError, InputError, OSError):
        pass
    return _whole(path, firm, comments, "the files it began with do not lie over one another so")


def _group(key: str) -> str:
    """Return the key of all settings that a file names together: labels of one setting."""
    return key if key.count(".") < 2 else key.rpartition(".")[0]


def _head(path: Path, firm: Scenario, base: Base, comments: str) -> str:
    names = [_name(path, name) for name in base.names]
    lines = ["schema_version: 1", f"name: {path.stem}", "kind: company"]
    if firm.title:
        lines.append(f"title: {json.dumps(firm.title, ensure_ascii=False)}")
    return comments + "\n".join([*lines, f"extends: [{', '.join(names)}]"]) + "\n"


def _name(path: Path, name: str) -> str:
    """Return how a file at `path` names what it extends. Raises: InputError."""
    from sim.scenario import shipped

    if shipped.find(name) is not None and not Path(name).exists():
        return name
    own, other = path.resolve().parent, Path(name).resolve()
    if not other.is_relative_to(own):
        raise InputError(f"{name} lies outside of this file's folder, where extends cannot reach")
    return json.dumps(other.relative_to(own).as_posix())


def _loaded(path: Path, text: str) -> Scenario:
    """Return what a text in the folder of a file would load to."""
    from sim.scenario import load_scenario

    handle, name = tempfile.mkstemp(suffix=".yaml", prefix=".fitted_", dir=path.resolve().parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        return load_scenario(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _settings(settings: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    """Return settings as YAML, each line with its note."""
    rooms: dict[str, dict[str, Any]] = {}
    for key, value in settings.items():
        room, name, *label = key.split(".")
        if label:
            rooms.setdefault(room, {}).setdefault(name, {})[".".join(label)] = value
        else:
            rooms.setdefault(room, {})[name] = value
    lines = []
    for room, names in rooms.items():
        if room == "run" and set(names) == {"before"}:
            names["before"] = names["before"] or "same"
        lines.append(f"{room}:")
        for name, value in names.items():
            note = notes.get(f"{room}.{name}")
            lines += _line(name, value, f" # {note}" if note else "")
    return "\n".join(lines) + "\n" if lines else ""


def _line(name: str, value: Any, note: str) -> list[str]:
    if isinstance(value, list):
        rows = [f"    - {{{', '.join(f'{key}: {_text(at)}' for key, at in each.items())}}}"
                for each in value]  # fmt: skip
        return [f"  {name}:{note}", *rows] if rows else [f"  {name}: []{note}"]
    return [f"  {name}: {_text(value)}{note}"]


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return value if isinstance(value, str) else plain(value)


def _before(settings: Mapping[str, Any], firm: Scenario) -> str:
    return (
        ""
        if any(key.startswith("run.") for key in settings)
        else f"run: {{before: {firm.before}}}\n"
    )


def _whole(path: Path, firm: Scenario, comments: str, reason: str) -> str:
    said = f"# It holds the whole firm and extends nothing: {reason}.\n"
    return comments + said + firm.renamed(path.stem, title=firm.title).to_yaml()


def _reason(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".")


def commented(lines: Sequence[str]) -> str:
    """Return lines as comments of a file."""
    return "".join(f"# {line}".rstrip() + "\n" for line in lines)
