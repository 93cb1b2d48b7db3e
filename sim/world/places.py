"""Where seats and pairs stand in their tables: pod by pod, and pairs rep by rep.

Marketers and reps of a pod stand side by side, pod after pod. Pairs stand rep by rep; within a rep,
in the order of the marketers of the pod. Nobody else divides sizes of tables by one another.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act
from sim.world.vectors import NOBODY


@act
def each(rows: Any, groups: Any) -> int:
    """Return how many rows belong to each row of another table: seats to a pod, pairs to a rep.

    To a marketer belong as many pairs as there are reps in the pod, though they do not stand side
    by side.
    """
    return int(rows.shape[0] // groups.shape[0])


@act
def those_of(group: int, rows: Any, groups: Any) -> Any:
    """Return the rows, as a range, that belong to one row of another: the reps of a pod."""
    count = each(rows, groups)
    return range(group * count, (group + 1) * count)


@act
def pairs_of_marketer(row: int, marketers: Any, pairs: Any, pods: Any) -> Any:
    """Return the rows of a marketer's pairs, as a range: one with every rep of the pod."""
    theirs = those_of(marketers[row]["pod"], pairs, pods)
    step = each(marketers, pods)
    return range(theirs.start + row % step, theirs.stop, step)


@act
def dealt_to(number: int, group: int, rows: Any, groups: Any) -> int:
    """Return to which of those who belong to a group something falls, dealt out in turn."""
    count = each(rows, groups)
    return int(group * count + number % count)


@act
def place_in_pod(seat: int, people: Any, pods: Any) -> int:
    """Return the place of a seat among those of its kind in the pod, from 0."""
    return int(seat % each(people, pods))


@act
def pair_row(marketer: int, rep: int, pod: int, pairs: Any, reps: Any) -> int:
    """Return the row of the pair; without a marketer the first pair of the rep."""
    marketers = each(pairs, reps)
    local = 0 if marketer == NOBODY else marketer - pod * marketers
    return int(rep * marketers + local)
