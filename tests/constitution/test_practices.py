"""Every practice is off by default, does something once it is on, and costs hours."""

import numpy as np
import pytest

from analysis.odd.fragments import phases
from sim.drivers.compiled import run
from sim.scenario import declared
from sim.world.names import TASK_WORDS
from tests.constitution.staged import staged
from tests.histories import differing, steady
from tests.lively import switched_on

pytestmark = pytest.mark.compiled

ELSEWHERE = {"qualification", "shared_systems", "joint_planning", "pricing", "roadmap"}
"""Practices that need more than a switch: see test_neutral.py."""
PRACTICES = {
    name: (
        switched_on(name),
        [f"{room}.{phase}" for room, phase in phases() if room == name],
    )
    for name in declared.PRACTICES
    if name not in ELSEWHERE
}
"""Practice, settings that switch it on, and its phases, superfluous while it is off."""
EVERYTHING_ON = [text for settings, _phases in PRACTICES.values() for text in settings]


def practised(history):
    """Return the hours of practices, all people and weeks."""
    hours = history.raw("hours")
    return float(hours["hours"][hours["task"] == TASK_WORDS.index("practices")].sum())


@pytest.mark.parametrize("practice", PRACTICES)
def test_by_default_the_week_is_the_same_without_the_practice(practice):
    scenario = steady("siloed_metrics")
    assert differing(run(scenario, 2), staged(scenario, 2, PRACTICES[practice][1])) == []


@pytest.mark.parametrize("practice", PRACTICES)
def test_switched_on_it_takes_hours_and_its_phases_do_something(practice):
    settings, removed = PRACTICES[practice]
    scenario = steady("siloed_metrics", *settings)
    history = run(scenario, 2)
    assert practised(history) > 0.0
    assert practised(run(steady("siloed_metrics"), 2)) == 0.0
    assert differing(history, staged(scenario, 2, removed))
    weekly = history.raw("weekly")
    for column in ("relationship_conflict", "hours_lost", "bookings", "leads"):
        assert np.isfinite(weekly[column]).all(), column
