"""A year played by hand: the model's own bytes where nothing is decided, one role's sight."""

from functools import reduce
from operator import add

import pytest

from analysis.measures import Tables
from counterpoint.workshop.rounds.seen import console_view, team_view
from counterpoint.workshop.rounds.work import Work
from counterpoint.workshop.rounds.year import role_of
from counterpoint.workshop.year.hands import DECISIONS, hands_of
from counterpoint.workshop.year.played import Years
from counterpoint.workshop.year.sight import SUMS
from sim import run
from sim.core.errors import InputError
from sim.scenario import load_scenario
from sim.world.names import QUARTER
from tests.workshop.rounds.conftest import LIVED, join, walk

CHOICES = [
    (role, each.name, choice)
    for role, known in DECISIONS.items()
    for each in known
    for choice in each.choices
    if choice != "usual"
]


@pytest.fixture(scope="module")
def firm():
    return load_scenario("siloed_metrics", market="mid_market")


@pytest.fixture(scope="module")
def years(firm):
    return Years(firm, 7, 0)


@pytest.fixture(scope="module")
def weekly(firm):
    return Tables(run(firm, 7, 0)).raw("weekly")[firm.burn_in :]


def test_a_year_left_to_the_people_is_the_shipped_run_to_the_last_bit(years, weekly):
    for number in range(4):
        told = years.quarter("sales", [{}] * (number + 1))["told"]
        weeks = weekly[number * QUARTER : (number + 1) * QUARTER]
        # Added up one by one: `sum` itself has been more exact than that since Python 3.12.
        in_turn = {name: reduce(add, map(float, weeks[name]), 0.0) for name in SUMS}
        assert {name: told[name] for name in SUMS} == in_turn


@pytest.mark.parametrize(("role", "name", "choice"), CHOICES)
def test_a_decision_changes_the_year_and_only_from_its_quarter_on(years, role, name, choice):
    before, after = years.quarter(role, [{}]), years.quarter(role, [{}, {name: choice}])
    usual = years.quarter(role, [{}, {}])
    assert before == years.quarter("marketing", [{}])
    assert after["told"] != usual["told"]


def test_the_same_decisions_give_the_same_year_whoever_asks_again(firm, years):
    hands = [{"week": "leads"}, {"inbox": "first"}]
    assert Years(firm, 7, 0).quarter("sales", hands) == years.quarter("sales", hands)


def test_nothing_given_away_means_no_discount_and_only_the_surest_are_fewer(years):
    usual = years.quarter("sales", [{}])
    held = years.quarter("sales", [{"discount": "none"}, {"discount": "none"}])
    assert held["sales"]["discount"] == 0.0
    strict = years.quarter("marketing", [{"bar": "high"}])
    assert strict["told"]["mqls"] < usual["told"]["mqls"] / 2
    first, moved = usual["sales"]["hours"], years.quarter("sales", [{"week": "leads"}])
    assert dict(moved["sales"]["hours"])["calling leads"] > dict(first)["calling leads"] + 3


def test_a_role_sees_its_own_leads_hours_and_pay_and_not_the_other_sides(years):
    seen = years.quarter("marketing", [{}])
    marketing, sales = seen["marketing"], seen["sales"]
    assert "bookings" not in marketing
    assert not any("deals" in name for name, _ in [*marketing["facts"], *marketing["hours"]])
    assert sum(week[3] for week in marketing["leads"]) > 0
    assert sum(week[3] for week in sales["leads"]) == 0
    handed = sum(sum(week) for week in sales["leads"])
    assert handed == pytest.approx(seen["told"]["mqls"], rel=0.05)


def test_marketing_decides_on_money_only_where_it_owns_it():
    owned = load_scenario("siloed_metrics")
    other = load_scenario("cmo_reports_to_cso")
    assert hands_of("marketing", owned, {"budget": "brand", "bar": "usual"}) == {"budget": "brand"}
    with pytest.raises(InputError, match="decides"):
        hands_of("marketing", other, {"budget": "brand"})
    with pytest.raises(InputError, match="Choose"):
        hands_of("sales", owned, {"discount": "half"})


def test_roles_follow_who_sits_there_and_hold_once_the_year_has_begun(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    assert [role_of(team) for team in (blue, red)] == ["marketing", "sales"]
    with pytest.raises(InputError):
        room.cast(blue, {"role": "sales"})
    walk(room, "play")
    room.decide(blue, {"quarter": 0, "hands": {"bar": "high"}})
    room.cast(blue, {"role": "sales"})
    assert role_of(blue) == "sales"
    assert blue.hands == {}
    with pytest.raises(InputError, match="decides"):
        room.decide(blue, {"quarter": 0, "hands": {"bar": "high"}})
    walk(room, "play", 1)
    with pytest.raises(InputError, match="begun"):
        room.cast(blue, {"role": "marketing"})
    with pytest.raises(InputError, match="over"):
        room.decide(blue, {"quarter": 0, "hands": {}})


def test_what_was_decided_holds_until_something_else_is_and_survives_a_crash(open_room):
    room = open_room()
    blue = join(room, "Blue")
    walk(room, "play")
    room.decide(blue, {"quarter": 0, "hands": {"bar": "low", "week": "content"}})
    walk(room, "play", 1)
    again = open_room()
    team = again.state.teams[blue.id]
    assert again.state == room.state
    assert team.hands_at(1) == {"bar": "low", "week": "content"}
    assert team_view(again, team)["play"]["hands"] == team.hands_at(1)


def test_no_side_sees_the_other_before_the_year_is_over(room):
    blue, red = join(room, "Blue"), join(room, "Red")
    walk(room, "play", 1)
    mine = {**LIVED, "marketing": {**LIVED["marketing"], "trust": 0.123}}
    held = {"role": "marketing", "hands": {"bar": "high"}, **mine}
    room.store.keep_result("year 0", {"usual": LIVED, "teams": {blue.id: held}})
    view = team_view(room, blue)
    assert view["year"] is None
    assert view["play"]["quarters"][0]["trust"] == 0.123
    assert view["play"]["quarters"][0]["words"] == ["Which leads do you hand over? Only the surest"]
    assert "discount" not in view["play"]["quarters"][0]
    assert console_view(room, "", {})["year"] is None
    assert team_view(room, red)["play"]["quarters"][0] == {**LIVED["sales"], "words": []}
    walk(room, "year")
    told = team_view(room, blue)["year"]
    assert [each["name"] for each in told["teams"]] == ["Blue", "Red"]
    assert told["teams"][0]["told"]["wins"] == 200.0


def test_a_quarter_is_simulated_once_it_is_over_for_late_teams_too(room):
    blue = join(room, "Blue")
    walk(room, "play", 1)
    for key in ("year 0", "year 1"):
        room.store._write("DELETE FROM results WHERE key = ?", key)
    work = Work(room, None)
    key, make = work._next()
    assert key == "year 0"
    found = make()
    assert set(found) == {"usual", "teams"}
    assert found["teams"][blue.id]["told"] == found["usual"]["told"]
    room.store.keep_result(key, found)
    found = work._next()
    assert found is None or found[0] != "year 1"
