"""A group of n people who each consent with chance p signs with chance p^n."""

import math

import numpy as np
import pytest

from sim.world.names import Outcome
from tests.theory.harness import SILENT, history, share_lies_at

pytestmark = pytest.mark.compiled
P = 0.9
SUPPORT = 0.7
SLOPE = 5.0
THRESHOLD = SUPPORT - math.log(P / (1.0 - P)) / SLOPE
ONE_ASK_EACH = (
    *SILENT,
    "market.accounts=6000",
    "market.members_power=0",
    "demand.entry_hazard=0.1",
    "pipeline.find_rate=0.1",
    "triage.call_conversion=1",
    "triage.stale=1",
    "triage.lead_hours=0.1",
    "buying_group.gain=0",
    "buying_group.decay=0",
    f"buying_group.first_support={SUPPORT}",
    "buying_group.list_support=0",
    "buying_group.customer_support=0",
    f"buying_group.consent_slope={SLOPE}",
    f"buying_group.threshold={THRESHOLD}",
    "buying_group.threshold_spread=0",
    "buying_group.group_spread=0",
    "buying_group.off_list=1",
    "buying_group.incumbency=1",
    "buying_group.rival_odds=1",
    "buying_group.tiring=0",
    "buying_group.fatigue=0",
    "buying_group.spread_hazard=0",
    "buying_group.rival=0",
    "buying_group.rival_base=0",
    "closing.ask_hours=0.1",
    "closing.kill=1",
    "closing.default_discount=0",
    "closing.default_promise=0",
    "run.weeks=60",
)


def test_large_groups_are_hard_by_the_power_of_their_size():
    deals = history(*ONE_ASK_EACH, "market.members=5").raw("opportunities")
    closed = deals[deals["outcome"] != Outcome.OPEN]
    tested = 0
    for members in range(1, 14):
        group = closed[closed["members"] == members]
        if len(group) >= 200:
            won = int((group["outcome"] == Outcome.WON).sum())
            assert share_lies_at(won, len(group), P**members), (members, won, len(group))
            tested += 1
    assert tested >= 6


def test_one_discount_moves_the_odds_of_the_whole_group_once():
    # odds times exp(4 x .25) = e; every group has three people
    terms = ("closing.guardrail=1", "closing.price_effect=4")
    group = history(*ONE_ASK_EACH, *terms, "closing.default_discount=0.25", "market.members=3").raw(
        "opportunities"
    )
    group = group[(group["outcome"] != Outcome.OPEN) & (group["members"] == 3)]
    odds = P**3 / (1.0 - P**3) * math.e
    won = int((group["outcome"] == Outcome.WON).sum())
    assert len(group) > 1000
    assert share_lies_at(won, len(group), odds / (1.0 + odds))
    assert np.allclose(group["net_value"][group["outcome"] == Outcome.WON],
                       0.75 * group["list_value"][group["outcome"] == Outcome.WON])  # fmt: skip
