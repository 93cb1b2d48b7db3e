"""Measure what practices, and stages of maturity, do for a firm: tables that pages quote.

Long: `python -m scripts.measured practices maturity` takes a quarter of an hour on two cores.
"""

from __future__ import annotations

from analysis import compare
from analysis.practice.effects import Practices
from analysis.practice.effects import practices as switch_each
from analysis.practice.output import rows
from analysis.runs.statistics import means_with_intervals
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, in_percent

SEED = 1000
REPLICATES = {"mid_market": 30, "enterprise": 40, "velocity": 12}
PAIRS = (
    ("liaisons", "colocation"),
    ("liaisons", "joint_assignments"),
    ("colocation", "joint_assignments"),
    ("codesign", "content_access"),
    ("content_access", "content_training"),
    ("celebrations", "joint_assignments"),
    ("marketing_owns_price", "shared_roadmap"),
)
"""The pairs that claims are about: docs/explanation/claims.md, C17, C18, C26 and C30."""
PAIR_SEED = 3_300_002
PAIR_REPLICATES = 60
PAIR_MEASURES = ("gross_profit_y3", "relationship_conflict", "knowledge_error")
CLEAR = 0.05
STAGES = ("undefined", "defined", "aligned", "integrated")
MEASURES = {
    "gross_profit_y1": "gross profit, year 1",
    "gross_profit_y3": "gross profit, years 1 to 3",
    "relationship_conflict": "relationship conflict",
    "knowledge_error": "knowledge error",
}
SIZES: dict[str, tuple[int, tuple[str, ...]]] = {
    "small": (60, ()),
    "large": (24, ("market.pods=4", "market.accounts=9600")),
}
COLUMNS = (
    "practice", "in words", "verdict", "gross profit, years 1 to 3", "95 % interval", "conflict",
    "knowledge error", "hours",
)  # fmt: skip


def practices() -> str:
    """Return the page on each practice alone."""
    text = [
        f"`{BASELINE}` with one practice switched on at week 0, paired replicates from seed",
        f"{SEED}. Per cent of the firm without it; \\* survives the adjustment over practices and",
        "measures (Holm, 5 %). Hours: per person and week. *Nothing visible*: all of the interval",
        "lies within 2 % of the firm's mean; *too noisy*: it does not, and the effect does not",
        "survive the adjustment. Each table:",
        f"`counterpoint practices {BASELINE} --market MARKET --replicates N --seed {SEED}`.",
    ]
    for market, replicates in REPLICATES.items():
        found = switch_each(BASELINE, market=market, replicates=replicates, seed=SEED)
        text += ["", f"## {market}, {replicates} replicates", ""]
        text += head(COLUMNS)
        for line in rows(found):
            text.append(row(cell.strip().replace("*", "\\*") for cell in line.values()))
    return "\n".join((*text, *paired()))


def paired() -> list[str]:
    """Return the tables of pairs of practices: what both do beyond the sum of each alone."""
    text = [
        "",
        "## Pairs",
        "",
        f"The pairs that [claims](../claims.md) name, {PAIR_REPLICATES} paired replicates of seed",
        f"{PAIR_SEED}, which nothing else used. Per cent of the firm without either ± half a 95 %",
        "interval: what both do together, and in brackets how much of it is beyond the sum of",
        "each alone; **bold** survives the adjustment over pairs and measures of a market (Holm,",
        "5 %).",
    ]
    for market in REPLICATES:
        found = switch_each(
            BASELINE, market=market, pairs=PAIRS, replicates=PAIR_REPLICATES, seed=PAIR_SEED
        )
        titles = (MEASURES[measure] for measure in PAIR_MEASURES)
        text += ["", f"### {market}", "", *head(["pair", *titles])]
        for place, pair in enumerate(PAIRS):
            cells = (couple(found, place, measure) for measure in PAIR_MEASURES)
            text.append(row([" + ".join(pair), *cells]))
    return text


def couple(found: Practices, place: int, measure: str) -> str:
    """Return what a pair does in a measure, and what of that is beyond the sum."""
    table = found.measures[found.measures["measure"] == measure]
    values = table.pivot_table(index="replicate", columns="scenario", values="value")
    firm = found.firms[len(found.firms) - len(PAIRS) + place].name
    unit = abs(float(values[found.base.name].mean())) / 100.0
    gap = (values[firm] - values[found.base.name]).to_numpy()[:, None] / unit
    both = means_with_intervals(gap)
    chosen = found.interactions[found.interactions["measure"] == measure]
    first, second = PAIRS[place]
    line = chosen[(chosen["first"] == first) & (chosen["second"] == second)].iloc[0]
    half = 0.5 * (line["ci_high"] - line["ci_low"]) / unit
    beyond = f"{line['interaction'] / unit:+.1f} ± {half:.1f}"
    told = f"{both.mean[0]:+.1f} ± {0.5 * (both.high[0] - both.low[0]):.1f}"
    return f"{told} ({bold(beyond, line['p_adjusted'] < CLEAR)})"


def maturity() -> str:
    """Return the page on the stages of maturity, in a small and in a large firm."""
    large, settings = SIZES["large"]
    told = " ".join(f"--set {setting}" for setting in settings)
    text = [
        f"`counterpoint compare {' '.join(STAGES)} --seed {SEED}`, per cent of `{STAGES[0]}` ±",
        "half a 95 % interval; **bold** survives the adjustment (Holm, 5 %). Small: one pod of 5",
        f"reps and 3 marketers, {SIZES['small'][0]} replicates. Large: four pods (`{told}`),",
        f"{large} replicates. Mid_market, starting from `{STAGES[0]}`.",
        "",
        *head(["measure", "firm", *STAGES[1:]]),
    ]
    for size, (replicates, overrides) in SIZES.items():
        before = (f"run.before={STAGES[0]}", *overrides)
        result = compare(STAGES, overrides=before, replicates=replicates, seed=SEED)
        for measure, title in MEASURES.items():
            found = in_percent(result, measure)
            cells = []
            for stage in STAGES[1:]:
                mean, half, clear = found[stage]
                cells.append(bold(f"{mean:+.1f} ± {half:.1f}", clear))
            text.append(row([title, size, *cells]))
    return "\n".join(text)
