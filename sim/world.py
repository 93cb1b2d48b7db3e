"""THE DATA DICTIONARY: every table and column, with unit, meaning and sole writer.

A row of state belongs to one entity. One room writes a column; every other room only reads it.
Tables with public columns become result files under the same names.
"""

from __future__ import annotations

import math
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np

from sim.core.compiled import act, rule
from sim.core.formulas import alike_as_felt, alike_by_steps
from sim.core.tables import Column as C
from sim.core.tables import Table
from sim.names import (
    DIMENSIONS,
    METRICS,
    OUTCOMES,
    REASONS,
    REJECTIONS,
    ROLES,
    SOURCES,
    STAFF_ROLES,
    TASKS,
    Entry,
    Likeness,
    Metric,
    words,
)

NEVER = -10000
"""The week of something that did not happen."""
NOBODY = -1
"""The row of nobody."""
FOREVER = 10**9
"""A week that never comes."""
LAGS = 27
"""How many past weeks of needs are kept (marketing sees them late)."""
MOST_SEGMENTS = 8


class Practice(IntEnum):
    """A practice that takes hours: its place in `booked` and `together`; new ones come last."""

    MEETINGS = 0
    EXCHANGE = 1
    BATTLES = 2
    DEBRIEFS = 3
    RIDE_ALONGS = 4
    LIAISONS = 5
    COLOCATION = 6
    JOINT_ASSIGNMENTS = 7
    FEEDBACK = 8
    LEAD_SLA = 9
    UNIFIED_DEFINITION = 10
    CODESIGN = 11
    CONTENT_ACCESS = 12
    CONTENT_TRAINING = 13
    SHARED_SYSTEMS = 14
    JOINT_PLANNING = 15
    CELEBRATIONS = 16
    CLOSED_DOORS = 17
    LITERACY_TRAINING = 18
    FRAMING = 19
    ROTATION = 20
    HANDOVER = 21
    HANDOFF_RULES = 22
    REVIEWS = 23
    PRICE_EXCEPTIONS = 24
    FEATURE_REQUESTS = 25


PRACTICES = words(Practice)
GUESTS = 4
"""How many practices from outside (see `sim.outside`) a firm has places for."""
PLACES = len(PRACTICES) + GUESTS
"""How long vectors by practice are."""
BY_METRIC = f"f8[{len(METRICS)}]"
BY_PRACTICE = f"f8[{PLACES}]"
BY_SOURCE = f"f8[{len(SOURCES)}]"
BY_TASK = f"f8[{TASKS}]"
BY_NEED = f"f8[{DIMENSIONS}]"
BY_ENTRY = f"f8[{len(Entry)}]"
BY_SEGMENT = f"f8[{MOST_SEGMENTS}]"
BY_SEGMENT_AND_NEED = f"f8[{MOST_SEGMENTS},{DIMENSIONS}]"
BY_WEEK_AND_NEED = f"f8[{LAGS},{DIMENSIONS}]"
"""Types of vectors, by what their entries stand for."""

SEGMENTS = Table(
    "segments",
    "a group of accounts with like needs",
    (
        C("accounts", "i8", "accounts", "population", "accounts in the segment"),
        C("needs", BY_NEED, "sd", "needs", "what the segment needs now, by dimension"),
        C("past", BY_WEEK_AND_NEED, "sd", "needs", "needs of the last weeks, a ring"),
        C("brand_stock", "f8", "1", "brand", "brand stock"),
        C("message_fit", "f8", "share", "brand", "how well the brand message fits the needs"),
        C("built", "f8", "1", "brand", "brand stock built this week"),
        C(
            "reputation",
            "f8",
            "1",
            "word_of_mouth",
            "balance of satisfied and churned customers",
            low=-1.0,
            high=1.0,
        ),
        C("sales_bias", BY_NEED, "sd", "population", "bias common to all reps' conversations"),
        C("marketing_bias", BY_NEED, "sd", "population", "bias of marketing's surveys"),
        C("third_bias", BY_NEED, "sd", "population", "bias both sides drift to when they converge"),
        C("satisfied", "f8", "customers", "delivery", "customers content at renewal this week"),
        C("churned", "f8", "customers", "delivery", "customers lost this week"),
        C(
            "expected_discount",
            "f8",
            "share",
            "pricing",
            "discount that promotions let buyers expect",
        ),
        C("bargain", "f8", "logit", "pricing", "log odds lost for not giving that discount"),
        C("appeal", "f8", "share", "roadmap", "match that market-wide features add"),
    ),
)

PODS = Table(
    "pods",
    "marketers and reps who serve the same accounts",
    (
        C(
            "exposure",
            "f8",
            "responses",
            "campaigns",
            "expected responses of an idle account",
        ),
        C("bucket", "i8", "count", "campaigns", "bucket of the response queue reached so far"),
        C("intensity_in", "f8", "1/week", "campaigns", "responses per account in the market"),
        C("inbound_lift", "f8", "1", "campaigns", "what activation does to inbound calls"),
        C("answering", "f8", "share", "campaigns", "chance that an account in the market responds"),
        C("calling", "f8", "share", "campaigns", "chance that one calls whose list we are on"),
        C("contact", "f8", "hours", "knowledge", "mean hours together of a pair this week"),
        C("convergence", "f8", "share", "knowledge", "how far the two sides' views have converged"),
        C("knowledge_gap", "f8", "sd", "knowledge", "mean distance of the two sides' views"),
        C("relayed_to_sales", "f8", "share", "knowledge", "what liaisons carry to sales"),
        C("relayed_to_marketing", "f8", "share", "knowledge", "what liaisons carry to marketing"),
        C("battle_segment", "i8", "row", "battles", "segment of this week's experiment, or -1"),
        C("battle_dimension", "i8", "row", "battles", "need that is put to the test, or -1"),
        C("battle_leads", "f8", "leads", "battles", "leads it took"),
        C("battle_outcome", "f8", "sd", "battles", "what these leads were found to need"),
        C("battle_precision", "f8", "1/sd^2", "battles", "precision of that outcome"),
        C(
            "dissected",
            BY_SEGMENT_AND_NEED,
            "sd",
            "debriefs",
            "mean needs in last week's deals, by segment",
        ),
        C("debriefed", BY_SEGMENT, "1/sd^2", "debriefs", "precision of that mean"),
        C("pipeline", "f8", "EUR", "attribution", "list value of deals opened this week"),
        C("bookings", "f8", "EUR", "attribution", "list value won this week, net of discount"),
        C("list_bookings", "f8", "EUR", "attribution", "list value won this week"),
        C("wins", "f8", "deals", "attribution", "deals won this week"),
        C("closed", "f8", "deals", "attribution", "deals closed this week"),
        C(
            "engaged",
            "f8",
            "groups",
            "attribution",
            "open deals in which more than two people are engaged",
        ),
        C("due_value", "f8", "EUR", "attribution", "recurring value up for renewal this week"),
        C("renewed_value", "f8", "EUR", "attribution", "recurring value renewed this week"),
        C("customers", "f8", "customers", "delivery", "live customers"),
        C("customer_hours", "f8", "hours", "effort", "rep hours on customers this week"),
        C("newcomers", "f8", "share", "people", "fresh eyes: weight of those who start next week"),
        C("sight", "f8", "share", "shared_systems", "part of hidden results that is shown"),
        C("fresher", "f8", "share", "shared_systems", "part of the survey lag that falls away"),
        C("exposed", "f8", "share", "shared_systems", "how far misses stand open to all"),
    ),
)

