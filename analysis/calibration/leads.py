"""Leads as a CRM lists them, and as a run lists them: handed over, and what sales made of each.

A lead is one of marketing's, handed over to sales. What became of it carries the week in which it
did, or that this is not known; so a file that has statuses only, and a run, say the same.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.calibration.deals import Flags, Floats
from analysis.measures import rows
from sim.history.history import CATEGORIES

if TYPE_CHECKING:
    from sim.history.history import History

LEAD_SUMMARIES = {
    "leads": "leads handed over a week",
    "lead_worked": "share of leads that sales worked",
    "lead_accepted": "share of leads that sales accepted",
    "lead_rejected": "share of leads that sales sent back unworked",
    "lead_deals": "share of leads that became a deal",
    "lead_response": "weeks from hand-over to the first touch, mean of logs",
}
"""Each statistic, on a scale on which it can be regressed, with what it means."""
STATES = {
    "accepted": "lead_accepted",
    "worked": "lead_worked",
    "rejected": "lead_rejected",
    "converted": "lead_deals",
}
"""What may become of a lead → its statistic."""
UNDATED = np.inf
"""Week of what happened at a time that is not known."""


@dataclass(frozen=True)
class Leads:
    """A table of leads.

    Attributes:
        handed_over: week of each. accepted, worked, rejected, converted: weeks; NaN where it did
            not happen, `UNDATED` where it did. Worked are those that became a deal, too.
        told: the statistics of `LEAD_SUMMARIES` that the table says something of.
        first, end: weeks between which leads handed over are known.
    """

    handed_over: Floats
    accepted: Floats
    worked: Floats
    rejected: Floats
    converted: Floats
    told: tuple[str, ...]
    first: float
    end: float

    def __len__(self) -> int:
        return len(self.handed_over)


def of_run(history: History) -> Leads:
    """Return the leads that marketing handed over in the counted weeks of a run."""
    table = history.raw("leads")
    table = table[(table["handed_over_week"] >= 0) & (table["marketer_id"] >= 0)]
    expired = CATEGORIES["leads", "rejected_reason"].index("expired")

    def week(name: str, also: Flags | bool = True) -> Floats:
        return np.where(rows.happened(table[name]) & also, table[name].astype(np.float64), np.nan)

    worked = week("first_touch_week")
    is_sent_back = np.isnan(worked) & (table["rejected_reason"] != expired)
    return Leads(
        table["handed_over_week"].astype(np.float64),
        week("accepted_week"),
        worked,
        week("rejected_week", is_sent_back),
        np.where(table["opportunity_id"] >= 0, worked, np.nan),
        tuple(LEAD_SUMMARIES),
        0.0,
        float(history.weeks),
    )


def only(leads: Leads, first: float, end: float) -> Leads:
    """Return the leads that were handed over between two weeks."""
    chosen = (leads.handed_over >= first) & (leads.handed_over < end)
    states = {name: getattr(leads, name)[chosen] for name in STATES}
    part = replace(leads, handed_over=leads.handed_over[chosen], first=first, end=end)
    return _with(part, states)


def known_at(leads: Leads, week: float) -> Leads:
    """Return what a table said at a week; what has no date is told no more."""
    part = only(leads, leads.first, min(leads.end, week))
    states = {name: getattr(part, name) for name in STATES}
    undated = {key for name, key in STATES.items() if np.isinf(states[name]).any()}
    known = {name: np.where(weeks < week, weeks, np.nan) for name, weeks in states.items()}
    return _with(replace(part, told=tuple(key for key in part.told if key not in undated)), known)


def _with(leads: Leads, states: dict[str, Floats]) -> Leads:
    return replace(
        leads,
        accepted=states["accepted"],
        worked=states["worked"],
        rejected=states["rejected"],
        converted=states["converted"],
    )


def lead_summaries(leads: Leads) -> dict[str, float]:
    """Return the statistics by key; 0 where no lead says anything."""
    size = len(leads)
    found = {"leads": float(np.log((size + 0.5) / max(leads.end - leads.first, 1.0)))}
    for name, key in STATES.items():
        count = float((~np.isnan(getattr(leads, name))).sum())
        found[key] = float(np.log((count + 0.5) / (size - count + 0.5)))
    dated = np.isfinite(leads.worked)
    waited = np.floor(leads.worked[dated]) - np.floor(leads.handed_over[dated])
    found["lead_response"] = float(np.log1p(np.maximum(waited, 0.0)).mean()) if dated.any() else 0.0
    return found
