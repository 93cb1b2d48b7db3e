"""Every block of a scenario: the rooms, and what the firm and the market are like."""

from __future__ import annotations

from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share, Weeks
from sim.mechanisms.attribution import Attribution
from sim.mechanisms.battles import Battles
from sim.mechanisms.brand import Brand
from sim.mechanisms.buying_group import BuyingGroup
from sim.mechanisms.calendar import Calendar
from sim.mechanisms.campaigns import Campaigns
from sim.mechanisms.celebrations import Celebrations
from sim.mechanisms.closing import Closing
from sim.mechanisms.codesign import Codesign
from sim.mechanisms.colocation import Colocation
from sim.mechanisms.conflict import Conflict
from sim.mechanisms.content import Content
from sim.mechanisms.content_access import ContentAccess
from sim.mechanisms.content_training import ContentTraining
from sim.mechanisms.debriefs import Debriefs
from sim.mechanisms.delivery import Delivery
from sim.mechanisms.demand import Demand
from sim.mechanisms.effort import Effort
from sim.mechanisms.exchange import Exchange
from sim.mechanisms.feedback import Feedback
from sim.mechanisms.framing import Framing
from sim.mechanisms.handoff import Handoff
from sim.mechanisms.handoff_rules import HandoffRules
from sim.mechanisms.handover import Handover
from sim.mechanisms.joint_assignments import JointAssignments
from sim.mechanisms.joint_planning import JointPlanning
from sim.mechanisms.knowledge import Knowledge
from sim.mechanisms.launches import Launches
from sim.mechanisms.lead_sla import LeadSla
from sim.mechanisms.leadership import Leadership
from sim.mechanisms.ledger import Ledger
from sim.mechanisms.liaisons import Liaisons
from sim.mechanisms.literacy_training import LiteracyTraining
from sim.mechanisms.meetings import Meetings
from sim.mechanisms.needs import Needs
from sim.mechanisms.pay import Contract, Pay
from sim.mechanisms.people import People
from sim.mechanisms.pipeline import Pipeline
from sim.mechanisms.planning import Planning
from sim.mechanisms.pricing import Pricing
from sim.mechanisms.qualification import Qualification
from sim.mechanisms.ride_alongs import RideAlongs
from sim.mechanisms.roadmap import Roadmap
from sim.mechanisms.rotation import Rotation
from sim.mechanisms.scoring import Scoring
from sim.mechanisms.shared_systems import SharedSystems
from sim.mechanisms.succession import Succession
from sim.mechanisms.triage import Triage
from sim.mechanisms.trust import Trust
from sim.mechanisms.unified_definition import UnifiedDefinition
from sim.mechanisms.word_of_mouth import WordOfMouth
from sim.names import BOSSES, CONTRACT_ROLES, LEADER_NAMES, METRICS, Choice, words

FREE_OR_FROZEN = words(Choice)


class Organisation(Block):
    """Reporting lines, authority, horizons."""

    marketers_report_to: str = param(
        "cmo", choices=BOSSES, source="model 4", meaning="boss of the marketers"
    )
    reps_report_to: str = param("cso", choices=BOSSES, source="model 4", meaning="boss of the reps")
    cmo_reports_to: str = param("ceo", choices=BOSSES, source="model 4", meaning="boss of the CMO")
    cso_reports_to: str = param("ceo", choices=BOSSES, source="model 4", meaning="boss of the CSO")
    cro_reports_to: str = param("ceo", choices=BOSSES, source="model 4", meaning="boss of the CRO")
    budget_owner: str = param(
        "cmo", choices=LEADER_NAMES, source="model 4", meaning="leader who splits the budget"
    )
    horizon: Weeks = param(
        (52.0, 13.0, 39.0, 52.0), 1, 520, unit="weeks", labels=LEADER_NAMES, source="model 6",
        meaning="how far ahead each leader plans",
    )  # fmt: skip
    dispute_hours: Hours = param(
        (0.0, 4.0, 4.0, 1.0), 0, 60, unit="hours", labels=LEADER_NAMES, source="assumption 68",
        meaning="weekly hours each leader sets aside for disputes between the functions",
    )  # fmt: skip
    background: Number = param(
        (0.0, 0.0, 0.0, 0.0), -1, 1, labels=LEADER_NAMES, source="claims C04; assumption 114",
        meaning="where each leader grew up: -1 in sales, 0 in both, 1 in marketing",
    )  # fmt: skip
    future_owner: str = param(
        "nobody", choices=BOSSES, source="claims C22",
        meaning="leader who owns future quarters and plans brand for them",
    )  # fmt: skip
    protected: Share = param(
        0.8, 0, 1, source="claims C22; assumption 115", sweep=(0.3, 1.0),
        meaning="part of the brand share planned for future quarters that nobody may cut",
    )  # fmt: skip
    week: Hours = param(
        40.0, 1, 100, unit="hours", source="assumption 68", meaning="working week of a leader"
    )
    team: Number = param(
        4.0, 1, 100, unit="people", source="assumption 58",
        meaning="people of one function below a leader who count towards the span",
    )  # fmt: skip


