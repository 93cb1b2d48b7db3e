"""counterpoint report: the HTML report of any result folder."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("report", short_help="HTML report of a result folder.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="File to write.  [default: in DIR, "
              "or beside it for a store of runs]")  # fmt: skip
def command(folder: Path, out: Path | None) -> None:
    """Write the report of a result folder as one HTML file, which needs no network.

    DIR is what compare, practices, explain, regimes, sensitivity, optimise, patterns, run or sweep
    has written.

    \b
    Example:
      counterpoint report results/siloed_metrics_shared_revenue
    """
    from analysis.report.folder import write_report

    click.echo(f"Report: {write_report(folder, out)}")
