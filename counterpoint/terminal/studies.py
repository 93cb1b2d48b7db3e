"""What the commands that read a study share: finding its results, or making them first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from counterpoint.terminal.completing import complete_measure, complete_study
from counterpoint.terminal.options import INTERRUPTED, cores, output_options
from counterpoint.terminal.tables import notice
from sim.core.errors import InputError, ResultsError

if TYPE_CHECKING:
    from analysis.study import Study
    from analysis.study.results import StudyResults

KINDS = {"front": "optimise"}
"""What a result folder is called after → the command that makes it, where they differ."""
Command = TypeVar("Command", bound=Callable[..., Any])


def study_argument(command: Command) -> Command:
    """Add the argument STUDY, which arrives as `study`."""
    return click.argument("study", metavar="STUDY", shell_complete=complete_study)(command)


def result_options(command: Command) -> Command:
    """Add --results, --measure, --workers, --out and --overwrite."""
    return _RESULTS(_MEASURES(output_options(command)))


def swept(study: Study, folder: Path | None, workers: int | None) -> StudyResults:
    """Return the results in a store, or sweep the study into its usual store first.

    Raises: InputError when the store holds another study.
    """
    from analysis.study.results import load_study

    if folder is None:
        return _sweep(study, workers)
    results = load_study(folder)
    if results.study.name != study.name:
        raise InputError(
            f"{folder}: holds the study {results.study.name}, not {study.name}; name its study "
            "file, or another --results"
        )
    if not results.manifest["is_finished"]:
        notice(f"{folder}: the sweep is not finished; using what is there.")
    return results


def _sweep(study: Study, workers: int | None) -> StudyResults:
    from analysis.study.sweep import sweep
    from counterpoint.terminal.progress import bars, compiled
    from counterpoint.terminal.watch import at_work_in

    store = store_of(study)
    at_work_in(store)
    with bars() as begin:
        results = sweep(
            study, store, workers=workers or cores(), progress=begin("Simulating", "runs"),
            keep_on_interrupt=True, notice=notice,
            prepare=compiled,
        )  # fmt: skip
    if results.interrupted:
        notice(f"Stopped. What is done is in {store}; the same command goes on.")
        click.get_current_context().exit(INTERRUPTED)
    there = "" if results.made else f", which held all {results.manifest['runs']['done']:,} runs"
    notice(f"Store: {store}{there}")
    return results


def folder_for(study: Study, kind: str, out: Path | None, *, overwrite: bool) -> Path:
    """Return where a command writes; refuse a folder that is taken. Raises: ResultsError."""
    from analysis.results.store import check_free, free_folder

    folder = out or free_folder(Path("results"), f"{study.name}_{kind}")
    if folder.absolute() == store_of(study).absolute():
        raise ResultsError(
            f"{folder}: is where the runs of {study.name} are kept; choose another --out"
        )
    check_free(folder, overwrite=overwrite, kind=KINDS.get(kind, kind))
    return folder


def store_of(study: Study) -> Path:
    """Return where the runs of a study are kept unless somebody says otherwise."""
    return Path("results") / study.name


_RESULTS = click.option(
    "--results",
    type=click.Path(path_type=Path),
    help="Read this store, which sweep has made.  [default: results/ and the study's name, swept "
    "first]",
)
_MEASURES = click.option(
    "--measure",
    "measures",
    metavar="MEASURE",
    multiple=True,
    shell_complete=complete_measure,
    help="Measure to look at. Repeatable.  [default: gross profit and relationship conflict]",
)
