"""What every HTML report is made with: templates, figures inside a page, how it was made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analysis.figures.picture import Picture
from analysis.patterns.recorded import bands_met
from analysis.results.readable import is_numeric
from analysis.words.called import said

if TYPE_CHECKING:
    from jinja2 import Environment

SHOWN_IN_MANIFEST = ("command", "version", "git_commit", "python", "platform", "created")


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
    made.filters["said"] = said
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


def manifest_facts(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a report says of how it was made."""
    luck = manifest["luck"]
    last = luck["first_replicate"] + luck["replicates"] - 1
    facts = [("seed", str(luck["seed"])), ("replicates", f"{luck['first_replicate']} to {last}")]
    known = [name for name in SHOWN_IN_MANIFEST if manifest.get(name)]
    return facts + [(name.replace("_", " "), str(manifest[name])) for name in known]
