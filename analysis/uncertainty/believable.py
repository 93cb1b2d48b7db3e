"""Which random worlds hold a believable firm: docs/decisions/0015-believable-worlds.md.

Settings drawn all at once make many firms that hardly sell. What pays such firms best says nothing
about firms that anybody runs, so worlds in which the schemes' firms win less than half or more than
twice as much as the firm as it is assumed are left out (history matching: Vernon et al. 2010).
Judged on the mean over three shipped schemes, whatever is compared, and on luck of its own, so that
no scheme is favoured. Measured pages count such worlds alone; commands draw others in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from analysis.measures import Tables
from analysis.parameters.settings import living
from analysis.parameters.spans import is_leaders
from analysis.runs.collect import Runner, compiled_runner, only_measures
from analysis.runs.draws import NAMED, Around, Worlds, worlds_of
from sim.core.errors import InputError
from sim.scenario import declared, load_scenario
from sim.world.names import YEAR

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario import Scenario

Floats = NDArray[np.float64]

SCHEMES = ("siloed_metrics", "shared_revenue", "cmo_reports_to_cso")
"""The schemes over whose firms a world is judged."""
JUDGED = ("wins", "win_rate")
"""Deals won a year, and their share of the opportunities closed."""
FACTOR = 2.0
OTHER_LUCK = 1_000_000
"""Added to the number of a world: the replicate on which it is judged."""
USUAL = 8
"""Replicates over which the firm as it is assumed is measured, where many worlds are held to it."""
MOST = 200
"""Worlds drawn for one replicate before it is given up."""
LITTLE, MUCH = -1, 1
"""How a firm misses: it wins too little (in either of what is judged), or else too much."""
ABOUT = (
    "Left out are worlds whose firms, in the mean over three schemes and on luck of their own, win",
    "less than half or more than twice as many deals, or as large a share of them, as the firm",
    "as it is assumed.",
)
"""What a page says of it."""


def reached(
    firm: Scenario, seed: int, replicate: int, measures: Sequence[str], runner: Runner | None = None
) -> Floats:
    """Return measures of one run."""
    run = runner or compiled_runner()
    return only_measures(Tables(run(firm, seed, replicate)), measures).values


def level(
    firms: Sequence[Scenario], seed: int, replicates: Sequence[int], runner: Runner | None = None
) -> Floats:
    """Return what is judged, in the mean over firms and replicates; nothing closed wins nothing."""
    values = np.array(
        [
            reached(firm, seed, replicate, JUDGED, runner)
            for firm in firms
            for replicate in replicates
        ]
    )
    found: Floats = np.nan_to_num(values).mean(axis=0)
    return found


def usual(
    firms: Sequence[Scenario], seed: int, replicates: int = USUAL, runner: Runner | None = None
) -> Floats:
    """Return what is judged of the firm as it is assumed."""
    return level(firms, seed, range(OTHER_LUCK, OTHER_LUCK + replicates), runner)


def missed(
    firms: Sequence[Scenario], expected: Floats, seed: int, world: int, runner: Runner | None = None
) -> int:
    """Return LITTLE or MUCH where the firms of a world win not about as much as expected, else 0.

    expected: what is judged of the firm as it is assumed, all above zero.
    """
    found = level(firms, seed, [OTHER_LUCK + world], runner)
    if np.any(found * FACTOR <= expected):
        return LITTLE
    return MUCH if np.any(found >= expected * FACTOR) else 0


def is_believable(firms: Sequence[Scenario], expected: Floats, seed: int, world: int) -> bool:
    """Return whether the firms of a world win about as much as expected."""
    return not missed(firms, expected, seed, world)


@dataclass(frozen=True)
class LeftOut:
    """How many of the worlds drawn were left out, since they hold no believable firm.

    Attributes:
        drawn: worlds drawn, those left out among them.
        little, much: worlds left out since their firms win too little, or too much.
    """

    drawn: int
    little: int
    much: int


class Believable(Around):
    """Worlds that hold a believable firm: where one does not, the replicate draws another.

    The world of a replicate is the first believable one of a row of draws that are all its own, so
    that it depends on seed and number alone, as without this. Each world is judged once.

    Attributes:
        worlds: where worlds are drawn from.
        grounds: for each set of facts among the firms, the firms on which a world is judged.
    """

    def __init__(
        self, worlds: Worlds, firms: Sequence[Scenario], runner: Runner | None = None
    ) -> None:
        self.worlds = worlds
        own = (_ground(firm, worlds.keys) for firm in firms)
        self.grounds = tuple({tuple(each.hash for each in made): made for made in own}.values())
        self._runner = runner
        self._lock = Lock()
        self._gates: dict[tuple[int, ...], Lock] = {}
        self._known: dict[tuple[int, ...], Any] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the dotted keys of the settings that are drawn."""
        return self.worlds.keys

    @property
    def held(self) -> frozenset[str]:
        """Return the settings that would be drawn, were they not held."""
        return self.worlds.held

    def at(self, seed: int, replicate: int, again: int = 0) -> dict[str, Any]:
        """Return the settings of one believable world. Raises: InputError where none is found."""
        found: dict[str, Any] = self._once((seed, replicate, again), self._sought)[0]
        return found

    def left_out(self, seed: int, replicates: int) -> LeftOut:
        """Return how many worlds were left out on the way to those of the first replicates."""
        passed = [
            miss
            for index in range(replicates)
            for miss in self._once((seed, index, 0), self._sought)[1]
        ]
        little, much = passed.count(LITTLE), passed.count(MUCH)
        return LeftOut(replicates + len(passed), little, much)

    def _once(self, key: tuple[int, ...], find: Callable[..., Any]) -> Any:
        """Return what was found out for a key by whoever asked first; others wait for it."""
        with self._lock:
            gate = self._gates.setdefault(key, Lock())
        with gate:
            if key not in self._known:
                self._known[key] = find(*key)
            return self._known[key]

    def _usual(self, seed: int) -> list[Floats]:
        """Return what is judged of each ground's firms as they are assumed."""
        found = [usual(firms, seed, runner=self._runner) for firms in self.grounds]
        if any(np.any(each <= 0.0) for each in found):
            raise InputError(
                f"worlds: {self.name}: the firm wins nothing as it stands, so that no world can be "
                "held against it; ask for all worlds, believable or not (--all-worlds)"
            )
        return found

    def _sought(self, seed: int, replicate: int, first: int) -> tuple[dict[str, Any], list[int]]:
        """Return the first believable world of a replicate, and how those before it missed."""
        expected: list[Floats] = self._once((seed,), self._usual)
        passed: list[int] = []
        for again in range(first, first + MOST):
            settings = self.worlds.at(seed, replicate, again)
            miss = self._missed(settings, expected, seed, replicate)
            if not miss:
                return settings, passed
            passed.append(miss)
        raise InputError(
            f"worlds: {self.name}: none of {MOST} worlds drawn for replicate {replicate} holds a "
            "firm that wins between half and twice of what it wins as it stands; ask for all "
            "worlds, believable or not (--all-worlds)"
        )

    def _missed(
        self, settings: dict[str, Any], expected: Sequence[Floats], seed: int, replicate: int
    ) -> int:
        for firms, usually in zip(self.grounds, expected, strict=True):
            here = [living(firm, settings) for firm in firms]
            miss = missed(here, usually, seed, replicate, self._runner)
            if miss:
                return miss
        return 0


