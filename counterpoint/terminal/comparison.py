"""What `compare` prints: the answer in three sentences, five measures, and how to get the rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoint.terminal.lived import show_worlds
from counterpoint.terminal.tables import Block, Column, how_sure, say, show

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison
    from analysis.comparison.headline import Line
    from sim.scenario import Scenario

COLUMNS = (
    Column("", is_left=True),
    Column("baseline", spare=3),
    Column("scheme", spare=4),
    Column("difference"),
    Column("95 % interval", spare=2),
    Column("better in", spare=1),
    Column("verdict", is_left=True),
)


def show_comparison(
    result: Comparison, report: Path, *, typed: str, all_measures: bool = False
) -> None:
    """Print the summary of a comparison.

    Args:
        result: what was found.
        report: where the report lies.
        typed: the command as it was typed, for remedies.
        all_measures: every measure, with a sentence each, instead of five.
    """
    from analysis.comparison import answer, headline
    from analysis.comparison.worlds import sentences as of_worlds
    from analysis.measures import MEASURES
    from analysis.words.called import titled

    say(
        f"{', '.join(map(_named, result.loaded))}: {result.replicates} simulated copies of the "
        f"firm each, with the same {'world' if result.drawn else 'buyers'} and the same luck",
        indent="", hanging="  ", is_bold=True,
    )  # fmt: skip
    click.echo()
    for sentence in headline.worlds(result, typed):
        say(sentence, colour="yellow")
    statements = answer.answered(result)
    for number, each in enumerate(statements, 1):
        say(each.sentence, indent=f"  {number}. ", hanging="     ")
    click.echo("\nWhat that rests on")
    for number, each in enumerate(statements, 1):
        if each.below:
            say(each.below, indent=f"  {number}. ", hanging="     ")
    click.echo()
    wanted = tuple(MEASURES) if all_measures else answer.FRONT
    table = [line for line in headline.lines(result, wanted) if line.verdict != "not measured"]
    if table:
        show(COLUMNS, [_block(result, pair, table) for pair in result.contrasts])
        if headline.footnote(table):
            say(headline.footnote(table), hanging="    ")
        click.echo()
    else:
        say("No measure of the table has a value in runs this short.")
    if all_measures:
        for line in headline.lines(titled(result), tuple(MEASURES)):
            if line.verdict != "not measured":
                say(line.sentence)
    else:
        say(f"All {len(MEASURES)} measures, in words too: --all-measures, or the report.")
    _how_sure(result)
    show_worlds(of_worlds(result))
    click.echo(f"\nReport:  {report}\nFigures: {report.parent / 'figures'}")


def _named(scenario: Scenario) -> str:
    """Return the name that is typed, with what the sentences call it."""
    return f"{scenario.name} (“{scenario.title}”)" if scenario.title else scenario.name


def _block(result: Comparison, pair: tuple[str, str], table: list[Line]) -> Block:
    """Return the rows of one scheme against another."""
    from analysis.words.called import quoted

    rows = [
        (
            _unbroken(line.title),
            line.base,
            line.mean,
            line.apart,
            line.interval,
            line.better,
            line.shown,
        )
        for line in table
        if (line.scenario, line.baseline) == pair
    ]
    names = quoted(result.loaded)
    return Block(f"{names[pair[0]]} against {names[pair[1]]}", rows)


def _unbroken(title: str) -> str:
    """Return a title whose arrow never stands in a line of its own."""
    name, _, last = title.rpartition(" ")
    return title if last.isalnum() or not name else f"{name}\N{NO-BREAK SPACE}{last}"


def _how_sure(result: Comparison) -> None:
    from analysis.comparison import headline
    from analysis.comparison.verdicts import too_few

    click.echo("\nHow sure")
    said = [too_few(result.replicates), headline.precision_line(result), *headline.pairing(result)]
    for sentence in filter(None, said):
        say(sentence)
    how_sure()
