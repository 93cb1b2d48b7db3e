"""Tables of the market: segments, accounts, the people in them, and who comes next."""

from __future__ import annotations

import math

from sim.core.tables import Column as C
from sim.core.tables import Table
from sim.world.names import ROLES
from sim.world.vectors import BY_NEED, BY_WEEK_AND_NEED

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
            low=-math.inf,
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
        C("last_closed", "i4", "row", "closing", "its latest opportunity that has ended, or -1"),
        C("opened", "i4", "week", "pipeline", "index of the week its latest deal was opened"),
        C("found_by", "i4", "week", "pipeline", "index of the week a rep found it, or NEVER"),
        C("winning_lead", "i4", "row", "triage", "lead that opens a deal this week, or -1"),
        C("used_lead", "i4", "row", "pipeline", "lead that opened its latest opportunity, or -1"),
        # The second line: what an answer, and a lead in an inbox, read and write of it.
        C("segment", "i4", "row", "population", "its segment"),
        C("members", "i4", "people", "population", "people who must agree"),
        C("first_member", "i4", "row", "population", "row of the first member"),
        C("queued", "i4", "flag", "campaigns", "1 while it stands in an exposure bucket"),
        C("responses", "i8", "count", "campaigns", "responses to campaigns so far"),
        C("response_due", "f8", "responses", "campaigns", "exposure at which it responds next"),
        C("next_response", "i4", "row", "campaigns", "next account in the same exposure bucket"),
        C("customer", "i4", "row", "delivery", "row of its live contract, or -1"),
        C("list_value", "f8", "EUR/year", "population", "yearly list value of a first deal"),
        C("fit", "f8", "share", "population", "how typical its needs are"),
        C("last_lead", "i4", "row", "handoff", "row of its latest qualified lead, or -1"),
        C("next_entry", "i4", "row", "demand", "next account with the same entry week"),
        C("offset", BY_NEED, "sd", "population", "its needs minus those of the segment"),
        C("rivalry", "f8", "share", "population", "strength of a competitor in it, 0 without one"),
        C("latest", "i4", "row", "qualification", "row of its latest response, or -1"),
        C("asset", "i4", "row", "content", "content asset used this week, or -1"),
        C("deals", "i4", "count", "pipeline", "opportunities so far"),
        C("next_deal", "i4", "row", "pipeline", "next account with a deal of its rep, or -1"),
        C("effort_weight", "f8", "1", "pipeline", "weight of its deal in the rep's week"),
        C("deal_hours", "f8", "hours", "pipeline", "rep hours on its deal this week"),
        C("content_fit", "f8", "share", "content", "relevance of that asset, 0 without one"),
        C("match", "f8", "share", "buying_group", "how well the offer meets its needs"),
        C("spread", "f8", "share", "buying_group", "distance between most and least supportive"),
        C("engaged", "i8", "people", "buying_group", "members reached so far"),
        C("chance", "f8", "share", "buying_group", "chance that all consent today, at list terms"),
        C("chance_next_week", "f8", "share", "buying_group", "the same a week from now"),
        C("outlook", "f8", "share", "buying_group", "the same as far as a rep looks ahead"),
        C(
            "exit_outcome",
            "i4",
            "outcome",
            "buying_group",
            "no decision or competitor this week, else 0",
        ),
        C("ready", "i4", "flag", "closing", "1 while its champion is won over"),
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
        C(
            "threshold",
            "f8",
            "share",
            "buying_group",
            "support at which consent is even",
            low=-math.inf,
            high=math.inf,
        ),
        C("reached", "i4", "flag", "buying_group", "1 once somebody worked on this person"),
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
    (C("first_response", "i4", "row", "campaigns", "first account due in this bucket"),),
)
