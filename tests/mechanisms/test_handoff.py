import pytest

from sim.mechanisms import handoff
from sim.world import NEVER, NOBODY
from tests.mechanisms.harness import at, given, rows


def settings(delay=0.0):
    return given(handoff.Handoff, delay=delay)


@pytest.mark.parametrize(
    ("has_marketer", "qualified", "goes"),
    [(True, 5, True), (True, NEVER, False), (False, NEVER, True)],
)
def test_calls_go_to_sales_always_and_responses_once_qualified(has_marketer, qualified, goes):
    assert handoff.is_routed(has_marketer, qualified) is goes


def routed(delay=0.0, **lead):
    leads = rows("leads", 1, account_id=0, **lead)
    accounts = rows("accounts", 1, rep=3)
    handoff.route(0, leads, accounts, settings(delay), at(20, burn_in=8))
    return leads[0], accounts[0]


def test_a_qualified_lead_goes_to_the_rep_who_owns_the_account():
    lead, account = routed(marketer_id=1, qualified_week=12)
    assert (lead["rep_id"], lead["handed_over_week"]) == (3, 12)
    assert account["last_lead"] == 0


def test_a_response_below_the_bar_goes_nowhere():
    lead, account = routed(marketer_id=1)
    assert (lead["rep_id"], lead["handed_over_week"]) == (NOBODY, NEVER)
    assert account["last_lead"] == NOBODY


def test_a_call_goes_at_once_whatever_the_delay_and_is_no_merit_of_marketing():
    lead, account = routed(delay=3.0)
    assert (lead["rep_id"], lead["handed_over_week"]) == (3, 12)
    assert account["last_lead"] == NOBODY


def test_a_delay_holds_qualified_leads_back_by_whole_weeks():
    lead, _account = routed(delay=2.0, marketer_id=1, qualified_week=12)
    assert lead["handed_over_week"] == 14


def test_only_this_weeks_leads_are_routed():
    leads = rows("leads", 3, account_id=0)
    counters = rows("counters", 1, new_leads=1, leads=2)
    handoff.route_leads(leads, counters, rows("accounts", 1, rep=3), settings(), at(0))
    assert leads["rep_id"].tolist() == [NOBODY, 3, NOBODY]
