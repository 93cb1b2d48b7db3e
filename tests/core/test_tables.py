"""Tables: their dtype follows from their columns."""

import numpy as np
import pytest

from sim.core.tables import LINE, Column, Table
from sim.world.market import ACCOUNTS

TABLE = Table(
    "people",
    "a person",
    (
        Column("id", "i8", "id", "population", "who"),
        Column("role", "i4", "role", "population", "what", ("rep", "boss")),
        Column("hours", "f8[7]", "hours", "effort", "by task"),
        Column("views", "f8[8,6]", "sd", "knowledge", "by segment and dimension"),
    ),
    public=("id", "role"),
)


def test_a_suffix_makes_a_vector_or_a_matrix():
    dtype = TABLE.dtype()
    assert dtype.names == ("id", "role", "hours", "views")
    assert dtype["hours"].shape == (7,)
    assert dtype["views"].shape == (8, 6)
    assert dtype["role"] == np.int32


def test_a_column_is_found_by_its_name():
    assert TABLE.column("role").words == ("rep", "boss")
    with pytest.raises(KeyError, match="nothing"):
        TABLE.column("nothing")


def test_a_blank_row_says_that_nothing_has_happened():
    row = TABLE.blank(3)[2]
    assert (row["id"], row["role"], row["hours"].tolist()) == (-1, 0, [0.0] * 7)
    assert len(TABLE.blank(0)) == 0


def test_room_is_zero_and_starts_at_a_line_of_the_cache():
    for rows in (1, 2, 33):
        made = TABLE.allocate(rows)
        assert len(made) == rows
        assert made.ctypes.data % LINE == 0
        assert not made.view(np.uint8).any()


def test_what_a_week_reads_of_an_account_that_is_looking_stands_in_one_line():
    dtype = ACCOUNTS.dtype()
    assert dtype.itemsize % LINE == 0
    for name in (
        "pod", "rep", "in_market", "on_list", "entries", "entered_week", "leave_week",
        "raised_hand", "responded", "opportunity", "last_closed", "opened", "found_by",
        "winning_lead", "used_lead",
    ):  # fmt: skip
        kind, place = dtype.fields[name][:2]
        assert place + kind.itemsize <= LINE, name


def test_what_an_answer_and_a_lead_read_of_an_account_stands_in_its_second_line():
    dtype = ACCOUNTS.dtype()
    for name in (
        "segment", "queued", "responses", "response_due", "next_response", "customer",
        "list_value", "fit", "last_lead",
    ):  # fmt: skip
        kind, place = dtype.fields[name][:2]
        assert place >= LINE, name
        assert place + kind.itemsize <= 2 * LINE, name
