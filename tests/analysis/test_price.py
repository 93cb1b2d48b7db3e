"""What a scheme costs beside profit: in hours, people and buyers, never in an index."""

import math
from dataclasses import replace

import pytest

from analysis.comparison.price import COSTS, known_by, price, watch
from sim import load_scenario

SPACE = "\N{NO-BREAK SPACE}"


class Result:
    """Holds schemes."""

    def __init__(self, *loaded):
        self.loaded = loaded


def test_no_cost_is_told_as_an_index_of_conflict(comparison):
    assert "relationship_conflict" not in COSTS
    said, below = price(comparison, "shared_revenue", "siloed_metrics")
    assert said.startswith("shared_revenue instead of siloed_metrics: ")
    assert "brand stock" not in said + below


@pytest.mark.parametrize("stock", [0.0, 1.0, 5.0])
def test_brand_is_told_as_buyers_who_know_the_firm(stock):
    scheme = load_scenario("siloed_metrics", market="mid_market")
    demand = scheme.values["demand"]
    odds = math.exp(demand["list_base"]) * (1 + stock) ** demand["list_brand"]
    expected = round(100 * odds / (1 + odds))
    assert known_by(Result(scheme), "siloed_metrics", stock) == f"{expected}{SPACE}%"


def test_a_scheme_without_buyers_has_none_who_know_it(comparison):
    assert known_by(comparison, "siloed_metrics", 3.0) is None


def test_hours_lost_are_those_of_the_table(comparison):
    from analysis.comparison.headline import lines

    said, below = price(comparison, "shared_revenue", "siloed_metrics")
    said, below = said.replace(SPACE, " "), below.replace(SPACE, " ")
    (row,) = (
        line for line in lines(comparison, ("hours_lost",)) if line.scenario == "shared_revenue"
    )
    if row.verdict in ("better", "worse"):
        ours, theirs = (text.removesuffix(" h a year") for text in (row.mean, row.base))
        assert f"quarrels ({ours} instead of {theirs} hours a year)" in below
        assert "% fewer hours)" in said or "% more hours)" in said
    else:
        assert "quarrels (" not in said


def test_what_to_count_says_of_what_time_its_numbers_are(comparison):
    said, below = watch(comparison, "shared_revenue", "siloed_metrics")
    assert below.startswith("Means of those quarters: ") or " tells them apart " in said
    assert ("From Monday count" in said) == (" instead of " in below)


def test_what_leans_is_told_with_what_would_settle_it(comparison):
    rows = comparison.differences.assign(ci_low=0.1, ci_high=0.4, p_adjusted=0.2)
    open_ = comparison.verdicts.assign(verdict="not decided")
    found = replace(comparison, differences=rows, verdicts=open_)
    said, below = price(found, "shared_revenue", "siloed_metrics")
    assert "leaning" in said
    assert ", not proven, on " in said
    assert "more runs would settle it)" in below or "far below what these runs can show" in below
