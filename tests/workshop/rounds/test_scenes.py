"""The scenes around the rounds: medians, hidden guesses, what freezing and moving show."""

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.calibration import fit as calibration
from counterpoint.workshop.rounds import firm, record
from counterpoint.workshop.rounds.causes import freeze, leading
from counterpoint.workshop.rounds.flip import curves, turning
from counterpoint.workshop.rounds.pack_parts import Assumption
from counterpoint.workshop.rounds.seen import console_view, team_view
from counterpoint.workshop.rounds.sheet import sheets
from counterpoint.workshop.rounds.work import Work
from sim.core.errors import InputError
from tests.workshop.rounds.conftest import FACTS, PACK, join, walk, write_pack
from tests.workshop.rounds.test_pack import problems

LUCK = np.array([0.0, 3, -2, 5, 1, -4, 2, -1, 4, -3])
CARD = {"what": "Call within two days", "where": "North", "number": "leads nobody touches",
        "bet": "40 %", "stop": "after six weeks"}  # fmt: skip


def test_the_median_counts_a_thumb_as_the_number_shown_and_not_the_last_word(room):
    teams = [join(room, name) for name in ("Blue", "Red", "Oak")]
    walk(room, "firm")
    for team, value in zip(teams, (20, None, 12), strict=True):
        room.judge(team, {"fact": "cycle", "value": value})
    line = next(
        each for each in team_view(room, teams[0])["firm"]["card"] if each["fact"] == "cycle"
    )
    assert (line["median"], line["right"], line["wrong"]) == ("12 weeks", 1, 2)
    room.fit({})
    assert room.state.fits == [{"cycle": 12}]


def test_the_room_does_not_go_on_while_the_firm_is_fitted_and_then_plays_the_fitted_one(
    room, open_room
):
    blue = join(room, "Blue")
    walk(room, "firm")
    room.judge(blue, {"fact": "win_rate", "value": 20})
    room.fit({})
    assert room.state.fits == [{"win_rate": 0.2}]
    with pytest.raises(InputError, match="fitted"):
        room.advance({"from": room.state.at, "bring": True})
    room.keep_fit({"settings": {"demand.patience": 30.0}, "said": ["x"], "met": True})
    assert room.store.result("truth") is None
    assert open_room().pack.settings == {"demand.patience": 30.0}


def test_what_a_team_called_right_is_kept_in_the_fit_and_said_of_the_number_it_saw(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "firm")
    shown = room.store.result("firm")["won"]
    room.judge(blue, {"fact": "win_rate", "value": 20})
    room.judge(red, {"fact": "won", "value": None})
    room.fit({})
    assert room.state.fits == [{"won": shown, "win_rate": 0.2}]
    assert room.state.teams[red.id].opinions == {"won": shown}
    room.store.drop_results("none")
    room.store.keep_result("firm", dict.fromkeys(FACTS, 1.0))
    card = {each["fact"]: each for each in team_view(room, blue)["firm"]["card"]}
    assert card["won"]["median"] == firm.told("won", shown)


def test_nothing_is_fitted_to_numbers_that_nobody_disputes(room):
    blue = join(room, "Blue")
    walk(room, "firm")
    room.judge(blue, {"fact": "won", "value": None})
    with pytest.raises(InputError, match="nothing to fit"):
        room.fit({})
    with pytest.raises(InputError, match="from"):
        room.judge(blue, {"fact": "win_rate", "value": 400})


def test_what_cannot_be_met_is_named_with_what_the_room_goes_on_with(pack, monkeypatch):
    monkeypatch.setattr(firm, "PATIENCE", -1.0)
    found = firm.fit(pack, {"cycle": 4.4}, 1)
    assert found["settings"] == {}
    assert "We go on with the firm as it is" in found["said"][0]
    said = firm._line("cycle", 12.0, 4.4, is_met=False)
    assert said.endswith("you say 12 weeks; that cannot be met. We go on with 4.4 weeks.")


