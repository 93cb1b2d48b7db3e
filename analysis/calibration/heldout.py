"""A table cut in time: what was known by a week, what came later, and statistics of that.

The first part holds what an export of that week would have said: deals created before it, those
that closed later still open, and without an amount, for that may have been changed since. Both
parts of a run are made in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.calibration.deals import Deals, Flags, Floats
from analysis.calibration.summaries import (
    LEAST_CLOSED,
    LEAST_WON,
    SUMMARIES,
    summaries,
)
from sim.core.errors import InputError
from sim.world.names import DAYS_PER_WEEK

SHARE, LEAST_SHARE, MOST_SHARE = 0.3, 0.1, 0.5
STEP = 0.05
SHORTEST_FIRST, SHORTEST_REST = 26, 4
LATER_CLOSED, LATER_WON = 20, 5
"""Deals that the part left out must hold for its statistics to say anything."""
MONEY = ("bookings", "amount", "value_spread", "value_won", "value_cycle")
BOTH_SIZES = ("value_won",)
"""Statistics that need amounts, and those that need amounts of deals lost."""

HELD = {
    "created": ("deals created", "count"),
    "won": ("deals won", "count"),
    "lost": ("deals lost", "count"),
    "odds": ("win rate: deals won over deals closed", "share"),
    "bookings": ("amount won, in all", "money"),
    "amount": ("amount of a deal won, median", "money"),
    **{
        key: (SUMMARIES[key], kind)
        for key, kind in (
            ("open", "share"), ("won_fast", "weeks"), ("won_middle", "weeks"),
            ("won_slow", "weeks"), ("lost_fast", "weeks"), ("lost_middle", "weeks"),
            ("lost_slow", "weeks"), ("value_spread", "number"), ("value_won", "ratio"),
            ("value_cycle", "number"), ("rep_spread", "number"),
        )
    },
}  # fmt: skip
"""Statistic of the later part → what it means, and the kind of number it is to people."""


@dataclass(frozen=True)
class Cut:
    """Where a table is cut, in weeks since its first: `week` between parts, `end` of the rest."""

    week: int
    end: int

    @property
    def share(self) -> float:
        """Return how much of the time is left out."""
        return 1.0 - self.week / self.end


def cut_of(deals: Deals, share: float = SHARE) -> Cut:
    """Return where to cut a table so that the last part of its time is left out.

    Raises: InputError where either side holds too little, with a share for which both hold enough.
    """
    end = _whole_weeks(deals)
    cut = Cut(round((1.0 - share) * end), end)
    lacking = _lacking(deals, cut)
    if not lacking:
        return cut
    tried = np.arange(LEAST_SHARE, MOST_SHARE + STEP / 2, STEP).round(2).tolist()
    near = sorted(tried, key=lambda other: abs(other - share))
    enough = [v for v in near if not _lacking(deals, Cut(round((1.0 - v) * end), end))]
    way = (
        f"--hold-out {enough[0]:g} leaves enough on both sides"
        if enough
        else "no share does better: leave out --hold-out"
    )
    raise InputError(f"--hold-out {share:g}: {lacking}; {way}")


def _whole_weeks(deals: Deals) -> int:
    """Return how many whole weeks a table covers: tables of days rarely end with a week."""
    known = np.concatenate([deals.created, deals.closed[~np.isnan(deals.closed)]])
    is_weekly = bool(np.allclose(known, np.round(known), atol=1e-6))
    return round(deals.weeks) if is_weekly else int(deals.weeks - 1.0 + 1.0 / DAYS_PER_WEEK)


def _lacking(deals: Deals, cut: Cut) -> str:
    """Return what a cut leaves too little of, or nothing."""
    first, later = known_at(deals, cut.week), left_out(deals, cut)
    if cut.week < SHORTEST_FIRST:
        return f"the first part has {cut.week} weeks; a fit takes {SHORTEST_FIRST}"
    if cut.end - cut.week < SHORTEST_REST:
        return f"{cut.end - cut.week} weeks are left out; it takes {SHORTEST_REST}"
    for part, name, closed, won in (
        (first, f"by week {cut.week}", LEAST_CLOSED, LEAST_WON),
        (later, f"after week {cut.week}", LATER_CLOSED, LATER_WON),
    ):
        has_won, has_lost = int(part.is_won.sum()), int(part.is_lost.sum())
        if has_won + has_lost < closed or has_won < won or not has_lost:
            return (
                f"{has_won + has_lost:,} deals closed {name}, {has_won:,} of them won; it takes "
                f"{closed} closed, {won} won, and some lost"
            )
    return ""


def known_at(deals: Deals, week: float) -> Deals:
    """Return what a table said at a week: what closed later is open, without an amount."""
    is_there = deals.created < week
    is_over = deals.closed < week
    part = _only(deals, is_there)
    over = is_over[is_there]
    return replace(
        part,
        closed=np.where(over, part.closed, np.nan),
        is_won=part.is_won & over,
        is_lost=part.is_lost & over,
        amount=np.where(over, part.amount, np.nan),
        weeks=float(week),
    )


def left_out(deals: Deals, cut: Cut) -> Deals:
    """Return the later part: deals open at the cut and those created since, weeks from the cut."""
    whole = known_at(deals, cut.end)
    part = _only(whole, ~(whole.closed < cut.week))
    return replace(
        part,
        created=part.created - cut.week,
        closed=part.closed - cut.week,
        weeks=float(cut.end - cut.week),
    )


def held(later: Deals) -> Floats:
    """Return the statistics of a later part in the order of `HELD`, on scales of the fit."""
    known = dict(zip(SUMMARIES, summaries(later).tolist(), strict=True))
    amounts = later.amount[later.is_won & ~np.isnan(later.amount)]
    own = {
        "created": np.log((later.created >= 0.0).sum() + 0.5),
        "won": np.log(later.is_won.sum() + 0.5),
        "lost": np.log(later.is_lost.sum() + 0.5),
        "bookings": np.log1p(amounts.sum()),
        "amount": np.log1p(np.median(amounts)) if amounts.size else 0.0,
    }
    return np.array([own.get(key, known.get(key)) for key in HELD], dtype=np.float64)


def told(deals: Deals, cut: Cut) -> tuple[str, ...]:
    """Return the statistics that a table says something about on both sides of a cut."""
    first, later = known_at(deals, cut.week), left_out(deals, cut)
    return tuple(key for key in told_by(first) if key in told_by(later))


def told_by(deals: Deals) -> tuple[str, ...]:
    """Return the statistics of `HELD` that a table says something about."""
    no_money = not _has(deals, deals.is_won)
    no_sizes = no_money or not _has(deals, deals.is_lost)
    return tuple(
        key
        for key in HELD
        if not (no_money and key in MONEY) and not (no_sizes and key in BOTH_SIZES)
    )


def _has(part: Deals, of: Flags) -> bool:
    return int((of & ~np.isnan(part.amount)).sum()) >= LATER_WON


def _only(deals: Deals, chosen: Flags) -> Deals:
    return replace(
        deals,
        created=deals.created[chosen],
        closed=deals.closed[chosen],
        is_won=deals.is_won[chosen],
        is_lost=deals.is_lost[chosen],
        amount=deals.amount[chosen],
        owner=deals.owner[chosen],
    )
