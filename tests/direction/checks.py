"""Directions that theory leaves no doubt about: one setting each, moved on paired seeds."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.driver import run
from sim.scenario import load_scenario
from sim.world import NEVER, OPEN, TASK_WORDS, WON

CLEAR = 3.0
"""How many standard errors of its paired mean a difference must be away from nothing."""
NOBODY = -1


@dataclass(frozen=True)
class Check:
    """A setting and what must follow when it is raised from `low` to `high`.

    Attributes:
        key: the setting.
        low, high: its two values.
        measure: from a history to a number.
        sign: 1 if the number must rise, -1 if it must fall.
        settings: what else is set, alike on both sides.
        overlays: such as the null model, where choices would only add noise.
    """

    key: str
    low: float
    high: float
    measure: Callable
    sign: int
    settings: tuple[str, ...] = ()
    overlays: tuple[str, ...] = ()

    def differences(self, seeds, *world):
        """Return, seed by seed, how far the number moves."""
        one, other = (
            load_scenario(
                "siloed_metrics", "mid_market", self.overlays,
                ["run.before=same", *world, *self.settings, f"{self.key}={value}"],
            )
            for value in (self.low, self.high)
        )  # fmt: skip
        return [self.measure(run(other, seed)) - self.measure(run(one, seed)) for seed in seeds]

    def holds(self, seeds, *world):
        """Return whether the number moves as theory says, clearly beyond chance."""
        moved = self.sign * np.array(self.differences(seeds, *world))
        error = float(moved.std(ddof=1)) / math.sqrt(len(moved))
        return bool(moved.mean() > CLEAR * error and moved.mean() > 0.0)


def late(history, column):
    """Return the mean of a weekly column over the second half of a run."""
    weeks = history.raw("weekly")[column]
    return float(np.nanmean(weeks[len(weeks) // 2 :]))


def late_list_share(history):
    """Return the share of newcomers with the firm on their list."""
    return late(history, "list_share")


def late_recurring_revenue(history):
    """Return recurring revenue."""
    return late(history, "recurring_revenue")


def late_operating_error(history):
    """Return the mean squared error of what people act on."""
    return late(history, "knowledge_error_operating")


def late_survey_error(history):
    """Return the mean squared error of marketing's own view."""
    return late(history, "knowledge_error_marketing")


def late_brand_share(history):
    """Return the part of the budget that goes to brand."""
    return late(history, "brand_share")


def late_trust(history):
    """Return reps' trust in marketers."""
    return late(history, "trust_reps_in_marketers")


def win_rate(history):
    """Return wins over closed deals."""
    deals = history.raw("opportunities")
    closed = deals[deals["outcome"] != OPEN]
    return float((closed["outcome"] == WON).mean())


def real_share(history):
    """Return the share of marketing's worked leads that opened a deal."""
    leads = history.raw("leads")
    worked = leads[(leads["marketer_id"] != NOBODY) & (leads["first_touch_week"] != NEVER)]
    return float((worked["opportunity_id"] != NOBODY).mean())


def promise_gap(history):
    """Return how far delivery fell short of what was promised, mean over new customers."""
    customers = history.raw("customers")
    new = customers[customers["opportunity_id"] != NOBODY]
    return float(new["promise_gap"].mean())


def late_strain(history):
    """Return the strain between marketers and reps."""
    return late(history, "relationship_conflict")


def leads_in_all(history):
    """Return the number of responses, calls and finds."""
    return float(len(history.raw("leads")))


def discount(history):
    """Return the mean discount of won deals."""
    deals = history.raw("opportunities")
    return float(deals[deals["outcome"] == WON]["discount"].mean())


def vacant_hours(history):
    """Return the hours of empty seats."""
    hours = history.raw("hours")
    return float(hours[hours["task"] == TASK_WORDS.index("vacancy")]["hours"].sum())


NULL = ("null_model",)
NOBODY_SETTLES = tuple(
    f"organisation.dispute_hours.{leader}=0" for leader in ("cmo", "cso", "cro", "ceo")
)
PLENTY_OF_TIME = ("triage.lead_hours=0.1", "triage.refusal=0")
BUSY_MARKET = ("demand.entry_hazard=0.05", "demand.patience=10")

