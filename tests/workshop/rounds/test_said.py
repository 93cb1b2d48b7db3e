"""What a room reads: units people use, ends in words, so far or sure; marks and planes."""

import re
from pathlib import Path

import numpy as np
import pytest

from analysis.figures import palette
from analysis.words.titles import ends
from counterpoint.workshop.farm import COLUMNS, MEASURES, Firm
from counterpoint.workshop.rounds.board import board, courses
from counterpoint.workshop.rounds.causes import said
from counterpoint.workshop.rounds.gathered import MARKS, looks
from counterpoint.workshop.rounds.outcomes import elsewhere
from counterpoint.workshop.rounds.pack import shipped_packs
from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.pack_scenes import ASSUMPTIONS
from counterpoint.workshop.rounds.spoken import STEPS, line, so_far
from sim.scenario import load_scenario
from tests.workshop.rounds.conftest import PACK, farm_of, join, write_pack

STATIC = Path(__file__).resolve().parents[3] / "counterpoint" / "workshop" / "static"
UNITS_OF_THE_MODEL = re.compile(r"sd|sqrt|/week|/event|logit|EUR|\d\.\d{3}")
LUCK = np.array([0.0, 3, -2, 5, 1, -4, 2, -1, 4, -3])


@pytest.mark.parametrize("name", shipped_packs())
def test_no_slider_of_a_shipped_pack_speaks_in_units_of_the_model(name):
    pack = load_pack(name)
    for each in pack.assumptions:
        told = line(pack, each)
        assert len(told["texts"]) == STEPS + 1
        assert not any(UNITS_OF_THE_MODEL.search(text) for text in told["texts"]), told
        assert told["ends"] == list(ends(each.key))
        assert told["ends"] != ["little", "much"]
        assert told["low"] <= told["now"] <= told["high"]


@pytest.mark.parametrize("market", ["mid_market", "velocity", "enterprise"])
def test_usual_assumptions_reach_around_the_firm_in_its_own_market(tmp_path, market):
    pack = load_pack(str(write_pack(tmp_path / "p", f"{PACK}market: {market}\n")))
    own = load_scenario("siloed_metrics", market=market).flat()
    assert {each.key for each in pack.assumptions} == set(ASSUMPTIONS)
    for each in pack.assumptions:
        assert each.low <= own[each.key] <= each.high
    lead = next(each for each in pack.assumptions if each.key == "triage.lead_hours")
    assert (lead.low, lead.high) == pytest.approx(
        (own["triage.lead_hours"] / 2, own["triage.lead_hours"] * 2)
    )


def test_nothing_is_called_sure_before_all_firms_are_there(pack):
    far = so_far(2, pack)
    assert far == "So far, in 2 of 10 firms: "
    assert so_far(10, pack) == ""
    row = {"cause": 0, "gone_profit": [-2.0, -3.0, -1.0], "left_profit": [-1.0, -2.0, 0.0]}
    assert "sure" not in said(pack, [0], [row], -3.0, far)
    assert said(pack, [0], [row], -3.0).endswith(", and that is sure.")
    assert "best answer" not in said(pack, [], [row], -3.0, far)


def test_a_cause_that_works_against_the_difference_does_not_make_it(pack):
    row = {"cause": 1, "gone_profit": [-10.4, -14.0, -7.0], "left_profit": [13.4, 10.0, 16.0]}
    told = said(pack, [1], [row], 3.0).replace("\N{NO-BREAK SPACE}", " ")
    assert told.endswith("works against the difference: without it +13.4 % instead of +3.0 %.")
    assert "goes away" not in told


def test_other_markets_hold_so_far(pack):
    from dataclasses import replace

    whole = replace(pack, other_markets=("enterprise",), replicates=20)
    firms = farm_of(gross_profit_y3=[np.tile(100 + LUCK, 2), np.tile(110 + LUCK, 2)])
    (part,) = elsewhere(whole, firms, 10)
    assert part["differences"][0]["meaning"].endswith(", so far")
    (all_of_it,) = elsewhere(whole, firms, 20)
    assert "so far" not in all_of_it["differences"][0]["meaning"]


def test_teams_differ_in_colour_and_mark_and_none_looks_like_a_scheme_of_the_page():
    seen = [palette.team(place)[:2] for place in range(36)]
    assert len(set(seen)) == 36
    assert len({mark for _, mark in seen[:12]}) == 12
    page = ("siloed_metrics", "shared_revenue", "cmo_reports_to_cso")
    assert not {palette.look(name)[:2] for name in page} & set(seen[:35])


def test_every_mark_of_a_team_is_drawn_on_the_page(room):
    blue = join(room, "Blue")
    drawn = set(re.findall(r'symbol id="(\w+)"', (STATIC / "marks.svg").read_text()))
    assert {MARKS.get(each, each) for each in palette.TEAM_MARKERS} == drawn
    assert looks(room)[blue.id]["mark"] in drawn


def test_a_team_keeps_its_look_when_others_leave(room):
    join(room, "Blue")
    red = join(room, "Red")
    before = looks(room)[red.id]
    room.remove({"team": "team 1"})
    assert looks(room)[red.id] == before


def test_the_plane_is_against_the_firm_as_it_is_in_the_same_firms(pack):
    plan = {"scheme": 0, "shared": {}, "practices": []}
    firms = farm_of(gross_profit_y3=[110 + LUCK, 100 + LUCK], hours_lost=[20 + LUCK, 40 + 2 * LUCK])
    rows = board(pack, {"Blue": plan, "The firm": plan}, firms, 10)["rows"]
    plane = {row["team"]: row["plane"] for row in rows}
    assert plane["The firm"]["profit"] == [0.0, 0.0, 0.0]
    base = float(np.mean(100 + LUCK))
    assert plane["Blue"]["profit"] == pytest.approx([1000 / base] * 3)
    mean, low, high = plane["Blue"]["hours"]
    assert low < mean < high < 0


def test_years_add_up_and_end_where_the_weeks_do():
    def firm(weekly):
        held = np.zeros((len(COLUMNS), 156))
        held[COLUMNS.index("gross_profit")] = weekly
        return Firm(np.zeros(len(MEASURES)), held)

    later = np.where(np.arange(156) < 52, 1.0, 2.0)
    firms = [[firm(later), firm(1.0)] for _ in range(3)]
    blue, own = courses(firms)
    assert [year[0] for year in blue] == pytest.approx([0.0, 50.0, 200 / 3])
    assert [year[0] for year in own] == [0.0, 0.0, 0.0]
