"""What must hold for a scenario as a whole, and its assembly from settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from sim.rooms import current
from sim.scenario import declared, shipped
from sim.scenario.check import Layer, Setting
from sim.scenario.cross_checks import DEFAULT, check_together
from sim.scenario.declared import SAME, SCHEME_SECTIONS, STATED, is_lever, nested
from sim.scenario.files import locate
from sim.scenario.layers import FileLayer, file_layers, only
from sim.scenario.nodes import Place, Problems
from sim.scenario.resolved import Resolved
from sim.scenario.timeline import Change
from sim.world.names import QUARTER

Made = TypeVar("Made", bound=Resolved)


def defaults() -> Layer:
    """Return every declared default as a layer."""
    layer = {key: Setting(item.default, DEFAULT) for key, item in declared.flat().items()}
    for key in declared.lists():
        layer[key] = Setting(declared.default_entries(key), DEFAULT)
    return layer


def assemble(
    kind: type[Made],
    head: FileLayer | None,
    settings: Layer,
    stated: Layer,
    timeline: list[Change],
    problems: Problems,
    currency: str = declared.EURO,
    without: Layer | None = None,
) -> Made:
    """Return what settings make, of this kind; raises every problem found up to here at once.

    `without` holds the practices that a scheme sets, as they would stand without the scheme.
    """
    check_whole(settings, timeline, problems)
    past = past_sections(settings, stated, problems, without)
    problems.stop_if_any()
    assert head is not None
    values = nested({key: setting.value for key, setting in settings.items()})
    return kind(
        name=head.name,
        description=head.description,
        values=values,
        origin={key: str(setting.place) for key, setting in settings.items()},
        before=str(settings["run.before"].value),
        past=None if past is None or is_same(past, values) else past,
        timeline=tuple((week.value, _plain(change)) for week, change in timeline),
        title=head.title,
        currency=currency,
        rooms=current(),
    )


def check_whole(settings: Layer, timeline: list[Change], problems: Problems) -> None:
    """Note what does not make sense together, at the start and after each change."""
    check_together(settings, problems)
    burn_in = settings["run.burn_in"]
    if burn_in.value % QUARTER:
        lower = burn_in.value // QUARTER * QUARTER
        text = f"{burn_in.value} is not a multiple of {QUARTER}; write {lower} or {lower + QUARTER}"
        problems.add(burn_in.place, "run.burn_in", text)
    weeks = settings["run.weeks"].value
    current = settings
    for number, (week, change) in enumerate(timeline):
        current = {**current, **change}
        check_together(current, problems)
        if week.value >= weeks and not problems.touches(f"timeline[{number}].week"):
            text = f"{week.value} lies past the end of the run ({weeks} weeks, the first is 0)"
            problems.add(week.place, f"timeline[{number}].week", text)


def past_sections(
    settings: Layer, stated: Layer, problems: Problems, without: Layer | None = None
) -> dict[str, Any] | None:
    """Return the levers that may stand otherwise during burn-in, or None when all are as after it.

    Contracts, organisation and information always; of practices those that the scheme sets, or
    that what held before says.
    """
    said = settings["run.before"]
    if said.value == SAME:
        return None
    ground = {key: item.value for key, item in {**_ground(problems), **(without or {})}.items()}
    if said.value == STATED:
        if not stated:
            text = "is stated, but no key before says what held; give before: or a scheme's name"
            problems.add(said.place, "run.before", text)
        found = {key: item.value for key, item in stated.items()}
    else:
        found = _sections_of(str(said.value), said.place, problems)
    return nested({**ground, **found})


def is_same(past: dict[str, Any], values: dict[str, Any]) -> bool:
    """Return whether burn-in is organised just as the counted weeks are."""
    return all(
        is_same(value, values[key]) if isinstance(value, dict) else value == values[key]
        for key, value in past.items()
    )


def _sections_of(name: str, place: Place, problems: Problems) -> dict[str, Any]:
    inner = Problems()
    path = _beside(name, place)
    layers = file_layers(path, inner) if locate(path, place, inner) else []
    if not layers:
        reason = inner.found[0].text if inner.found else "cannot be read"
        problems.add(place, "run.before", f"{name!r}: {reason}, or write {SAME}")
        return {}
    problems.found.extend(item for item in inner.found if item not in problems.found)
    if layers[-1].kind not in ("scheme", "company"):
        text = f"{name!r} is of kind {layers[-1].kind}; give a scheme, {SAME} or {STATED}"
        problems.add(place, "run.before", text)
    found: dict[str, Any] = {}
    for layer in layers:
        found.update({key: item.value for key, item in layer.settings.items() if is_lever(key)})
    return found


def _beside(name: str, place: Place) -> str:
    beside = Path(place.file).parent / name
    is_path = Path(name).suffix in (".yaml", ".yml")
    return beside.as_posix() if place.line and is_path and beside.is_file() else name


def _ground(problems: Problems) -> Layer:
    layer = only(defaults(), SCHEME_SECTIONS)
    for item in file_layers(shipped.BASE, problems):
        layer.update(only(item.settings, SCHEME_SECTIONS))
    return layer


def _plain(change: Layer) -> dict[str, Any]:
    return {key: setting.value for key, setting in change.items()}
