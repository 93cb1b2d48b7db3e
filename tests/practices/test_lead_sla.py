import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import lead_sla
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import at, given, hand_over, near, wired


def settings(share=0.8, days=2.0, memory=1.0):
    return given(lead_sla.LeadSla, share=share, days=days, memory=memory)


def test_hours_owed_follow_the_share_of_leads_that_is_promised():
    # .8 of 5 leads at 1.5 hours
    assert lead_sla.hours_owed(0.8, 5.0, 1.5) == near(6.0)


@pytest.mark.parametrize(
    ("days", "week"), [(0.5, 3), (2.0, 3), (7.0, 3), (7.5, 4), (14.0, 4), (15.0, 5)]
)
def test_the_last_week_in_which_a_touch_can_be_in_time(days, week):
    assert lead_sla.last_week(3, days) == week


@examples(st.integers(-50, 500), st.floats(0.1, 60))
def test_the_last_week_never_comes_before_the_lead(week, days):
    assert lead_sla.last_week(week, days) >= week


def promised(**changes):
    world = wired(accounts=2)
    world.counters["new_leads"] = 0
    hand_over(world, 0, week=5)
    hand_over(world, 1, marketer=NOBODY, week=5)
    world.reps["sla_leads"] = 4.0
    lead_sla.promise(world.leads, world.counters, world.reps, settings(**changes), 2.0, at(5))
    return world


def test_leads_of_marketing_are_promised_a_touch_and_the_rep_owes_the_hours():
    # half of 4 remembered, half of this week's one: 2.5 leads, .8 of them, 2 hours each
    world = promised()
    assert world.leads["promised_days"][0] == 2.0
    assert not world.leads["promised_days"][1] > 0.0
    assert (world.reps[0]["sla_leads"], world.reps[0]["owed"]) == near((2.5, 4.0))


def test_without_a_share_nothing_is_promised_and_nothing_owed():
    world = promised(share=0.0)
    assert not (world.leads["promised_days"] > 0.0).any()
    assert world.reps[0]["owed"] == 0.0


def tracked(behind=1, index=5, share=0.8, **lead):
    world = wired()
    hand_over(world, week=5, promised_days=2.0, **lead)
    world.reps["behind"] = behind
    world.pairs["late"] = 9.0
    lead_sla.track(world.reps, world.inboxes, world.leads, world.pairs, settings(share), at(index))
    return world.reps[0], world.pairs[0]


def test_a_touch_in_time_keeps_the_promise():
    rep, pair = tracked(first_touch_week=5, response_days=1.9)
    assert (rep["sla_due"], rep["sla_kept"], rep["behind"], pair["late"]) == (1.0, 1.0, 0, 0.0)


@pytest.mark.parametrize("lead", [{}, {"first_touch_week": 5, "response_days": 3.0}])
def test_a_late_touch_or_none_breaks_it_once_and_is_contested_while_behind(lead):
    for behind in (0, 1):
        rep, pair = tracked(behind, **lead)
        assert (rep["sla_due"], rep["sla_kept"], pair["late"]) == (1.0, 0.0, float(behind))
        assert rep["behind"] == 1
    rep, pair = tracked(index=6)
    assert (rep["sla_due"], pair["late"]) == (0.0, 0.0)  # it was counted the week before


def test_what_was_sent_back_this_week_breaks_no_promise():
    rep, pair = tracked(rejected_week=5)
    assert (rep["sla_due"], rep["sla_kept"], pair["late"]) == (0.0, 0.0, 0.0)


def test_some_promises_may_be_broken():
    # nine of ten kept, counted over a half-life of one week; eight of ten are agreed
    world = wired()
    world.reps["sla_due"], world.reps["sla_kept"] = 20.0, 18.0
    lead_sla.track(world.reps, world.inboxes, world.leads, world.pairs, settings(), at(5))
    assert (world.reps[0]["sla_due"], world.reps[0]["sla_kept"]) == near((10.0, 9.0))
    assert world.reps[0]["behind"] == 0
    lead_sla.track(world.reps, world.inboxes, world.leads, world.pairs, settings(share=0.95), at(5))
    assert world.reps[0]["behind"] == 1


def test_without_a_share_nobody_is_behind():
    rep, pair = tracked(share=0.0, first_touch_week=NEVER)
    assert (rep["behind"], rep["sla_due"], pair["late"]) == (0, 0.0, 0.0)