ACCOUNTS = Table(
    "accounts",
    "a company and the group of people in it who must agree",
    # The first 64 bytes are one line of the cache: what a week reads of an account that is looking.
    (
        C("pod", "i4", "row", "population", "the pod that serves it"),
        C("rep", "i4", "row", "population", "seat of the rep who owns it"),
        C("in_market", "i4", "flag", "demand", "1 while it looks for a solution"),
        C("on_list", "i4", "flag", "demand", "1 if the firm stands on its day-one list"),
        C("entries", "i8", "count", "demand", "how often it has entered the market"),
        C("entered_week", "i4", "week", "demand", "index of the week it last entered"),
        C("leave_week", "i4", "week", "demand", "index of the week it gives up looking"),
        C("raised_hand", "i4", "source", "campaigns", "source of this week's own call, or -1"),
        C("responded", "i4", "row", "campaigns", "marketer who got this week's response, or -1"),
        C("opportunity", "i4", "row", "pipeline", "row of its latest opportunity, or -1"),
        C("ended", "i4", "row", "closing", "its latest opportunity that has ended, or -1"),
        C("opened", "i4", "week", "pipeline", "index of the week its latest deal was opened"),
        C("found_by", "i4", "week", "pipeline", "index of the week a rep found it, or NEVER"),
        C("winning_lead", "i4", "row", "triage", "lead that opens a deal this week, or -1"),
        C("used_lead", "i4", "row", "pipeline", "lead that opened its latest opportunity, or -1"),
        C("segment", "i4", "row", "population", "its segment"),
        C("members", "i4", "people", "population", "people who must agree"),
        C("first_member", "i4", "row", "population", "row of the first member"),
        C("queued", "i4", "flag", "campaigns", "1 while it stands in an exposure bucket"),
        C("list_value", "f8", "EUR/year", "population", "yearly list value of a first deal"),
        C("offset", BY_NEED, "sd", "population", "its needs minus those of the segment"),
        C("fit", "f8", "share", "population", "how typical its needs are"),
        C("rivalry", "f8", "share", "population", "strength of a competitor in it, 0 without one"),
        C("next_entry", "i4", "row", "demand", "next account with the same entry week"),
        C("responses", "i8", "count", "campaigns", "responses to campaigns so far"),
        C("response_due", "f8", "responses", "campaigns", "exposure at which it responds next"),
        C("next_response", "i4", "row", "campaigns", "next account in the same exposure bucket"),
        C("last_lead", "i4", "row", "handoff", "row of its latest qualified lead, or -1"),
        C("latest", "i4", "row", "qualification", "row of its latest response, or -1"),
        C("asset", "i4", "row", "content", "content asset used this week, or -1"),
        C("deals", "i4", "count", "pipeline", "opportunities so far"),
        C("next_deal", "i4", "row", "pipeline", "next account with a deal of its rep, or -1"),
        C("pull", "f8", "1", "pipeline", "weight of its deal in the rep's week"),
        C("deal_hours", "f8", "hours", "pipeline", "rep hours on its deal this week"),
        C("content_fit", "f8", "share", "content", "relevance of that asset, 0 without one"),
        C("match", "f8", "share", "buying_group", "how well the offer meets its needs"),
        C("spread", "f8", "share", "buying_group", "distance between most and least supportive"),
        C("engaged", "i8", "people", "buying_group", "members reached so far"),
        C("chance", "f8", "share", "buying_group", "chance that all consent today, at list terms"),
        C("prospect", "f8", "share", "buying_group", "the same a week from now"),
        C("outlook", "f8", "share", "buying_group", "the same as far as a rep looks ahead"),
        C("fate", "i4", "outcome", "buying_group", "no decision or competitor this week, else 0"),
        C("ready", "i4", "flag", "closing", "1 while its champion is won over"),
        C("customer", "i4", "row", "delivery", "row of its live contract, or -1"),
        C("partner", "i4", "row", "joint_assignments", "marketer who works on its deal, or -1"),
        C("satisfaction", "f8", "1", "delivery", "satisfaction at last review", low=-math.inf),
        C("programme_reach", "f8", "people", "joint_assignments", "people that marketer reaches"),
        C("feature", "f8", "share", "roadmap", "match added by a feature asked for it"),
        C("feature_owed", "f8", "share", "roadmap", "part of that which is not delivered yet"),
    ),
)

MEMBERS = Table(
    "members",
    "a person in a buying group",
    (
        C("role", "i4", "role", "population", "part played in the group", ROLES),
        C("frame", "i4", "flag", "population", "1 if moved by opportunities, 0 by problems"),
        C("support", "f8", "share", "buying_group", "support for the offer"),
        C(
            "change",
            "f8",
            "share",
            "buying_group",
            "change of support this week",
            low=-1.0,
            high=1.0,
        ),
        C("threshold", "f8", "share", "buying_group", "support at which consent is even"),
        C("reached", "i4", "flag", "buying_group", "1 once somebody worked on this person"),
    ),
)

