"""Write a resolved scenario as one YAML file that needs no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sim.scenario import declared
from sim.scenario.declared import SAME, STATED, nested
from sim.scenario.resolved import Resolved

INDENT = "  "


def written(scenario: Resolved) -> str:
    """Return a scenario as YAML; loading it gives the same hash.

    What held during burn-in is written out under `before`, so that no other file is needed.
    """
    past = scenario.past
    content: dict[str, Any] = {
        "schema_version": declared.SCHEMA_VERSION,
        "name": scenario.name,
        **({"title": scenario.title} if scenario.title else {}),
        "description": scenario.description,
        **({"currency": scenario.currency} if scenario.currency != declared.EURO else {}),
        "kind": "company",
        **scenario.values,
        "run": {**scenario.values["run"], "before": SAME if past is None else STATED},
    }
    if past is not None:
        content["before"] = past
    if scenario.timeline:
        content["timeline"] = [
            {"week": week, **nested(change)} for week, change in scenario.timeline
        ]
    return text(content)


def text(content: dict[str, Any]) -> str:
    """Return plain data (mappings, lists of mappings, numbers, words) as YAML.

    >>> print(text({"a": {"b": 0.5}, "c": [{"d": 1}], "e": "two words"}), end="")
    a:
      b: 0.5
    c:
      - d: 1
    e: "two words"
    """
    return "".join(f"{line}\n" for line in _lines(content, ""))


def scalar_text(value: Any) -> str:
    """Return a number with all its digits, or a word, quoted where YAML needs it.

    >>> scalar_text(0.1), scalar_text("chosen"), scalar_text("a: b")
    ('0.1', 'chosen', '"a: b"')
    """
    if not isinstance(value, str):
        return repr(value)
    is_plain = value.replace("_", "a").isalnum() and value[:1].isalpha()
    is_plain = is_plain and value.lower() not in {"null", "true", "false", "nan", "inf", "infinity"}
    return value if is_plain and value.isascii() else json.dumps(value, ensure_ascii=False)


def _lines(content: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in content.items():
        if isinstance(value, dict):
            yield f"{indent}{key}:" + ("" if value else " {}")
            yield from _lines(value, indent + INDENT)
        elif isinstance(value, list):
            yield f"{indent}{key}:" + ("" if value else " []")
            for item in value:
                inner = list(_lines(item, indent + INDENT * 2))
                yield f"{indent}{INDENT}- {inner[0].lstrip()}"
                yield from inner[1:]
        else:
            yield f"{indent}{key}: {scalar_text(value)}"
