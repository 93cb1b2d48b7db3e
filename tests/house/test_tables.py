"""Tables of the pages: no empty line tears one in two."""

import re

import pytest

from tests.house.source import ROOT

PAGES = sorted(
    path for folder in ("docs", "scenarios") for path in (ROOT / folder).rglob("*.md")
) + sorted(ROOT.glob("*.md"))
RULE = re.compile(r"\|[\s:|-]+\|?")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_table_is_torn_in_two(page):
    lines = page.read_text(encoding="utf-8").splitlines()
    torn = [
        number
        for number in range(1, len(lines) - 1)
        if not lines[number].strip()
        and lines[number - 1].startswith("|")
        and lines[number + 1].startswith("|")
        and not (number + 2 < len(lines) and RULE.fullmatch(lines[number + 2].strip()))
    ]
    assert torn == []
