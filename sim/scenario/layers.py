"""Turn one scenario file into the settings it makes, under the rules of its kind.

scheme    the levers of a firm (pay, organisation, information, practices, attention), nothing else
market    the market block and those mechanism numbers that are facts about buyers
overlay   choices and mechanism numbers, laid on top of any scenario
company   everything
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.core.params import Parameter
from sim.scenario import declared
from sim.scenario.check import Layer, Setting, collect, described, entries
from sim.scenario.files import KINDS, Source, chain, locate
from sim.scenario.nodes import Node, Place, Problems
from sim.scenario.suggest import hint
from sim.scenario.timeline import Change, changes

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
MAX_TITLE, MAX_DESCRIPTION, MAX_CURRENCY = 80, 4000, 8
SCHEME_RULE = (
    "a scheme may set only contracts, organisation, information, practices and what leaders and "
    "hiring attend to, so that no conclusion is an input; move it to a market or company file, or "
    "use --set"
)
MARKET_RULE = (
    "a market may set only facts about buyers; this belongs to the firm: move it to a company "
    "file, or use --set"
)
OVERLAY_RULE = (
    "an overlay may set only choices and mechanism numbers; move it to a scheme, market or "
    "company file"
)
MAY_EXTEND = {"scheme": ("scheme",), "market": ("market",), "overlay": ("overlay",)}


@dataclass
class FileLayer:
    """What one file says, checked.

    Attributes:
        settings: every setting by dotted key; lists as they are.
        before: what it says about burn-in, by dotted key below `before`.
        timeline: (week, settings) in the order given, or None when it says nothing.
    """

    source: Source
    name: str = ""
    title: str = ""
    description: str = ""
    currency: str = ""
    settings: Layer = field(default_factory=dict)
    before: Layer = field(default_factory=dict)
    timeline: list[Change] | None = None

    @property
    def kind(self) -> str:
        """Return the kind of the file."""
        return self.source.kind


def file_layers(name: str | Path, problems: Problems) -> list[FileLayer]:
    """Return what each file of a chain says, ground first; notes every problem."""
    found = locate(str(name), Place(str(name)), problems)
    if found is None:
        return []
    layers = [read_layer(source, problems) for source in chain(*found, problems)]
    if layers:
        check_extends(layers, problems)
    return layers


def read_layer(source: Source, problems: Problems) -> FileLayer:
    """Return what a file sets; notes every problem in it."""
    layer = FileLayer(source)
    _head(layer, problems)
    for key, node in source.top.items():
        if key in declared.HEAD or not _is_known(key, node, problems):
            continue
        if not _is_allowed(source, key, node, problems):
            continue
        _section(layer, key, node, problems)
    _settle_before(layer, problems)
    return layer


def check_extends(layers: list[FileLayer], problems: Problems) -> None:
    """Note files that extend a file of a kind they may not build upon."""
    top = layers[-1].source
    allowed = MAY_EXTEND.get(top.kind)
    for layer in layers[:-1]:
        source = layer.source
        if allowed is None or source.is_base or source.kind in allowed:
            continue
        node = top.top.value.get("extends")
        place = node.place if node else Place(top.label)
        text = f"a {top.kind} cannot extend {source.label}, which is of kind {source.kind}"
        problems.add(place, "extends", text)


def only(settings: Layer, sections: tuple[str, ...]) -> Layer:
    """Return the settings below some top-level keys."""
    return {key: item for key, item in settings.items() if key.split(".", 1)[0] in sections}


def _head(layer: FileLayer, problems: Problems) -> None:
    top, file = layer.source.top.value, Place(layer.source.label)
    version = top.get("schema_version")
    known = declared.SCHEMA_VERSION
    if version is None:
        problems.add(file, "schema_version", f"is missing; write schema_version: {known}")
    elif not version.is_broken and (version.value != known or isinstance(version.value, bool)):
        text = f"must be {known}, the version this program reads, not {described(version)}"
        problems.add(version.place, "schema_version", text)
    kind = top.get("kind")
    if kind and not kind.is_broken and kind.value not in KINDS:
        text = f"must be one of {', '.join(KINDS)}, not {described(kind)}"
        problems.add(kind.place, "kind", text)
    name = top.get("name")
    if name is None:
        problems.add(file, "name", "is missing; results are labelled with it")
    elif not name.is_broken:
        layer.name = _name(name, problems)
    layer.title = _words(top.get("title"), "title", MAX_TITLE, problems)
    layer.description = _words(top.get("description"), "description", MAX_DESCRIPTION, problems)
    layer.currency = _words(top.get("currency"), "currency", MAX_CURRENCY, problems)


def _name(node: Node, problems: Problems) -> str:
    if isinstance(node.value, str) and NAME.fullmatch(node.value):
        return node.value
    text = "must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
    problems.add(node.place, "name", f"{text}, not {described(node)}")
    return ""


def _words(node: Node | None, key: str, most: int, problems: Problems) -> str:
    """Return words for people in one line, or nothing; notes what is no text, or too long."""
    if node is None or node.is_broken:
        return ""
    if not isinstance(node.value, str):
        problems.add(node.place, key, f"must be text, not {described(node)}")
        return ""
    text = " ".join(node.value.split())
    if len(text) > most or not text.isprintable():
        problems.add(node.place, key, f"must be at most {most} printable characters")
        return ""
    return text


def _is_known(key: str, node: Node, problems: Problems) -> bool:
    known = declared.sections()
    if key in known:
        return True
    places = {path.rsplit(".", 1)[-1]: path for path in declared.flat()}
    meant = f"did you mean {places[key]}?" if key in places else hint(key, known, len(known))
    if node.is_mapping and meant.startswith("allowed"):
        meant += "; settings of a room of your own need its file: --plugin FILE"
    problems.add(node.place, key, f"unknown setting; {meant}")
    return False


def _is_allowed(source: Source, key: str, node: Node, problems: Problems) -> bool:
    rule = None
    if source.kind == "scheme" and key not in declared.lever_sections():
        rule = SCHEME_RULE
    elif source.kind == "overlay" and key not in ("choices", *declared.mechanisms()):
        rule = OVERLAY_RULE
    elif source.kind == "market" and key not in ("market", *declared.mechanisms()):
        rule = MARKET_RULE
    if rule is not None:
        problems.add(node.place, key, rule)
    return rule is None


def _section(layer: FileLayer, key: str, node: Node, problems: Problems) -> None:
    if key == "timeline":
        layer.timeline = changes(node, problems)
    elif key == "before":
        found = collect(node, declared.levers(), "before", problems)
        layer.before = {path.removeprefix("before."): item for path, item in found.items()}
    elif key == "market":
        layer.settings.update(_market(node, problems))
    else:
        found = collect(node, declared.declared()[key], key, problems)
        _check_kind(layer.kind, found, problems)
        layer.settings.update(found)


def _market(node: Node, problems: Problems) -> Layer:
    if not node.is_mapping:
        return collect(node, declared.declared()["market"], "market", problems)
    lists = {key.split(".")[1]: key for key in declared.lists()}
    rest = {key: item for key, item in node.items() if key not in lists}
    allowed: dict[str, Any] = {**declared.declared()["market"], **dict.fromkeys(lists)}
    found = collect(Node(rest, node.place), allowed, "market", problems)
    for key, path in lists.items():
        if key in node.value:
            filled = entries(node.value[key], path, problems)
            if filled is not None:
                found[path] = Setting(filled, node.value[key].place)
    return found


def _check_kind(kind: str, found: Layer, problems: Problems) -> None:
    """Note single keys that a file of this kind may not set, in blocks of which it may set some."""
    for key, setting in found.items():
        declaration: Parameter = declared.flat()[key]
        if kind == "market" and not declaration.market:
            problems.add(setting.place, key, MARKET_RULE)
        elif kind == "scheme" and not declared.is_lever(key):
            problems.add(setting.place, key, SCHEME_RULE)


def _settle_before(layer: FileLayer, problems: Problems) -> None:
    said = layer.settings.get("run.before")
    if layer.before and said is None:
        place = next(iter(layer.before.values())).place
        layer.settings["run.before"] = Setting(declared.STATED, place)
    elif layer.before and said is not None and said.value != declared.STATED:
        text = f"must be {declared.STATED} where the key before is given, not {said.value!r}"
        problems.add(said.place, "run.before", text)
