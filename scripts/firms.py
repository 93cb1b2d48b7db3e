"""Measure what practices, and stages of maturity, do for a firm: tables that pages quote.

Long: `python -m scripts.measured practices maturity` takes a quarter of an hour on two cores.
"""

from __future__ import annotations

from analysis import compare
from analysis.practice.effects import practices as switch_each
from analysis.practice.output import rows
from scripts.markdown import bold, head, row
from scripts.schemes import BASELINE, in_percent

SEED = 1000
REPLICATES = {"mid_market": 30, "enterprise": 40, "velocity": 12}
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
    return "\n".join(text)


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
