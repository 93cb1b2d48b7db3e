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

TUNED = {
    "meetings": ["meetings.every=2"],
    "exchange": ["exchange.every=4"],
    "battles": ["battles.every=4"],
    "debriefs": ["debriefs.share=1", "demand.entry_hazard=0.02"],
    "ride_alongs": ["ride_alongs.every=4"],
    "liaisons": ["liaisons.number=1"],
    "colocation": ["colocation.seating=together"],
    "joint_assignments": ["joint_assignments.accounts=3"],
    "celebrations": ["celebrations.every=4"],
    "rotation": ["rotation.every=26"],
    "unified_definition": ["unified_definition.every=4"],
    "lead_sla": ["lead_sla.share=0.8"],
    "feedback": ["feedback.share=0.9"],
    "codesign": ["codesign.every=4", "content.findability=1"],
    "content_access": ["content_access.level=1"],
    "content_training": ["content_training.every=4", "content.findability=1"],
    "framing": ["framing.share=1"],
    "literacy_training": ["literacy_training.every=4"],
    "handover": ["handover.share=1", "demand.entry_hazard=0.02"],
    "handoff_rules": ["handoff_rules.every=4", "handoff.misrouted=0.8"],
}
"""What switches practices on where it is not what their shipped file says."""
ELSEWHERE = {"qualification", "shared_systems", "joint_planning", "pricing", "roadmap"}
"""Practices that need more than a switch: see test_neutral.py."""
PRACTICES = {
    name: (
        list(switched_on(name, TUNED)),
        [f"{room}.{phase}" for room, phase in phases() if room == name],
    )
    for name in sorted(declared.PRACTICES, key=[*TUNED, *sorted(declared.PRACTICES)].index)
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
