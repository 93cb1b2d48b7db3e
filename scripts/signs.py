"""Measure the signs on which theory and field studies agree, green or red.

`python -m scripts.measured signs` takes some ten minutes on two cores.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from analysis.runs.collect import collect
from scripts.markdown import head, row
from scripts.schemes import BASELINE, MARKETS
from scripts.theory import ELASTICITIES, GAINS, Gain, Settings
from sim import load_scenario
from sim.core.formulas import kept
from sim.model import RevenueModel
from sim.scenario import Scenario

SEED = 3_400_002
"""Used for nothing else: the page was made once on it."""
REPLICATES = 60
ELASTIC_REPLICATES = 240
"""For what buyers and hours bring, which 60 pairs tell too little of."""
FEWER = {"velocity": 60}
"""Where a run takes long and luck is small."""
TWICE = 2.0
STEP = 1.25
WIDE = 1.96
PEOPLE = 8
"""Firms in which every week of every pair is looked at."""
FASTER = 2.0
Floats = NDArray[np.float64]


def values_of(
    scenarios: list[Scenario], measures: tuple[str, ...], replicates: int = REPLICATES
) -> Floats:
    """Return measures by replicate, scenario and measure, on the same luck."""
    runs = collect(scenarios, seed=SEED, replicates=replicates, measures=measures)
    return np.array([[run.values for run in replicate.runs] for replicate in runs])


def firm(settings: Settings, market: str) -> Scenario:
    """Return the baseline in its own steady state with these settings."""
    return load_scenario(BASELINE, market=market, overrides=("run.before=same", *settings))


def elasticity(key: str, market: str) -> tuple[float, float]:
    """Return the elasticity of bookings around the declared value, and half its interval."""
    room, _, name = key.partition(".")
    centre = load_scenario(BASELINE, market=market).values[room][name]
    ends = (centre / math.sqrt(STEP), centre * math.sqrt(STEP))
    firms = [firm((f"{key}={end}",), market) for end in ends]
    found = values_of(firms, ("bookings_net_y3",), FEWER.get(market, ELASTIC_REPLICATES))[:, :, 0]
    return mean_of((found[:, 1] - found[:, 0]) / found.mean() / math.log(STEP))


def doubled(market: str) -> tuple[float, float]:
    """Return by how many per cent bookings grow where twice as many begin to look."""
    chance = load_scenario(BASELINE, market=market).values["demand"]["entry_hazard"]
    firms = [firm((), market), firm((f"demand.entry_hazard={TWICE * chance}",), market)]
    found = values_of(firms, ("bookings_net_y3",), FEWER.get(market, ELASTIC_REPLICATES))[:, :, 0]
    return mean_of(100.0 * (found[:, 1] - found[:, 0]) / found[:, 0].mean())


def gain(sign: Gain) -> tuple[tuple[float, float], list[float]]:
    """Return the gain, or the difference of gains, in per cent and half its interval.

    After it, what each measure has in it.
    """
    places = sign.where or ((),)
    scenarios = [
        firm(place + settings, sign.market)
        for place in places
        for settings in (sign.before, sign.after)
    ]
    found = values_of(scenarios, sign.measures)
    found = found[np.isfinite(found).all(axis=(1, 2))]
    gains = [
        100.0 * (found[:, 2 * n + 1] - found[:, 2 * n]) / np.abs(found[:, 2 * n].mean(axis=0))
        for n in range(len(places))
    ]
    moved = gains[-1] - gains[0] if sign.where else gains[0]
    return mean_of(moved.sum(axis=1)), moved.mean(axis=0).tolist()


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


def elastic() -> list[str]:
    """Return the table of elasticities, and of twice as many buyers."""
    lines = head(["to", "band", *MARKETS])
    for each in ELASTICITIES:
        cells = [each.words, f"{each.low:g} to {each.high:g} ({each.source})"]
        for market in MARKETS:
            mean, half = elasticity(each.key, market)
            told = within(mean, half, each.low, each.high)
            cells.append(f"{mean:.2f} ± {half:.2f} {told}")
        lines.append(row(cells))
    cells = ["twice that chance: bookings, %", "never lower (theory)"]
    for market in MARKETS:
        mean, half = doubled(market)
        told = "open" if abs(mean) <= half else "green" if mean > 0.0 else "red"
        cells.append(f"{mean:+.0f} ± {half:.0f} {told}")
    return [*lines, row(cells)]


def differing() -> list[str]:
    """Return the table of differences."""
    lines = head(["what is said", "source", "measure", "expected", "measured, %", "so"])
    for sign in GAINS:
        (mean, half), parts = gain(sign)
        expected = {1: "up", -1: "down", 0: f"within {sign.small:g}"}[sign.sign]
        told = f"{mean:+.1f} ± {half:.1f}"
        if sign.beside:
            told += f" ({', '.join(f'{part:+.1f}' for part in parts)})"
        names = " + ".join(sign.measures)
        lines.append(
            row([sign.words, sign.source, names, expected, told, verdict(sign, mean, half)])
        )
    return lines


def signs() -> str:
    """Return the page of signs."""
    text = [
        f"`{BASELINE}` with `run.before=same`, {REPLICATES} paired replicates of seed {SEED}, on",
        f"which nothing else was run ({ELASTIC_REPLICATES} for what buyers and hours bring, but in",
        "velocity); all rows made once. ± half a 95 % interval. Green: it excludes zero and the",
        "sign is that of theory, or an elasticity lies in its band with all of its interval; red:",
        "it does not, or with none; open: the interval does not tell. References of pay stay where",
        "they are. Fewer enter than the chance says: who looks already cannot begin again. Of two",
        "measures the sum counts; what each has in it stands in brackets. Which firms are compared",
        "stands in `scripts/signs.py`.",
        "",
        "## Bookings over three years: elasticities, and twice the buyers",
        "",
        *elastic(),
        "",
        "## Differences, and how they move",
        "",
        *differing(),
        *trusting(),
    ]
    return "\n".join(text)


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
