"""The JSON Schema of scenario files, for completion and checks in an editor.

Draft 2020-12. It knows keys, types, bounds, words and which sections a kind may hold. What needs
arithmetic or other files (weights that sum to 1, `extends`) is left to `counterpoint validate`.
"""

from __future__ import annotations

from typing import Any

from sim.core.params import Parameter
from sim.scenario import declared, shipped
from sim.scenario.check import MAX_ENTRIES, is_name
from sim.scenario.declared import SCHEME_SECTIONS, Declared
from sim.scenario.files import KINDS
from sim.scenario.layers import MAX_CURRENCY, MAX_DESCRIPTION, MAX_TITLE, NAME
from sim.scenario.timeline import WEEK

TITLES = {
    "contracts": "who is paid for what; the weights of one role sum to 1",
    "organisation": "who reports to whom, who decides, how far they plan ahead",
    "information": "whose evidence counts",
    "choices": "which choices follow pay (free) and which are held still (frozen)",
    "market": "how many accounts and people, and what the buyers are like",
    "run": "how long a simulated company is watched",
}
LIST_TITLES = {
    declared.SEGMENTS: "kinds of buyers; their shares sum to 1",
    declared.LAUNCHES: "product launches",
}
HEAD = {
    "schema_version": {"const": declared.SCHEMA_VERSION, "description": "always 1"},
    "name": {
        "type": "string",
        "pattern": f"^{NAME.pattern}$",
        "description": "how results are labelled; never changes a number",
    },
    "title": {
        "type": "string",
        "maxLength": MAX_TITLE,
        "description": "how people call it, in any language; never changes a number",
    },
    "description": {
        "type": "string",
        "maxLength": MAX_DESCRIPTION,
        "description": "one or two sentences for people",
    },
    "currency": {
        "type": "string",
        "maxLength": MAX_CURRENCY,
        "default": "EUR",
        "description": "code or symbol shown beside money; never changes a number",
    },
    "kind": {
        "enum": list(KINDS),
        "default": "company",
        "description": "what the file is about, and so what it may set",
    },
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file."""
    keys = declared.declared()
    properties: dict[str, Any] = {**HEAD, "extends": _extends()}
    for name in declared.sections()[len(declared.HEAD) :]:
        if name in keys:
            properties[name] = _group(keys[name], TITLES.get(name, f"the room {name}"))
    properties["contracts"] = _contracts()
    properties["market"]["properties"].update(_lists())
    levers = {name: {"$ref": f"#/properties/{name}"} for name in SCHEME_SECTIONS}
    what = "contracts, organisation, information and practices during burn-in"
    properties["before"] = _object(_levers(), what)
    properties["timeline"] = _timeline(levers)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Counterpoint scenario",
        **_object(properties, "a scheme, a market, an overlay or a company"),
        "required": ["schema_version", "name"],
        "allOf": [_rule(kind) for kind in KINDS if kind != "company"],
        "$defs": {"contract": _group(keys["contracts"][declared.roles()[0]], "one role")},
    }


def one_value(item: Parameter) -> dict[str, Any]:
    """Return the schema of one setting."""
    unit = "" if item.unit in ("", "1") else f" [{item.unit}]"
    result: dict[str, Any] = {"description": f"{item.meaning}{unit}", "default": item.default}
    if item.choices:
        return {**result, "enum": list(item.choices)}
    if is_name(item):
        return {**result, "type": "string", "minLength": 1}
    kind = "integer" if item.integer else "number"
    number = {"type": kind, "minimum": item.low, "maximum": item.high}
    return {**result, "anyOf": [{"const": item.word}, number]} if item.word else result | number


def _object(properties: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "additionalProperties": False,
    }


def _group(keys: Declared, description: str) -> dict[str, Any]:
    properties = {
        name: one_value(item) if isinstance(item, Parameter) else _group(item, name)
        for name, item in keys.items()
    }
    return _object(properties, description)


def _contracts() -> dict[str, Any]:
    roles = {role: {"$ref": "#/$defs/contract"} for role in declared.roles()}
    return _object(roles, TITLES["contracts"])


def _lists() -> dict[str, Any]:
    result = {}
    for key, entry in declared.lists().items():
        name = key.split(".")[1]
        item = _group(entry, f"one of {name}")
        least = 1 if key == declared.SEGMENTS else 0
        result[name] = {
            "type": "array",
            "description": LIST_TITLES[key],
            "items": {**item, "required": ["name"]} if "name" in entry else item,
            "minItems": least,
            "maxItems": MAX_ENTRIES[key],
        }
    return result


def _timeline(levers: dict[str, Any]) -> dict[str, Any]:
    rooms = {name: {"$ref": f"#/properties/{name}"} for name in declared.mechanisms()}
    change = _object({"week": one_value(WEEK), **levers, **rooms}, "what changes in one week")
    return {
        "type": "array",
        "description": "dated changes during the run, in order of weeks",
        "items": {**change, "required": ["week"]},
    }


def _levers() -> dict[str, Any]:
    """Return every lever, by section."""
    found = declared.levers().items()
    result = {name: _group(keys, TITLES.get(name, f"the room {name}")) for name, keys in found}
    return {**result, "contracts": {"$ref": "#/properties/contracts"}}


def _extends() -> dict[str, Any]:
    name = {"type": "string", "minLength": 1, "examples": list(shipped.files())}
    return {
        "description": "shipped names or paths below this file's folder; later ones win",
        "anyOf": [name, {"type": "array", "items": name}],
    }


def _rule(kind: str) -> dict[str, Any]:
    levers = list(declared.lever_sections())
    rooms = list(declared.mechanisms())
    may = {"scheme": levers, "market": ["market", *rooms], "overlay": ["choices", *rooms]}[kind]
    return {
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"propertyNames": {"enum": [*declared.HEAD, *may]}},
    }
