"""The Mesa driver: the same weeks as `sim.drivers.compiled`, played by agents.

`RevenueModel` executes the page `sim/week.py` as plain Python. Phases in which people or buying
groups act become a call of those agents through an `AgentSet`; all others run compiled. Draws are
addressed by identity, so the tables are equal to those of the compiled driver, bit for bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import mesa
from mesa.agent import AgentSet

from sim import week as the_week
from sim.core.compiled import compile_all
from sim.core.errors import InputError
from sim.core.luck import luck
from sim.core.switches import is_checked
from sim.drivers.agents import KINDS, PARTS, Window
from sim.drivers.compiled import grown, has_capacity, prepared, weeks_of, with_guests
from sim.drivers.finite import refuse_lost_numbers
from sim.drivers.population import LEADS_PER_ACCOUNT, populate
from sim.history.history import History
from sim.history.recorder import empty_records, record_week
from sim.outside import Source, joined, program, shipped_part
from sim.scenario import Scenario, load_scenario
from sim.world.state import Clock

Kinds = Mapping[type[Window], type[Window]]


class RevenueModel(mesa.Model):
    """One simulated company as a Mesa model; `step()` is one week.

    It can be pickled and copied at any week; what is restored goes on with the same bytes.

    Attributes:
        firm_scenario: the scenario that is simulated.
        world: the tables, as a named tuple of structured arrays; replaced when a table grows.
        weeks_done, weeks_planned: simulated so far, and in all, burn-in included.
        running: False once the last week is done.

    Args:
        scenario: a scenario, or the name or path of one.
        seed, replicate: name the world: buyers, shocks and luck; no two pairs share any.
        agents: your own class in place of `Marketer`, `Rep`, `Leader` or `BuyingGroup`.
        lead_capacity: leads per account to allocate at the start; results do not depend on it.
        rooms: rooms from outside besides those of the scenario: files, modules, or `load_room`.

    Raises:
        RoomError: all problems found in rooms from outside.
        InputError: a seed or replicate out of range, or a class that is not of its kind.
        ScenarioError: all problems found in the scenario.
    """

    running: bool

    def __init__(
        self,
        scenario: Scenario | str | Path,
        seed: int = 1,
        replicate: int = 0,
        agents: Kinds | None = None,
        lead_capacity: int = LEADS_PER_ACCOUNT,
        rooms: Iterable[Source] = (),
    ) -> None:
        key = _key(seed, replicate)
        super().__init__(rng=key)
        compile_all()
        self._luck = key
        found = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        self.firm_scenario = joined(found, rooms)
        self.world_seed, self.replicate = int(seed), int(replicate)
        self.burn_in = self.firm_scenario.burn_in
        self._parameters, self._contracts, self._epochs, segments = prepared(self.firm_scenario)
        self.weeks_planned = len(self._epochs)
        self.weeks_done = 0
        self.world = populate(
            self._parameters[0], segments, self.weeks_planned, self._luck, self.burn_in,
            lead_capacity,
        )  # fmt: skip
        self.world = with_guests(self.firm_scenario, self.world, self._epochs)
        self._records = empty_records(self.weeks_planned, self.world)
        self._cast = self._hired(agents or {})
        self._week = self._staged()

    def __getstate__(self) -> dict[str, Any]:
        """Return everything but the page, which is a function made for this model."""
        state = self.__dict__.copy()
        del state["_week"]
        return state

    def __setstate__(self, state: dict[str, Any]) -> None:
        compile_all()
        self.__dict__.update(state)
        self._week = self._staged()

    def _hired(self, replacements: Kinds) -> dict[type[Window], list[Window]]:
        """Return the agents of each kind, one for each row of its table."""
        cast: dict[type[Window], list[Window]] = {}
        for kind, replacement in replacements.items():
            if kind not in KINDS or not issubclass(replacement, kind):
                names = ", ".join(known.__name__ for known in KINDS)
                raise InputError(
                    f"agents={{{kind.__name__}: {replacement.__name__}}}: give one of {names} and "
                    "a subclass of it"
                )
        for kind in KINDS:
            chosen = replacements.get(kind, kind)
            rows = getattr(self.world, kind.table.name).shape[0]
            cast[kind] = [chosen(self, row) for row in range(rows)]
        return cast

    def agents_at(self, kind: type[Window], rows: Any) -> AgentSet:
        """Return the agents of a kind that stand on these rows of their table, in this order."""
        cast = self._cast[kind]
        return AgentSet([cast[row] for row in rows.tolist()], random=self.random)

    def phase(self, room: ModuleType, name: str) -> Any:
        """Return what the page `sim/week.py` calls as `room.name`: agents, or the phase itself."""
        part = PARTS.get((room.__name__.rpartition(".")[2], name))
        if part is None:
            return getattr(room, name)

        def played(rows: Any, *tables: Any) -> None:
            self.perform(part.kind, part.act, rows, *tables)

        return played

    def perform(self, kind: type[Window], act: str, rows: Any, *tables: Any) -> None:
        """Let the agents on these rows perform an act; the order does not matter."""
        self.agents_at(kind, rows).do(act, *tables)

    def _staged(self) -> Any:
        """Return the page `sim/week.py` with agents in the phases that are theirs.

        Rooms from outside have their lines on it; nobody plays these.
        """
        page = getattr(the_week.week, "py_func", the_week.week)
        if self.firm_scenario.rooms:
            weeks_of(self.firm_scenario, self.world, self._parameters, self._contracts)
            page = program(self.firm_scenario.rooms).page
        names = {
            name: _Room(self, value) if isinstance(value, ModuleType) else value
            for name, value in page.__globals__.items()
        }
        return FunctionType(page.__code__, names, page.__name__, page.__defaults__)

    @property
    def week(self) -> int:
        """Return the week simulated last, negative during burn-in."""
        return self.weeks_done - 1 - self.burn_in

    @property
    def latest(self) -> dict[str, Any]:
        """Return the row of `weekly` for the week simulated last (all blank before the first)."""
        row = self._records.weekly[self.weeks_done - 1]
        return {name: row[name].item() for name in row.dtype.names}

    def step(self) -> None:
        """Simulate one week; once the run is over, nothing happens any more.

        Raises: RunError when numbers were lost on the way.
        """
        if not self.running:
            return
        while not has_capacity(shipped_part(self.world)):
            self.world = grown(self.world)
        epoch = self._epochs[self.weeks_done]
        clock = Clock(self._luck, self.weeks_done - self.burn_in, self.weeks_done)
        self._week(self.world, self._parameters[epoch], self._contracts[epoch], clock)
        record_week(shipped_part(self.world), self._records, self._parameters[epoch], clock)
        self.weeks_done += 1
        if self.weeks_done == self.weeks_planned or is_checked():
            name = self.firm_scenario.name
            refuse_lost_numbers(self.world, self._records, name, self.world_seed, self.replicate)
        if self.weeks_done == self.weeks_planned:
            self.running = False
            self.release()

    def history(self) -> History:
        """Return what the run left behind, as `sim.run` does.

        Raises: InputError while there are weeks to go.
        """
        left = self.weeks_planned - self.weeks_done
        if left:
            raise InputError(f"the run is not over: {left} weeks to go; call run_model() first")
        return History(
            self.firm_scenario, self.world_seed, self.replicate, self.world, self._records
        )

    def release(self) -> None:
        """Let Mesa forget this model: 3.3 keeps every model alive that ever had an agent."""
        getattr(mesa.Agent, "_ids", {}).pop(self, None)


class _Room:
    """Stands for a room on the page and asks the model for its phases."""

    def __init__(self, model: RevenueModel, module: ModuleType) -> None:
        self._model = model
        self._module = module

    def __getattr__(self, phase: str) -> Any:
        return self._model.phase(self._module, phase)


def _key(seed: Any, replicate: Any) -> int:
    """Return the key of all draws, as a Python int: Mesa draws another stream from a numpy one."""
    try:
        return luck(seed, replicate)
    except InputError as error:
        raise InputError(
            f"{error}; with batch_run of Mesa 3.5 give seeds as rng=[1, 2, 3], not as a parameter"
        ) from None
