import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import effort
from sim.world.names import TASKS, RepTask
from sim.world.options import Attraction
from tests.mechanisms.harness import at, given, near, rows

HABITS = np.array([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])
WEEK = 40.0
QUARTER_OF_WEEKS = 13.0 * WEEK
pulls = st.floats(0, 2)
hours_of_practices = st.floats(0, 60)


def settings(**changes):
    plain = {"temper": 0.5, "slack_value": 0.3, "inertia": 0.0, "form": "logit",
             "loafing": 0.0}  # fmt: skip
    return given(effort.Effort, **(plain | changes))


def person(pull=0.0, **columns):
    """Return somebody to whom a whole quarter of any work is worth `pull` quarters of pay."""
    made = rows("reps", 1, **({"present": 1} | columns))
    made["worth"][:, : RepTask.SLACK] = pull / QUARTER_OF_WEEKS
    made["plan"] = HABITS
    return made[0]


def split(someone, frozen=0, index=1, week=WEEK, **changes):
    effort.split(someone, HABITS, week, frozen, settings(**changes), at(index))
    return someone["hours"].copy()


def test_a_task_that_pulls_by_one_temper_weighs_e_times_its_habit():
    assert effort.weight(0.2, 0.6, 0.3, 1.0, Attraction.LOGIT) == near(0.2 * math.exp(2.0))
    assert effort.weight(0.2, 0.0, 0.3, 1.0, Attraction.LOGIT) == near(0.2)


def test_no_pull_is_too_strong_to_be_counted():
    assert effort.weight(0.2, 1e9, 0.01, 1.0, Attraction.LOGIT) == near(0.2 * math.exp(50.0))


def test_with_everything_equally_worth_the_week_follows_habit():
    # work pulls by .3, and so does slack
    assert split(person(0.3)).tolist() == near((WEEK * HABITS).tolist())


def test_a_week_is_split_by_what_its_hours_bring_in_a_quarter_by_hand():
    # 13 weeks of 40 hours at .001 an hour: .52, and slack .3, over a temper of .5
    someone = person()
    someone["worth"][2] = 0.001
    wishes = HABITS * np.exp(np.array([0.0, 0.0, 0.52, 0.0, 0.0, 0.0, 0.3]) / 0.5)
    assert split(someone).tolist() == near((WEEK * wishes / wishes.sum()).tolist())


@examples(pulls, st.floats(0, 3))
def test_scaling_all_pay_for_equal_tasks_moves_effort_and_not_its_split(pull, factor):
    hours = split(person(pull))
    scaled = split(person(pull * factor))
    assert (scaled[: RepTask.SLACK] / scaled[: RepTask.SLACK].sum()).tolist() == near(
        (hours[: RepTask.SLACK] / hours[: RepTask.SLACK].sum()).tolist()
    )


@examples(pulls, pulls)
def test_weaker_pay_never_makes_anybody_work_more(one, other):
    low, high = sorted((one, other))
    assert split(person(low))[RepTask.SLACK] >= split(person(high))[RepTask.SLACK] - 1e-9


@examples(
    st.lists(st.floats(0, 0.01), min_size=TASKS, max_size=TASKS),
    st.floats(0.05, 5),
    st.floats(0, 1),
    hours_of_practices,
)
def test_the_hours_of_a_week_are_neither_lost_nor_invented(worths, temper, slack, booked):
    someone = person(practice_hours=booked)
    someone["worth"] = worths
    hours = split(someone, temper=temper, slack_value=slack)
    assert hours.sum() + min(booked, WEEK) == pytest.approx(WEEK)
    assert (hours >= 0.0).all()


def test_what_is_paid_gets_more_of_the_week_than_habit_gives_it():
    someone = person()
    someone["worth"][2] = 0.0003
    hours = split(someone, slack_value=0.0)
    assert hours[2] > WEEK * HABITS[2]
    rest = np.delete(hours, 2) / np.delete(HABITS, 2)
    assert rest.tolist() == near([rest[0]] * (TASKS - 1))  # what is not paid keeps its habit


