"""The tables that are recorded while a run goes on: weeks, pairs, quarters of people, beliefs."""

from __future__ import annotations

import math

from sim.core.tables import Column as C
from sim.core.tables import Table
from sim.world.names import METRICS, SOURCES, STAFF_ROLES, TASK_WORDS
from sim.world.vectors import BY_METRIC, BY_SOURCE, BY_TASK

PAY_PARTS = (*METRICS, "base", "total")
WEEKLY = Table(
    "weekly",
    "one week of the firm",
    (
        C("week", "i4", "week", "record", "week, negative during burn-in"),
        C("quarter", "i4", "quarter", "record", "floor(week / 13)"),
        C("bookings", "f8", "EUR", "record", "list value of deals won"),
        C("bookings_net", "f8", "EUR", "record", "the same after discount"),
        C("recurring_revenue", "f8", "EUR/year", "record", "yearly value of live contracts"),
        C("churned_revenue", "f8", "EUR/year", "record", "yearly value of contracts that ended"),
        C(
            "gross_profit",
            "f8",
            "EUR",
            "record",
            "margin on the week's revenue less pay and budget",
        ),
        C("pipeline", "f8", "EUR", "record", "list value of open deals"),
        C("leads", "i8", "leads", "record", "responses, calls and finds"),
        C("mqls", "i8", "leads", "record", "leads marketing qualified"),
        C("accepted_leads", "i8", "leads", "record", "marketing's leads that reps accepted"),
        C("worked_leads", "i8", "leads", "record", "marketing's leads that reps worked"),
        C("wins", "i8", "deals", "record", "deals won"),
        C("losses", "i8", "deals", "record", "deals lost or without a decision"),
        C("brand_stock", "f8", "1", "record", "brand stock, mean over segments"),
        C("brand_share", "f8", "share", "record", "share of the budget that goes to brand"),
        C("mql_threshold", "f8", "1", "record", "lowest score handed over, mean over marketers"),
        C("relationship_conflict", "f8", "1", "record", "strain, mean over pairs"),
        C("task_conflict", "f8", "1", "record", "disagreement when they meet, mean over pairs"),
        C("trust_marketers_in_reps", "f8", "share", "record", "mean over pairs"),
        C("trust_reps_in_marketers", "f8", "share", "record", "mean over pairs"),
        C("hours_lost", "f8", "hours", "record", "hours lost to conflict, all people"),
        C("resignations", "i8", "people", "record", "people who left"),
        C("knowledge_error_marketing", "f8", "sd^2", "record", "mean squared error of marketing"),
        C("knowledge_error_sales", "f8", "sd^2", "record", "mean squared error of pooled sales"),
        C("knowledge_error_operating", "f8", "sd^2", "record", "mean squared error acted on"),
        C(
            "error_correlation",
            "f8",
            "1",
            "record",
            "correlation of the two sides' errors",
            blank=math.nan,
        ),
        C("content_use", "f8", "share", "record", "share of open deals in which an asset was used"),
        C("selling_cost", "f8", "EUR", "record", "pay and marketing budget of the week"),
        C(
            "list_share",
            "f8",
            "share",
            "record",
            "share of newcomers with the firm on their list",
            blank=math.nan,
        ),
        C("zero_sum", "f8", "share", "record", "how far one side's credit is the other's loss"),
        C("settled", "f8", "share", "record", "share of disputes settled by a common boss"),
        C("contested_events", "f8", "events", "record", "contested events, all pairs"),
        C("once_revenue", "f8", "EUR", "record", "what this week's wins pay once"),
    ),
    public=(
        "week",
        "quarter",
        "bookings",
        "bookings_net",
        "recurring_revenue",
        "churned_revenue",
        "gross_profit",
        "pipeline",
        "leads",
        "mqls",
        "accepted_leads",
        "worked_leads",
        "wins",
        "losses",
        "brand_stock",
        "brand_share",
        "mql_threshold",
        "relationship_conflict",
        "task_conflict",
        "trust_marketers_in_reps",
        "trust_reps_in_marketers",
        "hours_lost",
        "resignations",
        "knowledge_error_marketing",
        "knowledge_error_sales",
        "knowledge_error_operating",
        "error_correlation",
        "content_use",
        "selling_cost",
        "list_share",
        "zero_sum",
        "settled",
        "contested_events",
    ),
)
PAIR_LOG = Table(
    "pairs",
    "one pair in one week",
    (
        C("marketer_id", "i8", "id", "record", "the marketer's seat"),
        C("rep_id", "i8", "id", "record", "the rep's seat"),
        C("week", "i4", "week", "record", "week"),
        C("trust_marketer_in_rep", "f8", "share", "record", "marketer's trust in the rep"),
        C("trust_rep_in_marketer", "f8", "share", "record", "rep's trust in the marketer"),
        C("relationship_conflict", "f8", "1", "record", "strain between them"),
        C("contact_hours", "f8", "hours", "record", "hours together"),
        C("contested_events", "f8", "events", "record", "contested events"),
        C("joint_events", "f8", "events", "record", "wins both worked for"),
    ),
)