CHECKS = {
    "more money for brand puts the firm on more lists": Check(
        "planning.brand_share", 0.05, 0.7, late_list_share, 1,
        (*BUSY_MARKET, "brand.decay=0.05", "brand.growth=0.5", "demand.list_brand=0.8"),
    ),
    "competitors win deals": Check(
        "market.rival_present", 0.05, 0.95, win_rate, -1,
        ("demand.entry_hazard=0.02", "buying_group.rival=0.08"), NULL,
    ),
    "larger groups say yes more rarely": Check(
        "market.members", 2, 10, win_rate, -1,
        ("demand.entry_hazard=0.02", "market.members_power=0"), NULL,
    ),
    "a noisier score hands over fewer real buyers": Check(
        "scoring.noise", 0.05, 1.5, real_share, -1,
        (*PLENTY_OF_TIME, "scoring.default_threshold=0.5", "scoring.late=0.3"), NULL,
    ),
    "leads that arrive late have cooled": Check(
        "handoff.delay", 0, 4, real_share, -1,
        (*PLENTY_OF_TIME, "triage.stale=0.1", "triage.cooling=7", "demand.entry_hazard=0.05"), NULL,
    ),
    "who looks further ahead pays more for brand": Check(
        "organisation.horizon.cmo", 20, 156, late_brand_share, 1, ("planning.noise=0.5",),
    ),
    "customers who leave take their revenue along": Check(
        "delivery.churn_odds", 0.02, 0.6, late_recurring_revenue, -1,
        ("market.customers=0.5",), NULL,
    ),
    "an exchange that works makes people act on a better picture": Check(
        "knowledge.capability", 0, 1, late_operating_error, -1,
        ("knowledge.base_contact=2", "trust.prior=0.8"), NULL,
    ),
    "what moves fast is known badly by those who hear of it late": Check(
        "needs.drift", 0.02, 0.4, late_survey_error, 1,
        ("needs.shock_hazard=0", "knowledge.lag=12"), NULL,
    ),
    "claims that do not hold cost trust": Check(
        "scoring.exaggeration", 1, 8, late_trust, -1, (*PLENTY_OF_TIME, "trust.loss=0.1"), NULL,
    ),
    "what is promised beyond the match is missed at delivery": Check(
        "closing.default_promise", 0, 0.3, promise_gap, 1, ("demand.entry_hazard=0.02",), NULL,
    ),
    "league tables heat what is contested": Check(
        "leadership.league_tables", 0, 1, late_strain, 1,
        ("leadership.tension=stoked", "leadership.table_hours=0", *NOBODY_SETTLES), NULL,
    ),
    "doors that open longer leave less strain": Check(
        "leadership.closed_hours", 0, 20, late_strain, -1,
        ("leadership.tension=closed_doors", *NOBODY_SETTLES), NULL,
    ),
    "who owns future quarters saves brand from who does not": Check(
        "organisation.protected", 0, 1, late_brand_share, 1,
        ("organisation.budget_owner=cso", "organisation.future_owner=cmo",
         "organisation.horizon.cmo=156", "planning.noise=0.5"),
    ),
    "a choosy firm has emptier seats": Check("people.hire_talent", 0, 2, vacant_hours, 1, (), NULL),
    "a joint system shows needs sooner": Check(
        "shared_systems.share", 0, 1, late_survey_error, -1,
        ("needs.drift=0.3", "needs.shock_hazard=0", "knowledge.lag=20", "shared_systems.hours=0.01",
         "shared_systems.speed=1"), NULL,
    ),
    "marketing that plans along meets launches on their theme": Check(
        "joint_planning.every", 0, 13, leads_in_all, 1,
        ("launches.every=13", "launches.gain=1", "launches.loss=0.6", "joint_planning.hours=0.1"),
        NULL,
    ),
    "what marketing does not allow is discounted less": Check(
        "pricing.allowed", 0, 0.4, discount, 1,
        ("pricing.owner=marketing", "pricing.exception_hours=0"),
    ),
    "promotions bring responses": Check(
        "pricing.promotion_lift", 0, 2, leads_in_all, 1, ("pricing.promotion_every=8",), NULL,
    ),
    "promotions cost brand": Check(
        "pricing.promotion_share", 0, 0.9, late_list_share, -1,
        (*BUSY_MARKET, "pricing.promotion_every=8", "pricing.promotion_depth=0", "brand.decay=0.05",
         "brand.growth=0.5", "demand.list_brand=0.8", "planning.brand_share=0.6"),
    ),
    "features that are built late are missed at delivery": Check(
        "roadmap.capacity", 0.5, 40, promise_gap, -1,
        ("roadmap.owner=sales", "roadmap.request=0.5", "roadmap.market_fit=0",
         "roadmap.request_hours=0", "demand.entry_hazard=0.02"), NULL,
    ),
}  # fmt: skip
