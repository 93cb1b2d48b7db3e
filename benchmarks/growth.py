"""How time and memory grow with the market."""

from __future__ import annotations

import math
from functools import partial

from benchmarks.rows import Row, Rows, child, fastest
from sim import load_scenario
from sim.drivers.compiled import run
from sim.scenario import Scenario

LARGEST = 1_000_000
SIZES = (2_400, 24_000, 240_000)

MEMORY = """
import resource, time
from benchmarks.growth import sized
from sim.drivers.compiled import run
scenario = sized({accounts})
run(sized(2400), seed=1)
start = time.perf_counter()
run(scenario, seed=1)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2, time.perf_counter() - start)
"""


def sized(accounts: int) -> Scenario:
    """Return the base scenario with this many accounts, and staff in proportion."""
    pods = round(accounts / SIZES[0])
    return load_scenario(
        "siloed_metrics", overrides=(f"market.accounts={accounts}", f"market.pods={pods}")
    )


def growth() -> Rows:
    """Time runs over two orders of magnitude and fit the exponent between the ends."""
    times = []
    for accounts in SIZES:
        scenario = sized(accounts)
        run(scenario, seed=1)
        times.append(fastest(partial(run, scenario, 1), times=3))
        yield Row(f"{accounts} accounts", times[-1], "s")
    exponent = math.log(times[-1] / times[0]) / math.log(SIZES[-1] / SIZES[0])
    yield Row("growth exponent between the ends", exponent, "", 1.05)


def memory() -> Rows:
    """Run the largest market in a process of its own and ask for its peak memory."""
    peak, seconds = (float(word) for word in child(MEMORY.format(accounts=LARGEST)).split())
    yield Row(f"peak memory at {LARGEST} accounts", peak, "GB", 8)
    yield Row(f"{LARGEST} accounts", seconds, "s")
