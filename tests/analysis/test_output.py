"""Figures, report and folder of a comparison."""

import json
import re
from html.parser import HTMLParser
from types import SimpleNamespace

import pandas as pd
import pytest

from analysis.comparison import answer
from analysis.comparison.compare import compare
from analysis.comparison.dictionary import COMPARISON
from analysis.comparison.figures.gallery import FIGURES, pictures
from analysis.comparison.figures.numbers import over_time
from analysis.comparison.output import write_comparison
from analysis.patterns.recorded import bands_met
from sim.core.errors import ResultsError
from tests.analysis.builder import Named, invented

PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def drawn(comparison):
    return list(pictures(comparison))


@pytest.fixture(scope="module")
def folder(comparison, tmp_path_factory):
    path = tmp_path_factory.mktemp("results") / "out"
    write_comparison(comparison, path, seconds=1.5)
    return path


@pytest.fixture(scope="module")
def page(folder):
    return (folder / "report.html").read_text(encoding="utf-8")


def test_the_report_of_ten_schemes_has_less_than_three_megabytes(tmp_path):
    ten = tuple(Named(f"scheme_{place}", effect=place / 50) for place in range(10))
    write_comparison(compare(ten, replicates=20, runner=invented), tmp_path / "out", seconds=1.5)
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert all(each.name in page for each in ten)
    assert len(page.encode()) < 3_000_000


def test_the_report_says_what_people_call_a_scheme(page):
    header = page.split("</header>")[0]
    assert "<h1>Each on own numbers · shared_revenue" in header
    assert "siloed_metrics" not in header
    assert "<dt>Each on own numbers <code>siloed_metrics</code></dt>" in page


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


@pytest.fixture(scope="module")
def elements(page):
    parser = Elements()
    parser.feed(page)
    return parser.found


def test_every_figure_is_drawn_as_png_and_svg(drawn):
    assert [picture.name for picture in drawn] == list(FIGURES)
    for picture in drawn:
        assert picture.png.startswith(PNG)
        assert b"<svg" in picture.svg
        assert picture.caption


def test_drawing_again_gives_the_same_bytes(comparison, drawn):
    for first, second in zip(drawn, pictures(comparison), strict=True):
        assert first.svg == second.svg
        assert first.png == second.png


def test_words_in_figures_are_text_that_can_be_searched_and_read_aloud(drawn):
    svg = {picture.name: picture.svg.decode() for picture in drawn}
    assert "worse  ←  difference  →  better" in svg["differences"]
    assert "warm-up" in svg["over_time"]
    assert all("Each on own numbers" in text for text in svg.values())


def test_every_mark_right_of_nothing_is_better_whatever_the_measure(comparison):
    from analysis.comparison.figures.differences import dots
    from analysis.measures import MEASURES

    tables = comparison.differences, comparison.verdicts
    relative, points = dots(*tables, comparison.scenarios, comparison.baseline)
    drawn = comparison.differences.query("scenario == 'shared_revenue'").set_index("measure")
    seen = set()
    for name, (first, *_) in {**relative, **points}.items():
        change, direction = drawn["mean_difference"][name], MEASURES[name].direction
        seen.add(direction)
        assert (first.mean > 0) == (change > 0 if direction == "higher" else change < 0)
        assert first.low <= first.mean <= first.high
    assert seen == {"higher", "lower"}


def test_an_empty_chair_is_no_white_on_white(comparison):
    from analysis.comparison.figures.hours import hours

    table = comparison.hours.replace({"task": {"slack": "vacancy"}})
    figure = hours(table, comparison.scenarios)
    bars = [bar for axes in figure.axes for bar in axes.patches if bar.get_width() > 0]
    white = [bar for bar in bars if bar.get_facecolor()[:3] == (1.0, 1.0, 1.0)]
    assert white
    assert all(bar.get_hatch() and bar.get_edgecolor()[:3] != (1.0, 1.0, 1.0) for bar in white)


