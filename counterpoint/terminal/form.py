"""--dates and --xlsx: the form in which a command writes its tables, whatever they are."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def form_options(command: Command) -> Command:
    """Add --xlsx and --dates; the command gets no arguments for them, its tables take the form."""
    return _XLSX(dates_option(command))


def form_typed() -> list[str]:
    """Return the words that ask for the form that holds now."""
    from analysis.results.form import form

    dates = [] if (start := form().dates) is None else ["--dates", start.isoformat()]
    return [*dates, *(["--xlsx"] if form().workbook else [])]


def _with_dates(context: click.Context, _: click.Parameter, start: datetime | None) -> None:
    if start is not None:
        from analysis.results.form import written_as

        context.with_resource(written_as(dates=start.date()))


def _with_workbook(context: click.Context, _: click.Parameter, *, wanted: bool) -> None:
    if wanted:
        from analysis.results.form import written_as
        from analysis.results.workbook import check_library

        check_library()
        context.with_resource(written_as(workbook=True))


dates_option = click.option(
    "--dates",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    expose_value=False,
    callback=_with_dates,
    help="Monday of week 0, to write dates for weeks in all tables.",
)
_XLSX = click.option(
    "--xlsx",
    is_flag=True,
    expose_value=False,
    callback=lambda context, parameter, wanted: _with_workbook(context, parameter, wanted=wanted),
    help="Write all tables as one workbook too, tables.xlsx.",
)
