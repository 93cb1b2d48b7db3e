"""Rows asked of memory before their turn: an instruction in compiled code, and no effect at all."""

from importlib import import_module

import numba
import numpy as np
import pytest

from sim.core import memory
from sim.core.memory import BODY, HEAD, STEPS, ahead, soon
from sim.core.switches import is_disabled
from sim.core.tables import LINE, Column, Table
from sim.world.state import STATE

TABLE = Table("things", "a thing", tuple(Column(f"n{k}", "f8", "1", "x", "y") for k in range(40)))
compiled_only = pytest.mark.skipif(is_disabled(), reason="there is no compiled code")


def along(rows, table):
    total = 0.0
    for index in range(rows.shape[0]):
        ahead(rows, index, table, HEAD)
        total += table[rows[index]]["n0"]
    return total


def anywhere(table, row):
    soon(table, row, BODY)
    return table.shape[0]


def built(function):
    import_module("sim.core.prefetch")
    return numba.njit(function)


def instructions(function):
    (text,) = function.inspect_llvm().values()
    return sum("call void @llvm.prefetch" in line for line in text.splitlines())


def test_as_plain_python_nothing_happens():
    table = TABLE.allocate(3)
    assert ahead(np.array([5, 9]), 0, table, HEAD) is None
    assert soon(table, 99, BODY) is None
    assert not table.view(np.uint8).any()


@compiled_only
@pytest.mark.parametrize("count", [0, 1, STEPS - 1, STEPS, STEPS + 1, 3 * STEPS])
def test_a_list_of_any_length_gives_the_same_sum(count):
    table = TABLE.allocate(500)
    table["n0"] = np.arange(500)
    rows = np.random.default_rng(1).integers(0, 500, count)
    before = table.tobytes()
    assert built(along)(rows, table) == along(rows, table) == rows.sum()
    assert table.tobytes() == before


@compiled_only
@pytest.mark.parametrize("row", [-1, 0, 2, 3, 10**12, -(10**12)])
def test_a_row_that_is_not_there_may_be_asked_for(row):
    assert built(anywhere)(TABLE.allocate(3), row) == 3


@compiled_only
@pytest.mark.parametrize(("function", "lines"), [(along, HEAD), (anywhere, BODY)])
def test_one_instruction_a_line(function, lines):
    made = built(function)
    table = TABLE.allocate(3)
    made(np.array([0, 1]), table) if function is along else made(table, 1)
    assert instructions(made) == lines


def test_a_whole_account_and_a_whole_deal_are_asked_for():
    for name in ("accounts", "leads", "opportunities"):
        table = next(each for each in STATE if each.name == name)
        assert table.dtype().itemsize <= memory.BODY * LINE, name
