import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import attribution
from sim.world.names import Outcome
from sim.world.vectors import NEVER, NOBODY
from tests.mechanisms.harness import at, given, hand_over, near, open_deal, rows, wired

shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "sourced": 0.8, "influenced": 0.3, "content_part": 0.2, "list_part": 0.1, "window": 26.0,
        "self_serving": 0.75,
    }  # fmt: skip
    return given(attribution.Attribution, **(plain | changes))


@examples(shares, shares)
def test_a_side_never_claims_less_than_it_thinks_it_is_due(part, least):
    assert attribution.claimed(part, least) >= part
    assert attribution.claimed(part, least) >= least
    assert attribution.claimed(part, 0.0) == part


def won(opened_by=NOBODY, earlier=None, index=40, **deal):
    """A deal won this week, opened by a call or a marketer's lead, perhaps after an earlier one."""
    world = wired(pods=1, reps=2, marketers=2)
    if earlier is not None:
        world.accounts["last_lead"] = hand_over(world, marketer=1, week=index - earlier)
    lead = hand_over(world, marketer=opened_by, week=index - 9)
    plain = {"outcome": Outcome.WON, "closed_week": index, "created_week": 30, "lead": lead,
             "list_value": 100.0, "net_value": 80.0}  # fmt: skip
    open_deal(world, **(plain | deal))
    return world


def credited(world, index=40, **changes):
    everybody = np.arange(1)
    attribution.clear_week(world.pods, world.reps, world.marketers, world.pairs)
    attribution.credit_all(
        everybody, world.accounts, world.opportunities, world.leads, settings(**changes), at(index)
    )
    attribution.sum_week(
        everybody, world.accounts, world.opportunities, world.leads, world.pods, world.reps,
        world.marketers, world.pairs, settings(**changes), at(index),
    )  # fmt: skip
    return world.opportunities[0]


@pytest.mark.parametrize(("people", "counted"), [(2, 0.0), (3, 1.0)])
def test_a_group_counts_as_engaged_with_more_than_two_people(people, counted):
    world = won(outcome=Outcome.OPEN, closed_week=NEVER)
    world.accounts["engaged"] = people
    credited(world)
    assert world.pods[0]["engaged"] == counted


def test_marketing_claims_what_its_lead_opened_and_sales_three_quarters_of_it_all():
    deal = credited(won(opened_by=0))
    assert (deal["credit_marketing"], deal["credit_sales"]) == (0.8, 0.75)


@pytest.mark.parametrize(
    ("touches", "on_list", "part"),
    [
        ({}, 0, 0.0),
        ({"earlier": 26}, 0, 0.3),
        ({"earlier": 27}, 0, 0.0),  # too long ago
        ({"used_content": 1}, 0, 0.2),
        ({}, 1, 0.1),
        ({"earlier": 5, "used_content": 1}, 1, 0.6),
    ],
)
def test_marketings_touches_add_up(touches, on_list, part):
    world = won(**touches)
    world.accounts["on_list"] = on_list
    deal = credited(world)
    assert deal["credit_marketing"] == near(part)
    assert deal["credit_sales"] == near(max(1.0 - part, 0.75))


def test_without_touches_worth_anything_marketing_claims_nothing():
    world = won(earlier=5, used_content=1)
    world.accounts["on_list"] = 1
    deal = credited(world, influenced=0.0, content_part=0.0, list_part=0.0)
    assert (deal["credit_marketing"], deal["credit_sales"]) == (0.0, 1.0)


def test_a_lost_deal_is_nobodys_merit():
    world = won(opened_by=0, outcome=Outcome.LOST_COMPETITOR, net_value=0.0)
    deal = credited(world)
    assert (deal["credit_marketing"], deal["credit_sales"]) == (0.0, 0.0)
    assert (world.pods[0]["closed"], world.pods[0]["wins"]) == (1.0, 0.0)
    assert world.reps[0]["closed_deals"] == 1.0


def test_a_win_is_summed_for_the_pod_the_rep_and_the_marketer():
    world = won(opened_by=1)
    credited(world)
    pod, rep = world.pods[0], world.reps[0]
    assert (pod["wins"], pod["bookings"], pod["list_bookings"]) == (1.0, 80.0, 100.0)
    assert (rep["won_deals"], rep["won_value"], rep["won_list"]) == (1.0, 80.0, 100.0)
    # marketing claims .8 of 80 for marketer 1
    assert world.marketers["won_value"].tolist() == near([0.0, 64.0])


@pytest.mark.parametrize(("earlier", "merit"), [(26, 0.3 + 0.2), (27, 0.0)])
def test_an_earlier_lead_is_its_marketers_merit_within_the_window(earlier, merit):
    # a call opened the deal; at 27 weeks content still earns marketing .2, but nobody in person
    world = won(earlier=earlier, used_content=1)
    credited(world)
    assert world.marketers["won_value"].tolist() == near([0.0, merit * 80.0])
    assert world.pairs["claims"].tolist() == near([0.0, max(merit + 0.75 - 1.0, 0.0), 0.0, 0.0])


def test_the_lead_that_opened_a_deal_counts_however_long_the_deal_took():
    world = won(opened_by=0)  # handed over nine weeks ago
    credited(world, window=5.0)
    assert world.marketers["won_value"].tolist() == near([64.0, 0.0])


def test_what_both_claim_strains_the_pair_that_claims_it():
    # .8 + .75 - 1 = .55, between rep 0 and marketer 1
    world = won(opened_by=1)
    credited(world)
    assert world.pairs["claims"].tolist() == near([0.0, 0.55, 0.0, 0.0])


def test_modest_claims_strain_nobody():
    world = won(opened_by=1)
    credited(world, self_serving=0.2)
    assert (world.pairs["claims"] == 0.0).all()


def test_a_deal_counts_in_its_week_only():
    world = won(opened_by=0)
    credited(world, index=41)
    assert world.pods[0]["wins"] == 0.0
    assert world.marketers["won_value"].sum() == 0.0


def test_new_pipeline_is_counted_when_it_is_opened():
    world = won(outcome=0, closed_week=NEVER, created_week=40)
    credited(world)
    assert world.pods[0]["pipeline"] == 100.0


def test_renewals_are_summed_by_pod_and_rep_at_what_was_paid_before():
    # the first contract went on at 110, the second was lost, the third is not due
    customers = rows(
        "customers", 3, account_id=0, pod=0, rep_id=[0, 0, 1], due=[1, 1, 0],
        due_value=[100.0, 50.0, 70.0], recurring_value=[110.0, 50.0, 70.0],
        churned_week=[NEVER, 7, NEVER],
    )  # fmt: skip
    world = wired(pods=1, marketers=1, reps=2)
    counters = rows("counters", 1, customers=3)
    attribution.sum_renewals(customers, counters, world.pods, world.reps)
    assert (world.pods[0]["due_value"], world.pods[0]["renewed_value"]) == (150.0, 100.0)
    assert world.reps["due_value"].tolist() == [150.0, 0.0]
    assert world.reps["renewed_value"].tolist() == [100.0, 0.0]
