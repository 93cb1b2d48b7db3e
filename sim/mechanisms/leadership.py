"""Leadership: whose objective counts, whose evidence counts, who settles disputes.

Reporting lines form a tree. A boss's own contract pulls on the objective of the people below, as
far as the boss's attention reaches. The nearest boss both sides share can carry one side's view
over to the other. Disputes are brought to that boss, who settles what fits into the hours set
aside; the rest is left to the people. Attention spent on disputes, on carrying evidence over or on
reviews with each person is not spent otherwise. A boss who grew up in one function carries the
other's evidence less, and settles disputes at its expense.

A CEO may stoke tension: league tables show a shared result as two, so nobody's respect cools a
dispute, while everybody's own part is seen better. Or CMO and CSO settle disputes between
themselves, a week later, and what they settle is explained to nobody.

Counter-force: attention is limited, and a view carried over by authority is not a better view.
Neutral: pull 0, dispute_hours 0 and evidence 0: leaders change nothing; tension neutral, background
and review_hours 0 add nothing.
Sources: model 4 (leadership); evidence A11, A31; claims C03, C04, C21, C32.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped, ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share
from sim.world.names import LEADERS, METRICS, ContractRole, Metric, words
from sim.world.options import Tension
from sim.world.vectors import NOBODY

CRAFTS = (int(ContractRole.MARKETER), int(ContractRole.REP))
HEADS = (int(ContractRole.CMO), int(ContractRole.CSO))
FROM_THE_TOP = tuple(int(role) for role in reversed(ContractRole) if role not in CRAFTS)
BELOW_THE_TOP_TWICE = 2 * FROM_THE_TOP[1:]
"""A CMO may report to a CSO and a CSO to a CMO, so that one round from the top is not enough."""


class Leadership(Block):
    """How far leaders reach."""

    pull: Share = param(
        0.25, 0, 1, source="model 4 (leadership); assumption 56", sweep=(0.0, 0.5),
        meaning="weight of a boss's objective in a subordinate's, at full attention",
    )  # fmt: skip
    hours_per_dispute: Hours = param(
        0.5, 0.01, 10, unit="hours", source="assumption 57", sweep=(0.2, 2.0),
        meaning="leader hours to settle one contested event",
    )  # fmt: skip
    evidence_hours: Hours = param(
        8.0, 0, 40, unit="hours", source="model 1.1 (a channel costs hours); assumption 77",
        sweep=(2.0, 16.0), meaning="weekly leader hours to carry one side's view over in full",
    )  # fmt: skip
    span: Number = param(
        8.0, 1, 100, unit="people", source="assumption 58", sweep=(4.0, 16.0),
        meaning="people below a leader at which attention to each is halved",
    )  # fmt: skip
    depth: Share = param(
        0.7, 0, 1, source="assumption 58", sweep=(0.5, 1.0),
        meaning="growth of a leader's hours with the size of the firm (1: staff in proportion)",
    )  # fmt: skip
    usual_variable: Share = param(
        0.4, 0.01, 1, source="B2 commission", sweep=(0.2, 0.6),
        meaning="variable share of pay from which a dispute over it is felt in full",
    )  # fmt: skip
    memory: Share = param(
        0.1, 0, 1, source="assumption 59", sweep=(0.05, 0.3),
        meaning="weight of this week in what leaders know of disputes",
    )  # fmt: skip
    tension: str = param(
        "neutral", choices=words(Tension), lever=True, source="model 4 (leadership); claims C21",
        meaning="what leaders do with disputes between the functions",
    )  # fmt: skip
    league_tables: Share = param(
        0.5, 0, 1, source="assumption 111", sweep=(0.2, 1.0),
        meaning="how far league tables show a shared result as two, while tension is stoked",
    )  # fmt: skip
    table_hours: Hours = param(
        0.5, 0, 10, unit="hours", lever=True, source="assumption 111", sweep=(0.0, 2.0),
        meaning="weekly hours of each person and the CEO for league tables while tension is stoked",
    )  # fmt: skip
    closed_hours: Hours = param(
        2.0, 0, 40, unit="hours", lever=True, source="assumption 112", sweep=(0.5, 6.0),
        meaning="weekly hours CMO and CSO set aside to settle disputes behind closed doors",
    )  # fmt: skip
    unexplained: Share = param(
        0.3, 0, 1, source="assumption 112", sweep=(0.0, 1.0),
        meaning="part of what people exchange that rests on disputes argued out among themselves",
    )  # fmt: skip
    review_hours: Hours = param(
        0.0, 0, 10, unit="hours", lever=True, source="claims C32", sweep=(0.0, 2.0),
        meaning="weekly hours of a leader with each person below, on the leader's own targets",
    )  # fmt: skip
    review_need: Hours = param(
        1.0, 0.01, 20, unit="hours", source="assumption 113", sweep=(0.3, 3.0),
        meaning="weekly review hours that bring two thirds of a leader's full attention",
    )  # fmt: skip


@rule
def pulled(own: float, boss: float, pull: float) -> float:
    """Return a pay weight after a boss's pull."""
    return (1.0 - pull) * own + pull * boss


