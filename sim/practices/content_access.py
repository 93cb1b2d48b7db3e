"""Easy access to content: somebody keeps assets in order, so that they are found.

Upkeep takes hours for every live asset, week by week. As far as they are spent, a rep who looks for
an asset finds it.

Takes: upkeep of every live asset.
Counter-force: the library grows with everything that is made, and its upkeep with it; what is easy
to find is not more relevant.
Neutral: level 0: nobody keeps anything in order.
Sources: evidence A52, B3 (content use); claims C18.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import phase
from sim.core.formulas import ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Share
from sim.world.practices import Practice


class ContentAccess(Block, practice="Easy access to content"):
    """How content is kept easy to find."""

    level: Share = param(
        0.0, 0, 1, source="model 5; assumption 102", sweep=(0.3, 1.0),
        meaning="part of the missing findability that full upkeep closes; 0 for no upkeep",
    )  # fmt: skip
    hours: Hours = param(
        0.25, 0, 10, unit="hours", source="assumption 102", sweep=(0.1, 1.0),
        meaning="weekly hours of its maker for a live asset at full level",
    )  # fmt: skip


@phase
def keep_up(marketers: Any, settings: Any) -> None:
    """See how well assets are kept, from the hours that were there for it."""
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        wanted = settings["hours"] * marketer["live_assets"]
        marketer["access"] = ratio(marketer["booked"][Practice.CONTENT_ACCESS], wanted, 0.0)