class Information(Block):
    """Whose evidence a boss carries over; gated by attention and by trust."""

    sales_evidence_in_marketing: Share = param(
        0.0, 0, 1, source="model 6", sweep=(0.0, 0.6),
        meaning="weight of sales' view in messages that marketing's bosses ask for",
    )  # fmt: skip
    marketing_evidence_in_sales: Share = param(
        0.0, 0, 1, source="model 6", sweep=(0.0, 0.6),
        meaning="weight of marketing's view in pitches that sales' boss asks for",
    )  # fmt: skip


class Choices(Block):
    """Which choices people make by themselves, and which are frozen at their defaults."""

    threshold: str = param(
        "free",
        choices=FREE_OR_FROZEN,
        source="model 1.5",
        meaning="marketing's bar for leads; with feedback its channels",
    )
    hours: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="how people split their week"
    )
    triage: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="which lead, which deal first"
    )
    discount: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="discounts at closing"
    )
    promise: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="promises at closing"
    )
    timing: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="asking now or waiting"
    )
    brand_share: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="the split of the budget"
    )
    stay: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5", meaning="whether pay moves morale"
    )
    blame: str = param(
        "free", choices=FREE_OR_FROZEN, source="model 1.5",
        meaning="whether pay makes disputes zero-sum and missed targets a grievance",
    )  # fmt: skip


class Market(Block):
    """How many there are, and what accounts are like at the start."""

    accounts: Number = param(
        2400, 10, 5_000_000, unit="accounts", source="B1 accounts (fast)", integer=True,
        market=True, meaning="accounts in the market area",
    )  # fmt: skip
    pods: Number = param(
        1, 1, 100_000, unit="pods", source="model 2", integer=True, market=True,
        meaning="teams of marketers and reps, each with its own accounts",
    )  # fmt: skip
    reps: Number = param(
        5, 1, 200, unit="people", source="B1 flow balance", integer=True, market=True,
        meaning="reps in a pod",
    )  # fmt: skip
    marketers: Number = param(
        3, 1, 200, unit="people", source="B1 flow balance", integer=True, market=True,
        meaning="marketers in a pod",
    )  # fmt: skip
    members: Number = param(
        6.5, 1, 13, unit="people", source="B1 group size", sweep=(2.0, 11.0), market=True,
        meaning="mean size of a buying group (1 to 13)",
    )  # fmt: skip
    members_power: Number = param(
        0.2, 0, 2, source="P6 (win rate falls weakly with size); assumption 75", sweep=(0.0, 0.5),
        market=True, meaning="growth of the group with the list value over its segment's median",
    )  # fmt: skip
    value_spread: Number = param(
        1.2, 0, 3, unit="sd of ln", source="B1 list value sigma", sweep=(0.9, 1.4), market=True,
        meaning="spread of list values over accounts",
    )  # fmt: skip
    rival_present: Share = param(
        0.35, 0, 1, source="B1 competitor present", sweep=(0.2, 0.7), market=True,
        meaning="share of accounts in which a competitor sits",
    )  # fmt: skip
    offset_spread: Number = param(
        0.5, 0, 3, unit="sd", source="trial: .5 is right", sweep=(0.3, 0.8), market=True,
        meaning="spread of an account's needs around those of its segment",
    )  # fmt: skip
    fit_sharpness: Number = param(
        2.5, 0, 20, source="trial: fit N(.5, .22); assumption 69", market=True,
        meaning="how fast fit falls with the mean squared offset of needs",
    )  # fmt: skip
    opportunity_minded: Share = param(
        0.5, 0, 1, source="claims C27; assumption 66", market=True,
        meaning="share of members moved by opportunities rather than problems",
    )  # fmt: skip
    customers: Share = param(
        0.04, 0, 1, source="assumption 70", market=True,
        meaning="share of accounts that are customers at the start",
    )  # fmt: skip
    brand_stock: Number = param(
        3.2, 0, 100, source="trial: brand stock about 3.2", market=True,
        meaning="brand stock at the start",
    )  # fmt: skip
    sales_bias: Number = param(
        0.4, 0, 3, unit="sd", source="B4 common selection bias of sales", sweep=(0.0, 0.8),
        market=True, meaning="bias shared by all reps' conversations",
    )  # fmt: skip
    marketing_bias: Number = param(
        0.4, 0, 3, unit="sd", source="B4; assumption 71", sweep=(0.0, 0.8), market=True,
        meaning="bias of marketing's surveys",
    )  # fmt: skip
    margin: Share = param(
        0.8, 0, 1, source="assumption 72", market=True,
        meaning="gross margin on revenue",
    )  # fmt: skip
    pay_level: Number = param(
        90000, 1, 1e7, unit="EUR/year", source="assumption 73", market=True,
        meaning="on-target pay of one person",
    )  # fmt: skip


