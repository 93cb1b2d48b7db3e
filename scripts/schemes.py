"""Measure what the shipped schemes do in the shipped markets, and which choices make it so.

Long: `python -m scripts.measured schemes causes` takes half an hour on two cores.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from analysis import Comparison, compare
from analysis.runs.statistics import holm, means_with_intervals
from scripts.markdown import bold, head, row
from sim import load_scenario
from sim.scenario import declared

Floats = NDArray[np.float64]
BASELINE = "siloed_metrics"
HEADLINE = "gross_profit_y3"
SCHEMES = (
    BASELINE,
    "siloed_own_revenue",
    "hybrid_pay",
    "shared_revenue",
    "cmo_reports_to_cso_pay_only",
    "cmo_reports_to_cso",
    "unified_cro_pay_only",
    "unified_cro",
    "retention_pool",
)
MAIN = (BASELINE, "shared_revenue", "cmo_reports_to_cso")
MARKETS = ("mid_market", "enterprise", "velocity", "concentrated", "fast_drift", "brand_led")
MEASURES = {
    "gross_profit_y3": "Gross profit over three years",
    "gross_profit_y1": "Gross profit in year 1",
    "bookings_y1": "Bookings in year 1",
    "relationship_conflict": "Relationship conflict",
}
BEFORES = {
    "siloed_metrics": "starting from a siloed firm",
    "same": "each scheme in its own steady state",
}
SEED = 1000
REPLICATES = 48
FEWER = {"velocity": 16}
CLEAR = 0.05
FREE = "nothing"
FROZEN = {
    FREE: (),
    "hours": ("hours",),
    "the bar for leads": ("threshold",),
    "triage": ("triage",),
    "discount, promise, timing": ("discount", "promise", "timing"),
    "the discount alone": ("discount",),
    "the promise alone": ("promise",),
    "timing alone": ("timing",),
    "the brand share": ("brand_share",),
    "whether pay moves morale": ("stay",),
    "whether pay makes blame": ("blame",),
}
CAUSES = ("hybrid_pay", "shared_revenue", "cmo_reports_to_cso_pay_only", "cmo_reports_to_cso",
          "retention_pool")  # fmt: skip
CAUSE_REPLICATES = 96
CAUSE_MEASURES = {
    "gross_profit_y3": "Gross profit over three years",
    "bookings_y3": "Bookings at list price over three years",
}
HINGES = (
    "closing.price_effect", "closing.impatience", "scoring.handling_hours", "ledger.full_work",
    "ledger.memory", "ledger.prior", "effort.temper", "effort.slack_value", "effort.loafing",
    "pay.visibility", "pay.free_riding", "pay.risk_aversion", "demand.entry_hazard",
)  # fmt: skip
ENDS = {"closing.price_effect": (0.95, 2.23, 4.05)}
"""Where more than the ends are worth a look: its published centre."""
HINGED = (BASELINE, "siloed_own_revenue", "hybrid_pay", "shared_revenue",
          "cmo_reports_to_cso_pay_only")  # fmt: skip
HINGE_REPLICATES = 48


def in_percent(result: Comparison, measure: str) -> dict[str, tuple[float, float, bool]]:
    """Return mean difference and half its interval (%), and whether Holm leaves it, by scheme."""
    means = result.summary[result.summary["measure"] == measure].set_index("scenario")["mean"]
    unit = abs(float(means[result.baseline])) / 100.0
    chosen = result.differences[result.differences["measure"] == measure]
    columns = [chosen[name].tolist() for name in ("mean_difference", "ci_low", "ci_high")]
    clear = (chosen["p_adjusted"] < CLEAR).tolist()
    return {
        scheme: (mean / unit, 0.5 * (high - low) / unit, real)
        for scheme, mean, low, high, real in zip(
            chosen["scenario"].tolist(), *columns, clear, strict=True
        )
    }


def grid(results: dict[str, Comparison], measure: str) -> list[str]:
    """Return a table of schemes by markets."""
    lines = head(["scheme", *results])
    found = {market: in_percent(result, measure) for market, result in results.items()}
    for scheme in SCHEMES[1:]:
        cells = []
        for market in results:
            value, _half, clear = found[market][scheme]
            cells.append(bold(f"{value:+.1f}", clear))
        lines.append(row([scheme, *cells]))
    return lines


def winners(results: dict[str, Comparison]) -> list[str]:
    """Return a table of the schemes that most often earn most."""
    lines = head(["market", "best (share of replicates)", "second"])
    for market, result in results.items():
        ranks = result.ranks[result.ranks["measure"] == "gross_profit_y3"]
        first = ranks.sort_values("probability_best", ascending=False).iloc[:2]
        names, shares = first["scenario"].tolist(), first["probability_best"].tolist()
        cells = [f"{name} ({share:.0%})" for name, share in zip(names, shares, strict=True)]
        lines.append(row([market, *cells]))
    return lines


def closely() -> list[str]:
    """Return the table of the three main schemes with many replicates."""
    result = compare(MAIN, replicates=200, seed=SEED)
    lines = head(["measure", *MAIN[1:]])
    for measure in (*MEASURES, "bookings_y3", "win_rate", "trust", "knowledge_error"):
        found = in_percent(result, measure)
        cells = [
            bold(f"{value:+.1f} ± {half:.1f}", clear)
            for value, half, clear in (found[scheme] for scheme in MAIN[1:])
        ]
        lines.append(row([measure, *cells]))
    return lines


def schemes() -> str:
    """Return the page of all schemes in all markets."""
    text = [
        f"Mean paired differences from `{BASELINE}` in per cent of its mean; **bold** survives the",
        "adjustment over all measures and schemes (Holm, 5 %). Each column:",
        "",
        "```sh",
        f"counterpoint compare {' '.join(SCHEMES)} \\",
        f"    --market MARKET --set run.before=BEFORE --replicates {REPLICATES} --seed {SEED}",
        "```",
        "",
        "with " + ", ".join(f"{count} replicates in {name}" for name, count in FEWER.items()) + ".",
        "",
        f"## The three main schemes in mid_market, 200 replicates, {BEFORES['siloed_metrics']}",
        "",
        *closely(),
    ]
    for before, words in BEFORES.items():
        results = {
            market: compare(
                SCHEMES, market=market, overrides=(f"run.before={before}",), seed=SEED,
                replicates=FEWER.get(market, REPLICATES),
            )
            for market in MARKETS
        }  # fmt: skip
        for measure, title in MEASURES.items():
            text += ["", f"## {title}, {words}", "", *grid(results, measure)]
            if measure == "gross_profit_y3":
                text += ["", *winners(results)]
    return "\n".join(text)


def hinges() -> str:
    """Return the page that moves one assumption at a time to the ends of its range."""
    text = [
        "Gross profit over three years, % of siloed_metrics, ± half a 95 % interval, in",
        f"mid_market with `run.before=same`, {HINGE_REPLICATES} replicates from seed {SEED}. Each",
        "row sets one assumption to an end of its declared range, in every scheme. **Bold**: the",
        "interval excludes zero. References of pay stay where they are, so an end may also be a",
        "firm with easy or hard targets.",
        "",
        *head(["setting", "is", *HINGED[1:]]),
    ]
    rows: list[tuple[str, float | None]] = [("as declared", None)]
    for key in HINGES:
        rows += [(key, end) for end in ENDS.get(key, declared.flat()[key].sweep or ())]
    for key, end in rows:
        overrides = ["run.before=same", *([] if end is None else [f"{key}={end}"])]
        result = compare(HINGED, overrides=overrides, replicates=HINGE_REPLICATES, seed=SEED)
        found = in_percent(result, "gross_profit_y3")
        cells = []
        for name in HINGED[1:]:
            mean, half, _clear = found[name]
            cells.append(bold(f"{mean:+.1f} ± {half:.1f}", abs(mean) > half))
        text.append(row([key, "" if end is None else f"{end:g}", *cells]))
    return "\n".join(text)


def causes() -> str:
    """Return the page that freezes one choice at a time, in both schemes of every pair."""
    text = [
        "Per cent of siloed_metrics, ± half a 95 % interval, in mid_market with `run.before=same`,",
        f"{CAUSE_REPLICATES} replicates from seed {SEED}. Each row freezes one choice in both",
        "schemes of a pair. Where a difference goes away, that choice makes it.",
    ]
    results = {words: frozen(choices) for words, choices in FROZEN.items()}
    results["everything pay can reach"] = frozen(None)
    for measure, title in CAUSE_MEASURES.items():
        text += ["", f"## {title}", "", *head(["frozen in both", *CAUSES])]
        for words, result in results.items():
            found = in_percent(result, measure)
            cells = [f"{found[name][0]:+.1f} ± {found[name][1]:.1f}" for name in CAUSES]
            text.append(row([words, *cells]))
    text += [
        "",
        "## What freezing changes, pair by pair",
        "",
        f"{CAUSE_MEASURES[HEADLINE]}: the difference with a choice frozen minus that with nothing",
        "frozen, each in per cent of its own siloed firm, in the same replicates; **bold**",
        "survives the adjustment over the table (Holm, 5 %). Two intervals above may overlap and",
        "the change still be told, since both have the same luck.",
        "",
        *changes(results),
    ]
    return "\n".join(text)


def changes(results: Mapping[str, Comparison]) -> list[str]:
    """Return a table of what freezing each choice does to each scheme's difference, paired."""
    free = gaps_in_percent(results[FREE])
    others = {words: result for words, result in results.items() if words != FREE}
    found = means_with_intervals(
        np.hstack([gaps_in_percent(result) - free for result in others.values()])
    )
    told = holm(found.p) < CLEAR
    cells = [
        bold(f"{mean:+.1f} ± {0.5 * (high - low):.1f}", bool(clear))
        for mean, low, high, clear in zip(found.mean, found.low, found.high, told, strict=True)
    ]
    width = len(CAUSES)
    rows = (row([words, *cells[n * width : (n + 1) * width]]) for n, words in enumerate(others))
    return [*head(["frozen in both", *CAUSES]), *rows]


def gaps_in_percent(result: Comparison) -> Floats:
    """Return how far each of CAUSES is from the baseline, replicate by replicate, in per cent."""
    part = result.measures[result.measures["measure"] == HEADLINE]
    wide = part.pivot_table(index="replicate", columns="scenario", values="value")
    base = wide[BASELINE].to_numpy()[:, None]
    return np.asarray(100.0 * (wide[[*CAUSES]].to_numpy() - base) / base.mean(), dtype=np.float64)


def frozen(choices: tuple[str, ...] | None) -> Comparison:
    """Return the comparison with these choices frozen; None: all that pay can reach."""
    overlays = ("null_model",) if choices is None else ()
    overrides = ["run.before=same", *(f"choices.{name}=frozen" for name in choices or ())]
    loaded = [
        load_scenario(scheme, overlays=overlays, overrides=overrides)
        for scheme in (BASELINE, *CAUSES)
    ]
    return compare(loaded, replicates=CAUSE_REPLICATES, seed=SEED)
