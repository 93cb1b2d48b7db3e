"""Directions that theory leaves no doubt about: one setting each, moved on paired seeds."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sim.drivers.compiled import run
from sim.scenario import load_scenario
from sim.world.names import TASK_WORDS, Outcome
from sim.world.vectors import NEVER, NOBODY

CLEAR = 3.0
"""How many standard errors of its paired mean a difference must be away from nothing."""


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
    closed = deals[deals["outcome"] != Outcome.OPEN]
    return float((closed["outcome"] == Outcome.WON).mean())


def real_share(history):
    """Return the share of marketing's worked leads that opened a deal."""
    leads = history.raw("leads")
    worked = leads[(leads["marketer_id"] != NOBODY) & (leads["first_touch_week"] != NEVER)]
    return float((worked["opportunity_id"] != NOBODY).mean())


def promise_gap(history):
    """Return how far delivery fell short of what was promised, mean over new customers."""
    customers = history.raw("customers")
    new = customers[customers["opportunity_id"] != NOBODY]
    return float(np.nanmean(new["promise_gap"]))


def astray_share(history):
    """Return the share of marketing's qualified leads that nobody was ever handed."""
    leads = history.raw("leads")
    good = leads[(leads["marketer_id"] != NOBODY) & (leads["qualified_week"] != NEVER)]
    return float((good["handed_over_week"] == NEVER).mean())


def response_days(history):
    """Return the mean days until marketing's worked leads were touched."""
    leads = history.raw("leads")
    worked = leads[(leads["marketer_id"] != NOBODY) & (leads["first_touch_week"] != NEVER)]
    return float(worked["response_days"].mean())


def late_content_use(history):
    """Return the share of open deals in which content was used."""
    return late(history, "content_use")


def content_relevance(history):
    """Return how well assets fitted when last reviewed, mean over the second half of them."""
    relevance = history.raw("content")["relevance"]
    return float(relevance[len(relevance) // 2 :].mean())


def late_bar(history):
    """Return the bar for leads."""
    return late(history, "mql_threshold")


def satisfaction(history):
    """Return the satisfaction of new customers at their last review."""
    customers = history.raw("customers")
    return float(np.nanmean(customers["satisfaction"][customers["opportunity_id"] != NOBODY]))


def late_conflict(history):
    """Return strain between people, mean over pairs."""
    return late(history, "relationship_conflict")


def leads_sold_to(history):
    """Return how many of marketing's leads a rep worked on."""
    leads = history.raw("leads")
    return float(((leads["marketer_id"] != NOBODY) & (leads["hours_worked"] > 0.0)).sum())


def members_engaged(history):
    """Return the people worked on in a deal, mean over deals."""
    return float(history.raw("opportunities")["members_engaged"].mean())


def late_strain(history):
    """Return the strain between marketers and reps."""
    return late(history, "relationship_conflict")


def leads_in_all(history):
    """Return the number of responses, calls and finds."""
    return float(len(history.raw("leads")))


def discount(history):
    """Return the mean discount of won deals."""
    deals = history.raw("opportunities")
    return float(deals[deals["outcome"] == Outcome.WON]["discount"].mean())


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
    "where everybody knows who does what fewer leads get lost": Check(
        "handoff_rules.every", 0, 4, astray_share, -1,
        ("handoff.misrouted=0.8", "handoff.lost=1"), NULL,
    ),
    "leads that are promised a touch are touched sooner": Check(
        "lead_sla.share", 0, 1, response_days, -1,
    ),
    "where several of a group answered more are looking": Check(
        "qualification.people", 1, 3, real_share, 1,
        ("qualification.by=group", "qualification.hours=0", *PLENTY_OF_TIME,
         "scoring.default_threshold=-1"), NULL,
    ),
    "the more say sales has in the definition the higher the bar": Check(
        "unified_definition.sales_say", 0, 0.9, late_bar, 1, ("unified_definition.every=2",),
    ),
    "what is kept in order is used": Check(
        "content_access.level", 0, 1, late_content_use, 1, ("content.findability=0.1",),
    ),
    "what reps are trained on is used": Check(
        "content_training.every", 0, 1, late_content_use, 1,
        ("content_training.gain=2", "content_training.hours=0.5", "content_training.enough=0.5"),
        NULL,
    ),
    "what sales took part in making fits better": Check(
        "codesign.every", 0, 2, content_relevance, 1,
        ("trust.prior=0.9", "trust.half_life=1", "content.withdrawn=0"), NULL,
    ),
    "what delivery knows of promises disappoints less": Check(
        "handover.share", 0, 1, satisfaction, 1,
        ("closing.default_promise=0.3", "demand.entry_hazard=0.02"), NULL,
    ),
    "who meets the frame of each member wins more": Check(
        "framing.share", 0, 1, win_rate, 1,
        ("buying_group.frame_loss=0.4", "framing.success=1", "framing.hours=0.02",
         "framing.wrong_guess=0", "demand.entry_hazard=0.02"), NULL,
    ),
    "who talks money with the economic buyer wins more": Check(
        "literacy_training.every", 0, 2, win_rate, 1,
        ("buying_group.literacy_loss=1", "people.literacy=0", "people.persona_spread=0",
         "literacy_training.hours=0.5", "literacy_training.enough=0.5",
         "demand.entry_hazard=0.02"), NULL,
    ),
    "working sessions make people act on a better picture": Check(
        "meetings.every", 0, 1, late_operating_error, -1,
        ("knowledge.base_contact=0", "trust.prior=0.8", "knowledge.capability=1"), NULL,
    ),
    "evidence prepared beforehand makes people act on a better picture": Check(
        "exchange.preparation", 0, 6, late_operating_error, -1,
        ("exchange.every=1", "knowledge.capability=0.1", "trust.prior=0.8",
         "effort.marketer_week=60", "effort.rep_week=60"), NULL,
    ),
    "a liaison carries knowledge across": Check(
        "liaisons.number", 0, 1, late_operating_error, -1,
        ("knowledge.base_contact=0", "trust.prior=0.8", "people.rep_leaving=0",
         "people.marketer_leaving=0"), NULL,
    ),
    "marketers who meet buyers know them better": Check(
        "ride_alongs.every", 0, 1, late_survey_error, -1, ("market.sales_bias=0",), NULL,
    ),
    "deals taken apart tell marketers what buyers need": Check(
        "debriefs.share", 0, 1, late_survey_error, -1,
        ("debriefs.deals=won_and_lost", "trust.prior=0.8"), NULL,
    ),
    "experiments take leads that could have been sold to": Check(
        "battles.leads", 0, 50, leads_sold_to, -1, ("battles.every=1", *PLENTY_OF_TIME), NULL,
    ),
    "account programmes reach more of the people who must agree": Check(
        "joint_assignments.accounts", 0, 3, members_engaged, 1, (), NULL,
    ),
    "joint wins that are celebrated confirm what people expect of each other": Check(
        "celebrations.every", 0, 4, late_trust, 1,
        ("celebrations.hours=0.1", "trust.celebrated=5", "demand.entry_hazard=0.02"), NULL,
    ),
    "who has worked in the other craft takes disputes less personally": Check(
        "rotation.every", 0, 4, late_conflict, -1,
        ("rotation.hours=0.5", "rotation.schooling=1", "people.respect=0.1", "rotation.level=1",
         "conflict.respect=1"), NULL,
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