PRACTISING = (
    C("booked", BY_PRACTICE, "hours", "calendar", "hours of practices this week, by practice"),
    C("practice_hours", "f8", "hours", "calendar", "hours of all practices this week"),
    C("practised", "f8", "hours", "calendar", "hours of practices this quarter"),
    C("sure", BY_SEGMENT_AND_NEED, "talks", "knowledge", "weight of what practices taught, fading"),
    C("relayed", "f8", "share", "knowledge", "what the person takes in through liaisons"),
    C("ear", "f8", "share", "liaisons", "part of what liaisons carry that is taken in"),
    C("debriefs", "f8", "deals", "debriefs", "deals to dissect in the coming week"),
    C("named", "f8", "deals", "joint_assignments", "open deals worked on together"),
    C("respect_gain", "f8", "share", "rotation", "respect won in the other craft this week"),
)
"""What practices leave with a person of either side."""

SEAT = (
    C("pod", "i4", "row", "population", "its pod"),
    C("holder", "i8", "count", "people", "n-th holder of the seat, from 0"),
    C("present", "i4", "flag", "people", "0 while the seat is vacant"),
    C("hired_week", "i8", "week", "people", "week the holder started"),
    C("until", "i8", "week", "people", "index of the week a vacancy ends"),
    C("just_left", "i4", "flag", "people", "1 from leaving until the file is closed"),
    C("file", "i8", "row", "people", "row of the holder in the staff table"),
    C("skill", "f8", "1", "people", "multiplier on what an hour achieves"),
    C("ego", "f8", "share", "people", "how personally disputes are taken"),
    C("respect", "f8", "share", "people", "respect for the other craft"),
    C("horizon", "f8", "weeks", "people", "how far ahead the person looks"),
    C("caution", "f8", "1", "people", "own risk aversion over the usual, minus 1", low=-1.0),
    C("morale", "f8", "share", "people", "morale"),
    C("hours", BY_TASK, "hours", "effort", "hours by task this week"),
    C("wish", BY_TASK, "1", "effort", "weight of each task this week"),
    C("plan", BY_TASK, "share", "effort", "planned split of a week without practices"),
    C("share", BY_TASK, "hours", "effort", "hours of the week by task, added up this quarter"),
    C("astray", "f8", "hours", "handoff", "work done twice for leads gone astray this week"),
    C("clarity", "f8", "share", "handoff_rules", "how well the person knows who does what"),
    C("progress", BY_METRIC, "metric", "pay", "result so far this quarter, by metric"),
    C("base", BY_METRIC, "metric", "pay", "denominator of rates so far this quarter"),
    C("target", BY_METRIC, "metric", "pay", "target of the quarter, by metric"),
    C("pace", BY_METRIC, "1", "pay", "usual attainment, smoothed"),
    C("noise", BY_METRIC, "1", "pay", "variance of attainment, smoothed"),
    C("slope", BY_METRIC, "1/metric", "pay", "marginal pay per unit of each metric"),
    C("stake", BY_METRIC, "1", "pay", "marginal pay per 100 % of each target"),
    C("result", BY_METRIC, "metric", "pay", "result of the last quarter, by metric"),
    C("attained", BY_METRIC, "1", "pay", "attainment of the last quarter, by metric"),
    C("goal", BY_METRIC, "metric", "pay", "target of the last quarter, by metric"),
    C("earned", BY_METRIC, "1", "pay", "part of `paid` that each metric brought"),
    C("paid_weights", BY_METRIC, "share", "pay", "pay weights of the last quarter"),
    C("missed", "f8", "share", "pay", "shortfall of last quarter's targets, weighed by pay"),
    C("paid", "f8", "1", "pay", "pay of the last quarter over on-target pay"),
    C("expected", "f8", "1", "pay", "pay the person has come to expect"),
    C("sight", "f8", "share", "pay", "how well the person's part in results is seen"),
    C("views", BY_SEGMENT_AND_NEED, "sd", "knowledge", "own estimate of needs by segment"),
    C("lost_hours", "f8", "hours", "conflict", "hours lost to conflict a week"),
    *PRACTISING,
)
"""What is known of a seat of either side and of the person in it."""

MARKETERS = Table(
    "marketers",
    "a marketing seat and the person in it",
    (
        *SEAT,
        C("campaign", "i8", "count", "campaigns", "campaigns launched so far"),
        C("campaign_end", "i8", "week", "campaigns", "index of the week the campaign ends"),
        C("source", "i4", "source", "campaigns", "channel of the running campaign", SOURCES),
        C("luck", "f8", "1", "campaigns", "conversion luck of the running campaign"),
        C("appeal", "f8", "share", "campaigns", "fit of its message with what buyers need"),
        C("theme", "i4", "row", "campaigns", "dimension of a launch it speaks about, or -1"),
        C("topical", "f8", "share", "campaigns", "how well it speaks about that theme"),
        C("adstock", "f8", "1", "campaigns", "activation adstock"),
        C("rate_in", "f8", "1/week", "campaigns", "response rate of accounts in the market"),
        C("rate_out", "f8", "1/week", "campaigns", "response rate of other accounts"),
        C("threshold", "f8", "1", "scoring", "lowest score that is handed over", low=-math.inf),
        C("depth", "f8", "hours", "scoring", "qualification hours per response"),
        C("arrived", "f8", "responses", "scoring", "responses this week"),
        C("good", "f8", "leads", "scoring", "leads above the bar this week"),
        C("turn", "f8", "leads", "scoring", "part of a lead whose turn to find time has come"),
        C("handed", "f8", "leads", "scoring", "leads qualified this week"),
        C("flow", "f8", "1/week", "scoring", "responses a week, smoothed"),
        C("usual", "f8", "1/week", "scoring", "leads handed over a week, smoothed"),
        C("ripe", "f8", "share", "scoring", "share of responders thought to be in the market"),
        C("capacity", "f8", "1/week", "scoring", "leads followed up a week, smoothed"),
        C("crowded", "f8", "share", "scoring", "share of reps without time for more, smoothed"),
        C("claim", "f8", "share", "scoring", "share of its leads marketing says are real"),
        C(
            "definition",
            "i4",
            "flag",
            "unified_definition",
            "1 if agreed, 2 if reviewed this week",
            high=2.0,
        ),
        C(
            "sales_say",
            "f8",
            "share",
            "unified_definition",
            "weight of sales in this week's review",
        ),
        C("sales_gain", "f8", "1", "unified_definition", "what a real lead earns a rep"),
        C("sales_cost", "f8", "1", "unified_definition", "what looking at a lead costs a rep"),
        C("sales_bonus", "f8", "1", "unified_definition", "what accepting a lead earns a rep"),
        C("worth", BY_TASK, "1/hour", "marketing_ledger", "pay an hour brings", low=-math.inf),
        C("real_leads", "f8", "leads", "marketing_ledger", "own leads that proved real, fading"),
        C("won_from", "f8", "EUR", "marketing_ledger", "wins credited to own leads, fading"),
        C("pod_won", "f8", "EUR/week", "marketing_ledger", "bookings of the pod, smoothed"),
        C("per_real", "f8", "EUR", "marketing_ledger", "what a real lead has brought"),
        C("volume_gain", "f8", "1/week", "scoring", "pay a doubled flow brings", low=-math.inf),
        C("filter_gain", "f8", "1/hour", "scoring", "pay one more hour brings", low=-math.inf),
        C("real_gain", "f8", "1/week", "scoring", "pay that real leads bring a week"),
        C("matching_hours", "f8", "hours", "qualification", "hours to match responses to groups"),
        C("told", "f8", "leads", "feedback", "dispositions heard of this week"),
        C("told_real", "f8", "leads", "feedback", "leads among them that were said to be real"),
        C("heard", BY_SOURCE, "leads", "feedback", "dispositions by source, fading"),
        C("heard_real", BY_SOURCE, "leads", "feedback", "leads said to be real, fading"),
        C(
            "favour",
            BY_SOURCE,
            "share",
            "feedback",
            "how much more than usual a channel is used",
            low=-1.0,
            high=math.inf,
        ),
        C(
            "brief",
            BY_SEGMENT_AND_NEED,
            "sd",
            "codesign",
            "what reps said buyers need, at the last session",
        ),
        C("brief_weight", "f8", "share", "codesign", "how far new assets follow it"),
        C("live_assets", "f8", "assets", "content", "own assets that are live"),
        C("access", "f8", "share", "content_access", "how far own assets are kept easy to find"),
        C(
            "message",
            BY_SEGMENT_AND_NEED,
            "sd",
            "knowledge",
            "operating estimate of needs by segment",
        ),
        C("buyer_hours", "f8", "hours", "ride_alongs", "hours in reps' conversations this week"),
        C("exceptions", "f8", "hours", "pricing", "hours of price exceptions to answer next week"),
        C(
            "briefed",
            "i8",
            "week",
            "joint_planning",
            "index of the last week the joint plan covers",
        ),
        C(
            "promised",
            "f8",
            "1/week",
            "joint_planning",
            "leads a week reps promised, 0 without plan",
        ),
        C(
            "planned",
            BY_SEGMENT_AND_NEED,
            "sd",
            "joint_planning",
            "message agreed for the time of the plan",
        ),
        C(
            "won_value",
            "f8",
            "EUR",
            "attribution",
            "net value of this week's credited wins",
        ),
    ),
)

