"""Measure what pay does to effort: free riding, the level of pay, and names of metrics."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.lib.recfunctions import structured_to_unstructured
from numpy.typing import NDArray

from analysis.runs.hours import ROLES
from scripts.judged import HOLDS, NOT, Judged, judged
from scripts.markdown import head, row
from scripts.schemes import BASELINE
from scripts.splits import effort, splits
from sim import load_scenario
from sim.drivers.compiled import run_many
from sim.history.history import TABLES
from sim.scenario import Scenario
from sim.world.names import METRICS, RepTask

SEED = 3_110_002
"""Used for nothing else."""
REPLICATES = 60
SIZES = {5: (3, 2), 10: (6, 4), 20: (12, 8), 40: (24, 16)}
"""People who share a target → reps and marketers of the pod."""
ACCOUNTS_EACH = 480
"""Accounts of a rep, as in mid_market."""
FREE_RIDING = (-0.6, -0.1)
RESTORED = 0.5
TEMPERS = (0.1, 0.3, 1.0)
"""How closely effort follows pay: the ends of the declared range, and half of what is shipped."""
LEVELS = (0.2, 0.6)
"""Half and one and a half times the part of pay that varies."""
STILL = 0.01
"""Part of the working week by which a split may move and still be called the same."""
NAMED = {
    "a marketer, by team or by shared revenue": (
        "marketer", "team_revenue", "shared_revenue", (),
    ),
    "the only rep of a pod, by own or by team revenue": (
        "rep", "own_revenue", "team_revenue", ("market.reps=1", "market.accounts=480"),
    ),
}  # fmt: skip
VARIANTS = {
    "as shipped": (),
    "nobody minds risk": ("pay.risk_aversion=0",),
    "no boss pulls": ("leadership.pull=0",),
}
SAME, ROUNDED = "the same bytes", "the same but for rounding"
ROUNDING = 1e-9
NAMED_REPLICATES = 10
TELLS_METRICS = ("attainment",)
"""Tables that hold the names of what is paid."""
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Incentives:
    """What pay does to effort.

    Attributes:
        blind: elasticity of effort per head to the number who share a target that nobody sees into.
        regained: what sight gives back to the many, less half of what sharing took, and in words.
        flatter: what sight takes off the elasticity, less half of it, and in words.
        steady: by how much of the hours worked the level of pay moves a task, at most.
        is_nameless: whether contracts that pay the same give the same bytes.
        riding, levels, names: the tables behind them.
    """

    blind: Judged
    regained: tuple[Judged, str]
    flatter: tuple[Judged, str]
    steady: Judged
    is_nameless: bool
    riding: list[str]
    levels: list[str]
    names: list[str]

    def conditions(self) -> list[list[str]]:
        """Return a row per condition: what, asked, measured, and whether it holds."""
        low, high = FREE_RIDING
        told = {True: HOLDS, False: NOT}
        many = "elasticity of effort per head to the number who share, unseen"
        lines = [[many, f"{low:g} to {high:g}", self.blind.told(".3f"), self.blind.so]]
        for words, (gap, share) in (
            (f"full sight gives {max(SIZES)} people back", self.regained),
            ("full sight takes off the elasticity", self.flatter),
        ):
            lines.append([words, "more than half of the fall", share, gap.so])
        return [
            *lines,
            ["the level of pay leaves the split of work alone", f"within {STILL:.0%} of it",
             f"at most {self.steady.told('+.3f')}", self.steady.so],
            ["contracts that pay the same give the same bytes, as shipped", "all tables", "below",
             told[self.is_nameless]],
        ]  # fmt: skip


def incentives() -> Incentives:
    """Measure what pay does to effort."""
    blind, regained, flatter, riding = free_riding()
    steady, levels = scaling()
    same, names = renamed()
    return Incentives(blind, regained, flatter, steady, same, riding, levels, names)


def paid(role: str, metric: str) -> list[str]:
    """Return the settings by which a role is paid by one metric alone."""
    return [f"contracts.{role}.{name}={1 if name == metric else 0}" for name in METRICS]


def firm(settings: list[str], scheme: str = BASELINE) -> Scenario:
    """Return a firm of mid_market in its own steady state."""
    return load_scenario(scheme, overrides=("run.before=same", *settings))


def sharing(people: int, visibility: float, *more: str) -> Scenario:
    """Return a firm in which everybody is paid by one revenue that `people` share."""
    reps, marketers = SIZES[people]
    size = [f"market.reps={reps}", f"market.marketers={marketers}"]
    size.append(f"market.accounts={ACCOUNTS_EACH * reps}")
    pay = [
        line for role in ("rep", "marketer", "cmo", "cso") for line in paid(role, "shared_revenue")
    ]
    return firm([*size, *pay, f"pay.visibility={visibility}", *more])


def together(shares: dict[str, Floats], people: int) -> Floats:
    """Return effort per head, by replicate."""
    heads = dict(zip(("rep", "marketer"), SIZES[people], strict=True))
    return np.asarray(sum(heads[role] * effort(shares[role]) for role in heads) / people)


Splits = dict[int, dict[str, Floats]]
"""People who share → role → shares of the week."""


def fall(small: Floats, large: Floats) -> Floats:
    """Return the elasticity of effort to the number who share, by replicate."""
    return np.asarray(np.log(large / small) / math.log(max(SIZES) / min(SIZES)))


def free_riding() -> tuple[Judged, tuple[Judged, str], tuple[Judged, str], list[str]]:
    """Return the elasticity of effort to the number who share, what sight does, and a table.

    Sight is judged twice: by what effort it gives back to the many, and by what it takes off the
    elasticity.
    """
    small, large = min(SIZES), max(SIZES)
    unseen, seen = (
        {people: splits(sharing(people, sight), SEED, REPLICATES) for people in SIZES}
        for sight in (0.0, 1.0)
    )
    flat = ("contracts.rep.variable_share=0", "contracts.marketer.variable_share=0")
    floor = together(splits(sharing(small, 0.0, *flat), SEED, REPLICATES), small)
    falls = [
        fall(together(found[small], small), together(found[large], large))
        for found in (unseen, seen)
    ]
    blind = judged(falls[0], FREE_RIDING)
    few, many = (together(unseen[people], people) for people in (small, large))
    gains = together(seen[large], large) - many
    regained = restored(gains, few - many)
    flatter = restored(falls[1] - falls[0], -falls[0])
    lines = head(["who share one target", *(str(people) for people in SIZES), "elasticity"])
    lines += ridden("nobody sees anybody's part", unseen) + ridden("everybody does", seen)
    least = judged(fall(together(unseen[small], small), floor)).told(".3f")
    blank = [""] * (len(SIZES) - 1)
    lines.append(row(["no pay varies at all", judged(floor).told(".3f"), *blank, least]))
    lines += [followed(temper) for temper in TEMPERS]
    return blind, regained, flatter, lines


def restored(gain: Floats, lost: Floats) -> tuple[Judged, str]:
    """Return how much more than half of what was lost a gain is, and its share in words."""
    over = judged(gain - RESTORED * lost, (0.0, math.inf))
    return over, f"{float(gain.mean() / lost.mean()):.0%}"


def followed(temper: float) -> str:
    """Return the row of effort where it follows pay more or less closely, with nobody seen."""
    ends = {
        people: together(
            splits(sharing(people, 0.0, f"effort.temper={temper}"), SEED, REPLICATES), people
        )
        for people in (min(SIZES), max(SIZES))
    }
    cells = [judged(ends[people]).told(".3f") if people in ends else "" for people in SIZES]
    gap = judged(fall(ends[min(SIZES)], ends[max(SIZES)])).told(".3f")
    return row([f"nobody sees, `effort.temper` {temper:g}", *cells, gap])


def ridden(words: str, found: Splits) -> list[str]:
    """Return the rows of effort by number who share: of all, and of each role."""
    efforts = {"": {people: together(found[people], people) for people in SIZES}}
    for role in ROLES:
        efforts[f", {role}s"] = {people: effort(found[people][role]) for people in SIZES}
    lines = []
    for whose, each in efforts.items():
        cells = [judged(each[people]).told(".3f") for people in SIZES]
        gap = judged(fall(each[min(SIZES)], each[max(SIZES)]))
        lines.append(row([words + whose, *cells, gap.told(".3f")]))
    return lines


def scaling() -> tuple[Judged, list[str]]:
    """Return by how much the level of pay moves the split of work at most, and a table."""
    lines = head(
        ["scheme", "role", "variable share", "effort, change", "task that moves most", "by"]
    )
    moves = []
    for scheme in (BASELINE, "shared_revenue"):
        base = splits(firm([], scheme), SEED, REPLICATES)
        for level in LEVELS:
            pay = [f"contracts.{role}.variable_share={level}" for role in ROLES]
            other = splits(firm(pay, scheme), SEED, REPLICATES)
            for role, tasks in ROLES.items():
                level_moved = judged(effort(other[role]) - effort(base[role]))
                work = [found[role] / effort(found[role])[:, None] for found in (base, other)]
                gap = (work[1] - work[0])[:, : RepTask.SLACK]
                most = int(np.argmax(np.abs(gap.mean(axis=0))))
                by = judged(gap[:, most], (-STILL, STILL))
                moves.append(by)
                cells = [scheme, role, f"{level:g} for 0.4", level_moved.told("+.3f")]
                lines.append(row([*cells, tasks[most], by.told("+.3f")]))
    return max(moves, key=lambda by: abs(by.mean)), lines


def renamed() -> tuple[bool, list[str]]:
    """Return whether contracts that pay the same give the same bytes as shipped, and a table."""
    lines, same = head(["who is paid, by which two names", *VARIANTS]), []
    for words, (role, one, other, settings) in NAMED.items():
        cells = []
        for variant in VARIANTS.values():
            both = [firm([*settings, *variant, *paid(role, metric)]) for metric in (one, other)]
            cells.append(likeness(both))
        same.append(cells[0] == SAME)
        lines.append(row([words, *cells]))
    return all(same), lines


def likeness(both: list[Scenario]) -> str:
    """Return how alike the results of two firms are, but for the table that names metrics."""
    runs = [run_many(one, range(NAMED_REPLICATES), seed=SEED) for one in both]
    tables = [name for name in TABLES if name not in TELLS_METRICS]
    is_same, gap = True, 0.0
    for first, second in zip(*runs, strict=True):
        is_same &= all(first.raw(name).tobytes() == second.raw(name).tobytes() for name in tables)
        weeks = [
            np.nan_to_num(structured_to_unstructured(run.raw("weekly"))) for run in (first, second)
        ]
        scale = np.maximum(np.abs(weeks[0]), 1.0)
        gap = max(gap, float(np.max(np.abs(weeks[1] - weeks[0]) / scale)))
    return SAME if is_same else ROUNDED if gap < ROUNDING else "other results"
