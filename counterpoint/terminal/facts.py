"""The six numbers a sales person knows: as options, as a file, as a table beside runs."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.known import BOUNDS
from counterpoint.terminal.numbers import Numeral, Optionally
from counterpoint.terminal.tables import say

if TYPE_CHECKING:
    from analysis.calibration.fit import Fit, Line
    from sim.scenario import Scenario

KNOWN: dict[str, tuple[str, Numeral]] = {
    "customers": ("Customers today", Numeral(*BOUNDS["customers"], whole=True)),
    "leads": ("Leads that marketing hands over in a year", Numeral(*BOUNDS["leads"])),
    "won": ("Deals won in a year", Numeral(*BOUNDS["won"])),
    "win_rate": ("Win rate: deals won over deals closed", Numeral(*BOUNDS["win_rate"])),
    "cycle": ("Weeks from first meeting to signature", Numeral(*BOUNDS["cycle"])),
}
"""Facts that may be left to the market, with what is possible."""
NOT_KNOWN = "Enter: not known"
TABLES = (".csv", ".tsv", ".txt", ".xlsx")
"""How files of tables end."""
SALES = ("recurring", "one_off")
SALES_TEXT = "How you are paid: recurring (every year) or one_off (once)"
FOUND = "found from your numbers"
"""Said behind a setting that follows from facts."""
DEAL = ("Average deal you sign, EUR (of a year, if it recurs)", Numeral(*BOUNDS["deal"]))


class OrTable(click.ParamType[Any]):
    """A number, or the file of a table of which it is the sum."""

    name = "number|file"

    def __init__(self, kind: Numeral) -> None:
        self.kind = kind

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of a file that is there or looks like one, else the number."""
        path = Path(str(value))
        if isinstance(value, str) and (path.is_file() or path.suffix.lower() in TABLES):
            return path
        return self.kind.convert(value, param, ctx)


def fact_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each fact that may be left to the market, and --sales."""
    return _options(command, {})


def fact_or_table_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the same; leads and customers may be tables instead of numbers."""
    return _options(command, {"leads": "leads, with their dates", "customers": "customers"})


def _options(command: Callable[..., Any], tables: dict[str, str]) -> Callable[..., Any]:
    sales = click.option("--sales", type=click.Choice(SALES), help=SALES_TEXT + ".")
    command = sales(command)
    for key, (text, kind) in reversed(KNOWN.items()):
        name, said = f"--{key.replace('_', '-')}", f"{text} ({kind.range})"
        if key in tables:
            said += f"; with DATA: a file of {tables[key]}"
        sort = OrTable(kind) if key in tables else kind
        command = click.option(name, type=sort, help=f"{said}.")(command)
    return command


def read_facts(path: Path) -> dict[str, Any]:
    """Return the facts of a YAML file; Raises: ScenarioError with every problem found."""
    from sim.scenario.nodes import Problems
    from sim.scenario.reader import read_file
    from sim.scenario.suggest import hint

    problems = Problems()
    top = read_file(path, str(path), problems, "file of facts")
    kinds = {"deal": DEAL[1], **{key: kind for key, (_text, kind) in KNOWN.items()}}
    found: dict[str, Any] = {}
    for key, node in top.items() if top else ():
        if key == "sales" and node.value in SALES:
            found[key] = node.value
        elif key == "sales":
            problems.add(node.place, key, f"must be one of {', '.join(SALES)}")
        elif key not in kinds:
            text = f"is no fact; {hint(key, [*kinds, 'sales'], len(kinds) + 1)}"
            problems.add(node.place, key, text)
        elif not node.is_broken:
            try:
                found[key] = kinds[key].convert(node.value, None, None)
            except (click.BadParameter, TypeError) as error:
                problems.add(node.place, key, str(getattr(error, "message", "must be a number")))
    problems.stop_if_any()
    return found


def is_asking() -> bool:
    """Return whether somebody can answer."""
    return sys.stdin.isatty()


def asked(text: str, kind: Numeral) -> float | None:
    """Return what somebody answers at the terminal, None where it is not known."""
    answer = click.prompt(
        f"{text} ({NOT_KNOWN})", default="", show_default=False, type=Optionally(kind)
    )
    return None if answer == "" else float(answer)


def fitted(scenario: Scenario, facts: dict[str, float], seed: int) -> Fit:
    """Return the firm whose runs meet the facts, with a bar while it is sought."""
    from analysis.calibration.fit import fit_facts
    from counterpoint.terminal.options import cores
    from counterpoint.terminal.progress import bar, compiled

    compiled()
    with bar("Finding a market with your numbers") as update:
        return fit_facts(scenario, facts, seed=seed, workers=cores(), progress=update)


def told(fit: Fit, currency: str) -> list[str]:
    """Return the table "yours, simulated, off by", and what it shows."""
    from analysis.calibration.fit import TOLERANCE
    from analysis.runs.firm import shown
    from analysis.words.wording import off_by

    rows = [("", "yours", "simulated", "off by", "met?")]
    rows += [
        (
            f"{line.meaning}, {currency}" if line.key == "deal" else line.meaning,
            shown(line.key, line.yours),
            f"{shown(line.key, line.runs)} ±{shown(line.key, 2.0 * line.error)}",
            off_by(line.off),
            line.word,
        )
        for line in fit.lines
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    text = [
        f"{a:<{widths[0]}}  {b:>{widths[1]}}  {c:>{widths[2]}}  {d:>{widths[3]}}  {e}"
        for a, b, c, d, e in rows
    ]
    weeks = fit.scenario.weeks
    text.append(f"simulated: mean of {fit.runs} runs of {weeks} weeks, ± two standard errors")
    text.append(f"met: within {TOLERANCE:.0%}; within luck: farther off, by no more than those ±")
    return text


def tell(fit: Fit, currency: str) -> None:
    """Print the table, and a sentence for each fact that could not be met."""
    for row in told(fit, currency):
        click.echo(row)
    for line in fit.missed:
        say(missed(line), indent="")


def comments(fit: Fit, currency: str) -> str:
    """Return the same as comments of a file."""
    found = told(fit, currency)
    for line in fit.missed:
        found += textwrap.wrap(missed(line), 97)
    return "".join(f"# {line}".rstrip() + "\n" for line in found)


def missed(line: Line) -> str:
    """Return a sentence about a fact that could not be met."""
    from analysis.calibration.fit import TOLERANCE
    from analysis.runs.firm import shown
    from analysis.words.wording import off_by

    yours, runs = shown(line.key, line.yours), shown(line.key, line.runs)
    off = f"{off_by(line.off)}, where {TOLERANCE:.0%} is allowed"
    return (
        f"Not met: {line.meaning}: you say {yours}, the nearest this market comes is {runs} "
        f"({off}). Read what depends on it with care, or start from another --market."
    )
