"""What docs promise of `counterpoint.analysis` is there, and what a result depends on is hashed."""

import re
from pathlib import Path

import pytest

import analysis
from analysis.study import version

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "docs").rglob("*.ipynb")]
IMPORTED = re.compile(r"from counterpoint\.analysis import ([\w, ]+)")
DOTTED = re.compile(r"counterpoint\.analysis\.(\w+)")


def promised() -> set[str]:
    """Return every name that a page takes from the front door."""
    texts = [path.read_text(encoding="utf-8") for path in PAGES]
    lists = [each for text in texts for each in IMPORTED.findall(text)]
    names = {name.split(" as ")[0].strip() for each in lists for name in each.split(",")}
    return names | {name for text in texts for name in DOTTED.findall(text)}


def test_pages_promise_what_is_known():
    assert {"compare", "load_study", "answer"} <= promised()


@pytest.mark.parametrize("name", sorted(promised()))
def test_what_a_page_promises_is_in_the_front_door(name):
    assert name in analysis.__all__
    assert hasattr(analysis, name)


@pytest.mark.parametrize("pattern", version._MAKING)
def test_every_source_that_makes_results_is_hashed(pattern):
    assert list(version._ROOT.glob(pattern))
