"""Planning: how the budget is split between being known and being busy.

At the start of every quarter the leader who owns the budget picks the brand share that maximises
discounted expected demand over that leader's horizon. Activation shows at once; brand builds a
stock, and its effect is judged by an estimate that is the noisier, and drawn the more to doubt, the
shorter one looks; a leader who grew up in sales doubts it more, one from marketing less. The brand
share is therefore an outcome of who plans, not a setting. A second leader may own future quarters:
then the owner of the budget cannot cut below a protected part of what that leader plans for brand.
While the owner's seat is vacant the plan stays as it was.

Counter-force: a long horizon pays for demand that this quarter's quotas will not see.
Neutral: `brand_share: NUMBER` fixes the split; with the choice frozen it is the default.
Sources: evidence A11, A47-A49, B3 (measurement noise, brand lag); trial: horizon moves the share.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal
from sim.core.formulas import answered, logistic, ratio
from sim.core.params import Block, param
from sim.core.units import Euros, Number, PerWeek, Share, Weeks
from sim.world.names import QUARTER, YEAR
from sim.world.options import Choice, Response
from sim.world.state import Clock

ESTIMATE = 1101
STEPS = 25


class Planning(Block):
    """How the marketing budget is set and split."""

    brand_share: Share = param(
        "chosen", 0, 1, word="chosen", source="B3 brand share emerges", sweep=(0.0, 0.8),
        meaning="`chosen` by the planner, or a number that forces the split (for studies)",
    )  # fmt: skip
    default_share: Share = param(
        0.22, 0, 1, source="trial: brand share .22", sweep=(0.1, 0.45),
        meaning="brand share at the start, and while the choice is frozen",
    )  # fmt: skip
    budget: Euros = param(
        160.0, 0, 1e6, unit="EUR/account/year", source="B3 marketing budget 8 % of revenue",
        around=2.0, market=True, meaning="marketing budget per account of the market",
    )  # fmt: skip
    discounting: PerWeek = param(
        0.002, 0, 0.1, unit="1/week", source="assumption 60 (10 % a year)", sweep=(0.0, 0.01),
        meaning="weekly discount of expected results",
    )  # fmt: skip
    lag: Weeks = param(
        26.0, 0, 104, unit="weeks", source="B3 brand lag before measurable", sweep=(13.0, 52.0),
        meaning="weeks over which new brand is believed to show, bit by bit",
    )  # fmt: skip
    noise: Number = param(
        1.0, 0, 5, source="B3 measurement noise (1.0 x the effect at 13 weeks)", sweep=(0.0, 2.0),
        meaning="noise of the estimated brand effect at a horizon of one quarter, over the effect",
    )  # fmt: skip
    doubt: Share = param(
        0.5, 0, 1, source="B3 (53 % of ad elasticities significant); assumption 61",
        sweep=(0.0, 1.0),
        meaning="brand effect a planner assumes who could measure nothing, over the true one",
    )  # fmt: skip
    activation_part: Share = param(
        0.5, 0, 1, source="trial: 35 % marketing plus lift of calls; assumption 62",
        market=True, meaning="part of demand planners believe activation moves",
        sweep=(0.25, 0.75),
    )  # fmt: skip
    activation_power: Number = param(
        0.25, 0, 1, source="B3 activation elasticity", sweep=(0.15, 0.4),
        meaning="elasticity of that part that planners assume",
    )  # fmt: skip


@rule
def believed_effect(truth: float, doubt: float, noise: float, horizon: float, step: float) -> float:
    """Return the brand effect a planner believes in.

    The estimate is noisy and shrinks to the doubtful prior; both fade with the horizon.
    """
    spread = noise * QUARTER / max(horizon, 1.0)
    trust = 1.0 / (1.0 + spread * spread)
    estimate = truth * (1.0 + spread * step)
    return max(trust * estimate + (1.0 - trust) * doubt * truth, 0.0)


@rule
def doubted(doubt: float, background: float) -> float:
    """Return the prior of a planner: all of the effect to a marketer, none to a pure seller."""
    return doubt + max(background, 0.0) * (1.0 - doubt) + min(background, 0.0) * doubt


@rule
def visible(stock: float, faded: float, week: float, lag: float) -> float:
    """Return the stock a planner expects to see: new brand shows bit by bit over the lag.

    `faded` is what would be left of the present stock without any further spend.
    """
    return faded + min(week / lag, 1.0) * (stock - faded) if lag > 0.0 else stock


@rule
def grown(stock: float, decay: float, yearly_steady: float) -> float:
    """Return the stock a week later on its way to the level this spend would hold."""
    return stock + decay * (yearly_steady - stock)


@rule
def part_answered(share: float, spend: float, power: float, is_adbudg: bool) -> float:
    """Return the answer to a share of the spend, over that to all of it."""
    if not is_adbudg:
        return float(share**power)
    return ratio(answered(share * spend, power, True), answered(spend, power, True), 0.0)


@act
def expected_demand(
    share: float, stock: float, level: float, effect: float, horizon: int, demand: Any,
    brand: Any, planning: Any,
) -> float:  # fmt: skip
    """Return discounted demand over the horizon at a brand share.

    `level` is the stock that this share would hold; `effect` the believed brand effect.
    """
    part = planning["activation_part"]
    busy = (1.0 - part) + part * (1.0 - share) ** planning["activation_power"]
    total = 0.0
    weight = 1.0
    faded = stock
    now = stock
    for week in range(horizon):
        now = grown(now, brand["decay"], level)
        faded *= 1.0 - brand["decay"]
        seen = visible(now, faded, week, planning["lag"])
        listed = logistic(demand["list_base"] + effect * math.log(1.0 + seen))
        total += weight * busy * listed
        weight *= 1.0 - planning["discounting"]
    return total


@act
def plan(
    row: int, leaders: Any, firm: Any, segments: Any, accounts: Any, organisation: Any,
    demand: Any, brand: Any, planning: Any, frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Let one leader plan, if it is the one who owns the budget and a quarter begins."""
    if row != firm[0]["planner"] or clock.index % QUARTER != 0:
        return
    if leaders[row]["vacant"] == 1 and clock.index > 0:
        firm[0]["cut"] = 0.0
        return
    before = firm[0]["brand_share"] if clock.index > 0 else planning["default_share"]
    firm[0]["budget"] = planning["budget"] * accounts.shape[0] / YEAR
    chosen = planning["default_share"]
    if planning["brand_share"] >= 0.0:
        chosen = planning["brand_share"]
    elif frozen == Choice.FREE:
        chosen = best_share(row, leaders, segments, demand, brand, planning, clock)
        owner = organisation["future_owner"]
        if owner < leaders.shape[0] and leaders[owner]["vacant"] == 0:
            future = best_share(owner, leaders, segments, demand, brand, planning, clock)
            chosen = max(chosen, organisation["protected"] * future)
    firm[0]["brand_share"] = chosen
    firm[0]["cut"] = max(chosen - before, 0.0) + max(before - chosen, 0.0)


