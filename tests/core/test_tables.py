"""Tables: their dtype follows from their columns."""

import numpy as np
import pytest

from sim.core.tables import Column, Table

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
