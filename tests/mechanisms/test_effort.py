import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import effort
from sim.names import METRICS, TASKS, RepTask
from tests.mechanisms.harness import at, given, near, rows

HABITS = np.array([0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1])
CONTENT_WITH_HABITS = np.zeros((TASKS - 1, len(METRICS)))
CONTENT_WITH_HABITS[:, 0] = HABITS[: TASKS - 1]
"""Beliefs by which an hour of any work earns the same."""
stakes = st.floats(0, 2)


def settings(**changes):
    plain = {
        "temper": 0.5, "slack_value": 0.3, "learning": 0.1, "memory": 0.25, "returns": 1.0,
        "inertia": 0.0,
    }  # fmt: skip
    return given(effort.Effort, **(plain | changes))


def person(stake=0.0, metric=0, **columns):
    plain = {"present": 1, "learned": 1.0, "attained": 1.0}
    made = rows("reps", 1, **(plain | columns))
    made["stake"][:, metric] = stake
    return made[0]


def split(someone, beliefs=CONTENT_WITH_HABITS, frozen=0, index=1, week=40.0, **changes):
    effort.split(someone, beliefs.ravel(), HABITS, week, frozen, settings(**changes), at(index))
    return someone["hours"].copy()


def test_a_task_that_pulls_by_one_temper_weighs_e_times_its_habit():
    assert effort.weight(0.2, 0.6, 0.3) == near(0.2 * math.exp(2.0))
    assert effort.weight(0.2, 0.0, 0.3) == near(0.2)


def test_no_pull_is_too_strong_to_be_counted():
    assert effort.weight(0.2, 1e9, 0.01) == near(0.2 * math.exp(50.0))


def test_a_belief_is_corrected_by_a_tenth_of_the_surprise():
    # 1 + .1 (.5 - 1)
    assert effort.corrected(1.0, 0.5, 0.1, 0.25) == near(0.95)


@examples(st.floats(0.25, 4), st.floats(0, 100), st.floats(0, 1))
def test_a_correction_stays_within_its_bounds(learned, attained, learning):
    assert 0.25 <= effort.corrected(learned, attained, learning, 0.25) <= 4.0


def test_the_fourfold_of_habit_gains_half_as_much_with_square_root_returns():
    # .3 / .1 at habit, times 4^-.5
    assert effort.marginal(0.3, 0.1, 0.4, 0.5) == near(1.5)
    assert effort.marginal(0.3, 0.1, 0.1, 0.5) == near(3.0)


def test_what_gets_next_to_no_time_gains_no_more_than_at_a_tenth_of_habit():
    assert effort.marginal(0.3, 0.1, 0.0, 0.5) == near(3.0 * math.sqrt(10.0))
    assert effort.marginal(0.3, 0.1, 0.01, 0.5) == near(3.0 * math.sqrt(10.0))


@examples(st.floats(0, 1), st.floats(0.01, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.05, 1))
def test_a_further_hour_never_gains_more_than_the_one_before(part, habit, one, other, returns):
    low, high = sorted((one, other))
    assert effort.marginal(part, habit, high, returns) <= effort.marginal(
        part, habit, low, returns
    ) * (1.0 + 1e-12)
    assert effort.marginal(part, habit, one, 1.0) == near(part / habit)


def test_time_pulls_by_what_it_earns_per_share_of_the_week():
    # stakes of 2 and 1 in two metrics, parts .3 and .1, learned 1.5, a habit of .3:
    # (2 x .3 + 1 x .1) x 1.5 / .3
    beliefs = np.zeros((TASKS - 1, len(METRICS)))
    beliefs[0, :2] = 0.3, 0.1
    someone = person(learned=1.5)
    someone["stake"][:2] = 2.0, 1.0
    assert effort.pull_of(0, someone, beliefs.ravel(), HABITS, 0.9, 1.0) == near(3.5)


def test_with_everything_equally_worth_the_week_follows_habit():
    # work pulls by .3, and so does slack
    assert split(person(stake=0.3)).tolist() == near((40.0 * HABITS).tolist())


