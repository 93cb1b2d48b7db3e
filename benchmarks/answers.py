"""What a board asks: fitting and reading a table, explaining, auditing, telling a story."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from analysis.calibration.books import Books
from analysis.calibration.crm import fit_books
from analysis.calibration.reading import read
from analysis.claims.audit import audit
from analysis.explanation.explain import explain
from analysis.explanation.levers import levers
from analysis.stories.recording import recorded
from benchmarks.rows import Row, Rows, child, fastest
from sim import load_scenario
from sim.drivers.compiled import run

FITTED, READ = 10_000, 1_000_000
"""Rows of the table that is fitted, and of the one that is only read."""
LEVERS, WALKS = 10, 100
PRACTICES = ("exchange", "ride_alongs", "lead_sla", "debriefs")
"""Practices that make ten levers of the six in which the schemes differ."""
CLAIM = "siloed_metrics > shared_revenue in gross_profit_y3 in mid_market"
READING = """
import resource, time
from pathlib import Path
from analysis.calibration.reading import read
start = time.perf_counter()
assert len(read(Path({path!r})).deals) == {rows}
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2)
"""


def table(path: Path, rows: int, *, is_dated: bool = False) -> None:
    """Write a table of opportunities over three years; a third is won, one in ten still open.

    is_dated: as an export has it, with days, numbers of deals, names and quoted notes.
    """
    import pandas as pd

    luck = np.random.default_rng(1)
    created = np.sort(luck.uniform(0, 150, rows).round(2))
    outcome = luck.choice(["won", "lost", "open"], rows, p=[0.3, 0.6, 0.1])
    closed = created + luck.gamma(2.0, 7.0, rows).round(2)
    made = pd.DataFrame(
        {
            "created": created,
            "closed": pd.Series(closed).where((outcome != "open") & (closed < 156)),
            "outcome": np.where(closed < 156, outcome, "open"),
            "amount": luck.lognormal(11, 0.8, rows).round(),
            "owner": luck.integers(0, 24, rows),
        }
    )
    if is_dated:
        for name in ("created", "closed"):
            days = pd.to_timedelta((made[name] * 7.0).round(), unit="D")
            made[name] = (pd.Timestamp("2023-01-02") + days).dt.strftime("%d/%m/%Y")
        made["owner"] = "Salesperson " + made["owner"].astype(str)
        made.insert(0, "id", np.arange(rows))
        made["note"] = 'They said "yes", then "no"'
    made.to_csv(path, index=False)


def calibrate() -> Rows:
    """Time a fit to 10,000 opportunities, and reading a million of them in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "deals.csv"
        table(path, FITTED)
        deals, scenario = read(path).deals, load_scenario("siloed_metrics")
        run(scenario, seed=1)
        start = time.perf_counter()
        fit_books(scenario, Books(deals))
        fitted = time.perf_counter() - start
        table(path, READ, is_dated=True)
        seconds, peak = map(float, child(READING.format(path=str(path), rows=READ)).split())
    yield Row(f"calibrate on {FITTED:,} opportunities", fitted / 60, "min", 10)
    yield Row(f"reading {READ:,} opportunities", seconds, "s", 120)
    yield Row("its peak memory", peak, "GB", 2)


def why() -> Rows:
    """Time an explanation of ten levers at 100 replicates, mechanisms included."""
    first = load_scenario("siloed_metrics")
    second = load_scenario("unified_cro", overlays=PRACTICES)
    run(first, seed=1)
    start, worked = time.perf_counter(), time.process_time()
    explain(first, second, replicates=WALKS)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    yield Row("levers of that explanation", len(levers(first, second)), "levers", LEVERS, True)
    yield Row(f"explain at {WALKS} replicates", seconds, "s", 120)
    yield Row("its processor time, of all cores together", worked, "s")


def audited(claims: Sequence[str] = (CLAIM,)) -> Rows:
    """Time an audit of one claim."""
    run(load_scenario("siloed_metrics"), seed=1)
    start, worked = time.perf_counter(), time.process_time()
    found = audit(claims)
    seconds, worked = time.perf_counter() - start, time.process_time() - worked
    yield Row("challenges of a claim", len(found.results), "")
    yield Row("audit of one claim", seconds / 60, "min", 5)
    yield Row("its processor time, of all cores together", worked / 60, "min")


def story() -> Rows:
    """Time a run whose story can be told against one whose cannot."""
    scenario = load_scenario("siloed_metrics")
    recorded(scenario, 1, 0)
    plain = fastest(lambda: run(scenario, 1), times=5)
    told = fastest(lambda: recorded(scenario, 1, 0), times=5)
    yield Row("a run that is recorded against one that is not", told / plain, "×", 2)