REPS = Table(
    "reps",
    "a sales seat and the person in it",
    (
        *SEAT,
        C("integrity", "f8", "1", "people", "what an over-promise costs the person"),
        C("literacy", "f8", "share", "people", "financial literacy"),
        C("frame", "i4", "flag", "people", "1 if pitching opportunities, 0 problems"),
        C("book", BY_ENTRY, "1", "ledger", "own hours and what followed, fading, by entry"),
        C("worth", BY_TASK, "1/hour", "ledger", "pay an hour is thought to bring, by task"),
        C("hour_price", "f8", "1/hour", "ledger", "pay an hour brings in its best other use"),
        C("ended_by", BY_SOURCE, "deals", "ledger", "own deals that ended, by source, fading"),
        C("won_by", BY_SOURCE, "deals", "ledger", "own deals that were won, by source, fading"),
        C("winning", BY_SOURCE, "share", "ledger", "share of own deals won, by source"),
        C("takes", "f8", "1", "ledger", "pay the hours of a further deal take from the others"),
        C("brings", "f8", "1", "ledger", "pay a usual deal brings, its hours not paid"),
        C("per_win", "f8", "1", "ledger", "pay a win brings through the close rate"),
        C("queue", "f8", "1", "ledger", "what leads left lying lose in a week, smoothed"),
        C("left", "f8", "1", "triage", "what the best lead left loses by waiting a week"),
        C("spare", "f8", "hours", "triage", "hours for leads that no lead was worth"),
        C("asks", "f8", "deals", "closing", "proposals made this week"),
        C("gained", "f8", "deals", "closing", "wins they are worth beyond what waiting is"),
        C("first_lead", "i8", "row", "triage", "newest lead in the inbox, or -1"),
        C("tried", BY_SOURCE, "leads", "triage", "own follow-ups by source, fading"),
        C("proven", BY_SOURCE, "leads", "triage", "follow-ups that became deals, fading"),
        C("sla_leads", "f8", "1/week", "lead_sla", "leads promised a timely touch, smoothed"),
        C("owed", "f8", "hours", "lead_sla", "hours a week these promises take"),
        C("sla_due", "f8", "leads", "lead_sla", "promises that fell due, fading"),
        C("sla_kept", "f8", "leads", "lead_sla", "promises kept, fading"),
        C("behind", "i4", "flag", "lead_sla", "1 while fewer promises are kept than agreed"),
        C("dispositions", "f8", "leads", "feedback", "leads reported on this week"),
        C("content_skill", "f8", "share", "content_training", "effect training adds to content"),
        C("trained_week", "i8", "week", "content_training", "week of the last training on content"),
        C("framing", "f8", "share", "framing", "chance to meet the frame of somebody known"),
        C("frame_guess", "f8", "share", "framing", "chance to miss the frame by a guess"),
        C(
            "literacy_gained",
            "f8",
            "share",
            "literacy_training",
            "literacy beyond the person's own",
        ),
        C(
            "literacy_change",
            "f8",
            "share",
            "literacy_training",
            "its change this week",
            low=-1.0,
            high=1.0,
        ),
        C("finding", "f8", "share", "pipeline", "chance to find a given buyer this week"),
        C("pull", "f8", "1", "pipeline", "sum of the weights of open deals"),
        C("first_deal", "i8", "row", "pipeline", "first account with an open deal, or -1"),
        C("open_deals", "i8", "deals", "pipeline", "open deals"),
        C("ready_deals", "i8", "deals", "pipeline", "open deals near a decision"),
        C("usual_slope", "f8", "1/EUR", "pay", "pay per euro of own deals under standard pay"),
        C("next_slope", "f8", "1/EUR", "pay", "marginal pay per euro in the coming quarter"),
        C("seen", BY_SEGMENT, "talks", "knowledge", "weight of remembered conversations"),
        C(
            "pitch",
            BY_SEGMENT_AND_NEED,
            "sd",
            "knowledge",
            "operating estimate of needs by segment",
        ),
        C("bias", BY_SEGMENT_AND_NEED, "sd", "people", "own bias of conversations"),
        C("candidate", "i8", "row", "joint_assignments", "account to be named next, or -1"),
        C("exceptions", "f8", "hours", "pricing", "hours of price exceptions to argue next week"),
        C("held_back", "f8", "share", "pricing", "part of the guardrail that needs an exception"),
        C("requests", "f8", "hours", "roadmap", "hours of feature requests to write up next week"),
        C("won_value", "f8", "EUR", "attribution", "net value won this week"),
        C("won_list", "f8", "EUR", "attribution", "list value won this week"),
        C("won_deals", "f8", "deals", "attribution", "deals won this week"),
        C("closed_deals", "f8", "deals", "attribution", "deals closed this week"),
        C("due_value", "f8", "EUR", "attribution", "recurring value of own customers due"),
        C("renewed_value", "f8", "EUR", "attribution", "recurring value of own customers renewed"),
    ),
)

