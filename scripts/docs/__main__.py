"""`python -m scripts.docs` writes; `--check` only says what is stale (exit code 1)."""

from __future__ import annotations

import sys
from pathlib import Path

from analysis.odd.document import general
from scripts.docs import mechanisms, practices, reference

DOCS = Path(__file__).resolve().parents[2] / "docs"
MEASURED = "mutants.md"
"""A page of reference that `python -m scripts.mutants --all --write` writes, as it takes long."""


def generated() -> dict[Path, str]:
    """Return path → text for everything that follows from the code."""
    explanation = DOCS / "explanation"
    return {
        **{DOCS / "reference" / name: text for name, text in reference.pages().items()},
        **{explanation / "mechanisms" / name: text for name, text in mechanisms.pages().items()},
        explanation / "model.md": general(),
        **practices.pages(),
    }


def stale() -> list[Path]:
    """Return the files that say something else than the code, and pages of rooms that are gone."""
    wanted = generated()
    pages = {*(DOCS / "reference").glob("*.md"), *(DOCS / "explanation/mechanisms").glob("*.md")}
    pages.discard(DOCS / "reference" / MEASURED)
    different = [
        path
        for path, text in wanted.items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    return sorted([*different, *(pages - set(wanted))])


def main(arguments: list[str]) -> int:
    """Write all pages, or with --check name the stale ones; return the exit code."""
    paths = stale()
    if "--check" in arguments:
        for path in paths:
            print(f"{path.relative_to(DOCS.parent)} is stale: run make docs")
        return 1 if paths else 0
    wanted = generated()
    for path in paths:
        if path in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
        print(path.relative_to(DOCS.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