PERSON_LOG = Table(
    "people",
    "one seat in one quarter",
    (
        C("person_id", "i8", "id", "record", "holder at the end of the quarter"),
        C("role", "i4", "role", "record", "marketer or rep", STAFF_ROLES),
        C("quarter", "i4", "quarter", "record", "quarter"),
        C("weights", BY_METRIC, "share", "record", "pay weights"),
        C("goal", BY_METRIC, "metric", "record", "targets"),
        C("result", BY_METRIC, "metric", "record", "results"),
        C("earned", BY_METRIC, "1", "record", "pay over on-target pay that each metric brought"),
        C("paid", "f8", "1", "record", "pay over on-target pay"),
        C("hours", BY_TASK, "hours", "record", "hours by task"),
        C("worth", BY_TASK, "1/hour", "record", "pay an hour is thought to bring", low=-math.inf),
        C("practised", "f8", "hours", "record", "hours of practices"),
        C("lost", "f8", "hours", "record", "hours lost to conflict"),
        C("vacant", "f8", "hours", "record", "hours the seat was vacant"),
    ),
)

BELIEF_LOG = Table(
    "belief_log",
    "one rep in one quarter",
    (
        C(
            "believed",
            BY_SOURCE,
            "share",
            "record",
            "chance believed, by source",
            blank=math.nan,
        ),
        C("followed", BY_SOURCE, "leads", "record", "follow-ups, by source"),
        C("won", BY_SOURCE, "leads", "record", "follow-ups that became deals, by source"),
    ),
)

ATTAINMENT = Table(
    "attainment",
    "one metric of one person in one full quarter, then `base` pay, and their sum as `total`",
    (
        C("person_id", "i8", "id", "record", "role, seat and n-th holder"),
        C("quarter", "i4", "quarter", "record", "quarter"),
        C("metric", "i4", "metric", "record", "metric, base or total", PAY_PARTS),
        C("weight", "f8", "share", "record", "weight in variable pay; empty for base"),
        C("target", "f8", "metric", "record", "target; empty for base"),
        C("result", "f8", "metric", "record", "result; empty for base"),
        C(
            "pay",
            "f8",
            "1",
            "record",
            "pay over on-target pay; what a metric brought with bonus, accelerator and cap",
        ),
    ),
)

HOURS = Table(
    "hours",
    "hours of one person on one task in one quarter",
    (
        C("person_id", "i8", "id", "record", "role, seat and n-th holder"),
        C("quarter", "i4", "quarter", "record", "quarter"),
        C("task", "i4", "task", "record", "task, slack and vacancy included", TASK_WORDS),
        C("hours", "f8", "hours", "record", "hours in the quarter"),
        C(
            "worth",
            "f8",
            "1/hour",
            "record",
            "share of a quarter's pay that an hour of it is thought to bring; empty for the rest",
            blank=math.nan,
            low=-math.inf,
        ),
    ),
)

BELIEFS = Table(
    "beliefs",
    "what one rep believes of one source at the end of a quarter",
    (
        C("rep_id", "i8", "id", "record", "sales seat"),
        C("quarter", "i4", "quarter", "record", "quarter"),
        C("source", "i4", "source", "record", "source", SOURCES),
        C("believed", "f8", "share", "record", "chance that a follow-up opens a deal"),
        C("followed_up", "f8", "leads", "record", "own follow-ups, fading"),
        C("won", "f8", "leads", "record", "of these that opened a deal, fading"),
    ),
)
