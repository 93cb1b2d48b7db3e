"""Packs are checked like scenarios: every problem at once, with file, line and a way out."""

import re

import pytest

from counterpoint.workshop.rounds.pack import from_json, shipped_packs
from counterpoint.workshop.rounds.pack_file import load_pack
from sim.core.errors import InputError, ScenarioError
from tests.workshop.rounds.conftest import PACK, write_pack


def problems(folder):
    with pytest.raises(ScenarioError) as found:
        load_pack(str(folder))
    return [str(each) for each in found.value.problems]


@pytest.mark.parametrize("name", shipped_packs())
def test_a_shipped_pack_is_fine_and_is_named_like_its_folder(name):
    pack = load_pack(name)
    assert pack.name == name
    assert from_json(pack.as_json()) == pack


@pytest.mark.parametrize(
    ("was", "becomes", "line", "word"),
    [
        ("title: A test", "titel: A test", 2, "did you mean title?"),
        ("siloed_metrics", "siloed_metric", 4, "siloed_metrics"),
        ("gross_profit_y1", "gross_profit_y2", 7, "gross_profit_y3"),
        ("lead_sla: 1", "lead_slo: 1", 9, "lead_sla"),
        ("lead_sla: 1", "lead_sla: cheap", 9, "whole number"),
        ("lead_sla: 1", "lead_sla: true", 9, "whole number"),
        ("budget: 3", "budget: -1", 10, "whole number"),
        ("reach: 100", "reach: 1000", 8, "whole number"),
        ("title: Together", "title: Apart", 3, "of its own"),
        ("reach: 30", "scheme: Nobody", 7, "Together"),
        ("memo: One number.", "memmo: One number.", 5, "memo"),
        ("budget: 3", "market: mid_markt", 10, "mid_market"),
        ("budget: 3", "other_markets: [enterprize]", 10, "enterprise"),
        ("schema_version: 1", "schema_version: 2", 1, "must be 1"),
        ("replicates: 10", "replicates: 1", 13, "10 to 500"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_way_out(tmp_path, was, becomes, line, word):
    found = problems(write_pack(tmp_path / "p", PACK.replace(was, becomes)))
    assert any(f"pack.yaml:{line}" in each and word in each for each in found), found


def test_all_mistakes_are_told_at_once(tmp_path):
    text = PACK.replace("budget: 3", "budget: x").replace("lead_sla", "lead_slo")
    found = problems(write_pack(tmp_path / "p", text))
    assert len(found) == 2


def test_a_text_outside_the_folder_is_refused(tmp_path):
    (tmp_path / "secret.md").write_text("x")
    found = problems(write_pack(tmp_path / "p", f"{PACK}brief: ../secret.md\n"))
    assert "own folder" in found[0]


def test_a_text_that_is_not_there_is_told(tmp_path):
    folder = write_pack(tmp_path / "p")
    (folder / "brief.md").unlink()
    assert "brief.md" in problems(folder)[0]


def test_a_scheme_of_the_packs_own_folder_is_read_and_its_mistakes_are_told(tmp_path):
    folder = write_pack(tmp_path / "p", PACK.replace("siloed_metrics", "ours.yaml"))
    ours = "schema_version: 1\nname: ours\ndescription: x\nextends: siloed_metrics\n"
    (folder / "ours.yaml").write_text(ours)
    assert load_pack(str(folder)).schemes[0].scenario == str(folder / "ours.yaml")
    (folder / "ours.yaml").write_text(f"{ours}nonsense: 3\n")
    assert any("ours.yaml:5" in each for each in problems(folder))


def test_a_run_shorter_than_three_years_is_refused(tmp_path):
    folder = write_pack(tmp_path / "p", PACK.replace("siloed_metrics", "ours.yaml"))
    ours = "schema_version: 1\nname: ours\ndescription: x\nextends: siloed_metrics\n"
    (folder / "ours.yaml").write_text(f"{ours}run: {{weeks: 52}}\n")
    assert any("three years" in each for each in problems(folder))


def test_an_unknown_pack_is_told_with_the_nearest_name():
    with pytest.raises(InputError, match="siloed_or_shared"):
        load_pack("siloed_or_share")


def test_texts_may_be_in_any_language(tmp_path):
    text = PACK.replace("A test", "Getrennt oder gemeinsam? 別々か共有か")
    assert "別々" in load_pack(str(write_pack(tmp_path / "p", text))).title


@pytest.mark.parametrize("name", shipped_packs())
def test_no_shipped_text_says_who_wins(name):
    """What is true comes from the runs and may change with them."""
    folder = shipped_packs()[name]
    text = " ".join(path.read_text(encoding="utf-8") for path in folder.iterdir()).lower()
    words = set(re.findall(r"[a-z]+|%", text))
    assert words & {"%", "wins", "winner", "loses", "loser", "beats"} == set()
