"""Rooms from outside on the command line: --plugin, counterpoint.toml, and installed packages."""

import json
import sys
from importlib import metadata

import pytest
from click.testing import CliRunner

from analysis.odd.access import access, trespasses
from counterpoint.cli.main import cli
from counterpoint.terminal import plugins
from sim.outside import load_room
from sim.rooms import current, using
from tests.outside.lunches import written

SMALL = ("--set", "market.accounts=100", "--weeks", "4")
MEDDLE = '''@rule
def meddle(vector: Any) -> None:
    """Write what is none of its business."""
    vector[0] = 1.0
'''
STUDY = """\
schema_version: 1
name: lunch_study
description: Lunches, more and less often.
schemes: [siloed_metrics, shared_revenue]
markets: [mid_market]
set: {run.weeks: 13, run.burn_in: 13, market.accounts: 100, lunches.every: 1}
design: {kind: grid}
parameters:
  lunches.ease: {values: [0, 0.5]}
replicates: 1
seed: 1
measures: [relationship_conflict, wins]
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written(tmp_path)
    return tmp_path


@pytest.fixture
def call(folder, monkeypatch):
    def run(*arguments, code=0, is_told=False):
        monkeypatch.setattr(sys, "argv", ["counterpoint", *arguments])  # manifests repeat it
        result = CliRunner().invoke(cli, list(arguments), prog_name="counterpoint")
        assert result.exit_code == code, result.output
        assert current() == ()
        return result.stderr if code and not is_told else result.stdout

    return run


def test_a_room_is_listed_shown_and_described(call):
    plugin = ("--plugin", "lunches.py")
    assert "lunches" not in call("list")
    listed = call("list", *plugin)
    assert listed.count("Shared lunches") == 2  # among practices, and as a room
    found = {(item["name"], item["kind"]) for item in json.loads(call("list", "--json", *plugin))}
    assert {("lunches", "overlay"), ("lunches", "room")} <= found
    shown = call("show", "siloed_metrics", "--with", "lunches", "--only", "lunches", *plugin)
    line = written_line()
    assert f"lunches.every  2 weeks     lunches.py:{line}" in shown
    assert "lunches" in call("schema", *plugin)
    text = call("odd", "siloed_metrics", "--with", "lunches", *plugin)
    for said in (
        "| lunches_pairs | what lunches adds to pairs | eased (1) |",
        "| lunches | `eat` | Let every two who sit at one table forget some of their strain. |",
        "| lunches | every 0, hours 1, ease 0.1 |",
        "| lunches | pairs (together, relationship_conflict) | Hours of everybody; who does not",
        f"| lunches.every | 2 | 0 | weeks | lever | lunches.py:{line} |",
    ):
        assert said in text
    order = [row for row in text.splitlines() if "`strain_all`" in row or "`eat`" in row]
    assert ["`strain_all`" in row for row in order] == [True, False]


def written_line():
    """Return the line on which the room says what switches it on."""
    from tests.outside.lunches import text

    return text().splitlines().index('ON = {"every": 2}') + 1


def test_what_is_wrong_is_told_and_ends_with_2(call, folder):
    written(folder, ("range(pairs", "range(pears"), name="brunches")
    written(folder, ('source="0 for none"', 'source=""'), name="dinners")
    said = call("list", "--plugin", "dinners.py", "--plugin", "lunch.py", code=2)
    assert "parameter every: has no source" in said
    assert "lunch.py: cannot be read" in said
    assert "dinners.py" in call("validate", "dinners.py", code=2)


@pytest.mark.compiled
def test_validate_compiles_a_room(call, folder):
    written(folder, ("range(pairs", "range(pears"), name="brunches")
    assert call("validate", "lunches.py") == "lunches.py: fine (3 settings)\n"
    said = call("validate", "lunches.py", "brunches.py", code=2)
    assert "phase eat cannot be compiled: NameError: name 'pears' is not defined" in said


def test_a_file_of_the_folder_names_rooms(call, folder):
    settings = folder / "counterpoint.toml"
    settings.write_text('plugins = ["lunches.py"]\n', encoding="utf-8")
    assert "lunches.ease" in call("show", "siloed_metrics", "--only", "lunches")
    settings.write_text('plugin = ["lunches.py"]\n', encoding="utf-8")
    assert "unknown setting plugin; allowed: plugins" in call("list", code=2)
    settings.write_text("plugins = 3\n", encoding="utf-8")
    assert 'plugins must be a list of files: plugins = ["my_room.py"]' in call("list", code=2)
    settings.write_text("plugins = [", encoding="utf-8")
    assert "counterpoint.toml: cannot be read" in call("list", code=2)


def test_an_installed_package_brings_rooms(call, folder, monkeypatch):
    point = metadata.EntryPoint("lunches", "lunches", plugins.GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [point] * (group == plugins.GROUP))
    monkeypatch.syspath_prepend(folder)
    assert "lunches.ease" in call("show", "siloed_metrics", "--only", "lunches")
    gone = metadata.EntryPoint("teas", "teas_of_nobody", plugins.GROUP)
    monkeypatch.setattr(metadata, "entry_points", lambda group: [gone][: group is not None])
    assert "the room teas of an installed package is not there (teas_of_nobody)" in call(
        "list", code=2
    )


@pytest.mark.compiled
def test_it_is_swept_and_a_store_knows_its_text(call, folder):
    (folder / "study.yaml").write_text(STUDY, encoding="utf-8")
    sweep = ("sweep", "study.yaml", "--out", "store", "--workers", "2")
    call(*sweep, "--plugin", "lunches.py")
    assert "Nothing was missing" in call(*sweep, "--plugin", "lunches.py")
    facts = json.loads((folder / "store" / "manifest.json").read_text(encoding="utf-8"))
    assert [(room["name"], room["file"]) for room in facts["rooms"]] == [("lunches", "lunches.py")]
    assert "lunches.ease: unknown setting" in call(*sweep, code=2)
    from analysis import load_study

    found = load_study("store").measures
    strain = found[found["measure"] == "relationship_conflict"].groupby("point")["value"].mean()
    assert strain.iloc[1] < 0.9 * strain.iloc[0]
    written(folder, ("(1.0 - ease) ** hours", "(1.0 - ease) ** (2.0 * hours)"))
    assert "was begun with other code or libraries" in call(
        *sweep, "--plugin", "lunches.py", code=2
    )


@pytest.mark.compiled
def test_it_is_compared_and_a_folder_asks_for_it_when_repeated(call, folder):
    compare = ("compare", "siloed_metrics", "shared_revenue", "--with", "lunches", *SMALL)
    call(*compare, "--replicates", "2", "--out", "out", "--plugin", "lunches.py")
    facts = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert facts["rooms"] == [
        {"name": "lunches", "file": "lunches.py", "sha256": load_room("lunches.py").digest}
    ]
    assert "tables agree, byte by byte" in call("rerun", "out")
    (folder / "moved").mkdir()
    (folder / "lunches.py").rename(folder / "moved" / "lunches.py")
    said = call("rerun", "out", code=2)
    assert "was made with a room from outside, lunches, and lunches.py is not there" in said
    again = ("rerun", "out", "--plugin", "moved/lunches.py")
    assert "tables agree, byte by byte" in call(*again)
    written(folder / "moved", ("0.1, 0, 1", "0.9, 0, 1"))
    said = call(*again, code=1, is_told=True)
    assert "the room lunches is not as it was" in " ".join(said.split())


@pytest.mark.compiled
def test_its_effect_stands_beside_those_of_other_practices(call):
    text = call(
        "practices", "siloed_metrics", "--only", "lunches,exchange", "--replicates", "2", "--json",
        "--out", "out", "--plugin", "lunches.py", *SMALL,
    )  # fmt: skip
    assert {row["practice"] for row in json.loads(text)["verdicts"]} == {"lunches", "exchange"}


def test_a_row_under_another_name_and_a_helper_are_followed(folder):
    assert trespasses(load_room("lunches.py")) == []
    path = written(
        folder,
        ("@rule\n", f"{MEDDLE}\n\n@rule\n"),
        ('        lunches_pairs[row]["eased"]',
         '        meddle(pairs[row]["together"])\n        lunches_pairs[row]["eased"]'),
    )  # fmt: skip
    [problem] = trespasses(load_room(path))
    assert problem.text.startswith("writes pairs.together, which belongs to calendar;")


def test_what_it_reads_and_writes_is_found_in_its_code(folder):
    with using([load_room("lunches.py")]):
        assert access("lunches").writes == {
            ("pairs", "relationship_conflict"), ("lunches_pairs", "eased"),
        }  # fmt: skip


def test_a_file_with_settings_of_a_room_that_is_not_given_says_how_to_give_it(tmp_path):
    path = tmp_path / "firm.yaml"
    path.write_text(
        "schema_version: 1\nname: firm\nextends: siloed_metrics\nzzz_club: {hours: 2}\n"
    )
    result = CliRunner().invoke(cli, ["validate", str(path)])
    assert result.exit_code == 2
    assert "firm.yaml:4: zzz_club: unknown setting; allowed: " in result.output
    assert "settings of a room of your own need its file: --plugin FILE" in result.output
