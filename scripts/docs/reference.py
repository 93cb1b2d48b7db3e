"""The reference pages: result tables, state, parameters, measures, commands, scenarios."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import click

from analysis.comparison.dictionary import comparison_dictionary
from analysis.insight.dictionary import COLUMNS
from analysis.measures import MEASURES
from analysis.odd.fragments import parts, room_names
from analysis.odd.markdown import page, section, table
from analysis.results.dictionary import run_dictionary
from analysis.study.dictionary import study_dictionary
from counterpoint.cli.main import cli as group
from scripts.docs.mechanisms import parameter_table
from sim.blocks import BLOCKS
from sim.core.params import Block
from sim.core.tables import Table
from sim.mechanisms.pay import Contract
from sim.world.state import STATE
from sim.world.vectors import NEVER, NOBODY


def pages() -> dict[str, str]:
    """Return file name → text of every reference page."""
    return {
        "tables.md": tables_page(),
        "state.md": state_page(),
        "parameters.md": parameters_page(),
        "assumptions.md": assumptions_page(),
        "measures.md": measures_page(),
        "commands.md": commands_page(),
    }


def tables_page() -> str:
    """Return every table in a result folder, of one run and of a comparison."""
    of_a_run = [
        section(name, f"A row is {each['meaning']}.\n\n{column_table(each['columns'])}", level=3)
        for name, each in run_dictionary()["tables"].items()
    ]
    return page(
        "Result tables",
        "Week 0 is the first counted week; burn-in weeks are negative and included; a quarter has"
        " 13 weeks. Shares lie between 0 and 1, money is in euros, hours are hours. Rows are in the"
        " order of their ids; a week that did not happen is an empty cell. Ids name the same thing"
        " under every scheme of one seed: a `seat_id` is three times the place of the seat in its"
        " function, plus 0 for marketers, 1 for reps and 2 for leaders, and `person_id`,"
        " `campaign_id` and `asset_id` are the seat's times 1,048,576 plus a number. An arrow names"
        " the column that lists the values of an id. Columns marked additional may change without"
        " notice. The same dictionary lies beside the tables as `data_dictionary.json`.",
        "## `counterpoint run`",
        *of_a_run,
        "## `counterpoint compare`",
        *column_sections(comparison_dictionary(with_worlds=True)),
        "## `counterpoint sweep`",
        *column_sections(study_dictionary()),
        "## `counterpoint sensitivity`, `regimes`, `optimise`",
        "Each table lies in a CSV file of its name; a column means the same in all of them. Varied"
        " settings stand under their own keys. An objective's column has the name of its measure,"
        " with `_p10`, `_p90` or `_sd` for another statistic than the mean, and with `_gain`,"
        " `_gain_low` and `_gain_high` for its paired difference from the scheme as it is.",
        table(
            ("column", "unit", "meaning"),
            [(f"`{name}`", unit, meaning) for name, (unit, meaning) in COLUMNS.items()],
        ),
    )


def column_sections(dictionary: dict[str, Any]) -> list[str]:
    """Return a section for each table of a data dictionary, with its columns."""
    return [
        section(name, column_table(columns), level=3)
        for name, columns in dictionary["tables"].items()
    ]


def column_table(columns: list[dict[str, Any]]) -> str:
    """Return a table of columns with unit, meaning and categories."""
    rows = [
        (
            f"`{each['column']}`",
            each["unit"],
            _meaning(each["meaning"], tuple(each.get("categories", ()))) + _role(each),
        )
        for each in columns
    ]
    return table(("column", "unit", "meaning"), rows)


def _role(each: dict[str, Any]) -> str:
    """Return what an id refers to, and whether a column is additional."""
    said = f" → `{each['refers_to']}`" if "refers_to" in each else ""
    return said + (" (additional)" if each.get("additional") else "")


def state_page() -> str:
    """Return the data dictionary: every table of the world's state."""
    return page(
        "State",
        "Every table and column of the simulated world. A column has one writer: the mechanism"
        " named here, or `population`, which sets fixed traits before the first week. Weeks that"
        f" did not happen hold {NEVER}, rows of nobody {NOBODY}.",
        *(section(each.name, state_table(each)) for each in STATE),
    )


