"""Two forms of what people mind of their pay: each metric for itself, or all of it."""

from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import pay
from sim.world.names import Metric, words
from sim.world.options import Risk
from tests.mechanisms.harness import at, near, rows
from tests.mechanisms.payroll import GROUP, contract, opened, settings, weights

ALONE = (1.0, 3.0)
"""One rep and three marketers in a pod."""


def risky(form, split, quarters, **changes):
    """Return somebody after quarters of revenue and of close rate, each 1 on target."""
    person, made = opened(), settings(form=form, risk_aversion=0.6, **changes)
    for revenue, leads in quarters:
        person["target"][Metric.OWN_REVENUE] = person["progress"][Metric.OWN_REVENUE] = 1000.0
        person["progress"][Metric.OWN_REVENUE] *= revenue
        person["target"][Metric.LEAD_VOLUME] = person["progress"][Metric.LEAD_VOLUME] = 54.0
        person["progress"][Metric.LEAD_VOLUME] *= leads
        pay.close_quarter(person, contract(split), True, GROUP, made)
    pay.update_slopes(person, split, contract(split), True, GROUP, made, at(0))
    return person


@examples(st.lists(st.floats(0, 2), min_size=1, max_size=6))
def test_who_is_paid_by_one_metric_minds_its_ups_and_downs_alike_in_both_forms(results):
    quarters = [(result, 1.0) for result in results]
    whole = weights(own_revenue=1.0)
    by_metric, in_total = (risky(form, whole, quarters) for form in words(Risk))
    assert in_total["slope"][Metric.OWN_REVENUE] == by_metric["slope"][Metric.OWN_REVENUE]


def test_a_metric_that_evens_pay_out_is_minded_less_in_total_and_one_that_goes_along_more():
    # memory .5: pace 1, then 1.25 and .75. Revenue is .5 above, then 1 − 1.25 .. and so on
    half = weights(own_revenue=0.5, lead_volume=0.5)
    along = risky("in_total", half, [(1.5, 1.5)])
    against = risky("in_total", half, [(1.5, 0.5)])
    # .25 + .5 (.5 × (.25 + .25) − .25), and without the product where the two cancel out
    assert along["noise"][Metric.OWN_REVENUE] == near(0.25)
    assert against["noise"][Metric.OWN_REVENUE] == near(0.125)
    for_itself = risky("by_metric", half, [(1.5, 0.5)])
    assert for_itself["noise"][Metric.OWN_REVENUE] == near(0.25)
    # factors 1 − .6 × .5 × noise in total, and 1 − .6 × .25 × noise by metric
    slopes = [each["slope"][Metric.OWN_REVENUE] for each in (along, against, for_itself)]
    assert slopes[0] / slopes[1] == near((1 - 0.3 * 0.25) / (1 - 0.3 * 0.125))
    assert slopes[2] / slopes[1] == near((1 - 0.15 * 0.25) / (1 - 0.3 * 0.125))


@examples(st.floats(0, 1), st.lists(st.floats(0, 2), min_size=1, max_size=4))
def test_two_names_of_one_result_are_one_result_to_who_minds_pay_in_total(share, results):
    """For the only rep of a pod the team's revenue is the rep's own."""
    made = settings(form="in_total", risk_aversion=0.6)
    euros = []
    for part in (share, 1.0):
        split = weights(own_revenue=part, team_revenue=1.0 - part)
        person = rows("reps", 1)[0]
        pay.open_books(person, True, ALONE, made)
        for result in results:
            for metric in (Metric.OWN_REVENUE, Metric.TEAM_REVENUE):
                person["progress"][metric] = 1000.0 * result
            pay.close_quarter(person, contract(split), True, ALONE, made)
        pay.update_slopes(person, split, contract(split), True, ALONE, made, at(0))
        euros.append(person["per_euro"])
    assert euros[0] == near(euros[1])
