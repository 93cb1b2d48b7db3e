"""Reports in a real Chromium: nothing sticks out or is cut, on a desk, on a phone and on paper."""

import re

import pandas as pd
import pytest

from analysis.claims.audit import audit
from analysis.claims.output import write_audit
from analysis.comparison.compare import compare
from analysis.comparison.output import write_comparison
from analysis.explanation.output import write_explanation
from analysis.insight.discovery.output import write_regimes
from analysis.insight.discovery.regimes import regimes
from analysis.insight.sensitivity.output import write_sensitivity
from analysis.insight.sensitivity.sensitivity import sensitivity
from analysis.practice.effects import practices
from analysis.practice.output import write_practices
from analysis.results.page import page
from sim import load_scenario
from tests.analysis import test_audit, test_practices
from tests.analysis.builder import Named, invented
from tests.explanation import test_explain
from tests.insight.builder import columns, finished, study
from tests.workshop import browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESK, PHONE, PAPER = 1280, 360, 703
"""Widths in pixels; paper is A4 without its margins."""
LEGIBLE = {DESK: 9, PHONE: 7.9, PAPER: 7}
"""Smallest height of letters in a figure, in pixels."""
EFFECTS = {"siloed_metrics": 0.0, "shared_revenue": 0.15, "cmo_reports_to_cso": 0.05}
"""What invented runs of each scheme differ by."""
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
SIDEWAYS = """() => [...document.querySelectorAll('.scroll')]
    .filter(each => each.scrollWidth > each.clientWidth + 1)
    .map(each => each.textContent.trim().slice(0, 120))"""
"""Tables that a thumb would have to push aside."""
ANSWER = """() => [...document.querySelectorAll('.answer li')].map(each =>
    [each.getBoundingClientRect().bottom, parseFloat(getComputedStyle(each).fontSize)])"""
