"""The room of the how-to: both drivers, neutral and on, beside firms without it, and elsewhere."""

import os
import pickle
import subprocess
import sys

import numpy as np
import pytest

from sim.core.compiled import cache_folder
from sim.drivers.compiled import run, run_many
from sim.model import RevenueModel
from sim.outside import load_room
from sim.rooms import using
from sim.scenario import load_scenario
from sim.world.practices import PRACTICES
from tests.histories import differing, digests, small, steady
from tests.house.source import ROOT
from tests.mechanisms.harness import plain_python
from tests.outside.lunches import blocks, written

pytestmark = pytest.mark.compiled

ON = ("lunches.every=2",)
PODS = ("market.pods=2", "market.reps=3", "market.marketers=2")


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return load_room(written(tmp_path_factory.mktemp("rooms")))


@pytest.fixture(scope="module")
def scenario(room):
    with using([room]):
        return steady("siloed_metrics", *ON, *PODS)


def test_the_code_of_the_page_runs_as_it_stands(tmp_path):
    written(tmp_path)
    assert len(blocks()) == 2
    (tmp_path / "use.py").write_text(blocks()[1], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-W", "error", "use.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) > 0.0


def test_both_drivers_give_the_same_bytes(scenario):
    model = RevenueModel(scenario, seed=3)
    model.run_model()
    assert differing(run(scenario, 3), model.history()) == []
    assert np.array_equal(model.world.lunches_pairs, run(scenario, 3)._world.lunches_pairs)


def test_the_compiler_changes_no_byte(scenario, monkeypatch):
    compiled = run(scenario, 3)
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    with plain_python():
        assert differing(compiled, run(scenario, 3)) == []


def test_the_neutral_setting_gives_the_bytes_of_a_firm_without_it(room):
    without = steady("siloed_metrics", *PODS)
    assert differing(run(without, 3), run(without, 3, rooms=[room])) == []


def test_switched_on_it_takes_hours_and_eases_strain(room, scenario):
    never, often = run(steady("siloed_metrics", *PODS), 3), run(scenario, 3)
    assert {"hours.hours", "pairs.relationship_conflict"} <= set(differing(never, often))
    strain = [each.weekly["relationship_conflict"].mean() for each in (never, often)]
    assert strain[1] < 0.97 * strain[0]
    held = often._world
    assert (held.lunches_pairs["eased"] > 0.0).all()
    weekly = scenario.with_values({"lunches.every": 1, "run.weeks": 1})
    booked = run(weekly, 3)._world.marketers["booked"]
    assert booked[:, len(PRACTICES)].tolist() == [1.0] * 4
    assert booked[:, len(PRACTICES) + 1 :].sum() == 0.0


def test_without_ease_only_the_hours_are_left(room, scenario):
    hours_only = run(scenario.with_values({"lunches.ease": 0.0}), 3)
    assert (hours_only._world.lunches_pairs["eased"] == 0.0).all()
    assert differing(hours_only, run(scenario, 3))


def test_a_process_runs_firms_with_and_without_it_side_by_side(room, tmp_path):
    plain = small("siloed_metrics")
    before = digests(run(plain, 4))
    harsher = load_room(written(tmp_path, ("0.1, 0, 1", "0.9, 0, 1")))
    with using([room]):
        often = small("siloed_metrics", *ON)
    with using([harsher]):
        other = small("siloed_metrics", *ON)
    mild, harsh = digests(run(often, 4)), digests(run(other, 4))
    assert len({str(each) for each in (before, mild, harsh)}) == 3
    assert digests(run(plain, 4)) == before
    assert digests(run(often, 4)) == mild
    assert digests(next(run_many(often, [0, 1], seed=4))) == mild


def test_a_timeline_changes_its_settings(room, tmp_path):
    file = tmp_path / "later.yaml"
    file.write_text(
        "schema_version: 1\nname: later\nextends: siloed_metrics\nkind: company\n"
        "run: {weeks: 30, burn_in: 0, before: same}\nmarket: {accounts: 100}\n"
        "timeline:\n  - {week: 20, lunches: {every: 1}}\n",
        encoding="utf-8",
    )
    changed = run(load_scenario(file, rooms=[room]), 1)
    never = run(load_scenario(file, rooms=[room]).with_values({"lunches.ease": 0.0}), 1)
    mine, theirs = (each.weekly["relationship_conflict"] for each in (changed, never))
    assert mine[:20].equals(theirs[:20])
    assert (mine[21:] < theirs[21:]).all()


def test_a_model_with_it_can_be_pickled_and_goes_on_with_the_same_bytes(scenario):
    model = RevenueModel(scenario, seed=3)
    for _ in range(20):
        model.step()
    restored = pickle.loads(pickle.dumps(model))
    for each in (model, restored):
        each.run_model()
    assert differing(model.history(), restored.history()) == []


WITHOUT_IT = """
from sim.model import RevenueModel
from tests.histories import digests, small
model = RevenueModel(small("siloed_metrics", "run.weeks=2"), seed=3)
model.run_model()
print(digests(model.history()))
"""


def test_what_is_kept_of_compiled_code_serves_processes_without_it(room, scenario):
    RevenueModel(scenario, seed=3).step()
    kept = [path.read_bytes() for folder in shipped_caches() for path in folder.rglob("*.nbi")]
    assert len(kept) > 0
    assert [index for index in kept if b"sim.outside.loaded" in index] == []
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", WITHOUT_IT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(digests(run(small("siloed_metrics", "run.weeks=2"), 3)))


