"""Tables grow while a run goes on; neither where they start nor when they grow can be seen."""

import pytest

from sim import model
from sim.drivers import compiled
from sim.drivers.compiled import GROWING, run
from sim.drivers.population import populate
from sim.model import RevenueModel
from sim.world.state import BLANK_LEAD
from tests.histories import differing, small

pytestmark = pytest.mark.compiled

SCENARIO = small()


@pytest.fixture(scope="module")
def roomy():
    return run(SCENARIO, 8)


def cramped(*arguments):
    """Return a starting world whose growing tables have room for nothing that is not there yet."""
    world = populate(*arguments)
    count = world.counters[0]
    return world._replace(**{name: getattr(world, name)[: count[name]].copy() for name in GROWING})


@pytest.fixture
def started(monkeypatch):
    """Let both drivers start cramped; return the starting capacities of the last run."""
    capacities = {}

    def start(*arguments):
        world = cramped(*arguments)
        capacities.update({name: len(getattr(world, name)) for name in GROWING})
        return world

    monkeypatch.setattr(compiled, "populate", start)
    monkeypatch.setattr(model, "populate", start)
    return capacities


def outgrown(history, capacities):
    """Return the tables that hold more rows than they had room for at the start."""
    return {name for name in GROWING if len(history._rows(name)) > capacities[name]}


def test_starting_without_any_room_changes_no_byte(roomy, started):
    tight = run(SCENARIO, 8)
    assert outgrown(tight, started) == set(GROWING)
    assert differing(roomy, tight) == []


def test_tables_grow_in_the_middle_of_the_run_too(started, monkeypatch):
    reached = []
    original = compiled.simulate
    monkeypatch.setattr(
        compiled, "simulate", lambda *given: reached.append(original(*given)) or reached[-1]
    )
    run(SCENARIO, 8)
    assert any(0 < week < SCENARIO.weeks + SCENARIO.burn_in for week in reached), reached


def test_agents_look_at_the_grown_tables(roomy, started):
    grown = RevenueModel(SCENARIO, 8)
    rep, group = grown._cast[model.KINDS[1]][0], grown._cast[model.KINDS[3]][7]
    first = grown.world.leads
    grown.run_model()
    assert grown.world.leads is not first
    assert rep.skill == grown.world.reps[0]["skill"]
    assert group.entries == grown.world.accounts[7]["entries"]
    assert differing(roomy, grown.history()) == []


@pytest.mark.parametrize("lead_capacity", [0, 1, 50])
def test_room_for_leads_at_the_start_does_not_matter(roomy, lead_capacity):
    assert differing(roomy, run(SCENARIO, 8, lead_capacity=lead_capacity)) == []


def test_a_world_that_lost_its_rows_when_growing_would_be_noticed(roomy, started, monkeypatch):
    original = compiled.grown

    def forgetful(world):
        larger = original(world)
        larger.leads[: len(world.leads)] = BLANK_LEAD[0]
        return larger

    monkeypatch.setattr(compiled, "grown", forgetful)
    assert differing(roomy, run(SCENARIO, 8))