@act
def best_share(
    row: int, leaders: Any, segments: Any, demand: Any, brand: Any, planning: Any, clock: Clock
) -> float:
    """Return the share with the highest expected demand, over all segments."""
    horizon = leaders[row]["horizon"]
    doubt = doubted(planning["doubt"], leaders[row]["background"])
    step = normal(clock.seed, ESTIMATE, row, clock.week)
    effect = believed_effect(demand["list_brand"], doubt, planning["noise"], horizon, step)
    stock, fit = 0.0, 0.0
    for s in range(segments.shape[0]):
        stock += segments[s]["brand_stock"] / segments.shape[0]
        fit += segments[s]["message_fit"] / segments.shape[0]
    per_account = planning["budget"] / YEAR / brand["unit"]
    power, is_adbudg = brand["power"], brand["form"] == Response.ADBUDG
    whole = answered(per_account, power, is_adbudg)
    steady = brand["growth"] * whole * fit / max(brand["decay"], 1e-9)
    best = -math.inf
    chosen = 0.0
    for i in range(STEPS):
        share = i / STEPS
        level = steady * part_answered(share, per_account, power, is_adbudg)
        worth = expected_demand(share, stock, level, effect, int(horizon), demand, brand, planning)
        if worth > best:
            best = worth
            chosen = share
    return chosen


@phase
def plan_all(
    rows: Any, leaders: Any, firm: Any, segments: Any, accounts: Any, organisation: Any,
    demand: Any, brand: Any, planning: Any, frozen: int, clock: Clock,
) -> None:  # fmt: skip
    """Let the planner plan."""
    for index in range(rows.shape[0]):
        plan(
            rows[index], leaders, firm, segments, accounts, organisation, demand, brand, planning,
            frozen, clock,
        )  # fmt: skip
