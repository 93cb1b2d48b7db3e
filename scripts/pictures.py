"""Take the pictures of the docs anew: `python -m scripts.pictures [NAME…]`.

The live page, Watch, a reveal and a played quarter are photographed in Chromium (Debian's package)
from the real page, with firms simulated for the occasion; the figure of the README is the one that
`counterpoint compare` draws, and the report the one that it writes. Look at every picture before
it is committed: nothing here judges it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tests.workshop import browser
from tests.workshop.bots import Facilitator, Team

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
LARGEST = 200_000
"""Bytes of one picture."""
COLOURS = 256
WIDE, PHONE, TALL, GAP = 1240, 390, 900, 20
PATIENCE = 240_000
SCHEMES = ("siloed_metrics", "shared_revenue", "cmo_reports_to_cso")
REPLICATES, FIRMS = 200, 60
"""Simulated firms of the figure, and of the report as the command makes it."""
WEEK = 60
"""Week of the company that is watched: deals are open and pairs have a history."""
BETS = (("Blue", -4, 6, "Fewer quarrels, more deals."), ("Red", -12, -2, "Who closes gets lazy."))


def live_page(chromium: Any, folder: Path) -> bytes:
    """Return two schemes side by side, after 200 simulated firms each."""
    with browser.Server("--room", str(folder / "explore.sqlite"), log=folder) as server:
        page = _page(chromium)
        page.goto(server.address)
        page.wait_for_selector("#sure[data-shown$=' 200']")
        page.mouse.move(0, 0)
        return _taken(page, "#levers")


def watch(chromium: Any, folder: Path) -> bytes:
    """Return one company in the middle of its second year."""
    with browser.Server("--room", str(folder / "watch.sqlite"), log=folder) as server:
        page = _page(chromium)
        page.goto(server.address)
        page.wait_for_selector("#watch a")
        page.click("#watch a")
        page.wait_for_selector(".deal")
        page.eval_on_selector(
            "#week",
            "(node, week) => { node.value = week; node.dispatchEvent(new Event('input')); }",
            WEEK,
        )
        page.wait_for_selector(f"#when:text-is('Week {WEEK} of 155')")
        page.wait_for_timeout(2_000)
        return _taken(page, "#lanes")


def reveal(chromium: Any, folder: Path) -> bytes:
    """Return what the room sees when the first question is answered, with two teams' bets."""
    with _played(chromium, folder, "reveal 0") as (console, _):
        return _taken(console.page, ".bets")


def year(chromium: Any, folder: Path) -> bytes:
    """Return a quarter as marketing and as sales see it, two phones side by side."""
    with _played(chromium, folder, "play 1") as (_, teams):
        for team in teams:
            team.page.wait_for_selector("text=Play these weeks again")
            team.page.evaluate("document.getElementById('foot').hidden = true")
        seen = [Image.open(BytesIO(_taken(each.page, ".inbox", PHONE))) for each in teams]
    tall = max(each.height for each in seen)
    both = Image.new("RGB", (2 * PHONE + GAP, tall), "white")
    for place, each in enumerate(seen):
        both.paste(each, (place * (PHONE + GAP), 0))
    held = BytesIO()
    both.save(held, "PNG")
    return held.getvalue()


@contextmanager
def _played(chromium: Any, folder: Path, until: str) -> Iterator[tuple[Facilitator, list[Team]]]:
    """Yield a console and two phones of a workshop that is played up to a position."""
    room = str(folder / f"{until.replace(' ', '_')}.sqlite")
    with browser.Server("siloed_or_shared", "--room", room, log=folder) as server:
        console = Facilitator(chromium, WIDE, TALL)
        console.open(server.address)
        teams = []
        for name, *_ in BETS:
            teams.append(Team(chromium, PHONE))
            teams[-1].join(server.address, console.code, name)
        while console.stage != until:
            key = console.next()
            for number, (team, (_, low, high, why)) in enumerate(zip(teams, BETS, strict=True)):
                team.at(key)
                if key == "predict 0":
                    team.predict(low, high, why)
                if key == "play 0":
                    team.page.check(f"#role-{('marketing', 'sales')[number]}")
                    team.finish()
        console.page.wait_for_timeout(1_000)
        yield console, teams


def revenue_friction(_: Any, __: Path) -> bytes:
    """Return the figure of a comparison of three schemes."""
    from analysis import compare
    from analysis.comparison.figures.gallery import FIGURES
    from analysis.figures import style

    found = compare(SCHEMES, replicates=REPLICATES)
    return style.png(FIGURES["plane"][0](found))


def report(chromium: Any, folder: Path) -> bytes:
    """Return the first screen of the report of the same comparison."""
    from analysis import compare
    from analysis.comparison.output import write_comparison

    path = write_comparison(compare(SCHEMES, replicates=FIRMS), folder / "report")
    page = _page(chromium)
    page.goto(path.as_uri())
    return bytes(page.screenshot())


PICTURES: dict[str, Callable[[Any, Path], bytes]] = {
    "live-page": live_page,
    "watch": watch,
    "workshop-reveal": reveal,
    "workshop-year": year,
    "revenue-friction": revenue_friction,
    "report": report,
}
"""Name of the file → how it is taken."""


def _page(chromium: Any) -> Any:
    page = chromium.new_page(viewport={"width": WIDE, "height": TALL})
    page.set_default_timeout(PATIENCE)
    return page


def _taken(page: Any, selector: str, wide: int = WIDE) -> bytes:
    """Return the page from its top to the end of the panel that holds something."""
    box = page.locator(selector).locator("xpath=ancestor::section[1]").bounding_box()
    end = box["y"] + box["height"] + 16
    clip = {"x": 0, "y": 0, "width": wide, "height": end}
    return bytes(page.screenshot(full_page=True, clip=clip))


def _small(png: bytes) -> bytes:
    """Return a picture with a palette of its own colours: flat areas need no more."""
    held = BytesIO()
    with Image.open(BytesIO(png)) as full:
        full.convert("RGB").quantize(COLOURS, kmeans=2).save(held, "PNG", optimize=True)
    return held.getvalue()


def main(names: list[str]) -> int:
    """Take the named pictures, or all; return 2 for a name that is none."""
    unknown = sorted(set(names) - set(PICTURES))
    if unknown:
        print(f"no picture is called {', '.join(unknown)}; there are {', '.join(PICTURES)}")
        return 2
    with browser.chromium() as chromium, tempfile.TemporaryDirectory() as folder:
        for name in names or PICTURES:
            taken = _small(PICTURES[name](chromium, Path(folder)))
            assert len(taken) <= LARGEST, f"{name}: {len(taken):,} bytes, at most {LARGEST:,}"
            (IMAGES / f"{name}.png").write_bytes(taken)
            print(f"docs/images/{name}.png: {len(taken):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
