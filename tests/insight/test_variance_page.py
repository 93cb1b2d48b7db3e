"""The page on shares of variance says what the analysis found, and nothing else."""

import re

import pytest

from analysis.insight.sensitivity.sensitivity import repeated, sensitivity
from analysis.study.loading import load_study_file
from analysis.study.results import load_study as load_results
from analysis.study.sweep import sweep
from scripts import variance
from sim.scenario import declared

TINY = """
schema_version: 1
name: tiny
description: a design that takes seconds
schemes: [siloed_metrics, shared_revenue]
set: {run.weeks: 52, run.burn_in: 0, market.accounts: 300}
design: {kind: saltelli, points: 8, seed: 1}
parameters: {trust.half_life: declared, demand.entry_hazard: declared, needs.drift: declared}
seed: 1
measures: [gross_profit_y1, relationship_conflict]
"""


@pytest.fixture(scope="module")
def answer(tmp_path_factory):
    folder = tmp_path_factory.mktemp("variance")
    (folder / "tiny.yaml").write_text(TINY, encoding="utf-8")
    study = load_study_file(str(folder / "tiny.yaml"))
    sweep(study, folder / "store")
    found = sensitivity(
        load_results(folder / "store"), measures=study.measures, repeats=repeated(study, blocks=2)
    )
    return study, found, variance.text(study, found.indices, found.noise)


def test_what_was_drawn_and_run_is_counted(answer):
    _, _, text = answer
    assert "All 3 settings" in text
    assert "N = 8" in text
    assert f"{8 * 5 * 2} runs" in text


def test_every_outcome_has_its_share_of_luck_and_its_table(answer):
    _, found, text = answer
    assert len(found.noise) == 2 * 3
    assert text.count("\n### ") == 6
    for line in found.noise.itertuples():
        assert f"| {variance.about(line)} | {line.noise_share:.0%} |" in text


def test_settings_stand_in_the_order_of_what_they_explain_and_bold_where_clear(answer):
    _, found, text = answer
    first = found.noise.iloc[0]
    part = found.indices
    for name in variance.HEAD:
        part = part[part[name] == first[name]]
    totals = part[part["index"] == "ST"].set_index("parameter")
    section = text.split("\n### ")[1]
    listed = re.findall(r"^\| `([a-z_.]+)` \| (\*\*)?(-?[0-9.]+) ", section, re.M)
    values = [float(value) for _, _, value in listed]
    assert values == sorted(values, reverse=True)
    assert [f"{totals.loc[key, 'value']:.3f}" for key, _, _ in listed] == [v for *_, v in listed]
    assert {key for key, stars, _ in listed if stars} == set(
        totals.index[totals["flag"] == "clear"]
    )


def test_the_shipped_study_varies_everything_that_declares_a_range():
    study = load_study_file("variance")
    varied = {axis.key for axis in study.parameters}
    numbers = {key for key, item in declared.flat().items() if item.sweep and not item.word}
    assert varied == {key for key in numbers if not key.startswith("run.")}
