"""What is open, where a table is cut off, and what does not look like sales at all.

The signs of made-up data are those that a model of random numbers leaves: lengths that end at a
wall, as many closings on Sundays as on Mondays, people who are all alike.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.calibration.deals import Flags, Floats
from analysis.calibration.quality import (
    LOOKS,
    Finding,
    Look,
    days,
    found,
    months,
)
from analysis.calibration.reading import Reading
from sim.world.names import DAYS_PER_WEEK

ENOUGH = 30
"""Closed deals from which something is said of their lengths and outcomes."""
MANY = 200
"""Values from which a missing tail is told from luck."""
STALE = 2.0
"""Times the longest tenth of cycles after which an open deal was probably forgotten."""
WALL = 1.6
"""Largest value over the 95 % quantile, both from the median, below which there is no tail: 1.1
where all lengths are equally likely, 2.5 and more in exponential tails of 200 and more.
"""
UNIFORM = 0.08
"""Largest distance from equally likely lengths at which they count as such."""
MOSTLY, HARDLY = 0.8, 0.02
WEEKEND = 0.2
"""Share of closings on Saturdays and Sundays; 0.29 where days do not count."""
OWNERS, EACH = 8, 100
CHANCE, SURELY, APART = 0.05, 1e-6, 0.25
FEW, EXPECTED = 0.1, 10.0
EDGE, TOLD = 4.0, 16.0
"""Weeks of a block at the edges of a table, and deals in it from which half is told from luck."""


def all_findings(reading: Reading) -> list[Finding]:
    """Return everything that is to be known of a table, in the order of the report."""
    return [each for look in (*LOOKS, *MORE) if (each := look(reading)) is not None]


def still_open(reading: Reading) -> Finding | None:
    """Deals that have not ended: modelled, not cut."""
    deals = reading.deals
    where = ~deals.is_won & ~deals.is_lost
    return found(reading, "open.open", "{n} of {of} deals {are} still open ({share}). They are not "
                 "cut off: runs are looked at on the same day, with deals as far as they got by "
                 "then (right-censored)", where)  # fmt: skip


def stale(reading: Reading) -> Finding | None:
    """Open deals older than nearly any that ended."""
    deals = reading.deals
    length = _lengths(reading)
    if length.size < ENOUGH:
        return None
    limit = STALE * float(np.quantile(length, 0.9)) / DAYS_PER_WEEK
    where = ~deals.is_won & ~deals.is_lost & (deals.weeks - deals.created > limit)
    return found(reading, "open.stale", "{n} of {of} open deals {are} older than "
                 f"{limit:.0f} weeks, twice what nine in ten closed deals took: probably lost "
                 "and never closed. The fit takes them for open", where,
                 int((~deals.is_won & ~deals.is_lost).sum()))  # fmt: skip


def immature(reading: Reading) -> Finding | None:
    """Deals too young to have ended: their win rate is not known yet."""
    deals = reading.deals
    length = _lengths(reading)
    if length.size < ENOUGH:
        return None
    middle = float(np.median(length)) / DAYS_PER_WEEK
    where = deals.weeks - deals.created <= middle
    return found(reading, "open.immature", "{n} of {of} deals ({share}) {were} created in the last "
                 f"{middle:.0f} weeks, less than half of deals take: of these, only the quick ones "
                 "have ended. Nothing is cut; runs have such deals too", where)  # fmt: skip


def truncated(reading: Reading) -> Finding | None:
    """No closings at the beginning though many deals are short: chosen by their closing date."""
    deals = reading.deals
    length = np.sort(_lengths(reading)) / DAYS_PER_WEEK
    if length.size < ENOUGH:
        return None
    first = float(np.nanquantile(deals.closed, 0.001))
    early = deals.created[deals.created < first]
    expected = float((np.searchsorted(length, first - early) / length.size).sum())
    seen = int((deals.closed < first).sum())
    if expected < EXPECTED or seen > FEW * expected or first < EDGE:
        return None
    said = (
        f"{seen:,} deals closed in the first {first:.0f} weeks, where lengths of the others let "
        f"expect {expected:.0f}: rows chosen by the day of closing (left-truncated). Deals created "
        "then are the slow ones only; runs hold all. Export by day of creation"
    )
    return Finding("truncated", "open", said, seen, len(deals))


def edges(reading: Reading) -> Finding | None:
    """First and last weeks with few new deals: records that begin or stop by and by."""
    deals = reading.deals
    blocks = int(deals.weeks // EDGE)
    if blocks < 6 or len(deals) < MANY:
        return None
    counts = np.bincount(np.minimum((deals.created // EDGE).astype(int), blocks - 1),
                         minlength=blocks)  # fmt: skip
    usual = float(np.median(counts))
    if usual < TOLD:
        return None
    low = counts < usual / 2.0
    start = int(np.argmin(low)) if not low.all() else 0
    end = int(np.argmin(low[::-1])) if not low.all() else 0
    if not start and not end:
        return None
    parts = [
        f"the {name} {EDGE * n:.0f} weeks" for name, n in (("first", start), ("last", end)) if n
    ]
    count = int(counts[:start].sum() + (counts[-end:].sum() if end else 0))
    said = (
        f"In {' and '.join(parts)} fewer than half of the usual {usual:.0f} deals in four weeks "
        "were created: records that begin or stop by and by. Runs go at one pace throughout"
    )
    return Finding("edges", "open", said, count, len(deals))


def uniform(reading: Reading) -> Finding | None:
    """Lengths of deals as if all were equally likely."""
    length = np.sort(_lengths(reading))
    if length.size < ENOUGH or length[-1] <= length[0]:
        return None
    place = (length - length[0]) / (length[-1] - length[0])
    steps = np.arange(length.size) / length.size
    off = float(max(np.abs(place - steps).max(), np.abs(place - steps - 1 / length.size).max()))
    if off > UNIFORM:
        return None
    said = (
        f"All lengths between {length[0]:.0f} and {length[-1]:.0f} {_unit(reading)} are about "
        "equally likely; real ones crowd at the short end and have a long tail"
    )
    return Finding("uniform", "unlike", said, length.size, length.size)


def no_tail(reading: Reading) -> Finding | None:
    """Lengths that end at a wall."""
    return _wall(_lengths(reading), "lengths", "no deal took longer than {most} {unit}, though one "
                 "in twenty took {high}", _unit(reading))  # fmt: skip


def no_large(reading: Reading) -> Finding | None:
    """Amounts that end at a wall."""
    amount = reading.deals.amount[reading.deals.is_won]
    said = "no deal won is above {most}, though one in twenty is above {high}"
    return _wall(amount[~np.isnan(amount)], "amounts", said, "")


def _wall(values: Floats, what: str, said: str, unit: str) -> Finding | None:
    if values.size < MANY:
        return None
    middle, high, most = np.quantile(values, (0.5, 0.95, 1.0)).tolist()
    if high <= middle or (most - middle) / (high - middle) > WALL:
        return None
    words = said.format(most=f"{most:,.0f}", high=f"{high:,.0f}", unit=unit)
    text = f"There is no tail of {what}: {words}. Sales have a few very long and very large ones"
    return Finding(f"no_tail_of_{what}", "unlike", text, values.size, values.size)


def one_outcome(reading: Reading) -> Finding | None:
    """Nearly all won, or nearly none."""
    deals = reading.deals
    won, over = int(deals.is_won.sum()), int((deals.is_won | deals.is_lost).sum())
    if over < ENOUGH or HARDLY < won / over < MOSTLY:
        return None
    reason = "losses are not recorded, or deals are entered once they are sure"
    other = "wins are kept elsewhere, or leads are counted as deals"
    said = f"{won:,} of {over:,} closed deals are won ({won / over:.0%}): " + (
        reason if won / over >= MOSTLY else other
    )
    return Finding("one_outcome", "unlike", said, won, over)


def one_owner(reading: Reading) -> Finding | None:
    """One owner for nearly all deals."""
    owners = reading.deals.owner
    counts = np.bincount(owners) if owners.size else np.zeros(1)
    most, size = int(counts.max()), len(owners)
    if size < ENOUGH or most < MOSTLY * size:
        return None
    said = (
        f"One owner has {most:,} of {size:,} deals ({most / size:.0%}): an import or a shared "
        "account. Nothing can be learned of how people differ"
    )
    return Finding("one_owner", "unlike", said, most, size)


def all_alike(reading: Reading) -> Finding | None:
    """Owners whose win rates differ no more than luck makes them."""
    from scipy.stats import chi2_contingency

    deals = reading.deals
    size = int(deals.owner.max(initial=0)) + 1
    won = np.bincount(deals.owner[deals.is_won], minlength=size)
    lost = np.bincount(deals.owner[deals.is_lost], minlength=size)
    full = won + lost >= EACH
    if full.sum() < OWNERS or not won[full].any() or not lost[full].any():
        return None
    if chi2_contingency(np.array([won[full], lost[full]])).pvalue < CHANCE:
        return None
    rates = won[full] / (won + lost)[full]
    said = (
        f"{int(full.sum())} owners with {EACH} closed deals or more win {rates.min():.0%} to "
        f"{rates.max():.0%} of them, no more apart than luck makes equals; people differ"
    )
    return Finding("all_alike", "unlike", said, int(full.sum()), size)


def weekends(reading: Reading) -> Finding | None:
    """As many closings on weekends as on other days."""
    if not reading.is_dated:
        return None
    deals = reading.deals
    over = ~np.isnan(deals.closed)
    weekday = np.mod(days(reading, deals.closed) + 3.0, DAYS_PER_WEEK)
    where = over & (weekday >= 5.0)
    if over.sum() < ENOUGH or where.sum() < WEEKEND * over.sum():
        return None
    return found(reading, "unlike.weekends", "{n} of {of} closings fall on a Saturday or Sunday "
                 "({share}; 29% where days do not count): buyers sign on working days, so these "
                 "dates are made up, or are days of an import", where, int(over.sum()))  # fmt: skip


def by_month(reading: Reading) -> Finding | None:
    """Win rates that go up and down with the month of closing."""
    from scipy.stats import chi2_contingency

    if not reading.is_dated:
        return None
    deals = reading.deals
    month, _ = months(days(reading, deals.closed))
    values, place = np.unique(month, return_inverse=True)
    won, lost = (np.bincount(place[kind], minlength=values.size)
                 for kind in (deals.is_won, deals.is_lost))  # fmt: skip
    full = won + lost >= ENOUGH
    if full.sum() < 2 or not won[full].any() or not lost[full].any():
        return None
    rates = won[full] / (won + lost)[full]
    sure = chi2_contingency(np.array([won[full], lost[full]])).pvalue < SURELY
    if not sure or rates.max() - rates.min() < APART:
        return None
    names = [str(np.datetime64(int(each), "M")) for each in values[full]]
    low, high = int(np.argmin(rates)), int(np.argmax(rates))
    said = (
        f"Of deals closed in {names[low]} {rates[low]:.0%} were won, in {names[high]} "
        f"{rates[high]:.0%}: outcomes follow the calendar (ends of quarters, or a rule that made "
        "the data), which runs do not"
    )
    return Finding("by_month", "unlike", said, int(full.sum()), int(full.sum()))


def _lengths(reading: Reading) -> Floats:
    """Return days from creation to closing of deals that ended; weeks where there are no dates."""
    deals = reading.deals
    over: Flags = ~np.isnan(deals.closed)
    length = (deals.closed - deals.created)[over]
    return np.asarray(length * DAYS_PER_WEEK)


def _unit(reading: Reading) -> str:
    return "days" if reading.is_dated else "days (weeks of seven)"


MORE: Sequence[Look] = (
    still_open, stale, immature, truncated, edges,
    uniform, no_tail, no_large, one_outcome, one_owner, all_alike, weekends, by_month,
)  # fmt: skip