class Segment(Block):
    """One segment of the market; an entry of `market.segments`."""

    share: Share = param(
        0.34, 0, 1, source="B1 segments", meaning="share of the accounts", market=True
    )
    list_value: Number = param(
        25000.0, 1, 1e9, unit="EUR/year", source="B1 list value, lognormal median", market=True,
        meaning="median yearly list value of a first deal",
    )  # fmt: skip


SEGMENT = Segment
BLOCKS: dict[str, type[Block]] = {
    "organisation": Organisation,
    "information": Information,
    "choices": Choices,
    "market": Market,
    "needs": Needs,
    "demand": Demand,
    "brand": Brand,
    "campaigns": Campaigns,
    "scoring": Scoring,
    "handoff": Handoff,
    "triage": Triage,
    "pipeline": Pipeline,
    "effort": Effort,
    "buying_group": BuyingGroup,
    "content": Content,
    "closing": Closing,
    "delivery": Delivery,
    "word_of_mouth": WordOfMouth,
    "knowledge": Knowledge,
    "attribution": Attribution,
    "pay": Pay,
    "conflict": Conflict,
    "trust": Trust,
    "leadership": Leadership,
    "ledger": Ledger,
    "planning": Planning,
    "people": People,
    "calendar": Calendar,
    "unified_definition": UnifiedDefinition,
    "qualification": Qualification,
    "lead_sla": LeadSla,
    "feedback": Feedback,
    "codesign": Codesign,
    "content_access": ContentAccess,
    "content_training": ContentTraining,
    "framing": Framing,
    "literacy_training": LiteracyTraining,
    "handover": Handover,
    "handoff_rules": HandoffRules,
    "meetings": Meetings,
    "exchange": Exchange,
    "battles": Battles,
    "debriefs": Debriefs,
    "ride_alongs": RideAlongs,
    "liaisons": Liaisons,
    "colocation": Colocation,
    "joint_assignments": JointAssignments,
    "celebrations": Celebrations,
    "rotation": Rotation,
    "succession": Succession,
    "shared_systems": SharedSystems,
    "launches": Launches,
    "joint_planning": JointPlanning,
    "pricing": Pricing,
    "roadmap": Roadmap,
}
CONTRACT = Contract
__all__ = ["BLOCKS", "CONTRACT", "CONTRACT_ROLES", "LEADER_NAMES", "METRICS", "SEGMENT"]
