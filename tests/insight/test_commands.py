"""The three commands from a study file to a folder of results."""

import json
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from analysis.insight.dictionary import COLUMNS, insight_dictionary
from analysis.insight.pareto.front import pareto_front
from analysis.insight.pareto.objectives import Objective
from analysis.insight.sensitivity.influence import morris_plane, sobol_bars
from counterpoint.cli.main import cli

STUDY = """\
schema_version: 1
name: tiny
description: for tests
schemes: [siloed_metrics, shared_revenue]
set: {{run.weeks: 52, run.burn_in: 13, market.accounts: 200}}
design: {design}
parameters:
  needs.drift: {{low: 0.02, high: 0.2}}
  conflict.spill: declared
  contracts.rep.shared_revenue: {{low: 0, high: 0.6}}
replicates: 2
seed: 1
measures: [gross_profit_y1, relationship_conflict, resignations]
"""
DESIGNS = {
    "sensitivity": "{kind: morris, points: 4, seed: 1}",
    "regimes": "{kind: sobol, points: 32, seed: 1}",
    "optimise": "{kind: sobol, points: 8, seed: 1}",
}
SMALL = ("--candidates", "8", "--population", "4", "--final-replicates", "3")

compiled = pytest.mark.compiled


@pytest.fixture
def call(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        return CliRunner().invoke(cli, list(arguments), prog_name="counterpoint")

    return run


@pytest.fixture
def write(tmp_path):
    def written(kind, **changes):
        text = STUDY.format(design=DESIGNS[kind])
        for old, new in changes.items():
            text = text.replace(old, new)
        path = tmp_path / "tiny.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


@compiled
@pytest.mark.parametrize(
    ("kind", "tables", "figure", "says"),
    [
        (
            "sensitivity",
            ("indices", "noise", "findings", "lost"),
            "relationship_conflict-shared_revenue-minus_siloed_metrics",
            "of its variance between points is noise",
        ),
        (
            "regimes",
            ("shares", "chances", "map", "drivers", "rules", "dominance", "findings"),
            "gross_profit_y1-map",
            "of 32 environments",
        ),
    ],
)
def test_a_study_is_swept_read_and_written(call, write, kind, tables, figure, says):
    path = write(kind)
    result = call(kind, path, "--out", "out", "--workers", "1")
    assert result.exit_code == 0, result.output
    assert says in result.stdout
    for name in tables:
        table = pd.read_csv(Path("out") / f"{name}.csv")
        assert set(table.columns) <= set(COLUMNS), name
    assert (Path("out") / "figures" / f"{figure}.png").is_file()
    manifest = json.loads((Path("out") / "manifest.json").read_text())
    assert manifest["kind"] == kind
    again = call(kind, path, "--results", "results/tiny", "--out", "again", "--json")
    assert json.loads(again.stdout)["folder"] == "again"
    for name in tables:
        first, second = (Path(each) / f"{name}.csv" for each in ("out", "again"))
        assert first.read_bytes() == second.read_bytes(), name


@compiled
def test_the_front_runs_and_repeats(call, write):
    path = write("optimise")
    result = call("optimise", path, "--out", "out", *SMALL, "--limit", "resignations<=20")
    assert result.exit_code == 0, result.output
    assert "of the schemes as they are" in result.stdout
    front = pd.read_csv(Path("out") / "front.csv")
    first = front.iloc[0]
    files = [Path("out") / "scenarios" / f"{name}.yaml" for name in front["scenario"]]
    assert call("validate", *map(str, files)).exit_code == 0
    manifest = json.loads((Path("out") / "manifest.json").read_text())
    luck = manifest["final_luck"]
    compared = call(
        "compare", "out/scenarios/siloed_metrics.yaml", str(files[0]), "--out", "compared",
        "--seed", str(luck["seed"]), "--replicates", str(luck["replicates"]), "--workers", "1",
    )  # fmt: skip
    assert compared.exit_code == 0, compared.output
    summary = pd.read_csv(Path("compared") / "summary.csv").set_index(["scenario", "measure"])
    for measure in ("gross_profit_y1", "relationship_conflict"):
        found = summary.loc[(first["scenario"], measure), "mean"]
        assert found == pytest.approx(first[measure], rel=1e-12)
    again = call("optimise", path, "--out", "again", *SMALL, "--limit", "resignations<=20",
                 "--workers", "2")  # fmt: skip
    assert again.exit_code == 0
    for name in ("front", "candidates", "references"):
        one, two = (Path(each) / f"{name}.csv" for each in ("out", "again"))
        assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("optimise", ("--limit", "resignations<3"), "must have the form measure<=number"),
        ("optimise", ("--scheme", "nobody"), "not among the study's"),
        ("optimise", ("--objective", "win_rate"), "the study does not measure win_rate"),
        ("regimes", ("--x", "needs.drif"), "did you mean needs.drift"),
        ("regimes", ("--measure", "win_rate"), "was not kept in this study"),
        ("regimes", ("--results", "nowhere"), "holds no study"),
        ("sensitivity", ("--measure", "win_rat"), "did you mean win_rate"),
        ("sensitivity", ("--baseline", "nobody"), "not among the schemes"),
    ],
)
def test_mistakes_are_one_message_before_anything_runs(call, write, kind, arguments, message):
    result = call(kind, write(kind), *arguments, "--out", "out")
    assert result.exit_code == 2, result.output
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert not Path("out").exists()
    assert not Path("results").exists()


