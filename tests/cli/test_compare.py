"""counterpoint compare: table, verdicts, files, and mistakes."""

import json

import pandas as pd
import pytest

PAIR = ("siloed_metrics", "shared_revenue")
SHORT = ("--replicates", "3", "--weeks", "30", "--workers", "1")

PAID = ("acquisition_cost", "attainment_share")
"""What contains pay itself, which is still computed in a frozen firm."""

pytestmark = pytest.mark.compiled


def test_it_prints_verdicts_and_where_the_report_lies(call, folder):
    result = call("compare", *PAIR, *SHORT, "--out", "out")
    assert result.exit_code == 0, result.output
    assert "3 simulated copies of the firm each" in result.stdout
    assert "“One revenue number for both” instead of “Each on own numbers”" in result.stdout
    assert "Hours lost to quarrels" not in result.stdout  # a run of 30 weeks has no yearly rate
    assert "--all-measures" in result.stdout
    assert "Report:  out/report.html" in result.stdout
    assert (folder / "out" / "report.html").is_file()
    assert (folder / "out" / "figures" / "plane.png").is_file()


def test_nothing_is_said_on_standard_error_when_nobody_watches(call):
    call("run", "siloed_metrics", "--weeks", "1")
    assert call("compare", *PAIR, *SHORT).stderr == ""


def test_json_holds_the_tables_and_nothing_else(call):
    found = json.loads(call("compare", *PAIR, *SHORT, "--json").stdout)
    assert found["replicates"] == 3
    assert {row["scenario"] for row in found["summary"]} == set(PAIR)
    assert found["differences"][0]["baseline"] == "siloed_metrics"


def test_mistakes_are_said_before_anything_is_compiled(refused, monkeypatch):
    def compiled():
        raise AssertionError("compiled first")

    monkeypatch.setattr("counterpoint.terminal.progress.compiled", compiled)
    assert refused("compare", "siloed_metrics") == ["compare needs at least two scenarios"]


def test_runs_too_short_for_any_measure_of_the_table_say_so(call):
    said = call("compare", *PAIR, "--replicates", "2", "--weeks", "2").stdout
    assert "No measure of the table has a value in runs this short." in said
    assert "95 % interval" not in said


def test_results_go_to_a_folder_of_their_own_each_time(call, folder):
    for _ in range(2):
        call("compare", *PAIR, *SHORT)
    found = sorted(path.name for path in (folder / "results").iterdir())
    assert found == ["siloed_metrics_vs_shared_revenue", "siloed_metrics_vs_shared_revenue-2"]


def test_other_results_are_refused_before_anything_runs(call, refused, folder):
    call("compare", *PAIR, *SHORT, "--out", "out")
    before = (folder / "out" / "manifest.json").read_bytes()
    assert "already holds other results" in refused("compare", *PAIR, *SHORT, "--out", "out")[-1]
    assert (folder / "out" / "manifest.json").read_bytes() == before
    assert call("compare", *PAIR, *SHORT, "--out", "out", "--overwrite").exit_code == 0


def test_a_frozen_firm_is_the_same_under_every_scheme(call, folder):
    call("compare", *PAIR, *SHORT, "--with", "null_model", "--set", "run.before=same",
         "--out", "out")  # fmt: skip
    table = pd.read_csv(folder / "out" / "differences.csv").dropna(subset="mean_difference")
    behaviour = table[~table["measure"].isin(PAID)]
    assert len(behaviour) > 20
    assert (behaviour["mean_difference"] == 0).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("siloed_metrics",), "at least two"),
        (("siloed_metrics", "siloed_metrics"), "two scenarios are called siloed_metrics"),
        (("siloed_metrics", "shared_revenu"), "did you mean shared_revenue?"),
        ((*PAIR, "--baseline", "nobody"), "not among the scenarios"),
        ((*PAIR, "--replicates", "9", "--precision", "0.1"), "exclude each other"),
        ((*PAIR, "--replicates", "1"), "1 is not in the range"),
        ((*PAIR, "--precision", "0"), "0.0 is not in the range"),
    ],
)
def test_mistakes_leave_one_message_and_no_folder(refused, folder, arguments, message):
    assert message in refused("compare", *arguments)[-1]
    assert list(folder.iterdir()) == []


FIRM = """\
schema_version: 1
name: acme
kind: company
extends: siloed_metrics
demand: {entry_hazard: 0.02}
market: {accounts: 300}
planning: {budget: 200}
"""


def test_a_company_beside_a_shipped_scheme_is_not_compared_in_silence(call, folder):
    (folder / "acme.yaml").write_text(FIRM)
    result = call("compare", "acme.yaml", "shared_revenue", *SHORT, "--out", "out")
    assert result.exit_code == 0, result.output
    for text in (result.stderr, result.stdout):
        assert "not the same firm in the same market" in text
        assert "market.accounts (2400 against 300)" in text
    way_out = result.stdout.split("schemes of one firm: ")[1].splitlines()[0]
    assert way_out == (
        "counterpoint compare acme.yaml shared_revenue --replicates 3 --weeks 30 --workers 1"
        " --out out --market acme.yaml"
    )
    page = (folder / "out" / "report.html").read_text()
    assert "Not the same world." in page
    assert "planning.budget" in page
    again = call(*way_out.split()[1:], "--overwrite")
    assert again.exit_code == 0, again.output
    assert again.stderr == ""
    assert "not the same firm" not in again.stdout
    assert "Not the same world." not in (folder / "out" / "report.html").read_text()


def test_all_pairs_are_printed_and_reported(call, folder):
    three = (*PAIR, "hybrid_pay")
    result = call("compare", *three, *SHORT, "--pairs", "all", "--all-measures", "--out", "out")
    heads = [line for line in result.stdout.splitlines() if line.count(" against ") == 1]
    assert "“Own numbers plus a shared one” against “One revenue number for both”" in heads
    assert len([line for line in heads if not line.startswith(" ")]) == 3
    page = (folder / "out" / "report.html").read_text()
    assert (
        'Own numbers plus a shared one <span class="soft">against “One revenue number for both”'
        in page
    )


def test_all_measures_are_printed_with_a_sentence_each_when_asked(call):
    result = call("compare", *PAIR, *SHORT, "--all-measures")
    assert "Win rate: " in result.stdout
    assert "Trust, lowest tenth" in result.stdout


def test_json_and_terminal_open_with_the_same_three_sentences(call):
    said = json.loads(call("compare", *PAIR, *SHORT, "--json").stdout)["answer"]
    shown = call("compare", *PAIR, *SHORT).stdout
    assert len(said) == 3
    assert all(f"  {number}. {text}" in shown for number, text in enumerate(said, 1))
