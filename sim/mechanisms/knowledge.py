"""Knowledge: what each side believes buyers need, and what they act on.

Reps learn from conversations: fresh, but selected (a bias all reps share) and dull on macro
dimensions. Marketing learns from surveys: late, and blind on micro dimensions. Pitches and messages
follow an operating estimate. Without exchange each side uses its own. Hours together let the right
source speak on each dimension, as far as people trust each other; a boss who listens to one side
mixes its view into the other's work, dimension by dimension, right or wrong. Hours together also
make both biases converge to a third one: disagreement falls and errors become correlated.

Practices bring hours in which evidence is exchanged (remembered for a while; the better it was
prepared, the more surely the right source speaks), hours in which the room settles for the middle,
what liaisons carry, and lessons: an experiment, a deal taken apart, buyers met at first hand. A
lesson moves a view by its weight against what was known before.

Counter-force: hours; convergence; a fast market makes surveys old; newcomers start with nothing.
Neutral: talks 0 and refresh 0 teach nobody anything; capability 0 exchanges nothing.
Sources: evidence A28, A38, A39, B4; equations (knowledge), trial of the rules.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, poisson
from sim.core.formulas import kept, ratio
from sim.core.params import Block, param
from sim.core.units import Hours, Number, PerWeek, Share, Weeks
from sim.world.names import DIMENSIONS, MACRO, MICRO, MarketerTask, RepTask
from sim.world.practices import PLACES, Practice
from sim.world.shared import pooled_view
from sim.world.state import Clock
from sim.world.vectors import LAGS

TALKS, HEARD, SURVEYED, MET, OVERHEARD = 1001, 1002, 1003, 1004, 1005
LEAST_RESEARCH = 0.04
"""Research, over the usual hours, below which surveys get no noisier."""

SUREST = 1.0e9
"""What an exact survey counts for, in conversations: next to it nothing else is heard."""


class Knowledge(Block):
    """How the two sides learn, and what they share."""

    talks: PerWeek = param(
        1.5, 0, 30, unit="talks/segment", source="B4 rep conversations", sweep=(0.5, 4.0),
        market=True, meaning="telling conversations a week of a rep with usual hours on deals",
    )  # fmt: skip
    talk_noise: Number = param(
        1.0, 0, 5, unit="sd", source="B4 per-conversation noise", sweep=(0.5, 2.0), market=True,
        meaning="noise of one conversation",
    )  # fmt: skip
    sales_memory: Weeks = param(
        6.0, 1, 104, unit="weeks", source="B4 sales memory half-life", sweep=(2.0, 16.0),
        meaning="half-life of what a rep remembers",
    )  # fmt: skip
    dullness: Share = param(
        0.3, 0, 1, source="B4 attenuation of macro dims", sweep=(0.0, 1.0),
        meaning="share of macro needs that conversations reveal",
    )  # fmt: skip
    deal_hours: Hours = param(
        11.0, 0.1, 40, unit="hours", source="assumption 37", around=1.5,
        meaning="weekly hours on deals that bring the usual conversations",
    )  # fmt: skip
    lag: Weeks = param(
        6.0, 0, 26, unit="weeks", source="B4 marketing lag", sweep=(2.0, 26.0),
        meaning="age of what a survey shows",
    )  # fmt: skip
    refresh: Weeks = param(
        4.0, 0, 52, unit="weeks", source="B4 marketing refresh", sweep=(2.0, 13.0),
        meaning="weeks between surveys; 0 for none",
    )  # fmt: skip
    survey_noise: Number = param(
        0.3, 0, 5, unit="sd", source="B4 marketing noise", sweep=(0.1, 0.6),
        meaning="noise of a survey with usual research hours",
    )  # fmt: skip
    research_hours: Hours = param(
        3.0, 0.1, 40, unit="hours", source="assumption 37", around=2.0,
        meaning="weekly research hours of a marketer at which surveys have this noise",
    )  # fmt: skip
    base_contact: Hours = param(
        0.25, 0, 10, unit="hours", source="assumption 38", sweep=(0.0, 1.0),
        meaning="hours a week two people of a pod meet anyway",
    )  # fmt: skip
    capability: Share = param(
        0.5, 0, 1, source="equations (structured exchange); assumption 39", sweep=(0.0, 1.0),
        meaning="chance that an exchange puts the right source on each dimension",
    )  # fmt: skip
    exchange_hours: Hours = param(
        1.0, 0.01, 40, unit="hours", source="assumption 39", sweep=(0.3, 3.0),
        meaning="hours together a week that bring most of what an exchange can",
    )  # fmt: skip
    convergence: PerWeek = param(
        0.005, 0, 1, unit="1/hour", source="A38; assumption 40", sweep=(0.0, 0.02),
        meaning="part of the way to a common view that an hour together takes",
    )  # fmt: skip
    variety: Weeks = param(
        104.0, 1, 520, unit="weeks", source="A38; assumption 40", sweep=(52.0, 208.0),
        meaning="half-life of convergence when people stop meeting",
    )  # fmt: skip
    coolness: Number = param(
        0.5, 0, 10, source="A19, A20; assumption 41", sweep=(0.0, 1.5),
        meaning="how strongly relationship conflict closes ears",
    )  # fmt: skip


@rule
def recalled(weight: float, kept_share: float, talks: float) -> float:
    """Return the weight of remembered conversations after a week with `talks` new ones."""
    return weight * kept_share + talks


@rule
def updated(view: float, heard: float, share: float) -> float:
    """Return a view moved towards what was heard by `share`."""
    return view + share * (heard - view)


@rule
def blended_bias(own: float, common: float, convergence: float) -> float:
    """Return a bias on its way to a common one, its variance kept."""
    return math.sqrt(1.0 - convergence) * own + math.sqrt(convergence) * common


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
def lesson_share(weight: float, known: float) -> float:
    """Return how far a lesson moves a view, both weighed in conversations."""
    return ratio(weight, weight + known, 0.0)


@rule
def survey_weight(talk_noise: float, noise: float) -> float:
    """Return how many conversations a survey of this noise tells as much as."""
    return min(ratio(talk_noise * talk_noise, noise * noise, SUREST), SUREST)


@rule
def converged(state: float, rate: float, kept_share: float) -> float:
    """Return convergence a week later, between 0 and 1."""
    return state * kept_share + min(rate, 1.0) * (1.0 - state * kept_share)


@act
def told(segment: Any, dimension: int, convergence: float, dullness: float) -> float:
    """Return what buyers of a segment tell, on average, to everybody from sales."""
    clarity = dullness if dimension in MACRO else 1.0
    bias = blended_bias(
        segment["sales_bias"][dimension], segment["third_bias"][dimension], convergence
    )
    return float(clarity * segment["needs"][dimension] + bias)


@act
def listen(row: int, reps: Any, segments: Any, pods: Any, knowledge: Any, clock: Clock) -> None:
    """Let one rep learn from this week's conversations."""
    rep = reps[row]
    convergence = pods[rep["pod"]]["convergence"]
    keep = kept(knowledge["sales_memory"])
    mean = knowledge["talks"] * rep["hours"][RepTask.DEALS] / knowledge["deal_hours"]
    is_new = rep["hired_week"] == clock.week
    for s in range(segments.shape[0]):
        segment = segments[s]
        identity = paired(paired(row, rep["holder"]), s)
        talks = float(poisson(clock.seed, TALKS, identity, clock.week, mean))
        if is_new:
            rep["talk_weight"][s] = 0.0
        rep["talk_weight"][s] = recalled(rep["talk_weight"][s], keep, talks)
        for dimension in range(DIMENSIONS):
            if is_new:
                rep["views"][s, dimension] = 0.0
                rep["lesson_weight"][s, dimension] = 0.0
            rep["lesson_weight"][s, dimension] *= keep
            if talks > 0.0:
                share = ratio(
                    talks, rep["talk_weight"][s] + rep["lesson_weight"][s, dimension], 0.0
                )
                noise = normal(
                    clock.seed, HEARD, identity * DIMENSIONS + dimension, clock.week
                ) / math.sqrt(talks)
                heard = told(segment, dimension, convergence, knowledge["dullness"])
                heard += rep["bias"][s, dimension]
                heard += knowledge["talk_noise"] * noise
                rep["views"][s, dimension] = updated(rep["views"][s, dimension], heard, share)


