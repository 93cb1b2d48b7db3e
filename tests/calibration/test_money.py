"""Amounts: the decimal mark is proven by the column, or asked for."""

import numpy as np
import pytest

from analysis.calibration.money import amounts
from sim.core.errors import InputError


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1,234.50", "12"], [1234.5, 12.0]),
        (["1.234,50", "12"], [1234.5, 12.0]),
        (["1.234.567", "1.234"], [1234567.0, 1234.0]),
        (["1,5", "1,234"], [1.5, 1.234]),
        (["1234.567"], [1234.567]),
        (["0.125"], [0.125]),
        (["12 345,00", "1\u00a0000"], [12345.0, 1000.0]),
        (["1'200", "(350)", "-4"], [1200.0, -350.0, -4.0]),
        (["1e5", "1E+3"], [100000.0, 1000.0]),
        (["", "n/a", "5", "1.2.3,4,5", "1e999"], [np.nan, np.nan, 5.0, np.nan, np.nan]),
        (["1.50", "1,2,3", "12,34,567", "-1,234"], [1.5, np.nan, 1234567.0, -1234.0]),
    ],
)
def test_columns_prove_their_mark(texts, values):
    found, _ = amounts(texts, "x")
    assert found.tolist() == pytest.approx(values, nan_ok=True)


def test_thousands_or_fractions_is_asked_and_the_answer_taken():
    with pytest.raises(InputError) as caught:
        amounts(["1.234", "12.000"], "x.csv: column 'Amount'")
    assert str(caught.value) == (
        "x.csv: column 'Amount': is 1.234 1234 (--decimal-mark ,) or 1.234 (--decimal-mark .)?"
    )
    assert amounts(["1.234"], "x", ",")[0].tolist() == [1234.0]
    assert amounts(["1.234"], "x", ".")[0].tolist() == [1.234]


def test_both_marks_in_one_column_are_asked_about():
    with pytest.raises(InputError, match=r"1,50 and 1.50 have different decimal marks; which"):
        amounts(["1,50", "1.50"], "x")


def test_currencies_are_read_off():
    found, signs = amounts(["EUR 5", "5 \u20ac", "$5", "5", "7 GBP"], "x")
    assert found.tolist() == [5.0, 5.0, 5.0, 5.0, 7.0]
    assert signs.tolist() == ["EUR", "EUR", "USD", "", "GBP"]
