"""What became of leads, from the statuses and dates of a table."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.dates import Weeks
from analysis.calibration.deals import Flags, Floats
from analysis.calibration.leads import LEAD_SUMMARIES, UNDATED
from analysis.calibration.mappings import fold
from analysis.calibration.specs import LEADS
from analysis.calibration.table import Table
from sim.core.errors import InputError

Reasons = NDArray[np.object_]

MOST_WORDS = 12


def words(table: Table) -> tuple[Reasons, dict[str, int]]:
    """Return what the status of each row means, "" for none and "?" where it is not known."""
    texts = table.texts.get("status")
    if texts is None:
        return np.full(len(table), "", dtype=object), {}
    known = table.chosen.kinds
    meant = {text: known.get(fold(text), "?") if text else "" for text in dict.fromkeys(texts)}
    counts = Counter(text for text in texts if meant[text] == "?")
    if counts and set(meant.values()) <= {"?", ""}:
        heading = table.head[table.chosen.places["status"]]
        first = next(iter(counts))
        raise InputError(
            f"{table.file}: no word of the column {heading!r} is known; say what its words mean, "
            f'as --outcome "leads.{first if len(counts) <= MOST_WORDS else "WORD"}=rejected" '
            f"({', '.join(LEADS.kinds)}), or leave the column out of the file"
        )
    found = np.array([meant[text] for text in texts], dtype=object)
    return found, dict(counts.most_common()) if len(counts) <= MOST_WORDS else {}


def states(
    table: Table, dates: Weeks, words: Reasons, first: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return weeks in which leads were accepted, worked, rejected and became deals."""
    size = len(table)

    def week(name: str) -> Floats:
        return dates.of[name] - first if name in dates.of else np.full(size, np.nan)

    def also(weeks: Floats, happened: Flags, when: Floats | float = UNDATED) -> Floats:
        return np.where(np.isnan(weeks) & happened, when, weeks)

    worked = week("worked")
    is_deal = words == "converted"
    if "opportunity" in table.hashes:
        is_deal = is_deal | (table.hashes["opportunity"] != 0)
    converted = also(week("converted"), is_deal, also(worked, np.isnan(worked)))
    worked = also(worked, ~np.isnan(converted), converted)
    worked = also(worked, words == "worked")
    rejected = np.where(words == "ignored", np.nan, week("rejected"))
    rejected = np.where(np.isnan(worked), also(rejected, words == "rejected"), np.nan)
    return week("accepted"), worked, rejected, converted


def told(table: Table, words: Reasons, dates: Weeks) -> tuple[str, ...]:
    """Return the statistics that a table of leads says something of."""
    has = set(words.tolist())
    told = {
        "leads": True,
        "lead_worked": "worked" in dates.of or "worked" in has,
        "lead_accepted": "accepted" in dates.of,
        "lead_rejected": "rejected" in dates.of or "rejected" in has,
        "lead_deals": "converted" in dates.of
        or "opportunity" in table.hashes
        or "converted" in has,
        "lead_response": "worked" in dates.of,
    }
    return tuple(key for key in LEAD_SUMMARIES if told[key])
