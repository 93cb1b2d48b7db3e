"""The numbers behind figures of studies: in a table, in the alternative text, and on disk."""

import re

import pandas as pd
import pytest

from analysis.insight.discovery.output import write_regimes
from analysis.insight.discovery.regimes import regimes
from analysis.insight.pareto.optimise import optimise
from analysis.insight.pareto.output import write_optimum
from analysis.insight.sensitivity.output import write_sensitivity
from analysis.insight.sensitivity.sensitivity import sensitivity
from analysis.report.folder import write_report
from tests.insight.builder import CONFLICT, columns, finished, study
from tests.insight.test_optimise import MEASURES, SMALL, TWO, made, tradeoff

KINDS = ("sensitivity", "regimes", "optimise")
SPACE = "\N{NO-BREAK SPACE}"


def outcome(points, replicate, scheme):
    """Return the first parameter for one scheme, 1 for the other."""
    first = columns(points)[:, 0]
    return (1.0 - first if scheme else first) + 0.01 * replicate


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    home = tmp_path_factory.mktemp("studies")
    screened = finished(study("morris", 12, replicates=2), outcome, measure=CONFLICT)
    write_sensitivity(sensitivity(screened), screened, home / "sensitivity")
    swept = finished(study("sobol", 64, replicates=2), outcome, measure=CONFLICT)
    write_regimes(regimes(swept), swept, home / "regimes")
    searched = made()
    found = optimise(searched, evaluate=tradeoff(), **SMALL, **TWO)
    write_optimum(found, searched, home / "optimise")
    return home


def figures(folder):
    """Return for each figure of a report its alternative text, its drawing and its table."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    found = re.findall(r'<figure id="figure-(\S+)">(.*?)</figure>', page, re.DOTALL)
    return {
        name: (re.findall(r'aria-label="(.*?)"', text)[0], text, pd.read_csv(
            folder / "figures" / f"{name}.csv", dtype=str, keep_default_na=False))
        for name, text in found
    }  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_of_a_study_has_its_numbers_as_table_and_as_alternative_text(folders, kind):
    found = figures(folders / kind)
    assert set(found) == {path.stem for path in (folders / kind / "figures").glob("*.svg")}
    for name, (alternative, text, table) in found.items():
        assert len(table), name
        assert "The numbers behind it" in text
        assert all(re.search(f">{re.escape(cell)}</t[dh]>", text) for cell in table.iloc[0] if cell)
        assert str(table.iloc[0, 0]) in alternative
        assert str(table.iloc[0, 1]) in alternative


@pytest.mark.parametrize("kind", KINDS)
def test_words_in_figures_of_a_study_are_text(folders, kind):
    for _alternative, text, _table in figures(folders / kind).values():
        drawn = text[: text.index("</svg>")]
        assert len(re.findall(r"<text\b", drawn)) >= 5


@pytest.mark.parametrize("kind", KINDS)
def test_a_report_that_is_written_again_keeps_the_numbers_behind_its_figures(folders, kind):
    before = (folders / kind / "report.html").read_text(encoding="utf-8")
    again = write_report(folders / kind, folders / f"{kind}.html").read_text(encoding="utf-8")
    count = "The numbers behind it"
    assert again.count(count) == before.count(count) > 0


def test_a_map_is_told_by_thirds_of_its_two_ranges(folders):
    _alternative, _text, table = figures(folders / "regimes")[f"{CONFLICT}-map"]
    assert len(table) == 9
    first = next(name for name in table.columns if name.startswith("weekly step of needs"))
    best = table["“Each on own numbers”"].str.removesuffix(f"{SPACE}%").astype(float)
    # conflict is the first parameter under siloed_metrics: lower is better, so it wins where low
    low = table[first].str.startswith("0 to")
    assert low.sum() == 3
    assert best[low].min() > best[~low].max()


def test_the_front_is_told_with_the_schemes_as_they_are(folders):
    _alternative, _text, table = figures(folders / "optimise")["front"]
    assert {"“Each on own numbers”", "“One revenue number for both”"} <= set(table["scenario"])
    assert list(table.columns) == ["scenario", *(name.replace("_", " ") for name in MEASURES[:2])]
