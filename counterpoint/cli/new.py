"""counterpoint new: a commented starter file from what is known of a firm."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoint.terminal.completing import complete_market, complete_scenario
from counterpoint.terminal.facts import (
    KNOWN,
    SALES,
    SALES_TEXT,
    asked,
    fact_options,
    fitted,
    is_asking,
    tell,
)
from counterpoint.terminal.options import resolve, seed_option
from counterpoint.terminal.questions import FACTS, Fact, doubts, median
from counterpoint.terminal.tables import notice

if TYPE_CHECKING:
    from analysis.calibration.fit import Fit
    from sim.scenario import Scenario

UNCHECKED = "By arithmetic only: no run was held against your numbers."
SUFFIXES = (".yaml", ".yml")


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for fact in reversed(FACTS):
        text = f"{fact.question} ({fact.kind.range})."
        option = click.option(f"--{fact.option}", type=fact.kind, help=text)
        command = option(command)
    return command


@click.command("new", short_help="Write a commented starter file for your company.")
@click.argument("name", metavar="NAME")
@click.option(
    "--from",
    "scheme",
    metavar="SCENARIO",
    default="siloed_metrics",
    show_default=True,
    shell_complete=complete_scenario,
    help="The scheme by which your people are paid today.",
)
@click.option(
    "--market",
    metavar="MARKET",
    default="mid_market",
    show_default=True,
    shell_complete=complete_market,
    help="The shipped market most like yours.",
)
@click.option("--title", default="", help="What people call it, in any language.")
@click.option("--currency", default="", help="Code or symbol shown beside money.  [default: EUR]")
@click.option("--out", type=click.Path(path_type=Path), help="The file.  [default: NAME.yaml]")
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the usual answers.")
@click.option("--quick", is_flag=True, help="Arithmetic only: do not hold the file against runs.")
@seed_option
@_options
@fact_options
def command(
    name: str,
    scheme: str,
    market: str,
    title: str,
    currency: str,
    out: Path | None,
    overwrite: bool,
    yes: bool,
    quick: bool,
    seed: int,
    sales: str | None,
    **facts: float | None,
) -> None:
    """Write NAME.yaml, a company file, from what you know of your firm.

    Asks for what is not given as an option when it runs in a terminal; otherwise, and with --yes,
    it takes what is usual in the market. Where you know leads, deals won, win rate, weeks or
    customers, it finds a market whose runs have these numbers, and shows how near they come.
    Numbers may be written as people do: 45k, 20%, 0,2.

    \b
    Examples:
      counterpoint new acme --from shared_revenue
      counterpoint new acme --accounts 900 --reps 8 --marketers 4 --value 40k --yes
      counterpoint new acme --value 45k --leads 800 --won 60 --win-rate 22% --cycle 9
      counterpoint compare siloed_metrics shared_revenue --market acme.yaml
    """
    from counterpoint.terminal.starter import Words, check_new, firm_of, starter_text, write_starter

    bare = _bare(name)
    path = Path(f"{bare}.yaml") if out is None else out
    words = Words(bare, path, title, currency)
    check_new(path, overwrite=overwrite)
    ground = resolve(scheme, market)
    is_asked = not yes and is_asking()
    answers = _answers(ground.values, facts, is_asked=is_asked)
    way = _sales(sales, is_asked=is_asked)
    for doubt in doubts(answers):
        notice(f"Careful: {doubt}.")
    firm = firm_of(scheme, market, ground, answers, is_once=way == "one_off")
    fit = _fit(firm.scenario, answers, seed, quick=quick)
    write_starter(path, starter_text(words, firm, fit))
    _tell(answers, firm.scenario.values)
    if fit is None:
        click.echo(UNCHECKED)
    else:
        tell(fit, words.money)
    notice(f"Wrote {path}. Next: counterpoint show {path} --funnel")


def _bare(name: str) -> str:
    """Return a name without the suffix of a file; Raises: InputError."""
    from sim.core.errors import InputError
    from sim.scenario.layers import NAME

    bare = name.rsplit(".", 1)[0] if name.endswith(SUFFIXES) else name
    if not NAME.fullmatch(bare):
        text = "must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
        raise InputError(f"NAME: {text}, not {name!r}; say it in your own words with --title")
    return bare


def _answers(
    values: dict[str, Any], facts: dict[str, float | None], *, is_asked: bool
) -> dict[str, float]:
    answers: dict[str, float] = {}
    for fact in FACTS:
        given = facts[fact.option]
        usual = fact.known(values, answers)
        answers[fact.option] = _asked(fact, usual, is_asked=is_asked) if given is None else given
        if fact.option == "value" and is_asked:
            click.echo(f"  (half of your deals lie below {median(values, answers['value']):,.0f})")
    for key, (text, kind) in KNOWN.items():
        given = facts[key]
        if given is None and is_asked:
            given = asked(text, kind)
        if given is not None:
            answers[key] = given
    return answers


def _asked(fact: Fact, usual: float, *, is_asked: bool) -> float:
    shown = round(usual) if fact.whole or usual >= 1000 else round(usual, 4)
    if not is_asked:
        return shown
    default = round(shown) if fact.whole else float(shown)
    return float(click.prompt(fact.question, default=default, type=fact.kind))


def _fit(firm: Scenario, answers: dict[str, float], seed: int, *, quick: bool) -> Fit | None:
    """Return the firm whose runs meet what is known, or None where nothing is, or for speed.

    Raises: InputError for what no such firm can have.
    """
    from analysis.calibration.possible import check_facts

    known = {key: answers[key] for key in KNOWN if key in answers}
    if not known:
        return None
    check_facts(firm.values, known)
    return None if quick else fitted(firm, {**known, "deal": answers["value"]}, seed)


def _sales(given: str | None, *, is_asked: bool) -> str:
    if given is not None or not is_asked:
        return given or SALES[0]
    return str(click.prompt(SALES_TEXT, default=SALES[0], type=click.Choice(SALES)))


def _tell(answers: dict[str, float], values: dict[str, Any]) -> None:
    from counterpoint.terminal.rooms import built

    staff = built(int(answers["reps"]), int(answers["marketers"]))
    if staff:
        notice(f"Careful: {staff}.")
    half = median(values, answers["value"])
    click.echo(f"Deals of {answers['value']:,.0f} on average: half of them below {half:,.0f}.")