@examples(stakes, st.floats(0, 3))
def test_scaling_all_pay_moves_effort_and_not_its_split(stake, factor):
    hours = split(person(stake=stake))
    scaled = split(person(stake=stake * factor))
    assert (scaled[: RepTask.SLACK] / scaled[: RepTask.SLACK].sum()).tolist() == near(
        (hours[: RepTask.SLACK] / hours[: RepTask.SLACK].sum()).tolist()
    )


@examples(stakes, stakes)
def test_weaker_pay_never_makes_anybody_work_more(one, other):
    low, high = sorted((one, other))
    assert (
        split(person(stake=low))[RepTask.SLACK] >= split(person(stake=high))[RepTask.SLACK] - 1e-9
    )


@examples(stakes, st.integers(0, 11), st.floats(0.05, 5), st.floats(0, 1))
def test_the_hours_of_a_week_are_neither_lost_nor_invented(stake, metric, temper, slack):
    beliefs = np.linspace(0.0, 1.0, (TASKS - 1) * len(METRICS))
    hours = split(person(stake=stake, metric=metric), beliefs, temper=temper, slack_value=slack)
    assert hours.sum() == near(40.0)
    assert (hours >= 0.0).all()


def test_what_is_paid_gets_more_of_the_week_than_habit_gives_it():
    beliefs = np.zeros((TASKS - 1, len(METRICS)))
    beliefs[2, 0] = 0.5
    assert split(person(stake=0.3), beliefs, slack_value=0.0)[2] > 40.0 * HABITS[2]


@examples(stakes, st.integers(0, 11))
def test_with_hours_frozen_everybody_follows_habit_whatever_the_pay(stake, metric):
    beliefs = np.linspace(0.0, 1.0, (TASKS - 1) * len(METRICS))
    hours = split(person(stake=stake, metric=metric), beliefs, frozen=1)
    assert hours.tolist() == near((40.0 * HABITS).tolist())


def test_a_vacant_seat_works_no_hour_and_conflict_eats_some():
    assert split(person(present=0)).sum() == 0.0
    assert split(person(lost_hours=4.0)).sum() == near(36.0)
    assert split(person(lost_hours=99.0)).sum() == 0.0


def test_diminishing_returns_keep_the_week_closer_to_habit():
    beliefs = np.zeros((TASKS - 1, len(METRICS)))
    beliefs[2, 0] = 0.3
    someone, other = person(stake=0.3), person(stake=0.3)
    for index in range(1, 40):
        constant = split(someone, beliefs, index=index)
        falling = split(other, beliefs, index=index, returns=0.5)
    assert 40.0 * HABITS[2] < falling[2] < constant[2]


def test_people_learn_once_a_quarter_from_what_they_attained():
    # everything attained by half: 1 + .1 (.5 - 1)
    someone = person(stake=0.3, attained=0.5)
    split(someone, index=12)
    assert (someone["learned"] == 1.0).all()
    split(someone, index=13)
    assert someone["learned"][: RepTask.SLACK].tolist() == near([0.95] * 6)


def test_a_newcomer_has_learned_nothing_yet():
    someone = person(learned=3.0, hired_week=5)
    split(someone, index=5)
    assert (someone["learned"] == 1.0).all()


def test_shares_of_the_week_are_summed_over_the_quarter():
    someone = person(stake=0.3)
    for index in (13, 14, 15):
        split(someone, index=index)
    assert someone["share"].tolist() == near((120.0 * HABITS).tolist())
    split(someone, index=26)
    assert someone["share"].sum() == near(40.0)


def test_a_free_hour_is_priced_by_what_free_weeks_are_worth():
    # .3 of quarterly pay for 13 weeks of 28 hours
    reps = rows("reps", 1, present=1, learned=1.0)
    plain = settings() | given(
        effort.Effort, rep_belief=CONTENT_WITH_HABITS.ravel(), rep_habit=HABITS, rep_week=28.0
    )
    effort.split_reps(np.arange(1), reps, plain, 0, at(1))
    assert reps[0]["hour_price"] == near(0.3 / (13.0 * 28.0))


