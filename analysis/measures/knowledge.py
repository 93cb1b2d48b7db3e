"""Measures of what the firm knows, and of its standing with buyers."""

from __future__ import annotations

import numpy as np

from analysis.measures import rows
from analysis.measures.registry import Run, measure


@measure(
    "knowledge_error",
    "index",
    "lower",
    "mean squared error of the estimate of buyers' needs that messages and pitches use",
)
def knowledge_error(run: Run) -> float:
    return rows.average(run, "knowledge_error_operating")


@measure("error_correlation", "correlation", "none", "correlation of marketing's and sales' errors")
def error_correlation(run: Run) -> float:
    return rows.average(run, "error_correlation")


@measure(
    "promise_gap", "index", "lower", "mean gap between what was promised and what was delivered"
)
def promise_gap(run: Run) -> float:
    customers = run.raw("customers")
    counted = rows.within(customers["won_week"], 0, run.weeks)
    return rows.mean(np.asarray(customers["promise_gap"][counted]))


@measure("brand_stock", "index", "higher", "mean brand stock, last counted year")
def brand_stock(run: Run) -> float:
    return rows.last_year(run, "brand_stock")


@measure("brand_share", "share", "none", "mean share of the marketing budget that goes to brand")
def brand_share(run: Run) -> float:
    return rows.average(run, "brand_share")


@measure("content_use", "share", "higher", "open opportunities in which any asset was used")
def content_use(run: Run) -> float:
    return rows.average(run, "content_use")
