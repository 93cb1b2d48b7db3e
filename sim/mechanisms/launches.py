"""Launches: now and then a product launch is what buyers talk about.

A launch has a theme, one of the dimensions of need that both sides can know of. While buyers talk
about it, campaigns on its theme are answered more, the better they speak about it, and all others
less. Who was part of the planning knows of it beforehand; everybody else hears of it when it
happens, and speaks about it only in the next campaign (see campaigns and joint planning).

Counter-force: a launch draws attention away from whatever else is said.
Neutral: every 0: there are no launches.
Sources: claims C20; assumption 120.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase, rule
from sim.core.draws import uniform
from sim.core.params import Block, param
from sim.core.units import Share, Weeks
from sim.world.names import MACRO, SHARED
from sim.world.state import Clock
from sim.world.vectors import NOBODY

THEME = 3401
THEMES = (SHARED[0], SHARED[1], MACRO[0], MACRO[1])


class Launches(Block):
    """When products are launched, and what that does to responses."""

    every: Weeks = param(
        0, 0, 520, unit="weeks", source="claims C20", sweep=(0, 52), integer=True, market=True,
        meaning="weeks between product launches; 0 for none",
    )  # fmt: skip
    window: Weeks = param(
        8, 1, 52, unit="weeks", source="assumption 120", sweep=(4, 13), integer=True, market=True,
        meaning="weeks for which buyers talk about a launch",
    )  # fmt: skip
    gain: Share = param(
        0.6, 0, 5, source="assumption 120", sweep=(0.2, 1.0), market=True,
        meaning="responses gained meanwhile by a campaign that speaks perfectly about its theme",
    )  # fmt: skip
    loss: Share = param(
        0.3, 0, 1, source="assumption 120", sweep=(0.0, 0.6), market=True,
        meaning="responses lost meanwhile by a campaign about anything else",
    )  # fmt: skip


@rule
def talked_about(index: int, every: int, window: int) -> bool:
    """Return whether buyers talk about a launch in the week with this index."""
    return index >= every and index % every < window


@phase
def announce(firm: Any, launches: Any, clock: Clock) -> None:
    """Say which launch is on, or comes next."""
    firm[0]["launch_theme"] = NOBODY
    firm[0]["launch_on"] = 0
    firm[0]["launch_gain"] = 0.0
    firm[0]["launch_loss"] = 0.0
    every = launches["every"]
    if every == 0:
        return
    number = clock.index // every
    if talked_about(clock.index, every, launches["window"]):
        firm[0]["launch_on"] = 1
        firm[0]["launch_gain"] = launches["gain"]
        firm[0]["launch_loss"] = launches["loss"]
    else:
        number += 1
    firm[0]["launch_week"] = number * every
    u = uniform(clock.seed, THEME, number, 0)
    firm[0]["launch_theme"] = THEMES[int(min(u * len(THEMES), len(THEMES) - 1.0))]
