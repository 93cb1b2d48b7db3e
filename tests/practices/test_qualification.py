import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import qualification
from sim.world.names import Source
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import at, given, near, rows

EMAIL = 4


def settings(by="group", people=2, window=10, hours=0.25):
    return given(
        qualification.Qualification, by=by, people=people, window=window, hours=hours
    )  # fmt: skip


def matched(responses, now=20, account=None, **changes):
    """Match responses of one account: (week, role, source, marketer); the last are this week's."""
    leads = rows("leads", len(responses), account_id=0)
    accounts = rows("accounts", 1, **(account or {}))
    marketers = rows("marketers", 2, matching_hours=9.0)
    counters = rows("counters", 1)
    for row, (week, role, source, marketer) in enumerate(responses):
        leads[row]["created_week"], leads[row]["member_role"] = week, role
        leads[row]["source"], leads[row]["marketer_id"] = source, marketer
        counters["new_leads"], counters["leads"] = row, row + 1
        qualification.match_up(leads, counters, accounts, marketers, settings(**changes), at(week))
    return leads["waits"].tolist(), marketers


def mail(week, role):
    return (week, role, EMAIL, 0)


def test_one_person_waits_and_a_second_makes_a_group():
    assert matched([mail(18, 0), mail(20, 1)])[0] == [1, 0]


def test_the_same_role_twice_is_one_person():
    assert matched([mail(18, 2), mail(20, 2)])[0] == [1, 1]


def test_what_is_older_than_the_window_does_not_count():
    assert matched([mail(10, 0), mail(20, 1)])[0] == [1, 1]
    assert matched([mail(11, 0), mail(20, 1)])[0] == [1, 0]


def test_a_call_counts_and_a_find_of_a_rep_does_not():
    assert matched([(19, 0, 0, NOBODY), mail(20, 1)])[0] == [0, 0]  # a call never waits
    assert matched([(19, 0, Source.OUTBOUND, NOBODY), mail(20, 1)])[0] == [0, 1]


def test_a_group_is_handed_over_once_within_the_window():
    leads = rows("leads", 2, account_id=0, member_role=[0, 1], source=EMAIL, marketer_id=0,
                 created_week=[19, 20], qualified_week=[19, -10000])  # fmt: skip
    for qualified, waits in ((19, 1), (10, 0)):
        leads["qualified_week"][0] = qualified
        leads["waits"] = 0
        accounts = rows("accounts", 1, last_lead=0, latest=0)
        counters = rows("counters", 1, new_leads=1, leads=2)
        qualification.match_up(
            leads, counters, accounts, rows("marketers", 1), settings(), at(20)
        )  # fmt: skip
        assert leads["waits"][1] == waits


def test_every_response_takes_its_marketer_time_to_match():
    _waits, marketers = matched([mail(20, 0)])
    assert marketers["matching_hours"].tolist() == near([0.25, 0.0])


def test_by_lead_nobody_waits_and_nothing_is_matched():
    waits, marketers = matched([mail(18, 0), mail(20, 1)], by="lead")
    assert waits == [0, 0]
    assert (marketers["matching_hours"] == 0.0).all()


@pytest.mark.parametrize("people", [1, 2, 3, 4])
def test_a_lead_passes_with_the_person_who_makes_the_group_large_enough(people):
    waits = matched([mail(18, role) for role in range(4)], people=people)[0]
    assert waits.count(1) == people - 1


@examples(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 5)), min_size=1, max_size=8))
def test_no_more_people_are_engaged_than_roles_answered_in_the_window(answers):
    answers.sort()
    leads = rows("leads", len(answers), source=EMAIL)
    leads["created_week"] = [week for week, _ in answers]
    leads["member_role"] = [role for _, role in answers]
    leads["earlier"] = range(-1, len(answers) - 1)
    now = answers[-1][0]
    found = qualification.people_engaged(len(answers) - 1, leads, 10, at(now))
    assert found == len({role for week, role in answers if week > now - 10})
