"""Amounts as people and programs write them: the decimal mark is proven by the column."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import InputError

CODE = re.compile(r"[A-Z]{3}")
SIGNS = {"€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "zł": "PLN", "₹": "INR"}
FILLING = str.maketrans("", "", " \u00a0\u202f\u2009'\u2019_")
NUMBER = re.compile(r"[-+]?[\d.,]*\d[\d.,]*|[-+]?\d[\d.,]*e[-+]?\d+", re.IGNORECASE)
GROUP = re.compile(r"\|(?!\d{2,4}(?:\||$))")
"""A mark of thousands, or of lakhs or myriads, that has too few or too many digits behind it."""
GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}([.,])\d{3}")
"""What may be a thousand or a fraction: one mark, three digits behind it, up to three before."""


def plain(text: str) -> tuple[str, str]:
    """Return an amount without its currency and spaces, and the currency it names, if any.

    >>> plain("€ 1'200.50"), plain("(350)"), plain("USD 5")
    (('1200.50', 'EUR'), ('-350', ''), ('5', 'USD'))
    """
    found = ""
    code = CODE.search(text)
    if code is not None:
        found, text = code[0], text.replace(code[0], "")
    for sign, name in SIGNS.items():
        if sign in text:
            found, text = found or name, text.replace(sign, "")
    text = text.translate(FILLING)
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    return text, found


def _mark(text: str) -> str | None:
    """Return which mark is decimal in a number: "" where there is none, None where either may be.

    >>> [_mark(text) for text in ("12", "1.5", "1,234.5", "1.234.567", "1,234")]
    ['', '.', '.', ',', None]
    """
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return max(".,", key=text.rfind)
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    return None if GROUPED.fullmatch(text) else mark


def amounts(
    texts: Sequence[str], where: str, mark: str | None = None
) -> tuple[NDArray[np.float64], NDArray[np.object_]]:
    """Return amounts, NaN for none, and the currencies that they name, "" for none.

    where: file and column, for messages; mark: the decimal one, where it is known.
    Raises: InputError where the column does not tell, with the question.
    """
    known = {text: plain(text) for text in dict.fromkeys(texts)}
    marks = {text: _mark(bare) for text, (bare, _) in known.items() if NUMBER.fullmatch(bare)}
    decimal = mark or _proven(marks, where)
    values = {text: _value(known[text][0], decimal) if text in marks else np.nan for text in known}
    return (
        np.array([values[text] for text in texts], dtype=np.float64),
        np.array([known[text][1] for text in texts], dtype=object),
    )


def _proven(marks: dict[str, str | None], where: str) -> str:
    seen = Counter(mark for mark in marks.values() if mark)
    if len(seen) > 1:
        samples = [next(text for text, mark in marks.items() if mark == each) for each in seen]
        raise InputError(
            f"{where}: {samples[0]} and {samples[1]} have different decimal marks; which one is "
            "it: --decimal-mark . or --decimal-mark ,?"
        )
    if seen:
        return next(iter(seen))
    unclear = next((text for text, mark in marks.items() if mark is None), None)
    if unclear is None:
        return "."
    bare = plain(unclear)[0]
    point = "," if "," in bare else "."
    raise InputError(
        f"{where}: is {unclear} {bare.replace(point, '')} (--decimal-mark "
        f"{'.' if point == ',' else ','}) or {bare.replace(point, '.')} (--decimal-mark {point})?"
    )


def _value(text: str, decimal: str) -> float:
    """Return an amount; NaN for what is none, such as 1,2,3, whose groups are no thousands."""
    if GROUP.search(text.partition(decimal)[0].replace("." if decimal == "," else ",", "|")):
        return float("nan")
    bare = text.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    try:
        found = float(bare)
    except ValueError:
        return float("nan")
    return found if math.isfinite(found) else float("nan")
