"""Dates whose month is a word, as in 5-Jan-26 or March 2, 2026, in six languages."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

CENTURY = 2000
"""To which the years belong that are written with two digits."""
DAY_FIRST = re.compile(
    r"(\d{1,2})(?:\.|er|st|nd|rd|th)?[-/. ]*([^\W\d_]+)\.?[-/., ]*(\d{4}|\d{2})\b.*"
)
MONTH_FIRST = re.compile(
    r"([^\W\d_]+)\.?[-/. ]*(\d{1,2})(?:st|nd|rd|th)?,?[-/. ]+(\d{4}|\d{2})\b.*"
)
MONTHS = (
    "jan ene gen", "feb fev", "mar mrz", "apr avr abr", "may mai mag", "jun juin giu",
    "jul juil lug", "aug aou ago", "sep set", "oct okt ott out", "nov", "dec dez dic",
)  # fmt: skip
"""How the months begin, without accents: English, German, French, Spanish, Italian, Portuguese."""
NUMBER = {word: n for n, words in enumerate(MONTHS, 1) for word in words.split()}
LONGEST = 30


def spelled(text: str) -> date | None:
    """Return the day that a text with a month in words means; None for others.

    >>> spelled("5-Jan-26"), spelled("M\u00e4rz 2, 2026"), spelled("1. d\u00e9cembre 2025 10:00")
    (datetime.date(2026, 1, 5), datetime.date(2026, 3, 2), datetime.date(2025, 12, 1))
    >>> spelled("5 people 26"), spelled("2026-01-05")
    (None, None)
    """
    if len(text) > LONGEST:
        return None
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    first, second = DAY_FIRST.fullmatch(plain), MONTH_FIRST.fullmatch(plain)
    if first is not None:
        day, month, year = first[1], first[2], first[3]
    elif second is not None:
        month, day, year = second[1], second[2], second[3]
    else:
        return None
    number = NUMBER.get(month[:4]) or NUMBER.get(month[:3])
    try:
        return date(int(year) + (CENTURY if len(year) == 2 else 0), number or 0, int(day))
    except ValueError:
        return None
