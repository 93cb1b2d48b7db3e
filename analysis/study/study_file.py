"""A study: which parameters vary how, in which schemes and markets, how often."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.parameters.parameter import Parameter

DESIGNS = ("grid", "latin_hypercube", "sobol", "morris", "saltelli")
KEYS = (
    "schema_version",
    "name",
    "description",
    "schemes",
    "markets",
    "with",
    "set",
    "design",
    "parameters",
    "replicates",
    "seed",
    "measures",
)
"""The keys of a study file, in the order in which they are written."""


@dataclass(frozen=True)
class Design:
    """How the points of a study are placed.

    Attributes:
        kind: grid, latin_hypercube, sobol, morris or saltelli.
        points: points (sobol, latin_hypercube), trajectories (morris), base sample N (saltelli).
        seed: of the design; replicates have seeds of their own.
        levels: values per parameter (grid, morris).
        second_order: whether a saltelli design allows second-order indices.
    """

    kind: str = "sobol"
    points: int = 1
    seed: int = 1
    levels: int = 4
    second_order: bool = False


@dataclass(frozen=True)
class Study:
    """A checked study.

    Attributes:
        name, description: labels for people.
        path: the file; "" when made in code.
        schemes: shipped names or paths of the scenarios that are compared.
        markets: shipped names or paths; every point is run in each.
        overlays: laid on every scenario.
        overrides: fixed settings, texts of the form key=value.
        parameters: what varies.
        design: where the points lie.
        replicates, seed: replicate r of every point and scheme has the luck of (seed, r).
        measures: names of the measures that are kept.
    """

    name: str
    description: str
    path: str
    schemes: tuple[str, ...]
    markets: tuple[str, ...]
    overlays: tuple[str, ...]
    overrides: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    design: Design
    replicates: int
    seed: int
    measures: tuple[str, ...]


def market_name(market: str) -> str:
    """Return how results call a market: its shipped name, or its file's name without suffix.

    >>> market_name("markets/mid_market"), market_name("ours/firm.yaml")
    ('mid_market', 'firm')
    """
    return market.rsplit("/", 1)[-1].removesuffix(".yaml").removesuffix(".yml")
