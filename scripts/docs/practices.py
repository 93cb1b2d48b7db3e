"""The lists of practices, from what their blocks and their shipped files declare."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.odd.fragments import parts
from analysis.odd.markdown import filled, table
from sim.blocks import BLOCKS
from sim.scenario import declared, shipped

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "docs" / "explanation" / "practices"
COUNTED = re.compile(r"\b\d+(?= \[practices\])")
CLAIM = re.compile(r"\bC\d\d\b")


def pages() -> dict[Path, str]:
    """Return path → text of the pages that list or count practices."""
    index, files, front = PAGES / "README.md", ROOT / "scenarios" / "README.md", ROOT / "README.md"
    return {
        index: filled(index.read_text(encoding="utf-8"), {"practices": index_table()}),
        files: filled(files.read_text(encoding="utf-8"), {"practices": question_table()}),
        front: COUNTED.sub(str(len(shipped.practices())), front.read_text(encoding="utf-8")),
    }


def index_table() -> str:
    """Return a row for every block of a practice: claim, keys, cost, failure, shipped files."""
    headings = ("practice", "claim", "keys", "what it costs", "how it fails", "shipped as")
    return table(headings, [_row(name) for name in declared.PRACTICES])


def question_table() -> str:
    """Return a row for every shipped practice: its file and its question."""
    rows = [
        (f"`practices/{item.name}.yaml`", item.description)
        for item in shipped.summaries()
        if item.is_practice
    ]
    return table(("file", "the question"), rows)


def claims(name: str) -> list[str]:
    """Return the claims that a practice's block and docstring refer to."""
    sources = [item.source for item in BLOCKS[name].parameters.values()]
    return sorted(set(CLAIM.findall(" ".join([parts(name)["Sources"], *sources]))))


def overlays(name: str) -> list[str]:
    """Return the shipped practices that set something of a block."""
    found = []
    for each in shipped.practices():
        text = shipped.files()[each].read_text(encoding="utf-8")
        if re.search(rf"^{name}:", text, re.MULTILINE):
            found.append(each)
    return found


def _row(name: str) -> tuple[str, ...]:
    found = parts(name)
    own = PAGES / f"{name}.md"
    link = own.name if own.is_file() else f"../mechanisms/{name}.md"
    return (
        f"[{declared.PRACTICES[name]}]({link})",
        ", ".join(claims(name)),
        f"`{name}.*`",
        _line(found["Takes"]),
        _line(found["Counter-force"]),
        ", ".join(f"`{each}`" for each in overlays(name)),
    )


def _line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
