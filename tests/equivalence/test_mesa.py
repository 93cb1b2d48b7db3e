"""The model is a Mesa model like any other: collectors, batches, agent sets, attributes."""

import gc
import inspect
import weakref

import numpy as np
import pytest
from mesa.batchrunner import batch_run
from mesa.datacollection import DataCollector

from sim.core.errors import InputError, ScenarioError
from sim.drivers.agents import BuyingGroup, Marketer, Rep
from sim.drivers.compiled import run
from sim.model import RevenueModel
from tests.histories import differing, small, steady

SHORT = ("run.weeks=13", "run.burn_in=0")
NEW_BATCHES = "rng" in inspect.signature(batch_run).parameters


class Watched(RevenueModel):
    """A model that collects trust and hours, as the how-to shows."""

    def __init__(self, scenario, seed=1):
        super().__init__(steady(scenario, *SHORT), seed)
        self.datacollector = DataCollector(
            model_reporters={"trust": lambda model: model.latest["trust_reps_in_marketers"]},
            agenttype_reporters={Rep: {"morale": "morale", "hours": "hours"}},
        )

    def step(self):
        super().step()
        self.datacollector.collect(self)


def test_a_data_collector_sees_what_the_history_records():
    model = Watched("siloed_metrics", 3)
    model.run_model()
    collected = model.datacollector.get_model_vars_dataframe()["trust"]
    weekly = model.history().raw("weekly")["trust_reps_in_marketers"]
    assert collected.tolist() == weekly.tolist()


def test_a_data_collector_keeps_the_hours_of_every_week():
    model = Watched("siloed_metrics", 3)
    model.run_model()
    frame = model.datacollector.get_agenttype_vars_dataframe(Rep)
    assert len(frame) == 13 * len(model.world.reps)
    hours = np.stack(frame["hours"].to_list()).reshape(13, -1, 7)
    assert not np.array_equal(hours[0], hours[12]), "vectors must not be recorded by reference"
    assert np.array_equal(hours[12], model.world.reps["hours"])


def batched(scenarios, seeds):
    """Return the results of Mesa's own batch runner, the way each of its versions wants it."""
    common = {"number_processes": 1, "display_progress": False, "max_steps": 1000}
    if NEW_BATCHES:
        return batch_run(Watched, {"scenario": scenarios}, rng=seeds, **common)
    return batch_run(Watched, {"scenario": scenarios, "seed": seeds}, **common)


def test_batch_run_gives_the_numbers_of_our_own_runner():
    schemes, seeds = ["siloed_metrics", "shared_revenue"], [1, 2]
    found = {(row["scenario"], row["seed"]): row["trust"] for row in batched(schemes, seeds)}
    for scheme in schemes:
        for seed in seeds:
            history = run(steady(scheme, *SHORT), seed)
            assert found[scheme, seed] == history.raw("weekly")["trust_reps_in_marketers"][-1]


def test_a_seed_that_batch_run_loses_is_an_error_and_not_another_world():
    parameters = {"scenario": "siloed_metrics", "seed": [1, 2]}
    if NEW_BATCHES:
        with pytest.raises(InputError, match="rng="):
            batch_run(Watched, parameters, number_processes=1, display_progress=False)
    else:
        rows = batch_run(Watched, parameters, number_processes=1, display_progress=False)
        assert {row["seed"] for row in rows} == {1, 2}
        assert len({row["trust"] for row in rows}) == 2


def test_agent_sets_select_sort_and_sum():
    model = RevenueModel(steady(), 3)
    for _ in range(20):
        model.step()
    groups = model.agents_by_type[BuyingGroup]
    active = groups.select(lambda group: group.in_market == 1)
    assert len(active) == model.world.counters[0]["active"]
    assert active.agg("list_value", sum) > 0.0
    assert groups.agg("members", sum) == len(model.world.members)
    skilled = list(model.agents_by_type[Rep].sort("skill"))
    assert [rep.skill for rep in skilled] == sorted(model.world.reps["skill"], reverse=True)
    assert set(model.agent_types) >= {Marketer, Rep, BuyingGroup}


def test_mesa_counts_the_same_weeks():
    model = RevenueModel(small(), 3)
    for _ in range(14):
        model.step()
    assert (model.steps, model.weeks_done, model.week) == (14, 14, 0)
    assert model.latest["week"] == 0


def test_the_run_ends_and_stays_ended():
    model = RevenueModel(steady("siloed_metrics", *SHORT), 3)
    model.step()
    model.running = False
    with pytest.raises(InputError, match="12 weeks to go"):
        model.history()
    model.running = True
    model.run_model()
    assert not model.running
    before = model.history()
    model.step()
    assert model.weeks_done == model.weeks_planned == 13
    assert differing(before, model.history()) == []


def test_numpy_seeds_and_names_of_scenarios_are_welcome():
    model = RevenueModel("siloed_metrics", np.int64(3))
    other = RevenueModel("siloed_metrics", 3)
    assert model.firm_scenario.name == "siloed_metrics"
    assert model.random.random() == other.random.random()
    assert model.rng.random() == other.rng.random()
    assert np.array_equal(model.world.accounts, other.world.accounts)


def test_step_takes_nothing_and_mistakes_are_told():
    assert list(inspect.signature(RevenueModel.step).parameters) == ["self"]
    with pytest.raises(ScenarioError):
        RevenueModel("siloed_metric")
    for seed in (None, -1, 1.5, "1"):
        with pytest.raises(InputError, match="seed"):
            RevenueModel("siloed_metrics", seed)


def test_a_finished_model_can_be_forgotten():
    model = RevenueModel(steady("siloed_metrics", *SHORT), 3)
    model.run_model()
    history = model.history()
    trace = weakref.ref(model)
    del model
    gc.collect()
    assert trace() is None
    assert len(history.raw("weekly")) == 13


def test_a_model_that_was_left_half_way_can_be_released():
    model = RevenueModel(steady("siloed_metrics", *SHORT), 3)
    model.step()
    model.release()
    trace = weakref.ref(model)
    del model
    gc.collect()
    assert trace() is None


def test_mesas_own_numbers_do_not_touch_the_run():
    model = RevenueModel(steady(), 3)
    model.random.random()
    model.rng.random(100)
    model.run_model()
    assert differing(run(steady(), 3), model.history()) == []
