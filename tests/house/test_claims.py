"""docs/explanation/claims.md: every claim, with levers, measures and commands that exist."""

import re
import shlex

import pytest

from analysis.measures import MEASURES
from counterpoint.cli.main import cli
from sim.history.history import TABLES, public_columns
from sim.scenario import load_scenario, shipped
from sim.scenario.declared import flat
from tests.house.source import ROOT

PAGE = ROOT / "docs" / "explanation" / "claims.md"
ROW = re.compile(
    r"^\| (C\d\d) \| (.*?) \| (.*?) \| (.*?) \| `counterpoint (.*?)` \|$", re.MULTILINE
)
WORD = re.compile(r"`([^`]+)`")
ROWS = ROW.findall(PAGE.read_text(encoding="utf-8"))
COLUMNS = {name for table in TABLES for name in public_columns(table)}


def test_every_claim_has_one_row():
    assert [row[0] for row in ROWS] == [f"C{number:02}" for number in range(1, 33)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_levers_and_measures_exist(row):
    _, _, levers, shows, _ = row
    keys = flat()
    known = {*keys, *(key.rpartition(".")[0] for key in keys), *shipped.files()}
    assert [word for word in WORD.findall(levers) if word not in known] == []
    measures = WORD.findall(shows)
    assert measures
    assert [word for word in measures if word not in {*MEASURES, *COLUMNS}] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_commands_can_be_read_and_their_scenarios_load(row):
    name, *arguments = shlex.split(row[4])
    command = cli.get_command(None, name)
    options = command.make_context(name, list(arguments), **cli.context_settings).params
    scenarios = options.get("scenarios") or (options["scenario"],)
    for scenario in scenarios:
        load_scenario(
            scenario,
            market=options["market"],
            overlays=options["overlays"],
            overrides=options["overrides"],
        )
    if name == "practices":
        asked = [part for part in (options["only"] or "").split(",") if part]
        asked += [part for pair in options["pairs"] for part in pair.split("+")]
        assert asked
        assert set(asked) <= set(shipped.practices())
