"""One file's statements, read with a note for everything that is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.suggest import hint

LONGEST_TEXT = 20_000
"""Letters of a Markdown text."""


class Fields:
    """Reads a mapping; what is wrong is noted, and a usual value goes on in its place."""

    def __init__(self, folder: Path, top: Node, label: str, problems: Problems) -> None:
        self.folder, self.top, self.label, self.problems = folder, top, label, problems

    def known(self, keys: Sequence[str]) -> None:
        """Note every key that is not one of these."""
        for key, node in self.top.items():
            if key not in keys:
                self.problems.add(node.place, key, f"unknown key; {hint(key, keys)}")

    def only(self, keys: Sequence[str], above: str) -> None:
        """Note keys that entries of a list do not have."""
        node = self.top.value.get(above)
        for entry in node.value if node is not None and node.is_list else []:
            for key, inner in entry.items():
                if key not in keys:
                    text = f"unknown key; {hint(key, keys)}"
                    self.problems.add(inner.place, f"{above}.{key}", text)

    def note(self, key: str, text: str) -> None:
        """Note a problem with a key, at its line if it is there."""
        node = self.top.value.get(key)
        self.problems.add(node.place if node else Place(self.label), key, text)

    def has_problem(self, key: str) -> bool:
        """Return whether something about a key was noted."""
        return self.problems.touches(key)

    def text(self, key: str, usual: str | None, most: int) -> str:
        """Return a text; `usual` where it is left out, if that is allowed."""
        value = self._value(key)
        if value is None and usual is not None:
            return usual
        if not isinstance(value, str) or not value.strip() or len(value) > most:
            self.note(key, f"must be a text of 1 to {most} letters")
            return ""
        return value.strip()

    def whole(self, key: str, low: int, high: int, usual: int) -> int:
        """Return a whole number between two bounds."""
        node = self.top.value.get(key)
        return usual if node is None else self._whole(node, key, (low, high, usual))

    def inner(self, entry: Node, above: str, key: str, most: int, usual: str | None = None) -> str:
        """Return a text of an entry of a list."""
        inner = entry.value.get(key) if entry.is_mapping else None
        if inner is None and usual is not None:
            return usual
        if inner is None or not isinstance(inner.value, str) or not inner.value.strip():
            place = entry.place if inner is None else inner.place
            self.problems.add(place, f"{above}.{key}", "must be given, as a text")
            return ""
        if len(inner.value) > most:
            self.problems.add(inner.place, f"{above}.{key}", f"at most {most} letters")
        return str(inner.value.strip())

    def as_text(self, node: Node, key: str, most: int) -> str:
        """Return a value that must be a text."""
        if not isinstance(node.value, str) or not 1 <= len(node.value.strip()) <= most:
            self.problems.add(node.place, key, f"must be a text of 1 to {most} letters")
            return ""
        return node.value.strip()

    def inner_whole(self, entry: Node, above: str, key: str, bounds: tuple[int, int, int]) -> int:
        """Return a whole number of an entry: (lowest, highest, usual)."""
        inner = entry.value.get(key) if entry.is_mapping else None
        return bounds[2] if inner is None else self._whole(inner, f"{above}.{key}", bounds)

    def entries(self, key: str, low: int, high: int) -> list[Node]:
        """Return the entries of a list of so many."""
        node = self.top.value.get(key)
        if node is None and low == 0:
            return []
        if node is None or not node.is_list or not low <= len(node.value) <= high:
            self.note(key, f"must be a list of {low} to {high} entries")
            return []
        return list(node.value)

    def pairs(self, key: str, form: str) -> Iterable[tuple[str, Node]]:
        """Return the pairs of a mapping that may be left out."""
        node = self.top.value.get(key)
        if node is None:
            return []
        if not node.is_mapping:
            self.note(key, f"must be a mapping, lines of the form {form}")
        return list(node.items())

    def own_file(self, name: str) -> Path | None:
        """Return a YAML file in the pack's own folder, or None when that is no such name."""
        if not name.endswith((".yaml", ".yml")) or Path(name).name != name:
            return None
        path = (self.folder / name).resolve()
        return path if path.is_file() and path.parent == self.folder.resolve() else None

    def markdown(self, key: str, usual: str) -> str:
        """Return a text file of the pack's own folder."""
        name = self.text(key, usual, 200)
        if not name:
            return ""
        if Path(name).name != name:
            self.note(key, "must be a file in the pack's own folder")
            return ""
        try:
            text = (self.folder / name).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeError):
            self.note(key, f"there is no readable text {name} in the pack's folder; write one")
            return ""
        if len(text) > LONGEST_TEXT:
            self.note(key, f"{name} is longer than {LONGEST_TEXT:,} letters; shorten it")
        return text

    def _value(self, key: str) -> Any:
        node = self.top.value.get(key)
        return None if node is None else node.value

    def _whole(self, node: Node, key: str, bounds: tuple[int, int, int]) -> int:
        low, high, usual = bounds
        value = node.value
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.problems.add(node.place, key, f"must be a whole number from {low} to {high}")
            return usual
        return value
