import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.blocks import BLOCKS
from sim.mechanisms import calendar
from sim.mechanisms.calendar import Calendar
from sim.world.practices import PLACES, Practice
from tests.mechanisms.harness import at, given, near, rows, usual, wired


def test_something_weekly_is_due_every_week_and_something_quarterly_at_the_quarters_end():
    assert [calendar.is_due(1, index) for index in range(3)] == [True] * 3
    assert [index for index in range(27) if calendar.is_due(13, index)] == [12, 25]


@examples(st.integers(0, 500))
def test_what_is_never_due_takes_no_hours(index):
    assert calendar.due(0, 5.0, index) == 0.0


def added_up(booked, present=1, index=5, practised=0.0):
    person = rows("reps", 1, present=present, practised=practised)[0]
    person["booked"] = booked
    calendar.add_up(person, given(Calendar, most=20.0), at(index))
    return person


def test_booked_hours_add_up_over_practices_and_over_the_quarter():
    booked = np.zeros(PLACES)
    booked[:2] = 1.5, 2.0
    person = added_up(booked, practised=10.0)
    assert (person["practice_hours"], person["practised"]) == near((3.5, 13.5))
    assert added_up(booked, index=13, practised=10.0)["practised"] == near(3.5)


def test_beyond_what_a_week_holds_people_come_to_everything_less():
    booked = np.zeros(PLACES)
    booked[:2] = 10.0, 30.0
    person = added_up(booked)
    assert person["practice_hours"] == near(20.0)
    assert list(person["booked"][:2]) == near([5.0, 15.0])


@pytest.mark.parametrize("hours", [0.0, 8.0])
def test_an_empty_seat_attends_nothing(hours):
    booked = np.zeros(PLACES)
    booked[Practice.MEETINGS] = hours
    assert added_up(booked, present=0)["practice_hours"] == 0.0


# ---------------------------------------------------------------- who comes, who is together


def test_everybody_delegates_in_turn_or_the_first_seat_come():
    def who(attendance, turn=0):
        return [seat for seat in range(5) if calendar.comes(seat, 5, attendance, 0.4, turn)]

    assert who(0) == [0, 1, 2, 3, 4]
    assert (who(1), who(1, turn=1), who(1, turn=4)) == ([0, 1], [0, 4], [1, 2])
    assert who(2) == who(2, turn=3) == [0]


@examples(st.integers(1, 9), st.floats(0, 1), st.integers(0, 50))
def test_a_side_sends_at_least_one_delegate_and_every_seat_has_its_turn(seats, share, turn):
    came = [seat for seat in range(seats) if calendar.comes(seat, seats, 1, share, turn)]
    assert 1 <= len(came) <= seats
    over_time = {s for t in range(seats) for s in range(seats) if calendar.comes(s, seats, 1, 0, t)}
    assert over_time == set(range(seats))


def test_people_leave_for_the_other_craft_one_after_the_other():
    # every 12 weeks for 2, three seats: four weeks apart
    away = {s: [w for w in range(12) if calendar.is_away(s, 3, 12, 2, w)] for s in range(3)}
    assert away == {0: [10, 11], 1: [6, 7], 2: [2, 3]}
    assert not any(calendar.is_away(0, 3, 0, 2, week) for week in range(100))


@examples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 60))
def test_every_guest_has_one_host(seats, others, turn):
    hosts = [calendar.guests(seat, seats, others, turn) for seat in range(seats)]
    counted = [sum((g + turn) % seats == seat for g in range(others)) for seat in range(seats)]
    assert hosts == counted


def test_two_people_have_the_whole_hour_and_eight_a_quarter_of_it_for_each_other():
    assert [calendar.airtime(1.0, people) for people in (0, 1, 2, 8)] == [0.0, 0.0, 1.0, 0.25]


OFF = {
    "market": {"reps": 2, "marketers": 2},
    "calendar": {"most": 40.0},
    "meetings": {"every": 0, "hours": 1.0, "attendance": 0, "delegates": 0.5},
    "exchange": {"every": 0, "hours": 2.0, "preparation": 1.0},
    "battles": {"every": 0, "hours": 2.0},
    "debriefs": {"hours": 1.5},
    "liaisons": {"number": 0, "hours": 3.0, "briefing": 0.5},
    "colocation": {"seating": 0, "hours": 2.0},
    "joint_assignments": {"hours": 1.0},
    "celebrations": {"every": 0, "hours": 1.0},
    "rotation": {"every": 0, "weeks": 2, "hours": 16.0},
    "ride_alongs": {"every": 0, "hours": 4.0, "slower": 0.25},
}


