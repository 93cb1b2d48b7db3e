"""Opportunities as a CRM lists them: from a file, with every line accounted for, or from a run.

A deal is created and closed in weeks since the first one; deals created before are left out on both
sides, so that a file and a run say the same. Names of owners become numbers at once.
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.dates import Weeks, number, weeks_of
from analysis.measures import rows
from sim.core.errors import InputError
from sim.history import CATEGORIES

if TYPE_CHECKING:
    import pandas as pd

    from sim.history import History

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ALIASES = {
    "created": (
        "created_week",
        "created",
        "created date",
        "create date",
        "createdate",
        "engage_date",
    ),
    "closed": ("closed_week", "closed", "close date", "closed date", "closedate", "close_date"),
    "outcome": ("outcome", "stage", "deal stage", "dealstage", "stagename", "deal_stage"),
    "amount": ("amount", "list_value", "value", "close_value", "deal value"),
    "owner": ("owner", "rep_id", "opportunity owner", "deal owner", "sales_agent", "ownerid"),
}
"""Headings under which CRMs export each field, in small letters."""
WORDS = {
    "won": ("won", "closed won", "closedwon"),
    "lost": ("lost", "closed lost", "closedlost", "lost_competitor", "no_decision"),
    "open": ("open", "", "prospecting", "engaging", "qualification", "proposal", "negotiation"),
}


@dataclass(frozen=True)
class Deals:
    """A table of opportunities.

    Attributes:
        created, closed: weeks; NaN where still open.
        is_won, is_lost: outcomes. amount: money; NaN where there is none. owner: a number each.
        weeks: how long the table is. refused: reason → lines.
        said: how dates were read, where it had to be found out.
    """

    created: Floats
    closed: Floats
    is_won: Flags
    is_lost: Flags
    amount: Floats
    owner: NDArray[np.int64]
    weeks: float
    refused: Mapping[str, list[int]] = field(default_factory=dict)
    said: str = ""

    def __len__(self) -> int:
        return len(self.created)


def of_run(history: History) -> Deals:
    """Return the deals that a run created in its counted weeks."""
    table = history.raw("opportunities")
    table = table[table["created_week"] >= 0]
    words = CATEGORIES["opportunities", "outcome"]
    is_won = table["outcome"] == words.index("won")
    is_open = table["outcome"] == words.index("open")
    return Deals(
        table["created_week"].astype(np.float64),
        np.where(rows.happened(table["closed_week"]), table["closed_week"], np.nan),
        is_won,
        ~is_won & ~is_open,
        np.where(is_won, table["net_value"], table["list_value"]),
        table["rep_id"].astype(np.int64),
        float(history.weeks),
    )


def read_deals(
    path: Path, columns: Mapping[str, str] | None = None, order: str | None = None
) -> Deals:
    """Return the deals of a CSV file, or of the folder of a run.

    columns: field → heading, for headings that are not known; see `ALIASES`.
    order: of day, month and year, for dates that do not tell; see `dates.ORDERS`.
    Raises: InputError for what cannot be read, all problems together.
    """
    file = path / "opportunities.csv" if path.is_dir() else path
    table = _table(file)
    found, problems = _fields(table, columns or {}, file)
    if problems:
        raise InputError("\n".join(problems))
    start = _first_day(path) if path.is_dir() else None
    return _checked(found, weeks_of(found, file, order, start))


def _first_day(folder: Path) -> date | None:
    """Return the day on which week 0 of a run begins, if its tables have dates."""
    try:
        said = json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("dates")
        return None if said is None else date.fromisoformat(said)
    except (OSError, ValueError, AttributeError, TypeError):
        return None


def _table(file: Path) -> pd.DataFrame:
    import pandas as pd

    try:
        with file.open(encoding="utf-8-sig") as opened:
            head = opened.readline()
        mark = max(",;\t", key=head.count)
        return pd.read_csv(file, dtype=str, keep_default_na=False, encoding="utf-8-sig", sep=mark)
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8; save it as “CSV UTF-8”") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise InputError(f"{file}: is no table of rows of one length: {error}") from error
    except OSError as error:
        raise InputError(f"{file}: cannot be read: {error.strerror}") from error


def _fields(
    table: pd.DataFrame, columns: Mapping[str, str], file: Path
) -> tuple[dict[str, list[str]], list[str]]:
    """Return the texts of each field, and what is missing."""
    folded = {_folded(name): name for name in table.columns}
    found, problems = {}, []
    for name, aliases in ALIASES.items():
        wanted = (_folded(columns[name]),) if name in columns else aliases
        heading = next((folded[alias] for alias in wanted if alias in folded), None)
        if heading is None:
            problems.append(
                f"{file}: no column holds {name}; name it: --column {name}=HEADING; the file has: "
                f"{', '.join(table.columns)}"
            )
        else:
            found[name] = [text.strip() for text in table[heading]]
    if not problems and "net_value" in table.columns and "amount" not in columns:
        net = table["net_value"].tolist()
        known = zip(net, found["amount"], found["outcome"], strict=True)
        found["amount"] = [now if word == "won" else full for now, full, word in known]
    return found, problems


def _checked(found: dict[str, list[str]], dates: Weeks) -> Deals:
    """Return the deals; lines that cannot be are refused with a reason each."""
    created, closed, first = dates.created, dates.closed, dates.first
    kinds = [_kind(text) for text in found["outcome"]]
    amount = np.array([number(text) for text in found["amount"]])
    is_over = np.array([kind in ("won", "lost") for kind in kinds])
    reasons = np.full(len(kinds), "", dtype=object)
    _note(reasons, np.array([kind is None for kind in kinds]), "outcome not known")
    _note(reasons, np.isnan(created), "no date of creation")
    _note(reasons, is_over & np.isnan(closed), "closed without a date")
    _note(reasons, closed < created, "closed before it was created")
    is_early = (reasons == "") & (created < first)
    used = (reasons == "") & ~is_early
    closed = np.where(is_over, closed, np.nan)
    last = max(np.nanmax(created[used], initial=first), np.nanmax(closed[used], initial=first))
    lines = np.arange(len(kinds)) + 2
    refused = {word: lines[reasons == word].tolist() for word in Counter(reasons) if word}
    if is_early.any():
        refused["created before week 0"] = lines[is_early].tolist()
    owners = {name: place for place, name in enumerate(dict.fromkeys(found["owner"]))}
    return Deals(
        created[used] - first,
        closed[used] - first,
        np.array([kind == "won" for kind in kinds])[used],
        np.array([kind == "lost" for kind in kinds])[used],
        np.where(amount > 0.0, amount, np.nan)[used],
        np.array([owners[name] for name in found["owner"]], dtype=np.int64)[used],
        float(last - first) + 1.0,
        refused,
        dates.said,
    )


def _kind(text: str) -> str | None:
    word = _folded(text)
    return next((kind for kind, words in WORDS.items() if word in words), None)


def _note(reasons: NDArray[Any], where: Flags, words: str) -> None:
    reasons[(reasons == "") & where] = words


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