@phase
def listen_all(
    rows: Any, reps: Any, segments: Any, pods: Any, knowledge: Any, clock: Clock
) -> None:
    """Let every rep listen."""
    for index in range(rows.shape[0]):
        listen(rows[index], reps, segments, pods, knowledge, clock)


@rule
def square(x: float) -> float:
    """Return x times x."""
    return x * x


@act
def fade(marketer: Any, is_new: bool, segments: int, keep: float) -> None:
    """Let lessons lose weight; a newcomer has learned none of them."""
    for s in range(segments):
        for dimension in range(DIMENSIONS):
            marketer["lesson_weight"][s, dimension] *= 0.0 if is_new else keep
            if is_new and dimension in MICRO:
                marketer["views"][s, dimension] = 0.0


@act
def survey(
    row: int, marketers: Any, segments: Any, pods: Any, knowledge: Any, clock: Clock
) -> None:
    """Let one marketer read a survey, if one is due."""
    marketer = marketers[row]
    is_new = marketer["hired_week"] == clock.week
    fade(marketer, is_new, segments.shape[0], kept(knowledge["sales_memory"]))
    refresh = int(knowledge["refresh"])
    if refresh == 0 or (clock.index % refresh != 0 and not is_new):
        return
    convergence = pods[marketer["pod"]]["convergence"]
    lag = knowledge["lag"] * (1.0 - pods[marketer["pod"]]["fresher"])
    then = max(clock.index - int(lag), 0) % LAGS
    effort = max(
        marketer["hours"][MarketerTask.RESEARCH] / knowledge["research_hours"], LEAST_RESEARCH
    )
    noise = knowledge["survey_noise"] / math.sqrt(effort)
    for s in range(segments.shape[0]):
        segment = segments[s]
        for dimension in range(DIMENSIONS):
            if dimension not in MICRO:
                identity = paired(row, s * DIMENSIONS + dimension)
                step = normal(clock.seed, SURVEYED, identity, clock.week)
                bias = blended_bias(
                    segment["marketing_bias"][dimension],
                    segment["third_bias"][dimension],
                    convergence,
                )
                shown = segment["past"][then, dimension] + bias + noise * step
                known = survey_weight(knowledge["talk_noise"], noise)
                lessons = lesson_share(marketer["lesson_weight"][s, dimension], known)
                marketer["views"][s, dimension] = updated(
                    shown, marketer["views"][s, dimension], lessons
                )


