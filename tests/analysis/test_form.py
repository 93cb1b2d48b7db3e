"""Weeks as dates and tables as a workbook, wherever result tables are written."""

import io
import json
from datetime import date, datetime

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.results.form import dated, form, numbered, written_as
from analysis.results.store import ResultFolder
from analysis.results.workbook import WORKBOOK, workbook
from counterpoint.cli import compare
from counterpoint.cli.main import cli

START = date(2026, 1, 5)
TABLE = pd.DataFrame(
    {
        "scenario": ["=1+1", "b"],
        "week": [-1, 3],
        "won_week": pd.array([0, None], dtype="Int64"),
        "cycle_weeks": [2.5, float("nan")],
        "existing": [True, False],
    }
)
WORDS = {"tables": {"deals": [{"column": "week", "unit": "week", "meaning": "when"}]}}


def written(folder, **changes):
    with written_as(**changes), ResultFolder(folder) as target:
        target.write_table("deals", TABLE)
        target.write_dictionary(WORDS)
        target.finish({"kind": "run", "command": "counterpoint run x"})
    return pd.read_csv(folder / "deals.csv")


def test_weeks_become_the_day_they_begin_on_and_durations_stay(tmp_path):
    table = written(tmp_path / "out", dates=START)
    assert table["week"].tolist() == ["2025-12-29", "2026-01-26"]
    assert table["won_week"].tolist()[0] == "2026-01-05"
    assert table["won_week"].isna().tolist() == [False, True]
    assert table["cycle_weeks"][0] == 2.5
    words = json.loads((tmp_path / "out" / "data_dictionary.json").read_text())
    (entry,) = words["tables"]["deals"]
    assert entry == {"column": "week", "unit": "date", "meaning": "first day of the week: when"}
    assert json.loads((tmp_path / "out" / "manifest.json").read_text())["dates"] == "2026-01-05"


def test_parquet_tables_have_days_too(tmp_path):
    with written_as(dates=START), ResultFolder(tmp_path / "out") as target:
        target.write_table("deals", TABLE, "parquet")
        target.finish({"kind": "run", "command": "counterpoint run x"})
    table = pd.read_parquet(tmp_path / "out" / "deals.parquet")
    assert table["week"].tolist() == [date(2025, 12, 29), date(2026, 1, 26)]
    assert table["won_week"].tolist() == [START, None]
    assert numbered(table.astype({"week": str})[["week"]], START)["week"].tolist() == [-1, 3]


def test_dates_are_read_back_as_weeks():
    table = TABLE[["week", "scenario"]]
    texts = dated(table, START).astype({"week": str})
    assert numbered(texts, START)["week"].tolist() == [-1, 3]


def test_without_a_wish_nothing_is_another(tmp_path):
    table = written(tmp_path / "out")
    assert table["week"].tolist() == [-1, 3]
    assert not (tmp_path / "out" / WORKBOOK).exists()
    assert "dates" not in json.loads((tmp_path / "out" / "manifest.json").read_text())


def test_a_wish_ends_with_its_command():
    with written_as(workbook=True):
        with written_as(dates=START):
            assert (form().workbook, form().dates) == (True, START)
        assert form().dates is None
    assert not form().workbook


def test_a_workbook_has_a_front_sheet_the_columns_and_a_typed_sheet_a_table(tmp_path):
    written(tmp_path / "out", dates=START, workbook=True)
    book = openpyxl.load_workbook(tmp_path / "out" / WORKBOOK)
    assert book.sheetnames == ["front", "columns", "deals"]
    front = [[cell.value for cell in row] for row in book["front"].iter_rows()]
    assert front[0][0] == "Counterpoint: run"
    assert ["deals", 2, None] in front
    assert ["command", "counterpoint run x", None] in front
    rows = [[cell.value for cell in row] for row in book["deals"].iter_rows()]
    assert rows[0] == list(TABLE)
    assert rows[1] == ["=1+1", datetime(2025, 12, 29), datetime(2026, 1, 5), 2.5, True]
    assert rows[2] == ["b", datetime(2026, 1, 26), None, None, False]
    assert book["deals"]["A2"].data_type == "s"


def test_the_same_tables_give_the_same_workbook_and_long_names_stay_apart():
    tables = {"a" * 40: TABLE, "a" * 41: TABLE, "front": TABLE}
    found = workbook(tables, {}, {})
    assert found == workbook(tables, {}, {})
    names = openpyxl.load_workbook(io.BytesIO(found)).sheetnames
    assert len(set(names)) == 4
    assert max(map(len, names)) <= 31


def test_without_the_library_the_command_says_what_to_install(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    done = CliRunner().invoke(cli, ["run", "siloed_metrics", "--xlsx"])
    assert done.exit_code == 2
    assert "counterpoint[xlsx]" in done.output + done.stderr


@pytest.mark.parametrize("command", ["run", "compare", "practices", "explain", "sensitivity",
                                     "regimes", "optimise", "patterns", "audit"])  # fmt: skip
def test_every_command_that_writes_a_folder_takes_both(command):
    text = CliRunner().invoke(cli, [command, "--help"]).output
    assert "--xlsx" in text
    assert "--dates" in text


def test_what_compare_suggests_to_type_has_the_form_in_it():
    words = ["a", "b", "--xlsx", "--replicates", "4", "--dates", "2026-01-05"]
    with compare.command.make_context("compare", words):
        assert compare._typed().endswith("a b --replicates 4 --dates 2026-01-05 --xlsx")
