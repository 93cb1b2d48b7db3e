"""counterpoint new-study: a commented starter file of a study."""

from __future__ import annotations

import textwrap
from pathlib import Path

import click

from counterpoint.terminal.completing import complete_market
from counterpoint.terminal.options import SEEDS, resolve
from counterpoint.terminal.tables import notice

TEMPLATE = """\
# A study for Counterpoint. Check it with: counterpoint validate {path}
# Run it with:                             counterpoint sweep {path}
schema_version: 1
name: {name}
description: >
  What this study is to find out, in a sentence or two.

# Shipped names, or scenario files below this file's folder.
schemes: [siloed_metrics, shared_revenue, hybrid_pay]
# Every point is run in each of these; shipped names or files (also your own company file).
markets: [{market}]
# Overlays laid on everything, such as null_model.
with: []
# Settings that are the same in every run.
set:
  run.weeks: 156

# What varies. Keys as `counterpoint show {market}` prints them.
parameters:
  # `declared` takes the range that the setting itself declares (docs/reference/parameters.md).
  needs.drift: declared
  # uniform from low to high; a bound that is left out is the declared one
  market.rival_present: {{low: 0.2, high: 0.7}}
  # distributions: log_uniform; triangular with mode; normal with mean and sd, cut at the bounds
  demand.entry_hazard: {{distribution: log_uniform, low: 0.002, high: 0.008}}
  # a list of values, numbers or words, each as likely
  market.marketers: {{values: [2, 3, 4]}}
  # Weights that must sum to 1 complete themselves: the role's other weights share the rest.
  contracts.rep.own_revenue: {{low: 0.3, high: 0.9}}
# or, to vary every setting that declares a range:
# parameters: all

# sobol: points evenly spread; ask for more later and those there are stay
# latin_hypercube: points; grid: levels per parameter
# for `counterpoint sensitivity`: morris (points = trajectories), saltelli (points = a power of 2)
design: {{kind: sobol, points: 64, seed: 1}}

# All points and schemes meet the same buyers and luck.
{seeds}
replicates: 5
seed: 1

# Which numbers to keep (docs/reference/measures.md); `all` keeps every one.
measures: [gross_profit_y1, gross_profit_y3, win_rate, relationship_conflict, trust, resignations]
"""


_SEEDS = textwrap.fill(SEEDS, 98, initial_indent="# ", subsequent_indent="# ")


@click.command("new-study", short_help="Write a starter study file.")
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@click.option(
    "--market",
    metavar="MARKET",
    default="mid_market",
    show_default=True,
    shell_complete=complete_market,
    help="The market to begin with.",
)
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
def command(path: Path, market: str, overwrite: bool) -> None:
    """Write a commented study file that can be run as it is.

    \b
    Example:
      counterpoint new-study pay.yaml
    """
    from counterpoint.terminal.starter import check_new, write_starter
    from sim.core.errors import InputError
    from sim.scenario.layers import NAME

    file = path if path.suffix in (".yaml", ".yml") else path.with_name(f"{path.name}.yaml")
    if not NAME.fullmatch(file.stem):
        text = "the name must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
        raise InputError(f"{file}: {text}")
    check_new(file, overwrite=overwrite)
    resolve("siloed_metrics", market)
    write_starter(file, TEMPLATE.format(path=file, name=file.stem, market=market, seeds=_SEEDS))
    notice(f"Wrote {file}. Next: counterpoint sweep {file}")
