"""A study file: which parameters vary how, in which schemes and markets, how often.

Read with the same strictness as a scenario: every problem at once, each with file, line, what is
allowed and the nearest known word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.study.parameter import Parameter
from sim.core.errors import ScenarioError
from sim.scenario import shipped
from sim.scenario.nodes import Place, Problems
from sim.scenario.reader import read_file
from sim.scenario.suggest import files_in, hint, nearest_file

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


def load_study_file(path_or_shipped_name: str | Path) -> Study:
    """Return the study that a file, or a shipped study's name, describes.

    Raises: ScenarioError with every problem found in it and in the scenarios it names.
    """
    from analysis.study.reading import read_study

    problems = Problems()
    found = _locate(str(path_or_shipped_name), problems)
    problems.stop_if_any()
    assert found is not None
    path, label = found
    top = read_file(path, label, problems, "study")
    if top is None:
        problems.stop_if_any()
        raise ScenarioError(problems.found)
    study = read_study(top, path, label, problems)
    problems.stop_if_any()
    assert study is not None
    return study


def market_name(market: str) -> str:
    """Return how results call a market: its shipped name, or its file's name without suffix.

    >>> market_name("markets/mid_market"), market_name("ours/firm.yaml")
    ('mid_market', 'firm')
    """
    return market.rsplit("/", 1)[-1].removesuffix(".yaml").removesuffix(".yml")


def _locate(name: str, problems: Problems) -> tuple[Path, str] | None:
    path = Path(name)
    is_path = "/" in name or "\\" in name or path.suffix in (".yaml", ".yml")
    known = shipped.find_study(name)
    if known is not None and not (is_path and path.exists()):
        return known, shipped.label(known) or name
    if path.is_file() or (is_path and path.exists()):
        return path, name
    if is_path:
        near = nearest_file(path.name, files_in(path.parent))
        more = f"; did you mean {(path.parent / near).as_posix()}?" if near else ""
        problems.add(Place(name), "", "there is no such file" + more)
    else:
        text = f"no shipped study is called {name!r}; {hint(name, shipped.studies())}"
        problems.add(Place(name), "", text)
    return None