def state_table(each: Table) -> str:
    """Return what a row of one table is, and its columns."""
    rows = [
        (f"`{column.name}`", column.dtype, column.unit, column.writer, _meaning(column.meaning,
         column.words))
        for column in each.columns
    ]  # fmt: skip
    headings = ("column", "type", "unit", "written by", "meaning")
    return f"A row is {each.meaning}.\n\n{table(headings, rows)}"


def parameters_page() -> str:
    """Return every parameter of every block."""
    parts = [section(name, parameter_table(block.parameters)) for name, block in BLOCKS.items()]
    contract = section("contracts.&lt;role&gt;", parameter_table(Contract.parameters))
    return page(
        "Parameters",
        "A scenario file may set any of these; what it leaves out has the default. Bounds are"
        " inclusive. *Market* marks facts about buyers, the only ones a market file may set."
        " Probabilities are per week.",
        contract,
        *parts,
    )


def assumptions_page() -> str:
    """Return every numbered assumption: a sentence, and the parameters that rest on it.

    Raises: KeyError when a number has no sentence, or a sentence no number.
    """
    said = assumed()
    resting = resting_on_assumptions()
    if said.keys() != resting.keys():
        raise KeyError(
            f"assumptions without parameters or sentence: {said.keys() ^ resting.keys()}"
        )
    rows = [(number, said[number], ", ".join(resting[number])) for number in sorted(resting)]
    return page(
        "Assumptions",
        "These parameters rest on judgement; no public source gives their value. Each sentence says"
        " what is assumed, why, and what would show it wrong. Sweep them before you rely on an"
        " answer: `counterpoint sensitivity` says which matter for it. Numbers that do not appear"
        " are not in use.",
        table(("assumption", "what is assumed", "parameters"), rows),
    )


def assumed() -> dict[int, str]:
    """Return the sentence of every assumption."""
    text = (Path(__file__).parent / "assumptions.toml").read_text(encoding="utf-8")
    return {int(number): sentence for number, sentence in tomllib.loads(text).items()}


def resting_on_assumptions() -> dict[int, list[str]]:
    """Return the numbered assumptions, each with the parameters that rest on it.

    Where none does, the rooms whose rules rest on it, as their docstrings say.
    """
    resting: dict[int, list[str]] = defaultdict(list)
    everything: dict[str, type[Block]] = {**BLOCKS, "contracts.<role>": Contract}
    for name, block in everything.items():
        for key, item in block.parameters.items():
            for found in re.findall(r"assumption (\d+)", item.source):
                resting[int(found)].append(f"`{name}.{key}`")
    with_parameters = set(resting)
    for name in room_names():
        for found in re.findall(r"assumption (\d+)", parts(name).get("Sources", "")):
            if int(found) not in with_parameters:
                resting[int(found)].append(f"rules of `{name}`")
    return dict(resting)


def measures_page() -> str:
    """Return every registered measure."""
    rows = [
        (f"`{name}`", each.unit, each.direction, each.meaning) for name, each in MEASURES.items()
    ]
    return page(
        "Measures",
        "One number of one run. *Better* says which way is better; comparisons use it.",
        table(("measure", "unit", "better", "meaning"), rows),
    )


def commands_page() -> str:
    """Return the help text of every command."""
    settings = group.context_settings  # as when people call it: with -h too
    context = click.Context(group, info_name="counterpoint", terminal_width=100, **settings)
    parts = [_help(group.get_help(context))]
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if command is not None:
            below = click.Context(command, info_name=name, parent=context, terminal_width=100)
            parts.append(section(name, _help(command.get_help(below))))
    return page("Commands", *parts)


def _help(text: str) -> str:
    return f"```text\n{text.strip()}\n```"


def _meaning(text: str, words: tuple[str, ...]) -> str:
    return f"{text} ({', '.join(words)})" if words else text
