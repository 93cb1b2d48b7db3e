"""A workshop goes forwards, waits only for who plays, and is whole after a crash."""

import json

import pytest

from counterpoint.workshop.rounds import record
from counterpoint.workshop.rounds.seen import console_view, team_view
from counterpoint.workshop.rounds.stages import label_at, labels
from counterpoint.workshop.rounds.store import Store
from sim.core.errors import InputError
from tests.workshop.rounds.conftest import bet, join, walk


def test_the_order_is_the_packs(pack, room):
    keys = [each.key for each in room.positions]
    assert keys == [
        "lobby 0", "brief 0", "firm 0", "predict 0", "talk 0", "locked 0", "play 0", "play 1",
        "year 0", "reveal 0", "reveal 1", "guess 0", "why 0", "score 0", "redesign 0", "board 0",
        "redesign 1", "board 1", "flip 0", "curve 0", "monday 0", "debrief 0",
    ]  # fmt: skip
    assert labels(pack)[label_at(pack, 10)] == "Reveal"
    assert labels(pack)[label_at(pack, len(keys) - 1)] == "Debrief"


@pytest.mark.parametrize("number", range(22))
def test_a_crash_in_any_stage_loses_nothing(open_room, number):
    room = open_room()
    blue, red = join(room, "Blue"), join(room, "Red")
    for _ in range(number):
        if room.position.stage == "predict":
            bet(room, blue)
        if room.position.stage == "redesign":
            room.plan(red, {"plan": {"scheme": 1, "practices": ["feedback"]}})
        walk(
            room, room.positions[room.state.at + 1].stage, room.positions[room.state.at + 1].number
        )
    before = room.state
    assert open_room().state == before


def test_two_clicks_on_next_go_one_step(room):
    join(room, "Blue")
    room.advance({"from": 0})
    room.advance({"from": 0})
    assert room.position.stage == "brief"


def test_nobody_goes_on_before_a_team_is_there(room):
    with pytest.raises(InputError, match="no team"):
        room.advance({"from": 0})


def test_the_room_waits_for_the_slowest_until_it_is_brought_along(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "predict")
    bet(room, blue)
    room.answer(red, {"question": 0, "lead": 0, "low": -1, "high": 2})
    room.done(blue, {"done": True})
    with pytest.raises(InputError, match="Red"):
        room.advance({"from": room.state.at})
    room.advance({"from": room.state.at, "bring": True})
    assert room.position.stage == "talk"
    assert red.answers[0]["high"] == 2


def test_a_team_removed_mid_round_does_not_hold_the_others_up(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "predict")
    bet(room, blue)
    room.done(blue, {"done": True})
    room.remove({"team": red.id})
    room.advance({"from": room.state.at})
    assert room.position.stage == "talk"
    with pytest.raises(InputError, match="plays no more"):
        bet(room, red)


def test_done_needs_everything_and_says_what_is_missing(room):
    blue = join(room, "Blue")
    walk(room, "predict")
    room.answer(blue, {"question": 0, "lead": 0, "low": 0, "high": 1})
    room.answer(blue, {"question": 1, "lead": 0})
    with pytest.raises(InputError, match="question 2: the range, one sentence why"):
        room.done(blue, {"done": True})
    assert blue.done == set()


def test_predictions_change_while_the_room_talks_and_not_after_the_lock(room):
    blue = join(room, "Blue")
    walk(room, "talk")
    bet(room, blue)
    walk(room, "locked")
    with pytest.raises(InputError, match="moved on"):
        bet(room, blue, low=0)
    assert blue.answers[0]["low"] == -5


def test_no_team_sees_anothers_prediction_before_its_reveal(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "predict")
    bet(room, red, low=-13, high=17)
    seen = json.dumps(team_view(room, blue))
    for stage in ("talk", "locked"):
        walk(room, stage)
        seen += json.dumps(team_view(room, blue)) + json.dumps(console_view(room, "", {}))
    assert "-13" not in seen
    assert "Because" not in seen
    walk(room, "reveal")
    revealed = team_view(room, blue)["revealed"]
    assert [bets["low"] for bets in revealed[0]["bets"]] == [-13]
    assert len(revealed) == 1


def test_the_truth_is_not_there_before_its_reveal(room):
    blue = join(room, "Blue")
    walk(room, "locked")
    view = team_view(room, blue)
    assert view["revealed"] == []
    assert view["why"] is None
    assert "7.0" not in json.dumps(view)


def test_a_late_team_joins_where_the_others_are(room):
    join(room, "Blue")
    walk(room, "reveal", 1)
    late = join(room, "Late")
    view = team_view(room, late)
    assert view["stage"] == "reveal"
    assert len(view["revealed"]) == 2
    walk(room, "score")
    assert team_view(room, late)["score"]["lost"] is None


def test_another_phone_joins_a_team_with_the_teams_own_code(room):
    blue = join(room, "Blue")
    seat, secret = room.join(blue.code.lower(), "")
    assert room.seated(seat, secret) is blue
    assert room.seated(seat, "wrong") is None
    assert room.seated("wrong", secret) is None


