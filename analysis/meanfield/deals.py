"""What becomes of typical deals, by arithmetic on declared parameters.

Support of each member moves week by week with the hours the deal gets beside a number of others; a
deal near a decision pulls more. What people would learn or gain by luck is left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from analysis.meanfield.hours import LOADS, PULLS, Shares, shared_week
from analysis.meanfield.sample import TALENTS, Deals, Floats
from analysis.meanfield.terms import TINY, Offer, Terms, offered, terms_of, with_odds
from sim.core.votes import vote_odds

LONGEST = 156
SOME = 1e-2
"""The chance to be still open below which the rest does not matter."""
ENOUGH = 0.92
"""The share of deals that matter below which the others are put aside."""


@dataclass(frozen=True)
class Fates:
    """What becomes of typical deals, one row a load, one column a deal.

    Attributes:
        won: chance that it is won.
        kept: the same times the share of list value that the discount leaves.
        cycle: the same times the weeks to the win.
        no_decision: chance that it ends without a decision.
        life: mean weeks it is open.
        ready: mean weeks it is open with a champion who is won.
        asks: mean number of proposals.
        gained: what they are worth beyond waiting, in wins.
    """

    won: Floats
    kept: Floats
    cycle: Floats
    no_decision: Floats
    life: Floats
    ready: Floats
    asks: Floats
    gained: Floats


@dataclass
class Paths:
    """Open deals beside a load, one a row: `row` of the load, `column` of the deal in `Fates`."""

    row: Any
    column: Any
    deals: Deals
    alive: Floats
    support: Floats
    prospect: Floats
    outlook: Floats
    was_ready: Any


@dataclass
class Crowd:
    """Open deals of reps of one talent, by load.

    Attributes:
        often: how often they pull each of a grid, and the same times the hours they need.
        ready: the share of them near a decision.
    """

    often: Floats
    ready: Floats


def no_crowd() -> list[Crowd]:
    """Return, for every talent, what is reckoned with before deals have been followed."""
    return [
        Crowd(np.ones((2, len(LOADS), PULLS)), np.full(len(LOADS), 0.5)) for _ in range(TALENTS)
    ]


def fates_of(
    values: dict[str, Any], week: tuple[float, float], deals: Deals, shares: Floats,
    crowds: list[Crowd], every: int, price: float,
) -> Fates:  # fmt: skip
    """Return what becomes of deals beside each load of other deals like them.

    week: hours for open deals, and proposals there is time for; shares: of each deal in all that
    are opened; crowds: what others of a rep pull, one a talent, written anew; every: which deals
    are followed, the ones between ending alike; price: what an hour brings elsewhere, over the
    mean list value of a first deal.
    """
    grid, terms = pulls_of(values, deals), terms_of(values)
    found = []
    for talent, crowd in enumerate(crowds):
        rows = np.flatnonzero(deals.talent == talent)[every // 2 :: every]
        given = shared_week(values, week, grid, crowd.often, crowd.ready)
        fates, crowd.often = followed(
            values, deals_at(deals, rows), shares[rows], grid, given, terms, price
        )
        crowd.ready = (fates.ready @ shares[rows]) / (fates.life @ shares[rows])
        found.append(fates)
    return Fates(
        *(
            np.repeat(np.hstack([getattr(each, column.name) for each in found]), every, axis=1)
            for column in fields(Fates)
        )
    )


def pulls_of(values: dict[str, Any], deals: Deals) -> Floats:
    """Return a grid of what deals may pull."""
    least = float(deals.weight.min()) * values["pipeline"]["hope"]
    return np.geomspace(0.999 * least, 1.001 * float(deals.weight.max()), PULLS)


def followed(
    values: dict[str, Any], deals: Deals, shares: Floats, grid: Floats, given: Shares,
    terms: Terms, price: float,
) -> tuple[Fates, Floats]:  # fmt: skip
    """Return fates, and how often open deals pull each of `grid`, also times need, by load."""
    fates = Fates(*(np.zeros((len(LOADS), len(deals.value))) for _ in fields(Fates)))
    often = np.zeros((2, len(LOADS), PULLS))
    paths = opened(deals)
    for week in range(LONGEST):
        paths = narrowed(paths)
        if not len(paths.row):
            break
        where = paths.row, paths.column
        fates.life[where] += paths.alive
        hours = worked(values, paths, shares[paths.column], grid, given, often)
        chance = persuaded(values, paths, hours)
        fates.no_decision[where] += tired(values, paths, week)
        is_ready = paths.support[:, 0] > values["closing"]["champion_support"]
        ready = np.flatnonzero(is_ready)
        where = paths.row[ready], paths.column[ready]
        fates.ready[where] += paths.alive[ready]
        upkeep = hours[ready] * price / paths.deals.value[ready]
        offer = offered(
            values, terms, chance[ready], paths.prospect[ready], paths.outlook[ready], upkeep
        )
        asks, wins, killed = decided(values, paths, offer, ready, given)
        paths.was_ready = is_ready
        fates.asks[where] += asks
        fates.gained[where] += asks * offer.gained
        fates.won[where] += wins
        fates.kept[where] += wins * offer.kept
        fates.cycle[where] += wins * week
        fates.no_decision[where] += killed * (1.0 - paths.deals.taken[ready])
    return fates, often


def opened(deals: Deals) -> Paths:
    """Return all deals, beside every load, in the week in which they are opened."""
    columns = np.tile(np.arange(len(deals.value)), len(LOADS))
    size, most = len(columns), int(deals.members.max())
    everywhere = deals_at(deals, columns)
    return Paths(
        row=np.repeat(np.arange(len(LOADS)), len(deals.value)),
        column=columns,
        deals=replace(
            everywhere,
            there=everywhere.there[:, :most],
            threshold=everywhere.threshold[:, :most],
            match=everywhere.match[:, :most],
        ),
        alive=np.ones(size),
        support=np.repeat(everywhere.start[:, None], most, axis=1),
        prospect=np.zeros(size),
        outlook=np.zeros(size),
        was_ready=np.zeros(size, dtype=bool),
    )


def deals_at(deals: Deals, rows: Any) -> Deals:
    """Return some of the deals."""
    return Deals(**{field.name: getattr(deals, field.name)[rows] for field in fields(Deals)})


def narrowed(paths: Paths) -> Paths:
    """Return the paths that still matter, once enough of them do not."""
    stays = paths.alive > SOME
    if stays.mean() > ENOUGH:
        return paths
    kept = {field.name: getattr(paths, field.name) for field in fields(Paths)}
    deals = deals_at(kept.pop("deals"), stays)
    return Paths(deals=deals, **{name: column[stays] for name, column in kept.items()})


def worked(
    values: dict[str, Any], paths: Paths, shares: Floats, grid: Floats, given: Shares, often: Floats
) -> Floats:
    """Return this week's hours of each deal; add to `often` what the deals pull."""
    hope = values["pipeline"]["hope"]
    if values["choices"]["triage"] == "frozen":
        hope = 1.0
    pull = paths.deals.weight * np.maximum(paths.prospect, hope)
    place = np.log(pull / grid[0]) / math.log(grid[1] / grid[0])
    left = np.clip(place.astype(np.int64), 0, PULLS - 2)
    beyond = np.clip(place - left, 0.0, 1.0)
    cell = paths.row * PULLS + left
    group = values["buying_group"]
    most = values["pipeline"]["deal_hours_limit"]
    need = group["full_hours"] * paths.deals.members / group["usual_members"]
    need = np.minimum(need, most)
    count = paths.alive * shares
    for kind, amount in enumerate((count, count * need)):
        size, shape = often[kind].size, often[kind].shape
        often[kind] += np.bincount(cell, amount * (1.0 - beyond), size).reshape(shape)
        often[kind] += np.bincount(cell + 1, amount * beyond, size).reshape(shape)
    met, spare = (
        table.ravel()[cell] * (1.0 - beyond) + table.ravel()[cell + 1] * beyond
        for table in (given.met, given.spare)
    )
    return np.asarray(np.minimum(need * met + spare, most))