LEADERS = Table(
    "leaders",
    "a leader: CMO, CSO, CRO or CEO (contract roles 2 to 5)",
    (
        C("present", "i4", "flag", "leadership", "1 if somebody reports to this leader"),
        C(
            "on_file",
            "i4",
            "count",
            "people",
            "holders of the seat written down in the staff table",
        ),
        C("file", "i8", "row", "people", "row of the holder in the staff table, or -1"),
        C("holder", "i8", "count", "succession", "n-th holder of the seat, from 0"),
        C("vacant", "i4", "flag", "succession", "1 while nobody sits there"),
        C("until", "i8", "week", "succession", "index of the week the vacancy ends"),
        C("outlook", "f8", "ln", "succession", "holder's own horizon over that of the seat"),
        C(
            "leaning",
            "f8",
            "1",
            "succession",
            "holder's own background minus that of the seat",
            low=-math.inf,
        ),
        C("missed", "f8", "share", "succession", "shortfall of the targets in the own contract"),
        C("horizon", "f8", "weeks", "leadership", "how far ahead the holder plans"),
        C(
            "background",
            "f8",
            "1",
            "leadership",
            "-1 sales, 0 balanced, 1 marketing",
            low=-1.0,
            high=1.0,
        ),
        C("weights", BY_METRIC, "share", "leadership", "pay weights after the boss's pull"),
        C("load", "f8", "hours", "leadership", "hours of disputes brought to this leader a week"),
        C("attention", "f8", "share", "leadership", "share of that attention that was given"),
    ),
)

FIRM = Table(
    "firm",
    "the firm as a whole, one row",
    (
        C(
            "marketer_objective",
            BY_METRIC,
            "share",
            "leadership",
            "pay weights marketers strive for",
        ),
        C("rep_objective", BY_METRIC, "share", "leadership", "pay weights reps strive for"),
        C("zero_sum", "f8", "share", "leadership", "how far one side's credit is the other's loss"),
        C("evidence_to_marketing", "f8", "share", "leadership", "weight a boss gives sales' view"),
        C("evidence_to_sales", "f8", "share", "leadership", "weight a boss gives marketing's view"),
        C("settled", "f8", "share", "leadership", "share of disputes settled by a common boss"),
        C("disputes", "f8", "events", "leadership", "contested events a week, smoothed"),
        C("settled_later", "f8", "share", "leadership", "share settled behind doors a week later"),
        C("silenced", "f8", "share", "leadership", "part of an exchange lost behind doors"),
        C("compared", "f8", "share", "leadership", "how far league tables set the sides apart"),
        C("against_marketing", "f8", "share", "leadership", "settled at marketing's expense"),
        C("against_sales", "f8", "share", "leadership", "settled at sales' expense"),
        C("planner", "i4", "role", "leadership", "leader who owns the budget"),
        C("brand_share", "f8", "share", "planning", "share of the budget that goes to brand"),
        C(
            "cut",
            "f8",
            "share",
            "planning",
            "change of the budget split at this plan",
        ),
        C("budget", "f8", "EUR/week", "planning", "marketing budget"),
        C("launch_week", "i8", "week", "launches", "index of the launch that is on or comes next"),
        C("launch_theme", "i4", "row", "launches", "dimension of that launch, or -1"),
        C("launch_on", "i4", "flag", "launches", "1 while buyers talk about it"),
        C(
            "launch_gain",
            "f8",
            "share",
            "launches",
            "responses gained by a campaign on its theme",
            high=math.inf,
        ),
        C("launch_loss", "f8", "share", "launches", "responses lost by any other campaign"),
        C("promotion", "f8", "share", "pricing", "part of the budget that a promotion takes now"),
        C("promotion_lift", "f8", "share", "pricing", "responses that the promotion adds now"),
        C("client_work", "f8", "features", "roadmap", "work done towards the next request"),
        C("first_request", "i8", "row", "roadmap", "deal whose feature is built next, or -1"),
        C("last_request", "i8", "row", "roadmap", "deal whose feature is built last, or -1"),
    ),
)

