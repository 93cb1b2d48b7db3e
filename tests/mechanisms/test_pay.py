import math

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.formulas import expected_slope
from sim.mechanisms import pay
from sim.world.names import METRICS, Metric
from tests.mechanisms.harness import at, near
from tests.mechanisms.payroll import GROUP, contract, opened, settings, stake, weights

DENSITY_AT_ZERO = 0.3989422804014327
shares = st.floats(0, 1)
some = st.floats(0, 5)
wide = st.floats(0.1, 2)


# ---------------------------------------------------------------- rules


def test_of_four_people_each_sees_half_when_all_see_each_other():
    # 4^-(1 - .5 x 1)
    assert pay.shared_sight(4.0, 1.0, 0.5) == near(0.5)
    assert pay.shared_sight(4.0, 0.0, 0.5) == near(0.25)
    assert pay.shared_sight(1.0, 0.3, 0.7) == 1.0


@examples(st.floats(1, 200), st.floats(1, 200), shares, shares, shares)
def test_more_people_or_less_sight_never_make_a_shared_result_matter_more(
    one, other, dim, clear, relief
):
    few, many = sorted((one, other))
    assert pay.shared_sight(many, dim, relief) <= pay.shared_sight(few, dim, relief)
    low, high = sorted((dim, clear))
    assert pay.shared_sight(many, low, relief) <= pay.shared_sight(many, high, relief)


def test_risk_is_discounted_by_variance():
    assert pay.risk_discount(0.5, 0.4, 1.0) == near(0.8)
    assert pay.risk_discount(0.5, 0.4, 0.0) == 1.0
    assert pay.risk_discount(0.5, 40.0, 1.0) == 0.0


def test_targets_follow_results_slowly_and_never_three_times_the_reference():
    # 100 + .2 (150 x 1.05 - 100), as 200 counts as 3 x 50
    assert pay.ratcheted(100.0, 200.0, 0.2, 1.05, 50.0) == near(111.5)
    assert pay.ratcheted(100.0, 7.0, 0.0, 1.05, 50.0) == 100.0


# ---------------------------------------------------------------- references


@pytest.mark.parametrize(
    ("metric", "of_rep", "of_marketer"),
    [
        (Metric.LEAD_VOLUME, 54.0, 90.0),
        (Metric.QUALIFIED_LEADS, 3.6, 6.0),
        (Metric.ACCEPTED_LEADS, 36.0, 60.0),
        (Metric.ENGAGED_GROUPS, 650.0, 650.0),  # ten deals of five reps, in thirteen weeks
        (Metric.SOURCED_PIPELINE, 4000.0, 8000.0 / 3.0),  # 1,000 / .25, times 5 / 3 x .4
        (Metric.OWN_REVENUE, 1000.0, 2000.0 / 3.0),
        (Metric.TEAM_REVENUE, 5000.0, 5000.0),
        (Metric.SHARED_REVENUE, 5000.0, 5000.0),
        (Metric.CLOSE_RATE, 0.25, 0.25),
        (Metric.MARGIN, 0.8, 0.8),
        (Metric.RETENTION, 0.9, 0.9),
        (Metric.BRAND_INDEX, 1.5, 1.5),
    ],
)
def test_references_by_hand(metric, of_rep, of_marketer):
    assert pay.reference(metric, True, GROUP, settings()) == near(of_rep)
    assert pay.reference(metric, False, GROUP, settings()) == near(of_marketer)


def test_a_rate_stands_for_an_amount():
    # ten deals at .25; 1,000 at .8; five reps behind a marketer
    rep, marketer = opened(), opened(is_rep=False)
    assert pay.unit_of(Metric.CLOSE_RATE, rep, True, GROUP, settings()) == near(2.5)
    assert pay.unit_of(Metric.MARGIN, rep, True, GROUP, settings()) == near(800.0)
    assert pay.unit_of(Metric.RETENTION, marketer, False, GROUP, settings()) == near(4500.0)
    assert pay.unit_of(Metric.OWN_REVENUE, rep, True, GROUP, settings()) == near(1000.0)


def test_one_more_moves_a_rate_by_the_cases_there_are_and_not_by_those_assumed():
    # memory .5: twenty deals where ten are usual make fifteen; none make a thirteenth of ten, half
    for cases, usual in ((20.0, 15.0), (0.0, 5.0 + 5.0 / 13.0)):
        person = opened()
        person["base"][Metric.CLOSE_RATE] = cases
        pay.close_quarter(person, contract(), True, GROUP, settings())
        assert person["usual_base"][Metric.CLOSE_RATE] == near(usual)
        assert person["usual_base"][Metric.OWN_REVENUE] == 1.0
        split = weights(close_rate=1.0)
        pay.update_slopes(person, split, contract(split), True, GROUP, settings(), at(0))
        assert person["slope"][Metric.CLOSE_RATE] == near(0.5 / (0.25 * usual))


