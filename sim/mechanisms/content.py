"""Content: assets that say something about a segment, and whether anybody uses them.

Content hours turn into assets whose message is what the maker believes at the time, and what reps
said in a session on content, as far as it was taken in. Needs drift away from it. A rep uses the
best asset of the pod if it can be found, seems relevant and comes from people the rep trusts;
training helps with the assets that were there at the time. Assets that have lost their point are
withdrawn; one that was never used is a grievance.

Counter-force: hours on assets nobody uses are lost, and unused assets feed conflict.
Neutral: findability 0: nothing is ever used.
Sources: evidence A52, B3 (content use, half-life).
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import paired, uniform
from sim.core.memory import BODY, ahead
from sim.core.params import Block, forms, param
from sim.core.units import Hours, Share, Weeks
from sim.world.names import DIMENSIONS, MACRO, MICRO, MarketerTask, words
from sim.world.options import Likeness
from sim.world.places import pair_row, those_of
from sim.world.shared import has_open_deal, likeness
from sim.world.state import BLANK_ASSET, BLANK_USE, Clock
from sim.world.vectors import NEVER, NOBODY

USE, TOPIC, MAKE = 801, 802, 803


class Content(Block):
    """How content is made and used."""

    asset_hours: Hours = param(
        40.0, 1, 1000, unit="hours", source="assumption 30", sweep=(20.0, 80.0),
        meaning="marketing hours to make one asset",
    )  # fmt: skip
    findability: Share = param(
        0.6, 0, 1, source="B3 content used .35; assumption 31", sweep=(0.2, 1.0),
        meaning="chance that a rep who looks for an asset finds it, in a week",
    )  # fmt: skip
    withdrawn: Share = param(
        0.3,
        0,
        1,
        source="B3 content half-life",
        sweep=(0.15, 0.5),
        meaning="relevance below which assets go",
    )
    form: str = forms(
        words(Likeness), market=True,
        source="B3 content half-life; Shepard 1987 (exponential); Fechner 1860 (weber)",
        meaning="law by which relevance falls with distance; all agree at 0 and at 1 sd",
    )  # fmt: skip
    longest: Weeks = param(
        78.0, 1, 520, unit="weeks", source="B3 content half-life (upper end)", sweep=(39.0, 156.0),
        meaning="weeks after which any asset is withdrawn",
    )  # fmt: skip


@rule
def relevance(squared_distance: float, form: int) -> float:
    """Return the relevance of a message from its mean squared distance to what is needed.

    All forms (exponential, Shepard 1987; Weber, Fechner 1860) agree at a distance of 0 and of 1 sd.
    """
    return likeness(squared_distance, form)


@rule
def worded(own: float, said: float, share: float) -> float:
    """Return what an asset says of a need: the maker's view, and sales' by `share`."""
    return own + share * (said - own)


@rule
def found(findability: float, access: float) -> float:
    """Return the chance to find an asset that is kept easy to find (`access` 0 to 1)."""
    return findability + (1.0 - findability) * access


@rule
def shown(relevance: float, skill: float) -> float:
    """Return how relevant an asset seems and proves in the hands of somebody trained on it."""
    return min(relevance * (1.0 + skill), 1.0)


@rule
def use_chance(findability: float, seen_relevance: float, trust: float) -> float:
    """Return the chance a week that a rep uses the best asset at hand in a deal."""
    return findability * seen_relevance * trust


@act
def distance(asset: Any, segments: Any) -> float:
    """Return the mean squared distance between an asset and its segment's needs."""
    total = 0.0
    for dimension in range(DIMENSIONS):
        gap = asset["message"][dimension] - segments[asset["topic"]]["needs"][dimension]
        total += gap * gap
    return total / DIMENSIONS


@rule
def known_to_sales(dimension: int) -> float:
    """Return the say sales has on a dimension of needs: all on micro ones, half on shared ones."""
    if dimension in MACRO:
        return 0.0
    return 1.0 if dimension in MICRO else 0.5


@phase
def make(
    marketers: Any, segments: Any, content: Any, counters: Any, settings: Any, clock: Clock
) -> None:
    """Make this week's assets: content hours over asset hours, rounded by luck."""
    for row in range(marketers.shape[0]):
        marketer = marketers[row]
        chance = marketer["hours"][MarketerTask.CONTENT] / settings["asset_hours"]
        if uniform(clock.seed, MAKE, row, clock.week) < chance:
            content[counters[0]["content"]] = BLANK_ASSET[0]
            asset = content[counters[0]["content"]]
            counters[0]["content"] += 1
            asset["asset_id"] = paired(row, clock.index)
            asset["created_week"] = clock.week
            u = uniform(clock.seed, TOPIC, row, clock.week)
            asset["topic"] = int(min(u * segments.shape[0], segments.shape[0] - 1.0))
            asset["marketer"] = row
            asset["pod"] = marketer["pod"]
            for dimension in range(DIMENSIONS):
                asset["message"][dimension] = worded(
                    marketer["message"][asset["topic"], dimension],
                    marketer["brief"][asset["topic"], dimension],
                    marketer["brief_weight"] * known_to_sales(dimension),
                )


