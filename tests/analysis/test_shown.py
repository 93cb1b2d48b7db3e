"""A comparison in Python: short to print, whole to read."""

import pandas as pd
import pytest

from analysis.claims.audit import Audit
from analysis.comparison.answer import FRONT, sentences
from analysis.explanation.explain import Explanation
from analysis.insight.discovery.regimes import Regimes
from analysis.insight.pareto.optimise import Optimum
from analysis.insight.sensitivity.sensitivity import Sensitivity
from analysis.practice.effects import Practices
from analysis.words.told import Told
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


def test_the_figures_of_the_report_can_be_drawn(comparison):
    assert comparison.plot().axes
    assert comparison.plot("funnel").axes
    with pytest.raises(InputError, match=r"no figure is called funel; did you mean funnel\?"):
        comparison.plot("funel")


def test_a_result_of_sentences_prints_the_first_one_and_shows_all():
    class Found(Told):
        findings = pd.DataFrame({"sentence": ["a < b.", "b is best.", "c is not."]})

    assert repr(Found()) == "<Found: a < b. (and 2 more sentences: .said())>"
    assert Found()._repr_html_() == (
        "<p>Found</p><ul><li>a &lt; b.</li><li>b is best.</li><li>c is not.</li></ul>"
    )


def test_a_result_without_sentences_says_so():
    class Found(Told):
        findings = pd.DataFrame({"sentence": []})

    assert repr(Found()) == "<Found: nothing was found>"


@pytest.mark.parametrize("kind", [Sensitivity, Regimes, Optimum, Practices, Explanation, Audit])
def test_every_result_of_sentences_prints_short(kind):
    assert kind.__repr__ is Told.__repr__
    assert kind._repr_html_ is Told._repr_html_


def test_the_table_has_a_row_per_scheme_and_measure(comparison):
    assert len(comparison.table()) == 2 * len(FRONT)
    chosen = comparison.table("win_rate")
    assert chosen["scheme"].tolist() == ["shared_revenue", "cmo_reports_to_cso"]
    assert set(chosen["measure"]) == {"Win rate ▲"}
    with pytest.raises(InputError, match="unknown measure win_rat"):
        comparison.table("win_rat")
