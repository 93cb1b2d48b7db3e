"""Measure the signs on which theory and field studies agree, green or red.

`python -m scripts.measured signs` takes some ten minutes on two cores.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.collect import collect
from scripts.markdown import head, row
from scripts.schemes import BASELINE, MARKETS
from sim import load_scenario
from sim.core.formulas import kept
from sim.model import RevenueModel
from sim.scenario import Scenario

SEED = 60_001
"""Not used while building."""
REPLICATES = 60
STEP = 1.25
WIDE = 1.96
PEOPLE = 8
"""Firms in which every week of every pair is looked at."""
FASTER = 2.0
Settings = tuple[str, ...]
Floats = NDArray[np.float64]

VOLUME: Settings = ("contracts.marketer.lead_volume=1", "contracts.marketer.brand_index=0")
MIXED: Settings = (
    "contracts.marketer.lead_volume=0", "contracts.marketer.brand_index=0.1",
    "contracts.marketer.qualified_leads=0.5", "contracts.marketer.shared_revenue=0.4",
)  # fmt: skip
SHARED: Settings = (
    "contracts.marketer.lead_volume=0", "contracts.marketer.brand_index=0",
    "contracts.marketer.shared_revenue=1",
)  # fmt: skip
OWN: Settings = ("contracts.rep.own_revenue=1", "contracts.rep.close_rate=0")
REP_SHARE: Settings = (
    "contracts.rep.own_revenue=0.3", "contracts.rep.close_rate=0",
    "contracts.rep.shared_revenue=0.7",
)  # fmt: skip
FEW: Settings = ("market.reps=3", "market.marketers=2", "market.accounts=1440")
MANY: Settings = ("market.reps=9", "market.marketers=6", "market.accounts=4320")


@dataclass(frozen=True)
class Elasticity:
    """By how many per cent bookings grow when something grows by one per cent."""

    words: str
    key: str
    source: str
    low: float
    high: float


@dataclass(frozen=True)
class Gain:
    """What `after` gains on `before` in a measure, in per cent, and how that moves.

    With `where` the gain in the second place less that in the first; `sign` is what theory says.
    """

    words: str
    source: str
    measure: str
    sign: int
    before: Settings
    after: Settings
    where: tuple[Settings, Settings] | None = None
    market: str = "mid_market"
    small: float = math.inf


ELASTICITIES = (
    Elasticity(
        "the chance that an account begins to look", "demand.entry_hazard", "assumed", 0.3, 0.6
    ),
    Elasticity("hours of reps", "effort.rep_week", "Albers, Mantrala & Sridhar 2010", 0.25, 0.6),
)
GAINS = (
    Gain("shared pay of reps loses ground as five who share become fifteen", "Holmström 1982",
         "bookings_net_y3", -1, OWN, REP_SHARE, (FEW, MANY)),
    Gain("marketers on leads alone lose to hybrid pay as leads get harder to see",
         "Rubel et al. 2019", "gross_profit_y3", 1, VOLUME, MIXED,
         (("scoring.noise=0.15",), ("scoring.noise=0.6",))),
    Gain("volume pay of marketers hurts more where reps are scarce", "Smith et al. 2006",
         "gross_profit_y3", -1, MIXED, VOLUME, (("market.reps=8",), ("market.reps=3",))),
    Gain("leads pay gains on shared revenue as people get risk-averse",
         "Banerjee & Bhardwaj 2019", "gross_profit_y3", 1, SHARED, VOLUME,
         (("pay.risk_aversion=0",), ("pay.risk_aversion=2",))),
    Gain("what sales sees, in marketing, gains with the drift of needs", "theory",
         "gross_profit_y3", 1, ("information.sales_evidence_in_marketing=0",),
         ("information.sales_evidence_in_marketing=0.5",),
         (("needs.drift=0.02",), ("needs.drift=0.2",))),
    Gain("shared reward lifts joint hours where few leads flow", "theory", "joint_hours", 1,
         OWN, REP_SHARE + SHARED, market="enterprise"),
    Gain("and lowers conflict", "theory", "relationship_conflict", -1, OWN, REP_SHARE + SHARED,
         market="enterprise"),
    Gain("working meetings lower conflict", "field studies", "relationship_conflict", -1, (),
         ("meetings.every=2", "meetings.agenda=working")),
    Gain("project teams lower conflict", "field studies", "relationship_conflict", -1, (),
         ("joint_assignments.accounts=5",)),
    Gain("rotation lowers conflict", "field studies", "relationship_conflict", -1, (),
         ("rotation.every=52",)),
    Gain("one unit lowers conflict", "field studies", "relationship_conflict", -1, (),
         ("organisation.cmo_reports_to=cro", "organisation.cso_reports_to=cro")),
    Gain("colocation hardly moves it", "field studies", "relationship_conflict", 0, (),
         ("colocation.seating=together",), small=5.0),
    Gain("a more accelerated plan bunches more than a linear one", "Larkin 2014",
         "quarter_end_ratio", 1, ("contracts.rep.accelerator=1", "contracts.rep.bonus=0"),
         ("contracts.rep.accelerator=2.5", "contracts.rep.bonus=0")),
)  # fmt: skip


def values_of(scenarios: list[Scenario], measure: str) -> Floats:
    """Return a measure by replicate and scenario, on the same luck."""
    runs = collect(scenarios, seed=SEED, replicates=REPLICATES, measures=(measure,))
    return np.array([[run.values[0] for run in replicate.runs] for replicate in runs])


def firm(settings: Settings, market: str) -> Scenario:
    """Return the baseline in its own steady state with these settings."""
    return load_scenario(BASELINE, market=market, overrides=("run.before=same", *settings))


def elasticity(key: str, market: str) -> tuple[float, float]:
    """Return the elasticity of bookings around the declared value, and half its interval."""
    room, _, name = key.partition(".")
    centre = load_scenario(BASELINE, market=market).values[room][name]
    ends = (centre / math.sqrt(STEP), centre * math.sqrt(STEP))
    found = values_of([firm((f"{key}={end}",), market) for end in ends], "bookings_net_y3")
    return mean_of((found[:, 1] - found[:, 0]) / found.mean() / math.log(STEP))


def gain(sign: Gain) -> tuple[float, float]:
    """Return the gain, or the difference of gains, in per cent and half its interval."""
    places = sign.where or ((),)
    scenarios = [
        firm(place + settings, sign.market)
        for place in places
        for settings in (sign.before, sign.after)
    ]
    found = values_of(scenarios, sign.measure)
    found = found[np.isfinite(found).all(axis=1)]
    gains = [
        100.0 * (found[:, 2 * n + 1] - found[:, 2 * n]) / abs(found[:, 2 * n].mean())
        for n in range(len(places))
    ]
    return mean_of(gains[-1] - gains[0] if sign.where else gains[0])


def mean_of(values: Floats) -> tuple[float, float]:
    """Return a mean and half its 95 % interval."""
    known = values[np.isfinite(values)]
    return float(known.mean()), float(WIDE * known.std(ddof=1) / math.sqrt(len(known)))


def verdict(sign: Gain, mean: float, half: float) -> str:
    """Return whether the sign came out: green, red, or open where the interval holds zero."""
    if sign.sign == 0:
        inside = abs(mean) + half <= sign.small
        return "green" if inside else "red" if abs(mean) - half > sign.small else "open"
    if abs(mean) <= half:
        return "open"
    return "green" if mean * sign.sign > 0.0 else "red"


def within(mean: float, half: float, low: float, high: float) -> str:
    """Return whether an elasticity lies in a band with all of its interval, or with none."""
    if low <= mean - half and mean + half <= high:
        return "green"
    return "open" if mean + half >= low and mean - half <= high else "red"


def asymmetry() -> tuple[tuple[float, float], tuple[float, float]]:
    """Return how many times as much a broken expectation moves trust as a kept one does.

    Once by lead, once by how surprising it is: at a claim c a real lead surprises by 1 - c, one
    that leads nowhere by c.
    """
    found = [moves_of(replicate) for replicate in range(PEOPLE)]
    by_lead, by_surprise = np.array(found).T
    return mean_of(by_lead), mean_of(by_surprise)


def moves_of(replicate: int) -> tuple[float, float]:
    """Return both ratios in one firm, over all weeks in which a pair has one such lead."""
    model = RevenueModel(firm(("run.weeks=52",), "mid_market"), seed=SEED, replicate=replicate)
    prior, keep = (model.firm_scenario.values["trust"][key] for key in ("prior", "half_life"))
    lost: list[tuple[float, float]] = []
    won: list[tuple[float, float]] = []
    before, met = model.world.pairs["trust_rep_in_marketer"].copy(), model.world.pairs["met"].copy()
    while model.running:
        model.step()
        pairs, claim = model.world.pairs, model.world.marketers["claim"]
        after = pairs["trust_rep_in_marketer"].copy()
        moved = after - (prior + (before - prior) * kept(keep))
        one = (pairs["met"] == met) & (pairs["celebrated"] == 0.0)
        one &= pairs["real"] + pairs["junk"] == 1.0
        for row_of in np.flatnonzero(one):
            said = float(claim[pairs["marketer"][row_of]])
            is_real = pairs["real"][row_of] == 1.0
            (won if is_real else lost).append((abs(moved[row_of]), 1.0 - said if is_real else said))
        before, met = after, pairs["met"].copy()
    down, up = np.array(lost).sum(axis=0), np.array(won).sum(axis=0)
    a_lead = down[0] / len(lost) / (up[0] / len(won))
    return float(a_lead), float(down[0] / down[1] / (up[0] / up[1]))


def signs() -> str:
    """Return the page of signs."""
    text = [
        f"`{BASELINE}` with `run.before=same`, {REPLICATES} paired replicates of seed {SEED}, not",
        "used while building; ± half a 95 % interval. Green: the interval excludes zero and the",
        "sign is that of theory, or an elasticity lies in its band with all of its interval; red:",
        "it does not, or with none; open: the interval does not tell. References of pay stay where",
        "they are. Fewer enter than the chance says: who looks already cannot begin again. Which",
        "firms are compared stands in `scripts/signs.py`.",
        "",
        "## Elasticity of bookings over three years",
        "",
        *head(["to", "band", *MARKETS]),
    ]
    for each in ELASTICITIES:
        cells = [each.words, f"{each.low:g} to {each.high:g} ({each.source})"]
        for market in MARKETS:
            mean, half = elasticity(each.key, market)
            told = within(mean, half, each.low, each.high)
            cells.append(f"{mean:.2f} ± {half:.2f} {told}")
        text.append(row(cells))
    columns = ["what is said", "source", "measure", "expected", "measured, %", "so"]
    text += ["", "## Differences, and how they move", "", *head(columns)]
    for sign in GAINS:
        mean, half = gain(sign)
        expected = {1: "up", -1: "down", 0: f"within {sign.small:g}"}[sign.sign]
        told = verdict(sign, mean, half)
        text.append(
            row(
                [sign.words, sign.source, sign.measure, expected, f"{mean:+.1f} ± {half:.1f}", told]
            )
        )
    return "\n".join((*text, *trusting()))


def trusting() -> list[str]:
    """Return the lines on how fast trust falls and recovers."""
    by_lead, (mean, half) = asymmetry()
    told = "green" if mean - half >= FASTER else "red" if mean + half < FASTER else "open"
    words = "trust falls at least twice as fast as it recovers, by how surprising the news is"
    measured = f"{mean:.2f} ± {half:.2f}"
    return [
        "",
        "## Trust falls faster than it recovers",
        "",
        "What a lead that leads nowhere takes from a rep's trust in the marketer, over what one",
        "that proves real gives, each on its own in a week, the drift to the usual taken off; ±",
        f"half a 95 % interval over {PEOPLE} firms of `{BASELINE}` in mid_market, a year each.",
        "",
        *head(["what is said", "source", "expected", "measured", "so"]),
        row([words, "Slovic 1993", f"{FASTER:g} or more", measured, told]),
        "",
        f"Lead by lead the ratio is {by_lead[0]:.2f} ± {by_lead[1]:.2f}: most leads lead nowhere,",
        "everybody knows it, and a marketer who claims little surprises little.",
    ]
