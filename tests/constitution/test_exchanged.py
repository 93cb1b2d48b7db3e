"""Two neighbours of the week may be exchanged, or it is written which comes first and why."""

import ast
import copy
from itertools import pairwise
from types import CodeType, FunctionType

import pytest

import sim.week
from sim.core.compiled import compile_all
from sim.drivers.compiled import grown, has_capacity, prepared
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.outside import house
from sim.world.state import GROWING, STATE, Clock
from tests.constitution.test_order import ORDER, lines
from tests.lively import lively

pytestmark = [pytest.mark.compiled, pytest.mark.slow]

WEEKS = 40
NAMES = lines()
NEIGHBOURS = list(pairwise(NAMES))
STATED = {(first, then) for first, then, _ in ORDER}


def page(*exchanged):
    """Return the week as plain Python with two of its lines exchanged."""
    [week] = [node for node in house.page().body if isinstance(node, ast.FunctionDef)]
    first = len(week.body) - len(NAMES)  # what is no line: the docstring and names of settings
    made = copy.copy(week)
    made.body, made.decorator_list, made.returns = list(week.body), [], None
    if exchanged:
        one, other = (first + NAMES.index(name) for name in exchanged)
        made.body[one], made.body[other] = made.body[other], made.body[one]
    future = ast.parse("from __future__ import annotations").body
    module = ast.fix_missing_locations(ast.Module([*future, made], []))
    code = compile(module, sim.week.__file__, "exec")
    [found] = [each for each in code.co_consts if isinstance(each, CodeType)]
    return FunctionType(found, vars(sim.week))


def left_behind(week):
    """Return all tables of the firm in which everything happens, after some weeks."""
    parameters, contracts, epochs, segments = prepared(lively(weeks=WEEKS))
    world = populate(parameters[0], segments, WEEKS, 1, 0, LEADS_PER_ACCOUNT)
    for index, epoch in enumerate(epochs):
        while not has_capacity(world):
            world = grown(world)
        week(world, parameters[epoch], contracts[epoch], Clock(1, index, index))
    found = {}
    for table in STATE:
        rows = getattr(world, table.name)
        used = world.counters[0][table.name] if table.name in GROWING else len(rows)
        found[table.name] = [rows[:used][column.name].tobytes() for column in table.columns]
    return found


@pytest.fixture(scope="module")
def usual():
    compile_all()
    return left_behind(page())


def matters(pair, usual):
    """Return whether exchanging two lines leaves another firm, or none at all."""
    try:
        return left_behind(page(*pair)) != usual
    except UnboundLocalError:
        return True


def test_neighbours_whose_order_matters_are_written_down(usual):
    free = [pair for pair in NEIGHBOURS if pair not in STATED]
    assert [pair for pair in free if matters(pair, usual)] == []


def test_what_is_written_down_of_neighbours_matters(usual):
    stated = [pair for pair in NEIGHBOURS if pair in STATED]
    idle = {pair for pair in stated if not matters(pair, usual)}
    assert idle <= BY_OTHER_FIRMS


BY_OTHER_FIRMS = {
    ("battles.spend_leads", "battles.lose_face"),  # face is lost where somebody is wrong
}
"""Neighbours whose order matters, though not in this firm."""