@examples(st.lists(st.floats(0, 1), min_size=TASKS, max_size=TASKS))
def test_with_hours_frozen_everybody_follows_habit_whatever_the_pay(worths):
    someone = person()
    someone["worth"] = worths
    assert split(someone, frozen=1).tolist() == near((WEEK * HABITS).tolist())


def test_a_vacant_seat_works_no_hour_and_conflict_eats_some():
    assert split(person(present=0)).sum() == 0.0
    assert split(person(lost_hours=4.0)).sum() == near(36.0)
    assert split(person(lost_hours=99.0)).sum() == 0.0


def test_shares_of_the_week_are_summed_over_the_quarter():
    someone = person(0.3)
    for index in (13, 14, 15):
        split(someone, index=index)
    assert someone["share"].tolist() == near((3.0 * WEEK * HABITS).tolist())
    split(someone, index=26)
    assert someone["share"].sum() == near(WEEK)


def test_marketers_split_their_own_week():
    marketers = rows("marketers", 2, present=1)
    plain = settings() | given(effort.Effort, marketer_habit=HABITS, marketer_week=36.0)
    effort.split_marketers(np.arange(2), marketers, plain, 1, at(1))
    assert marketers["hours"].sum(axis=1).tolist() == near([36.0, 36.0])


def test_reps_split_their_own_week_as_far_as_they_are_present():
    reps = rows("reps", 2, present=[1, 0])
    plain = settings() | given(effort.Effort, rep_habit=HABITS, rep_week=28.0)
    effort.split_reps(np.arange(2), reps, plain, 1, at(1))
    assert reps["hours"].sum(axis=1).tolist() == near([28.0, 0.0])


def test_pods_add_up_hours_on_customers():
    reps = rows("reps", 3, pod=[0, 0, 1])
    reps["hours"][:, RepTask.CUSTOMERS] = [1.0, 2.0, 4.0]
    pods = rows("pods", 2, customer_hours=9.0)
    effort.sum_service(reps, pods)
    assert pods["customer_hours"].tolist() == [3.0, 4.0]


# ---------------------------------------------------------------- practices


def test_hours_of_practices_come_out_of_slack_first_and_then_out_of_work():
    assert effort.squeezed(36.0, 4.0, 4.0) == 1.0
    assert effort.squeezed(36.0, 13.0, 4.0) == near(0.75)
    assert effort.squeezed(36.0, 99.0, 4.0) == 0.0
    assert effort.squeezed(0.0, 5.0, 0.0) == 1.0  # nothing to take from


@examples(hours_of_practices, hours_of_practices, st.floats(0.1, 60), st.floats(0, 40))
def test_a_longer_practice_never_leaves_more_time_for_work(one, other, hours, slack):
    low, high = sorted((one, other))
    assert (
        0.0
        <= effort.squeezed(hours, high, slack)
        <= effort.squeezed(hours, low, slack)
        <= effort.squeezed(hours, 0.0, slack)
        == 1.0
    )


def test_a_practice_shorter_than_slack_takes_no_hour_of_work():
    # 4 of 40 hours are slack
    hours = split(person(0.3, practice_hours=3.0))
    assert hours[: RepTask.SLACK].tolist() == near((WEEK * HABITS[: RepTask.SLACK]).tolist())
    assert hours[RepTask.SLACK] == near(1.0)


def test_a_practice_longer_than_slack_takes_the_rest_out_of_all_work_alike():
    # 4 hours of slack and 9 of the 36 hours of work: a quarter of each
    hours = split(person(0.3, practice_hours=13.0))
    assert hours[: RepTask.SLACK].tolist() == near((30.0 * HABITS[: RepTask.SLACK]).tolist())
    assert hours[RepTask.SLACK] == 0.0


def test_a_practice_leaves_the_plan_of_the_week_as_it_was():
    with_one, without = person(0.3, practice_hours=20.0), person(0.3)
    split(with_one)
    split(without)
    assert with_one["plan"].tolist() == without["plan"].tolist()


# ---------------------------------------------------------------- inertia


