"""Numbers as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.core.numerals import asked_back, meant, readings


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("600000", 600_000.0), ("600,000.00", 600_000.0), ("600.000,00", 600_000.0),
        ("600 000", 600_000.0), ("600\u202f000", 600_000.0), ("600'000", 600_000.0),
        ("600_000", 600_000.0), ("1.234.567", 1_234_567.0), ("1,234,567", 1_234_567.0),
        ("20%", 0.2), ("20 %", 0.2), ("12,5 %", 0.125), ("0,2", 0.2), ("0.125", 0.125),
        ("0,125", 0.125), ("45k", 45_000.0), ("4.5k", 4_500.0), ("€45k", 45_000.0),
        ("2 M", 2e6), ("2 Mio. €", 2e6), ("1,5 Mrd", 1.5e9), ("EUR 300", 300.0), ("1e6", 1e6),
        ("-3,5", -3.5), (".5", 0.5), ("3.5", 3.5), ("3.50", 3.5), ("1234.567", 1234.567),
    ],
)  # fmt: skip
def test_what_can_be_read_in_one_way_is_read(text, number):
    assert readings(text) == (number,)


@pytest.mark.parametrize(
    ("text", "both"),
    [("600.000", (600_000.0, 600.0)), ("3,500", (3_500.0, 3.5)), ("110.000 €", (110_000.0, 110.0))],
)
def test_what_can_be_read_in_two_ways_gives_both(text, both):
    assert readings(text) == both


@pytest.mark.parametrize(
    "text", ["", "many", "1.2.3", "12.34,567.8", "1,23,456", "5 apples", "%", "1_04", "3 50"]
)
def test_what_is_no_number_gives_none(text):
    assert readings(text) == ()


def test_bounds_and_whole_numbers_may_leave_one_reading():
    assert meant("3.500", 1, 100_000, whole=True) == (3_500.0,)
    assert meant("1.200", 1, 13) == (1.2,)
    assert meant("600.000", 0, 1e10) == (600_000.0, 600.0)
    assert meant("7", 0, 1) == (7.0,)


def test_the_question_offers_two_ways_to_write_it_that_are_clear():
    text = asked_back("600.000", readings("600.000"))
    assert text == "'600.000' can be read as 600000 or as 600; write 600000 or 600"
    for offered in ("3500", "3.50"):
        assert len(readings(offered)) == 1


@given(st.floats(-1e12, 1e12, allow_nan=False))
def test_what_a_program_writes_is_among_the_readings(number):
    assert number in readings(repr(number))
