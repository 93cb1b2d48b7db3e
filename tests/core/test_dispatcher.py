"""What compiled callers and Python get in place of a marked function."""

from __future__ import annotations

import gc

import numba
import numpy as np
import pytest

from sim.core import dispatcher

pytestmark = pytest.mark.compiled


def halved(count: int, is_odd: bool, width: float) -> float:
    return width * (count // 2) + (0.5 if is_odd else 0.0)


def counted(row, count: int):
    row["count"] += count


@pytest.fixture
def function():
    return dispatcher.marked_dispatcher(halved, inline=False, folder=None)


def test_a_compiled_caller_does_not_compile_anew_for_constants_or_widths(function):
    @numba.njit
    def caller(short):
        return function(7, True, 2) + function(short, False, 4.0) + function(9, True, 1.0)

    assert caller(np.int32(6)) == 6.5 + 12.0 + 4.5
    assert function.signatures == [(numba.int64, numba.boolean, numba.float64)]


def test_numbers_take_their_declared_types_beside_a_row_of_any_kind():
    rows = [np.zeros(2, [("count", kind)]) for kind in ("i8", "f8")]
    count = dispatcher.marked_dispatcher(counted, inline=False, folder=None)

    @numba.njit
    def caller(whole, real):
        count(whole[0], 3)
        count(real[1], 4)

    caller(*rows)
    assert (rows[0]["count"][0], rows[1]["count"][1]) == (3, 4.0)
    assert [types[1] for types in count.signatures] == [numba.int64, numba.int64]


def test_python_gets_an_entry_of_its_own_at_its_first_call(function):
    assert function.python_entry is None
    assert function(7, True, 2) == 6.5
    assert function.signatures == []
    assert function.python_entry.signatures == [(numba.int64, numba.boolean, numba.float64)]


def test_an_inlined_function_is_never_compiled_by_itself():
    page = dispatcher.marked_dispatcher(halved, inline=True, folder=None)

    @numba.njit
    def caller():
        return page(4, False, 1.5)

    assert caller() == 3.0
    assert page.signatures == []


def test_garbage_is_looked_for_again_after_compiling(function):
    function(1, False, 1.0)
    assert gc.isenabled()


def test_arithmetic_on_whole_arrays_gives_the_same_without_a_pass_of_its_own():
    def doubled(row):
        return 2.0 * row + row

    made = dispatcher.marked_dispatcher(doubled, inline=False, folder=None)
    assert made(np.array([1.0, 2.5])).tolist() == [3.0, 7.5]


def test_optimising_less_leaves_everybody_elses_level_alone(function):
    before = numba.config.OPT
    function(1, False, 1.0)
    assert before == numba.config.OPT
