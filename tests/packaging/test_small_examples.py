"""Small, quick examples say why their answer is not that of the findings."""

import re

import pytest
from ruamel.yaml import YAML

from scripts.pages import HOW_TO
from sim.scenario import load_scenario
from sim.scenario.shipped import find_study

SIZE = {"run.weeks": 52, "market.accounts": 2400}
"""Of a year, and of the shipped market."""


def settings(text):
    return YAML(typ="safe").load(text)["set"]


def example(page):
    """Return the settings of the study on a page, and its sentences in one line."""
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)
    studies = [block for block in blocks if "set:" in block]
    return settings(studies[0]) if studies else {}, " ".join(text.split())


def shipped(name):
    text = find_study(name).read_text(encoding="utf-8")
    return settings(text), " ".join(YAML(typ="safe").load(text)["description"].split())


@pytest.mark.parametrize(
    ("told", "accounts", "part", "pages"),
    [
        (example("find-where-a-scheme-wins"), 400, "sixth", ["find-where-a-scheme-wins"]),
        (shipped("smoke"), 300, "eighth", ["run-a-study"]),
    ],
    ids=["regimes", "smoke"],
)
def test_a_small_study_says_why_it_differs_from_the_findings(told, accounts, part, pages):
    values, said = told
    assert (values["run.weeks"], values["market.accounts"]) == (SIZE["run.weeks"], accounts)
    for text in (said, *(example(page)[1] for page in pages)):
        assert f"one year and {accounts} accounts" in text
        assert "time to spare" in text
        assert re.search(r"its answer is not that of|not an answer", text)
    assert all(f"{part} of the shipped market for the same staff" in example(p)[1] for p in pages)
    usual = load_scenario("siloed_metrics").values["market"]["accounts"]
    assert usual == SIZE["market.accounts"] == accounts * {"sixth": 6, "eighth": 8}[part]