def test_a_rate_without_a_case_is_on_target():
    person = opened()
    assert pay.attainment(Metric.CLOSE_RATE, person) == 1.0
    person["progress"][Metric.CLOSE_RATE], person["base"][Metric.CLOSE_RATE] = 1.0, 8.0
    assert pay.attainment(Metric.CLOSE_RATE, person) == near(0.5)
    assert pay.attainment(Metric.OWN_REVENUE, person) == 0.0


# ---------------------------------------------------------------- what one more is worth


def reckoned(
    pay_weights, index=5, is_rep=True, settings_changes=None, group=GROUP, sight=1.0, **shape
):
    person = opened(is_rep, group, result_visibility=sight)
    pay.update_slopes(
        person, pay_weights, contract(**shape), is_rep, group, settings(**(settings_changes or {})),
        at(index),
    )  # fmt: skip
    return person


def test_plain_pay_is_worth_its_weight_over_what_it_stands_for():
    # half of pay varies, .8 of that with own revenue of 1,000; .2 with that of a team of five,
    # of which each sees 5^-.5; a euro of one's own is a fifth of what an average one brings in
    person = reckoned(weights(own_revenue=0.8, team_revenue=0.2))
    assert stake(person, Metric.OWN_REVENUE) == near(0.4)
    assert person["slope"][Metric.OWN_REVENUE] == near(0.4 / 1000.0)
    assert stake(person, Metric.TEAM_REVENUE) == near(0.1 / math.sqrt(5.0))
    assert person["slope"][Metric.TEAM_REVENUE] == near(0.1 / math.sqrt(5.0) / 1000.0)


@examples(st.floats(1, 50), st.floats(1, 50), shares)
def test_without_sight_a_shared_euro_is_worth_its_part_of_the_whole(reps, marketers, weight):
    # nobody sees the others: whoever brings a euro of `reps` x 1,000 is paid for just that euro
    for metric in (Metric.TEAM_REVENUE, Metric.SHARED_REVENUE):
        split = weights(**{METRICS[metric]: weight})
        person = reckoned(
            split, settings_changes={"visibility": 0.0}, group=(reps, marketers), sight=0.0
        )
        assert person["slope"].sum() == near(0.5 * weight / (1000.0 * reps))


@examples(st.floats(1, 50), st.floats(1, 50))
def test_with_full_sight_a_team_euro_is_worth_an_own_one_whatever_the_team(reps, marketers):
    # all of the free riding is taken off: each acts as if all the others did the same
    split = weights(team_revenue=1.0)
    person = reckoned(split, settings_changes={"free_riding": 1.0}, group=(reps, marketers))
    assert person["slope"].sum() == near(0.5 / 1000.0)


@examples(st.floats(1, 50), st.floats(1, 50), shares, shares)
def test_a_team_euro_is_worth_less_in_a_larger_team_and_more_the_more_is_seen(
    one, other, dim, clear
):
    few, many = sorted((one, other))
    low, high = sorted((dim, clear))
    worth = [
        reckoned(weights(team_revenue=1.0), group=(people, 1.0), sight=sight)["slope"].sum()
        for people, sight in ((many, low), (few, low), (few, high))
    ]
    assert worth[0] <= worth[1] * (1.0 + 1e-12)
    assert worth[1] <= worth[2] * (1.0 + 1e-12)


def test_one_rep_alone_is_paid_alike_for_own_and_for_team_revenue():
    own, team = (
        reckoned(weights(**{name: 1.0}), group=(1.0, 3.0))["slope"].sum()
        for name in ("own_revenue", "team_revenue")
    )
    assert own == near(team)


@pytest.mark.parametrize(
    ("is_rep", "group", "one"),
    [(False, GROUP, "shared_revenue"), (True, (1.0, 3.0), "own_revenue")],
)  # fmt: skip
def test_two_names_of_one_result_give_the_same_bytes(is_rep, group, one):
    found = [
        reckoned(weights(**{name: 1.0}), is_rep=is_rep, group=group, accelerator=2.0)
        for name in (one, "team_revenue")
    ]
    for column in ("slope", "price", "per_euro"):
        assert found[0][column].tobytes() == found[1][column].tobytes()


def test_a_reps_own_euros_that_can_be_taken_back_are_not_those_of_the_team():
    split = weights(own_revenue=0.5, team_revenue=0.5)
    person = reckoned(split, group=(1.0, 3.0), clawback=0.5)
    assert person["slope"][Metric.TEAM_REVENUE] == person["slope"][Metric.OWN_REVENUE] > 0.0


