"""A mapping proposed for a file nobody described: by what stands in columns, then by headings."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from analysis.calibration import mappings
from analysis.calibration.dates import ORDERS, Floats, days_in, is_date
from analysis.calibration.mappings import fold
from analysis.calibration.money import NUMBER, plain
from analysis.calibration.specs import OPPORTUNITIES, Spec
from analysis.calibration.table import How, rows_and_head
from analysis.words.wording import listed
from sim.core.errors import InputError
from sim.scenario.writing import scalar_text

LOOKED_AT = 5000
"""Rows that a guess looks at."""
MOSTLY, ORDERED = 0.8, 0.9
MOST_WORDS = 12
"""Different words that an outcome may have."""
REPEATED = 0.3
"""Different texts over rows, up to which a column names people and not things."""


@dataclass(frozen=True)
class Column:
    """A column's heading and texts, and what share of these look like what."""

    heading: str
    texts: list[str]

    @property
    def filled(self) -> list[str]:
        """Return the cells that hold something."""
        return [text for text in self.texts if text]

    def share(self, looks: object) -> float:
        """Return the share of filled cells of which something holds."""
        assert callable(looks)
        filled = self.filled
        return sum(map(bool, map(looks, filled))) / len(filled) if filled else 0.0

    def is_called(self, field: str, spec: Spec = OPPORTUNITIES) -> bool:
        """Return whether its heading is one of those known for a field."""
        return field in mappings.known_fields([self.heading], spec)


def guess(file: Path, how: How) -> str:
    """Return a mapping file as text, each line with its reason. Raises: InputError."""
    columns = columns_of(file, how)
    found = _found(columns)
    missing = [name for name in OPPORTUNITIES.required if name not in found]
    if len(missing) == len(OPPORTUNITIES.required):
        raise InputError(
            f"{file}: nothing in it looks like dates, amounts or outcomes; is it the table of "
            f"opportunities? Its columns: {mappings.listed([each.heading for each in columns])}"
        )
    return _text(file, columns, found, missing)


def known(file: Path, how: How) -> int:
    """Return how many fields of opportunities the content of a file shows."""
    try:
        found = _found(columns_of(file, how))
    except InputError:
        return 0
    return sum(name in found for name in OPPORTUNITIES.required)


def columns_of(file: Path, how: How) -> list[Column]:
    """Return the columns of a file with their first cells. Raises: InputError."""
    with rows_and_head(file, how) as (rows, head):
        full = [row.cells for row in islice(rows, LOOKED_AT) if not row.broken]
    full = [cells for cells in full if len(cells) == len(head) and sum(map(bool, cells)) > 1]
    if not full:
        raise InputError(f"{file}: has no rows below its head; export it again")
    return [Column(text, [row[n].strip() for row in full]) for n, text in enumerate(head)]


def _found(columns: list[Column]) -> dict[str, tuple[int, str]]:
    """Return column and reason by field, for fields that have one."""
    kinds = mappings.chosen_words()
    found: dict[str, tuple[int, str]] = {}
    words = [
        n for n, each in enumerate(columns)
        if len(set(each.filled)) <= MOST_WORDS and each.filled
        and each.share(lambda text: kinds.get(fold(text)) in ("won", "lost"))
    ]  # fmt: skip
    if words:
        best = max(words, key=lambda n: (columns[n].share(lambda t: fold(t) in kinds),
                                         columns[n].is_called("outcome")))  # fmt: skip
        found["outcome"] = (best, "its words say won or lost")
    found |= _dates(columns)
    taken = {place for place, _ in found.values()}
    money = [n for n, each in enumerate(columns) if n not in taken and _is_money(each)]
    if money:
        best = max(money, key=lambda n: (columns[n].is_called("amount"), _spread(columns[n])))
        found["amount"] = (best, "numbers that spread like money")
        taken.add(best)
    people = [n for n, each in enumerate(columns) if n not in taken and _is_people(each)]
    if people:
        best = max(
            people, key=lambda n: (columns[n].is_called("owner"), -len(set(columns[n].texts)))
        )
        found["owner"] = (best, "few texts that come again and again")
    single = [n for n, each in enumerate(columns)
              if each.is_called("id") and len(set(each.texts)) == len(each.texts)]  # fmt: skip
    if single:
        found["id"] = (single[0], "different in every row")
    return found


