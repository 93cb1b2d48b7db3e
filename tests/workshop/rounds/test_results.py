"""What the runs say: worked out by hand on firms whose numbers are made up."""

import time
from dataclasses import replace

import numpy as np
import pytest

from counterpoint.workshop.rounds.board import board, luck_share
from counterpoint.workshop.rounds.entries import scenario_for
from counterpoint.workshop.rounds.outcomes import meaning, truth
from counterpoint.workshop.rounds.results import scores
from counterpoint.workshop.rounds.work import Work
from sim.core.errors import InputError
from tests.workshop.rounds.conftest import bet, farm_of, join, walk

LUCK = np.array([0.0, 3, -2, 5, 1, -4, 2, -1, 4, -3])


def test_the_truth_is_the_paired_difference_in_percent(pack):
    profit = [100 + LUCK, 107 + LUCK]
    hours = [50 + LUCK, 50 + LUCK[::-1]]
    found = truth(pack, farm_of(gross_profit_y1=profit, hours_lost=hours))
    first, second = found["questions"]
    assert first["percent"][0] == pytest.approx(100 * 7 / 100.5, abs=1e-9)
    assert first["ahead"] == [1]
    assert "“Together” is ahead" in first["said"]
    assert second["ahead"] == [0, 1]
    assert "cannot be told apart" in second["said"]


def test_a_lead_that_is_sure_but_small_is_said_to_be_small(pack):
    near, far = [100 + LUCK, 101 + LUCK], [100 + LUCK, 103 + LUCK]
    found = truth(pack, farm_of(gross_profit_y1=near, hours_lost=[50 + LUCK] * 2))
    said = found["questions"][0]["said"]
    assert said == "“Together” is ahead, and that is sure, if by less than 2 %."
    found = truth(pack, farm_of(gross_profit_y1=far, hours_lost=[50 + LUCK] * 2))
    assert found["questions"][0]["said"] == "“Together” is ahead, and that is sure."


def test_another_market_says_whether_the_order_holds_or_no_longer_matters():
    home = {"mean": 7.0, "sure": True}
    small = {"mean": 0.5, "sure": True, "percent": [0.5, 0.1, 0.9]}
    turned = {"mean": -7.0, "sure": True, "percent": [-7.0, -9.0, -5.0]}
    open_ = {"mean": -7.0, "sure": False, "percent": [-7.0, -15.0, 1.0]}
    assert meaning(home, small) == "about the same there, less than 2 % either way"
    assert meaning(home, turned) == "the order turns round"
    assert meaning(home, open_) == "cannot tell yet whether the order holds"
    assert meaning(home, {**turned, "mean": 7.0, "percent": [7.0, 5.0, 9.0]}) == "the order holds"


def test_other_markets_are_simulated_again_with_all_firms_while_people_talk(room):
    room.pack = replace(room.pack, other_markets=("enterprise",))
    whole = room.pack.replicates
    work = Work(room, None)
    join(room, "Blue")
    walk(room, "brief")
    few = [{"market": "Large", "replicates": whole // 2}]
    room.store.keep_result("why", few)
    room.store.keep_result("elsewhere", few)
    assert work._next()[0] == "elsewhere"
    room.store.keep_result("elsewhere", [{"market": "Large", "replicates": whole}])
    assert work._next()[0] == "why"


def test_fewer_quarrels_are_ahead(pack):
    hours = [50 + LUCK, 40 + LUCK]
    found = truth(pack, farm_of(hours_lost=hours, gross_profit_y1=[100 + LUCK] * 2))
    assert found["questions"][1]["ahead"] == [1]


def test_plans_that_are_the_same_share_first_place_and_the_worse_one_is_third(pack):
    plan = {"scheme": 0, "shared": {}, "practices": []}
    profit = [100 + LUCK, 100 + LUCK, 80 + LUCK + 0.1 * LUCK[::-1]]
    found = board(
        pack, {"Blue": plan, "Red": plan, "Oak": plan}, farm_of(gross_profit_y3=profit), 10
    )
    assert [(row["team"], row["profit"]["rank"]) for row in found["rows"]] == [
        ("Blue", 1), ("Red", 1), ("Oak", 3),
    ]  # fmt: skip
    assert [row["hours"]["rank"] for row in found["rows"]] == [1, 1, 1]
    assert any("share first place" in each for each in found["words"])


def test_half_luck_half_plan():
    # differences 0.5 and 1.5 off their mean of √1.5: variance 1; mean² less a half is 1
    gaps = np.sqrt(1.5) + np.array([np.sqrt(0.5), -np.sqrt(0.5)])
    values = np.column_stack([[100.0, -400.0], np.array([100.0, -400.0]) + gaps])
    assert luck_share(values) == pytest.approx(0.5, abs=1e-9)


def test_what_all_plans_share_is_no_luck_between_them():
    market = np.array([0.0, 500.0, -900.0, 40.0])
    assert luck_share(np.column_stack([market, market + 7])) == pytest.approx(0.0, abs=1e-9)
    assert luck_share(np.column_stack([market, market])) is None


def test_plans_that_earn_the_same_say_so(pack):
    plan = {"scheme": 0, "shared": {}, "practices": []}
    same = farm_of(gross_profit_y3=[100 + LUCK, 100 + LUCK])
    found = board(pack, {"Blue": plan, "Red": plan}, same, 10)
    assert found["luck"] is None
    assert found["words"][0] == "These plans earn the same in every firm."


def test_a_score_says_how_far_off_and_what_a_shrug_would_have_lost(room):
    blue = join(room, "Blue")
    walk(room, "predict")
    bet(room, blue, low=-5, high=5, lead=1)
    walk(room, "score")
    found = scores(room, blue)
    # truths 7 and 2: (10 + 10 * 2) of 60, and 10 of 200, in percent
    assert found["lost"] == pytest.approx(50 + 5, abs=1e-9)
    assert found["shrug"] == 200
    assert "so it is" in found["lines"][0]["lead"]
    assert "nothing tells it apart" in found["lines"][1]["lead"]


def test_a_plan_is_the_scheme_with_what_was_bought(pack):
    plan = {"scheme": 0, "shared": {"rep": 0.5}, "practices": []}
    firm = scenario_for(pack, plan)
    assert firm.values["contracts"]["rep"]["shared_revenue"] == pytest.approx(0.5)
    assert firm.values["contracts"]["marketer"] == scenario_for(
        pack, {**plan, "shared": {}}
    ).values["contracts"]["marketer"]  # fmt: skip


class Broken:
    """A farm on which some plan cannot be simulated."""

    def firms(self, *_):
        raise InputError("no such firm")


def test_plans_that_cannot_be_simulated_say_so_and_stop_nobody(room):
    join(room, "Blue")
    walk(room, "board")
    room.store.keep_result("why", [{"replicates": room.pack.replicates}])
    work = Work(room, Broken())
    work.begin()
    before = room.version
    deadline = time.monotonic() + 20
    while room.version == before and time.monotonic() < deadline:
        time.sleep(0.01)
    work.end()
    assert "no such firm" in room.store.result("board 0")["words"][0]
    assert work.problem == ""
    walk(room, "debrief")