def test_who_is_counted_by_what_others_bring_is_unseen_by_the_logarithm_of_their_number():
    # half of it by the revenue of eight, of which half is seen; a quarter by that of five reps
    split = weights(shared_revenue=0.5, team_revenue=0.25, own_revenue=0.25)
    person = opened(result_visibility=0.5)
    pay.update_slopes(person, split, contract(split), True, GROUP, settings(), at(0))
    assert person["unseen"] == near(0.5 * (0.5 * math.log(8.0) + 0.25 * math.log(5.0)))
    for_itself = weights(lead_volume=1.0)
    pay.update_slopes(person, for_itself, contract(for_itself), True, GROUP, settings(), at(0))
    assert person["unseen"] == 0.0


def test_everybody_of_both_functions_dilutes_a_shared_result():
    person = reckoned(weights(shared_revenue=1.0))
    assert stake(person, Metric.SHARED_REVENUE) == near(0.5 / math.sqrt(8.0))


@pytest.mark.parametrize("metric", [Metric.CLOSE_RATE, Metric.MARGIN, Metric.RETENTION])
def test_a_rate_is_a_reps_own_and_a_pods_for_a_marketer(metric):
    # a rep sees all of it; a marketer, one of five reps and three marketers, 8^-.5
    split = weights(**{METRICS[metric]: 1.0})
    assert stake(reckoned(split), metric) == near(0.5)
    assert stake(reckoned(split, is_rep=False), metric, False) == near(0.5 / math.sqrt(8.0))


def test_a_teams_revenue_is_shared_with_its_reps_by_a_rep_and_with_all_by_a_marketer():
    split = weights(team_revenue=1.0)
    assert stake(reckoned(split), Metric.TEAM_REVENUE) == near(0.5 / math.sqrt(5.0))
    # a marketer's team is the pod: its euros count with those that marketing and sales share
    marketer, shared = reckoned(split, is_rep=False), Metric.SHARED_REVENUE
    assert stake(marketer, shared, False) == near(0.5 / math.sqrt(8.0))
    assert marketer["slope"][Metric.TEAM_REVENUE] == 0.0


def test_a_kink_is_worth_most_when_the_target_is_near():
    # in week 5 of 13 with pace 1: forecast 7/13, spread .5 sqrt(8/13)
    forecast, spread = 7.0 / 13.0, 0.5 * math.sqrt(8.0 / 13.0)
    person = reckoned(weights(own_revenue=1.0), accelerator=2.0, bonus=0.1)
    assert stake(person, Metric.OWN_REVENUE) == near(
        0.5 * expected_slope(forecast, spread, 2.0, 0.1, 1e6)
    )


@examples(some, some, shares)
def test_without_variable_pay_nothing_is_worth_anything(accelerator, bonus, share):
    split = weights(own_revenue=share, shared_revenue=1.0 - share)
    person = reckoned(split, variable_share=0.0, accelerator=accelerator, bonus=bonus)
    assert (person["slope"] == 0.0).all()
    assert person["per_euro"] == 0.0


@examples(shares, shares, st.sampled_from(METRICS), st.integers(0, 11))
def test_a_larger_variable_share_never_makes_a_result_matter_less(one, other, metric, index):
    low, high = sorted((one, other))
    worth = [
        reckoned(weights(**{metric: 1.0}), index, variable_share=share)["slope"].sum()
        for share in (low, high)
    ]
    assert worth[0] <= worth[1] + 1e-12


@examples(st.floats(0, 10))
def test_dislike_of_risk_never_raises_a_slope(aversion):
    plain = reckoned(weights(own_revenue=1.0))
    averse = reckoned(weights(own_revenue=1.0), settings_changes={"risk_aversion": aversion})
    assert 0.0 <= averse["slope"][Metric.OWN_REVENUE] <= plain["slope"][Metric.OWN_REVENUE]


def test_two_ways_of_seeing_each_show_their_share_of_what_is_hidden():
    # half is seen; tables show half of the rest, systems half of what is then left
    assert pay.combined_visibility(0.5, 0.5, 0.5) == near(0.875)
    assert pay.combined_visibility(0.5, 0.0, 0.0) == 0.5


def test_who_is_more_cautious_shies_more_from_noise():
    # stake .5, noise 1, aversion .4: a discount of .2, and of .4 for twice the caution
    slopes = []
    for caution in (0.0, 1.0):
        person = opened(caution=caution)
        person["noise"][:] = 1.0
        pay.update_slopes(
            person, weights(own_revenue=1.0), contract(weights(own_revenue=1.0)), True, GROUP,
            settings(risk_aversion=0.4), at(0),
        )  # fmt: skip
        slopes.append(person["slope"][METRICS.index("own_revenue")])
    assert slopes[1] / slopes[0] == near(0.6 / 0.8)
