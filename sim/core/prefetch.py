"""What the compiler puts in place of the functions of `sim.core.memory`: one instruction a line.

Importing this module imports numba.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic, overload

from sim.core.memory import STEPS, ahead, soon
from sim.core.tables import LINE

READ, KEEP, DATA = 0, 3, 1
"""Arguments of the instruction: fetch for reading, into every cache, of data."""
INSTRUCTION = "llvm.prefetch.p0i8"


def emit_fetch(context: Any, builder: Any, signature: Any, given: Any) -> Any:
    """Emit the instruction for the first lines of a row; it cannot fail, whatever the row."""
    kind, _, lines = signature.args
    array = context.make_array(kind)(context, builder, given[0])
    place = cgutils.get_item_pointer(  # type: ignore[no-untyped-call]
        context, builder, kind, array, [given[1]]
    )
    word = cgutils.int32_t
    shape = ir.FunctionType(ir.VoidType(), [cgutils.voidptr_t, word, word, word])
    function = cgutils.get_or_insert_function(  # type: ignore[no-untyped-call]
        builder.module, shape, INSTRUCTION
    )
    start = builder.bitcast(place, cgutils.voidptr_t)
    for line in range(lines.literal_value):
        where = builder.gep(start, [cgutils.intp_t(line * LINE)])
        builder.call(function, [where, word(READ), word(KEEP), word(DATA)])
    return context.get_dummy_value()


@intrinsic
def fetch(typing: Any, table: Any, row: Any, lines: Any) -> Any:
    """Return the types, and what emits the code, of fetching the first `lines` of a row."""
    del typing, row
    if not isinstance(lines, types.IntegerLiteral):
        return None  # asks for the constant
    return types.void(table, types.intp, lines), emit_fetch


fetch_row: Any = fetch
"""The same, to those who check types: compiled code leaves `typing` out."""


@overload(ahead, prefer_literal=True)
def compiled_ahead(rows: Any, index: Any, table: Any, lines: Any) -> Any:
    """Return what stands in compiled code for `ahead`."""
    del rows, index, table, lines

    def fetching(rows: Any, index: Any, table: Any, lines: Any) -> None:
        if index + STEPS < rows.shape[0]:
            fetch_row(table, rows[index + STEPS], lines)

    return fetching


@overload(soon, prefer_literal=True)
def compiled_soon(table: Any, row: Any, lines: Any) -> Any:
    """Return what stands in compiled code for `soon`."""
    del table, row, lines

    def fetching(table: Any, row: Any, lines: Any) -> None:
        fetch_row(table, row, lines)

    return fetching
