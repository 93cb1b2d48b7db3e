"""The example on every page about a practice loads: an overlay, or a firm of its own."""

import re
from pathlib import Path

import pytest

from sim.scenario import load_scenario
from tests.house.source import ROOT

PAGES = sorted((ROOT / "docs" / "explanation" / "practices").glob("*.md"))
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "README"], ids=lambda page: page.stem
)
def test_the_example_changes_a_firm(page: Path, tmp_path):
    (text,) = EXAMPLE.findall(page.read_text(encoding="utf-8"))
    path = tmp_path / f"with_{page.stem}.yaml"
    path.write_text(text, encoding="utf-8")
    if "kind: company" in text:
        firm = load_scenario(str(path), "mid_market")
    else:
        firm = load_scenario("siloed_metrics", "mid_market", [str(path)])
    assert firm.flat() != load_scenario("siloed_metrics", "mid_market").flat()
