"""Watch: every number of a week is the one that the run writes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from analysis.stories.choose import Wanted, told
from counterpoint.workshop.watch.weeks import MEASURES, PAIR
from sim import load_scenario, run
from sim.world.names import KINDS

PLAN = {"base": "siloed_metrics", "settings": {"market.reps": 3}}
ASKED = {"plan": PLAN, "seed": 3, "replicate": 2}
WEEKS = 26


@pytest.fixture(scope="module")
def history():
    scenario = load_scenario("siloed_metrics", overrides=["market.reps=3"])
    return run(scenario, 3, 2)


@pytest.fixture
def shown(facilitator):
    message = {**ASKED, "first": 0, "count": WEEKS}
    return facilitator.post("/api/watch/weeks", json=message).json()


@pytest.fixture
def cast(facilitator):
    return facilitator.post("/api/watch", json=ASKED).json()


def column(values):
    return np.array([np.nan if value is None else value for value in values], dtype=float)


def test_the_measures_of_every_week_are_those_of_the_weekly_table(shown, history):
    rows = history.weekly.set_index("week").loc[0 : WEEKS - 1]
    for place, name in enumerate(MEASURES):
        found = column([week["measures"][place] for week in shown])
        assert np.array_equal(found, rows[name].to_numpy(float), equal_nan=True), name


def test_pairs_are_those_of_the_pairs_table(shown, cast, history):
    rows = history.pairs.set_index(["marketer_id", "rep_id", "week"]).sort_index()
    for place, (marketer, rep) in enumerate(cast["pairs"]):
        for week in (0, WEEKS - 1):
            assert (
                shown[week]["pairs"][place] == rows.loc[(marketer, rep, week), list(PAIR)].tolist()
            )


def test_hours_of_a_quarter_add_up_to_the_hours_table(shown, cast, history):
    rows = history.hours.merge(history.staff[["person_id", "seat_id"]], on="person_id")
    rows = rows[rows["quarter"] == 1]
    for place, person in enumerate(cast["people"]):
        weeks = [week["people"][place] for week in shown[13:26]]
        own = rows[rows["seat_id"] == person["seat"]].set_index("task")["hours"]
        if own.index.has_duplicates or any(not week[0] for week in weeks):
            continue
        summed = np.sum([week[1] for week in weeks], axis=0)
        held = [own.get(task, 0.0) for task in person["tasks"]]
        assert_allclose(summed, held, rtol=1e-9, atol=1e-9)


def test_what_a_rep_finds_of_leads_is_in_the_beliefs_table(shown, cast, history):
    rows = history.beliefs[(history.beliefs["quarter"] == 1)]
    others = rows[rows["source"] != "outbound"].groupby("rep_id")[["won", "followed_up"]].sum()
    for place, person in enumerate(cast["people"]):
        if person["role"] == "rep":
            won, tried = others.loc[person["seat"]]
            assert_allclose(shown[25]["people"][place][6], won / tried, rtol=1e-12)


def test_leads_and_deals_stand_where_the_tables_say(shown, history):
    leads, deals = history.leads, history.opportunities
    for week in (0, 9, WEEKS - 1):
        seen = shown[week]["leads"]
        assert sorted(seen["came"]) == leads["lead_id"][leads["created_week"] == week].tolist()
        assert sorted(seen["gone"]) == leads["lead_id"][leads["rejected_week"] == week].tolist()
        is_open = (deals["created_week"] <= week) & ~(deals["closed_week"] < week)
        held = deals["opportunity_id"][is_open].tolist()
        assert sorted(deal[0] for deal in shown[week]["deals"]) == held


def test_a_story_is_the_story_commands_up_to_that_week(facilitator, shown):
    account = shown[WEEKS - 1]["deals"][0][1]
    message = {**ASKED, "account": account, "week": 20}
    found = facilitator.post("/api/watch/story", json=message).json()["events"]
    scenario = load_scenario("siloed_metrics", overrides=["market.reps=3"])
    life = told([scenario], Wanted(account=account), 3, 2).logs[0].events
    assert [(each["week"], each["text"]) for each in found] == [
        (event.week, event.text) for event in life if event.week <= 20
    ]


def test_a_pair_has_a_story_and_a_stranger_to_it_none(facilitator, cast):
    message = {**ASKED, "pair": cast["pairs"][0], "week": 100}
    found = facilitator.post("/api/watch/story", json=message).json()
    assert found["title"] == "Marketer 0 and rep 1"
    assert found["events"]
    wrong = facilitator.post("/api/watch/story", json={**message, "pair": [0, 2]})
    assert wrong.status_code == 400


def test_each_week_tells_what_happened_with_names_of_roles(shown, cast):
    seats = {person["seat"] for person in cast["people"]}
    for week in shown:
        for event in week["told"]:
            if event.get("pair"):
                assert event["text"].startswith(f"Marketer {event['pair'][0]} and rep")
                assert set(event["pair"]) <= seats
    assert {person["seat"] % KINDS for person in cast["people"]} == {0, 1}
    assert any("signed for" in event["text"] for week in shown for event in week["told"])


def test_the_command_that_writes_the_same_is_named_where_there_is_one(facilitator, cast):
    assert cast["command"] == ""
    plain = {**ASKED, "plan": {"base": "siloed_metrics", "market": "velocity"}}
    found = facilitator.post("/api/watch", json=plain).json()
    assert found["command"] == (
        "counterpoint run siloed_metrics --market velocity --seed 3 --replicate 2"
    )


@pytest.mark.parametrize(
    "change",
    [{"first": -1}, {"first": 10_000}, {"count": 27}, {"count": 0}, {"seed": -1},
     {"replicate": "0"}, {"plan": {"base": "../x"}}],
)  # fmt: skip
def test_weeks_out_of_range_are_refused(facilitator, change):
    message = {**ASKED, "first": 0, "count": 1, **change}
    assert facilitator.post("/api/watch/weeks", json=message).status_code == 400
