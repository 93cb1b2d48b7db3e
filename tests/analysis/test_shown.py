"""A comparison in Python: short to print, whole to read."""

import pytest

from analysis.answer import FRONT, sentences
from sim.core.errors import InputError


def test_a_comparison_prints_in_one_line(comparison):
    assert repr(comparison) == (
        "<Comparison of siloed_metrics, shared_revenue, cmo_reports_to_cso: 20 paired replicates "
        "from seed 1>"
    )


def test_a_notebook_shows_the_answer_and_the_five_measures(comparison):
    page = comparison._repr_html_()
    assert "<table" in page
    assert all(text.split("(")[0].strip() in page for text in sentences(comparison))


def test_the_table_has_a_row_per_scheme_and_measure(comparison):
    assert len(comparison.table()) == 2 * len(FRONT)
    chosen = comparison.table("win_rate")
    assert chosen["scheme"].tolist() == ["shared_revenue", "cmo_reports_to_cso"]
    assert set(chosen["measure"]) == {"Win rate ▲"}
    with pytest.raises(InputError, match="unknown measure win_rat"):
        comparison.table("win_rat")
