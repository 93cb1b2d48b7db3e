"""What tests of whole runs share: small scenarios, and the comparison of histories to the byte."""

import copy
import hashlib
from dataclasses import replace

import numpy as np

from sim.history.history import TABLES, public_columns
from sim.scenario import load_scenario, shipped
from sim.world.names import Outcome
from sim.world.vectors import NOBODY

SMALL = (
    "market.accounts=200",
    "run.weeks=52",
    "run.burn_in=13",
    "leadership.hours_per_dispute=10",
)
"""200 accounts and 65 weeks, of which 13 under the organisation of before.

Disputes take leaders long, so that some are left to the people: otherwise the few disputes of a
small world would all be settled, and with them all effects of conflict.
"""
FUNNEL_PRACTICES = (
    "unified_definition.every=6",
    "qualification.by=group",
    "qualification.window=100",
    "lead_sla.share=0.7",
    "feedback.share=0.8",
    "codesign.every=6",
    "content_access.level=0.8",
    "content_training.every=6",
    "framing.share=0.8",
    "literacy_training.every=6",
    "handover.share=0.8",
    "handoff_rules.every=6",
    "handoff.misrouted=0.5",
    "demand.entry_hazard=0.02",
)
"""Everything people can do together from the lead to the customer, in a busy market."""
SCHEMES = [
    each.name
    for each in shipped.summaries()
    if each.kind == "scheme" or each.name in (shipped.BASE, "maturing_in_one_leap")
]
"""Shipped scenarios whose dated changes all fall into a short run."""
OVERLAYS = [each.name for each in shipped.summaries() if each.kind == "overlay"]


def small(name="siloed_metrics", *settings, overlays=(), market="mid_market"):
    """Return a shipped scenario with 200 accounts and 65 weeks."""
    return load_scenario(name, market, overlays, (*SMALL, *settings))


def steady(name="siloed_metrics", *settings, **options):
    """Return the same without a past: its own organisation holds from the first week."""
    return small(name, "run.before=same", *settings, **options)


def with_value(scenario, key, value):
    """Return a scenario with one number changed, unchecked: it may break what belongs together."""
    values = copy.deepcopy(scenario.values)
    *above, last = key.split(".")
    inner = values
    for part in above:
        inner = inner[part]
    assert last in inner, key
    inner[last] = value
    return replace(scenario, values=values)


def columns(history, but=()):
    """Yield ((table, column), bytes) of every public column, rows in id order."""
    for table in TABLES:
        raw = history.raw(table)
        for column in public_columns(table):
            if (table, column) not in but:
                yield (table, column), np.ascontiguousarray(raw[column]).tobytes()


def differing(one, other, but=()):
    """Return the names of the columns in which two histories are not equal, bit for bit."""
    theirs = dict(columns(other, but))
    return [".".join(key) for key, mine in columns(one, but) if mine != theirs[key]]


def digests(history):
    """Return the sha256 of every result table."""
    made = {table: hashlib.sha256() for table in TABLES}
    for (table, _column), content in columns(history):
        made[table].update(content)
    return {table: digest.hexdigest() for table, digest in made.items()}


def digests_but(history, but):
    """Return one sha256 over all public columns except those in `but`."""
    digest = hashlib.sha256()
    for _column, content in columns(history, but):
        digest.update(content)
    return digest.hexdigest()


def groups_asked(model):
    """Return, of the week just simulated, which groups had an open deal in it or had just come."""
    accounts, deals = model.world.accounts, model.world.opportunities
    latest = deals[np.maximum(accounts["opportunity"], 0)]
    is_live = (latest["outcome"] == Outcome.OPEN) | (latest["closed_week"] == model.week)
    has_deal = (accounts["opportunity"] != NOBODY) & is_live
    return has_deal | (accounts["entered_week"] == model.weeks_done - 1)
