"""Files and functions stay small enough to be read in one go."""

import ast

import pytest

from tests.house.source import Source, files

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGER_ON_PURPOSE = {
    "sim/drivers/agents.py": "every act that somebody plays is one method of three lines",
    "sim/mechanisms/ledger.py": "one book: what is written, what the job says, what it is worth",
    **{
        f"sim/{place}.py": "declarations fill a third of it: docs/decisions/0005-size-of-rooms.md"
        for place in (
            "mechanisms/buying_group",
            "mechanisms/campaigns",
            "mechanisms/closing",
            "mechanisms/knowledge",
            "mechanisms/leadership",
            "mechanisms/pay",
            "mechanisms/people",
            "mechanisms/scoring",
            "drivers/population",
        )
    },
}
"""Files that may be longer, each with its reason."""
ORDER_OF_EVENTS = ("sim/week.py", "week")
"""The one function that is as long as the list of phases, one line each."""

FILES = files("sim", "analysis", "counterpoint", "scripts", "benchmarks")

file_by_file = pytest.mark.parametrize("source", FILES, ids=lambda source: source.short)


@file_by_file
def test_a_file_is_short(source: Source):
    if source.short not in LONGER_ON_PURPOSE:
        lines = len(source.text.splitlines())
        assert lines <= LONGEST_FILE


@file_by_file
def test_a_function_is_short(source: Source):
    long = []
    for function in source.functions():
        lines = (function.end_lineno or function.lineno) - function.body[0].lineno + 1
        if ast.get_docstring(function) is not None:
            text = function.body[0]
            lines -= (text.end_lineno or text.lineno) - text.lineno + 1
        if lines > LONGEST_FUNCTION and (source.short, function.name) != ORDER_OF_EVENTS:
            long.append(str(source.place(function, f"{function.name}: {lines} lines")))
    assert long == []


@file_by_file
def test_a_file_begins_with_what_it_is(source: Source):
    assert source.docstring or not source.text.strip()


def test_the_exceptions_are_still_needed():
    lengths = {source.short: len(source.text.splitlines()) for source in FILES}
    assert [name for name in LONGER_ON_PURPOSE if lengths.get(name, 0) <= LONGEST_FILE] == []
