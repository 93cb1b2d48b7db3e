"""Numbers and differences as people read them."""

from __future__ import annotations

import math
from decimal import Decimal

from analysis.measures import Measure

SPACE = "\N{NO-BREAK SPACE}"

TITLES = {
    "recurring_revenue_y3": "Recurring revenue after 3 years",
    "cycle_weeks": "Sales cycle",
    "quarter_end_ratio": "Quarter-end ratio",
    "no_decision_share": "Share of losses without a decision",
    "unworked_lead_share": "Unworked leads",
    "rejected_lead_share": "Rejected leads",
    "response_days": "Response time",
    "attainment_share": "Quota attainment",
    "trust_p10": "Trust, lowest tenth",
    "marketing_share": "Marketing's share of pipeline",
    "hours_lost": "Hours lost to quarrels",
    "new_bookings_y1": "New-business bookings, year 1",
    "new_bookings_y3": "New-business bookings, years 1 to 3",
    "new_gross_profit": "New-business gross profit",
    "new_gross_profit_y1": "New-business gross profit, year 1",
    "new_gross_profit_y3": "New-business gross profit, years 1 to 3",
}
"""Names that read better than their own words."""

PLURALS = {
    "per year": " a year",
    "hours per year": " h a year",
    "hours per week": " h a week",
    "euros per week": " a week",
}


def rounded(value: float, digits: int) -> float:
    """Return a number with so many significant digits.

    >>> rounded(0.0123456, 3), rounded(12345.0, 3)
    (0.0123, 12300.0)
    """
    return float(f"{value:.{digits}g}")


def amount(value: float, unit: str) -> str:
    r"""Return a number with its unit.

    >>> amount(1234567.0, "euros"), amount(0.123, "share"), amount(11.5, "weeks")
    ('€1.23\xa0M', '12.3\xa0%', '11.5\xa0weeks')
    """
    if math.isnan(value):
        return "n/a"
    if unit.startswith("euros"):
        return euros(value) + PLURALS.get(unit, "")
    if unit == "share":
        return f"{value * 100:.1f}{SPACE}%"
    if unit in ("per year", "hours per year", "hours per week"):
        return figure(value) + PLURALS[unit]
    if unit in ("weeks", "days"):
        return f"{value:.1f}{SPACE}{unit}"
    return figure(value)


def euros(value: float) -> str:
    r"""Return an amount of money, shortened.

    >>> euros(-5400.0), euros(2.5e9)
    ('−€5.4\xa0k', '€2.50\xa0bn')
    """
    size = abs(value)
    sign = "−" if value < 0 and size >= 0.5 else ""
    for bound, divisor, digits, tail in _SCALES:
        if size >= bound:
            return f"{sign}€{size / divisor:.{digits}f}{tail}"
    return f"{sign}€{size:.0f}"


_SCALES = (
    (1e9, 1e9, 2, f"{SPACE}bn"),
    (1e6, 1e6, 2, f"{SPACE}M"),
    (1e5, 1e3, 0, f"{SPACE}k"),
    (1e3, 1e3, 1, f"{SPACE}k"),
)


def euro_tick(value: float) -> str:
    r"""Return an amount of money for an axis: no more digits than it needs.

    >>> euro_tick(17_000_000.0), euro_tick(-250_000.0)
    ('€17\xa0M', '−€250\xa0k')
    """
    text = euros(value)
    number, space, unit = text.partition(SPACE)
    return (number.rstrip("0").rstrip(".") if "." in number else number) + space + unit


def percent_tick(value: float) -> str:
    r"""Return a share as a percentage for an axis: no more digits than it needs.

    >>> percent_tick(0.05), percent_tick(-0.0005), percent_tick(0.0)
    ('+5\xa0%', '−0.05\xa0%', '0\xa0%')
    """
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{plain(round(100 * abs(value), 9))}{SPACE}%"


def figure(value: float) -> str:
    """Return a plain number with about three digits.

    >>> figure(1234.5), figure(12.34), figure(0.01234), figure(-0.5)
    ('1,234', '12.3', '0.0123', '−0.500')
    >>> figure(math.nan)
    'n/a'
    """
    if not math.isfinite(value):
        return "n/a"
    size = abs(value)
    sign = "−" if value < 0 else ""
    if size >= 100:
        return f"{sign}{size:,.0f}"
    if size >= 10:
        return f"{sign}{size:.1f}"
    if size == 0:
        return "0"
    digits = max(0, 2 - math.floor(math.log10(size)))
    return f"{sign}{size:.{min(digits, 6)}f}"