@phase
def survey_all(
    rows: Any, marketers: Any, segments: Any, pods: Any, knowledge: Any, clock: Clock
) -> None:
    """Let every marketer read surveys."""
    for index in range(rows.shape[0]):
        survey(rows[index], marketers, segments, pods, knowledge, clock)


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
    seats = pairs.shape[0] // marketers.shape[0]
    per_rep = pairs.shape[0] // reps.shape[0]
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
    per_pod = pairs.shape[0] // pods.shape[0]
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
def learn(person: Any, s: int, dimension: int, heard: float, weight: float, known: float) -> None:
    """Move one view by a lesson; `weight` and `known` are in conversations."""
    if weight > 0.0:
        share = lesson_share(weight, known + person["lesson_weight"][s, dimension])
        person["views"][s, dimension] = updated(person["views"][s, dimension], heard, share)
        person["lesson_weight"][s, dimension] += weight


@act
def prior_weight(dimension: int, knowledge: Any) -> float:
    """Return what a marketer knows of a need, in conversations.

    Surveys tell of all but micro needs; of those a marketer only knows that their variance is one.
    """
    if dimension in MICRO:
        return float(square(knowledge["talk_noise"]))
    return float(survey_weight(knowledge["talk_noise"], knowledge["survey_noise"]))


@act
def rep_lessons(
    row: int, reps: Any, marketers: Any, pairs: Any, pods: Any, segments: Any, knowledge: Any
) -> None:
    """Let one rep learn from this week's practices."""
    rep = reps[row]
    if rep["practice_hours"] <= 0.0:
        return
    pod = pods[rep["pod"]]
    talk = square(knowledge["talk_noise"])
    per_rep = pairs.shape[0] // reps.shape[0]
    trust = 0.0
    for pair in range(row * per_rep, (row + 1) * per_rep):
        trust += pairs[pair]["trust_rep_in_marketer"] / per_rep
    if rep["booked"][Practice.BATTLES] > 0.0 and pod["battle_leads"] > 0.0:
        s, dimension = pod["battle_segment"], pod["battle_dimension"]
        weight = trust * talk * pod["battle_precision"]
        learn(rep, s, dimension, pod["battle_outcome"], weight, rep["talk_weight"][s])
    # Reading a survey for longer shows no second one.
    surveys = trust * min(rep["booked"][Practice.ROTATION] / knowledge["research_hours"], 1.0)
    first = rep["pod"] * per_rep
    for s in range(segments.shape[0]):
        deals = talk * pod["debriefed"][s] if rep["booked"][Practice.DEBRIEFS] > 0.0 else 0.0
        for dimension in range(DIMENSIONS):
            if dimension not in MACRO:
                learn(
                    rep, s, dimension, pod["dissected"][s, dimension], deals, rep["talk_weight"][s]
                )
            if dimension not in MICRO and surveys > 0.0:
                shown = pooled_view(marketers, range(first, first + per_rep), s, dimension)
                weight = surveys * prior_weight(dimension, knowledge)
                learn(rep, s, dimension, shown, weight, rep["talk_weight"][s])