CONTRAST = """() => [...document.querySelectorAll('.chip')].map(each => {
    const light = text => { const [r, g, b] = text.match(/[0-9.]+/g).map(n => {
        const c = n / 255; return c <= .03928 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4 });
        return .2126 * r + .7152 * g + .0722 * b };
    let behind = each;
    const seen = element => getComputedStyle(element).backgroundColor;
    while (seen(behind).startsWith('rgba(0, 0, 0, 0')) behind = behind.parentElement;
    const two = [light(getComputedStyle(each).color), light(seen(behind))];
    const [low, high] = two.sort((a, b) => a - b);
    return (high + .05) / (low + .05) })"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('.drawing svg text, .narrow text')]
    .filter(each => each.getBoundingClientRect().width > 0)
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
    write_practices(
        practices("siloed_metrics", only=test_practices.FEW, replicates=6, workers=1,
                  runner=test_practices.runner),
        home / "practices",
    )  # fmt: skip
    write_explanation(test_explain.explained("siloed_metrics", "shared_revenue"), home / "explain")
    write_audit(
        audit([test_audit.CLAIM], replicates=4, runner=test_audit.runner, workers=1),
        home / "audit",
    )
    return {path.parent.name: path.as_uri() for path in home.glob("*/report.html")}


@pytest.fixture(scope="module")
def window():
    with browser.chromium() as chromium:
        yield chromium.new_page()


KINDS = ["compare", "sensitivity", "regimes", "practices", "explain", "audit", "wide"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_fits_desk_phone_and_paper(window, reports, kind):
    for width, media in ((DESK, "screen"), (PHONE, "screen"), (PAPER, "print")):
        window.set_viewport_size({"width": width, "height": 900})
        window.emulate_media(media=media)
        window.goto(reports[kind])
        window.evaluate(OPEN)
        assert window.evaluate(OUT) == [], (width, media)
        assert window.evaluate(CUT if width != PHONE else SIDEWAYS) == [], (width, media)
        if kind != "wide":
            assert window.evaluate(SMALLEST) >= LEGIBLE[width]


@pytest.fixture(scope="module")
def of_shipped_schemes(tmp_path_factory):
    """Return a report of the three shipped schemes of the first example, on invented runs."""

    def runner(scenario, seed, replicate):
        return invented(Named(scenario.name, effect=EFFECTS[scenario.name]), seed, replicate)

    schemes = [load_scenario(name) for name in EFFECTS]
    result = compare(schemes, replicates=20, runner=runner)
    folder = tmp_path_factory.mktemp("three") / "compare"
    write_comparison(result, folder, seconds=1.5)
    return (folder / "report.html").as_uri()


@pytest.mark.parametrize(
    ("size", "screens", "letters"), [((1280, 800), 1, 17), ((360, 740), 2, 16.5)]
)
def test_three_sentences_stand_large_on_the_first_screens(
    window, of_shipped_schemes, size, screens, letters
):
    width, height = size
    window.set_viewport_size({"width": width, "height": height})
    window.emulate_media(media="screen", color_scheme="light")
    window.goto(of_shipped_schemes)
    found = window.evaluate(ANSWER)
    assert len(found) == 3
    assert all(bottom <= screens * height for bottom, _ in found), found
    assert all(size >= letters for _, size in found), found


def test_a_phone_shows_the_verdicts_and_the_first_picture_uncut(window, of_shipped_schemes):
    window.set_viewport_size({"width": 360, "height": 740})
    window.emulate_media(media="screen")
    window.goto(of_shipped_schemes)
    cut = """() => [...document.querySelectorAll('.cards td, .cards th, .narrow svg')]
        .filter(each => each.getBoundingClientRect().right > innerWidth - 8)
        .map(each => each.textContent.slice(0, 80))"""
    assert window.evaluate(cut) == []
    assert window.evaluate("document.querySelector('.narrow').getBoundingClientRect().width") > 250


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_verdict_can_be_read(window, of_shipped_schemes, scheme):
    window.emulate_media(media="screen", color_scheme=scheme)
    window.goto(of_shipped_schemes)
    assert min(window.evaluate(CONTRAST)) >= 4.5


def test_at_most_five_measures_of_a_scheme_stand_open(window, of_shipped_schemes):
    window.emulate_media(media="screen")
    window.goto(of_shipped_schemes)
    rows = """() => [...document.querySelectorAll('table.cards')]
        .filter(each => !each.closest('details:not([open])'))
        .map(each => each.tBodies[0].rows.length)"""
    assert max(window.evaluate(rows)) <= 5


def sheets(window, address):
    window.goto(address)
    window.emulate_media(media="print")
    return len(re.findall(rb"/Type\s*/Page\b", window.pdf(prefer_css_page_size=True)))


def test_a_report_fills_six_sheets_at_most(window, of_shipped_schemes):
    assert sheets(window, of_shipped_schemes) <= 6


@pytest.mark.parametrize("kind", ["practices", "explain", "audit"])
def test_reports_of_other_kinds_fill_six_sheets_at_most(window, reports, kind):
    assert sheets(window, reports[kind]) <= 6


def test_who_the_firm_is_stands_above_the_answer_with_its_funnel(window, of_shipped_schemes):
    window.emulate_media(media="screen")
    window.goto(of_shipped_schemes)
    assert window.inner_text("#firm h2") == "This is your firm: Mid-market subscriptions"
    assert window.locator("#firm .six li").count() == 6
    assert window.locator("#firm .funnel tr").count() >= 4
    top = "document.querySelector('{}').getBoundingClientRect().top"
    assert window.evaluate(top.format("#firm")) < window.evaluate(top.format("#answer"))


def test_a_report_is_dark_where_the_reader_likes_it_dark(window, reports):
    for scheme, is_dark in (("light", False), ("dark", True)):
        window.emulate_media(media="screen", color_scheme=scheme)
        window.goto(reports["compare"])
        colour = window.evaluate("getComputedStyle(document.body).backgroundColor")
        shade = sum(int(part) for part in colour.removeprefix("rgb(").rstrip(")").split(","))
        assert (shade < 3 * 128) == is_dark
