"""The fit: facts of an arithmetic firm are met, others named, impossible ones refused."""

import pytest

from analysis.calibration import fit as fitting
from analysis.calibration.fit import Line, fit_facts
from analysis.calibration.knobs import turned, workload
from analysis.runs.firm import KEYS
from sim.core.errors import InputError
from sim.scenario import load_scenario
from tests.calibration.pretend import firm_facts

FACTS = {
    "leads": 900.0,
    "won": 40.0,
    "win_rate": 0.35,
    "cycle": 30.0,
    "deal": 1e6,
    "customers": 200.0,
}


@pytest.fixture
def firm():
    return load_scenario("siloed_metrics")


@pytest.fixture
def arithmetic(monkeypatch):
    monkeypatch.setattr(fitting, "firm_facts", firm_facts)


def test_facts_far_from_where_a_firm_begins_are_met(firm, arithmetic):
    found = fit_facts(firm, FACTS)
    assert [line.key for line in found.lines] == list(KEYS)
    assert found.missed == ()
    assert max(abs(line.off) for line in found.lines) < 0.05
    assert found.scenario.values == firm.with_values(found.settings).values


def test_a_fact_that_is_not_given_leaves_its_settings_alone(firm, arithmetic):
    found = fit_facts(firm, {"deal": 5e5, "customers": 50.0})
    assert set(found.settings) == {"market.segments", "market.customers"}


def test_a_fact_out_of_reach_is_named_with_the_nearest(firm, arithmetic):
    # one account in five starts looking in a week at most: the bound of demand.entry_hazard
    found = fit_facts(firm, {"won": 30_000.0})
    assert [line.key for line in found.missed] == ["won"]
    assert found.settings["demand.entry_hazard"] == 0.2


def test_settings_stay_in_bounds_however_far_knobs_are_turned(firm):
    for step in (0.005, 200.0):
        settings = turned(firm.values, dict.fromkeys(KEYS, step))
        assert firm.with_values(settings).values["market"]["customers"] <= 1.0


def test_deals_that_would_take_more_hours_than_there_are_take_less(firm):
    usual = firm.values["buying_group"]["full_hours"]
    few = {"won": 2.0, "win_rate": 0.5, "cycle": 5.0}
    many = {"won": 500.0, "win_rate": 0.2, "cycle": 5.0}
    more = {**many, "won": 1_000.0}
    assert workload(firm.values, few) == {}
    assert workload(firm.values, {"won": 500.0}) == {}
    hours = [workload(firm.values, facts)["buying_group.full_hours"] for facts in (many, more)]
    assert 0.0 < hours[1] < hours[0] < usual


def test_what_no_firm_of_this_size_can_have_is_refused_all_at_once(firm):
    with pytest.raises(InputError) as caught:
        fit_facts(firm, {"customers": 9_000.0, "won": 5_000.0, "cycle": 52.0})
    first, second = str(caught.value).splitlines()
    assert "9,000 customers among 2,400 firms" in first
    assert "5,000 deals open at once, but 2,400 firms" in second


@pytest.mark.parametrize(
    ("runs", "error", "is_met"),
    [(104.0, 0.0, "yes"), (109.0, 1.0, "no"), (88.0, 1.0, "no"), (88.0, 7.0, "within luck")],
)
def test_a_fact_is_met_within_a_twentieth_or_within_luck(runs, error, is_met):
    line = Line("won", "deals won a year", 100.0, runs, error)
    assert line.word == is_met
    assert line.is_met is (is_met != "no")
    assert line.off == pytest.approx(runs / 100.0 - 1.0)


def test_the_fit_tells_how_far_it_is(firm, arithmetic):
    told = []
    fit_facts(firm, FACTS, progress=lambda done, planned: told.append((done, planned)))
    done = [step for step, _planned in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1]


@pytest.mark.slow
@pytest.mark.compiled
def test_runs_of_a_machine_builder_meet_what_is_known_of_it(firm):
    builder = firm.with_values(
        {
            "market.accounts": 400,
            "market.reps": 3,
            "market.marketers": 2,
            "delivery.recurring": 0.0,
            "run.before": "same",
        }
    )
    facts = {"won": 6.0, "win_rate": 0.25, "cycle": 30.0, "deal": 2e6}
    found = fit_facts(builder, facts, workers=1)
    assert all(abs(line.off) < 0.1 for line in found.lines)
    assert {line.key for line in found.missed} <= {line.key for line in found.lines}
    assert found.scenario.values["delivery"]["recurring"] == 0.0