def persuaded(values: dict[str, Any], paths: Paths, hours: Floats) -> Floats:
    """Move support by a week; return the chance that all consent. Writes support and chances."""
    group, deals = values["buying_group"], paths.deals
    slope = group["consent_slope"]
    effort = hours * deals.skill * group["usual_members"] / (group["full_hours"] * deals.members)
    reach = group["reach"] * np.sqrt(effort)
    reached = np.clip(reach[:, None] - np.arange(paths.support.shape[1]), 0.0, 1.0)
    push = deals.match * (group["gain"] * effort)[:, None]
    push *= group["floor"] + (1.0 - group["floor"]) * reached
    before = paths.support
    push = np.minimum(push, 1.0)
    after = before + push * (1.0 - before) - group["decay"] * before
    paths.support = np.clip(after, 0.0, 1.0)
    against = np.exp(slope * (deals.threshold - paths.support)) * deals.there
    chance = consenting(group, deals, against)
    against *= np.exp(slope * (before - paths.support))
    paths.prospect = with_odds(consenting(group, deals, against), deals.odds)
    stays = np.clip(1.0 - push - group["decay"], 0.0, 1.0 - TINY)
    more = (1.0 - stays ** group["foresight"]) / (1.0 - stays) * (paths.support - before)
    grown = np.clip(paths.support + more, 0.0, 1.0)
    against = np.exp(slope * (deals.threshold - grown)) * deals.there
    paths.outlook = with_odds(consenting(group, deals, against), deals.odds)
    return with_odds(chance, deals.odds)


