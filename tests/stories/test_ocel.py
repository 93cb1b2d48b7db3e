"""Logs for process mining have the structure that OCEL 2.0 prescribes."""

import json
import re

import pytest

from analysis.stories.kinds import Event, Kind
from analysis.stories.log import Builder, ordered
from analysis.stories.ocel import flat, ocel
from analysis.stories.told import lines, markdown, side_by_side

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
ATTRIBUTE_TYPES = {"string", "time", "integer", "float", "boolean"}


@pytest.fixture
def log():
    built = Builder()
    created = built.add(Kind.LEAD_CREATED, -1, (70,), "answers", actors=[3], account=7)
    worked = built.add(Kind.LEAD_WORKED, 0, (70,), "calls", actors=[3, 1], account=7, cause=created)
    built.add(Kind.DEAL_OPENED, 0, (71,), "opens", actors=[3, 1], account=7, cause=worked)
    built.add(Kind.QUARREL, 2, (3, 1, 2), "they fall out", actors=[3, 1], cause="unknown:1")
    return ordered(built.events.values())


def test_the_json_has_the_four_lists_of_the_standard(log):
    data = json.loads(json.dumps(ocel(log)))
    assert set(data) == {"objectTypes", "eventTypes", "objects", "events"}
    for kind in (*data["objectTypes"], *data["eventTypes"]):
        assert set(kind) == {"name", "attributes"}
        assert {item["type"] for item in kind["attributes"]} <= ATTRIBUTE_TYPES


def test_events_and_objects_are_of_declared_types_and_refer_to_what_is_there(log):
    data = ocel(log)
    kinds = {item["name"] for item in data["eventTypes"]}
    types = {item["name"] for item in data["objectTypes"]}
    objects = {item["id"]: item["type"] for item in data["objects"]}
    assert len(objects) == len(data["objects"])
    assert set(objects.values()) <= types
    declared = {a["name"] for item in data["eventTypes"] for a in item["attributes"]}
    for event in data["events"]:
        assert set(event) == {"id", "type", "time", "attributes", "relationships"}
        assert event["type"] in kinds
        assert TIME.match(event["time"])
        assert {item["name"] for item in event["attributes"]} <= declared
        for link in event["relationships"]:
            assert set(link) == {"objectId", "qualifier"}
            assert link["objectId"] in objects
    assert len({event["id"] for event in data["events"]}) == len(data["events"])


def test_an_event_is_linked_to_account_lead_deal_and_people(log):
    (deal,) = (item for item in ocel(log)["events"] if item["type"] == "deal_opened")
    linked = {link["objectId"] for link in deal["relationships"]}
    assert linked == {"account:7", "deal:71", "person:3", "person:1"}


def test_the_flat_log_has_a_case_for_every_account(log):
    table = flat(log)
    assert list(table.columns) == ["case_id", "activity", "timestamp"]
    assert table["case_id"].tolist() == [7, 7, 7]
    assert table["timestamp"].tolist()[0] == "2025-12-29T00:00:00Z"


def test_a_cause_that_is_not_told_is_none(log):
    assert log.events[-1].cause_event_id is None


def test_stories_are_told_with_what_led_to_them(log):
    late = Event(5, "deal_won:71", Kind.DEAL_WON, (3, 1), 7, "deal_opened:71", "signed")
    told = lines(ordered([*log.events, late]))
    assert told[0] == "   week −1  answers"
    assert told[-1] == "    week 5  signed  (because of deal opened, week 0)"
    assert "| week 0 | opens | lead worked, week 0 |" in markdown("A story", log)


def test_two_lives_stand_side_by_side(log):
    shown = side_by_side(("a", "b"), (log, ordered(log.events[:1])))
    assert shown[1].split() == ["week", "−1", "answers", "answers"]
    assert shown[-1].strip().endswith("they fall out")


def test_two_lives_stand_in_the_width_there_is(log):
    lives = (log, ordered(log.events[:1]))
    for width in (60, 80, 120):
        shown = side_by_side(("a_scheme_with_a_long_name_of_its_own", "b"), lives, width=width)
        assert max(map(len, shown)) <= width
    text = " ".join(" ".join(side_by_side(("a", "b"), lives, width=60)).split())
    assert all(event.text.split()[0] in text for event in log.events)