def test_a_fit_is_told_with_the_numbers_that_the_card_then_shows(pack, monkeypatch):
    def found(scenario, facts, **_):
        lines = (calibration.Line("cycle", "weeks", 9.0, 9.4, 0.3),)
        return calibration.Fit(scenario, {"demand.patience": 30.0}, lines, 20, 5)

    shown = {**FACTS, "cycle": 9.7}
    monkeypatch.setattr(calibration, "fit_facts", found)
    monkeypatch.setattr(firm, "facts", lambda pack, _: shown if pack.settings else FACTS)
    made = firm.fit(pack, {"cycle": 9.0}, 1)
    assert made["met"]
    assert made["said"][0].endswith("you say 9 weeks; the firm now has 9.7 weeks.")


def test_a_fit_comes_before_all_else(room):
    blue = join(room, "Blue")
    walk(room, "firm")
    room.judge(blue, {"fact": "cycle", "value": 12})
    room.fit({})
    assert Work(room, None)._next()[0] == "fit "


def test_no_guess_is_seen_before_all_have_guessed(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "guess")
    room.guess(red, {"guess": 2})
    for view in (team_view(room, blue), console_view(room, "", {})):
        assert view["guesses"] is None
        assert view["freeze"] is None
    with pytest.raises(InputError, match="a guess"):
        room.done(blue, {"done": True})
    room.guess(blue, {"guess": -1})
    for team in (blue, red):
        room.done(team, {"done": True})
    room.advance({"from": room.state.at})
    assert team_view(room, blue)["guesses"] == {"causes": [0, 0, 1, 0], "unknown": 1}
    for wrong in (4, True, "0", 1.5):
        with pytest.raises(InputError):
            room.guess(blue, {"guess": wrong})


def test_a_frozen_cause_takes_away_what_it_carries(pack):
    def firms_of(scenarios, replicates, seed):
        from tests.workshop.rounds.conftest import firm as made

        def profit(each, number):
            is_frozen = each.values["choices"]["discount"] == "frozen"
            gain = 0 if is_frozen or each.name.startswith("scheme_0") else 8
            return made(gross_profit_y3=100 + LUCK[number] + gain + 0.1 * LUCK[-number])

        return [[profit(each, number) for each in scenarios] for number in range(replicates)]

    found = freeze(pack, firms_of, 10)
    largest = found["parts"][0]
    assert largest["name"] == "discount"
    assert largest["gone_profit"][0] == pytest.approx(found["whole_profit"][0])
    assert largest["left_profit"][0] == pytest.approx(0.0, abs=1e-9)
    assert [pack.causes[place].part for place in found["first"]] == ["discount"]
    assert {each["cause"] for each in found["parts"]} == {None, 0, 1, 2, 3}


def test_causes_that_cannot_be_told_apart_share_and_nothing_is_unknown():
    assert leading([10 + LUCK * 0.1, 10 + LUCK[::-1] * 0.1, LUCK]) == [0, 1]
    assert leading([LUCK - LUCK.mean(), LUCK[::-1] - LUCK.mean()]) == []


def test_a_curve_turns_where_both_sides_are_sure(pack):
    moved = Assumption("needs.drift", "Drift", "1", 0.0, 0.3)

    def firms_of(scenarios, replicates, seed):
        from tests.workshop.rounds.conftest import firm as made

        def profit(each, number):
            drift = each.values["needs"]["drift"]
            gain = 0 if each.name.startswith("scheme_0") else 100 * (drift - 0.12)
            return made(gross_profit_y3=100 + LUCK[number] + gain * (1 + 0.01 * LUCK[number]))

        return [[profit(each, number) for each in scenarios] for number in range(replicates)]

    (found,) = curves(replace(pack, assumptions=(moved,)), firms_of, 10)
    assert len(found["points"]) == 7
    assert found["points"][0][1] < 0 < found["points"][-1][1]
    turns = "It turns between 2 times as now and 3 times as now"
    said = f"{turns}: “Apart” is ahead below, “Together” above."
    assert found["said"].replace("\N{NO-BREAK SPACE}", " ") == said
    (part,) = curves(replace(pack, assumptions=(moved,), replicates=50), firms_of, 10)
    assert part["said"].startswith("So far, in 10 of 50 firms: it turns between")


