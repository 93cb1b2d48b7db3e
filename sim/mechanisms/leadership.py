"""Leadership: whose objective counts, whose evidence counts, who settles disputes.

Reporting lines form a tree. A boss's own contract pulls on the objective of the people below, as
far as the boss's attention reaches. The nearest boss both sides share can carry one side's view
over to the other. Disputes are brought to that boss, who settles what fits into the hours set
aside; the rest is left to the people. Attention spent on disputes, or on carrying evidence over, is
not spent on people.

Reads: contracts, organisation, information, pairs (contested_events).
Writes: leaders, firm (marketer_objective, rep_objective, zero_sum, evidence_to_marketing,
evidence_to_sales, settled, disputes, planner).
Counter-force: attention is limited, and a view carried over by authority is not a better view.
Neutral: pull 0, dispute_hours 0 and evidence 0: leaders change nothing.
Sources: model 4 (leadership); evidence A11, A31; claims C03, C04, C21.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import clipped, ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number, Share
from sim.world import (
    CEO,
    CMO,
    CRO,
    CSO,
    ENGAGED_GROUPS,
    MARKETER_CONTRACT,
    METRICS,
    REP_CONTRACT,
    SHARED_REVENUE,
    TEAM_REVENUE,
)  # fmt: skip

NO_BOSS = -1
LEADERS = 4
POOLED = (TEAM_REVENUE, SHARED_REVENUE, ENGAGED_GROUPS)
"""Metrics that count the same results for everybody in a pod, whoever is paid by them."""


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
        0.7, 0, 1, source="assumption 58",
        meaning="growth of a leader's hours with the size of the firm (1: staff in proportion)",
    )  # fmt: skip
    usual_variable: Share = param(
        0.4, 0.01, 1, source="B2 commission", sweep=(0.2, 0.6),
        meaning="variable share of pay from which a dispute over it is felt in full",
    )  # fmt: skip
    memory: Share = param(
        0.1, 0, 1, source="assumption 59",
        meaning="weight of this week in what leaders know of disputes",
    )  # fmt: skip


@rule
def pulled(own: float, boss: float, pull: float) -> float:
    """Return a pay weight after a boss's pull."""
    return own + pull * (boss - own)


@rule
def settled_share(capacity: float, load: float) -> float:
    """Return the share of disputes a boss settles; none without a boss or capacity."""
    return clipped(ratio(capacity, load, 1.0), 0.0, 1.0) if capacity > 0.0 else 0.0


@rule
def heard(people: float, span: float, busy: float) -> float:
    """Return a boss's attention to one subordinate; `busy` is the share lost to disputes."""
    return (1.0 - busy) * span / (span + people)


@act
def shared_boss(marketing: int, sales: int, bosses: Any) -> int:
    """Return the nearest leader above both, or NO_BOSS; at most four steps up each way."""
    above = marketing
    for _ in range(LEADERS):
        other = sales
        for _ in range(LEADERS):
            if above == other and above != NO_BOSS:
                return above
            if other != NO_BOSS:
                other = bosses[other]
        if above != NO_BOSS:
            above = bosses[above]
    return NO_BOSS


@act
def boss_row(choice: int) -> int:
    """Return the contract role of a leader named by a `reports_to` choice (the last is nobody)."""
    return int(CMO + choice) if choice < LEADERS else NO_BOSS


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
        NO_BOSS,
    )


@phase
def lead(
    rows: Any, leaders: Any, firm: Any, pods: Any, contracts: Any, organisation: Any,
    information: Any, leadership: Any,
) -> None:  # fmt: skip
    """Settle disputes, blend objectives down the tree, decide whose evidence counts."""
    bosses = reporting_lines(organisation)
    size = float(pods.shape[0]) ** leadership["depth"]
    common = shared_boss(bosses[0], bosses[1], bosses)
    firm[0]["settled"] = 0.0
    for index in range(rows.shape[0]):
        row = rows[index]
        leader = leaders[row]
        role = row + CMO
        capacity = organisation["dispute_hours"][row] * size
        leader["load"] = 0.0
        if role == common:
            leader["load"] = firm[0]["disputes"] * leadership["hours_per_dispute"]
            firm[0]["settled"] = settled_share(capacity, leader["load"])
        spent = min(capacity, leader["load"])
        if role == common:
            carried = information["sales_evidence_in_marketing"]
            carried += information["marketing_evidence_in_sales"]
            spent += carried * leadership["evidence_hours"] * size
        busy = ratio(spent, organisation["week"] * size, 0.0)
        people = 0.0
        for role_below in range(len(bosses)):
            if bosses[role_below] == role:
                people += organisation["team"] if role_below < CMO else 1.0
        leader["present"] = 1 if people > 0.0 else 0
        leader["attention"] = heard(people, leadership["span"], clipped(busy, 0.0, 1.0))
    blend(leaders, firm, contracts, bosses, leadership)
    carry_evidence(leaders, firm, information, common)
    firm[0]["zero_sum"] = rivalry(
        contracts[MARKETER_CONTRACT], contracts[REP_CONTRACT], leadership["usual_variable"]
    )
    firm[0]["planner"] = organisation["budget_owner"]


@act
def blend(leaders: Any, firm: Any, contracts: Any, bosses: Any, leadership: Any) -> None:
    """Blend every boss's weights into the objectives below, from the top down."""
    for role in (CEO, CRO, CSO, CMO):
        for metric in range(len(METRICS)):
            own = contracts[role]["weights"][metric]
            leaders[role - CMO]["weights"][metric] = own
    for role in (CRO, CSO, CMO, CRO, CSO, CMO):
        boss = bosses[role]
        if boss != NO_BOSS:
            for metric in range(len(METRICS)):
                leaders[role - CMO]["weights"][metric] = pulled(
                    contracts[role]["weights"][metric],
                    leaders[boss - CMO]["weights"][metric],
                    leadership["pull"] * leaders[boss - CMO]["attention"],
                )
    for metric in range(len(METRICS)):
        for role in range(2):
            own = contracts[role]["weights"][metric]
            boss = bosses[role]
            if boss != NO_BOSS:
                own = pulled(
                    own,
                    leaders[boss - CMO]["weights"][metric],
                    leadership["pull"] * leaders[boss - CMO]["attention"],
                )
            if role == 0:
                firm[0]["marketer_objective"][metric] = own
            else:
                firm[0]["rep_objective"][metric] = own


@act
def rivalry(marketer: Any, rep: Any, usual: float) -> float:
    """Return how far one side's gain is the other's loss, by what both are paid for (0 to 1).

    It is the part of variable pay that the two contracts do not hold in common, over the `usual`
    variable share of pay.
    """
    pooled = 0.0
    for metric in POOLED:
        pooled += min(marketer["weights"][metric], rep["weights"][metric])
    at_stake = 0.5 * (marketer["variable_share"] + rep["variable_share"])
    return clipped(ratio(at_stake, usual, 0.0) * (1.0 - pooled), 0.0, 1.0)


@act
def carry_evidence(leaders: Any, firm: Any, information: Any, common: int) -> None:
    """Let the boss both sides share carry views over, as far as that boss's attention goes."""
    attention = leaders[common - CMO]["attention"] if common != NO_BOSS else 0.0
    firm[0]["evidence_to_marketing"] = information["sales_evidence_in_marketing"] * attention
    firm[0]["evidence_to_sales"] = information["marketing_evidence_in_sales"] * attention
