"""The screening of what can move a ranking leaves nothing out, and says what it all rests on."""

import re

import pytest

from analysis.uncertainty.ranges import varied
from scripts.screening import (
    MAIN,
    baseline_means,
    effects,
    order,
    screened,
    source,
    study,
    text,
)
from sim.scenario import declared

NO_LEVER = "conflict.cooling"
DEAD = "attribution.influenced"
KEYS = ("closing.kill", "demand.entry_hazard", DEAD)


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    asked = study(
        KEYS,
        trajectories=4,
        markets=("mid_market",),
        overrides=("run.weeks=52", "run.burn_in=13"),
        measure="gross_profit_y1",
    )
    return screened(asked, tmp_path_factory.mktemp("screening") / "store")


def test_every_declared_range_that_is_no_lever_is_screened():
    ranged = {key for key, item in declared.flat().items() if item.sweep is not None}
    left_out = ranged - set(varied())
    assert {key for key in left_out if not declared.is_lever(key)} == {
        "run.weeks",
        "run.burn_in",
        "planning.brand_share",
    }
    assert NO_LEVER in varied()
    assert not {key for key in varied() if declared.is_lever(key)}


def test_one_design_serves_every_scheme_and_market():
    asked = study()
    assert {item.key for item in asked.parameters} == set(varied())
    assert (asked.schemes, asked.design.kind) == (MAIN, "morris")
    assert len(asked.markets) == 2
    assert asked.replicates > 1


def test_every_screened_setting_says_what_it_rests_on():
    said = {key: declared.flat()[key].source for key in varied()}
    sentences = {key: source(key).removeprefix(f"{said[key]}.").strip() for key in varied()}
    assert all(said.values())
    assert [key for key, text in said.items() if "assumption" in text] == [
        key for key, sentence in sentences.items() if sentence
    ]


def test_a_page_lists_settings_with_effect_sign_and_source(small):
    results, found = small
    page = text(results, found)
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in rows] == order(
        effects(found, baseline_means(results, "gross_profit_y1"))
    )
    cell = re.compile(r"[+−±] \d+\.\d \(\d+\.\d to \d+\.\d\)")
    assert all(len(cell.findall(line)) == len(MAIN) - 1 for line in rows)
    assert all(source(line.split("`")[1]) in line for line in rows)


def test_effects_are_per_cent_of_the_baseline(small):
    results, found = small
    table = effects(found, baseline_means(results, "gross_profit_y1"))
    raw = found.indices.query("baseline != '' and index == 'mu_star'")
    mean = results.wide("gross_profit_y1")[MAIN[0]].abs().mean()
    assert sorted(table["value"]) == pytest.approx(sorted(100 * raw["value"] / mean))
