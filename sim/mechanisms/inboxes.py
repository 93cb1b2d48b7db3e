"""Inboxes: the leads that lie before a rep, the newest first.

All inboxes stand one behind the other in one list. Once a week what was touched, sent back or died
is taken out, and what was handed over is put in front; until then it lies there and no longer
waits.

Counter-force: none; who sends too much finds out in triage.
Neutral: where no lead is routed every inbox is empty.
Sources: bookkeeping.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase
from sim.core.memory import FORE, ahead
from sim.world.shared import inbox_of, is_waiting
from sim.world.vectors import NOBODY


@act
def close_up(reps: Any, inboxes: Any, leads: Any) -> int:
    """Take out what no longer waits and close the gaps; return the place behind the last lead."""
    end = 0
    for seat in range(reps.shape[0]):
        rep = reps[seat]
        first = end
        for place in inbox_of(rep):
            ahead(inboxes["lead"], place, leads, FORE)
            if is_waiting(leads[inboxes[place]["lead"]]):
                inboxes[end]["lead"] = inboxes[place]["lead"]
                end += 1
        rep["inbox"] = first
        rep["waiting"] = end - first
    return end


@act
def make_room(reps: Any, inboxes: Any, old: int, total: int) -> None:
    """Move `old` leads apart until every inbox has room for the `waiting` of its rep.

    Where an inbox begins then stands for its newest old lead, before which the new ones belong.
    """
    end = total
    for back in range(1, reps.shape[0] + 1):
        rep = reps[reps.shape[0] - back]
        first = rep["inbox"]
        for step in range(1, old - first + 1):
            inboxes[end - step]["lead"] = inboxes[old - step]["lead"]
        rep["inbox"] = end - (old - first)
        end -= rep["waiting"]
        old = first


@act
def goes_in(lead: Any) -> bool:
    """Return whether a new lead goes into an inbox: routed, and not spent on an experiment."""
    return bool(lead["rep_id"] != NOBODY and lead["tested"] == 0)


@phase
def fill(inboxes: Any, leads: Any, counters: Any, reps: Any) -> None:
    """Put this week's routed leads into the inboxes of their reps."""
    old = close_up(reps, inboxes, leads)
    total = old
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        if goes_in(leads[row]):
            reps[leads[row]["rep_id"]]["waiting"] += 1
            total += 1
    make_room(reps, inboxes, old, total)
    for row in range(counters[0]["new_leads"], counters[0]["leads"]):
        if goes_in(leads[row]):
            rep = reps[leads[row]["rep_id"]]
            rep["inbox"] -= 1
            inboxes[rep["inbox"]]["lead"] = row
    counters[0]["inboxes"] = max(counters[0]["inboxes"], total)
