"""Reports in a real Chromium: nothing sticks out or is cut, on a desk, on a phone and on paper."""

import pandas as pd
import pytest

from analysis.insight.output import write_regimes, write_sensitivity
from analysis.insight.regimes import regimes
from analysis.insight.sensitivity import sensitivity
from analysis.output import write_comparison
from analysis.report.folder import page
from tests.insight.builder import columns, finished, study
from tests.workshop import browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK, PHONE, PAPER = 1280, 390, 703
"""Widths in pixels; paper is A4 without its margins."""
LEGIBLE = {DESK: 9, PHONE: 7.9, PAPER: 7}
"""Smallest height of letters in a figure, in pixels."""
OPEN = "document.querySelectorAll('details').forEach(each => each.open = true)"
OUT = """() => [...document.querySelectorAll('main *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth + 1)
    .filter(each => !each.closest('.scroll, .drawing'))
    .map(each => each.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('.scroll table, .drawing svg')]
    .filter(each => each.getBoundingClientRect().width > 0)
    .filter(each => each.getBoundingClientRect().right > each.parentElement.parentElement
        .getBoundingClientRect().right + 1)
    .map(each => each.textContent.trim().slice(0, 120))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.drawing svg text')]
    .map(each => parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a)
    .filter(size => size > 0))"""


def outcome(points, replicate, scheme):
    drift, hazard = columns(points)[:, :2].T
    return drift * (1 + scheme) + 0.1 * hazard + 0.01 * replicate


@pytest.fixture(scope="module")
def reports(comparison, tmp_path_factory):
    """Return a report of every form: of a comparison, of two studies, and of a very wide table."""
    home = tmp_path_factory.mktemp("reports")
    write_comparison(comparison, home / "compare", seconds=1.5)
    screened = finished(study("morris", 12, parameters=6, replicates=2), outcome)
    write_sensitivity(sensitivity(screened), screened, home / "sensitivity")
    swept = finished(study("sobol", 64, parameters=3, replicates=2), outcome)
    write_regimes(regimes(swept), swept, home / "regimes")
    long = {f"a name of a column {n}": [f"€{n}.{row} k" for row in range(12)] for n in range(13)}
    wide = {"name": ["a_long_name"]} | {f"a name of a column {n}": [n / 7] for n in range(22)}
    tables = {"long": pd.DataFrame(long), "wide": pd.DataFrame(wide)}
    (home / "wide").mkdir()
    text = page("optimise", {"study": "made"}, tables, [], {})
    (home / "wide" / "report.html").write_text(text, encoding="utf-8")
    return {path.parent.name: path.as_uri() for path in home.glob("*/report.html")}


@pytest.fixture(scope="module")
def window():
    with browser.chromium() as chromium:
        yield chromium.new_page()


@pytest.mark.parametrize("kind", ["compare", "sensitivity", "regimes", "wide"])
def test_a_report_fits_desk_phone_and_paper(window, reports, kind):
    for width, media in ((DESK, "screen"), (PHONE, "screen"), (PAPER, "print")):
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(media=media)
        window.goto(reports[kind])
        window.evaluate(OPEN)
        assert window.evaluate(OUT) == [], (width, media)
        if width != PHONE:
            assert window.evaluate(CUT) == [], (width, media)
        if kind != "wide":
            assert window.evaluate(SMALLEST) >= LEGIBLE[width]


def test_a_report_is_dark_where_the_reader_likes_it_dark(window, reports):
    for scheme, is_dark in (("light", False), ("dark", True)):
        window.emulate_media(media="screen", color_scheme=scheme)
        window.goto(reports["compare"])
        colour = window.evaluate("getComputedStyle(document.body).backgroundColor")
        shade = sum(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(","))
        assert (shade < 3 * 128) == is_dark