def shipped_caches():
    """Return the folders in which compiled code of shipped files is kept."""
    files = [*(ROOT / "sim").rglob("*.py")]
    return {folder for file in files if (folder := cache_folder(file)) is not None}


IN_ANOTHER_PROCESS = """
import pickle, sys
from sim.drivers.compiled import run
from tests.histories import digests
print(digests(run(pickle.load(sys.stdin.buffer), 3)))
"""


def test_another_process_needs_no_file_of_it(tmp_path):
    path = written(tmp_path)
    gone = small("siloed_metrics").with_values({"run.weeks": 13})
    with using([load_room(path)]):
        gone = small("siloed_metrics", *ON, "run.weeks=13")
    path.unlink()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IN_ANOTHER_PROCESS],
        cwd=ROOT,
        input=pickle.dumps(gone),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout.decode().strip() == str(digests(run(gone, 3)))


MECHANISM = '''"""Echo: a mechanism that keeps columns beside tables that grow.

Neutral: strength 0 moves nobody.
Sources: none, it is for tests.
"""

from __future__ import annotations

from typing import Any

from sim.core.compiled import act, phase
from sim.core.draws import uniform
from sim.core.params import Block, param
from sim.core.tables import Column
from sim.world.state import Clock

LUCK = 100_001


class Echo(Block):
    """How strong it is."""

    strength: float = param(0.0, 0, 1, source="made up", meaning="strength of the echo")


MOVES = ("reps.morale", "accounts.effort_weight")
COLUMNS = {
    "leads": (Column("seen", "f8", "count", "echo", "how often it was seen"),),
    "accounts": (Column("heard", "f8[2]", "count", "echo", "what it heard"),),
}


@act
def lift(row: int, reps: Any, echo: Any, clock: Clock) -> None:
    """Lift or lower one rep's morale a little."""
    if uniform(clock.seed, LUCK, row, clock.week) < echo["strength"]:
        reps[row]["morale"] = 0.5 * reps[row]["morale"]


@phase(before="effort.split_reps")
def lift_all(all_reps: Any, reps: Any, echo: Any, clock: Clock) -> None:
    """Move everybody's morale."""
    for index in range(all_reps.shape[0]):
        lift(all_reps[index], reps, echo, clock)


@phase(after="pipeline.weigh_deals")
def look(
    dealing: Any, active: Any, accounts: Any, leads: Any, echo_leads: Any, echo_accounts: Any,
    counters: Any, trust: Any, p: Any, contracts: Any, echo: Any,
) -> None:
    """See every lead once more, and pull deals harder."""
    for row in range(counters[0]["leads"]):
        echo_leads[row]["seen"] += 1.0
    for index in range(active.shape[0]):
        echo_accounts[active[index]]["heard"][0] += 1.0
    for index in range(dealing.shape[0]):
        echo_accounts[dealing[index]]["heard"][1] += trust["gain"] + p["trust"]["gain"]
        more = 1.0 + echo["strength"] * contracts[1]["variable_share"]
        accounts[dealing[index]]["effort_weight"] *= more
'''


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    path = tmp_path_factory.mktemp("echo") / "echo.py"
    path.write_text(MECHANISM, encoding="utf-8")
    return load_room(path)


def test_a_mechanism_has_columns_beside_tables_that_grow(echo, room):
    with using([echo, room]):
        both = small("siloed_metrics", "echo.strength=0.3", *ON)
    roomy, tight = run(both, 2), run(both, 2, lead_capacity=0)
    assert differing(roomy, tight) == []
    worlds = [each._world for each in (roomy, tight)]
    used = int(worlds[0].counters["leads"][0])
    assert len(worlds[1].echo_leads) == len(worlds[1].leads) < len(worlds[0].leads)
    seen = [each.echo_leads["seen"][:used] for each in worlds]
    assert np.array_equal(*seen)
    assert seen[0].max() > 1.0
    assert not worlds[0].echo_leads["seen"][used:].any()
    assert worlds[0].echo_accounts["heard"].min(axis=0).tolist() == [0.0, 0.0]
    assert (worlds[0].echo_accounts["heard"].max(axis=0) > 0.0).all()
    model = RevenueModel(both, 2, lead_capacity=0)
    model.run_model()
    assert differing(roomy, model.history()) == []
    neutral = small("siloed_metrics")
    assert differing(run(neutral, 2), run(neutral, 2, rooms=[echo, room])) == []
    assert differing(run(neutral, 2), roomy)


def test_the_order_in_which_rooms_are_given_does_not_matter(echo, room):
    plain = small("siloed_metrics")
    one = run(plain, 2, rooms=[echo, room])
    other = run(plain, 2, rooms=[room, echo])
    assert one.scenario.rooms == other.scenario.rooms
    assert one.scenario.hash == other.scenario.hash != plain.hash


def test_a_text_that_is_loaded_from_two_files_runs_both_times(tmp_path):
    rooms = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        path = tmp_path / name / "echo.py"
        path.write_text(f"{MECHANISM}# another text\n", encoding="utf-8")
        rooms.append(load_room(path))
    plain = small("siloed_metrics")
    first, second = (run(plain, 2, rooms=[room]) for room in rooms)
    assert differing(first, second) == []
