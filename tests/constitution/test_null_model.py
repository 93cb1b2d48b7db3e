"""With every choice that depends on pay frozen, pay is still counted and moves nothing else."""

import numpy as np
import pytest

from sim.drivers.compiled import run
from sim.history.history import TABLES
from tests.histories import FUNNEL_PRACTICES, columns, differing, small, steady

pytestmark = pytest.mark.compiled

PAY_ONLY = [
    "hybrid_pay",
    "shared_revenue",
    "retention_pool",
    "cmo_reports_to_cso_pay_only",
    "unified_cro_pay_only",
]
COUNTED = {"weekly.selling_cost", "weekly.gross_profit", "weekly.zero_sum", "hours.worth"}
"""Columns that state what pay is, what it costs, or what an hour of work brings of it."""


MANY_LEAVE = ("people.marketer_leaving=2", "people.rep_leaving=2", "people.pay_mood=5")
"""Otherwise hardly anybody leaves in a small world, over pay or not."""
EASY_TARGETS = ("pay.leads=10",)
"""Otherwise no marketer of a small world reaches a target, and bonus, slope and cap pay nothing."""


def frozen(name, *settings):
    return small(name, *MANY_LEAVE, *EASY_TARGETS, *settings, overlays=["null_model"])


def moved(one, other):
    """Return the columns in which two histories differ beyond pay itself."""
    found = set(differing(one, other)) - COUNTED
    return {name for name in found if not name.startswith("attainment.")}


@pytest.fixture(scope="module")
def baseline():
    return run(frozen("siloed_metrics"), 5)


@pytest.mark.parametrize("name", PAY_ONLY)
def test_frozen_choices_leave_pay_nothing_to_move(baseline, name):
    other = run(frozen(name), 5)
    assert moved(baseline, other) == set()
    assert "attainment.pay" in differing(baseline, other), "pay must still be counted"


@pytest.mark.parametrize("name", PAY_ONLY)
def test_practices_open_no_other_door_for_pay(name):
    with_practices = run(frozen("siloed_metrics", *FUNNEL_PRACTICES), 5)
    assert moved(with_practices, run(frozen(name, *FUNNEL_PRACTICES), 5)) == set()


@pytest.mark.parametrize("name", PAY_ONLY)
def test_free_choices_let_pay_move_the_company(name):
    free = moved(run(small("siloed_metrics"), 5), run(small(name), 5))
    assert {"weekly.bookings", "hours.hours", "weekly.leads"} <= free


@pytest.mark.parametrize("role", ["marketer", "rep"])
@pytest.mark.parametrize(
    ("shape", "value"),
    [("variable_share", 0.9), ("bonus", 1.0), ("accelerator", 3.0), ("cap", 1.0)],
)
def test_the_shape_of_pay_moves_nothing_either(baseline, role, shape, value):
    other = run(frozen("siloed_metrics", f"contracts.{role}.{shape}={value}"), 5)
    assert moved(baseline, other) == set()
    assert "attainment.pay" in differing(baseline, other)


def test_pay_is_paid_under_the_null_model(baseline):
    raw = baseline.raw("attainment")
    total = raw[raw["metric"] == raw["metric"].max()]
    assert len(total) > 20
    assert len(np.unique(total["pay"])) > 10
    assert total["pay"].min() > 0.0


def test_the_tables_compared_are_not_empty(baseline):
    assert [table for table in TABLES if len(baseline.raw(table)) == 0] == []
    assert len(list(columns(baseline))) > 100


CHOICES = {
    "threshold": "weekly.mql_threshold",
    "hours": "hours.hours",
    "triage": "leads.hours_worked",
    "discount": "opportunities.discount",
    "promise": "opportunities.promise",
    "timing": "opportunities.closed_week",
    "brand_share": "weekly.brand_share",
    "stay": "staff.left_week",
    "blame": "weekly.relationship_conflict",
}
"""The first column in which a choice shows that has become free."""


@pytest.mark.parametrize(("choice", "column"), CHOICES.items())
def test_each_choice_alone_moves_something_and_first_of_all_its_own(choice, column):
    settings = ("run.weeks=143", "market.accounts=400")
    null = run(steady("siloed_metrics", *settings, overlays=["null_model"]), 5)
    free = steady("siloed_metrics", *settings, f"choices.{choice}=free", overlays=["null_model"])
    assert column in differing(null, run(free, 5))
