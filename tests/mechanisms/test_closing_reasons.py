from sim.mechanisms import closing
from sim.world.names import Outcome, Reason
from tests.mechanisms.harness import at, given, rows


def noted(match, spread, outcome=Outcome.NO_DECISION, right=1.0, count=400):
    """Return the true and the recorded reasons of many lost deals."""
    deals = rows("opportunities", count, outcome=outcome, opportunity_id=list(range(count)))
    account = rows("accounts", 1, match=match, spread=spread)[0]
    for deal in deals:
        closing.note_reason(account, deal, given(closing.Closing, right_reason=right), at(5))
    return deals["reason_true"].tolist(), deals["reason_recorded"].tolist()


def test_a_group_at_odds_has_no_budget_and_else_price_counts_as_far_as_needs_are_met():
    # half has no budget; of the rest .7 price: .35, and .15 needs, within five standard errors
    true, _recorded = noted(0.7, 0.5)
    assert abs(true.count(Reason.NO_BUDGET) - 200) < 5.0 * 10.0
    assert abs(true.count(Reason.PRICE) - 140) < 5.0 * 9.6
    assert abs(true.count(Reason.NEEDS) - 60) < 5.0 * 7.2


def test_money_and_needs_are_drawn_apart():
    # were it one draw, a group with match .5 and spread .5 would never lose by price
    true, _recorded = noted(0.5, 0.5)
    assert abs(true.count(Reason.PRICE) - 100) < 5.0 * 8.7
    assert abs(true.count(Reason.NEEDS) - 100) < 5.0 * 8.7


def test_reasons_at_the_limits():
    assert set(noted(1.0, 0.0)[0]) == {Reason.PRICE}
    assert set(noted(0.0, 0.0)[0]) == {Reason.NEEDS}
    assert set(noted(1.0, 1.0)[0]) == {Reason.NO_BUDGET}
    assert set(noted(1.0, 1.0, Outcome.LOST_COMPETITOR)[0]) == {Reason.COMPETITOR}
    assert set(noted(0.0, 1.0, Outcome.LOST_COMPETITOR)[0]) == {Reason.RELATIONSHIP}


def test_a_crm_that_hears_the_truth_records_it():
    true, recorded = noted(0.7, 0.5)
    assert true == recorded


def test_a_crm_that_hears_no_truth_records_something_else():
    true, recorded = noted(0.0, 0.0, right=0.0, count=60)
    assert set(true) == {Reason.NEEDS}
    assert Reason.NEEDS not in recorded
    assert len(set(recorded)) > 2
