"""The notebook of the documentation runs from top to bottom and shows tables and figures."""

import ast
import json

import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.comparison.comparison import Comparison
from tests.house.source import ROOT

NOTEBOOK = ROOT / "docs" / "tutorial" / "in-a-notebook.ipynb"


def cells():
    held = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    return [each for each in held["cells"] if each["cell_type"] == "code"]


def shown(source, names):
    """Run a cell as a notebook does; return what its last line is worth."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, str(NOTEBOOK), "exec"), names)  # noqa: S102
    return None if last is None else eval(compile(ast.Expression(last.value), "", "eval"), names)  # noqa: S307


@pytest.mark.slow
def test_the_notebook_runs_and_shows_an_answer_tables_and_figures():
    names = {}
    found = [shown("".join(each["source"]), names) for each in cells()]
    assert [type(each) for each in found] == [
        Comparison, pd.DataFrame, Figure, Figure, pd.DataFrame,
    ]  # fmt: skip
    answer, differences, bars, plane, weeks = found
    assert "<table" in answer._repr_html_()
    assert len(differences) == len(weeks) == 5
    assert bars.axes
    assert plane.axes


def test_the_notebook_is_kept_without_outputs():
    assert all(each["outputs"] == [] and each["execution_count"] is None for each in cells())
