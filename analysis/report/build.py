"""The HTML report of a comparison: one file, no network, no script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analysis import answer, headline, wording
from analysis.called import plainly, quoted
from analysis.figures import Picture, on_a_phone
from analysis.measures import MEASURES
from analysis.patterns.recorded import bands_met
from analysis.report.readable import is_numeric
from analysis.uncertainty.turning import TOLD
from analysis.uncertainty.words import sentences as of_worlds
from analysis.verdicts import too_few

if TYPE_CHECKING:
    from jinja2 import Environment

    from analysis.compare import Comparison

SHOWN_IN_MANIFEST = ("command", "version", "git_commit", "python", "platform", "created")
COMPARE = "counterpoint compare "
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
    ranks, narrow = _ranks(result), Picture("plane-narrow", "", b"", on_a_phone(result))
    typed = str(manifest.get("command", ""))
    return (
        environment()
        .get_template("comparison.html")
        .render(
            result=result,
            contrasts=result.contrasts,
            worlds=headline.worlds(result, typed if typed.startswith(COMPARE) else None),
            opening=list(zip(answer.LABELS, headline.opening(result), strict=True)),
            trial=answer.aside(result),
            first_lines=first,
            lines=lines,
            footnotes=[headline.footnote(each) for each in (first, lines)],
            classes=VERDICT_CLASSES,
            caution=too_few(result.replicates),
            pairing=headline.pairing(result),
            precision=headline.precision_line(result),
            drawn_worlds=of_worlds(result),
            turning=_turning(result),
            called=plainly(result.loaded),
            said=quoted(result.loaded),
            descriptions=[(item.name, item.description) for item in result.loaded],
            drawn={picture.name: (picture, Markup(inline_svg(picture))) for picture in pictures},
            narrow=Markup(inline_svg(narrow)),
            ranks=[
                [row[1:] for row in ranks if (row[0] in answer.FRONT) == is_first]
                for is_first in (True, False)
            ],
            measures=list(MEASURES.values()),
            margin=wording.percent(result.meaningful),
            facts=manifest_facts(manifest),
            hashes=[(item["name"], item["hash"][:16]) for item in manifest["scenarios"]],
        )
    )


def environment() -> Environment:
    """Return where templates are found, strict about names."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader(__name__.rpartition(".")[0]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["bands_met"] = bands_met()
    made.tests["numeric"] = is_numeric
    return made


def inline_svg(picture: Picture) -> str:
    """Return the SVG to stand inside HTML: no prolog, and ids no other figure has."""
    text = picture.svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    prefix = f"{picture.name}-"
    text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}\1"', text)
    text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}\1)", text)
    text = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}\1"', text)
    size = re.compile(r'<svg ([^>]*?)width="[^"]*"([^>]*?)height="[^"]*"|<svg ')
    return size.sub(lambda found: f"<svg {found[1] or ''}{found[2] or ''}", text, count=1)


def _turning(result: Comparison) -> list[tuple[str, ...]]:
    """Return for each contrast the settings told from chance, and how they turn its profit."""
    if result.drawn is None:
        return []
    table, names = result.drawn.turning, quoted(result.loaded)
    told = table[(table["p_adjusted"] < TOLD) & table["measure"].isin(answer.MONEY)]
    return [
        (
            f"{names[row['scenario']]} against {names[row['baseline']]}",
            wording.title(row["measure"]),
            row["setting"],
            f"{row['correlation']:+.2f}",
            wording.percent(row["above_low"]),
            wording.percent(row["above_high"]),
        )
        for row in told.to_dict("records")
    ]


def _ranks(result: Comparison) -> list[tuple[str, str, list[str]]]:
    """Return each headline measure, its title, and the share of replicates each scheme leads."""
    table = result.ranks.pivot(index="measure", columns="scenario", values="probability_best")
    rows = []
    for name in headline.HEADLINE:
        if name in table.index and table.loc[name].notna().all():
            cells = [f"{round(100 * table[each][name])} %" for each in result.scenarios]
            rows.append((name, wording.title(name), cells))
    return rows


def manifest_facts(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a report says of how it was made."""
    luck = manifest["luck"]
    last = luck["first_replicate"] + luck["replicates"] - 1
    facts = [("seed", str(luck["seed"])), ("replicates", f"{luck['first_replicate']} to {last}")]
    known = [name for name in SHOWN_IN_MANIFEST if manifest.get(name)]
    return facts + [(name.replace("_", " "), str(manifest[name])) for name in known]
