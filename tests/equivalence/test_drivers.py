"""The Mesa driver plays the page of the week with agents, to the bytes of the compiled driver."""

import ast

import numpy as np
import pytest

from sim.drivers.agents import PARTS
from sim.drivers.compiled import run
from sim.model import RevenueModel
from sim.scenario import load_scenario
from tests.histories import (
    FUNNEL_PRACTICES,
    OVERLAYS,
    SCHEMES,
    differing,
    groups_asked,
    small,
    steady,
)
from tests.house.source import ROOT, Source

pytestmark = pytest.mark.compiled

TIMELINE = """\
schema_version: 1
name: reform
description: A firm that changes its pay and its organisation under way.
kind: company
extends: siloed_metrics.yaml
timeline:
  - week: 10
    contracts: {marketer: {shared_revenue: 0.9, brand_index: 0.1}}
  - week: 30
    organisation: {marketers_report_to: cro, reps_report_to: cro}
    trust: {gain: 0.05}
"""
NOT_PLAYED = {
    "lead": "leaders' objectives are blended down a tree, boss by boss: one act for all of them"
}
"""Phases over people that agents do not play, each with its reason."""


def played(scenario, seed=1, replicate=0):
    """Return the history of a run with agents."""
    model = RevenueModel(scenario, seed, replicate)
    model.run_model()
    return model.history()


@pytest.mark.parametrize("name", SCHEMES)
def test_agents_give_the_same_bytes(name):
    scenario = small(name)
    assert differing(run(scenario, 3), played(scenario, 3)) == []


@pytest.mark.parametrize("name", OVERLAYS)
def test_agents_give_the_same_bytes_under_an_overlay(name):
    scenario = small("shared_revenue", overlays=[name])
    assert differing(run(scenario, 4), played(scenario, 4)) == []


def test_agents_give_the_same_bytes_with_several_pods():
    scenario = steady("unified_cro", "market.pods=3", "market.reps=2", "market.marketers=2")
    assert differing(run(scenario, 5), played(scenario, 5)) == []


@pytest.mark.parametrize("pods", [1, 2])
def test_agents_give_the_same_bytes_with_all_practices_along_the_funnel(pods):
    scenario = steady("hybrid_pay", *FUNNEL_PRACTICES, f"market.pods={pods}")
    assert differing(run(scenario, 6), played(scenario, 6)) == []


def test_agents_give_the_same_bytes_when_the_firm_changes_under_way(tmp_path):
    path = tmp_path / "reform.yaml"
    path.write_text(TIMELINE, encoding="utf-8")
    scenario = small(path)
    before = run(small("siloed_metrics"), 2)
    after = run(scenario, 2)
    assert differing(after, played(scenario, 2)) == []
    assert differing(after, before), "the timeline must do something"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["siloed_metrics", "unified_cro"])
def test_agents_give_the_same_bytes_at_full_size(name):
    scenario = load_scenario(name, market="mid_market")
    history = played(scenario)
    assert history.weeks + history.burn_in == len(history.raw("weekly")) == 208
    assert differing(run(scenario, 1), history) == []


def test_another_seed_gives_other_bytes():
    assert differing(run(small(), 1), played(small(), 2))


def test_agents_give_the_same_bytes_in_a_later_replicate():
    history = played(steady(), 1, 7)
    assert (history.seed, history.replicate) == (1, 7)
    assert differing(run(steady(), 1, 7), history) == []
    assert differing(run(steady(), 1), history)


def calls_of_the_week():
    """Yield (room, phase, first argument) of every phase on the page."""
    for node in ast.walk(Source(ROOT / "sim" / "week.py").tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func.value), node.func.attr, ast.unparse(node.args[0])


def test_every_part_of_an_agent_is_on_the_page_and_has_an_act():
    on_page = {(room, phase) for room, phase, _ in calls_of_the_week()}
    assert set(PARTS) - on_page == set()
    assert [
        part for part in PARTS.values() if not callable(getattr(part.kind, part.act, None))
    ] == []


def test_every_phase_over_people_is_played_by_agents():
    everybody = {"w.all_marketers", "w.all_reps", "w.all_leaders", "newcomers"}
    silent = [
        phase
        for room, phase, rows in calls_of_the_week()
        if rows in everybody and (room, phase) not in PARTS
    ]
    assert silent == list(NOT_PLAYED)


def test_only_newcomers_and_groups_with_an_open_deal_are_asked_about_deals():
    model = RevenueModel(steady(), 1)
    asked = []
    original = model.perform
    model.perform = lambda kind, act, rows, *tables: (
        asked.append((act, rows.copy())),
        original(kind, act, rows, *tables),
    )
    asks = {"respond": 0, "weigh": 0}
    for _ in range(20):
        asked.clear()
        model.step()
        groups = {act: sorted(rows) for act, rows in asked}
        in_market = np.flatnonzero(model.world.accounts["in_market"])
        assert groups["respond"] == in_market.tolist()
        assert groups["weigh"] == np.flatnonzero(groups_asked(model)).tolist()
        for act in asks:
            asks[act] += len(groups[act])
    assert 0 < asks["weigh"] < asks["respond"] < 20 * len(model.world.accounts) // 2
