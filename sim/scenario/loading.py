"""Load a scenario: find its files, check them, lay them over one another.

Order, later wins: declared defaults, the shipped base, the default market (when no other market
is named), the scenario's own chain of `extends`, the market asked for, overlays, single settings.
A market asked for replaces the market files of the chain, so that nothing of them is left over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from sim.core.errors import InputError
from sim.rooms import Room, current, together, using
from sim.scenario import declared, shipped
from sim.scenario.assemble import assemble, defaults
from sim.scenario.check import Layer
from sim.scenario.files import chain, locate
from sim.scenario.layers import FileLayer, file_layers, only
from sim.scenario.nodes import Place, Problems
from sim.scenario.overrides import read_overrides
from sim.scenario.scenario import Scenario

FACTS = ("choices", "market")
ARTICLES = {"overlay": "an"}
HOW_GIVEN = {"market": "with --market", "overlay": "with --with"}


def load_scenario(
    name_or_path: str | Path,
    market: str | Path | None = None,
    overlays: Sequence[str | Path] = (),
    overrides: Sequence[str] = (),
    rooms: Iterable[Room] = (),
) -> Scenario:
    """Return a scenario by shipped name or path, in a market, with overlays and single settings.

    market: a market by name or path; or a company file, of which everything but contracts,
        organisation, information, run and timeline is taken (a scheme in that company's world).
    overlays: names or paths of overlays, such as "null_model"; later ones win.
    overrides: texts such as "contracts.rep.own_revenue=0.5".
    rooms: rooms from outside (`sim.load_room`) that it has besides those that hold here.
    Raises: ScenarioError with all problems found in all of these.
    """
    if isinstance(overlays, str) or isinstance(overrides, str):
        raise InputError("overlays and overrides are lists of texts, as in overrides=['a.b=1']")
    with using(together(current(), rooms)):
        return _loaded(name_or_path, market, overlays, overrides)


def _loaded(
    name_or_path: str | Path,
    market: str | Path | None,
    overlays: Sequence[str | Path],
    overrides: Sequence[str],
) -> Scenario:
    problems = Problems()
    main = _layers(name_or_path, "a scenario", ("scheme", "company"), problems)
    around = _layers(market, "--market", ("market", "company"), problems) if market else []
    above = [_layers(name, "--with", ("overlay",), problems) for name in overlays]
    singles = read_overrides(overrides, "--set", problems)
    return _laid(main, around, above, singles, problems)


def load_any(name_or_path: str | Path) -> Scenario:
    """Return a scenario that uses a file of any kind: a market under the base, an overlay on it."""
    name = str(name_or_path)
    problems = Problems()
    found = locate(name, Place(name), problems)
    problems.stop_if_any()
    assert found is not None
    sources = chain(*found, problems)
    kind = sources[-1].kind if sources else "company"
    if kind == "market":
        return load_scenario(shipped.BASE, market=name)
    if kind == "overlay":
        return load_scenario(shipped.BASE, overlays=(name,))
    return load_scenario(name)


def named(kind: str) -> str:
    """Return a kind with its article.

    >>> named("market"), named("overlay")
    ('a market', 'an overlay')
    """
    return f"{ARTICLES.get(kind, 'a')} {kind}"


def _layers(
    name: str | Path, role: str, kinds: tuple[str, ...], problems: Problems
) -> list[FileLayer]:
    layers = file_layers(name, problems)
    if layers and layers[-1].kind not in kinds:
        kind, label = layers[-1].kind, layers[-1].source.label
        how = HOW_GIVEN.get(kind, "as the scenario itself")
        text = (
            f"this is {named(kind)}, but {role} is {' or '.join(map(named, kinds))}; give it {how}"
        )
        problems.add(Place(label), "kind", text)
    return layers


def _laid(
    main: list[FileLayer],
    around: list[FileLayer],
    above: list[list[FileLayer]],
    singles: Layer,
    problems: Problems,
) -> Scenario:
    settings: Layer = defaults()
    for layer in [*_shipped(shipped.BASE, problems), *_ground(main, around, problems)]:
        settings.update(layer.settings)
    before: Layer = {}
    timeline = None
    ground = dict(settings)
    for layer in main:
        is_replaced = bool(around) and layer.kind == "market"
        if not layer.source.is_base and not is_replaced:
            settings.update(layer.settings)
        before.update(layer.before)
        timeline = layer.timeline if layer.timeline is not None else timeline
    for layer in around:
        if not layer.source.is_base:
            settings.update(_facts(layer))
    for layers in above:
        for layer in layers:
            if not layer.source.is_base:
                settings.update(layer.settings)
    settings.update(singles)
    head = main[-1] if main else None
    without = {key: ground[key] for key in _practices(main)}
    return assemble(
        Scenario, head, settings, before, timeline or [], problems, _money(main, around), without
    )


def _money(main: list[FileLayer], around: list[FileLayer]) -> str:
    """Return the currency of the firm: that of the company whose world is used, else its own."""
    said = [layer.currency for layer in (*main, *around) if layer.currency]
    return said[-1] if said else declared.EURO


def _practices(main: list[FileLayer]) -> list[str]:
    """Return the practices that the scheme files of a chain set: a scheme begins with the count."""
    return [
        key
        for layer in main
        if layer.kind == "scheme"
        for key in layer.settings
        if key.split(".", 1)[0] not in declared.SCHEME_SECTIONS
    ]


def _ground(main: list[FileLayer], around: list[FileLayer], problems: Problems) -> list[FileLayer]:
    markets = [layer for layer in [*main, *around] if layer.kind == "market"]
    return [] if markets else _shipped(shipped.DEFAULT_MARKET, problems)


def _shipped(name: str, problems: Problems) -> list[FileLayer]:
    layers = file_layers(name, problems)
    return [layer for layer in layers if name == shipped.BASE or not layer.source.is_base]


def _facts(layer: FileLayer) -> Layer:
    if layer.kind == "market":
        return layer.settings
    return only(layer.settings, (*FACTS, *declared.mechanisms()))