PAIRS = Table(
    "pairs",
    "one marketer and one rep of the same pod",
    (
        C("marketer", "i4", "row", "population", "the marketer's seat"),
        C("rep", "i4", "row", "population", "the rep's seat"),
        C("accepted", "f8", "leads", "triage", "leads accepted this week"),
        C("rejected", "f8", "leads", "triage", "leads rejected this week"),
        C("expired", "f8", "leads", "triage", "leads left to expire this week"),
        C("followed", "f8", "leads", "triage", "leads followed up this week"),
        C("real", "f8", "leads", "triage", "follow-ups that became deals this week"),
        C("junk", "f8", "leads", "triage", "follow-ups that led nowhere this week"),
        C("pipeline", "f8", "EUR", "triage", "list value of deals from these leads this week"),
        C("contact_hours", "f8", "hours", "knowledge", "hours together this week"),
        C("together", BY_PRACTICE, "hours", "calendar", "hours together in practices, by practice"),
        C("working_hours", "f8", "hours", "meetings", "hours of working meetings this week"),
        C("report_hours", "f8", "hours", "meetings", "hours of reporting meetings this week"),
        C("prepared_hours", "f8", "hours", "exchange", "hours on prepared evidence this week"),
        C("passing_hours", "f8", "hours", "colocation", "talk about customers in passing"),
        C("liaison_hours", "f8", "hours", "liaisons", "hours of an open liaison channel"),
        C("talked", "f8", "hours/week", "knowledge", "remembered hours of exchange in practices"),
        C("prepared", "f8", "hours/week", "knowledge", "the part of them on prepared evidence"),
        C("averaged", "f8", "hours/week", "knowledge", "remembered hours of reporting"),
        C(
            "evidence_hours",
            "f8",
            "hours/week",
            "knowledge",
            "hours in which evidence is exchanged",
        ),
        C("lost_face", "f8", "events", "battles", "1 if one of them lost face this week"),
        C("joint_wins", "f8", "deals", "joint_assignments", "wins worked on together this week"),
        C("uncelebrated", "f8", "deals", "celebrations", "joint wins not celebrated yet, fading"),
        C("celebrated", "f8", "deals", "celebrations", "joint wins celebrated this week"),
        C("claims", "f8", "deals", "attribution", "wins claimed by both this week"),
        C("unused", "f8", "assets", "content", "assets retired without any use this week"),
        C("late", "f8", "leads", "lead_sla", "promises of a timely touch broken this week"),
        C(
            "gaps",
            "f8",
            "share",
            "handover",
            "promise gaps that came to light this week",
            high=math.inf,
        ),
        C("contested_events", "f8", "events", "conflict", "contested events this week"),
        C("joint_events", "f8", "events", "conflict", "wins both worked for this week"),
        C("task_conflict", "f8", "1", "conflict", "disagreement about customers when they meet"),
        C("relationship_conflict", "f8", "1", "conflict", "strain between the two people"),
        C("carried", "f8", "1", "conflict", "strain of last week that is settled this week"),
        C("overrides", "f8", "events", "pricing", "refused price exceptions, weighed"),
        C("turned_down", "f8", "events", "roadmap", "features refused, weighed"),
        C("trust_marketer_in_rep", "f8", "share", "trust", "marketer's trust in the rep"),
        C("trust_rep_in_marketer", "f8", "share", "trust", "rep's trust in the marketer"),
        C("met", "i8", "count", "trust", "sum of holders when trust was last reset"),
    ),
)

LEADS_TABLE = Table(
    "leads",
    "a response, a call or a find, as a CRM would export it",
    (
        C("account_id", "i8", "id", "campaigns", "the account"),
        C("marketer_id", "i8", "id", "campaigns", "marketing seat; empty for calls and finds"),
        C("source", "i4", "source", "campaigns", "channel", SOURCES),
        C("next_lead", "i4", "row", "triage", "next lead in the rep's inbox"),
        C("handed_over_week", "i4", "week", "handoff", "week of the hand-over"),
        C("first_touch_week", "i4", "week", "triage", "week of the first rep hour"),
        C("worth", "f8", "1", "triage", "rank in the rep's inbox this week", low=-math.inf),
        C("claim", "f8", "share", "scoring", "share marketing claimed to be real at that time"),
        C("accepted_week", "i4", "week", "triage", "week the rep accepted it"),
        C("agreed", "i4", "flag", "scoring", "1 if good by a definition agreed with sales"),
        C("qualified_week", "i4", "week", "scoring", "week marketing qualified it"),
        C("promised_days", "f8", "days", "lead_sla", "days within which a touch is promised"),
        C("lead_id", "i8", "id", "campaigns", "account and n-th lead of it"),
        C("member_role", "i4", "role", "campaigns", "who responded", ROLES),
        C(
            "campaign_id",
            "i8",
            "id",
            "campaigns",
            "the marketer's seat and n-th campaign; empty for calls",
        ),
        C("created_week", "i4", "week", "campaigns", "week of the response"),
        C("score", "f8", "score", "scoring", "fit times timing, as marketing sees it"),
        C("earlier", "i4", "row", "qualification", "row of the account's response before, or -1"),
        C("waits", "i4", "flag", "qualification", "1 while too few of its group are engaged"),
        C("rep_id", "i8", "id", "handoff", "seat of the rep it was handed to"),
        C("rejected_week", "i4", "week", "triage", "week the rep rejected it or let it expire"),
        C("rejected_reason", "i4", "reason", "triage", "why", REJECTIONS),
        C("response_days", "f8", "days", "triage", "days from hand-over to the first rep hour"),
        C("hours_worked", "f8", "hours", "triage", "rep hours on the lead"),
        C("opportunity_id", "i8", "id", "pipeline", "the deal it became"),
        C("tested", "i4", "flag", "battles", "1 if it was spent on an experiment"),
    ),
    public=(
        "lead_id",
        "account_id",
        "member_role",
        "source",
        "campaign_id",
        "marketer_id",
        "rep_id",
        "created_week",
        "score",
        "qualified_week",
        "handed_over_week",
        "accepted_week",
        "rejected_week",
        "rejected_reason",
        "first_touch_week",
        "response_days",
        "hours_worked",
        "opportunity_id",
    ),
)

