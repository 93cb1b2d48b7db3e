"""The lever table: what each lever and each choice does alone, in a firm where all else is frozen.

Before schemes are compared, every lever a scheme may touch is moved by itself in a neutral firm
(siloed pay, every pay-dependent choice frozen), and every choice is released by itself. A lever
that moved an outcome without a path to it would show here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.measures import MEASURES, measured
from analysis.runs.collect import Runner, compiled_runner
from sim.blocks import BLOCKS

if TYPE_CHECKING:
    import pandas as pd

SHOWN = (
    "bookings_y3",
    "win_rate",
    "unworked_lead_share",
    "discount",
    "brand_share",
    "relationship_conflict",
    "trust",
    "knowledge_error",
)
CHOICES = tuple(BLOCKS["choices"].parameters)
SHARED = (
    "contracts.marketer.lead_volume=0",
    "contracts.marketer.shared_revenue=0.9",
    "contracts.marketer.brand_index=0.1",
    "contracts.rep.own_revenue=0.3",
    "contracts.rep.close_rate=0",
    "contracts.rep.shared_revenue=0.7",
)
LEVERS: dict[str, tuple[str, ...]] = {
    "pay: shared revenue": SHARED,
    "pay: no variable share": (
        "contracts.marketer.variable_share=0",
        "contracts.rep.variable_share=0",
    ),
    "reporting line: CMO to CSO": ("organisation.cmo_reports_to=cso",),
    "budget owner: CSO": ("organisation.budget_owner=cso",),
    "horizon: CMO one quarter": ("organisation.horizon.cmo=13",),
    "dispute hours: CEO 8": ("organisation.dispute_hours.ceo=8",),
    "sales evidence in marketing .5": ("information.sales_evidence_in_marketing=0.5",),
    "marketing evidence in sales .5": ("information.marketing_evidence_in_sales=0.5",),
}
"""Each lever alone, as settings on top of the neutral firm."""


def lever_table(
    *,
    market: str | None = None,
    replicates: int = 30,
    seed: int = 1,
    runner: Runner | None = None,
) -> pd.DataFrame:
    """Return the effect of every lever and every choice alone, against the neutral firm.

    Columns: kind (lever or choice), what, measure, neutral (mean), difference (mean of paired
    replicates), low, high (95 % interval), identical (all values equal in every replicate).
    """
    import pandas as pd

    from sim.scenario import load_scenario

    neutral = ("run.before=same",)
    cases = {("lever", name): settings for name, settings in LEVERS.items()}
    cases |= {("choice", name): (f"choices.{name}=free",) for name in CHOICES}
    simulate = runner or compiled_runner()

    def values(settings: tuple[str, ...]) -> Any:
        scenario = load_scenario(
            "siloed_metrics", market=market, overlays=("null_model",), overrides=neutral + settings
        )
        runs = [measured(simulate(scenario, seed, r)) for r in range(replicates)]
        return np.array([[run[name] for name in SHOWN] for run in runs])

    base = values(())
    rows = []
    for (kind, what), settings in cases.items():
        difference = values(settings) - base
        half = 1.96 * difference.std(axis=0, ddof=1) / np.sqrt(replicates)
        for column, name in enumerate(SHOWN):
            mean = difference[:, column].mean()
            rows.append(
                {
                    "kind": kind,
                    "what": what,
                    "measure": name,
                    "neutral": base[:, column].mean(),
                    "difference": mean,
                    "low": mean - half[column],
                    "high": mean + half[column],
                    "identical": bool((difference[:, column] == 0.0).all()),
                }
            )
    return pd.DataFrame(rows)


def as_markdown(table: pd.DataFrame) -> str:
    """Return the lever table as Markdown: one row a lever, one column a measure."""
    neutral = table.drop_duplicates("measure").set_index("measure")["neutral"]
    head = "| alone | " + " | ".join(SHOWN) + " |"
    lines = [head, "|" + "---|" * (len(SHOWN) + 1)]
    first = " | ".join(_number(neutral[name], MEASURES[name].unit) for name in SHOWN)
    lines.append(f"| *neutral firm* | {first} |")
    for (kind, what), part in table.groupby(["kind", "what"], sort=False):
        cells = []
        for name in SHOWN:
            row = part[part["measure"] == name].iloc[0]
            cells.append(_effect(row, MEASURES[name].unit))
        label = what if kind == "lever" else f"choice free: {what}"
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _number(value: float, unit: str) -> str:
    return f"{value / 1e6:.2f} M" if unit == MEASURES["bookings_y3"].unit else f"{value:.3f}"


def _effect(row: Any, unit: str) -> str:
    if row["identical"]:
        return "="
    sign = "" if row["low"] <= 0.0 <= row["high"] else " **\\***"
    plus = "+" if row["difference"] > 0 else ""
    return f"{plus}{_number(row['difference'], unit)}{sign}"
