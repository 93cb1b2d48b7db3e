"""Any replicate of any result is repeated, to the byte, by its seed and its number."""

import csv
import json

import pytest

from analysis import load_study

pytestmark = pytest.mark.compiled

SHORT = ("--weeks", "60")
SMALL = ("--set", "market.accounts=200", "--set", "run.burn_in=13")
STUDY = """schema_version: 1
name: ours
schemes: [siloed_metrics]
design: {kind: grid, levels: 2}
parameters: {trust.gain: {low: 0.01, high: 0.03}}
set: {run.weeks: 60, market.accounts: 200, run.burn_in: 13}
replicates: 8
seed: 1
measures: [win_rate, trust]
"""


def alone(call, *arguments) -> dict[str, float]:
    """Return the measures of one run."""
    result = call("run", "siloed_metrics", *SHORT, *SMALL, *arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)["measures"]


def test_a_run_repeats_a_replicate_of_a_comparison(call, folder):
    many = ("--replicates", "8", "--seed", "1", "--out", "out")
    compared = call("compare", "siloed_metrics", "shared_revenue", *SHORT, *SMALL, *many)
    assert compared.exit_code == 0, compared.output
    with (folder / "out" / "measures.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["seed"] for row in rows} == {"1"}
    kept = {
        row["measure"]: float(row["value"]) if row["value"] else None
        for row in rows
        if (row["scenario"], row["replicate"]) == ("siloed_metrics", "7")
    }
    again = alone(call, "--seed", "1", "--replicate", "7", "--out", "again")
    assert again == kept
    luck = json.loads((folder / "again" / "manifest.json").read_text())["luck"]
    assert luck == {"seed": 1, "first_replicate": 7, "replicates": 1}


def test_a_run_repeats_a_replicate_of_a_study(call, folder):
    (folder / "ours.yaml").write_text(STUDY, encoding="utf-8")
    swept = call("sweep", "ours.yaml", "--out", "store", "--workers", "1")
    assert swept.exit_code == 0, swept.output
    found = load_study(folder / "store").measures
    assert set(found["seed"]) == {1}
    row = found[(found["point"] == 1) & (found["replicate"] == 7)]
    again = alone(call, "--set", "trust.gain=0.03", "--seed", "1", "--replicate", "7")
    assert {name: again[name] for name in ("win_rate", "trust")} == dict(
        zip(row["measure"].astype(str), row["value"], strict=True)
    )


def test_the_folder_and_the_summary_of_a_run_name_its_replicate(call, folder):
    result = call("run", "siloed_metrics", *SHORT, *SMALL, "--seed", "3", "--replicate", "2")
    assert "siloed_metrics, seed 3, replicate 2, 60 weeks" in result.stdout
    assert (folder / "results" / "siloed_metrics_seed_3_replicate_2").is_dir()


def test_a_story_is_told_of_the_replicate_that_was_asked_for(call):
    common = ("story", "siloed_metrics", *SHORT, *SMALL, "--all", "--json")
    first, other = (json.loads(call(*common, "--replicate", r).stdout) for r in ("0", "5"))
    assert (other["seed"], other["replicate"]) == (1, 5)
    assert first["stories"] != other["stories"]


@pytest.mark.parametrize(
    ("option", "value"),
    [("--seed", "-1"), ("--seed", "4294967296"), ("--replicate", "-1"),
     ("--replicate", "2147483648")],
)  # fmt: skip
@pytest.mark.parametrize("command", ["run", "story"])
def test_values_outside_the_range_are_refused(refused, command, option, value):
    assert "is not in the range" in refused(command, "siloed_metrics", option, value)[-1]
