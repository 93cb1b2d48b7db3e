"""calibrate DATA as somebody with a spoiled export meets it."""

import json

import pytest
from click.testing import CliRunner

from counterpoint.cli.main import cli
from tests.calibration.exports import csv_of, rows

HEAD = "created,closed,outcome,amount,owner\n"


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def made(*arguments):
        return CliRunner().invoke(cli, ["calibrate", *arguments], prog_name="counterpoint")

    return made


@pytest.fixture
def refused(call):
    def made(*arguments):
        result = call(*arguments)
        assert result.exit_code == 2, result.output
        assert "Traceback" not in result.output
        return result.stderr

    return made


def days(number, outcome="won", length=9, amount="{}.50"):
    """Return lines of a table, one a day."""
    return "".join(
        f"2025-{1 + n // 28 % 12:02}-{1 + n % 28:02},"
        f"{'' if length is None else f'2026-{1 + n // 28 % 12:02}-{1 + n % 28:02}'},"
        f"{outcome},{amount.format(100 + n)},Very Secret {n % 4}\n"
        for n in range(number)
    )


BAD = {
    "empty": ("", "is empty; export the opportunities again"),
    "header only": (HEAD, "has no rows below its head (line 1); export it again"),
    "three rows": (HEAD + days(2) + days(1, "lost"), "calibrate --won 1.95 --win-rate 67%"),
    "one outcome": (HEAD + days(100), "all 100 closed deals are won; a fit takes"),
    "all open": (HEAD + days(100, "open", None), "no deal of it is closed"),
    "negative durations": (
        HEAD.replace("created,closed", "closed,created") + days(100),
        "are the columns exchanged? --column created=HEADING --column closed=HEADING",
    ),
    "unknown outcomes": (
        HEAD + days(100, "Signed"),
        "says won, lost or open; say what its words mean, as --outcome Signed=won",
    ),
    "mixed currencies": (
        HEAD + days(50, amount="EUR {}") + days(50, "lost", amount="USD {}"),
        "several currencies (EUR 50, USD 50); which one is to be fitted: --currency EUR?",
    ),
    "300 columns": (
        ",".join(f"c{n}" for n in range(300)) + "\n" + "x," * 299 + "x\n",
        "c11 and 288 more; --guess proposes which is which",
    ),
    "no head": (days(100), "headings are missing"),
    "no dates": (HEAD + "soon,later,won,1,Ann\n", "no dates; name the one that does: --column"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_the_next_step_and_no_name(refused, tmp_path, name):
    content, says = BAD[name]
    (tmp_path / "deals.csv").write_text(content)
    said = refused("deals.csv")
    assert says in said
    assert "deals.csv" in said
    assert "Secret" not in said


def test_wrong_options_are_told(refused, tmp_path):
    (tmp_path / "deals.csv").write_text(csv_of(rows(60)))
    assert "did you mean salesforce?" in refused("deals.csv", "--mapping", "salesforc")
    assert "allowed: won, lost, open" in refused("deals.csv", "--outcome", "x=y")
    assert "--outcome x: is not WORD=KIND" in refused("deals.csv", "--outcome", "x")
    assert "leave out --sheet" in refused("deals.csv", "--sheet", "Deals")
    assert "leave out --currency, or choose of: none" in refused("deals.csv", "--currency", "EUR")
    assert "--only-read says how DATA is read: give DATA" in refused("--only-read")
    assert "--column says how DATA is read: give DATA" in refused("--column", "created=x")
    assert "the file has no such column" in refused("deals.csv", "--column", "created=x")
    said = refused("deals.csv", "--column", "created=Creatd")
    assert "did you mean created?" in said


def test_the_report_alone_is_written_once_and_says_the_same_everywhere(call, refused, tmp_path):
    (tmp_path / "deals.csv").write_text("Made by hand\n" + csv_of(rows(300)) + "\nTotal,,,9,\n")
    result = call("deals.csv", "--only-read")
    assert result.exit_code == 0, result.output
    plain = json.loads((tmp_path / "deals_data.json").read_text())
    html = (tmp_path / "deals_data.html").read_text()
    assert "304 lines are 300 read, 0 refused, 4 ignored" in result.stdout
    assert "304 lines: 300 read, 0 refused, 4 ignored" in html
    assert plain["lines"]["lines"] == 304
    for each in plain["findings"]:
        assert each["said"] in result.stdout
    assert "Person" not in result.output + html + json.dumps(plain)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "deals.csv", "deals_data.html", "deals_data.json",
    ]  # fmt: skip
    assert "the file is there already" in refused("deals.csv", "--only-read")
    again = call("deals.csv", "--only-read", "--overwrite", "--json")
    found = json.loads(again.stdout)
    assert found.pop("report") == "deals_data.html"
    assert found == plain


def test_mappings_are_listed_with_sources(call):
    result = call("--mappings")
    assert result.exit_code == 0
    for word in ("salesforce", "hubspot", "dynamics", "pipedrive", "maven", "https://"):
        assert word in result.stdout


def test_a_guess_is_a_mapping_that_reads_the_file(call, tmp_path):
    (tmp_path / "deals.csv").write_text(csv_of(rows(300), head="Begun,Done,How,Worth,Who"))
    guessed = call("deals.csv", "--guess")
    assert guessed.exit_code == 0, guessed.output
    (tmp_path / "ours.yaml").write_text(guessed.stdout)
    read = call("deals.csv", "--mapping", "ours.yaml", "--only-read")
    assert "300 deals, 300 used" in read.stdout
