"""A fit to a table: reported with its interval and coverage, and not where data lie outside."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.calibration.books import Books
from analysis.calibration.crm import BESIDES, OF_DEALS, fit_books
from analysis.calibration.deals import of_run
from analysis.calibration.reading import read
from analysis.parameters.ranges import as_declared
from sim import run
from sim.core.errors import InputError
from sim.scenario import load_scenario

pytestmark = pytest.mark.compiled
SMALL = ("market.accounts=1200", "run.weeks=52", "run.burn_in=26")


@pytest.fixture(scope="module")
def firm():
    return load_scenario("siloed_metrics", overrides=SMALL)


@pytest.fixture(scope="module")
def deals(firm):
    return of_run(run(firm, 900))


@pytest.fixture(scope="module")
def fit(firm, deals):
    return fit_books(firm, Books(deals), runs=128)


def test_every_parameter_has_an_interval_within_its_prior_and_a_coverage(fit):
    assert [item.key for item in fit.found] == list(OF_DEALS)
    for item in fit.found:
        prior = as_declared(item.key)
        assert prior.low <= item.low < item.middle < item.high <= prior.high
        assert 0.0 < item.width <= 1.2
        assert 0.0 <= item.covered[0] <= item.covered[1] <= 1.0
        assert item.word in (("not told",) if fit.strange else ("well", "in part", "hardly"))
    assert fit.draws.shape == (len(fit.weights), len(OF_DEALS))
    assert fit.weights.sum() == pytest.approx(1.0)


def test_the_firm_stands_at_the_medians_and_keeps_the_rest(firm, fit):
    section, name = OF_DEALS[0].split(".")
    middle = fit.found[0].middle
    assert fit.scenario.values[section][name] == pytest.approx(middle, rel=1e-4)
    assert fit.scenario.values["market"]["accounts"] == 1200
    assert fit.scenario.values["run"]["weeks"] == 52
    assert fit.scenario.values["pay"] == firm.values["pay"]


def test_the_same_table_and_seed_give_the_same_fit(firm, deals, fit):
    again = fit_books(firm, Books(deals), runs=128, workers=1)
    assert np.array_equal(again.draws, fit.draws)


def test_the_size_of_deals_follows_the_table(firm, deals, fit):
    larger = replace(deals, amount=10.0 * deals.amount)
    found = fit_books(firm, Books(larger), runs=128).settings["market.segments"]
    usual = fit.settings["market.segments"]
    ratios = [
        more["list_value"] / less["list_value"] for more, less in zip(found, usual, strict=True)
    ]
    assert ratios == pytest.approx([10.0] * len(ratios), rel=1e-3)


def test_a_statistic_that_no_run_reproduces_is_named(firm, deals):
    slow = replace(deals, closed=deals.created + 40.0 + deals.closed - deals.created)
    outside = fit_books(firm, Books(slow), runs=128)
    assert {item.word for item in outside.found} == {"not told"}
    found = outside.strange
    assert found.get("won_fast", 0.0) > 3.0


def test_too_few_runs_are_refused(firm, deals):
    with pytest.raises(InputError, match="100 are too few"):
        fit_books(firm, Books(deals), runs=100)


def test_the_command_fits_the_folder_of_a_run_and_keeps_its_draws(tmp_path, monkeypatch):
    import json

    import pandas as pd
    from click.testing import CliRunner

    from counterpoint.cli.main import cli

    monkeypatch.chdir(tmp_path)

    def call(*arguments):
        return CliRunner().invoke(cli, list(arguments), prog_name="counterpoint")

    small = [part for text in SMALL for part in ("--set", text)]
    assert call("run", "siloed_metrics", *small, "--seed", "900", "--out", "r").exit_code == 0
    result = call("calibrate", "r", *small, "--runs", "128", "--out", "like.yaml", "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    table = read(tmp_path / "r" / "opportunities.csv")
    deals = table.deals
    assert found["deals"] == len(deals)
    assert found["left_out"] == {key: len(where) for key, where in table.left_out.items()}
    assert sum(found["lines"][key] for key in ("read", "refused", "ignored")) == table.lines.total
    data = json.loads((tmp_path / "like_data.json").read_text())
    assert data["lines"]["lines"] == table.lines.total
    assert "what the table holds" in (tmp_path / "like_data.html").read_text()
    draws = pd.read_parquet(tmp_path / "like_posterior.parquet")
    assert list(draws.columns) == ["weight", *OF_DEALS, *BESIDES]
    text = (tmp_path / "like.yaml").read_text()
    for item in found["parameters"]:
        assert f"  {item['key'].split('.')[1]}: " in text
    assert load_scenario("like.yaml").values["market"]["accounts"] == 1200
    told = call("calibrate", "r", *small, "--runs", "128", "--out", "like.yaml", "--overwrite")
    assert f"deals, {len(deals):,} used; " in told.stdout
    assert "accounts that start looking in a year" in told.stdout
    again = call("calibrate", "r", "--out", "like.yaml")
    assert again.exit_code == 2
    assert "the file is there already" in again.stderr
    both = call("calibrate", "r", "--won", "4")
    assert both.exit_code == 2
    assert "DATA or facts, not both" in both.stderr
    wrong = call("calibrate", "r", "--column", "creatd=x")
    assert "did you mean created?" in wrong.stderr
