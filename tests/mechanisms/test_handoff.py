import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import handoff
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import at, given, near, rows

shares = st.floats(0, 1)


def settings(delay=0.0, **changes):
    plain = {"misrouted": 0.0, "lost": 0.0, "detour": 0.0, "sorting": 0.5}
    return given(handoff.Handoff, delay=delay, **(plain | changes))


@pytest.mark.parametrize(
    ("has_marketer", "qualified", "goes"),
    [(True, 5, True), (True, NEVER, False), (False, NEVER, True)],
)
def test_calls_go_to_sales_always_and_responses_once_qualified(has_marketer, qualified, goes):
    assert handoff.is_routed(has_marketer, qualified) is goes


def routed(delay=0.0, **lead):
    leads = rows("leads", 1, account_id=0, **lead)
    accounts = rows("accounts", 1, rep=3)
    staff = rows("marketers", 2), rows("reps", 4)
    handoff.route(0, leads, accounts, *staff, settings(delay), at(20, burn_in=8))
    return leads[0], accounts[0]


def test_of_four_reps_one_is_right_by_chance_and_rules_known_to_both_sides_do_the_rest():
    # .4 x 3/4 x (1 - .5 x .8)
    assert handoff.astray(0.4, 4.0, 0.5, 0.8) == near(0.18)
    assert handoff.astray(0.4, 1.0, 0.0, 0.0) == 0.0


@examples(shares, st.floats(1, 500), shares, shares)
def test_no_lead_goes_astray_where_both_sides_know_the_rules(misrouted, reps, one, other):
    assert handoff.astray(misrouted, reps, 1.0, 1.0) == 0.0
    assert 0.0 <= handoff.astray(misrouted, reps, one, other) <= misrouted
    assert handoff.astray(0.0, reps, one, other) == 0.0


def gone_astray(leads=400, **changes):
    """Send leads of one marketer to a rep among many; return them and who lost hours."""
    sent = rows("leads", leads, account_id=0, marketer_id=0, qualified_week=12)
    sent["lead_id"] = range(leads)
    marketers, reps = rows("marketers", 1), rows("reps", 1000)
    reps["astray"], marketers["astray"] = 9.0, 9.0
    counters = rows("counters", 1, leads=leads)
    handoff.route_leads(
        sent, counters, rows("accounts", 1, rep=3), marketers, reps, settings(**changes),
        at(20, burn_in=8),
    )  # fmt: skip
    return sent, marketers[0]["astray"], reps["astray"]


def test_what_goes_astray_is_lost_or_late_and_both_sides_have_the_work():
    sent, of_marketing, of_sales = gone_astray(misrouted=1.0, lost=0.5, detour=2.0)
    lost = sent["rep_id"] == NOBODY
    # all but one in a thousand go astray; half of them for good: 5 standard errors of 10
    assert abs(int(lost.sum()) - 200) < 50
    assert (sent["handed_over_week"][lost] == NEVER).all()
    late = sent["handed_over_week"] == 14
    assert of_marketing == 0.5 * (lost.sum() + late.sum()) > 195.0
    assert of_sales[3] == 0.5 * late.sum() == of_sales.sum()


def test_without_misrouting_nothing_goes_astray():
    sent, of_marketing, of_sales = gone_astray(lost=1.0, detour=2.0)
    assert (sent["handed_over_week"] == 12).all()
    assert of_marketing + of_sales.sum() == 0.0


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
    staff = rows("marketers", 1), rows("reps", 4)
    handoff.route_leads(
        leads, counters, rows("accounts", 1, rep=3), *staff, settings(), at(0)
    )  # fmt: skip
    assert leads["rep_id"].tolist() == [NOBODY, 3, NOBODY]