@phase
def shelve(
    content: Any, shelf: Any, segments: Any, pairs: Any, pods: Any, marketers: Any, reps: Any,
    counters: Any, settings: Any, clock: Clock,
) -> None:  # fmt: skip
    """Review every live asset; withdraw what is stale; put the best on each pod's shelf."""
    for slot in range(shelf.shape[0]):
        shelf[slot]["asset"] = NOBODY
        shelf[slot]["relevance"] = 0.0
        shelf[slot]["access"] = 0.0
    for row in range(pairs.shape[0]):
        pairs[row]["unused"] = 0.0
    for row in range(marketers.shape[0]):
        marketers[row]["live_assets"] = 0.0
    first = counters[0]["live_content"]
    all_gone = True
    for row in range(first, counters[0]["content"]):
        asset = content[row]
        if asset["retired_week"] == NEVER:
            asset["relevance"] = relevance(distance(asset, segments), settings["form"])
            age = clock.week - asset["created_week"]
            if asset["relevance"] < settings["withdrawn"] or age >= settings["longest"]:
                asset["retired_week"] = clock.week
                if asset["uses"] == 0:
                    blame_unused(asset, pairs, pods, reps)
            else:
                maker = marketers[asset["marketer"]]
                maker["live_assets"] += 1.0
                slot = shelf[asset["pod"] * segments.shape[0] + asset["topic"]]
                if asset["relevance"] > slot["relevance"]:
                    slot["relevance"] = asset["relevance"]
                    slot["asset"] = row
                    slot["access"] = maker["access"]
        if asset["retired_week"] == NEVER:
            all_gone = False
        elif all_gone:
            counters[0]["live_content"] = row + 1


@act
def blame_unused(asset: Any, pairs: Any, pods: Any, reps: Any) -> None:
    """Count an asset nobody used against every pair of its maker."""
    pod = asset["pod"]
    for seat in those_of(pod, reps, pods):
        pairs[pair_row(asset["marketer"], seat, pod, pairs, reps)]["unused"] += 1.0


@act
def pick_asset(
    row: int, accounts: Any, opportunities: Any, content: Any, shelf: Any, segments: Any,
    pairs: Any, reps: Any, settings: Any, clock: Clock,
) -> None:  # fmt: skip
    """Let the rep use the best asset in one open deal, or not."""
    account = accounts[row]
    account["asset"] = NOBODY
    account["content_fit"] = 0.0
    if not has_open_deal(account):
        return
    slot = shelf[account["pod"] * segments.shape[0] + account["segment"]]
    if slot["asset"] == NOBODY:
        return
    asset = content[slot["asset"]]
    pair = pair_row(asset["marketer"], account["rep"], account["pod"], pairs, reps)
    trust = pairs[pair]["trust_rep_in_marketer"]
    deal = opportunities[account["opportunity"]]
    rep = reps[account["rep"]]
    skill = rep["content_skill"] if asset["created_week"] <= rep["trained_week"] else 0.0
    relevant = shown(slot["relevance"], skill)
    chance = use_chance(found(settings["findability"], slot["access"]), relevant, trust)
    if uniform(clock.seed, USE, deal["opportunity_id"], clock.week) < chance:
        account["asset"] = slot["asset"]
        account["content_fit"] = relevant
        deal["used_content"] = 1


@phase
def pick_assets(
    rows: Any, accounts: Any, opportunities: Any, content: Any, shelf: Any, segments: Any,
    pairs: Any, reps: Any, settings: Any, clock: Clock,
) -> None:  # fmt: skip
    """Let reps pick assets for their open deals."""
    for index in range(rows.shape[0]):
        ahead(rows, index, accounts, BODY)
        pick_asset(
            rows[index], accounts, opportunities, content, shelf, segments, pairs, reps, settings,
            clock,
        )  # fmt: skip


@phase
def note_uses(
    rows: Any, accounts: Any, opportunities: Any, content: Any, content_uses: Any, counters: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Write down this week's uses, in order of the active accounts."""
    for index in range(rows.shape[0]):
        account = accounts[rows[index]]
        if account["asset"] != NOBODY:
            content_uses[counters[0]["content_uses"]] = BLANK_USE[0]
            use = content_uses[counters[0]["content_uses"]]
            counters[0]["content_uses"] += 1
            use["asset_id"] = content[account["asset"]]["asset_id"]
            use["opportunity_id"] = opportunities[account["opportunity"]]["opportunity_id"]
            use["week"] = clock.week
            content[account["asset"]]["uses"] += 1