@rule
def settled_share(capacity: float, load: float) -> float:
    """Return the share of disputes a boss settles; none without a boss or capacity."""
    return clipped(ratio(capacity, load, 1.0), 0.0, 1.0) if capacity > 0.0 else 0.0


@rule
def heard(people: float, span: float, busy: float) -> float:
    """Return a boss's attention to one subordinate; `busy` is the share lost to disputes."""
    return (1.0 - busy) * span / (span + people)


@rule
def reviewed(attention: float, hours: float, need: float) -> float:
    """Return attention to one person after weekly review hours together."""
    return attention + (1.0 - attention) * (1.0 - math.exp(-hours / need))


@rule
def disfavour(background: float) -> float:
    """Return how far a boss with this background slights marketing (for sales: minus it)."""
    return max(-background, 0.0)


@act
def shared_boss(marketing: int, sales: int, bosses: Any) -> int:
    """Return the nearest leader above both, or NOBODY; at most four steps up each way."""
    above = marketing
    for _ in range(LEADERS):
        other = sales
        for _ in range(LEADERS):
            if above == other and above != NOBODY:
                return above
            if other != NOBODY:
                other = bosses[other]
        if above != NOBODY:
            above = bosses[above]
    return NOBODY


@act
def boss_row(choice: int) -> int:
    """Return the contract role of a leader named by a `reports_to` choice (the last is nobody)."""
    return int(ContractRole.CMO + choice) if choice < LEADERS else NOBODY


@phase
def hear_disputes(firm: Any, pairs: Any, leadership: Any) -> None:
    """Let leaders learn how many disputes there are."""
    total = 0.0
    for row in range(pairs.shape[0]):
        total += pairs[row]["contested_events"]
    firm[0]["disputes"] += leadership["memory"] * (total - firm[0]["disputes"])


@act
def reporting_lines(organisation: Any) -> Any:
    """Return the boss of each contract role: marketer, rep, cmo, cso, cro, ceo."""
    return (
        boss_row(organisation["marketers_report_to"]),
        boss_row(organisation["reps_report_to"]),
        boss_row(organisation["cmo_reports_to"]),
        boss_row(organisation["cso_reports_to"]),
        boss_row(organisation["cro_reports_to"]),
        NOBODY,
    )


@act
def people_below(role: int, bosses: Any, organisation: Any) -> float:
    """Return how many people report to a leader and count towards the span."""
    people = 0.0
    for role_below in range(len(bosses)):
        if bosses[role_below] == role:
            people += organisation["team"] if role_below < ContractRole.CMO else 1.0
    return people


@act
def meet_behind_doors(
    leaders: Any, firm: Any, bosses: Any, organisation: Any, leadership: Any, size: float
) -> float:
    """Let CMO and CSO settle disputes between themselves; return the hours it takes each."""
    firm[0]["settled_later"] = 0.0
    firm[0]["silenced"] = 0.0
    meets = leadership["tension"] == Tension.CLOSED_DOORS
    for role in HEADS:
        has_people = people_below(role, bosses, organisation) > 0.0
        meets = meets and has_people and leaders[role - ContractRole.CMO]["vacant"] == 0
    if not meets:
        return 0.0
    capacity = leadership["closed_hours"] * size
    load = firm[0]["disputes"] * leadership["hours_per_dispute"]
    firm[0]["settled_later"] = settled_share(capacity, load)
    firm[0]["silenced"] = leadership["unexplained"] * firm[0]["settled_later"]
    return float(min(capacity, load))


@act
def settle(leader: Any, firm: Any, capacity: float, leadership: Any) -> float:
    """Let the boss of both settle disputes; return the hours that takes."""
    later = firm[0]["settled_later"]
    leader["load"] = firm[0]["disputes"] * leadership["hours_per_dispute"] * (1.0 - later)
    settled = settled_share(capacity, leader["load"]) * (1.0 - later)
    firm[0]["settled"] = settled
    firm[0]["against_marketing"] = settled * disfavour(leader["background"])
    firm[0]["against_sales"] = settled * disfavour(-leader["background"])
    return float(min(capacity, leader["load"]))


@act
def attend(
    leader: Any, people: float, spent: float, hours: float, organisation: Any, leadership: Any
) -> None:
    """Spread what is left of a leader's `hours` over the people below."""
    busy = ratio(spent, hours, 0.0)
    free = organisation["week"] * max(1.0 - busy, 0.0)
    each = min(leadership["review_hours"], ratio(free, people, 0.0))
    busy += ratio(each * people, organisation["week"], 0.0)
    leader["present"] = 1 if people > 0.0 else 0
    attention = heard(people, leadership["span"], clipped(busy, 0.0, 1.0))
    attention = reviewed(attention, each, leadership["review_need"])
    leader["attention"] = attention * (1.0 - leader["vacant"])


