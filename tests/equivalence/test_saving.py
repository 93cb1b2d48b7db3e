"""A model can be saved, copied and sent to other processes, and goes on with the same bytes."""

import copy
import multiprocessing
import pickle

import numpy as np
import pytest

from sim import load_scenario
from sim.core.errors import InputError
from sim.drivers.agents import Rep
from sim.drivers.compiled import run
from sim.model import RevenueModel

SMALL = ("market.accounts=60", "run.weeks=20", "run.burn_in=13")


class Idle(Rep):
    """A rep who leaves the inbox alone."""

    def work_inbox(self, *tables):
        """Do nothing."""


def model(**given) -> RevenueModel:
    return RevenueModel(load_scenario("siloed_metrics", overrides=SMALL), seed=3, **given)


def advanced(weeks: int, **given) -> RevenueModel:
    made = model(**given)
    for _ in range(weeks):
        made.step()
    return made


def ended(made: RevenueModel) -> bytes:
    while made.running:
        made.step()
    history = made.history()
    return b"".join(history.raw(table).tobytes() for table in ("weekly", "leads", "pairs"))


def finish(saved: bytes) -> bytes:
    return ended(pickle.loads(saved))


def as_usual() -> bytes:
    history = run(load_scenario("siloed_metrics", overrides=SMALL), 3)
    return b"".join(history.raw(table).tobytes() for table in ("weekly", "leads", "pairs"))


@pytest.mark.parametrize("weeks", [0, 17, 33])
def test_a_model_saved_at_any_week_goes_on_with_the_same_bytes(weeks):
    assert finish(pickle.dumps(advanced(weeks))) == as_usual()


def test_a_copy_goes_its_own_way():
    first = advanced(17)
    second = copy.deepcopy(first)
    second.world.firm["budget"] = 0.0
    assert ended(first) == as_usual()
    assert ended(second) != as_usual()


def test_saved_agents_are_windows_on_the_saved_world():
    restored = pickle.loads(pickle.dumps(advanced(5)))
    rep = next(agent for agent in restored.agents if isinstance(agent, Rep))
    rep["morale"] = 0.125
    assert restored.world.reps[rep.row]["morale"] == 0.125
    assert rep.model is restored


def test_own_kinds_of_agents_are_saved_too():
    restored = pickle.loads(pickle.dumps(advanced(5, agents={Rep: Idle})))
    assert ended(restored) == ended(advanced(5, agents={Rep: Idle}))


@pytest.mark.slow
def test_another_process_finishes_a_model():
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(finish, [pickle.dumps(advanced(17))]) == [as_usual()]


def test_an_agent_cannot_be_removed_and_the_error_says_what_to_do():
    made = model()
    rep = next(agent for agent in made.agents if isinstance(agent, Rep))
    with pytest.raises(InputError, match=r"Rep 0 cannot be removed: .* whose acts do nothing"):
        rep.remove()
    assert rep in made.agents
    assert np.array_equal(made.world.reps["present"], model().world.reps["present"])
