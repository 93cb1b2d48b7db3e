"""What shells complete: names of files, settings, measures, practices.

How people switch it on: docs/how-to/complete-commands.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import click
from click.shell_completion import CompletionItem

from counterpoint.terminal.kinds import study_named

WORLDS = {
    "prior": "the market's facts, around what the file says",
    "behaviour": "how people behave, around what the file says",
}
"""Worlds that have a name."""


def complete_setting(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the settings that begin with what was typed; after "=", the words one may hold."""
    from sim.scenario.declared import flat

    key, equals, word = incomplete.partition("=")
    if equals:
        known = flat().get(key)
        words = () if known is None else known.choices or ((known.word,) if known.word else ())
        return [CompletionItem(f"{key}={item}") for item in words if item.startswith(word)]
    return [CompletionItem(f"{item.value}=", help=item.help) for item in _keys(key)]


def complete_key(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the parameters of the study that was named; without one, all settings."""
    from sim.core.errors import CounterpointError

    # An option without its value keeps click from telling arguments: they are in `args` then.
    words = [context.params.get("study"), *context.args]
    try:
        varied = study_named(next(filter(None, words), "")).parameters
    except CounterpointError:
        return _keys(incomplete)
    keys = [parameter.key for parameter in varied]
    return [item for item in _keys(incomplete) if item.value in keys]


def complete_measure(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the measures that begin with what was typed."""
    from analysis.measures import MEASURES

    return [
        CompletionItem(name, help=measure.meaning)
        for name, measure in MEASURES.items()
        if name.startswith(incomplete)
    ]


def complete_pair(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return practices for A+B: the first with its plus sign, then the second beside the first."""
    from sim.scenario.shipped import summaries

    first, plus, last = incomplete.rpartition("+")
    end = "" if plus else "+"
    return [
        CompletionItem(f"{first}{plus}{item.name}{end}", help=item.description)
        for item in summaries()
        if item.is_practice and item.name.startswith(last) and item.name != first
    ]


def complete_scenario(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the shipped names that begin with what was typed, then YAML files."""
    return [*_names(incomplete, ("scheme", "company")), CompletionItem(incomplete, type="file")]


def complete_study(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the shipped studies that begin with what was typed, then YAML files."""
    from sim.scenario.shipped import study_summaries

    names = [
        CompletionItem(item.name, help=item.description)
        for item in study_summaries()
        if item.name.startswith(incomplete)
    ]
    return [*names, CompletionItem(incomplete, type="file")]


def complete_market(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the shipped markets that begin with what was typed, then YAML files."""
    return [*_names(incomplete, ("market",)), CompletionItem(incomplete, type="file")]


def complete_overlay(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the shipped overlays that begin with what was typed, then YAML files."""
    return [*_names(incomplete, ("overlay",)), CompletionItem(incomplete, type="file")]


def complete_practice(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return what was typed with its last name completed, for names with commas between them."""
    from sim.scenario.shipped import summaries

    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{item.name}", help=item.description)
        for item in summaries()
        if item.is_practice and item.name.startswith(last)
    ]


def complete_worlds(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the worlds that have a name and begin with what was typed, then files."""
    names = [
        CompletionItem(name, help=about)
        for name, about in WORLDS.items()
        if name.startswith(incomplete)
    ]
    return [*names, CompletionItem(incomplete, type="file")]


def _names(incomplete: str, kinds: Sequence[str]) -> list[CompletionItem]:
    from sim.scenario.shipped import summaries

    return [
        CompletionItem(item.name, help=item.description)
        for item in summaries()
        if item.kind in kinds and item.name.startswith(incomplete)
    ]


def _keys(beginning: str) -> list[CompletionItem]:
    from sim.scenario.declared import flat

    return [
        CompletionItem(key, help=item.meaning)
        for key, item in flat().items()
        if key.startswith(beginning)
    ]
