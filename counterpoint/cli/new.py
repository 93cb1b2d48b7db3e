"""counterpoint new: a commented starter file from ten facts about a firm."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from counterpoint.cli.options import complete_market, complete_scenario, resolve


@dataclass(frozen=True)
class Fact:
    """One question to a strategist; `known` finds the usual answer.

    It takes the values of a scenario and the answers given to the questions before.
    """

    option: str
    question: str
    known: Callable[[dict[str, Any], dict[str, float]], float]
    low: float
    high: float
    whole: bool = False


def _median(values: dict[str, Any], _answers: dict[str, float]) -> float:
    segments = values["market"]["segments"]
    return float(sum(item["share"] * item["list_value"] for item in segments))


FACTS = (
    Fact("accounts", "Firms that could buy from you",
         lambda v, _: v["market"]["accounts"], 10, 5_000_000, True),
    Fact("looking", "Share of them that start looking in a year (0 to 1)",
         lambda v, _: 1.0 - (1.0 - v["demand"]["entry_hazard"]) ** 52, 0.001, 0.99),
    Fact("reps", "Salespeople",
         lambda v, _: v["market"]["pods"] * v["market"]["reps"], 1, 100_000, True),
    Fact("marketers", "Marketing people",
         lambda v, _: v["market"]["pods"] * v["market"]["marketers"], 1, 100_000, True),
    Fact("value", "Median yearly value of a first deal, EUR", _median, 100, 100_000_000),
    Fact("members", "People on the customer's side who must agree",
         lambda v, _: v["market"]["members"], 1, 13),
    Fact("rivals", "Share of deals with a serious competitor (0 to 1)",
         lambda v, _: v["market"]["rival_present"], 0, 1),
    Fact("churn", "Share of customers lost in a year (0 to 1)",
         lambda v, _: v["delivery"]["churn_odds"] / (1.0 + v["delivery"]["churn_odds"]), 0, 0.9),
    Fact("budget", "Yearly marketing budget without salaries, EUR",
         lambda v, a: v["planning"]["budget"] * a["accounts"], 0, 10_000_000_000),
    Fact("pay", "Yearly on-target pay of a salesperson, EUR",
         lambda v, _: v["market"]["pay_level"], 1000, 1_000_000),
)  # fmt: skip


def _options(command: Callable[..., None]) -> Callable[..., None]:
    for fact in reversed(FACTS):
        option = click.option(f"--{fact.option}", type=_range(fact), help=fact.question + ".")
        command = option(command)
    return command


def _range(fact: Fact) -> click.IntRange | click.FloatRange:
    if fact.whole:
        return click.IntRange(int(fact.low), int(fact.high))
    return click.FloatRange(fact.low, fact.high)


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
@click.option("--out", type=click.Path(path_type=Path), help="The file.  [default: NAME.yaml]")
@click.option("--overwrite", is_flag=True, help="Replace the file if it is there.")
@click.option("--yes", is_flag=True, help="Ask nothing: take the usual answers.")
@_options
def command(
    name: str,
    scheme: str,
    market: str,
    out: Path | None,
    overwrite: bool,
    yes: bool,
    **facts: float | None,
) -> None:
    """Write NAME.yaml, a company file, from ten facts about your firm.

    Asks for those not given as options when it runs in a terminal; otherwise, and with --yes, it
    takes what is usual in the market.

    \b
    Examples:
      counterpoint new acme --from shared_revenue
      counterpoint new acme --accounts 900 --reps 8 --marketers 4 --value 40000 --yes
      counterpoint compare siloed_metrics shared_revenue --market acme.yaml
    """
    from counterpoint.cli.starter import check_new, starter_text, write_starter
    from sim.core.errors import InputError
    from sim.scenario.layers import NAME

    path = Path(f"{name}.yaml") if out is None else out
    if not NAME.fullmatch(name):
        text = "must be 1 to 60 letters (a-z), digits, dots, dashes or underscores"
        raise InputError(f"NAME: {text}, not {name!r}")
    check_new(path, overwrite=overwrite)
    ground = resolve(scheme, market)
    answers: dict[str, float] = {}
    for fact in FACTS:
        given = facts[fact.option]
        usual = fact.known(ground.values, answers)
        answers[fact.option] = _asked(fact, usual, yes) if given is None else given
    write_starter(path, starter_text(name, scheme, market, ground, answers))
    click.echo(f"Wrote {path}. Next: counterpoint show {path} --funnel", err=True)


def _asked(fact: Fact, usual: float, yes: bool) -> float:
    shown = round(usual) if fact.whole or usual >= 1000 else round(usual, 4)
    if yes or not is_asking():
        return shown
    default = round(shown) if fact.whole else float(shown)
    return float(click.prompt(fact.question, default=default, type=_range(fact)))


def is_asking() -> bool:
    """Return whether somebody can answer."""
    return sys.stdin.isatty()