def test_a_curve_that_never_turns_says_where_it_was_tried():
    moved = Assumption("needs.drift", "Drift", "1", 0.0, 0.3)
    points = [[0.0, 3, 1, 5, 1], [0.3, -1, -3, 1, 0]]
    assert turning(moved, points, ("A", "B"), 0.05).startswith(
        "Nothing we tried between none of it"
    )
    assert turning(moved, [[0, 1, -1, 3, 0]], ("A", "B"), 0.05).startswith("Nothing is sure")
    assert "anywhere yet" in turning(
        moved, [[0, 1, -1, 3, 0]], ("A", "B"), 0.05, "So far, in 2 of 9 firms: "
    )


def test_marks_show_after_the_lock_on_the_curve_that_was_picked(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "flip")
    room.pick({"assumption": 3})
    room.mark(red, {"assumption": 3, "value": 0.25})
    assert team_view(room, blue)["curve"] is None
    with pytest.raises(InputError, match="between"):
        room.mark(blue, {"assumption": 3, "value": 99})
    walk(room, "curve")
    assert [each["value"] for each in team_view(room, blue)["curve"]["marks"]] == [0.25]
    room.pick({"assumption": 0})
    assert team_view(room, blue)["curve"]["marks"] == []


def test_a_pilot_card_is_on_the_sheet_and_in_the_export(room):
    blue = join(room, "Blue")
    walk(room, "monday")
    room.card(blue, {"card": {"what": "Call"}})
    with pytest.raises(InputError, match="which number tells"):
        room.done(blue, {"done": True})
    room.card(blue, {"card": CARD})
    room.done(blue, {"done": True})
    assert sheets(room, [blue])["teams"][0]["card"] == CARD
    assert "leads nobody touches" in record.as_csv(room)
    kinds = [each["action"] for each in json.loads(record.as_json(room))["actions"]]
    assert kinds.count("carded") == 2
    with pytest.raises(InputError):
        room.card(blue, {"card": {"what": "x" * 200}})


def test_the_sheet_says_which_assumption_flips_it(room):
    blue = join(room, "Blue")
    walk(room, "flip")
    assert sheets(room, [blue])["assumptions"] == []
    walk(room, "curve")
    assert sheets(room, [blue])["assumptions"][0] == "Moved 0: it turns."


def test_bets_are_counted_by_who_sits_there_and_only_after_the_lock(room):
    seats = [room.join(room.code, name, side) for name, side in
             (("Blue", "marketing"), ("Red", "sales"), ("Oak", None))]  # fmt: skip
    blue, red, oak = (room.seated(*seat) for seat in seats)
    assert oak.side == "both"
    walk(room, "predict")
    room.answer(blue, {"question": 0, "lead": 0, "low": -20, "high": -16})
    room.answer(red, {"question": 0, "lead": 1, "low": 10, "high": 20})
    room.answer(oak, {"question": 0, "lead": 1, "low": -6, "high": 6})
    walk(room, "talk")
    assert team_view(room, blue)["bets"] is None
    walk(room, "locked")
    first = console_view(room, "", {})["bets"][0]
    assert [each["title"] for each in first["sides"]] == ["Marketing", "Sales", "Both"]
    assert first["sides"][0]["bets"] == [0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert first["sides"][1]["bets"] == [0, 0, 0, 0, 0, 0, 1, 0, 0]
    assert first["sides"][1]["leads"] == [0, 1]
    with pytest.raises(InputError, match="who sits there"):
        room.join(room.code, "Birch", "boss")


@pytest.mark.parametrize(
    ("more", "word"),
    [
        ("causes: {houres: x, brand: y, discount: z, threshold: w}", "hours"),
        ("causes: {hours: x}", "must be 4"),
        ("assumptions: {needs.drifft: Drift}", "needs.drift"),
        ("assumptions: {needs.drift: {title: Drift, lo: 0}}", "did you mean low?"),
        ("assumptions: {needs.drift: {title: Drift, low: 0.2, high: 0.1}}", "below high"),
        ("assumptions: {needs.drift: {title: Drift, high: 99}}", "number from"),
    ],
)
def test_mistakes_in_causes_and_assumptions_are_told_with_their_line(tmp_path, more, word):
    found = problems(write_pack(tmp_path / "p", f"{PACK}{more}\n"))
    assert any("pack.yaml:15" in each and word in each for each in found), found


def test_facts_are_those_of_the_card():
    assert set(FACTS) == set(firm.FACTS)
