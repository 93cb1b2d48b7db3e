"""counterpoint compare: schemes against each other, in the same market with the same luck."""

from __future__ import annotations

import json
import shlex
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.form import form_typed
from counterpoint.terminal.keeping import kept
from counterpoint.terminal.kinds import check_scenarios
from counterpoint.terminal.lived import told
from counterpoint.terminal.options import (
    INTERRUPTED,
    cores,
    json_option,
    lasting,
    paired_options,
    scenario_options,
    worlds_option,
)
from counterpoint.terminal.tables import notice

if TYPE_CHECKING:
    from analysis.comparison.comparability import WorldDifference
    from analysis.comparison.comparison import Comparison

REPLICATES = 100


@click.command("compare", short_help="Schemes against each other, with the same luck.")
@click.argument(
    "scenarios", metavar="SCENARIO...", nargs=-1, required=True, shell_complete=complete_scenario
)
@scenario_options
@click.option(
    "--baseline", metavar="SCENARIO", help="Scenario to compare with.  [default: the first]"
)
@click.option(
    "--replicates",
    type=click.IntRange(2, 1_000_000),
    help=f"Companies to simulate per scheme.  [default: {REPLICATES}]",
)
@click.option(
    "--precision",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    help="Instead: go on until the intervals of gross_profit_y3 are narrower than this share of "
    "the baseline, such as 0.05.",
)
@click.option(
    "--budget",
    type=click.IntRange(30, 1_000_000),
    default=2_000,
    show_default=True,
    help="Most replicates a --precision may cost.",
)
@click.option(
    "--meaningful",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.02,
    show_default=True,
    help="Differences inside this share of the baseline do not matter.",
)
@click.option(
    "--pairs",
    type=click.Choice(["baseline", "all"]),
    default="baseline",
    show_default=True,
    help="Compare with the baseline only, or every scheme with every other.",
)
@worlds_option
@click.option("--all-measures", is_flag=True, help="Print every measure, with a sentence each.")
@paired_options
@json_option
def command(
    scenarios: tuple[str, ...],
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    baseline: str | None,
    replicates: int | None,
    precision: float | None,
    budget: int,
    meaningful: float,
    pairs: Literal["baseline", "all"],
    worlds: str | None,
    all_worlds: bool,
    all_measures: bool,
    seed: int,
    weeks: int | None,
    workers: int | None,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
) -> None:
    """Simulate each scheme many times in the same market and say what differs, and how surely.

    Prints the answer in three sentences and a table of five measures; writes tables, figures and
    report.html. Ctrl-C keeps what is complete.

    \b
    Examples:
      counterpoint compare siloed_metrics shared_revenue cmo_reports_to_cso
      counterpoint compare siloed_metrics hybrid_pay --market enterprise --precision 0.05
      counterpoint compare siloed_metrics shared_revenue --worlds behaviour
    """
    from analysis.comparison.compare import compare
    from analysis.comparison.output import write_comparison
    from counterpoint.terminal.comparison import show_comparison
    from counterpoint.terminal.progress import bar, bars, compiled

    if replicates is not None and precision is not None:
        raise click.UsageError("--replicates and --precision exclude each other.")
    check_scenarios(*scenarios, market, *overlays)
    folder = _free_folder(out, scenarios, market, overwrite=overwrite)
    begun = time.monotonic()
    with bars() as begin:
        result = compare(
            scenarios,
            market=market,
            overlays=overlays,
            overrides=lasting(overrides, weeks),
            replicates=replicates or REPLICATES,
            seed=seed,
            workers=workers or cores(),
            baseline=baseline,
            precision=precision,
            budget=budget,
            meaningful=meaningful,
            worlds=worlds,
            all_worlds=all_worlds,
            pairs=pairs,
            keep_on_interrupt=True,
            progress=begin("Simulating"),
            warn=_warn,
            prepare=compiled,
        )
    _say_if_stopped(result)
    spent = time.monotonic() - begun
    with bar("Drawing figures"):
        place = kept(folder, partial(write_comparison, result, overwrite=overwrite, seconds=spent))
    if as_json:
        click.echo(json.dumps(_plain(result, place), indent=2, ensure_ascii=False))
    else:
        show_comparison(result, place / "report.html", typed=_typed(), all_measures=all_measures)
    _end_if_stopped(result)


def _end_if_stopped(result: Comparison) -> None:
    if result.interrupted:
        click.get_current_context().exit(INTERRUPTED)


def _say_if_stopped(result: Comparison) -> None:
    if result.interrupted:
        notice(f"Stopped: keeping {result.replicates} complete replicates.")


def _free_folder(
    out: Path | None, scenarios: tuple[str, ...], market: str | None, *, overwrite: bool
) -> Path:
    """Return where the results go; refuse a folder that is taken. Raises: ResultsError."""
    from analysis.results.store import check_free, free_folder

    names = [Path(name).stem for name in scenarios]
    place = [] if market is None else ["in", Path(market).stem]
    usual = "_".join(["_vs_".join(names), *place])
    folder = out or free_folder(Path("results"), usual)
    check_free(folder, overwrite=overwrite, kind="compare")
    return folder


def _plain(result: Comparison, folder: Path) -> dict[str, Any]:
    """Return the comparison as JSON has it."""
    from analysis.comparison.answer import sentences
    from analysis.comparison.headline import worlds
    from analysis.comparison.worlds import sentences as of_worlds
    from analysis.results.table import records

    tables = ("summary", "differences", "ranks", "verdicts", "coherence")
    return {
        "folder": str(folder),
        "baseline": result.baseline,
        "replicates": result.replicates,
        "seed": result.seed,
        "interrupted": result.interrupted,
        "answer": sentences(result),
        "warnings": worlds(result, _typed()),
        **({} if result.drawn is None else {"worlds": told(result.drawn, of_worlds(result))}),
        **{name: records(getattr(result, name)) for name in tables},
    }


def _warn(found: list[WorldDifference]) -> None:
    """Say before the first run that the scenarios live in different worlds."""
    from analysis.comparison.comparability import remedy

    for item in found:
        notice(f"Careful: {item.sentence}", colour="yellow")
        notice(f"  {remedy(item, _typed())}")


def _typed() -> str:
    """Return the command as it was typed."""
    context = click.get_current_context()
    words = [*context.command_path.split(), *context.params["scenarios"]]
    for item in context.command.params:
        if (
            context.get_parameter_source(item.name or "")
            is not click.core.ParameterSource.COMMANDLINE
        ):
            continue
        if isinstance(item, click.Option) and item.expose_value:
            value = context.params[item.name or ""]
            for each in value if item.multiple else (value,):
                words += [item.opts[0]] if item.is_flag else [item.opts[0], str(each)]
    return shlex.join([*words, *form_typed()])
