"""The ODD+D document of one scenario: the description of the model, with what this file says.

Müller, Bohn, Dreßler, Groeneveld, Klassert, Martin, Schlüter, Schulze, Weise & Schwarz 2013,
"Describing human decisions in agent-based models – ODD + D, an extension of the ODD protocol",
Environmental Modelling & Software 48:37. No language model has a part in it: every sentence stands
in `protocol.md` beside this file, every table follows from code and scenario.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.odd.access import foreign, listed
from analysis.odd.fragments import fragments, parts, room_names
from analysis.odd.markdown import filled, number, table
from analysis.words.wording import plain
from sim.rooms import using
from sim.scenario import declared
from sim.scenario.declared import flattened, is_lever

if TYPE_CHECKING:
    from sim.scenario import Scenario

PROTOCOL = Path(__file__).with_name("protocol.md")
HEADINGS = {
    "Overview": ("Purpose", "Entities, state variables and scales",
                 "Process overview and scheduling"),
    "Design concepts": (
        "Theoretical and empirical background", "Individual decision-making", "Learning",
        "Individual sensing", "Individual prediction", "Interaction", "Collectives",
        "Heterogeneity", "Stochasticity", "Observation",
    ),
    "Details": ("Implementation details", "Initialisation", "Input data", "Submodels"),
}  # fmt: skip
"""The elements of the protocol, in its order (Müller et al. 2013, table 1)."""
OWN = ("scenario-purpose", "scenario-scales", "scenario-decisions", "scenario-initialisation",
       "scenario-input", "scenario-submodels", "scenario-parameters")  # fmt: skip
"""Places of the protocol that only the document of a scenario fills."""
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARK = re.compile(r"<!-- (?:begin|end) [\w-]+ -->\n*")
NOTICE = (
    "Generated from the code and the scenario by `counterpoint odd`; no language model has a part "
    "in it."
)


def general() -> str:
    """Return the description of the model as such, as docs/explanation/model.md holds it."""
    text = PROTOCOL.read_text(encoding="utf-8")
    for name in OWN:
        text = text.replace(f"<!-- begin {name} -->\n<!-- end {name} -->\n\n", "")
    return filled(text, fragments())


def document(scenario: Scenario) -> str:
    """Return the ODD+D document of a scenario, as Markdown that needs no other file."""
    with using(scenario.rooms):
        return _document(scenario)


def _document(scenario: Scenario) -> str:
    own = {
        "scenario-purpose": _purpose(scenario),
        "scenario-scales": _scales(scenario),
        "scenario-decisions": _decisions(scenario),
        "scenario-initialisation": _initialisation(scenario),
        "scenario-input": _input(scenario),
        "scenario-submodels": f"{_submodels()}\n\n{_forms(scenario)}",
        "scenario-parameters": _parameters(scenario),
    }
    text = filled(PROTOCOL.read_text(encoding="utf-8"), {**fragments(), **own})
    text = LINK.sub(r"\1", MARK.sub("", text))
    head, _, rest = text.partition("\n")
    return f"{head}: {scenario.name}\n\n{NOTICE}\n{rest.rstrip()}\n"


def _purpose(scenario: Scenario) -> str:
    return (
        f"This document describes the scenario **{scenario.name}** (hash `{scenario.hash[:12]}`): "
        f"{' '.join(scenario.description.split())}"
    )


def _scales(scenario: Scenario) -> str:
    market = scenario.values["market"]
    rows = [
        ("weeks that count", scenario.weeks),
        ("weeks of burn-in", scenario.burn_in),
        *((name, market[name]) for name in ("accounts", "pods", "reps", "marketers")),
        *((f"segment {item['name']}", _segment(item)) for item in market["segments"]),
    ]
    return table(("in this scenario", "size"), rows)


def _segment(item: dict[str, Any]) -> str:
    share = f"{100 * item['share']:.0f} % of the accounts"
    return f"{share}, list value {number(item['list_value'])} EUR a year"


def _decisions(scenario: Scenario) -> str:
    """Return what people are paid for and who decides, as this scenario says."""
    rows = []
    for role, held in scenario.values["contracts"].items():
        weights = [
            f"{metric} {plain(held[metric])}" for metric in declared.metrics() if held[metric] > 0
        ]
        shape = [f"{key} {_shown(v)}" for key, v in held.items() if key not in declared.metrics()]
        rows.append((role, ", ".join(weights), ", ".join(shape)))
    paid = table(("role", "pay weights", "shape of pay"), rows)
    lines = [
        (key, _shown(value))
        for name in ("organisation", "information")
        for key, value in flattened(scenario.values[name], name).items()
    ]
    choices = [
        f"`{name}`" for name, value in scenario.values["choices"].items() if value == "frozen"
    ]
    frozen = f"Frozen choices: {', '.join(choices)}." if choices else "All choices are free."
    return f"{paid}\n\n{table(('who decides', 'value'), lines)}\n\n{frozen}"


def _initialisation(scenario: Scenario) -> str:
    if scenario.past is None:
        return (
            f"In this scenario (`run.before: {scenario.before}`) burn-in is organised as the rest."
        )
    now = scenario.flat()
    rows = [
        (key, _shown(value), _shown(now[key]))
        for key, value in flattened(scenario.past).items()
        if value != now[key]
    ]
    return f"Before week 0 (`run.before: {scenario.before}`):\n\n" + table(
        ("setting", "during burn-in", "afterwards"), rows
    )


def _input(scenario: Scenario) -> str:
    rows = [
        (week, key, _shown(value))
        for week, change in scenario.timeline
        for key, value in change.items()
    ]
    if not rows:
        return "This scenario has no dated changes."
    return table(("from week", "setting", "value"), rows)


def _submodels() -> str:
    """Return every mechanism with what it reads, its counter-force, neutral setting and sources."""
    rows = [
        (name, listed(foreign(name)),
         *(" ".join(parts(name).get(key, "").split()) for key in COLUMNS))
        for name in room_names()
    ]  # fmt: skip
    return table(("submodel", "reads", *(key.lower() for key in COLUMNS)), rows)


def _forms(scenario: Scenario) -> str:
    """Return the form that this scenario has of each law that is published in several."""
    now = scenario.flat()
    rows = [
        (key, now[key], ", ".join(word for word in item.choices if word != now[key]), item.source)
        for key, item in declared.forms().items()
    ]
    heads = ("law", "form in this scenario", "other published forms", "sources")
    return f"Laws of which the literature knows several forms:\n\n{table(heads, rows)}"


COLUMNS = ("Counter-force", "Neutral", "Sources")


def _parameters(scenario: Scenario) -> str:
    """Return every setting that is not at its default, and where it comes from."""
    known = declared.flat()
    rows = []
    for key, value in scenario.flat().items():
        item = known.get(key)
        if item is not None and value != item.default:
            kind = "lever" if is_lever(key) else "fact"
            origin = scenario.origin[key]
            rows.append((key, _shown(value), _shown(item.default), item.unit, kind, origin))
    heads = ("setting", "value", "default", "unit", "lever or fact", "stated in")
    return "Not at their defaults in this scenario:\n\n" + table(heads, rows)


def _shown(value: Any) -> str:
    return plain(value) if isinstance(value, float) else str(value)
