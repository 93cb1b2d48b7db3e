"""A fitted file says by itself where it does not describe the table."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from analysis.calibration.summaries import SUMMARIES
from counterpoint.cli import crm


class Firm:
    """A scenario of one line."""

    def renamed(self, name):
        self.name = name
        return self

    def to_yaml(self):
        return f"name: {self.name}\n"


class Deals(list):
    """Deals over ten weeks."""

    weeks = 10.0


@pytest.mark.parametrize("is_strange", [True, False])
def test_a_fitted_file_names_what_no_run_reproduces(is_strange):
    key = next(iter(SUMMARIES))
    fit = SimpleNamespace(
        found=(), strange={key: 4.6} if is_strange else {}, runs=300, scenario=Firm()
    )
    text = crm._text(fit, Deals(), Path("x.csv"), "fit")
    assert yaml.safe_load(text) == {"name": "fit"}
    comments = " ".join(line[2:] for line in text.splitlines() if line.startswith("#"))
    assert (f"{SUMMARIES[key]} (+4.6)" in comments) is is_strange
    assert ("The fit is no description of that" in comments) is is_strange
    assert all(len(line) <= 100 for line in text.splitlines())
