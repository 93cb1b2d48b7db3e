"""Customers who leave by constant odds survive geometrically."""

import numpy as np
import pytest

from sim.world.vectors import NEVER
from tests.theory.harness import SILENT, history, share_lies_at

pytestmark = pytest.mark.compiled
EVEN_HANDED = (
    *SILENT,
    "market.customers=1",
    "market.accounts=2400",
    "delivery.satisfaction_effect=0",
    "delivery.price_step=0",
    "delivery.expansion=0",
    "run.weeks=208",
)


@pytest.mark.parametrize(("odds", "stays"), [(0.25, 0.8), (1.0, 0.5)])
def test_survival_is_geometric(odds, stays):
    # everybody has one renewal in each of the four years; each keeps 1 / (1 + odds)
    customers = history(*EVEN_HANDED, f"delivery.churn_odds={odds}").raw("customers")
    assert len(customers) == 2400
    left = np.where(customers["churned_week"] == NEVER, 10**6, customers["churned_week"])
    for years in (1, 2, 3, 4):
        survivors = int((left >= 52 * years).sum())
        assert share_lies_at(survivors, 2400, stays**years), (years, survivors)


def test_without_odds_everybody_stays_and_pays_the_same():
    weekly = history(*EVEN_HANDED, "delivery.churn_odds=0").raw("weekly")
    assert (weekly["recurring_revenue"] == weekly["recurring_revenue"][0]).all()
    assert weekly["churned_revenue"].sum() == 0.0
