"""A fitted file extends what was fitted, sets what was found, and says where it does not fit."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import yaml

from analysis.calibration.books import Books
from analysis.calibration.crm import Calibration, Found
from analysis.calibration.deals import Deals
from analysis.calibration.summaries import SUMMARIES
from counterpoint.terminal import crm
from counterpoint.terminal.fitted_file import Base, company_file
from sim.scenario import load_scenario

NONE = np.empty(0)
DEALS = Deals(NONE, NONE, NONE, NONE, NONE, NONE, 10.0)


def fitted(strange):
    found = Found("demand.entry_hazard", 0.004, 0.005, 0.006, 0.3, (0.5, 0.9))
    settings = {"demand.entry_hazard": 0.005}
    firm = load_scenario("siloed_metrics", market="enterprise").with_values(settings)
    return Calibration(firm, settings, (found,), NONE, NONE, strange, 300, 20, (), 52)


@pytest.mark.parametrize("is_strange", [True, False])
def test_a_fitted_file_names_what_no_run_reproduces(is_strange, tmp_path):
    key = next(iter(SUMMARIES))
    fit = fitted({key: 4.6} if is_strange else {})
    base = Base("siloed_metrics", "enterprise")
    text = crm.text(fit, Books(DEALS), Path("x.csv"), tmp_path / "fit.yaml", base)
    comments = " ".join(line[2:] for line in text.splitlines() if line.startswith("#"))
    assert (f"{SUMMARIES[key]} (+4.6)" in comments) is is_strange
    assert ("The fit is no description of that" in comments) is is_strange
    assert "triage.refusal" in comments
    assert "delivery.churn_odds" in comments
    assert all(len(line) <= 110 for line in text.splitlines())


def test_a_fitted_file_extends_its_base_and_sets_only_what_was_found(tmp_path):
    fit, path = fitted({}), tmp_path / "fit.yaml"
    text = crm.text(fit, Books(DEALS), Path("x.csv"), path, Base("siloed_metrics", "enterprise"))
    path.write_text(text)
    content = yaml.safe_load(text)
    assert content["extends"] == ["siloed_metrics", "enterprise"]
    assert content["demand"] == {"entry_hazard": 0.005}
    assert set(content) == {"schema_version", "name", "kind", "extends", "demand"}
    assert "entry_hazard: 0.005 # 0.004 to 0.006, well" in text
    assert load_scenario(path).hash == fit.scenario.hash


@pytest.mark.parametrize("where", [".", ".."])
def test_a_base_of_ones_own_is_extended_where_it_can_be_reached(tmp_path, where, monkeypatch):
    folder = tmp_path / "firm"
    folder.mkdir()
    monkeypatch.chdir(folder)
    own = (folder / where / "acme.yaml").resolve()
    own.write_text("schema_version: 1\nname: acme\nkind: company\nextends: hybrid_pay\n"
                   "market: {accounts: 700}\n")  # fmt: skip
    name = f"{where}/acme.yaml"
    firm = load_scenario(name).with_values({"campaigns.rate_in.email": 0.03})
    path = folder / "fit.yaml"
    text = company_file(path, firm, Base(name), "# found\n", {})
    path.write_text(text)
    assert load_scenario(path).hash == firm.hash
    assert ('extends: ["acme.yaml"]' in text) is (where == ".")
    assert ("lies outside of this file's folder" in text) is (where == "..")
    assert sorted(p.name for p in folder.iterdir()) == sorted(
        ["fit.yaml"] + (["acme.yaml"] if where == "." else [])
    )


def test_what_held_before_stays_as_it_was(tmp_path):
    firm = replace(load_scenario("shared_revenue"))
    same = firm.with_values({"run.before": "same"})
    for each in (firm, same):
        path = tmp_path / "fit.yaml"
        path.write_text(company_file(path, each, Base("shared_revenue"), "", {}))
        assert load_scenario(path).hash == each.hash
