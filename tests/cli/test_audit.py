"""counterpoint audit."""

import json

import pytest

TINY = (
    "--replicates", "2", "--weeks", "13", "--set", "market.accounts=60", "--set", "run.burn_in=13",
    "--workers", "1",
)  # fmt: skip


def test_a_line_that_is_no_claim_is_refused(refused):
    (line,) = refused("audit", "--claim", "silos are good")
    assert "is no claim" in line


def test_a_file_and_a_claim_exclude_each_other(call):
    result = call("audit", "c.yaml", "--claim", "a > b in trust")
    assert result.exit_code == 2
    assert "exclude each other" in result.stderr


@pytest.mark.slow
@pytest.mark.compiled
def test_a_claim_about_a_tiny_firm_is_audited(call, folder):
    claim = "siloed_metrics = siloed_metrics in relationship_conflict"
    result = call("audit", "--claim", claim, *TINY, "--out", "x", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["holds"]
    assert {row["verdict"] for row in found["results"]} == {"robust"}
    assert (folder / "x" / "figures" / "claim-1.png").is_file()
