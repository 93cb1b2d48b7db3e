"""Runs in which a phase of the week is left out or wrapped, and worlds that start differently."""

from sim.drivers import compiled
from sim.drivers.compiled import run
from sim.drivers.population import populate
from sim.model import RevenueModel


class Staged(RevenueModel):
    """The page of the week with some phases left out, or wrapped, and without any agent's part."""

    def __init__(self, scenario, seed, removed=(), wrapped=None):
        self.removed = set(removed)
        self.wrapped = wrapped or {}
        self.asked = set()
        super().__init__(scenario, seed)

    def phase(self, room, name):
        key = f"{room.__name__.rpartition('.')[2]}.{name}"
        self.asked.add(key)
        if key in self.removed:
            return lambda *_tables: None
        found = getattr(room, name)
        return self.wrapped[key](found) if key in self.wrapped else found


def staged(scenario, seed=1, removed=(), wrapped=None):
    """Return the history of a run without the phases `removed`, with others `wrapped`.

    Phases are named "room.phase"; a wrapper takes the phase and returns what is called instead.
    """
    model = Staged(scenario, seed, removed, wrapped)
    model.run_model()
    unknown = {*model.removed, *model.wrapped} - model.asked
    assert not unknown, f"no such phases in the week: {sorted(unknown)}"
    return model.history()


def run_from(scenario, seed, change, monkeypatch):
    """Return the history of a run whose starting world went through `change`."""

    def changed(*arguments):
        world = populate(*arguments)
        change(world)
        return world

    with monkeypatch.context() as patched:
        patched.setattr(compiled, "populate", changed)
        return run(scenario, seed)