def _dates(columns: list[Column]) -> dict[str, tuple[int, str]]:
    """Return the two columns of dates of which one comes before the other."""
    dated = [n for n, each in enumerate(columns) if each.share(is_date) >= MOSTLY]
    if not dated:
        return {}
    if len(dated) == 1:
        name = "closed" if columns[dated[0]].is_called("closed") else "created"
        return {name: (dated[0], "the only dates")}
    best, score = None, (-9.0, 0.0, 0.0)
    for first in dated:
        for second in dated:
            order = _in_order(columns[first], columns[second]) if first != second else 0.0
            named = float(columns[first].is_called("created")) + columns[second].is_called("closed")
            fill = len(columns[first].filled) / len(columns[first].texts)
            mine = (named + (1.0 if order >= ORDERED else -4.0), order, fill)
            if first != second and mine > score:
                best, score = (first, second), mine
    assert best is not None
    return {"created": (best[0], "dates that come before those of closed"),
            "closed": (best[1], "dates that come after those of created")}  # fmt: skip


def _in_order(first: Column, second: Column) -> float:
    """Return how often the first date is not after the second, in the order that says so most."""
    shares = [0.0]
    for order in ORDERS:
        one, two = days_in(first.texts, order), days_in(second.texts, order)
        if one is not None and two is not None:
            known = ~np.isnan(one) & ~np.isnan(two)
            if known.any() and (two > one)[known].any():
                shares.append(float((one <= two)[known].mean()))
    return max(shares)


def _is_money(column: Column) -> bool:
    """Return whether most cells are numbers, not all in one step from row to row."""
    if column.share(lambda text: NUMBER.fullmatch(plain(text)[0])) < MOSTLY:
        return False
    values = _values(column)
    steps = np.diff(values)
    return values.size > 1 and not (np.all(steps == steps[0]) and steps[0] != 0)


def _values(column: Column) -> Floats:
    texts = (plain(text)[0] for text in column.filled)
    found = [float(text.replace(",", "").replace(".", "")) for text in texts
             if NUMBER.fullmatch(text) and "e" not in text.lower()]  # fmt: skip
    return np.array(found, dtype=np.float64)


def _spread(column: Column) -> float:
    """Return how much amounts spread, in logs: more than numbers that count something."""
    values = _values(column)
    values = values[values > 0]
    return float(np.log(values).std() * np.log1p(values.mean())) if values.size else 0.0


def _is_people(column: Column) -> bool:
    texts = set(column.filled)
    if len(texts) < 2 or column.share(is_date) >= MOSTLY:
        return False
    if column.is_called("owner"):
        return True
    is_word = column.share(lambda text: not NUMBER.fullmatch(plain(text)[0])) >= MOSTLY
    return is_word and len(texts) <= REPEATED * len(column.filled)


def _text(
    file: Path, columns: list[Column], found: dict[str, tuple[int, str]], missing: list[str]
) -> str:
    """Return the mapping as YAML; words that are no outcome stand where they can be sorted."""
    rows = [
        f"# A mapping for {file.name}, guessed from its first rows: check it, then read with",
        f"# counterpoint calibrate {file} --mapping THIS_FILE --only-read",
        "columns:",
    ]
    rows += [
        f"  {name}: {scalar_text(columns[place].heading)}  # {reason}"
        for name, (place, reason) in found.items()
    ]
    rows += [f"  # {name}: nothing looks like it; write the heading here" for name in missing]
    if "outcome" in found:
        choices = listed(list(OPPORTUNITIES.kinds), "or")
        rows += word_rows(columns[found["outcome"][0]], OPPORTUNITIES, choices)
    return "\n".join(rows) + "\n"


def word_rows(column: Column, spec: Spec, choices: str, indent: str = "") -> list[str]:
    """Return rows of a mapping that sort the words of a column; unknown ones stand in a comment.

    Args:
        column: whose words.
        spec: the kind of table, which says what they may mean.
        choices: that, as the comment says it.
        indent: of the part of the mapping in which the rows stand.
    """
    kinds, words = mappings.chosen_words(spec), dict.fromkeys(column.filled)
    rows = []
    for kind in spec.kinds:
        mine = [scalar_text(word) for word in words if kinds.get(fold(word)) == kind]
        if mine:
            rows.append(f"{indent}{kind}: [{', '.join(mine)}]")
    strange = [scalar_text(word) for word in words if fold(word) not in kinds]
    if strange:
        rows.append(f"{indent}# not known: {', '.join(strange)}: add each to {choices}")
    return rows
