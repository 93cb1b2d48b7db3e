"""Knowledge sharing: what the two sides tell each other, and what they act on.

Pitches and messages follow an operating estimate. Without exchange each side uses its own view.
Hours together let the right source speak on each dimension, as far as people trust each other; a
boss who listens to one side mixes its view into the other's work, dimension by dimension, right or
wrong. Hours together also make both biases converge to a third one: disagreement falls and errors
become correlated.

Practices bring hours in which evidence is exchanged (remembered for a while; the better it was
prepared, the more surely the right source speaks), hours in which the room settles for the middle,
and what liaisons carry. Own views stay as they are (see knowledge, which has the parameters too).

Counter-force: hours; convergence; strain between people closes ears.
Neutral: without practices, and with bosses who ask nobody, knowledge.capability 0 exchanges
nothing; knowledge.convergence 0 keeps biases apart.
Sources: evidence A19, A20, A38; equations (structured exchange), trial of the rules.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.formulas import kept, ratio, updated
from sim.world.names import DIMENSIONS, MACRO, MICRO, MarketerTask, RepTask
from sim.world.places import each, pairs_of_marketer, those_of
from sim.world.practices import PLACES, Practice
from sim.world.shared import mean_trust, pooled_view, trust_in_other


@rule
def openness(capability: float, trust: float, hours: float, conflict: float) -> float:
    """Return how much of an exchange is taken in; `hours` and `conflict` are weighted already."""
    return capability * trust * (1.0 - math.exp(-hours)) * math.exp(-conflict)


@rule
def capable(capability: float, prepared: float, hours: float) -> float:
    """Return the chance that the right source speaks, if `prepared` of the hours had evidence."""
    return capability + (1.0 - capability) * min(ratio(prepared, hours, 0.0), 1.0)


@rule
def either(one: float, other: float) -> float:
    """Return the chance that at least one of two independent channels carries."""
    return one + (1.0 - one) * other


@rule
def converged(state: float, rate: float, kept_share: float) -> float:
    """Return convergence a week later, between 0 and 1."""
    return state * kept_share + min(rate, 1.0) * (1.0 - state * kept_share)


@act
def remember(pair: Any, holders: int, keep: float) -> None:
    """Remember what practices brought two people; with a new person it starts anew."""
    fresh = 1.0 - keep
    if pair["met"] != holders:
        pair["talked"], pair["prepared"], pair["averaged"] = 0.0, 0.0, 0.0
    together = pair["together"]
    talk = pair["working_hours"] + pair["passing_hours"]
    talk += together[Practice.EXCHANGE] + together[Practice.JOINT_ASSIGNMENTS]
    pair["talked"] = updated(pair["talked"], talk, fresh)
    pair["prepared"] = updated(pair["prepared"], pair["prepared_hours"], fresh)
    pair["averaged"] = updated(pair["averaged"], pair["report_hours"], fresh)


@phase
def meet(rows: Any, pairs: Any, marketers: Any, reps: Any, pods: Any, knowledge: Any) -> None:
    """Add up the hours each pair spends together, and what that does to variety."""
    seats, per_rep = each(pairs, marketers), each(pairs, reps)
    keep = kept(knowledge["sales_memory"])
    for index in range(rows.shape[0]):
        pair = pairs[rows[index]]
        marketer = marketers[pair["marketer"]]
        rep = reps[pair["rep"]]
        joint = min(
            marketer["hours"][MarketerTask.JOINT] / seats, rep["hours"][RepTask.SHARING] / per_rep
        )
        present = float(marketer["present"] * rep["present"])
        anyway = present * (knowledge["base_contact"] + joint)
        practised = 0.0
        for practice in range(PLACES):
            practised += pair["together"][practice]
        pair["contact_hours"] = anyway + practised
        remember(pair, marketer["holder"] + rep["holder"], keep)
        pair["evidence_hours"] = anyway + present * pair["talked"]
    converge(pairs, reps, pods, knowledge)
    relay(pairs, marketers, reps, pods, knowledge)


@act
def converge(pairs: Any, reps: Any, pods: Any, knowledge: Any) -> None:
    """Let the views of those who meet converge, pod by pod."""
    for row in range(pods.shape[0]):
        pods[row]["contact"] = 0.0
    per_pod = each(pairs, pods)
    for row in range(pairs.shape[0]):
        pod = pods[reps[pairs[row]["rep"]]["pod"]]
        pod["contact"] += pairs[row]["contact_hours"] / per_pod
    keep = kept(knowledge["variety"])
    for row in range(pods.shape[0]):
        rate = knowledge["convergence"] * pods[row]["contact"]
        stays = keep * (1.0 - pods[row]["newcomers"])
        pods[row]["convergence"] = converged(pods[row]["convergence"], rate, stays)


@act
def relay(pairs: Any, marketers: Any, reps: Any, pods: Any, knowledge: Any) -> None:
    """Let liaisons take in what the other side knows, and everybody listen to them."""
    for row in range(pods.shape[0]):
        pods[row]["relayed_to_sales"], pods[row]["relayed_to_marketing"] = 0.0, 0.0
    for row in range(pairs.shape[0]):
        pair = pairs[row]
        if pair["liaison_hours"] > 0.0:
            pod = pods[reps[pair["rep"]]["pod"]]
            hours = pair["liaison_hours"] / knowledge["exchange_hours"]
            strain = knowledge["coolness"] * pair["relationship_conflict"]
            capability = knowledge["capability"]
            pod["relayed_to_sales"] = either(
                pod["relayed_to_sales"],
                openness(capability, pair["trust_rep_in_marketer"], hours, strain),
            )
            pod["relayed_to_marketing"] = either(
                pod["relayed_to_marketing"],
                openness(capability, pair["trust_marketer_in_rep"], hours, strain),
            )
    for row in range(reps.shape[0]):
        reps[row]["liaison_information"] = (
            reps[row]["liaison_receptivity"] * pods[reps[row]["pod"]]["relayed_to_sales"]
        )
    for row in range(marketers.shape[0]):
        pod = pods[marketers[row]["pod"]]
        marketers[row]["liaison_information"] = (
            marketers[row]["liaison_receptivity"] * pod["relayed_to_marketing"]
        )


@act
def absorbed(pair: Any, is_rep: bool, knowledge: Any) -> Any:
    """Return how much of an exchange with the other one is taken in, and of mere reports."""
    trust = trust_in_other(pair, is_rep)
    strain = knowledge["coolness"] * pair["relationship_conflict"]
    hours = pair["evidence_hours"]
    capability = capable(knowledge["capability"], pair["prepared"], hours)
    heard = openness(capability, trust, hours / knowledge["exchange_hours"], strain)
    reports = openness(1.0, trust, pair["averaged"] / knowledge["exchange_hours"], strain)
    return heard, reports


@act
def mean_absorbed(
    person: Any, pairs: Any, own: Any, is_rep: bool, evidence: float, firm: Any, knowledge: Any
) -> Any:
    """Return the share of an exchange that one person takes in, and of the other side's evidence.

    `own` are the rows of the person's pairs, `evidence` how far a boss asks for the other view.
    """
    heard, reported = 0.0, 0.0
    for row in own:
        exchanged, reports = absorbed(pairs[row], is_rep, knowledge)
        heard += exchanged / len(own)
        reported += reports / len(own)
    heard = either(heard, person["liaison_information"])
    heard *= 1.0 - firm[0]["silenced"]
    trust = mean_trust(pairs, own, is_rep)
    return heard, either(evidence * trust, 0.5 * reported)


@act
def mix(own: float, other: float, dimension: int, is_own_field: bool, open_share: float,
        evidence: float) -> float:  # fmt: skip
    """Return the operating estimate on one dimension.

    `open_share` of an exchange gives the dimension to whoever knows it (half to each where both
    do); `evidence` then mixes in the other side's view whatever the dimension.
    """
    share = 0.0
    if dimension not in MICRO and dimension not in MACRO:
        share = 0.5 * open_share
    elif not is_own_field:
        share = open_share
    mixed = own + share * (other - own)
    return mixed + evidence * (other - mixed)


@act
def prepare_pitch(
    row: int,
    reps: Any,
    marketers: Any,
    pairs: Any,
    pods: Any,
    segments: Any,
    firm: Any,
    knowledge: Any,
) -> None:
    """Write what one rep acts on."""
    rep = reps[row]
    own = those_of(row, pairs, reps)
    asked = firm[0]["evidence_to_sales"]
    heard, evidence = mean_absorbed(rep, pairs, own, True, asked, firm, knowledge)
    theirs = those_of(rep["pod"], marketers, pods)
    for s in range(segments.shape[0]):
        for dimension in range(DIMENSIONS):
            other = pooled_view(marketers, theirs, s, dimension)
            rep["pitch"][s, dimension] = mix(
                rep["views"][s, dimension], other, dimension, dimension in MICRO, heard, evidence
            )


@phase
def prepare_pitches(
    rows: Any,
    reps: Any,
    marketers: Any,
    pairs: Any,
    pods: Any,
    segments: Any,
    firm: Any,
    knowledge: Any,
) -> None:
    """Write what every rep acts on."""
    for index in range(rows.shape[0]):
        prepare_pitch(rows[index], reps, marketers, pairs, pods, segments, firm, knowledge)


@act
def prepare_message(
    row: int,
    marketers: Any,
    reps: Any,
    pairs: Any,
    pods: Any,
    segments: Any,
    firm: Any,
    knowledge: Any,
) -> None:
    """Write what one marketer acts on."""
    marketer = marketers[row]
    own = pairs_of_marketer(row, marketers, pairs, pods)
    asked = firm[0]["evidence_to_marketing"]
    heard, evidence = mean_absorbed(marketer, pairs, own, False, asked, firm, knowledge)
    theirs = those_of(marketer["pod"], reps, pods)
    for s in range(segments.shape[0]):
        for dimension in range(DIMENSIONS):
            other = pooled_view(reps, theirs, s, dimension)
            marketer["message"][s, dimension] = mix(
                marketer["views"][s, dimension], other, dimension, dimension not in MICRO, heard,
                evidence,
            )  # fmt: skip


@phase
def prepare_messages(
    rows: Any,
    marketers: Any,
    reps: Any,
    pairs: Any,
    pods: Any,
    segments: Any,
    firm: Any,
    knowledge: Any,
) -> None:
    """Write what every marketer acts on."""
    for index in range(rows.shape[0]):
        prepare_message(rows[index], marketers, reps, pairs, pods, segments, firm, knowledge)


@phase
def compare_views(pods: Any, marketers: Any, reps: Any, segments: Any) -> None:
    """Measure, pod by pod, how far the two sides' views are apart."""
    per_pod, seats = each(marketers, pods), each(reps, pods)
    for row in range(pods.shape[0]):
        total = 0.0
        for s in range(segments.shape[0]):
            for dimension in range(DIMENSIONS):
                gap = 0.0
                for seat in those_of(row, marketers, pods):
                    gap += marketers[seat]["views"][s, dimension] / per_pod
                for seat in those_of(row, reps, pods):
                    gap -= reps[seat]["views"][s, dimension] / seats
                total += abs(gap)
        pods[row]["knowledge_gap"] = total / (segments.shape[0] * DIMENSIONS)