def living_in(
    name: str | Path | None,
    firms: Sequence[Scenario],
    *,
    everything: bool,
    runner: Runner | None = None,
) -> Worlds | None:
    """Return the worlds that a name or a file stands for, for firms that shall live in them.

    Those with a name are believable ones alone, unless `everything` is asked for; worlds in a file
    are taken as they are.

    Raises: InputError for another name, and for a file that does not fit.
    """
    if name is None:
        return None
    return sifted(worlds_of(name, firms), firms, everything=everything, runner=runner)


def sifted(
    worlds: Worlds, firms: Sequence[Scenario], *, everything: bool, runner: Runner | None = None
) -> Worlds:
    """Return the believable ones among worlds that have a name; all of them if asked for."""
    if everything or worlds.name not in NAMED:
        return worlds
    return Believable(worlds, firms, runner)


def left_out(worlds: Worlds, seed: int, replicates: int) -> LeftOut | None:
    """Return how many worlds were left out for these replicates; None where all count."""
    return worlds.left_out(seed, replicates) if isinstance(worlds, Believable) else None


def _ground(firm: Scenario, drawn: Sequence[str]) -> tuple[Scenario, ...]:
    """Return the firms on which worlds are judged: a firm's facts under each of SCHEMES.

    What worlds draw about leaders is the firm's too. Runs are a year at least.
    """
    facts = {key: value for key, value in firm.flat().items()
             if _is_fact(key) or (is_leaders(key) and key in drawn)}  # fmt: skip
    facts["run.weeks"] = max(firm.weeks, YEAR)
    dated = tuple(
        (week, kept)
        for week, change in firm.timeline
        if (kept := {key: value for key, value in change.items() if _is_fact(key)})
    )
    made = (load_scenario(scheme, rooms=firm.rooms).with_values(facts) for scheme in SCHEMES)
    return tuple(replace(each, timeline=dated) for each in made)


def _is_fact(key: str) -> bool:
    return key != "run.before" and not declared.is_lever(key)