@pytest.mark.parametrize("code", ["", "WRONG1", None, 7, ["ROOMAA"], "\ud800"])
def test_a_wrong_code_joins_nothing(room, code):
    with pytest.raises(InputError, match="code"):
        room.join(code, "Blue")
    assert room.state.teams == {}


@pytest.mark.parametrize("name", ["", "   ", "x" * 25, None, 7, "\u202e\u0000"])
def test_a_name_that_nobody_can_read_is_refused(room, name):
    with pytest.raises(InputError):
        room.join(room.code, name)


def test_names_come_in_any_script_and_each_once(room):
    join(room, "Équipe 青い ‌تیم")
    join(room, "Blue")
    with pytest.raises(InputError, match="already"):
        room.join(room.code, " bLUE ")


def test_merged_teams_play_on_as_one(open_room):
    room = open_room()
    blue = join(room, "Blue")
    seat, secret = room.join(room.code, "Red")
    red = room.seated(seat, secret)
    walk(room, "predict")
    bet(room, red, low=1)
    room.answer(blue, {"question": 0, "lead": 0, "low": -9, "high": -8})
    room.merge({"team": red.id, "into": blue.id})
    again = open_room()
    team = again.seated(seat, secret)
    assert (team.name, team.answers[0]["low"], team.answers[1]["low"]) == ("Blue", -9, 1)
    assert [each.name for each in again.waiting_for()] == ["Blue"]


def test_a_rename_keeps_what_a_team_has_said(room):
    blue = join(room, "Blue")
    room.rename({"team": blue.id, "name": "Teal"})
    assert team_view(room, blue)["team"]["name"] == "Teal"
    with pytest.raises(InputError):
        room.rename({"team": "nobody", "name": "Teal"})


@pytest.mark.parametrize(
    "answer",
    [
        {}, {"question": 9}, {"question": True}, {"question": 0, "lead": 5},
        {"question": 0, "low": 1}, {"question": 0, "low": 3, "high": 1},
        {"question": 0, "low": -31, "high": 0}, {"question": 0, "low": "1", "high": 2},
        {"question": 0, "low": float("nan"), "high": 2},
    ],
)  # fmt: skip
def test_a_malformed_answer_is_refused_and_changes_nothing(room, answer):
    blue = join(room, "Blue")
    walk(room, "predict")
    with pytest.raises(InputError):
        room.answer(blue, answer)
    assert blue.answers == {}


@pytest.mark.parametrize(
    ("plan", "word"),
    [
        ({"scheme": 0, "shared": {"rep": 0.5}, "practices": ["lead_sla", "feedback"]}, "4 points"),
        ({"scheme": 7}, "scheme"),
        ({"scheme": 0, "practices": ["battles"]}, "practices"),
        ({"scheme": 0, "practices": [["x"]]}, "practices"),
        ({"scheme": 0, "practices": ["lead_sla", "lead_sla"]}, "once"),
        ({"scheme": 0, "shared": {"ceo": 0.5}}, "shared"),
        ({"scheme": 0, "shared": {"rep": float("nan")}}, "shared"),
        ([], "scheme"),
    ],
)
def test_a_plan_outside_the_budget_or_the_offer_is_refused(room, plan, word):
    blue = join(room, "Blue")
    walk(room, "redesign")
    with pytest.raises(InputError, match=word):
        room.plan(blue, {"plan": plan})
    assert blue.plans == {}


def test_a_second_redesign_begins_where_the_first_ended(room):
    blue = join(room, "Blue")
    walk(room, "redesign")
    room.plan(blue, {"plan": {"scheme": 1, "practices": ["feedback"]}})
    walk(room, "redesign", 1)
    assert team_view(room, blue)["plan"]["practices"] == ["feedback"]
    assert blue.plan_at(1) == blue.plans[0]


def test_the_export_is_whole_and_harmless_in_a_spreadsheet(open_room):
    room = open_room()
    blue = join(room, "=cmd()")
    walk(room, "predict")
    bet(room, blue)
    again = open_room()
    rows = record.as_csv(again).splitlines()
    held = json.loads(record.as_json(again))
    assert len(rows) == 1 + len(held["actions"]) == 1 + len(again.store.actions())
    assert "'=cmd()" in rows[1]
    assert all(not line.startswith("=") and ",=" not in line for line in rows)
    assert blue.code not in record.as_csv(again) + record.as_json(again)


def test_one_file_is_open_in_one_workshop(room, tmp_path):
    with pytest.raises(InputError, match="--room"):
        Store(tmp_path / "room.sqlite")


def test_a_file_that_is_no_workshop_is_refused_in_words(tmp_path):
    (tmp_path / "x.sqlite").write_text("something else, long enough to be no database at all" * 20)
    with pytest.raises(InputError, match="no workshop"):
        Store(tmp_path / "x.sqlite")


def test_talking_takes_as_long_as_the_pack_says_and_longer_if_wanted(room):
    join(room, "Blue")
    walk(room, "talk")
    assert 55 < console_view(room, "", {})["left"] <= 60
    room.more_time({"seconds": 60})
    assert console_view(room, "", {})["left"] > 100
    room.more_time({"seconds": -3600})
    assert console_view(room, "", {})["left"] < 1
