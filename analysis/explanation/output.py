"""The result folder of `explain`: tables, waterfall, report, the two scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.comparison.verdicts import too_few
from analysis.explanation import lived, words
from analysis.results.manifest import manifest
from analysis.results.protocol import Results, dictionary_of, picture, write
from analysis.uncertainty.dictionary import WORLDS
from analysis.words import wording
from analysis.words.called import quoted

if TYPE_CHECKING:
    import pandas as pd

    from analysis.explanation.explain import Explanation
    from analysis.figures.picture import Picture

OWN = "the measure's"
CAPTION = (
    "The way from the first scenario to the second. Each bar is what one lever contributes, the "
    "mean over replicates and over the orders in which levers are moved; whiskers are 95 % "
    "intervals. The bars add up to the whole difference."
)
INTERVAL = {
    "ci_low": (OWN, "lower end of the 95 % interval"),
    "ci_high": (OWN, "upper end of the 95 % interval"),
    "p_value": ("share", "two-sided p-value of nothing"),
}
COLUMNS: dict[str, dict[str, tuple[str, str]]] = {
    "means": {
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "replicates in which both have a value"),
        "a_mean": (OWN, "mean of the first scenario"),
        "b_mean": (OWN, "mean of the second"),
        "difference": (OWN, "mean of second minus first"),
        **INTERVAL,
    },
    "contributions": {
        "lever": ("word", "name of the lever"),
        "words": ("text", "the same for people"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "replicates with a value"),
        "contribution": (OWN, "mean part of the difference; levers add up to it"),
        **INTERVAL,
        "change": ("text", "the settings that move with it, first → second"),
    },
    "replicate_contributions": {
        "replicate": ("count", "number of the replicate, from 0"),
        "lever": ("word", "name of the lever"),
        "measure": ("word", "what was measured; see `measures`"),
        "contribution": (OWN, "part of this replicate's difference; levers add up to it"),
    },
    "interactions": {
        "first": ("word", "one lever"),
        "second": ("word", "the other"),
        "n": ("count", "replicates"),
        "interaction": (OWN, "both moved from the first scenario, minus each alone, plus none"),
        **INTERVAL,
    },
    "steps": {
        "step": ("word", "step of the funnel"),
        "a": ("the step's", "its value in the first scenario, a ratio of sums over replicates"),
        "b": ("the step's", "its value in the second"),
        "contribution": ("euros", "part of the difference of what new contracts still pay a year"),
        "ci_low": ("euros", "lower end of the 95 % bootstrap interval"),
        "ci_high": ("euros", "upper end of the 95 % bootstrap interval"),
    },
    "causes": {
        "kind": ("word", "choice (frozen in both) or mechanism (off in both)"),
        "name": ("word", "its name"),
        "left": (OWN, "mean difference without it"),
        "gone": (OWN, "mean of the difference with it minus that without it"),
        "ci_low": (OWN, "lower end of the 95 % interval of what goes away"),
        "ci_high": (OWN, "upper end of the 95 % interval of what goes away"),
        "share": ("share", "what goes away over the whole difference; these do not add up"),
    },
}
"""Table → column → unit and meaning."""
LIVED: dict[str, dict[str, tuple[str, str]]] = {
    "signs": {
        "lever": ("word", "name of the lever"),
        "measure": ("word", "what was measured; see `measures`"),
        "n": ("count", "worlds with a value"),
        "contribution": (OWN, "mean part of the difference over these worlds"),
        "same_sign": ("share", "worlds in which the part has the sign of that mean"),
    },
    **WORLDS,
}
"""The tables that an explanation with `--worlds` has besides."""


def tables(found: Explanation) -> dict[str, pd.DataFrame]:
    """Return the tables of an explanation, by file name."""
    plain = {name: getattr(found, name) for name in COLUMNS}
    if found.drawn is None:
        return plain
    own = {"worlds": found.drawn.table, "turning": found.drawn.turning}
    return {**plain, "signs": lived.signs(found), **own}


def write_explanation(
    found: Explanation, folder: Path, *, overwrite: bool = False, seconds: float = 0.0
) -> Path:
    """Write tables, figure, report, scenarios and manifest; return the path of the report.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    from analysis.explanation.waterfall import waterfall

    drawn = picture("waterfall", CAPTION, waterfall(found))
    facts = manifest(
        "explain",
        [found.a, found.b],
        seed=found.seed,
        replicates=found.replicates,
        durations={"runs": seconds},
        extra={
            "measure": found.headline,
            "levers": [lever.name for lever in found.levers],
            "cause_replicates": found.cause_replicates,
            "interrupted": found.interrupted,
            **({} if found.drawn is None else {"worlds": found.drawn.facts()}),
        },
    )
    written = tables(found)
    made = Results(
        facts=facts,
        tables=written,
        dictionary=dictionary_of({name: (COLUMNS | LIVED)[name] for name in written}),
        pictures=[drawn],
        scenarios=[found.a, found.b],
        report=lambda results: _report(found, drawn, results.facts),
    )
    return write(made, folder, overwrite=overwrite)


def _report(found: Explanation, drawn: Picture, facts: dict[str, Any]) -> str:
    from markupsafe import Markup

    from analysis.results.html import environment, inline_svg, manifest_facts

    names = quoted([found.a, found.b])
    a, b = names[found.a.name], names[found.b.name]
    return (
        environment()
        .get_template("explanation.html")
        .render(
            result=found,
            sentences=words.sentences(found),
            a=a,
            b=b,
            heads={
                "levers": [
                    "lever",
                    wording.title(found.headline),
                    "95 % interval",
                    *([] if found.drawn is None else ["same sign in"]),
                    "what changes",
                ],
                "steps": ["step", "what it is", a, b, "part", "95 % interval"],
                "causes": ["in both", "difference left", "goes away", "95 % interval"],
            },
            levers=[tuple(line.values()) for line in words.lever_lines(found)],
            steps=[tuple(line.values()) for line in words.step_lines(found)],
            causes=[tuple(line.values()) for line in words.cause_lines(found)],
            interactions=words.interaction_lines(found),
            drawn_worlds=lived.sentences(found),
            not_additive=words.NOT_ADDITIVE,
            caution=too_few(found.replicates),
            caption=drawn.caption,
            figure=Markup(inline_svg(drawn)),
            facts=manifest_facts(facts),
        )
    )