def test_most_of_last_weeks_split_stays():
    # everything by habit last week; now slack pulls beyond all, .8 of the old plan stays
    hours = split(person(), slack_value=1e9, inertia=0.8)
    assert hours[: RepTask.SLACK].tolist() == near((0.8 * WEEK * HABITS[: RepTask.SLACK]).tolist())
    assert hours[RepTask.SLACK] == near(0.8 * 4.0 + 0.2 * WEEK)


def test_a_week_of_absence_leaves_the_plan_where_it_was_going():
    someone, present = person(2.0, present=0), person(2.0)
    split(someone, inertia=0.8)
    split(present, inertia=0.8)
    assert someone["plan"].tolist() == near(present["plan"].tolist())


def test_a_newcomer_has_no_old_habits():
    someone = person(0.3, hired_week=1)
    someone["plan"] = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert split(someone, inertia=0.8).tolist() == near((WEEK * HABITS).tolist())


def test_freezing_ends_old_habits_at_once():
    someone = person()
    someone["plan"] = [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    assert split(someone, frozen=1, inertia=0.8).tolist() == near((WEEK * HABITS).tolist())


@pytest.mark.parametrize("temper", [0.1, 0.5])
def test_a_week_under_steady_worths_settles_at_what_pulls(temper):
    someone = person()
    someone["worth"][:2] = 0.0006, 0.0003
    for index in range(1, 100):
        after = split(someone, index=index, temper=temper, inertia=0.8)
    wished = someone["wish"] / someone["wish"].sum()
    assert after.tolist() == pytest.approx((WEEK * wished).tolist(), abs=1e-6)


# ---------------------------------------------------------------- what is owed to promised leads


def test_what_is_owed_to_leads_comes_out_of_open_deals_as_far_as_there_are_any():
    assert effort.moved_over(6.0, 2.0, 10.0) == near(4.0)
    assert effort.moved_over(20.0, 2.0, 10.0) == near(10.0)
    assert effort.moved_over(1.0, 2.0, 10.0) == 0.0


@examples(st.floats(0, 60), st.floats(0, 60), st.floats(0, 60))
def test_no_more_moves_than_there_is_and_nothing_if_nothing_is_owed(owed, leads, deals):
    assert 0.0 <= effort.moved_over(owed, leads, deals) <= deals
    assert effort.moved_over(0.0, leads, deals) == 0.0


def test_a_rep_who_owes_hours_works_as_long_as_before():
    everything = {"rep_habit": HABITS, "rep_week": WEEK}
    hours = []
    for owed in (0.0, 11.0):
        reps = rows("reps", 1, present=1, owed=owed)
        effort.split_rep(0, reps, settings() | everything, 1, at(1))
        hours.append(reps[0]["hours"].copy())
    # habits of .2 and .1 of 40 hours: 8 on leads, 4 on deals; 3 of those go over
    assert hours[1] - hours[0] == near([0.0, 3.0, -3.0, 0.0, 0.0, 0.0, 0.0])


# ---------------------------------------------------------------- parts that none sees


def test_of_sixteen_who_share_what_none_sees_into_each_feels_a_half_at_a_power_of_a_quarter():
    assert effort.diluted(0.25, math.log(16.0)) == near(0.5)
    assert effort.diluted(0.25, 0.0) == 1.0
    assert effort.diluted(0.0, 9.0) == 1.0


def test_where_none_sees_whose_part_is_whose_more_of_the_week_is_slack_and_its_split_stays():
    seen, unseen = person(), person(unseen=math.log(16.0))
    shares = [split(each, loafing=0.25) / WEEK for each in (seen, unseen)]
    tasks = [np.delete(each, RepTask.SLACK) for each in shares]
    # the odds of working are half of what they were
    odds = [each.sum() / (1.0 - each.sum()) for each in tasks]
    assert odds[1] == near(odds[0] / 2.0)
    assert (tasks[1] / tasks[1].sum()).tolist() == near((tasks[0] / tasks[0].sum()).tolist())


def test_with_hours_frozen_it_does_not_matter_who_is_seen():
    hours = split(person(unseen=9.0), frozen=1, loafing=1.0)
    assert hours.tolist() == near((WEEK * HABITS).tolist())