def booked(index=0, people=None, **changes):
    """Return the world after booking; `room=dict(...)` changes a practice."""
    world = wired(pods=1, reps=2, marketers=2)
    for table, columns in (people or {}).items():
        for name, value in columns.items():
            getattr(world, table)[name] = value
    stated = {room: values | changes.get(room, {}) for room, values in OFF.items()}
    p = usual(BLOCKS, **stated)
    calendar.book_marketers(np.arange(2), world.marketers, p, at(index))
    calendar.book_reps(np.arange(2), world.reps, p, at(index))
    calendar.pair_up(world.pods, world.pairs, world.marketers, world.reps, p, at(index))
    return world


def test_without_practices_nothing_is_booked_and_nobody_is_together():
    world = booked(people={"reps": {"named": 0.0}})
    assert not world.marketers["booked"].any()
    assert not world.reps["booked"].any()
    assert not world.pairs["together"].any()


@pytest.mark.parametrize(
    ("room", "practice", "change", "hours", "together"),
    [
        ("meetings", Practice.MEETINGS, {"every": 1}, 1.0, 0.5),
        (
            "exchange",
            Practice.EXCHANGE,
            {"every": 1},
            3.0,
            1.0,
        ),  # two of three hours, among four people
        ("battles", Practice.BATTLES, {"every": 1}, 2.0, 1.0),
        ("celebrations", Practice.CELEBRATIONS, {"every": 1}, 1.0, 0.5),
        ("colocation", Practice.COLOCATION, {"seating": 1}, 2.0, 1.0),
    ],
)
def test_what_all_go_to_takes_everybodys_hours(room, practice, change, hours, together):
    world = booked(**{room: change})
    assert world.marketers["booked"][:, practice].tolist() == near([hours] * 2)
    assert world.reps["booked"][:, practice].tolist() == near([hours] * 2)
    assert world.reps["practice_hours"].tolist() == near([hours] * 2)
    assert world.pairs["together"][:, practice].tolist() == near([together] * 4)


def test_only_those_who_come_share_the_time():
    world = booked(meetings={"every": 1, "attendance": 2})
    assert world.pairs["together"][:, Practice.MEETINGS].tolist() == near([1.0, 0.0, 0.0, 0.0])
    half = booked(people={"reps": {"present": [1, 0]}}, meetings={"every": 1})
    assert half.pairs["together"][:, Practice.MEETINGS].tolist() == near([2 / 3, 2 / 3, 0.0, 0.0])


def test_deals_to_dissect_are_on_everybodys_agenda():
    two = {"debriefs": 2.0}
    world = booked(people={"reps": two, "marketers": two})
    assert world.reps["booked"][:, Practice.DEBRIEFS].tolist() == near([3.0, 3.0])
    assert world.pairs["together"][0, Practice.DEBRIEFS] == near(1.5)


def test_liaisons_meet_each_other_and_colleagues_are_briefed():
    world = booked(liaisons={"number": 1})
    assert world.reps["booked"][:, Practice.LIAISONS].tolist() == near([3.0, 0.5])
    assert world.pairs["together"][:, Practice.LIAISONS].tolist() == near([3.0, 0.0, 0.0, 0.0])


def test_a_rep_meets_the_marketer_of_the_same_turn_over_named_accounts():
    people = {"reps": {"named": [2.0, 1.0]}, "marketers": {"named": [2.0, 1.0]}}
    world = booked(people=people)
    assert world.pairs["together"][:, Practice.JOINT_ASSIGNMENTS].tolist() == near(
        [2.0, 0.0, 0.0, 1.0]
    )


def test_a_guest_slows_the_rep_down_and_goes_with_another_one_next_time():
    world = booked(ride_alongs={"every": 1})
    assert world.marketers["booked"][:, Practice.RIDE_ALONGS].tolist() == near([4.0, 4.0])
    assert world.reps["booked"][:, Practice.RIDE_ALONGS].tolist() == near([1.0, 1.0])
    assert world.pairs["together"][:, Practice.RIDE_ALONGS].tolist() == near([4.0, 0.0, 0.0, 4.0])
    following = booked(1, ride_alongs={"every": 1})
    assert following.pairs["together"][:, Practice.RIDE_ALONGS].tolist() == near(
        [0.0, 4.0, 4.0, 0.0]
    )
    alone = booked(people={"reps": {"present": [0, 1]}}, ride_alongs={"every": 1})
    assert alone.pairs["together"][0, Practice.RIDE_ALONGS] == 0.0


def test_the_other_craft_takes_the_hours_of_those_who_are_away():
    world = booked(12, rotation={"every": 13, "weeks": 1})
    assert world.reps["booked"][:, Practice.ROTATION].tolist() == near([16.0, 0.0])
