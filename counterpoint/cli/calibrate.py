"""counterpoint calibrate: a market whose runs have the numbers that a firm knows of itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.cli.facts import (
    DEAL,
    KNOWN,
    asked,
    comments,
    fact_options,
    fitted,
    read_facts,
    tell,
)
from counterpoint.cli.options import (
    complete_scenario,
    json_option,
    resolve,
    scenario_options,
    seed_option,
)

if TYPE_CHECKING:
    from analysis.calibration.fit import Fit
    from sim.scenario import Scenario

HEADER = """\
# A company file for Counterpoint, written by counterpoint calibrate.
# Found so that runs of this file meet what was said:
"""


@click.command("calibrate", short_help="Fit a market to what you know of your firm.")
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
@fact_options
@seed_option
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@json_option
def command(
    scenario: str,
    market: str | None,
    overlays: tuple[str, ...],
    overrides: tuple[str, ...],
    facts: str | None,
    sales: str | None,
    seed: int,
    out: Path | None,
    overwrite: bool,
    as_json: bool,
    **given: float | None,
) -> None:
    """Find a market under which runs have the numbers you know of your firm.

    Any of six facts: leads handed over and deals won a year, win rate, weeks from first meeting to
    signature, average deal, customers today; and whether sales recur. Writes a company file, shows
    each fact beside runs of that file, and names what could not be met. How many accounts and
    people there are stays as the firm to begin with says; `counterpoint new` asks for these too.

    \b
    Examples:
      counterpoint calibrate --from acme.yaml --facts facts.yaml --out acme_fitted.yaml
      counterpoint calibrate --market enterprise --won 14 --win-rate 27% --cycle 20 --deal 150k
    """
    from analysis.calibration.possible import check_facts
    from counterpoint.cli.starter import check_new, references, write_starter

    known, way = _known(facts, given, sales)
    loaded = resolve(scenario, market, overlays, overrides)
    name = out.stem if out is not None else f"{loaded.name}_fitted"
    path = out or Path(f"{name}.yaml")
    check_new(path, overwrite=overwrite)
    check_facts(loaded.values, known)
    firm = loaded.with_values(_fixed(loaded, known, way))
    firm = firm.with_values(references(firm, known))
    fit = fitted(firm, known, seed)
    write_starter(path, _text(fit, name, loaded))
    _tell(fit, path, as_json=as_json)


def _known(
    file: str | None, given: dict[str, float | None], sales: str | None
) -> tuple[dict[str, float], str | None]:
    """Return the facts, from the file and the options or by asking, and how sales are paid."""
    from counterpoint.cli.new import is_asking
    from sim.core.errors import InputError

    found: dict[str, Any] = read_facts(Path(file)) if file else {}
    way = sales or found.pop("sales", None)
    found.update({key: value for key, value in given.items() if value is not None})
    if not found and is_asking():
        for key, (text, kind) in {"deal": DEAL, **KNOWN}.items():
            answer = asked(text, kind)
            if answer is not None:
                found[key] = answer
    if not found:
        options = ", ".join(f"--{key.replace('_', '-')}" for key in ("deal", *KNOWN))
        raise InputError(f"no facts are given; give --facts FILE or some of {options}")
    return {key: float(value) for key, value in found.items()}, way


def _fixed(loaded: Scenario, known: dict[str, float], way: str | None) -> dict[str, Any]:
    """Return what to begin with, where arithmetic says it at once; `way`: how sales are paid."""
    from sim.funnel_balance import average_value

    market = loaded.values["market"]
    found: dict[str, Any] = {"run.before": "same"}
    if way is not None:
        found["delivery.recurring"] = float(way != "one_off")
    if "deal" in known:
        factor = known["deal"] / average_value(loaded.values)
        found["market.segments"] = [
            {**entry, "list_value": entry["list_value"] * factor} for entry in market["segments"]
        ]
    if "customers" in known:
        found["market.customers"] = min(known["customers"] / market["accounts"], 1.0)
    return found


def _text(fit: Fit, name: str, loaded: Scenario) -> str:
    """Return the file: the table as comments above a scenario that needs no other file."""
    title = f"{loaded.label}, fitted" if loaded.title else ""
    head = HEADER + comments(fit, loaded.currency)
    return head + fit.scenario.renamed(name, title=title).to_yaml()


def _tell(fit: Fit, path: Path, *, as_json: bool) -> None:
    if as_json:
        rows = [
            {"fact": line.key, "yours": line.yours, "simulated": line.runs,
             "standard_error": line.error, "off": line.off, "met": line.is_met}
            for line in fit.lines
        ]  # fmt: skip
        content = {"file": str(path), "runs": fit.runs, "facts": rows, "settings": fit.settings}
        click.echo(json.dumps(content, indent=2))
        return
    tell(fit, fit.scenario.currency)
    click.echo(f"Wrote {path}. Next: counterpoint show {path} --funnel", err=True)
