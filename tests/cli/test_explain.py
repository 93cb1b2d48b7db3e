"""counterpoint explain."""

import json

import pytest

TINY = (
    "--replicates", "2", "--causes", "2", "--weeks", "13", "--set", "market.accounts=60", "--set",
    "run.burn_in=13", "--workers", "1",
)  # fmt: skip


def test_equal_scenarios_are_refused(refused):
    (line,) = refused("explain", "siloed_metrics", "siloed_metrics")
    assert "hold the same numbers" in line


def test_an_unknown_measure_is_refused(refused):
    (line,) = refused("explain", "siloed_metrics", "shared_revenue", "--measure", "win_rat")
    assert line == "unknown measure win_rat; did you mean win_rate?"


def test_replicates_and_precision_exclude_each_other(call):
    result = call("explain", "a", "b", "--replicates", "9", "--precision", "0.1")
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


@pytest.mark.compiled
def test_a_tiny_firm_is_explained(call, folder):
    result = call("explain", "siloed_metrics", "shared_revenue", *TINY, "--out", "x", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["measure"] == "relationship_conflict"
    assert {row["lever"] for row in found["contributions"]} >= {"rep_weights", "marketer_weights"}
    assert len(found["causes"]) > 10
    assert (folder / "x" / "report.html").is_file()
    shown = call("explain", "siloed_metrics", "shared_revenue", *TINY, "--out", "y")
    assert "Which lever" in shown.stdout
    assert "together" in shown.stdout
