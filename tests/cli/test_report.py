"""counterpoint report and rerun: read back what a folder holds, and repeat it."""

from __future__ import annotations

import json
import shutil
from datetime import date

import pandas as pd
import pytest

from analysis.comparison.output import write_comparison
from analysis.report.again import agreement
from analysis.report.folder import write_report
from analysis.results.form import written_as
from analysis.results.opening import opened
from analysis.results.store import STORE
from counterpoint.cli.rerun import repeated
from sim.core.errors import ResultsError


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "found"
    path.mkdir()
    (path / "shares.csv").write_text("scenario,best\nalpha,0.5\n")
    (path / "findings.csv").write_text("measure,sentence\nwins,alpha wins where it rains.\n")
    facts = {"kind": "regimes", "study": "rain", "command": "counterpoint regimes rain --out x"}
    (path / "manifest.json").write_text(json.dumps(facts))
    return path


def test_any_result_folder_becomes_a_report_with_its_findings_and_tables(folder):
    page = write_report(folder).read_text(encoding="utf-8")
    assert "alpha wins where it rains." in page
    assert "shares" in page
    assert "<script" not in page


def test_a_folder_without_results_is_named(tmp_path):
    with pytest.raises(ResultsError, match=r"no manifest\.json"):
        write_report(tmp_path)
    with pytest.raises(ResultsError, match="no such folder"):
        write_report(tmp_path / "nowhere")


def test_a_damaged_manifest_is_named(folder):
    (folder / "manifest.json").write_text("{")
    with pytest.raises(ResultsError, match="is damaged"):
        write_report(folder)


def test_folders_with_the_same_tables_agree(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "again")
    found = agreement(folder, tmp_path / "again")
    assert found.first is None
    assert found.names == ("findings.csv", "shares.csv")


def test_the_first_table_that_differs_is_named_with_its_cell(folder, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    (again / "shares.csv").write_text("scenario,best\nalpha,0.25\n")
    found = agreement(folder, again)
    assert found.first == "shares.csv"
    assert found.where == "line 2, best: 0.5 before, 0.25 now"


def test_a_missing_table_is_a_difference(folder, tmp_path):
    again = tmp_path / "again"
    shutil.copytree(folder, again)
    (again / "findings.csv").unlink()
    assert agreement(folder, again).first == "findings.csv"


def test_a_command_is_repeated_without_the_folder_it_wrote_to(folder):
    typed = "counterpoint regimes rain --out old --overwrite --seed 3"
    assert repeated(folder, {"command": typed}) == ["regimes", "rain", "--seed", "3"]
    assert repeated(folder, {"command": "counterpoint run a --out=b"}) == ["run", "a"]


@pytest.mark.parametrize("typed", ["", "counterpoint rm everything", "python study.py"])
def test_a_folder_made_without_a_command_is_refused(folder, typed):
    with pytest.raises(ResultsError, match="no command that can be repeated"):
        repeated(folder, {"command": typed})


def test_a_comparison_reads_back_into_the_same_report(comparison_folder):
    first = (comparison_folder / "report.html").read_text(encoding="utf-8")
    again = write_report(comparison_folder, comparison_folder.parent / "again.html")
    assert again.read_text(encoding="utf-8") == first


def test_a_comparison_with_dates_reads_back_into_the_same_report(compared, tmp_path):
    folder = tmp_path / "dated"
    with written_as(dates=date(2026, 1, 5), workbook=True):
        write_comparison(compared, folder)
    weeks = pd.read_csv(folder / "timecourse.csv")["week"].tolist()
    assert "2026-01-05" in weeks
    assert all(date.fromisoformat(day).weekday() == 0 for day in weeks)
    again = write_report(folder, tmp_path / "again.html")
    assert again.read_bytes() == (folder / "report.html").read_bytes()


@pytest.fixture
def comparison_folder(compared, tmp_path):
    write_comparison(compared, tmp_path / "compared")
    return tmp_path / "compared"


@pytest.fixture
def compared():
    from analysis.comparison.compare import compare
    from sim.scenario import load_scenario
    from tests.analysis.builder import Named, invented

    def made_up(scenario, seed, replicate=0):
        effect = 0.15 * (scenario.name == "shared_revenue")
        return invented(Named(scenario.name, effect=effect), seed + replicate)

    schemes = [load_scenario(name) for name in ("siloed_metrics", "shared_revenue")]
    return compare(schemes, replicates=5, runner=made_up)


@pytest.mark.parametrize("nested", [False, True])
def test_the_report_reads_the_units_of_every_kind_of_data_dictionary(folder, nested):
    columns = [{"column": "best", "unit": "share", "meaning": "of all"}]
    entry = {"meaning": "who is best", "columns": columns} if nested else columns
    (folder / "data_dictionary.json").write_text(json.dumps({"tables": {"shares": entry}}))
    assert "50.0\u00a0%" in write_report(folder).read_text(encoding="utf-8")


def test_the_report_of_one_run_opens_with_what_the_firm_earned(tmp_path):
    weekly = pd.DataFrame(
        {"week": [-1, 0, 1], "gross_profit": [9e9, 1.5e6, 0.5e6], "wins": [50, 2, 1],
         "hours_lost": [99.0, 3.0, 4.0]}
    )  # fmt: skip
    facts = {"scenarios": [{"name": "shared_revenue"}]}
    first, second = opened("run", facts, {"weekly": weekly})
    assert first.replace("\N{NO-BREAK SPACE}", " ") == (
        "“One revenue number for both”: €2.00 M gross profit, 3 deals won and 7 hours lost to "
        "quarrels in 2 weeks."
    )
    assert "proves nothing" in second


@pytest.mark.parametrize(
    ("measure", "ahead"),
    [("win_rate", "Ahead: alpha in 2 and beta in 1 of them, with 2 runs of each scheme"),
     ("cycle_weeks", "Ahead: alpha in 1 and beta in 2 of them, with 2 runs of each scheme")],
)  # fmt: skip
def test_the_report_of_a_store_opens_with_means_and_who_is_ahead_where(measure, ahead):
    rows = [(0, "alpha", 5.0), (0, "beta", 1.0), (1, "alpha", 3.0), (1, "beta", 2.0),
            (2, "alpha", 1.0), (2, "beta", 6.0)]  # fmt: skip
    chunks = {
        f"measures-{number}": pd.DataFrame(
            [(point, name, number, measure, value) for point, name, value in rows],
            columns=["point", "scenario", "replicate", "measure", "value"],
        )
        for number in range(2)
    }
    first, second = opened(STORE, {"study": {"measures": [measure]}}, chunks)
    assert "on average over the 3 points tried" in first
    assert second.startswith(ahead)
    assert opened(STORE, {"study": {"measures": ["no_measure"]}}, chunks) == []