OPPORTUNITIES = Table(
    "opportunities",
    "a deal, from its first hour to its end",
    (
        C("opportunity_id", "i8", "id", "pipeline", "account and n-th deal of it"),
        C("account_id", "i8", "id", "pipeline", "the account"),
        C("segment", "i4", "row", "pipeline", "its segment"),
        C("rep_id", "i8", "id", "pipeline", "seat of the rep"),
        C("source", "i4", "source", "pipeline", "channel of the lead that opened it", SOURCES),
        C("created_week", "i4", "week", "pipeline", "week it was opened"),
        C("lead", "i8", "row", "pipeline", "row of that lead"),
        C("list_value", "f8", "EUR/year", "pipeline", "value at list price"),
        C("existing_customer", "i4", "flag", "pipeline", "1 if the account was a customer"),
        C("competitor", "i4", "flag", "pipeline", "1 if a competitor was in the account"),
        C("members", "i4", "people", "pipeline", "people who must agree"),
        C("rivalry", "f8", "share", "pipeline", "strength of the competitor"),
        C("closed_week", "i4", "week", "closing", "week it ended"),
        C("outcome", "i4", "outcome", "closing", "how it ended", OUTCOMES),
        C("forecast_close_week", "i4", "week", "closing", "close week the rep forecast at opening"),
        C("reason_recorded", "i4", "reason", "closing", "reason in the CRM", REASONS),
        C("reason_true", "i4", "reason", "closing", "reason in the buyers' minds", REASONS),
        C("discount", "f8", "share", "closing", "discount given, or offered last; empty if never"),
        C("net_value", "f8", "EUR/year", "closing", "value after discount, 0 unless won"),
        C(
            "promise",
            "f8",
            "share",
            "closing",
            "how much more than the match was promised, last; empty if never",
        ),
        C("waits", "i8", "weeks", "closing", "weeks a ready deal was held back"),
        C("asks", "i8", "count", "closing", "times the group was asked to sign"),
        C("exception_week", "i4", "week", "closing", "week a price exception was asked for"),
        C("refused", "f8", "share", "closing", "highest chance at which the group said no"),
        C(
            "verdict",
            "i4",
            "flag",
            "pricing",
            "1 if it was granted, 2 if refused, else 0",
            high=2.0,
        ),
        C("next_request", "i8", "row", "roadmap", "next deal in the queue of features, or -1"),
        C("closing_match", "f8", "share", "closing", "match at the signature"),
        C("hours_worked", "f8", "hours", "buying_group", "rep hours on it"),
        C("members_engaged", "i4", "people", "buying_group", "people worked on"),
        C("used_content", "i4", "flag", "content", "1 once any asset was used"),
        C("credit_marketing", "f8", "share", "attribution", "share of the win marketing claims"),
        C("credit_sales", "f8", "share", "attribution", "share of the win sales claims"),
    ),
    public=(
        "opportunity_id",
        "account_id",
        "segment",
        "rep_id",
        "source",
        "created_week",
        "closed_week",
        "outcome",
        "forecast_close_week",
        "reason_recorded",
        "reason_true",
        "hours_worked",
        "list_value",
        "discount",
        "net_value",
        "promise",
        "members",
        "members_engaged",
        "existing_customer",
        "competitor",
        "credit_marketing",
        "credit_sales",
    ),
)

CUSTOMERS_TABLE = Table(
    "customers",
    "a contract, from the signature to its end",
    (
        C("account_id", "i8", "id", "delivery", "the account"),
        C("opportunity_id", "i8", "id", "delivery", "the first deal; empty for customers of old"),
        C("rep_id", "i8", "id", "delivery", "seat of the rep"),
        C("pod", "i4", "row", "delivery", "the pod that serves it"),
        C("won_week", "i4", "week", "delivery", "week of the signature"),
        C("recurring_value", "f8", "EUR/year", "delivery", "what it pays now"),
        C("discount", "f8", "share", "delivery", "discount on the first term"),
        C("expectation", "f8", "share", "delivery", "match the customer was led to expect"),
        C("match", "f8", "share", "delivery", "match at the last review; empty before delivery"),
        C(
            "promise_gap",
            "f8",
            "share",
            "delivery",
            "expectation minus match at delivery, or 0; empty if not delivered in this run",
            blank=math.nan,
        ),
        C(
            "satisfaction",
            "f8",
            "1",
            "delivery",
            "satisfaction at the last review; empty before delivery",
            blank=math.nan,
            low=-math.inf,
        ),
        C("renewals", "i4", "count", "delivery", "renewals so far"),
        C("expansion_value", "f8", "EUR/year", "delivery", "recurring value added since signature"),
        C("churned_week", "i4", "week", "delivery", "week it left"),
        C("list_value", "f8", "EUR/year", "delivery", "value at list price"),
        C("start", "i8", "week", "delivery", "index of the week of the signature"),
        C("sold_match", "f8", "share", "delivery", "match at the signature"),
        C("wanted", BY_NEED, "sd", "delivery", "needs of the segment at the signature"),
        C("due", "i4", "flag", "delivery", "1 in a week of renewal"),
        C("due_value", "f8", "EUR/year", "delivery", "recurring value before the last renewal"),
        C("rebate", "f8", "EUR/year", "delivery", "discount still given"),
        C("once_value", "f8", "EUR", "delivery", "what it paid once, at its signatures"),
        C("eased", "f8", "share", "handover", "part of a promise gap that is managed down"),
        C("aimed", "f8", "share", "handover", "how much more an hour of service achieves"),
    ),
    public=(
        "account_id",
        "opportunity_id",
        "rep_id",
        "won_week",
        "recurring_value",
        "discount",
        "expectation",
        "match",
        "promise_gap",
        "satisfaction",
        "renewals",
        "expansion_value",
        "churned_week",
    ),
)

ASSETS = Table(
    "content",
    "a content asset",
    (
        C("asset_id", "i8", "id", "content", "the maker's seat and the week of the run"),
        C("created_week", "i4", "week", "content", "week it was made"),
        C("retired_week", "i4", "week", "content", "week it was withdrawn"),
        C("topic", "i4", "row", "content", "segment it was made for"),
        C("relevance", "f8", "share", "content", "fit with what that segment needs now"),
        C("marketer", "i4", "row", "content", "seat that made it"),
        C("pod", "i4", "row", "content", "pod it was made in"),
        C("message", BY_NEED, "sd", "content", "what it says, by dimension"),
        C("uses", "i8", "count", "content", "uses so far"),
    ),
    public=("asset_id", "created_week", "retired_week", "topic", "relevance"),
)

CONTENT_USES = Table(
    "content_uses",
    "one use of an asset in a deal",
    (
        C("asset_id", "i8", "id", "content", "the asset"),
        C("opportunity_id", "i8", "id", "content", "the deal"),
        C("week", "i4", "week", "content", "week of the use"),
    ),
    public=("asset_id", "opportunity_id", "week"),
)

SHELF = Table(
    "shelf",
    "the best asset of a pod for a segment",
    (
        C("asset", "i8", "row", "content", "row of the asset, or -1"),
        C("relevance", "f8", "share", "content", "its relevance"),
        C("access", "f8", "share", "content", "how far it is kept easy to find"),
    ),
)

CALENDAR = Table(
    "calendar",
    "one week of the run",
    (C("first_entry", "i8", "row", "demand", "first account that enters the market then"),),
)

EXPOSURES = Table(
    "exposures",
    "one bucket of a pod's queue of next responses",
    (C("first_response", "i8", "row", "campaigns", "first account due in this bucket"),),
)