@phase
def lead(
    rows: Any, leaders: Any, firm: Any, pods: Any, contracts: Any, organisation: Any,
    information: Any, leadership: Any,
) -> None:  # fmt: skip
    """Settle disputes, blend objectives down the tree, decide whose evidence counts."""
    bosses = reporting_lines(organisation)
    size = float(pods.shape[0]) ** leadership["depth"]
    common = shared_boss(bosses[0], bosses[1], bosses)
    doors = meet_behind_doors(leaders, firm, bosses, organisation, leadership, size)
    firm[0]["settled"] = 0.0
    firm[0]["against_marketing"] = 0.0
    firm[0]["against_sales"] = 0.0
    for index in range(rows.shape[0]):
        row = rows[index]
        leader = leaders[row]
        role = row + ContractRole.CMO
        leader["horizon"] = organisation["horizon"][row] * math.exp(leader["outlook"])
        leader["background"] = clipped(
            organisation["background"][row] + leader["leaning"], -1.0, 1.0
        )
        capacity = organisation["dispute_hours"][row] * size * (1.0 - leader["vacant"])
        leader["load"] = 0.0
        spent = doors if role == ContractRole.CMO or role == ContractRole.CSO else 0.0
        if role == common:
            spent += settle(leader, firm, capacity, leadership)
            carried = information["sales_evidence_in_marketing"]
            carried += information["marketing_evidence_in_sales"]
            spent += carried * leadership["evidence_hours"] * size
        if role == ContractRole.CEO and leadership["tension"] == Tension.STOKED:
            spent += leadership["table_hours"] * size
        people = people_below(role, bosses, organisation)
        attend(leader, people, spent, organisation["week"] * size, organisation, leadership)
    blend(leaders, firm, contracts, bosses, leadership)
    carry_evidence(leaders, firm, information, common)
    firm[0]["compared"] = 0.0
    if (
        leadership["tension"] == Tension.STOKED
        and leaders[ContractRole.CEO - ContractRole.CMO]["vacant"] == 0
    ):
        firm[0]["compared"] = leadership["league_tables"]
    firm[0]["zero_sum"] = rivalry(
        contracts[ContractRole.MARKETER], contracts[ContractRole.REP], leadership["usual_variable"],
        firm[0]["compared"],
    )  # fmt: skip
    firm[0]["planner"] = organisation["budget_owner"]


@act
def blend(leaders: Any, firm: Any, contracts: Any, bosses: Any, leadership: Any) -> None:
    """Blend every boss's weights into the objectives below, from the top down."""
    for role in FROM_THE_TOP:
        for metric in range(len(METRICS)):
            own = contracts[role]["weights"][metric]
            leaders[role - ContractRole.CMO]["weights"][metric] = own
    for role in BELOW_THE_TOP_TWICE:
        boss = bosses[role]
        if boss != NOBODY:
            for metric in range(len(METRICS)):
                leaders[role - ContractRole.CMO]["weights"][metric] = pulled(
                    contracts[role]["weights"][metric],
                    leaders[boss - ContractRole.CMO]["weights"][metric],
                    leadership["pull"] * leaders[boss - ContractRole.CMO]["attention"],
                )
    for metric in range(len(METRICS)):
        for craft in CRAFTS:
            own = contracts[craft]["weights"][metric]
            boss = bosses[craft]
            if boss != NOBODY:
                own = pulled(
                    own,
                    leaders[boss - ContractRole.CMO]["weights"][metric],
                    leadership["pull"] * leaders[boss - ContractRole.CMO]["attention"],
                )
            if craft == ContractRole.MARKETER:
                firm[0]["marketer_objective"][metric] = own
            else:
                firm[0]["rep_objective"][metric] = own


@act
def rivalry(marketer: Any, rep: Any, usual: float, compared: float) -> float:
    """Return how far one side's gain is the other's loss, by what both are paid for (0 to 1).

    It is the part of variable pay that the two contracts do not hold in common, over the `usual`
    variable share of pay. Team and shared revenue count the same bookings under two names. League
    tables show `compared` of what is common as two results.
    """
    pooled = min(
        marketer["weights"][Metric.TEAM_REVENUE] + marketer["weights"][Metric.SHARED_REVENUE],
        rep["weights"][Metric.TEAM_REVENUE] + rep["weights"][Metric.SHARED_REVENUE],
    )
    pooled += min(marketer["weights"][Metric.ENGAGED_GROUPS], rep["weights"][Metric.ENGAGED_GROUPS])
    at_stake = 0.5 * (marketer["variable_share"] + rep["variable_share"])
    return clipped(ratio(at_stake, usual, 0.0) * (1.0 - pooled * (1.0 - compared)), 0.0, 1.0)


@act
def carry_evidence(leaders: Any, firm: Any, information: Any, common: int) -> None:
    """Let the boss both sides share carry views over, as far as that boss's attention goes."""
    firm[0]["evidence_to_marketing"] = 0.0
    firm[0]["evidence_to_sales"] = 0.0
    if common != NOBODY:
        boss = leaders[common - ContractRole.CMO]
        heeds_sales = boss["attention"] * (1.0 - disfavour(-boss["background"]))
        heeds_marketing = boss["attention"] * (1.0 - disfavour(boss["background"]))
        firm[0]["evidence_to_marketing"] = information["sales_evidence_in_marketing"] * heeds_sales
        firm[0]["evidence_to_sales"] = information["marketing_evidence_in_sales"] * heeds_marketing