ALL_WRONG = {
    "optimise": (
        (
            "--objective p11:bar --objective gross_profit_y2 --objective win_rate --limit foo<=3 "
            "--limit resignation<=x --limit win_rat>=1 --scheme siloed --candidates 4"
        ),
        """\
objective p11:bar: unknown statistic p11; did you mean p10?
objective p11:bar: unknown measure bar; in this study there are THERE
objective gross_profit_y2: unknown measure gross_profit_y2; did you mean gross_profit_y1?
objective win_rate: the study does not measure win_rate; add it to measures in its file \
(there are THERE)
limit foo<=3: unknown measure foo; in this study there are THERE
limit resignation<=x: must have the form measure<=number or measure>=number, as in resignations<=3
limit win_rat>=1: unknown measure win_rat; did you mean win_rate? The study must measure it too: \
add it to measures in its file
scheme siloed is not among the study's: siloed_metrics, shared_revenue; did you mean siloed_metrics?
candidates: 4 is fewer than one generation of 20; ask for more, or for a smaller population
""",
    ),
    "regimes": (
        "--x needs.drif --y zzz --measure win_rat --measure win_rate",
        """\
needs.drif is not varied in this study; did you mean needs.drift?
zzz is not varied in this study; allowed: needs.drift, conflict.spill, contracts.rep.shared_revenue
unknown measure win_rat; did you mean win_rate?
win_rate was not kept in this study; there are: THERE
""",
    ),
    "sensitivity": (
        "--measure win_rat --baseline nobody",
        """\
unknown measure win_rat; did you mean win_rate?
baseline nobody is not among the schemes (siloed_metrics, shared_revenue)
""",
    ),
}


@pytest.mark.parametrize("kind", ALL_WRONG)
def test_all_mistakes_are_told_together(call, write, kind):
    arguments, messages = ALL_WRONG[kind]
    result = call(kind, write(kind), *arguments.split(), "--out", "out")
    assert result.exit_code == 2, result.output
    there = "gross_profit_y1, relationship_conflict, resignations"
    assert result.stderr == messages.replace("THERE", there)


def test_a_design_that_does_not_fit_is_refused_before_it_is_run(call, write):
    result = call("sensitivity", write("regimes"))
    assert result.exit_code == 2
    assert "design sobol: sensitivity needs design.kind morris" in result.stderr
    assert not Path("results").exists()


def test_a_taken_folder_is_refused_before_anything_runs(call, write):
    Path("out").mkdir()
    Path("out/mine.txt").write_text("mine")
    for kind in DESIGNS:
        result = call(kind, write(kind), "--out", "out")
        assert result.exit_code == 2
        assert "already holds other results" in result.stderr
    assert not Path("results").exists()


@pytest.mark.parametrize("kind", list(DESIGNS))
def test_help_shows_an_example(call, kind):
    result = call(kind, "--help")
    assert result.exit_code == 0
    assert f"counterpoint {kind} " in result.stdout


# ---------------------------------------------------------------- figures


def indices(names):
    rows = [
        {"parameter": key, "index": name, "value": 0.3, "ci_low": 0.1, "ci_high": 0.5,
         "noise_floor": float("nan"), "flag": flag}
        for key, flag in (("needs.drift", "clear"), ("people.ego", "within noise"))
        for name in names
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_figures_draw_what_is_known_and_live_without_a_noise_estimate():
    noise = pd.Series({"noise_share": float("nan"), "measure": "win_rate"})
    bars = sobol_bars(indices(("S1", "ST")), noise, "title")
    names = ["weekly step of needs", "mean ego"]
    assert [text.get_text() for text in bars.axes[0].get_yticklabels()] == names
    assert "share of noise unknown" in bars.axes[0].get_xlabel()
    plane = morris_plane(indices(("mu_star", "sigma", "mu")), noise, "title")
    assert [text.get_text() for text in plane.axes[0].texts] == names


def test_an_empty_front_is_drawn_too():
    goals = (Objective("mean", "gross_profit_y1"), Objective("mean", "relationship_conflict"))
    tried = pd.DataFrame({"gross_profit_y1": [1.0, 2.0], "relationship_conflict": [0.1, 0.2]})
    none = pd.DataFrame(columns=["scenario", *tried.columns])
    figure = pareto_front(none, tried, none, goals, {}, "title")
    assert "lower is better" in figure.axes[0].get_xlabel()


def test_every_column_has_a_meaning():
    table = pd.DataFrame(columns=["needs.drift", "search_wins", "wins_gain_low", "chance"])
    found = {row["column"]: row for row in insight_dictionary({"t": table})["tables"]["t"]}
    assert found["needs.drift"]["unit"] == "sd/sqrt(week)"
    assert "search saw" in found["search_wins"]["meaning"]
    assert "lower end" in found["wins_gain_low"]["meaning"]
    assert found["chance"]["meaning"] == COLUMNS["chance"][1]