@phase
def teach_reps(
    rows: Any, reps: Any, marketers: Any, pairs: Any, pods: Any, segments: Any, knowledge: Any
) -> None:
    """Let every rep learn from this week's practices."""
    for index in range(rows.shape[0]):
        rep_lessons(rows[index], reps, marketers, pairs, pods, segments, knowledge)


@act
def meet_buyers(
    row: int, marketer: Any, hours: float, segments: Any, convergence: float, knowledge: Any,
    clock: Clock,
) -> None:  # fmt: skip
    """Let one marketer hear, on micro dimensions, what buyers tell sales in some hours."""
    mean = knowledge["talks"] * hours / knowledge["deal_hours"]
    for s in range(segments.shape[0]):
        identity = paired(row, s)
        talks = float(poisson(clock.seed, MET, identity, clock.week, mean))
        for dimension in MICRO:
            step = normal(clock.seed, OVERHEARD, identity * DIMENSIONS + dimension, clock.week)
            heard = told(segments[s], dimension, convergence, knowledge["dullness"])
            heard += ratio(knowledge["talk_noise"] * step, math.sqrt(talks), 0.0)
            learn(marketer, s, dimension, heard, talks, prior_weight(dimension, knowledge))


@act
def marketer_lessons(
    row: int, marketers: Any, pairs: Any, pods: Any, segments: Any, knowledge: Any, clock: Clock
) -> None:
    """Let one marketer learn from this week's practices."""
    marketer = marketers[row]
    if marketer["practice_hours"] <= 0.0:
        return
    pod = pods[marketer["pod"]]
    talk = square(knowledge["talk_noise"])
    per_pod = marketers.shape[0] // pods.shape[0]
    seats = pairs.shape[0] // marketers.shape[0]
    trust = 0.0
    for seat in range(marketer["pod"] * seats, (marketer["pod"] + 1) * seats):
        trust += pairs[seat * per_pod + row % per_pod]["trust_marketer_in_rep"] / seats
    if marketer["booked"][Practice.BATTLES] > 0.0 and pod["battle_leads"] > 0.0:
        s, dimension = pod["battle_segment"], pod["battle_dimension"]
        weight = trust * talk * pod["battle_precision"]
        known = prior_weight(dimension, knowledge)
        learn(marketer, s, dimension, pod["battle_outcome"], weight, known)
    if marketer["booked"][Practice.DEBRIEFS] > 0.0:
        for s in range(segments.shape[0]):
            weight = trust * talk * pod["debriefed"][s]
            for dimension in range(DIMENSIONS):
                if dimension not in MACRO:
                    known = prior_weight(dimension, knowledge)
                    learn(marketer, s, dimension, pod["dissected"][s, dimension], weight, known)
    hours = marketer["buyer_hours"] + marketer["booked"][Practice.ROTATION]
    if hours > 0.0:
        meet_buyers(row, marketer, hours, segments, pod["convergence"], knowledge, clock)


@phase
def teach_marketers(
    rows: Any, marketers: Any, pairs: Any, pods: Any, segments: Any, knowledge: Any, clock: Clock
) -> None:
    """Let every marketer learn from this week's practices."""
    for index in range(rows.shape[0]):
        marketer_lessons(rows[index], marketers, pairs, pods, segments, knowledge, clock)