def test_the_folder_holds_what_the_contract_says(folder):
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    expected = {f"{name}.csv" for name in COMPARISON} | {
        "report.html",
        "manifest.json",
        "data_dictionary.json",
    }
    assert expected <= found
    assert {f"figures/{name}.{kind}" for name in FIGURES for kind in ("png", "svg")} <= found


def test_tables_come_back_as_they_were(folder, comparison):
    for name in COMPARISON:
        again = pd.read_csv(folder / f"{name}.csv")
        pd.testing.assert_frame_equal(
            again, getattr(comparison, name), check_exact=True, check_dtype=False
        )


def test_the_data_dictionary_explains_every_column_and_measure(folder, comparison):
    book = json.loads((folder / "data_dictionary.json").read_text())
    for name in COMPARISON:
        assert [entry["column"] for entry in book["tables"][name]] == list(
            getattr(comparison, name)
        )
    assert {entry["measure"] for entry in book["measures"]} == set(comparison.measures["measure"])


def test_the_manifest_says_what_made_it(folder, comparison):
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["luck"] == {"seed": 1, "first_replicate": 0, "replicates": 20}
    assert [item["name"] for item in manifest["scenarios"]] == list(comparison.scenarios)
    assert manifest["cpu"]["features"]
    assert manifest["libraries"]["numpy"]
    assert manifest["durations"]["runs"] == 1.5


def test_a_second_comparison_does_not_replace_the_first(folder, comparison):
    before = (folder / "manifest.json").read_bytes()
    with pytest.raises(ResultsError):
        write_comparison(comparison, folder)
    assert (folder / "manifest.json").read_bytes() == before


def test_the_report_needs_no_network_and_no_script(page, elements):
    tags = {tag for tag, _ in elements}
    assert not tags & {"script", "link", "iframe", "object", "embed", "base", "form"}
    for _, attributes in elements:
        for name in ("src", "href", "xlink:href", "action"):
            target = attributes.get(name) or "#"
            assert target.startswith(("#", "data:image/")), target
    assert not re.search(r"url\((?!#)", page)
    assert "@import" not in page


def test_the_report_forbids_itself_everything_but_its_own_style(elements):
    policy = next(
        attributes["content"]
        for tag, attributes in elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")


def test_ids_in_the_report_are_unique(elements):
    ids = [attributes["id"] for _, attributes in elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_reference_in_the_report_has_its_target(page, elements):
    ids = {attributes["id"] for _, attributes in elements if "id" in attributes}
    used = set(re.findall(r"url\(#([^)]+)\)", page)) | set(re.findall(r'href="#([^"]+)"', page))
    assert used
    assert used <= ids


def test_words_of_scenario_files_cannot_become_markup(page):
    assert "One target &amp; &lt;both&gt; share it." in page
    assert "<both>" not in page


def test_the_report_opens_with_the_answer_and_says_what_is_not_calibrated(page, comparison):
    from markupsafe import escape

    sentence = answer.sentences(comparison)[0]
    assert page.index(str(escape(sentence))) < page.index("<h2>Main measures")
    assert "theory-consistent, not calibrated" in page
    assert bands_met() in page


def test_every_figure_of_the_report_is_read_aloud_with_its_numbers_and_has_them_in_a_table(
    elements,
):
    drawings = [each for _, each in elements if each.get("class") == "drawing"]
    assert len(drawings) == len(FIGURES)
    assert all(any(letter.isdigit() for letter in each["aria-label"]) for each in drawings)
    tables = [each for tag, each in elements if tag == "details" and each.get("class") == "numbers"]
    assert len(tables) == len(drawings)


def test_a_run_shorter_than_half_a_year_shows_its_last_week():
    weeks = range(13)
    course = pd.DataFrame({
        "measure": "bookings", "week": [*weeks, *weeks], "scenario": ["a"] * 13 + ["b"] * 13,
        "mean": [1.0 * week for week in (*weeks, *weeks)],
    })  # fmt: skip
    shown = over_time(SimpleNamespace(timecourse=course, scenarios=("a", "b")))
    assert shown["week"].tolist() == [12]
    assert shown[["a", "b"]].to_numpy().tolist() == [["12.0", "12.0"]]
