"""The published patterns: what is measured, the band it should lie in, and who found it.

Use C may be calibrated on, E must emerge and is never calibrated on, X is a contrast over a sweep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Sample = Mapping[str, Mapping[str, Floats]]
"""Variant → fact → one value per replicate."""

BASELINE, TIMING_OFF = "baseline", "timing frozen"
LINEAR, LINEAR_OFF = "linear pay", "linear pay, timing frozen"
HYBRID, UNDER_CSO = "hybrid_pay", "cmo_reports_to_cso"
BRAND_SHARES = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)

FROZEN = {"choices.timing": "frozen"}
STRAIGHT = ("contracts.rep.accelerator=1", "contracts.rep.bonus=0")


def brand_variant(share: float) -> str:
    """Return the name of the variant with a forced brand share."""
    return f"brand share {share:g}"


@dataclass(frozen=True)
class Variant:
    """The firm under test with something changed.

    Attributes:
        scheme: another scheme to take instead; None for the firm under test.
        settings: "key=value" that hold from the first week of burn-in.
        from_start: dotted key → value that holds from week 0 on.
    """

    scheme: str | None = None
    settings: tuple[str, ...] = ()
    from_start: Mapping[str, object] = field(default_factory=dict)


VARIANTS: dict[str, Variant] = {
    BASELINE: Variant(),
    TIMING_OFF: Variant(from_start=FROZEN),
    LINEAR: Variant(settings=STRAIGHT),
    LINEAR_OFF: Variant(settings=STRAIGHT, from_start=FROZEN),
    HYBRID: Variant(HYBRID),
    UNDER_CSO: Variant(UNDER_CSO),
    **{brand_variant(x): Variant(from_start={"planning.brand_share": x}) for x in BRAND_SHARES},
}
"""Every run that some pattern needs."""


@dataclass(frozen=True)
class Pattern:
    """One published pattern.

    Attributes:
        name: number in the evidence table, with a letter where it has several parts.
        use: C, E or X.
        fact: what is known, in words.
        low, high: the band; infinite where it is open.
        unit: "share", "points", "percent", "ratio" or "".
        source: where it comes from.
        values: sample → one value per replicate.
        variants: the runs it needs.
        swept: for a sweep, the fact whose mean over runs decides which setting is best.
    """

    name: str
    use: str
    fact: str
    low: float
    high: float
    unit: str
    source: str
    values: Callable[[Sample], Floats]
    variants: tuple[str, ...] = (BASELINE,)
    swept: str | None = None


def _plain(fact: str) -> Callable[[Sample], Floats]:
    return lambda sample: sample[BASELINE][fact]


def _bunching_by_value(sample: Sample) -> Floats:
    facts = sample[BASELINE]
    return facts["quarter_end_value"] / facts["quarter_end_ratio"]


def _loss(free: str, frozen: str) -> Callable[[Sample], Floats]:
    """Return the share of net bookings that choosing when to close costs."""

    def values(sample: Sample) -> Floats:
        undisturbed = sample[frozen]["bookings_net_y3"]
        return 1 - sample[free]["bookings_net_y3"] / undisturbed

    return values


def _fall_under_hybrid(sample: Sample) -> Floats:
    name = "unworked_lead_share"
    return sample[BASELINE][name] - sample[HYBRID][name]


def _change_under_cso(fact: str) -> Callable[[Sample], Floats]:
    return lambda sample: sample[UNDER_CSO][fact] / sample[BASELINE][fact] - 1


def outcomes(sample: Sample, fact: str) -> Floats:
    """Return a fact by replicate and brand share; replicates without it somewhere are out."""
    found = np.stack([sample[brand_variant(share)][fact] for share in BRAND_SHARES], axis=1)
    return np.asarray(found[~np.isnan(found).any(axis=1)])


def best(gains: Floats) -> Floats:
    """Return the brand share with the highest gain, row by row."""
    return np.array(BRAND_SHARES)[np.argmax(gains, axis=1)] if len(gains) else np.empty(0)


def _best_brand_share(fact: str) -> Callable[[Sample], Floats]:
    return lambda sample: best(outcomes(sample, fact))


INF = float("inf")
_SWEEP = tuple(brand_variant(x) for x in BRAND_SHARES)

PATTERNS: tuple[Pattern, ...] = (
    Pattern("P1", "C", "accounts with a qualified lead that win within 26 weeks", 0.02, 0.20,
            "share", "Olist .132", _plain("mql_to_win")),
    Pattern("P2", "C", "campaigns differ hugely in conversion (CV)", 0.4, 0.9,
            "", "Olist .65", _plain("campaign_cv")),
    Pattern("P3", "C", "best over worst big lead source", 2.5, 6,
            "ratio", "Olist 3.7; Salvirt", _plain("source_ratio")),
    Pattern("P4a", "C", "cycles right-skewed: mean over median", 1.3, 3.5,
            "ratio", "Olist 3.3; CRM-E 1.6", _plain("cycle_skew")),
    Pattern("P4b", "C", "cycles right-skewed: sigma of the log", 0.9, 1.6,
            "", "Olist; CRM-E", _plain("cycle_sigma")),
    Pattern("P6", "C", "win rate falls with size: top over bottom fifth", 0.45, 0.95,
            "ratio", "IBM; CRM-E .75; nil9 .85", _plain("size_effect")),
    Pattern("P7a", "C", "deal values: sigma of the log", 1.0, 1.5,
            "", "CRM-E 1.29; IT 1.29", _plain("value_sigma")),
    Pattern("P7b", "C", "deal values: share of the top fifth of wins", 0.55, 0.78,
            "share", "CRM-E .72; IT .68", _plain("value_concentration")),
    Pattern("P8a", "C", "Gini of wins over reps", 0.2, 0.5,
            "", "Olist .46; Maven .20", _plain("win_gini")),
    Pattern("P8b", "C", "true deviation of reps' win rates", 0.03, 0.14,
            "share", "IT deals .08 to .14", _plain("rep_deviation")),
    Pattern("P9a", "E", "wins bunch at the quarter's end: last over first two weeks", 1.3, 3.0,
            "ratio", "CRM-E 1.43; Maven 2.4; Larkin", _plain("quarter_end_ratio")),
    Pattern("P9b", "E", "by value more than by count", 1.0, INF,
            "ratio", "CRM-E 2.05 over 1.43", _bunching_by_value),
    Pattern("P10a", "E", "discounts deeper at the quarter's end than in its middle", 0.03, 0.12,
            "points", "Larkin 2014", _plain("quarter_end_discount")),
    Pattern("P10b", "E", "timing games cost revenue, with accelerator", 0.03, 0.08,
            "percent", "Larkin 2014", _loss(BASELINE, TIMING_OFF), (BASELINE, TIMING_OFF)),
    Pattern("P10c", "E", "the same under linear pay", -0.015, 0.015,
            "percent", "Larkin 2014", _loss(LINEAR, LINEAR_OFF), (LINEAR, LINEAR_OFF)),
    Pattern("P11a", "E", "qualified leads never worked, under volume pay", 0.30, 0.70,
            "share", "Sabnis 2013; Oldroyd 2011", _plain("unworked_lead_share")),
    Pattern("P11b", "E", "that share falls under hybrid pay", 0.15, INF,
            "points", "Sabnis 2013", _fall_under_hybrid, (BASELINE, HYBRID)),
    Pattern("P14a", "C", "a group of one buys from somebody", 0.75, 0.90,
            "share", "CEB", _plain("purchase_alone")),
    Pattern("P14b", "C", "a group of six or more buys from somebody", 0.25, 0.40,
            "share", "CEB", _plain("purchase_many")),
    Pattern("P15", "C", "losses without a decision", 0.35, 0.60,
            "share", "Dixon & McKenna 2022", _plain("no_decision_share")),
    Pattern("P17", "C", "win rate at existing over new customers", 2.0, 4.5,
            "ratio", "Salvirt 4.1", _plain("incumbency")),
    Pattern("P19a", "E", "CMO under CSO, year 1 bookings: higher or equal", 0.0, INF,
            "percent", "Mizik 2010", _change_under_cso("bookings_y1"), (BASELINE, UNDER_CSO)),
    Pattern("P19b", "E", "CMO under CSO, year 3 bookings: lower", -INF, 0.0,
            "percent", "Mizik 2010", _change_under_cso("third_year_bookings"),
            (BASELINE, UNDER_CSO)),
    Pattern("P20a", "X", "best brand share over three years", 0.25, 0.60,
            "share", "Binet & Field", _best_brand_share("gross_profit_y3"), _SWEEP,
            "gross_profit_y3"),
    Pattern("P20b", "X", "best brand share over 26 weeks", 0.0, 0.199,
            "share", "Binet & Field", _best_brand_share("half_year_profit"), _SWEEP,
            "half_year_profit"),
    Pattern("P28a", "C", "customers lost a year", 0.06, 0.14,
            "share", "KBCM", _plain("churn")),
    Pattern("P28b", "C", "churn of the most over-promised quarter over the least", 1.8, INF,
            "ratio", "KBCM", _plain("overpromise_churn")),
    Pattern("P30", "C", "rep quarters in which the quota is reached", 0.30, 0.60,
            "share", "Ebsta and others", _plain("attainment_share")),
)  # fmt: skip
"""All patterns, in the order of the evidence table."""
