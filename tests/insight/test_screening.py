"""The screening of what can move a ranking leaves nothing out, and says what it all rests on."""

import re

import numpy as np
import pytest

from analysis.parameters.spans import is_leaders, spans, varied
from analysis.uncertainty.believable import OTHER_LUCK, is_believable, level, usual
from scripts.schemes import MAIN
from scripts.screening import (
    LISTED,
    Lead,
    effects,
    explained,
    order,
    screened,
    source,
    text,
    worlds,
)
from scripts.worlds import MEASURES, SCHEMES, Worlds, rules
from sim import load_scenario
from sim.scenario import declared

NO_LEVER = "conflict.cooling"
KEYS = ("closing.kill", "demand.entry_hazard", "trust.half_life")
QUICK = {"run.weeks": 52, "run.burn_in": 13}
FIRMS = [load_scenario(scheme).with_values(QUICK) for scheme in MAIN]


@pytest.fixture(scope="module")
def small():
    return screened(KEYS, 24, "mid_market", FIRMS, "gross_profit_y1")


def planted(driver=1.0, luck=1.0, size=600):
    """Return a lead that grows with the first setting and with luck."""
    settings = worlds(spans(KEYS, FIRMS), size, 3)
    steps = np.random.default_rng(5).normal(size=(2, size))
    rank = settings[KEYS[0]].rank().to_numpy() / size
    one, other = (driver * np.sqrt(12) * rank + luck * step for step in steps)
    return [Lead("mid_market", "shared_revenue", settings, one, other[::2])]


WITHOUT_RANGE = {
    "market.accounts": "size: more accounts are more buyers, as demand.entry_hazard draws them",
    "market.pods": "how many share a target: the measured signs take one to eight",
    "demand.innovation": "used by the form bass alone, which audit tries",
    "demand.imitation": "used by the form bass alone, which audit tries",
    "demand.category_age": "used by the form bass alone, which audit tries",
    "scoring.lowest": "where a search over all scores begins",
    "scoring.highest": "where it ends",
    "buying_group.usual_members": "the group that full_hours, which is drawn, is stated for",
    "closing.default_discount": "used while the choice is frozen",
    "closing.default_promise": "used while the choice is frozen",
    "conflict.default_zero_sum": "used while the choice is frozen",
}
"""Numbers that nobody decides and that no world draws, each with the reason."""


def test_every_number_that_nobody_decides_has_a_range_or_a_reason_not_to():
    numbers = {
        key: item
        for key, item in declared.flat().items()
        if not (item.choices or declared.is_lever(key) or isinstance(item.default, str))
    }
    without = {key for key, item in numbers.items() if item.sweep is None}
    unused = {key for key in without if numbers[key].around and numbers[key].default == 0}
    assert without - unused == set(WITHOUT_RANGE)
    assert {key.rsplit(".", 1)[0] for key in unused} == {
        "campaigns.rate_in",
        "campaigns.rate_out",
        "campaigns.mix",
        "buying_group.weights",
    }


def test_every_declared_range_of_what_is_not_decided_is_screened():
    ranged = {key for key, item in declared.flat().items() if item.sweep is not None}
    left_out = ranged - set(varied())
    assert {key for key in left_out if not declared.is_lever(key)} == {
        "run.weeks",
        "run.burn_in",
        "planning.brand_share",
    }
    assert NO_LEVER in varied()
    assert all(is_leaders(key) for key in varied() if declared.is_lever(key))


def test_worlds_draw_every_setting_within_its_range():
    table = worlds(spans(varied(), FIRMS), 64, 1)
    assert list(table.columns) == list(varied())
    for key in varied():
        low, high = declared.flat()[key].sweep
        assert table[key].between(low, high).all(), key
        assert table[key].nunique() > 1, key


def test_every_scheme_meets_the_same_world_and_luck(small):
    twins = screened(KEYS, 4, "mid_market", FIRMS[:1] * 2, "gross_profit_y1")
    assert len(twins[0].gap) > 0
    assert not twins[0].gap.any()
    assert all(lead.gap.any() for lead in small)


