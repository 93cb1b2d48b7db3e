"""What tests of theory share: runs in which all but one mechanism is quiet, and standard errors."""

import math

import numpy as np

from sim.drivers.compiled import run
from sim.scenario import load_scenario
from sim.world.names import SOURCES

QUIET = (
    "run.before=same",
    "run.burn_in=0",
    "people.rep_leaving=0",
    "people.marketer_leaving=0",
    "people.skill_spread=0",
    "conflict.heat=0",
    "conflict.hours_lost=0",
    "market.customers=0",
)
"""Nobody leaves, quarrels or is a customer of old, and no past is carried over."""


def by_channel(key, **stated):
    """Return settings of one number per channel, 0 where nothing is stated."""
    return tuple(f"campaigns.{key}.{source}={stated.get(source, 0)}" for source in SOURCES)


SILENT = (
    *by_channel("rate_in"),
    *by_channel("rate_out"),
    "campaigns.call_hazard=0",
    "pipeline.find_rate=0",
)
"""Nobody answers, calls or is found, so that no deal is ever opened."""
WIDTH = 5.0
"""How many standard errors around the theory a result may lie."""


def history(*settings, seed=1):
    """Return a run with every choice frozen; `settings` are laid over the quiet ones."""
    scenario = load_scenario("siloed_metrics", "mid_market", ["null_model"], [*QUIET, *settings])
    return run(scenario, seed)


def share_lies_at(count, total, share):
    """Return whether a count of successes lies within five standard errors of its share."""
    spread = math.sqrt(total * share * (1.0 - share))
    return abs(count - total * share) <= WIDTH * spread


def mean_lies_at(values, mean, spread=None):
    """Return whether independent values average to `mean`.

    spread: the theoretical standard deviation of one value; that of the values if not known.
    """
    values = np.asarray(values, dtype=float)
    known = float(values.std(ddof=1)) if spread is None else spread
    return abs(float(values.mean()) - mean) <= WIDTH * known / math.sqrt(len(values))


def deviation_lies_at(values, spread):
    """Return whether the standard deviation of normal values lies at `spread`."""
    error = spread / math.sqrt(2.0 * (len(values) - 1))
    return abs(float(np.std(values, ddof=1)) - spread) <= WIDTH * error
