"""Options that say how tables of a firm are read, and what they mean."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.tables import room

if TYPE_CHECKING:
    from analysis.calibration.specs import Spec
    from analysis.calibration.table import How

NAMES = ("mapping", "columns", "outcomes", "date_order", "decimal_mark", "currency", "encoding",
         "sheets")  # fmt: skip
"""Parameters that `file_options` adds."""


def _list(context: click.Context, _: click.Parameter, value: bool) -> None:
    """Print the ready mappings and stop."""
    if not value or context.resilient_parsing:
        return
    from analysis.calibration.mappings import shipped

    width = max(map(len, shipped())) + 2
    for name, each in shipped().items():
        words = f"{each.title}. From {each.source}"
        click.echo(click.wrap_text(words, room(), f"  {name:<{width}}", " " * (width + 2)))
    click.echo(
        "Without --mapping the one that knows most of a file's headings is taken. A mapping of "
        "your own: --guess writes one."
    )
    context.exit()


OPTIONS = (
    click.option("--mapping", metavar="NAME|FILE",
                 help="With DATA: which column is which, as a CRM exports them or a file says."),
    click.option("--mappings", is_flag=True, is_eager=True, expose_value=False, callback=_list,
                 help="List the ready mappings and stop."),
    click.option("--guess", is_flag=True,
                 help="With DATA: print a mapping guessed from its content, and stop."),
    click.option("--only-read", "only_read", is_flag=True,
                 help="With DATA: write the report of the data, and stop."),
    click.option("--column", "columns", metavar="FIELD=HEADING", multiple=True,
                 help="With DATA: where created, closed, outcome, amount or owner stands; in other "
                 "tables leads.FIELD=HEADING, customers.FIELD=HEADING. Repeatable."),
    click.option("--outcome", "outcomes", metavar="WORD=KIND", multiple=True,
                 help="With DATA: a word of the outcomes that is won, lost or open; of leads "
                 "leads.WORD=converted, worked, rejected or ignored. Repeatable."),
    click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy"]),
                 help="With DATA: order of day, month and year, where dates do not tell."),
    click.option("--decimal-mark", type=click.Choice([".", ","]),
                 help="With DATA: the decimal mark, where amounts do not tell."),
    click.option("--currency", metavar="CODE",
                 help="With DATA: the currency whose amounts are used, where there are several."),
    click.option("--encoding", metavar="NAME",
                 help="With DATA: encoding of the text, where it is neither UTF-8 nor cp1252."),
    click.option("--sheet", "sheets", metavar="NAME", multiple=True,
                 help="With DATA: sheet of a workbook; leads.NAME, customers.NAME of theirs."),
)  # fmt: skip


def file_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say how a table is read."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def hows_of(given: dict[str, Any]) -> dict[str, How]:
    """Return how each kind of table is to be read; Raises: UsageError, InputError."""
    from analysis.calibration.mappings import mapping
    from analysis.calibration.specs import SPECS
    from analysis.calibration.table import How

    name = given["mapping"]
    own = None if name is None else mapping(name)
    columns, outcomes = _by_table(given["columns"]), _by_table(given["outcomes"])
    sheets = _by_table(given["sheets"])
    return {
        kind: How(
            columns=_pairs("--column", spec.prefix, columns[kind], spec.fields),
            mapping=own,
            kinds=dict(_words(outcomes[kind], spec)),
            order=given["date_order"],
            decimal=given["decimal_mark"],
            currency=given["currency"],
            encoding=given["encoding"],
            sheet=sheets[kind][-1] if sheets[kind] else None,
            spec=spec,
        )
        for kind, spec in SPECS.items()
    }


def _by_table(given: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Return texts by kind of table: those without its name in front are of opportunities."""
    from analysis.calibration.specs import OPPORTUNITIES, SPECS

    found: dict[str, list[str]] = {kind: [] for kind in SPECS}
    for text in given:
        kind = next((each for each in SPECS if text.startswith(f"{each}.")), "")
        found[kind or OPPORTUNITIES.name].append(text[len(kind) + 1 :] if kind else text)
    return {kind: tuple(texts) for kind, texts in found.items()}


def _pairs(
    option: str, prefix: str, given: tuple[str, ...], allowed: tuple[str, ...]
) -> dict[str, str]:
    from sim.scenario.suggest import hint

    found = {}
    for text in given:
        key, equals, value = text.partition("=")
        if not equals or key not in allowed:
            ways = hint(key, [*allowed], len(allowed) + 1)
            raise click.UsageError(f"{option} {prefix}{text}: is not FIELD=HEADING; {ways}")
        found[key] = value
    return found


def _words(given: tuple[str, ...], spec: Spec) -> list[tuple[str, str]]:
    from sim.scenario.suggest import hint

    found = []
    for text in given:
        word, equals, kind = text.rpartition("=")
        if not equals or kind not in spec.kinds:
            ways = hint(kind, [*spec.kinds]) if spec.kinds else f"{spec.name} have no words"
            raise click.UsageError(f"--outcome {spec.prefix}{text}: is not WORD=KIND; {ways}")
        found.append((word, kind))
    return found
