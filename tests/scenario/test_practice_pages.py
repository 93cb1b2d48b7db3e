"""The example of every practice's page is a file that works and switches the practice on."""

import re

import pytest

from sim.scenario import load_scenario
from tests.house.source import ROOT

PAGES = sorted((ROOT / "docs" / "explanation" / "practices").glob("*.md"))
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.stem != "README"], ids=lambda page: page.stem
)
def test_an_example_validates_and_changes_its_practice(page, tmp_path):
    [text] = EXAMPLE.findall(page.read_text(encoding="utf-8"))
    path = tmp_path / f"{page.stem}.yaml"
    path.write_text(text, encoding="utf-8")
    plain = load_scenario("siloed_metrics").values
    with_it = load_scenario("siloed_metrics", overlays=[path]).values
    assert with_it[page.stem] != plain[page.stem]
