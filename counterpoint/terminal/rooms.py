"""Settings by dotted key as commented YAML, and how staff is split over pods."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

LARGEST_POD = 10
LARGEST_TEAM = 40
"""Salespeople of one pod, where people can be split evenly no other way."""


def plain(value: Any) -> str:
    """Return a number without exponent, or a mapping in one line.

    >>> plain(0.00001), plain(40000000.0), plain({"email": 0.5})
    ('0.00001', '40000000', '{email: 0.5}')
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {plain(item)}" for key, item in value.items()) + "}"
    text = f"{value:.15g}"
    return f"{value:.15f}".rstrip("0") if "e-" in text else text


def rooms_text(settings: Mapping[str, Any], notes: Mapping[str, str]) -> str:
    """Return settings as YAML, room by room, each line with its note."""
    rooms: dict[str, dict[str, Any]] = {}
    for key, value in settings.items():
        room, name, *label = key.split(".")
        if label:
            rooms.setdefault(room, {}).setdefault(name, {})[label[0]] = value
        else:
            rooms.setdefault(room, {})[name] = value
    lines = []
    for room, names in rooms.items():
        lines.append(f"{room}:")
        for name, value in names.items():
            note = notes.get(f"{room}.{name}")
            lines.append(f"  {name}: {plain(value)}" + (f" # {note}" if note else ""))
    return "\n".join(lines)


def pods_of(reps: int, marketers: int) -> tuple[int, int, int]:
    """Return pods, and the salespeople and marketers of each, so that the sums are exact.

    Pods are alike. Of the ways to split both evenly it takes the first with at most LARGEST_POD
    salespeople in a pod, else the one with the smallest pods; where these hold more than
    LARGEST_TEAM, the nearest even split, which is not exact.

    >>> pods_of(24, 9), pods_of(13, 7), pods_of(40, 14)
    ((3, 8, 3), (1, 13, 7), (2, 20, 7))
    """
    both = math.gcd(reps, marketers)
    ways = [pods for pods in range(1, both + 1) if both % pods == 0]
    pods = next((pods for pods in ways if reps / pods <= LARGEST_POD), ways[-1])
    if reps / pods <= LARGEST_TEAM and marketers / pods <= LARGEST_TEAM:
        return pods, reps // pods, marketers // pods
    pods = max(1, math.ceil(max(reps, marketers) / LARGEST_POD))
    return pods, max(1, round(reps / pods)), max(1, round(marketers / pods))


def built(reps: int, marketers: int) -> str | None:
    """Return what is said where staff cannot be built as typed, or None."""
    pods, each, helpers = pods_of(reps, marketers)
    if (pods * each, pods * helpers) == (reps, marketers):
        return None
    return (
        f"{reps:,} salespeople and {marketers:,} marketing people cannot be split into even pods "
        f"of at most {LARGEST_TEAM}; built are {pods * each:,} and {pods * helpers:,}, "
        f"{pods:,} pods of {each} and {helpers}"
    )
