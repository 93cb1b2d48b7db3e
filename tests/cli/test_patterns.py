"""counterpoint patterns: a scoreboard with bands and sources."""

import json

import pandas as pd
import pytest

from analysis.patterns import PATTERNS

pytestmark = pytest.mark.compiled


@pytest.mark.slow
def test_every_pattern_gets_a_line(call, folder):
    result = call("patterns", "--replicates", "2", "--out", "out")
    assert result.exit_code == 0, result.output
    for item in PATTERNS:
        assert f"{item.name} " in result.stdout
    assert f"of {len(PATTERNS)} inside their bands" in result.stdout
    assert len(pd.read_csv(folder / "out" / "patterns.csv")) == len(PATTERNS)


@pytest.mark.slow
def test_json_holds_the_scoreboard(call):
    found = json.loads(call("patterns", "--replicates", "2", "--json").stdout)
    assert [row["pattern"] for row in found] == [item.name for item in PATTERNS]


def test_a_misspelt_scheme_is_suggested(refused):
    assert "did you mean siloed_metrics?" in refused("patterns", "siloed_metric")[-1]