@act
def absorbed(pair: Any, trust: float, knowledge: Any) -> Any:
    """Return how much of an exchange with the other one is taken in, and of mere reports."""
    strain = knowledge["coolness"] * pair["relationship_conflict"]
    hours = pair["evidence_hours"]
    capability = capable(knowledge["capability"], pair["prepared"], hours)
    heard = openness(capability, trust, hours / knowledge["exchange_hours"], strain)
    reports = openness(1.0, trust, pair["averaged"] / knowledge["exchange_hours"], strain)
    return heard, reports


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
    row: int, reps: Any, marketers: Any, pairs: Any, segments: Any, firm: Any, knowledge: Any
) -> None:
    """Write what one rep acts on."""
    rep = reps[row]
    per_rep = pairs.shape[0] // reps.shape[0]
    trust, heard, reported = 0.0, 0.0, 0.0
    for pair in range(row * per_rep, (row + 1) * per_rep):
        pair_trust = pairs[pair]["trust_rep_in_marketer"]
        trust += pair_trust / per_rep
        exchanged, reports = absorbed(pairs[pair], pair_trust, knowledge)
        heard += exchanged / per_rep
        reported += reports / per_rep
    heard = either(heard, rep["liaison_information"])
    heard *= 1.0 - firm[0]["silenced"]
    evidence = either(firm[0]["evidence_to_sales"] * trust, 0.5 * reported)
    first = rep["pod"] * per_rep
    for s in range(segments.shape[0]):
        for dimension in range(DIMENSIONS):
            other = pooled_view(marketers, range(first, first + per_rep), s, dimension)
            rep["pitch"][s, dimension] = mix(
                rep["views"][s, dimension], other, dimension, dimension in MICRO, heard, evidence
            )


@phase
def prepare_pitches(
    rows: Any, reps: Any, marketers: Any, pairs: Any, segments: Any, firm: Any, knowledge: Any
) -> None:
    """Write what every rep acts on."""
    for index in range(rows.shape[0]):
        prepare_pitch(rows[index], reps, marketers, pairs, segments, firm, knowledge)


@act
def prepare_message(
    row: int, marketers: Any, reps: Any, pairs: Any, segments: Any, firm: Any, knowledge: Any
) -> None:
    """Write what one marketer acts on."""
    marketer = marketers[row]
    per_rep = pairs.shape[0] // reps.shape[0]
    seats = pairs.shape[0] // marketers.shape[0]
    first = marketer["pod"] * seats
    local = row - marketer["pod"] * per_rep
    trust, heard, reported = 0.0, 0.0, 0.0
    for seat in range(first, first + seats):
        pair = pairs[seat * per_rep + local]
        pair_trust = pair["trust_marketer_in_rep"]
        trust += pair_trust / seats
        exchanged, reports = absorbed(pair, pair_trust, knowledge)
        heard += exchanged / seats
        reported += reports / seats
    heard = either(heard, marketer["liaison_information"])
    heard *= 1.0 - firm[0]["silenced"]
    evidence = either(firm[0]["evidence_to_marketing"] * trust, 0.5 * reported)
    for s in range(segments.shape[0]):
        for dimension in range(DIMENSIONS):
            other = pooled_view(reps, range(first, first + seats), s, dimension)
            marketer["message"][s, dimension] = mix(
                marketer["views"][s, dimension], other, dimension, dimension not in MICRO, heard,
                evidence,
            )  # fmt: skip


@phase
def prepare_messages(
    rows: Any, marketers: Any, reps: Any, pairs: Any, segments: Any, firm: Any, knowledge: Any
) -> None:
    """Write what every marketer acts on."""
    for index in range(rows.shape[0]):
        prepare_message(rows[index], marketers, reps, pairs, segments, firm, knowledge)


@phase
def compare_views(pods: Any, marketers: Any, reps: Any, segments: Any) -> None:
    """Measure, pod by pod, how far the two sides' views are apart."""
    per_pod = marketers.shape[0] // pods.shape[0]
    seats = reps.shape[0] // pods.shape[0]
    for row in range(pods.shape[0]):
        total = 0.0
        for s in range(segments.shape[0]):
            for dimension in range(DIMENSIONS):
                gap = 0.0
                for seat in range(row * per_pod, (row + 1) * per_pod):
                    gap += marketers[seat]["views"][s, dimension] / per_pod
                for seat in range(row * seats, (row + 1) * seats):
                    gap -= reps[seat]["views"][s, dimension] / seats
                total += abs(gap)
        pods[row]["knowledge_gap"] = total / (segments.shape[0] * DIMENSIONS)
