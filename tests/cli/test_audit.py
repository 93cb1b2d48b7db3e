"""counterpoint audit."""

import json

import pytest

TINY = (
    "--replicates", "2", "--weeks", "13", "--set", "market.accounts=60", "--set", "run.burn_in=13",
    "--workers", "1",
)  # fmt: skip
TWIN = """schema_version: 1
name: twin
description: Differs in how long a misrouted lead takes, where none is misrouted.
kind: company
extends: siloed_metrics
handoff: {detour: 0.9}
"""


def twin(folder):
    (folder / "twin.yaml").write_text(TWIN, encoding="utf-8")


def test_a_line_that_is_no_claim_is_refused(refused):
    (line,) = refused("audit", "--claim", "silos are good")
    assert "is no claim" in line


def test_a_file_and_a_claim_exclude_each_other(call):
    result = call("audit", "c.yaml", "--claim", "a > b in trust")
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


@pytest.mark.slow
@pytest.mark.compiled
def test_a_claim_about_a_tiny_firm_is_audited(call, folder, monkeypatch):
    twin(folder)
    claim = "siloed_metrics = twin.yaml in relationship_conflict"
    typed = ("audit", "--claim", claim, *TINY, "--out", "x", "--json")
    monkeypatch.setattr("sys.argv", ["counterpoint", *typed])
    result = call(*typed)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["holds"]
    assert {row["verdict"] for row in found["results"]} == {"robust", "unmoved"}
    assert (folder / "x" / "figures" / "claim-1.png").is_file()
    assert [row["challenge"] for row in found["worlds"]] == ["market", "behaviour", "both"]
    assert any("no difference in the mean" in line for line in found["sentences"])
    assert "tables agree, byte by byte" in call("rerun", "x").stdout


@pytest.mark.compiled
def test_an_audit_whose_claim_fails_can_be_repeated(call, folder, monkeypatch):
    monkeypatch.setattr("analysis.claims.audit.challenges", lambda *_, **__: [])
    twin(folder)
    claim = "siloed_metrics > twin.yaml in relationship_conflict"
    typed = ("audit", "--claim", claim, *TINY, "--out", "x")
    monkeypatch.setattr("sys.argv", ["counterpoint", *typed])
    assert call(*typed).exit_code == 3
    again = call("rerun", "x")
    assert again.exit_code == 0, again.output
    assert "tables agree, byte by byte" in again.stdout
