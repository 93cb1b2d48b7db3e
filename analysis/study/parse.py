"""Turn the nodes of a study file into a `Study`; note every problem with its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.parameters.parameter import Parameter
from analysis.parameters.ranges import read_parameters
from analysis.study.design_file import read_design
from analysis.study.study_file import KEYS, Study, market_name
from sim.core import params
from sim.core.errors import Problem, ScenarioError
from sim.core.luck import MOST_SEED
from sim.scenario import declared, load_scenario, shipped
from sim.scenario.check import checked, described
from sim.scenario.layers import NAME
from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.overrides import one
from sim.scenario.suggest import hint
from sim.scenario.writing import scalar_text

if TYPE_CHECKING:
    from sim.scenario import Scenario

WHOLE: dict[str, params.Parameter] = {
    "replicates": params.Parameter(10, 1, 1_000_000, integer=True),
    "seed": params.Parameter(1, 0, MOST_SEED, integer=True),
}
REQUIRED = ("name", "schemes", "design", "parameters")


def read_study(top: Node, path: Path, label: str, problems: Problems) -> Study | None:
    """Return the study that a file's top mapping describes, or None when there are problems."""
    says: dict[str, Node] = top.value
    for key, node in says.items():
        if key not in KEYS:
            problems.add(node.place, key, f"unknown setting; {hint(key, KEYS)}")
    for key in REQUIRED:
        if key not in says:
            problems.add(Place(label), key, f"is missing; a study gives {', '.join(REQUIRED)}")
    _check_version(says, label, problems)
    overrides = _overrides(says, problems)
    parameters = read_parameters(says["parameters"], problems) if "parameters" in says else ()
    _check_fixed(says, parameters, overrides, problems)
    schemes = _names("schemes", says, path, (), problems)
    markets = _names("markets", says, path, (shipped.DEFAULT_MARKET,), problems)
    overlays = _names("with", says, path, (), problems)
    check_scenarios(says, (schemes, markets, overlays, overrides), problems)
    numbers: dict[str, Any] = {
        key: checked(says[key], item, key, problems) if key in says else item.default
        for key, item in WHOLE.items()
    }
    study = Study(
        name=_name(says, problems),
        description=_description(says, problems),
        path=str(path),
        schemes=schemes,
        markets=markets,
        overlays=overlays,
        overrides=overrides,
        parameters=parameters,
        design=read_design(says, parameters, problems),
        replicates=numbers["replicates"],
        seed=numbers["seed"],
        measures=_measures(says, problems),
    )
    return None if problems.found else study


def check_scenarios(
    says: dict[str, Node], names: tuple[tuple[str, ...], ...], problems: Problems
) -> None:
    """Note schemes and markets that cannot be loaded, and schemes of one name or other lengths."""
    schemes, markets, overlays, overrides = names
    loaded: dict[str, Scenario] = {}
    for scheme in dict.fromkeys(schemes):
        market = markets[0] if markets else None
        found = _loaded(scheme, market, overlays, overrides, says, problems)
        if found is None:
            continue
        if found.name in loaded:
            text = f"two scenarios are called {found.name}; give each file its own name: line"
            problems.add(_place_of("schemes", scheme, says), "schemes", text)
        loaded[found.name] = found
    labels = [market_name(market) for market in markets]
    for number, label in enumerate(labels):
        if label in labels[:number] and markets[number] not in markets[:number]:
            place = _place_of("markets", markets[number], says)
            problems.add(place, "markets", f"two markets are called {label}; rename a file")
    for market in markets[1:] if schemes else ():
        _loaded(schemes[0], market, overlays, overrides, says, problems)
    weeks = {item.weeks for item in loaded.values()}
    if len(weeks) > 1:
        text = f"the schemes run for different numbers of weeks ({sorted(weeks)}); set run.weeks"
        problems.add(says["schemes"].place, "schemes", text)


def _loaded(
    scheme: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    says: dict[str, Node],
    problems: Problems,
) -> Scenario | None:
    try:
        return load_scenario(scheme, market, overlays, overrides)
    except ScenarioError as error:
        given = {"schemes": (scheme,), "markets": (market,) if market else (), "with": overlays}
        for item in error.problems:
            _note(item, given, says, problems)
    return None


def _note(
    item: Problem, given: dict[str, tuple[str, ...]], says: dict[str, Node], problems: Problems
) -> None:
    """Note what is wrong with a scenario: in its line, or where the study names its file."""
    if item.line:
        problems.add(Place(item.file, item.line, item.column), item.key, item.text)
        return
    text = f"{item.file}: {item.key}: {item.text}" if item.key else item.text
    for key, names in given.items():
        for name in names:
            if item.file in (name, _label(name)):
                problems.add(_place_of(key, name, says), key, text)
                return
    key = "set" if "set" in says else "schemes"
    problems.add(says[key].place, item.key or key, item.text)


