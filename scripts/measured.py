"""Measure what the explanation pages quote, and write it: `python -m scripts.measured [page…]`.

Pages: `levers` (each lever and each choice alone), `funnels` (the funnel of every market) and
`patterns` (the scoreboard). They take minutes, so `make docs` does not run them; each page says how
many runs it rests on and from which seed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.levers import as_markdown, lever_table
from analysis.measures import MEASURES, measured
from analysis.patterns.scoreboard import scoreboard
from sim import load_scenario, run_many

if TYPE_CHECKING:
    from sim.history import History

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "measured"
MARKETS = ("mid_market", "enterprise", "velocity", "concentrated", "fast_drift", "brand_led")
REPLICATES = 30
BUILT_ON = 1
UNSEEN = 90_001
"""First seed of what is measured once, on seeds not used while building."""
FUNNEL = (
    "mqls",
    "unworked_lead_share",
    "mql_to_win",
    "win_rate",
    "wins",
    "cycle_weeks",
    "discount",
    "promise_gap",
    "gross_retention",
    "marketing_share",
    "attainment_share",
    "brand_share",
    "bookings_y1",
)


def page(name: str, title: str, text: str, table: str) -> None:
    """Write one page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.md").write_text(f"# {title}\n\n{text}\n\n{table}\n", encoding="utf-8")


def levers() -> None:
    """Write what each lever and each choice does alone."""
    table = lever_table(replicates=REPLICATES, seed=BUILT_ON)
    page(
        "levers",
        "Each lever and each choice alone",
        f"""The neutral firm has siloed pay and every pay-dependent choice frozen
(`--with null_model --set run.before=same`), in mid_market. Each row moves one lever, or releases
one choice, in that firm: mean paired difference over {REPLICATES} replicates from seed {BUILT_ON}.
`=` means that every value is the same to the last bit; \\* marks an interval (95 %) that excludes
zero. While choices are frozen, pay moves nothing at all.""",
        as_markdown(table),
    )


def typical(history: History) -> list[float]:
    """Return the funnel of one run."""
    values = measured(history)
    return [values[name] for name in FUNNEL]


def funnels() -> None:
    """Write the funnel of every market under siloed pay."""
    columns = {}
    for market in MARKETS:
        scenario = load_scenario("siloed_metrics", market=market)
        seeds = range(BUILT_ON, BUILT_ON + REPLICATES)
        runs = [typical(history) for history in run_many(scenario, seeds)]
        columns[market] = np.nanmedian(np.array(runs), axis=0)
    lines = [
        "| measure | unit | " + " | ".join(MARKETS) + " |",
        "|---|---|" + "---|" * len(MARKETS),
    ]
    for row, name in enumerate(FUNNEL):
        cells = " | ".join(f"{columns[market][row]:,.3g}" for market in MARKETS)
        lines.append(f"| {name} | {MEASURES[name].unit} | {cells} |")
    page(
        "funnels",
        "The funnel of every market",
        f"""siloed_metrics, medians over {REPLICATES} seeds from {BUILT_ON}. What each row is held
against stands in [the evidence](../evidence.md), sections B and D.""",
        "\n".join(lines),
    )


def patterns() -> None:
    """Write the scoreboard of published patterns, on seeds not used while building."""
    board = scoreboard("siloed_metrics", replicates=REPLICATES, seed=UNSEEN)
    names = list(board.columns)
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for row in board.itertuples(index=False):
        cells = [f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row]
        lines.append("| " + " | ".join(cells) + " |")
    page(
        "patterns",
        "Scoreboard of published patterns",
        f"""siloed_metrics in mid_market, {REPLICATES} seeds from {UNSEEN}, which were not used
while building. The same table on other seeds: `counterpoint patterns --seed 1`. Patterns
of use C may be calibrated on; those of use E were measured as they came.""",
        "\n".join(lines),
    )


PAGES: dict[str, Callable[[], None]] = {"levers": levers, "funnels": funnels, "patterns": patterns}


def main(names: list[str]) -> int:
    """Write the named pages, or all; return 2 for a name there is no page of."""
    unknown = [name for name in names if name not in PAGES]
    if unknown:
        sys.stderr.write(f"no such page: {', '.join(unknown)}; there are: {', '.join(PAGES)}\n")
        return 2
    for name in names or PAGES:
        PAGES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
