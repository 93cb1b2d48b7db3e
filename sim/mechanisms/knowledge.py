"""Knowledge: what each side believes buyers need.

Reps learn from conversations: fresh, but selected (a bias all reps share) and dull on macro
dimensions. Marketing learns from surveys: late, and blind on micro dimensions. Where the two sides'
views have converged, so have their biases.

Practices bring lessons: an experiment, a deal taken apart, buyers met at first hand, surveys read
in marketing. A lesson moves a view by its weight against what was known before, and fades. Own
views move here and nowhere else; what is made of both sides' views is `knowledge_sharing`, which
has its parameters here.

Counter-force: hours; a fast market makes surveys old; newcomers start with nothing.
Neutral: talks 0 and refresh 0 teach nobody anything.
Sources: evidence A28, A39, B4; equations (knowledge), trial of the rules.
"""

from __future__ import annotations

import math
from typing import Any

from sim.core.compiled import act, phase, rule
from sim.core.draws import normal, paired, poisson
from sim.core.formulas import kept, ratio, updated
from sim.core.params import Block, param
from sim.core.units import Hours, Number, PerWeek, Share, Weeks
from sim.world.names import DIMENSIONS, MACRO, MICRO, MarketerTask, RepTask
from sim.world.places import pairs_of_marketer, those_of
from sim.world.practices import Practice
from sim.world.shared import mean_trust, pooled_view
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
def blended_bias(own: float, common: float, convergence: float) -> float:
    """Return a bias on its way to a common one, its variance kept."""
    return math.sqrt(1.0 - convergence) * own + math.sqrt(convergence) * common


@rule
def lesson_share(weight: float, known: float) -> float:
    """Return how far a lesson moves a view, both weighed in conversations."""
    return ratio(weight, weight + known, 0.0)


@rule
def survey_weight(talk_noise: float, noise: float) -> float:
    """Return how many conversations a survey of this noise tells as much as."""
    return min(ratio(talk_noise * talk_noise, noise * noise, SUREST), SUREST)


@rule
def square(x: float) -> float:
    """Return x times x."""
    return x * x


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
def lessons_on(
    person: Any, pod: Any, s: int, dimension: int, known: float, trust: float, believed: float,
    knowledge: Any,
) -> None:  # fmt: skip
    """Move one view of either side by this week's experiment and by deals taken apart.

    What was `known` counts in conversations. Experiments are taken in as far as people `trust` the
    other side, deals as far as they are `believed`.
    """
    talk = square(knowledge["talk_noise"])
    if (
        person["booked"][Practice.BATTLES] > 0.0
        and pod["battle_leads"] > 0.0
        and pod["battle_segment"] == s
        and pod["battle_dimension"] == dimension
    ):
        weight = trust * talk * pod["battle_precision"]
        learn(person, s, dimension, pod["battle_outcome"], weight, known)
    if person["booked"][Practice.DEBRIEFS] > 0.0 and dimension not in MACRO:
        weight = believed * talk * pod["debriefed"][s]
        learn(person, s, dimension, pod["dissected"][s, dimension], weight, known)


@act
def rep_lessons(
    row: int, reps: Any, marketers: Any, pairs: Any, pods: Any, segments: Any, knowledge: Any
) -> None:
    """Let one rep learn from this week's practices; deals taken apart are reps' own."""
    rep = reps[row]
    if rep["practice_hours"] <= 0.0:
        return
    pod = pods[rep["pod"]]
    trust = mean_trust(pairs, those_of(row, pairs, reps), True)
    # Reading a survey for longer shows no second one.
    surveys = trust * min(rep["booked"][Practice.ROTATION] / knowledge["research_hours"], 1.0)
    theirs = those_of(rep["pod"], marketers, pods)
    for s in range(segments.shape[0]):
        known = rep["talk_weight"][s]
        for dimension in range(DIMENSIONS):
            lessons_on(rep, pod, s, dimension, known, trust, 1.0, knowledge)
            if dimension not in MICRO and surveys > 0.0:
                shown = pooled_view(marketers, theirs, s, dimension)
                weight = surveys * prior_weight(dimension, knowledge)
                learn(rep, s, dimension, shown, weight, known)


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
    """Let one marketer learn from this week's practices; deals taken apart are told by reps."""
    marketer = marketers[row]
    if marketer["practice_hours"] <= 0.0:
        return
    pod = pods[marketer["pod"]]
    trust = mean_trust(pairs, pairs_of_marketer(row, marketers, pairs, pods), False)
    for s in range(segments.shape[0]):
        for dimension in range(DIMENSIONS):
            known = prior_weight(dimension, knowledge)
            lessons_on(marketer, pod, s, dimension, known, trust, trust, knowledge)
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