def test_worlds_run_again_differ_by_luck_alone(small):
    for lead in small:
        assert lead.other.shape == lead.gap[::2].shape
        assert (lead.other != lead.gap[::2]).any()


@pytest.mark.parametrize(("factor", "counts"), [(1.0, True), (0.4, False), (2.5, False)])
def test_a_world_counts_whose_firms_win_about_as_much_as_expected(factor, counts):
    found = level(FIRMS, 1, [OTHER_LUCK + 3])
    assert is_believable(FIRMS, found / factor, 1, 3) is counts
    half = found / np.array([factor, 1.0])  # either of the two is enough to leave a world out
    assert is_believable(FIRMS, half, 1, 3) is counts


def test_a_world_is_judged_on_all_schemes_and_on_luck_that_is_not_compared():
    alone = [level([firm], 1, [OTHER_LUCK]) for firm in FIRMS]
    assert level(FIRMS, 1, [OTHER_LUCK]) == pytest.approx(np.mean(alone, axis=0))
    assert (level(FIRMS, 1, [OTHER_LUCK]) != level(FIRMS, 1, [0])).any()


def test_firms_that_hardly_sell_are_left_out():
    barren = [firm.with_values({"demand.entry_hazard": 0.0001}) for firm in FIRMS]
    assert is_believable(FIRMS, usual(FIRMS, 1), 1, 0)
    assert not is_believable(barren, usual(FIRMS, 1), 1, 0)


def test_every_screened_setting_says_what_it_rests_on():
    said = {key: declared.flat()[key].source for key in varied()}
    sentences = {key: source(key).removeprefix(f"{said[key]}.").strip() for key in varied()}
    assert all(said.values())
    assert [key for key, text in said.items() if "assumption" in text] == [
        key for key, sentence in sentences.items() if sentence
    ]


def test_a_setting_that_decides_comes_first_and_alone():
    table = effects(planted())
    assert order(table)[0] == KEYS[0]
    assert table.loc[table["p_adjusted"] < 0.05, "setting"].tolist() == [KEYS[0]]
    assert table["correlation"].max() == pytest.approx(2**-0.5, abs=0.08)


def test_without_a_cause_nothing_is_told_from_chance():
    assert (effects(planted(driver=0.0))["p_adjusted"] > 0.05).all()


def test_what_settings_explain_and_what_luck_does_add_up_where_nothing_else_varies():
    shares = re.findall(r"(\d+)%", explained(planted())[-1])
    ahead, alone, luck = (int(share) for share in shares)
    assert 50 < ahead <= 100
    assert (alone, luck) == (pytest.approx(50, abs=10), pytest.approx(50, abs=10))


def test_a_page_lists_settings_with_correlation_shares_and_source(small):
    page = text(small, 24, "gross_profit_y1")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert [line.split("`")[1] for line in rows] == order(effects(small))[:LISTED]
    cell = re.compile(r"[+-]\d\.\d\d \(\d+ to \d+ %\)")
    assert all(len(cell.findall(line)) == len(MAIN) - 1 for line in rows)
    assert all(source(line.split("`")[1]) in line for line in rows)


def planted_worlds(helps, size=240):
    """Return worlds in which the last scheme is best where a setting is high, if it helps."""
    axes = spans(KEYS, FIRMS)
    rng = np.random.default_rng(11)
    points = rng.random((size, len(KEYS)))
    values = rng.random((size, len(SCHEMES), len(MEASURES)))
    values[:, -1] += helps * (points[:, :1] > 0.6)
    return Worlds(values, points, axes, size)


def test_rules_say_where_a_scheme_is_best_and_nothing_where_chance_decides():
    kinds = ["mid_market", "enterprise"] * 120
    said = rules(planted_worlds(3.0), kinds)
    table = [line for line in said if line.startswith(f"| {SCHEMES[-1]} | {KEYS[0]}")]
    assert table
    assert all("at least" in line for line in table)
    assert any(line.startswith("Best on") and " 0 stood" not in line for line in said)
    nothing = rules(planted_worlds(0.0), kinds)
    assert sum(line.startswith("|") for line in nothing) == 0
    assert sum(line.endswith(", 0 stood.") for line in nothing) == len(MEASURES)
