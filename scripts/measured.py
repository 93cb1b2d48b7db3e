"""Measure what the explanation pages quote, and write it: `python -m scripts.measured [page…]`.

Pages: `levers` (each lever and each choice alone), `funnels` (the funnel of every market), `hours`
(what an hour of each task brings, and what people believe), `patterns` (the scoreboard), `schemes`
(every scheme in every market), `causes` (which choices make the differences), `hinges` (what one
assumption at a time does to them), `screening` (which settings can move a ranking), `variance`
(which share of the variance each explains; it takes an hour), `people` and `both` (how often
each scheme is best when people, or markets too, are other than assumed), `draws` (how much it
decides how these are drawn), `audit` (what our own claims survive), `signs` (what
theory says, green or red), `acceptance` (which conditions hold that are asked of any rule of hours
and pay), `contracts` (reps' pay, marketers' pay and structure, each with each), `practices` and
`maturity` (each practice alone, pairs, and stages of them),
`recovery` (what a table of opportunities tells, and how well a part left out of it is predicted)
and `pages` (what the how-tos show). They take minutes, so `make docs` does not run them; each page
says how many runs it rests on and from which seed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.calibration.funnel import YEARLY
from analysis.meanfield.funnel import funnel
from analysis.measures import MEASURES, measured
from analysis.patterns.recorded import RECORD
from analysis.patterns.scoreboard import scoreboard
from analysis.runs import hours as hour_test
from analysis.runs.levers import as_markdown, lever_table
from scripts import (
    acceptance,
    claims,
    contracts,
    draws,
    firms,
    pages,
    recovery,
    schemes,
    screening,
    signs,
    studied,
    variance,
    worlds,
)  # fmt: skip
from scripts.markdown import head, row
from scripts.schemes import MARKETS
from sim import load_scenario, run_many

if TYPE_CHECKING:
    from sim.history.history import History
    from sim.scenario import Scenario

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "measured"
REPLICATES = 30
BUILT_ON = 1
UNSEEN = 90_002
"""Seed of what is measured once, on luck not used while building."""
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
YEARS = 3
HOUR_REPLICATES = 120
HOUR_SEED = 3_500_002
"""Used for nothing else: the table of hours was made once on it."""
PREDICTED = {**YEARLY, "bookings": "bookings_net"}
"""Line of `show --funnel` → what it predicts."""
AGAINST_RUNS = (
    "## The arithmetic of `show --funnel` against these runs",
    "",
    "What `counterpoint show siloed_metrics --market … --funnel` says without any run and, in",
    "brackets, that over the median of as many runs of `siloed_own_revenue`, in which reps are",
    "paid by the euro as the arithmetic takes it (1 would be exact; bookings a year, after",
    "discounts). The arithmetic finds the balance a firm settles at; in enterprise, where deals",
    "take long, the first years of a run are still filling up. It knows nothing of contracts, of",
    "what people learn of sources, of content, and of brand that grows. Its *leads worked* lie",
    "above those of runs, in which hours for leads do not wait for the weeks in which leads come.",
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
one choice, in that firm: mean paired difference over {REPLICATES} replicates of seed {BUILT_ON}.
`=` means that every value is the same to the last bit; \\* marks an interval (95 %) that excludes
zero. While choices are frozen, pay moves nothing at all.""",
        as_markdown(table),
    )


def typical(history: History) -> dict[str, float]:
    """Return the funnel of one run."""
    values = measured(history)
    yearly = {**values, "bookings_net": values["bookings_net_y3"] / YEARS}
    return {name: yearly[name] for name in {*FUNNEL, *PREDICTED.values()}}


def medians(scenario: Scenario) -> dict[str, float]:
    """Return the medians of the funnel over runs."""
    runs = [typical(history) for history in run_many(scenario, range(REPLICATES), seed=BUILT_ON)]
    return {name: float(np.nanmedian([run[name] for run in runs])) for name in runs[0]}


def funnels() -> None:
    """Write the funnel of every market under siloed pay, and how far the arithmetic is off."""
    columns, plain, implied = {}, {}, {}
    for market in MARKETS:
        scenario = load_scenario("siloed_metrics", market=market)
        columns[market] = medians(scenario)
        plain[market] = medians(load_scenario("siloed_own_revenue", market=market))
        implied[market] = {line.key: line.value for line in funnel(scenario)}
    lines = head(["measure", "unit", *MARKETS])
    for name in FUNNEL:
        cells = (f"{columns[market][name]:,.3g}" for market in MARKETS)
        lines.append(row([name, MEASURES[name].unit, *cells]))
    ratios = head(["line", *MARKETS])
    for key, name in PREDICTED.items():
        cells = (
            f"{implied[market][key]:,.3g} ({implied[market][key] / plain[market][name]:.2f})"
            for market in MARKETS
        )
        ratios.append(row([key, *cells]))
    page(
        "funnels",
        "The funnel of every market",
        f"""siloed_metrics, medians over {REPLICATES} replicates of seed {BUILT_ON}. What each row
is held against stands in [the evidence](../evidence.md), sections B and D.""",
        "\n".join([*lines, "", *AGAINST_RUNS, "", *ratios]),
    )


