"""Values of an assumption as a room says them: units people use, ends in words, so far or all.

Titles, forms and ends come from `analysis.words.titles`; where a setting has no unit that people
say, a value is told as so many times what the firm has now.
"""

from __future__ import annotations

from typing import Any

from analysis.words.titles import ends, plain
from analysis.words.wording import SPACE
from counterpoint.workshop.rounds.entries import scheme_scenario
from counterpoint.workshop.rounds.pack import Pack
from counterpoint.workshop.rounds.pack_parts import Assumption
from sim.scenario import declared

STEPS = 100
"""Steps of a slider; the page has a text for each."""
SAID = ("hours", "weeks", "people", "accounts", "deals", "leads", "EUR", "EUR/year")
"""Units that people say."""
SHORT_HOURS = 1.5
"""Up to so many hours are said in minutes."""
MINUTES = 60


def now_of(pack: Pack, assumption: Assumption) -> float:
    """Return what the firm of a pack, as it is, has of an assumption."""
    return float(declared.value_at(dict(scheme_scenario(pack, 0).values), assumption.key))


def spoken(assumption: Assumption, value: float, now: float) -> str:
    r"""Return a value of an assumption in people's units.

    >>> spoken(Assumption("demand.entry_hazard", "", "", 0.002, 0.008), 0.006, 0.006)
    '26.9\xa0%'
    >>> spoken(Assumption("triage.lead_hours", "", "hours", 0.3, 1.2), 0.6, 0.6)
    '36\xa0minutes'
    >>> spoken(Assumption("conflict.heat", "", "", 0.0, 0.3), 0.15, 0.1)
    '1.5\xa0times as now'
    """
    known = plain(assumption.key)
    if known.form != "number" or known.is_whole:
        return known.text(value)
    if known.unit == "hours" and assumption.high <= SHORT_HOURS:
        return f"{round(MINUTES * value)}{SPACE}minutes"
    if known.unit in SAID:
        return f"{known.text(value)}{SPACE}{known.unit.replace('EUR', '€')}"
    if now == 0.0:
        return f"{value:.2g}"
    times = f"{value / now:.1f}".removesuffix(".0")
    return {"0": "none of it", "1": "as now"}.get(times, f"{times}{SPACE}times as now")


def line(pack: Pack, assumption: Assumption) -> dict[str, Any]:
    """Return what a slider of an assumption shows: its ends, a text for each step, the firm now."""
    now = now_of(pack, assumption)
    wide = assumption.high - assumption.low
    values = [assumption.low + wide * step / STEPS for step in range(STEPS + 1)]
    return {
        "title": assumption.title,
        "low": assumption.low,
        "high": assumption.high,
        "texts": [spoken(assumption, value, now) for value in values],
        "ends": list(ends(assumption.key)),
        "now": now,
    }


def so_far(replicates: int, pack: Pack) -> str:
    """Return how a sentence begins that rests on a part of the firms; nothing once it has all."""
    if replicates >= pack.replicates:
        return ""
    return f"So far, in {replicates} of {pack.replicates} firms: "
