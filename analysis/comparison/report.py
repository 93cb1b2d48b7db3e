"""The HTML report of a comparison: one file, no network, no script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis.comparison import answer, headline
from analysis.comparison.figures.gallery import on_a_phone
from analysis.comparison.standing import MONEY
from analysis.comparison.verdicts import too_few
from analysis.comparison.worlds import sentences as of_worlds
from analysis.figures.picture import Picture
from analysis.measures import MEASURES
from analysis.results.html import environment, inline_svg, manifest_facts
from analysis.runs import firm
from analysis.uncertainty.turning import TOLD
from analysis.words import wording
from analysis.words.called import plainly, quoted
from analysis.words.titles import plain
from sim.scenario import shipped

if TYPE_CHECKING:
    from analysis.comparison.comparison import Comparison

COMPARE = "counterpoint compare "
TURNING_HEADS = (
    "difference", "in", "setting that turns it", "rank correlation", "above in its lowest third",
    "above in its highest third",
)  # fmt: skip
MISSING, SAME = "not measured", "no meaningful difference"
VERDICT_CLASSES = {
    "better": "better",
    "worse": "worse",
    "different": "different",
    SAME: "same",
    "not decided": "open",
    MISSING: "none",
}


def report(result: Comparison, pictures: Sequence[Picture], manifest: dict[str, Any]) -> str:
    """Return the report as HTML."""
    from markupsafe import Markup

    lines = [line for line in headline.lines(result) if line.verdict != MISSING]
    first = [line for line in headline.lines(result, answer.FRONT) if line.verdict != MISSING]
    narrow = Picture("plane-narrow", "", b"", on_a_phone(result))
    typed = str(manifest.get("command", ""))
    return (
        environment()
        .get_template("comparison.html")
        .render(
            result=result,
            worlds=headline.worlds(result, typed if typed.startswith(COMPARE) else None),
            statements=answer.answered(result),
            firm=_firm(result),
            first_blocks=_blocks(result, first),
            blocks=_blocks(result, lines),
            chips={line.shown: VERDICT_CLASSES[line.verdict] for line in lines},
            footnotes=[headline.footnote(each) for each in (first, lines)],
            caution=too_few(result.replicates),
            pairing=headline.pairing(result),
            precision=headline.precision_line(result),
            drawn_worlds=of_worlds(result),
            turning=_turning(result),
            turning_heads=TURNING_HEADS,
            rank_heads=["measure", *plainly(result.loaded).values()],
            called=plainly(result.loaded),
            said=quoted(result.loaded),
            descriptions=[(item.name, item.description) for item in result.loaded],
            drawn={picture.name: (picture, Markup(inline_svg(picture))) for picture in pictures},
            narrow=Markup(inline_svg(narrow)),
            ranks=_ranks(result),
            measures=[(wording.title(name), item) for name, item in MEASURES.items()],
            margin=wording.percent(result.meaningful),
            facts=[*manifest_facts(manifest), *_hashes(result, manifest)],
        )
    )


def _firm(result: Comparison) -> dict[str, Any] | None:
    """Return who the firm is: title of its market, people, facts in words, and its funnel."""
    if result.firm is None:
        return None
    base = next(each for each in result.loaded if each.name == result.baseline)
    part = result.summary[result.summary["scenario"] == result.baseline]
    yearly = dict(zip(part["measure"], part["mean"], strict=True))
    return {
        "market": shipped.title(result.firm.market),
        "people": firm.people(base.values),
        "facts": [(title, firm.told(fact, result.firm.facts[fact]))
                  for fact, title in firm.FACTS.items()],
        "funnel": firm.funnel(yearly),
    }  # fmt: skip


def _blocks(
    result: Comparison, lines: Sequence[headline.Line]
) -> list[tuple[str, str, list[str], Sequence[tuple[str, ...]]]]:
    """Return for each contrast who it is, against whom, and heads and rows of its table."""
    called, said = plainly(result.loaded), quoted(result.loaded)
    found: list[tuple[str, str, list[str], Sequence[tuple[str, ...]]]] = []
    for other, base in result.contrasts:
        heads = ["measure", "verdict", "baseline" if base == result.baseline else called[base],
                 "scheme", "difference", "95 % interval", "better in"]  # fmt: skip
        rows = [
            (each.title, each.shown, each.base, each.mean, each.apart, each.interval, each.better)
            for each in lines
            if (each.scenario, each.baseline) == (other, base)
        ]
        found.append((called[other], said[base], heads, rows))
    return found


def _turning(result: Comparison) -> list[tuple[str, ...]]:
    """Return for each contrast the settings told from chance, and how they turn its profit."""
    if result.drawn is None:
        return []
    table, names = result.drawn.turning, quoted(result.loaded)
    told = table[(table["p_adjusted"] < TOLD) & table["measure"].isin(MONEY)]
    return [
        (
            f"{names[row['scenario']]} against {names[row['baseline']]}",
            wording.title(row["measure"]),
            plain(row["setting"]).label,
            f"{row['correlation']:+.2f}",
            wording.percent(row["above_low"]),
            wording.percent(row["above_high"]),
        )
        for row in told.to_dict("records")
    ]


def _ranks(result: Comparison) -> list[list[tuple[str, ...]]]:
    """Return rows of who leads how often: on the measures in front, and on others."""
    table = result.ranks.pivot(index="measure", columns="scenario", values="probability_best")
    rows: list[list[tuple[str, ...]]] = [[], []]
    for name in headline.HEADLINE:
        if name in table.index and table.loc[name].notna().all():
            cells = [f"{round(100 * table[each][name])} %" for each in result.scenarios]
            rows[name not in answer.FRONT].append((wording.title(name), *cells))
    return rows


def _hashes(result: Comparison, manifest: dict[str, Any]) -> list[tuple[str, str]]:
    called = plainly(result.loaded)
    return [
        (f"hash of {called[item['name']]}", f"{item['hash'][:16]}…")
        for item in manifest["scenarios"]
    ]