def _label(name: str) -> str | None:
    """Return how messages call a shipped file."""
    path = shipped.find(name)
    return None if path is None else shipped.label(path)


def _check_version(says: dict[str, Node], label: str, problems: Problems) -> None:
    known, node = declared.SCHEMA_VERSION, says.get("schema_version")
    if node is None:
        problems.add(Place(label), "schema_version", f"is missing; write schema_version: {known}")
    elif not node.is_broken and (node.value != known or isinstance(node.value, bool)):
        text = f"must be {known}, the version this program reads, not {described(node)}"
        problems.add(node.place, "schema_version", text)


def _name(says: dict[str, Node], problems: Problems) -> str:
    node = says.get("name")
    if node is None or node.is_broken:
        return ""
    if isinstance(node.value, str) and NAME.fullmatch(node.value):
        return node.value
    text = "must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
    problems.add(node.place, "name", f"{text}, not {described(node)}")
    return ""


def _description(says: dict[str, Node], problems: Problems) -> str:
    node = says.get("description")
    if node is None or node.is_broken:
        return ""
    if isinstance(node.value, str):
        return " ".join(node.value.split())
    problems.add(node.place, "description", f"must be text, not {described(node)}")
    return ""


def _listed(key: str, says: dict[str, Node], problems: Problems) -> list[Node]:
    """Return the words of a list; notes what is no word."""
    node = says.get(key)
    if node is None or node.is_broken:
        return []
    if not node.is_list:
        text = f"must be a list of names, as [a, b], not {described(node)}"
        problems.add(node.place, key, text)
        return []
    good = []
    for item in node.value:
        if isinstance(item.value, str) and item.value.strip():
            good.append(item)
        elif not item.is_broken:
            problems.add(item.place, key, f"must hold names, not {described(item)}")
    for number, item in enumerate(good):
        if item.value in [other.value for other in good[:number]]:
            problems.add(item.place, key, f"{item.value} is given twice")
    return good


def _names(
    key: str, says: dict[str, Node], path: Path, usual: tuple[str, ...], problems: Problems
) -> tuple[str, ...]:
    """Return scenario names; a file beside the study is named by its path."""
    if key not in says:
        return usual
    found = _listed(key, says, problems)
    if not found and key != "with" and says[key].is_list:
        problems.add(says[key].place, key, "is empty; give at least one name")
    return tuple(_resolved(item.value, path.parent) for item in found)


def _resolved(name: str, folder: Path) -> str:
    is_path = "/" in name or name.endswith((".yaml", ".yml"))
    beside = folder / name
    return str(beside) if is_path and beside.is_file() else name


def _place_of(key: str, name: str, says: dict[str, Node]) -> Place:
    node = says.get(key)
    if node is None:
        return Place("")
    items: list[Node] = node.value if node.is_list else []
    for item in items:
        text = item.value
        if isinstance(text, str) and name in (text, f"{Path(name).parent}/{text}"):
            return item.place
    return node.place


def _overrides(says: dict[str, Node], problems: Problems) -> tuple[str, ...]:
    node = says.get("set")
    if node is None or node.is_broken:
        return ()
    if not node.is_mapping:
        text = f"must hold settings by dotted key, as {{run.weeks: 156}}, not {described(node)}"
        problems.add(node.place, "set", text)
        return ()
    texts = []
    for key, item in node.items():
        if item.is_mapping or item.is_list:
            text = f"takes single settings by dotted key, as {key}.…: 1, not {described(item)}"
            problems.add(item.place, f"set.{key}", text)
        elif not item.is_broken:
            inner = Problems()
            one(key, item, inner)
            for problem in inner.found:
                problems.add(item.place, f"set.{key}", problem.text)
            texts.append(f"{key}={scalar_text(item.value)}" if not inner.found else "")
    return tuple(text for text in texts if text)


def _check_fixed(
    says: dict[str, Node],
    parameters: tuple[Parameter, ...],
    overrides: tuple[str, ...],
    problems: Problems,
) -> None:
    varied = {item.key for item in parameters}
    for key in (text.partition("=")[0] for text in overrides):
        if key in varied:
            text = "is fixed here and varied under parameters; keep one of the two"
            place: Place = says["set"].value[key].place
            problems.add(place, f"set.{key}", text)


def _measures(says: dict[str, Node], problems: Problems) -> tuple[str, ...]:
    from analysis.measures import MEASURES

    node = says.get("measures")
    if node is None or node.value == "all":
        return tuple(MEASURES)
    found = _listed("measures", says, problems)
    if node.is_list and not node.value:
        problems.add(node.place, "measures", "is empty; give at least one, or write all")
    for item in found:
        if item.value not in MEASURES:
            text = f"unknown measure {item.value}; {hint(item.value, MEASURES)}"
            problems.add(item.place, "measures", text)
    return tuple(item.value for item in found)
