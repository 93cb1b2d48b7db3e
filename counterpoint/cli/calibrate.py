"""counterpoint calibrate: a market fitted to a table of opportunities, or to six known numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_scenario
from counterpoint.terminal.facts import (
    DEAL,
    FOUND,
    KNOWN,
    asked,
    comments,
    fact_or_table_options,
    fitted,
    is_asking,
    read_facts,
    tell,
)
from counterpoint.terminal.fit_report import LeftOut
from counterpoint.terminal.fitted_file import Base, company_file
from counterpoint.terminal.options import json_option, resolve, scenario_options, seed_option
from counterpoint.terminal.tablefile import NAMES, file_options
from counterpoint.terminal.tables import notice

if TYPE_CHECKING:
    from analysis.calibration.fit import Fit
    from sim.scenario import Scenario

PLURALS = {"columns": "column", "outcomes": "outcome", "sheets": "sheet"}
BESIDES = ("leads", "customers")
"""Options that name a table, or say a number."""
HEADER = """\
# A company file for Counterpoint, written by counterpoint calibrate.
# Found so that runs of this file meet what was said:
"""


@click.command("calibrate", short_help="Fit a market to a CRM table, or to what you know.")
@click.argument("data", metavar="[DATA]", required=False, type=click.Path(path_type=Path))
@click.option(
    "--from",
    "scenario",
    metavar="SCENARIO",
    default="siloed_metrics",
    show_default=True,
    shell_complete=complete_scenario,
    help="The firm to begin with: a company file or a scheme.",
)
@scenario_options
@click.option(
    "--facts",
    is_flag=False,
    flag_value="",
    metavar="[FILE]",
    help="A YAML file of facts (leads, won, win_rate, cycle, deal, customers, sales); without "
    "FILE they are asked for or come from the options below, which win over the file.",
)
@click.option("--deal", type=DEAL[1], help=f"{DEAL[0]} ({DEAL[1].range}).")
@fact_or_table_options
@click.option("--stages", type=click.Path(path_type=Path), hidden=True, help="Refused: says why.")
@file_options
@click.option(
    "--runs",
    type=click.IntRange(128, 1_000_000),
    default=2000,
    show_default=True,
    help="With DATA: draws of the market to run.",
)
@click.option(
    "--hold-out",
    "hold_out",
    is_flag=False,
    flag_value="",
    metavar="[SHARE]",
    type=LeftOut(),
    help="With DATA: fit again without the last SHARE of its time (0.1 to 0.5, without SHARE 0.3), "
    "predict it, and compare.",
)
@seed_option
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@json_option
def command(
    data: Path | None,
    scenario: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    facts: str | None,
    sales: str | None,
    stages: Path | None,
    runs: int,
    hold_out: float | None,
    guess: bool,
    only_read: bool,
    seed: int,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    **given: Any,
) -> None:
    """Find a market like your own: from tables of your firm, or from what you know.

    DATA is a CSV file or workbook (.xlsx) of opportunities (created, closed, outcome, amount,
    owner; dates in one order, or numbers of weeks), a folder with it, or the folder of a run.
    Tables of leads (handed over, what became of them) and of customers (since when, until when)
    say more: --leads FILE, --customers FILE, or files of the folder, whatever they are called.
    Exports of Salesforce, HubSpot, Dynamics 365 and Pipedrive are known (--mappings). Draws of the
    market are run and held against all of it; the file gets the medians, and beside it the draws
    are kept, a report of the fit, and one of the data: every line, and what to know before you
    believe them (--only-read: that alone). --hold-out shows how well such a fit predicts what it
    has not seen. A fit that is stopped goes on where it was.

    Without DATA, any of six facts: leads handed over and deals won a year, win rate, weeks from
    first meeting to signature, average deal, customers today; and whether sales recur. The file's
    runs meet them; what could not be met is named.

    How many accounts and people there are stays as the firm to begin with says.

    \b
    Examples:
      counterpoint calibrate --from acme.yaml --facts facts.yaml --out acme_fitted.yaml
      counterpoint calibrate --market enterprise --won 14 --win-rate 27% --cycle 20 --deal 150k
      counterpoint calibrate deals.csv --only-read
      counterpoint calibrate deals.xlsx --column "created=Date opened" --from acme.yaml
      counterpoint calibrate deals.csv --leads leads.csv --customers customers.csv
      counterpoint calibrate exports --from acme.yaml --hold-out
    """
    from counterpoint.terminal import crm
    from counterpoint.terminal.starter import check_new

    _refuse_stages(stages)
    how = {name: given.pop(name) for name in NAMES}
    tables = {key: given.pop(key) for key in BESIDES if isinstance(given[key], Path)}
    told = {key: value for key, value in given.items() if value is not None}
    if data is None and hold_out is not None:
        raise click.UsageError("--hold-out leaves out the last part of DATA: give DATA")
    if data is None:
        _check_none({**tables, **how, "guess": guess, "only_read": only_read})
    elif facts is not None or sales or told:
        raise click.UsageError(_both(told))
    if data is not None and (guess or only_read):
        crm.read_only(data, tables, how, out, is_guess=guess, overwrite=overwrite, as_json=as_json)
        return
    known, way = _known(facts, told, sales) if data is None else ({}, None)
    loaded = resolve(scenario, market, overlays, overrides)
    base = Base(scenario, market, overlays)
    path = out or Path(f"{loaded.name}_fitted.yaml")
    check_new(path, overwrite=overwrite)
    if data is not None:
        for other in crm.beside(path):
            check_new(other, overwrite=overwrite)
        options = crm.Options(runs, seed, as_json, hold_out, base)
        crm.calibrate(data, tables, how, loaded, path, options)
        return
    _calibrate(loaded, known, way, path, base, seed=seed, as_json=as_json)


def _refuse_stages(stages: Path | None) -> None:
    """Raise InputError where a history of stages is given, with the reason."""
    from analysis.calibration.specs import STAGES
    from sim.core.errors import InputError

    if stages is not None:
        raise InputError(f"--stages {stages}: {STAGES}; leave it out")


def _both(told: dict[str, Any]) -> str:
    """Return why DATA and facts are not fitted together."""
    named = [f"--{key} FILE" for key in BESIDES if key in told]
    table = f" ({' and '.join(named)} name a table beside DATA)" if named else ""
    return f"give DATA or facts, not both: they are fitted in different ways{table}"


def _calibrate(
    loaded: Scenario,
    known: dict[str, float],
    way: str | None,
    path: Path,
    base: Base,
    *,
    seed: int,
    as_json: bool,
) -> None:
    """Fit to facts, write the file and print the table."""
    from analysis.calibration.beginning import fixed, references
    from analysis.calibration.output import company_results
    from analysis.calibration.possible import check_facts
    from analysis.results.beside import Beside
    from analysis.results.protocol import put_into

    check_facts(loaded.values, known)
    firm = loaded.with_values(fixed(loaded, known, way))
    firm = firm.with_values(references(firm, known))
    fit = fitted(firm, known, seed)
    put_into(Beside(path), company_results(path.name, _text(fit, path, loaded, base)))
    _tell(fit, path, as_json=as_json)


def _check_none(how: dict[str, Any]) -> None:
    """Raise UsageError where options say how DATA is read and there is none."""
    given = [f"--{PLURALS.get(name, name).replace('_', '-')}" for name in how if how[name]]
    if given:
        raise click.UsageError(
            f"{given[0]} says how DATA is read: give DATA, a file of opportunities"
        )


def _known(
    file: str | None, given: dict[str, float], sales: str | None
) -> tuple[dict[str, float], str | None]:
    """Return the facts, from the file and the options or by asking, and how sales are paid."""
    from sim.core.errors import InputError

    found: dict[str, Any] = read_facts(Path(file)) if file else {}
    way = sales or found.pop("sales", None)
    found.update(given)
    if not found and is_asking():
        for key, (text, kind) in {"deal": DEAL, **KNOWN}.items():
            answer = asked(text, kind)
            if answer is not None:
                found[key] = answer
    if not found:
        options = ", ".join(f"--{key.replace('_', '-')}" for key in ("deal", *KNOWN))
        raise InputError(f"no facts are given; give DATA, --facts FILE or some of {options}")
    return {key: float(value) for key, value in found.items()}, way


def _text(fit: Fit, path: Path, loaded: Scenario, base: Base) -> str:
    """Return the file: the table as comments above what it extends and what was found."""
    title = f"{loaded.label}, fitted" if loaded.title else ""
    head = HEADER + comments(fit, loaded.currency)
    notes = {key if key.count(".") < 2 else key.rpartition(".")[0]: FOUND for key in fit.settings}
    return company_file(path, fit.scenario.renamed(path.stem, title=title), base, head, notes)


def _tell(fit: Fit, path: Path, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"fact": line.key, "yours": line.yours, "simulated": line.runs,
             "standard_error": line.error, "off": line.off, "met": line.is_met,
             "within_tolerance": line.is_near}
            for line in fit.lines
        ]  # fmt: skip
        content = {"file": str(path), "runs": fit.runs, "facts": rows, "settings": fit.settings}
        click.echo(json.dumps(content, indent=2))
        return
    tell(fit, fit.scenario.currency)
    notice(f"Wrote {path}. Next: counterpoint show {path} --funnel")