def consenting(group: dict[str, Any], deals: Deals, against: Floats) -> Floats:
    """Return the chance that a group consents, from each member's odds against; 0 is nobody."""
    if group["form"] != "majority":
        return np.asarray(1.0 / np.prod(1.0 + against, axis=1))
    most = against.shape[1]
    odds = [vote_odds(size, group["usual_consent"]) for size in range(1, most + 1)]
    yes = deals.there / (1.0 + against / np.array(odds)[deals.members - 1, None])
    ways = np.zeros((len(yes), most + 1))
    ways[:, 0] = 1.0
    for chance in yes.T[:, :, None]:
        ways[:, 1:] += chance * (ways[:, :-1] - ways[:, 1:])
        ways[:, :1] *= 1.0 - chance
    enough = np.arange(most + 1) > deals.members[:, None] // 2
    return np.asarray((ways * enough).sum(axis=1))


def tired(values: dict[str, Any], paths: Paths, week: int) -> Floats:
    """Return the chance that a deal ends by itself without a decision this week; end those."""
    group = values["buying_group"]
    there, support = paths.deals.there, paths.support
    spread = np.where(there, support, 0.0).max(axis=1) - np.where(there, support, 1.0).min(axis=1)
    hazard = group["tiring"] + group["fatigue"] * week + group["spread_hazard"] * spread
    lost = paths.alive * np.minimum(hazard, 1.0)
    paths.alive = (paths.alive - lost) * (1.0 - paths.deals.rival)
    return np.asarray(lost)


def decided(
    values: dict[str, Any], paths: Paths, offer: Offer, ready: Any, given: Shares
) -> tuple[Floats, Floats, Floats]:
    """Return the chances that `ready` deals are asked, won, or ended by a failed ask; end those."""
    closing = values["closing"]
    row = paths.row[ready]
    time = np.where(paths.was_ready[ready], given.later[row], given.first[row])
    asked = paths.alive[ready] * time * ~offer.waits
    wins = asked * offer.signed
    killed = (asked - wins) * closing["kill"]
    paths.alive[ready] -= wins + killed
    return asked, wins, killed
