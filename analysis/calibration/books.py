"""All tables of a firm together: opportunities, and leads and customers where there are any."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.calibration import customers as clients
from analysis.calibration import deals as offers
from analysis.calibration import heldout
from analysis.calibration import leads as inbox
from analysis.calibration.customers import CUSTOMER_SUMMARIES, Customers, customer_summaries
from analysis.calibration.deals import Deals, Floats
from analysis.calibration.leads import LEAD_SUMMARIES, Leads, lead_summaries
from analysis.calibration.summaries import SUMMARIES, summaries

if TYPE_CHECKING:
    from sim.history.history import History

MEANINGS = {**SUMMARIES, **LEAD_SUMMARIES, **CUSTOMER_SUMMARIES}
"""Every statistic of every table, with what it means."""


@dataclass(frozen=True)
class Books:
    """Tables over the same weeks, of a firm or of a run."""

    deals: Deals
    leads: Leads | None = None
    customers: Customers | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """Return the statistics that these tables say something of, in order."""
        told = list(SUMMARIES)
        if self.leads is not None:
            told += [key for key in LEAD_SUMMARIES if key in self.leads.told]
        if self.customers is not None:
            told += CUSTOMER_SUMMARIES
        return tuple(told)

    @property
    def has_lost(self) -> bool:
        """Return whether there are amounts of deals that were lost; many hold zero there."""
        return bool((self.deals.is_lost & ~np.isnan(self.deals.amount)).any())

    @property
    def shape(self) -> str:
        """Return what decides how a run is looked at, as a text."""
        leads = self.leads
        between = None if leads is None else (leads.first, leads.end)
        return f"{self.has_lost} {self.told} {between}"

    def statistics(self, told: tuple[str, ...]) -> Floats:
        """Return statistics in an order; see `told`."""
        found = dict(zip(SUMMARIES, summaries(self.deals).tolist(), strict=True))
        if self.leads is not None:
            found |= lead_summaries(self.leads)
        if self.customers is not None:
            found |= customer_summaries(self.customers)
        return np.array([found[key] for key in told], dtype=np.float64)

    def known_at(self, week: float) -> Books:
        """Return what these tables said at a week."""
        return Books(
            heldout.known_at(self.deals, week),
            None if self.leads is None else inbox.known_at(self.leads, week),
            None if self.customers is None else clients.known_at(self.customers, week),
        )

    def of_run(self, history: History) -> Books:
        """Return of a run what these tables show of a firm: the same tables, weeks and amounts."""
        return Books(
            self.deals_of(offers.of_run(history)),
            None if self.leads is None else self.leads_of(inbox.of_run(history)),
            None if self.customers is None else clients.of_run(history),
        )

    def deals_of(self, run: Deals) -> Deals:
        """Return the deals of a run, without amounts of those lost where these tables have none."""
        if self.has_lost:
            return run
        return replace(run, amount=np.where(run.is_lost, np.nan, run.amount))

    def leads_of(self, run: Leads) -> Leads:
        """Return the leads of a run in the weeks for which these tables know leads."""
        assert self.leads is not None
        return inbox.only(run, self.leads.first, self.leads.end)