def test_marketers_split_their_own_week():
    marketers = rows("marketers", 2, present=1, learned=1.0)
    plain = settings() | given(
        effort.Effort, marketer_belief=CONTENT_WITH_HABITS.ravel(), marketer_habit=HABITS,
        marketer_week=36.0,
    )  # fmt: skip
    effort.split_marketers(np.arange(2), marketers, plain, 1, at(1))
    assert marketers["hours"].sum(axis=1).tolist() == near([36.0, 36.0])


def test_pods_add_up_hours_on_customers():
    reps = rows("reps", 3, pod=[0, 0, 1])
    reps["hours"][:, RepTask.CUSTOMERS] = [1.0, 2.0, 4.0]
    pods = rows("pods", 2, customer_hours=9.0)
    effort.sum_service(reps, pods)
    assert pods["customer_hours"].tolist() == [3.0, 4.0]


def test_most_of_last_weeks_split_stays():
    # everything else by habit last week; now 40 hours of slack pull, .8 of the old split stays
    someone = person()
    someone["hours"] = 40.0 * HABITS
    hours = split(someone, slack_value=1e9, inertia=0.8)
    assert hours[: RepTask.SLACK].tolist() == near((0.8 * 40.0 * HABITS[: RepTask.SLACK]).tolist())
    assert hours[RepTask.SLACK] == near(0.8 * 4.0 + 0.2 * 40.0)


def test_somebody_who_did_not_work_last_week_starts_as_the_task_pulls():
    assert split(person(stake=0.3), inertia=0.8).tolist() == near((40.0 * HABITS).tolist())


def test_freezing_ends_old_habits_at_once():
    someone = person()
    someone["hours"][0] = 40.0
    assert split(someone, frozen=1, inertia=0.8).tolist() == near((40.0 * HABITS).tolist())


@pytest.mark.parametrize("temper", [0.1, 0.5])
def test_a_week_under_strong_pay_settles(temper):
    # gains fall with last week's share; without inertia the week would flip between two tasks
    beliefs = np.zeros((TASKS - 1, len(METRICS)))
    beliefs[:2, 0] = 0.3, 0.15
    someone = person(stake=0.5)
    for index in range(1, 100):
        before = someone["hours"].copy()
        after = split(someone, beliefs, index=index, returns=0.5, temper=temper, inertia=0.8)
    assert after.tolist() == pytest.approx(before.tolist(), abs=1e-3)


def test_what_is_owed_to_leads_comes_out_of_open_deals_as_far_as_there_are_any():
    assert effort.moved_over(6.0, 2.0, 10.0) == near(4.0)
    assert effort.moved_over(20.0, 2.0, 10.0) == near(10.0)
    assert effort.moved_over(1.0, 2.0, 10.0) == 0.0


@examples(st.floats(0, 60), st.floats(0, 60), st.floats(0, 60))
def test_no_more_moves_than_there_is_and_nothing_if_nothing_is_owed(owed, leads, deals):
    assert 0.0 <= effort.moved_over(owed, leads, deals) <= deals
    assert effort.moved_over(0.0, leads, deals) == 0.0


def test_a_rep_who_owes_hours_works_as_long_as_before():
    everything = {
        "rep_belief": np.zeros(6 * len(METRICS)), "rep_habit": HABITS, "rep_week": 40.0,
    }  # fmt: skip
    hours = []
    for owed in (0.0, 11.0):
        reps = rows("reps", 1, present=1, learned=1.0, owed=owed)
        effort.split_rep(0, reps, settings() | everything, 1, at(1))
        hours.append(reps[0]["hours"].copy())
    # habits of .2 and .1 of 40 hours: 8 on leads, 4 on deals; 3 of those go over
    assert hours[1] - hours[0] == near([0.0, 3.0, -3.0, 0.0, 0.0, 0.0, 0.0])