def hours() -> None:
    """Write what an hour of each task brings in every market, and what people believe."""
    tables = {
        market: hour_test.hour_table(market=market, replicates=HOUR_REPLICATES, seed=HOUR_SEED)
        for market in MARKETS
    }
    counts = [hour_test.counted(list(tables.values()), role) for role in hour_test.ROLES]
    inside = [f"{found.role}s {found.inside} of {found.cells}" for found in counts]
    reps = counts[0]
    alive = f"{reps.alive_inside} of {reps.alive} ({reps.alive_inside / reps.alive:.0%})"
    wrong = f" ({', '.join(reps.wrong)})" if reps.wrong else ""
    page(
        "hours",
        "What an hour brings, and what people believe",
        f"""siloed_metrics, hours held at the habits of the job (`choices.hours=frozen`,
`run.before=same`), {HOUR_REPLICATES} paired replicates of seed {HOUR_SEED}, which nothing else
used; made once. A twentieth of the week of everybody in the role goes from slack to one task. Each
cell: euros of net bookings over three years per hour moved, with half a 95 % interval; behind the
semicolon what people believe an hour brings, read from their [ledger](../mechanisms/ledger.md)
while they are paid in proportion to revenue and to nothing else. **Bold**: the belief lies outside
the interval.

Beliefs that lie inside: {", ".join(inside)}. The acceptance test asks 80 % of the cells of reps;
it is {reps.inside / reps.cells:.0%}. An hour of sharing brings nothing and is believed to bring
nothing: without such cells {alive}. The interval leaves out zero in {reps.told} cells of reps; the
belief has its sign, however small it is, in {reps.right} of them{wrong}.
The more pairs, the narrower the interval and the harder the test. The splits of the week, and with
them the ranking of pay schemes, rest on these beliefs; where they are wrong, so may the ranking be
([limits](../limits.md)).""",
        hour_test.as_markdown(tables),
    )


def patterns() -> None:
    """Write the scoreboard of published patterns, on luck not used while building."""
    board = scoreboard("siloed_metrics", replicates=REPLICATES, seed=UNSEEN)
    met = {"scenario": "siloed_metrics", "market": "mid_market", "replicates": REPLICATES}
    met |= {"seed": UNSEEN, "inside": int(board["is_inside"].sum()), "patterns": len(board)}
    RECORD.write_text(json.dumps(met, indent=2) + "\n", encoding="utf-8")
    lines = head(list(board.columns))
    for line in board.itertuples(index=False):
        lines.append(row(f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in line))
    page(
        "patterns",
        "Scoreboard of published patterns",
        f"""siloed_metrics in mid_market, {REPLICATES} replicates of seed {UNSEEN}, which was not
used while building. The same table on another seed: `counterpoint patterns --seed 1`. Patterns
of use C may be calibrated on; those of use E were measured as they came.""",
        "\n".join(lines),
    )


TEXTS: dict[str, tuple[str, str, Callable[[], str]]] = {
    "schemes": ("Every scheme in every market", "The shipped schemes.", schemes.schemes),
    "causes": ("Which choices make the differences", "One choice at a time.", schemes.causes),
    "hinges": ("What the order hangs on", "One assumption at a time.", schemes.hinges),
    "screening": ("What can move a ranking", "All settings at once.", screening.screening),
    "variance": ("What explains the variance", "Levers too.", variance.variance),
    "draws": ("How much the draws of worlds decide", "Four ways.", draws.draws),
    "audit": ("What our own claims survive", "Eight claims.", claims.audited),
    "signs": ("Signs of theory and field studies", "Green or red.", signs.signs),
    "acceptance": ("What is asked of the model", "Holds or does not.", acceptance.acceptance),
    "contracts": ("One part of pay at a time", "A grid in three markets.", contracts.contracts),
    "practices": ("What each practice does, alone and in pairs", "Three markets.", firms.practices),
    "maturity": ("The maturity curve, stage by stage", "Four stages.", firms.maturity),
    "recovery": ("What a table of opportunities tells", recovery.ABOUT, recovery.table),
    "people": ("If people are other than assumed", "Six markets.", worlds.people),
    "both": ("If people and markets are other than assumed", "All at once.", worlds.both),
}
"""Page → title, what it is about in a few words, and what makes its text."""


def written(name: str) -> None:
    """Write one of TEXTS, and what the package keeps of it."""
    title, about, make = TEXTS[name]
    page(name, title, about, make())
    if name in studied.PAGES:
        studied.write(FOLDER)


PAGES: dict[str, Callable[[], None]] = {
    "levers": levers,
    "funnels": funnels,
    "hours": hours,
    "patterns": patterns,
    **{name: partial(written, name) for name in TEXTS},
    "pages": pages.refresh,
}


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
