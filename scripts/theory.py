"""The signs on which theory and field studies agree, and the firms in which they are looked for."""

from __future__ import annotations

import math
from dataclasses import dataclass

Settings = tuple[str, ...]

VOLUME: Settings = ("contracts.marketer.lead_volume=1", "contracts.marketer.brand_index=0")
MIXED: Settings = (
    "contracts.marketer.lead_volume=0", "contracts.marketer.brand_index=0.1",
    "contracts.marketer.qualified_leads=0.5", "contracts.marketer.shared_revenue=0.4",
)  # fmt: skip
SHARED: Settings = (
    "contracts.marketer.lead_volume=0", "contracts.marketer.brand_index=0",
    "contracts.marketer.shared_revenue=1",
)  # fmt: skip
OWN: Settings = ("contracts.rep.own_revenue=1", "contracts.rep.close_rate=0")
REP_SHARE: Settings = (
    "contracts.rep.own_revenue=0.3", "contracts.rep.close_rate=0",
    "contracts.rep.shared_revenue=0.7",
)  # fmt: skip
FEW: Settings = ("market.reps=3", "market.marketers=2", "market.accounts=1440")
MANY: Settings = ("market.reps=9", "market.marketers=6", "market.accounts=4320")


@dataclass(frozen=True)
class Elasticity:
    """By how many per cent bookings grow when something grows by one per cent."""

    words: str
    key: str
    source: str
    low: float
    high: float


@dataclass(frozen=True)
class Gain:
    """What `after` gains on `before` in a measure, in per cent, and how that moves.

    With `where` the gain in the second place less that in the first; with `beside` the sum of the
    gains in both measures; `sign` is what theory says.
    """

    words: str
    source: str
    measure: str
    sign: int
    before: Settings
    after: Settings
    where: tuple[Settings, Settings] | None = None
    market: str = "mid_market"
    small: float = math.inf
    beside: str = ""

    @property
    def measures(self) -> tuple[str, ...]:
        """What is measured."""
        return (self.measure, self.beside) if self.beside else (self.measure,)


ELASTICITIES = (
    Elasticity(
        "the chance that an account begins to look", "demand.entry_hazard", "assumed", 0.3, 0.6
    ),
    Elasticity("hours of reps", "effort.rep_week", "Albers, Mantrala & Sridhar 2010", 0.25, 0.6),
)
GAINS = (
    Gain("shared pay of reps loses ground as five who share become fifteen", "Holmström 1982",
         "bookings_net_y3", -1, OWN, REP_SHARE, (FEW, MANY)),
    Gain("marketers on leads alone lose to hybrid pay as leads get harder to see",
         "Rubel et al. 2019", "gross_profit_y3", 1, VOLUME, MIXED,
         (("scoring.noise=0.15",), ("scoring.noise=0.6",))),
    Gain("volume pay of marketers hurts more where reps are scarce", "Smith et al. 2006",
         "gross_profit_y3", -1, MIXED, VOLUME, (("market.reps=8",), ("market.reps=3",))),
    Gain("leads pay gains on shared revenue as people get risk-averse",
         "Banerjee & Bhardwaj 2019", "gross_profit_y3", 1, SHARED, VOLUME,
         (("pay.risk_aversion=0",), ("pay.risk_aversion=2",))),
    Gain("what sales sees, in marketing, gains with the drift of needs", "theory",
         "gross_profit_y3", 1, ("information.sales_evidence_in_marketing=0",),
         ("information.sales_evidence_in_marketing=0.5",),
         (("needs.drift=0.02",), ("needs.drift=0.2",))),
    Gain("shared reward lifts joint hours more than it lowers conflict where few leads flow",
         "theory", "joint_hours", 1, OWN, REP_SHARE + SHARED, market="enterprise",
         beside="relationship_conflict"),
    Gain("working meetings lower conflict", "field studies", "relationship_conflict", -1, (),
         ("meetings.every=2", "meetings.agenda=working")),
    Gain("project teams lower conflict", "field studies", "relationship_conflict", -1, (),
         ("joint_assignments.accounts=5",)),
    Gain("rotation lowers conflict", "field studies", "relationship_conflict", -1, (),
         ("rotation.every=52",)),
    Gain("one unit lowers conflict", "field studies", "relationship_conflict", -1, (),
         ("organisation.cmo_reports_to=cro", "organisation.cso_reports_to=cro")),
    Gain("colocation hardly moves it", "field studies", "relationship_conflict", 0, (),
         ("colocation.seating=together",), small=5.0),
    Gain("colocation hardly moves it, in enterprise", "field studies", "relationship_conflict", 0,
         (), ("colocation.seating=together",), market="enterprise", small=5.0),
    Gain("a more accelerated plan bunches more than a linear one", "Larkin 2014",
         "quarter_end_ratio", 1, ("contracts.rep.accelerator=1", "contracts.rep.bonus=0"),
         ("contracts.rep.accelerator=2.5", "contracts.rep.bonus=0")),
)  # fmt: skip
