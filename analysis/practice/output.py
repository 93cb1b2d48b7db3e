"""The result folder of `practices`: tables, figure, report, the firms themselves."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.comparison.verdicts import SIGNIFICANT, too_few
from analysis.practice.opening import opening
from analysis.results.manifest import manifest
from analysis.results.protocol import Results, dictionary_of, picture, write
from analysis.uncertainty.dictionary import WORLDS
from analysis.uncertainty.words import said_of
from analysis.words import titles, wording
from analysis.words.called import quoted, scheme

if TYPE_CHECKING:
    import pandas as pd

    from analysis.figures.picture import Picture
    from analysis.practice.effects import Practices

OWN = "the measure's"
CAPTION = (
    "Effect on the main measure against hours per person and week, with 95 % intervals. Large "
    "round marks and bold names are real differences, small squares are not decided or too small "
    "to matter. Marks that would cover one another stand side by side. "
    "Colour: the effect on relationship conflict."
)
PAIRED = {
    "measure": ("word", "what was measured; see `measures`"),
    "n": ("count", "pairs in which all firms have a value"),
    "ci_low": (OWN, "lower end of the 95 % interval"),
    "ci_high": (OWN, "upper end of the 95 % interval"),
    "p_value": ("share", "two-sided p-value of no difference"),
    "p_adjusted": ("share", "the same, adjusted by Holm over all rows of this table"),
}
COLUMNS = {
    "practices": {
        "practice": ("word", "name of the practice"),
        "switched": ("word", "on, or off where the firm has it already"),
        **PAIRED,
        "mean_difference": (OWN, "mean of the firm with the switch turned minus the firm as it is"),
        "hours": ("hours", "hours of practices per person and week that the switch adds"),
        "baseline_mean": (OWN, "mean of the firm as it is"),
        "verdict": ("word", "the verdict on this measure"),
    },
    "interactions": {
        "first": ("word", "one practice"),
        "second": ("word", "the other"),
        **PAIRED,
        "interaction": (OWN, "mean of both minus the first alone minus the second alone plus none"),
        "sentence": ("text", "the same in words"),
    },
    "measures": {
        "scenario": ("word", "the firm; scenarios/ holds its file"),
        "replicate": ("count", "number of the replicate, from 0"),
        "seed": ("count", "its seed"),
        "measure": ("word", "what was measured; see `measures`"),
        "value": (OWN, "its value; empty if the run cannot tell"),
    },
    "verdicts": {
        "practice": ("word", "name of the practice"),
        "verdict": ("word", "helps, hurts, nothing visible or too noisy"),
        "sentence": ("text", "the same with numbers"),
    },
}  # fmt: skip
"""Table → column → unit and meaning."""


def tables(found: Practices) -> dict[str, pd.DataFrame]:
    """Return the tables of a result, by file name."""
    result = {"practices": found.effects, "verdicts": found.verdicts, "measures": found.measures}
    if len(found.interactions):
        result["interactions"] = found.interactions
    if found.drawn is not None:
        result |= {"worlds": found.drawn.table, "turning": found.drawn.turning}
    return result


def write_practices(
    found: Practices, folder: Path, *, overwrite: bool = False, seconds: float = 0.0
) -> Path:
    """Write tables, figure, report, scenarios and manifest; return the path of the report.

    Raises:
        ResultsError: the folder is taken or cannot be written.
    """
    from analysis.practice.figure import effect_against_cost

    figure = effect_against_cost(found.effects, found.headline, place(found), found.meaningful)
    drawn = picture("practices", CAPTION, figure)
    facts = manifest(
        "practices",
        [found.base, *found.firms],
        seed=found.seed,
        replicates=found.replicates,
        durations={"runs": seconds},
        extra={
            "market": found.market,
            "meaningful": found.meaningful,
            "interrupted": found.interrupted,
            **({} if found.drawn is None else {"worlds": found.drawn.facts()}),
        },
    )
    written = tables(found)
    made = Results(
        facts=facts,
        tables=written,
        dictionary=dictionary_of({name: (COLUMNS | WORLDS)[name] for name in written}),
        pictures=[drawn],
        scenarios=[found.base, *found.firms],
        report=lambda results: _report(found, drawn, results.facts),
    )
    return write(made, folder, overwrite=overwrite)


def place(found: Practices) -> str:
    """Return the firm and, where it is known, its market."""
    firm = quoted([found.base])[found.base.name]
    return firm if found.market is None else f"{firm} in {scheme(found.market)}"


def rows(found: Practices) -> list[dict[str, str]]:
    """Return the lines of the table on the screen and in the report, the best first."""
    result = []
    said = dict(zip(found.verdicts["practice"], found.verdicts["verdict"], strict=True))
    for name, part in found.effects.groupby("practice", sort=False):
        by = {row["measure"]: row for row in part.to_dict("records")}
        main = by[found.headline]
        measure = _measure(found.headline)
        hours = float(main["hours"])
        result.append(
            {
                "practice": ("without " if main["switched"] == "off" else "") + str(name),
                "title": _title(str(name), main["switched"] == "off"),
                "verdict": said[name],
                "effect": _cell(main),
                "interval": wording.span(
                    main["ci_low"], main["ci_high"], main["baseline_mean"], measure
                ),
                "conflict": _cell(by["relationship_conflict"]),
                "knowledge": _cell(by["knowledge_error"]),
                "hours": "n/a" if math.isnan(hours) else f"{hours:+.2f}".replace("-", "−"),
            }
        )
    return result


def _title(name: str, is_off: bool) -> str:
    """Return what people call a practice, or the firm without it."""
    return f"Without {wording.lowered(titles.practice(name))}" if is_off else titles.practice(name)


def clear_interactions(found: Practices) -> list[str]:
    """Return the sentences on pairs: on the headline measure, and wherever one is clear."""
    table = found.interactions
    wanted = (table["measure"] == found.headline) | (table["p_adjusted"] < SIGNIFICANT)
    return [str(text) for text in table.loc[wanted, "sentence"]]


def _cell(row: dict[Any, Any]) -> str:
    """Return a difference; with a star where it is a real one."""
    star = "*" if row["verdict"] in ("better", "worse", "different") else " "
    measure = _measure(row["measure"])
    return wording.difference(row["mean_difference"], row["baseline_mean"], measure) + star


def _measure(name: str) -> Any:
    from analysis.measures import MEASURES

    return MEASURES[name]


def _report(found: Practices, drawn: Picture, facts: dict[str, Any]) -> str:
    from markupsafe import Markup

    from analysis.results.html import environment, inline_svg, manifest_facts

    classes = {"helps": "better", "hurts": "worse", "nothing visible": "same", "too noisy": "open"}
    return (
        environment()
        .get_template("practices.html")
        .render(
            result=found,
            opening=opening(
                rows(found),
                wording.title(found.headline),
                found.replicates,
                has_worlds=found.drawn is not None,
            ),
            heads=[
                "practice",
                "verdict",
                wording.title(found.headline),
                "95 % interval",
                "conflict",
                "knowledge error",
                "h a week",
            ],
            rows=[tuple(line.values())[1:] for line in rows(found)],
            classes=classes,
            margin=wording.percent(found.meaningful),
            place=place(found),
            sentences=list(found.verdicts["sentence"]),
            caution=too_few(found.replicates),
            interactions=clear_interactions(found),
            drawn_worlds=said_of(found, found.headline),
            caption=drawn.caption,
            figure=Markup(inline_svg(drawn)),
            facts=manifest_facts(facts),
        )
    )
