"""counterpoint odd."""

import json


def test_the_document_is_printed_and_written(call, folder):
    shown = call("odd", "shared_revenue", "--market", "enterprise")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.startswith("# The model: shared_revenue")
    assert call("odd", "shared_revenue", "--market", "enterprise", "--out", "x.md").exit_code == 0
    assert (folder / "x.md").read_text(encoding="utf-8") == shown.stdout
    again = call("odd", "shared_revenue", "--out", "x.md")
    assert again.exit_code == 2
    found = json.loads(call("odd", "shared_revenue", "--market", "enterprise", "--json").stdout)
    assert found["markdown"] == shown.stdout


def test_an_unknown_scenario_is_refused(refused):
    (line,) = refused("odd", "shared_revenu")
    assert "did you mean shared_revenue" in line