def plain(value: float) -> str:
    """Return a number as it is written in a file: all its digits, no exponent.

    >>> plain(1e7), plain(0.7), plain(1e-05), plain(-2)
    ('10000000', '0.7', '0.00001', '-2')
    """
    if not math.isfinite(value):
        return str(value)
    text = f"{Decimal(repr(float(value))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def percent(value: float, *, signed: bool = False) -> str:
    r"""Return a share as a percentage; what rounds to nothing has no sign.

    >>> percent(0.0512, signed=True), percent(-0.2), percent(-0.0001)
    ('+5.1\xa0%', '−20.0\xa0%', '0.0\xa0%')
    """
    text = f"{abs(value) * 100:.1f}"
    sign = "" if is_nothing(text) else "−" if value < 0 else "+" if signed else ""
    return f"{sign}{text}{SPACE}%"


def off_by(share: float) -> str:
    """Return how far a number is off, in whole per cent; what rounds to nothing has no sign.

    >>> off_by(0.034), off_by(-0.2), off_by(-0.004), off_by(0.004)
    ('+3%', '−20%', '0%', '0%')
    """
    whole = round(100 * share)
    return f"{whole:+d}%".replace("-", "−") if whole else "0%"


def is_nothing(text: str) -> bool:
    """Return whether a number as it is shown has no digit but zeros.

    >>> is_nothing("0.0"), is_nothing("€0"), is_nothing("0.010")
    (True, True, False)
    """
    return not any(digit in text for digit in "123456789")


def of_firms(share: float, count: int) -> str:
    """Return a share of simulated firms as their number.

    >>> of_firms(0.25, 24), of_firms(0.0, 24), of_firms(1.0, 24), of_firms(0.5, 3000)
    ('6 of 24', 'none', 'all', '1,500 of 3,000')
    """
    number = round(share * count)
    if number in (0, count):
        return "all" if number else "none"
    return f"{number:,} of {count:,}"


def listed(names: list[str], word: str) -> str:
    """Return names as people list them.

    >>> listed(["a", "b", "c"], "or")
    'a, b or c'
    """
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}"


def firms(share: float, count: int, noun: str = "simulated firm") -> str:
    """Return a share of so many simulated firms, or of what else is counted, with its noun.

    >>> firms(0.25, 24), firms(0.0, 24), firms(1.0, 24, "world")
    ('6 of 24 simulated firms', 'no simulated firm', 'every world')
    """
    said = of_firms(share, count)
    return {"none": f"no {noun}", "all": f"every {noun}"}.get(said, f"{said} {noun}s")


def title(name: str) -> str:
    """Return a measure's or scenario's name as words.

    >>> title("gross_profit_y3"), title("mqls")
    ('Gross profit, years 1 to 3', 'MQLs')
    """
    if name in TITLES:
        return TITLES[name]
    base, _, last = name.rpartition("_")
    if base and last[:1] == "y" and last[1:].isdigit():
        years = "year 1" if last == "y1" else f"years 1 to {last[1:]}"
        return f"{title(base)}, {years}"
    words = name.replace("_", " ")
    words = words[:1].upper() + words[1:]
    return words.replace("Mql", "MQL").replace(" mql", " MQL")


def lowered(text: str) -> str:
    """Return a title as it stands inside a sentence.

    >>> lowered("Win rate"), lowered("MQLs")
    ('win rate', 'MQLs')
    """
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def difference(value: float, base: float, measure: Measure) -> str:
    """Return a signed difference: in percent of the baseline, or in points or units."""
    return "n/a" if math.isnan(value) else "".join(_parts(value, base, measure))


def span(low: float, high: float, base: float, measure: Measure) -> str:
    """Return an interval of differences as text, with its unit once."""
    if math.isnan(low):
        return "n/a"
    first, unit = _parts(low, base, measure)
    last, same = _parts(high, base, measure)
    return f"{first} to {last}{unit}" if unit == same else f"{first}{unit} to {last}{same}"


def _parts(value: float, base: float, measure: Measure) -> tuple[str, str]:
    """Return a signed difference and its unit."""
    text, unit = amount(abs(value), measure.unit), ""
    if is_relative(measure, base):
        text, unit = f"{abs(value / base) * 100:.1f}", f"{SPACE}%"
    elif measure.unit == "share":
        text, unit = f"{abs(value) * 100:.1f}", f"{SPACE}points"
    sign = "" if is_nothing(text) else "−" if value < 0 else "+"
    return sign + text, unit


def is_relative(measure: Measure, base: float) -> bool:
    """Return whether differences of a measure read best as a share of the baseline mean."""
    if measure.unit in ("share", "correlation") or math.isnan(base):
        return False
    return abs(base) > 0
