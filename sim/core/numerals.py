"""Numbers as people write them: 600,000 or 600.000 or 600k, 20 %, 0,2, 3 500 €.

What can be read in one way is read; what can be read in two ways gives both, to be asked back.
"""

from __future__ import annotations

import re

MARKS = re.compile(r"^(EUR|USD|GBP|CHF|JPY|[€$£¥])|(EUR|USD|GBP|CHF|JPY|[€$£¥])$", re.IGNORECASE)
BLANK = r"[\s_'\u00a0\u2009\u202f\u2019]"
GROUPS = re.compile(rf"(?<![0-9.,])[0-9]{{1,3}}({BLANK}[0-9]{{3}})+(?![0-9])")
SPLIT = re.compile(rf"[0-9]{BLANK}+[0-9]")
UNITS = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "m": 1e6, "mio": 1e6, "mn": 1e6, "million": 1e6,
    "bn": 1e9, "mrd": 1e9, "billion": 1e9, "%": 0.01, "percent": 0.01,
}  # fmt: skip
FORM = re.compile(r"([-+]?)([0-9.,]*[0-9][0-9.,]*|[0-9.]+[eE][-+]?[0-9]+)([a-z%]*)\.?", re.I)
GROUPED = {mark: re.compile(rf"[1-9][0-9]{{0,2}}(\{mark}[0-9]{{3}})+") for mark in ".,"}


def readings(text: str) -> tuple[float, ...]:
    """Return every number a text may mean: none, one, or two when a mark may be of either kind.

    >>> readings("20%"), readings("0,2"), readings("45k"), readings("1.234.567,50 €")
    ((0.2,), (0.2,), (45000.0,), (1234567.5,))
    >>> readings("3.500"), readings("many")
    ((3500.0, 3.5), ())
    """
    joined = GROUPS.sub(lambda found: re.sub(BLANK, "", found[0]), text.strip())
    if SPLIT.search(joined):
        return ()
    bare = MARKS.sub("", re.sub(BLANK, "", joined))
    found = FORM.fullmatch(bare)
    if found is None:
        return ()
    sign, digits, unit = found.groups()
    if unit and unit.lower() not in UNITS:
        return ()
    scale = UNITS[unit.lower()] if unit else 1.0
    plain = [*dict.fromkeys(_plain(digits))]
    return tuple(_scaled(f"{sign}{number}", scale) for number in plain)


def meant(text: str, low: float, high: float, *, whole: bool = False) -> tuple[float, ...]:
    """Return the readings of a text that are allowed; all of them when none is.

    >>> meant("3.500", 0, 100), meant("3.500", 1, 100_000, whole=True)
    ((3.5,), (3500.0,))
    """
    found = readings(text)
    fine = tuple(n for n in found if low <= n <= high and (not whole or n == int(n)))
    return fine or found


def asked_back(text: str, found: tuple[float, ...]) -> str:
    """Return the question about a text with two readings.

    >>> asked_back("3.500", (3500.0, 3.5))
    "'3.500' can be read as 3500 or as 3.5; write 3500 or 3.50"
    """
    large, small = (f"{number:.15g}" for number in found)
    safe = f"{small}0" if "." in small else small
    return f"{text!r} can be read as {large} or as {small}; write {large} or {safe}"


def _scaled(number: str, scale: float) -> float:
    # a division keeps 20 % at 0.2, which a product would miss by a bit
    return float(number) / 100.0 if scale == UNITS["%"] else float(number) * scale


def _plain(digits: str) -> list[str]:
    """Return digits as Python writes them, in each way they can be read."""
    if "e" in digits.lower():
        return [digits]
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return [digits]
    mark = digits[last]
    other = "," if mark == "." else "."
    whole, part = digits[:last], digits[last + 1 :]
    if other in whole:
        fits = GROUPED[other].fullmatch(whole) and mark not in whole
        return [f"{whole.replace(other, '')}.{part}"] if fits else []
    if mark in whole:
        return [digits.replace(mark, "")] if GROUPED[mark].fullmatch(digits) else []
    decimal = f"{whole or '0'}.{part or '0'}"
    if GROUPED[mark].fullmatch(digits):
        return [digits.replace(mark, ""), decimal]
    return [decimal]