COUNTERS = Table(
    "counters",
    "how many rows of the growing tables are in use, one row",
    (
        C("active", "i8", "rows", "demand", "accounts in the market"),
        C("entered", "i8", "rows", "demand", "accounts that entered this week"),
        C("left", "i8", "rows", "demand", "accounts that left the market this week"),
        C("dealing", "i8", "rows", "pipeline", "accounts with an open deal, and newcomers"),
        C("leads", "i8", "rows", "campaigns", "leads"),
        C("new_leads", "i8", "rows", "campaigns", "row of this week's first lead"),
        C("opportunities", "i8", "rows", "pipeline", "opportunities"),
        C("new_deals", "i8", "rows", "pipeline", "row of this week's first opportunity"),
        C("customers", "i8", "rows", "delivery", "customer contracts"),
        C("content", "i8", "rows", "content", "content assets"),
        C("live_content", "i8", "rows", "content", "first asset that may still be live"),
        C("content_uses", "i8", "rows", "content", "uses of assets"),
        C("staff", "i8", "rows", "people", "persons so far"),
        C("resignations", "i8", "persons", "people", "persons who left this week"),
    ),
)

STAFF = Table(
    "staff",
    "a person; a replacement is a new person",
    (
        C("person_id", "i8", "id", "people", "role, seat and n-th holder"),
        C("seat_id", "i8", "id", "people", "role and seat"),
        C("team_id", "i8", "id", "people", "the pod"),
        C("role", "i4", "role", "people", "marketer, rep or leader", STAFF_ROLES),
        C("hired_week", "i4", "week", "people", "first week"),
        C("left_week", "i4", "week", "people", "last week"),
        C("skill", "f8", "1", "people", "multiplier on what an hour achieves"),
        C("ego", "f8", "share", "people", "how personally disputes are taken"),
        C("respect", "f8", "share", "people", "respect for the other craft"),
        C("horizon", "f8", "weeks", "people", "how far ahead the person plans"),
        C("financial_literacy", "f8", "share", "people", "financial literacy"),
    ),
    public=(
        "person_id",
        "seat_id",
        "team_id",
        "role",
        "hired_week",
        "left_week",
        "skill",
        "ego",
        "respect",
        "horizon",
        "financial_literacy",
    ),
)


class Clock(NamedTuple):
    """Where in a run we are.

    `seed` is the key of all draws (`sim.core.luck.luck`), `week` counts from the first counted
    week (negative in burn-in), `index` counts from the first simulated week.
    """

    seed: int
    week: int
    index: int  # type: ignore[assignment]


class World(NamedTuple):
    """All tables of one run; arrays are changed in place, the tuple never is."""

    segments: np.ndarray[Any, Any]
    pods: np.ndarray[Any, Any]
    accounts: np.ndarray[Any, Any]
    members: np.ndarray[Any, Any]
    marketers: np.ndarray[Any, Any]
    reps: np.ndarray[Any, Any]
    leaders: np.ndarray[Any, Any]
    firm: np.ndarray[Any, Any]
    pairs: np.ndarray[Any, Any]
    leads: np.ndarray[Any, Any]
    opportunities: np.ndarray[Any, Any]
    customers: np.ndarray[Any, Any]
    content: np.ndarray[Any, Any]
    content_uses: np.ndarray[Any, Any]
    shelf: np.ndarray[Any, Any]
    calendar: np.ndarray[Any, Any]
    exposures: np.ndarray[Any, Any]
    counters: np.ndarray[Any, Any]
    staff: np.ndarray[Any, Any]
    active: np.ndarray[Any, Any]
    left: np.ndarray[Any, Any]
    dealing: np.ndarray[Any, Any]
    idle: np.ndarray[Any, Any]
    all_segments: np.ndarray[Any, Any]
    all_marketers: np.ndarray[Any, Any]
    all_reps: np.ndarray[Any, Any]
    all_leaders: np.ndarray[Any, Any]
    all_pairs: np.ndarray[Any, Any]


STATE = (
    SEGMENTS,
    PODS,
    ACCOUNTS,
    MEMBERS,
    MARKETERS,
    REPS,
    LEADERS,
    FIRM,
    PAIRS,
    LEADS_TABLE,
    OPPORTUNITIES,
    CUSTOMERS_TABLE,
    ASSETS,
    CONTENT_USES,
    SHELF,
    CALENDAR,
    EXPOSURES,
    COUNTERS,
    STAFF,
)
"""The tables of `World`, in its order."""
GROWING = ("leads", "opportunities", "customers", "content", "content_uses", "staff")
"""Tables that get rows during a run."""
BLANK_LEAD = LEADS_TABLE.blank(1)
BLANK_OPPORTUNITY = OPPORTUNITIES.blank(1)
BLANK_CUSTOMER = CUSTOMERS_TABLE.blank(1)
BLANK_ASSET = ASSETS.blank(1)
BLANK_USE = CONTENT_USES.blank(1)
BLANK_FILE = STAFF.blank(1)
"""What is put first into a new row of a growing table; the room ahead is left untouched."""


@act
def has_open_deal(account: Any) -> bool:
    """Return whether the account has an open opportunity."""
    return bool(account["opportunity"] != account["ended"])


@rule
def likeness(squared_distance: float, form: int) -> float:
    """Return how alike two things are, from their squared distance in sd.

    All forms agree at a distance of 0 and of 1 sd. Exponential: likeness falls by a fixed part with
    every step away (Shepard 1987). Weber: it falls with the distance as it is felt, the logarithm
    of Fechner 1860, so the first steps away cost most.
    """
    if form == Likeness.EXPONENTIAL:
        return alike_by_steps(squared_distance)
    if form == Likeness.WEBER:
        return alike_as_felt(squared_distance)
    return math.exp(-0.5 * squared_distance)


@act
def per_euro(slope: Any) -> float:
    """Return what one more euro of revenue pays a person with this slope, however it is counted."""
    return float(
        slope[Metric.OWN_REVENUE] + slope[Metric.TEAM_REVENUE] + slope[Metric.SHARED_REVENUE]
    )


@act
def pair_row(marketer: int, rep: int, pod: int, pairs: Any, reps: Any) -> int:
    """Return the row of the pair; without a marketer the first pair of the rep.

    Pairs stand rep by rep; within a rep in the order of the pod's marketers.
    """
    marketers = pairs.shape[0] // reps.shape[0]
    local = 0 if marketer == NOBODY else marketer - pod * marketers
    return int(rep * marketers + local)


@act
def pooled_view(people: Any, first: int, last: int, segment: int, dimension: int) -> float:
    """Return the mean view of the people in seats `first` to `last` (exclusive) of one need."""
    total = 0.0
    for seat in range(first, last):
        total += people[seat]["views"][segment, dimension] / (last - first)
    return total
