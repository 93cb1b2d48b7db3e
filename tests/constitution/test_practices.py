"""Every practice is off by default, does something once it is on, and costs hours."""

import numpy as np
import pytest

from sim.driver import run
from sim.names import TASK_WORDS
from tests.constitution.staged import staged
from tests.histories import differing, steady

pytestmark = pytest.mark.compiled

PRACTICES = {
    "meetings": (["meetings.every=2"], ["meetings.hold"]),
    "exchange": (["exchange.every=4"], ["exchange.prepare"]),
    "battles": (["battles.every=4"], ["battles.pick_questions"]),
    "debriefs": (["debriefs.share=1"], ["debriefs.choose"]),
    "ride_alongs": (["ride_alongs.every=4"], ["ride_alongs.ride"]),
    "liaisons": (["liaisons.number=1"], ["liaisons.carry"]),
    "colocation": (["colocation.seating=together"], ["colocation.talk_in_passing"]),
    "joint_assignments": (
        ["joint_assignments.accounts=3"], ["joint_assignments.name_accounts"],
    ),
    "celebrations": (["celebrations.every=4"], ["celebrations.celebrate"]),
    "rotation": (["rotation.every=26"], ["rotation.swap"]),
    "unified_definition": (["unified_definition.every=4"], ["unified_definition.meet"]),
    "lead_sla": (["lead_sla.share=0.8"], ["lead_sla.promise", "lead_sla.track"]),
    "feedback": (["feedback.share=0.9"], ["feedback.report"]),
    "codesign": (["codesign.every=4", "content.findability=1"], ["codesign.sit_down"]),
    "content_access": (["content_access.level=1"], ["content_access.keep_up"]),
    "content_training": (
        ["content_training.every=4", "content.findability=1"], ["content_training.train"],
    ),
    "framing": (["framing.share=1"], ["framing.prepare"]),
    "literacy_training": (["literacy_training.every=4"], ["literacy_training.train"]),
    "handover": (["handover.share=1", "demand.entry_hazard=0.02"], ["handover.hand_over"]),
    "handoff_rules": (
        ["handoff_rules.every=4", "handoff.misrouted=0.8"], ["handoff_rules.clear_up"],
    ),
}  # fmt: skip
"""Practice, settings that switch it on, and phases that are superfluous while it is off."""
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
    settings, phases = PRACTICES[practice]
    scenario = steady("siloed_metrics", *settings)
    history = run(scenario, 2)
    assert practised(history) > 0.0
    assert practised(run(steady("siloed_metrics"), 2)) == 0.0
    assert differing(history, staged(scenario, 2, phases))
    weekly = history.raw("weekly")
    for column in ("relationship_conflict", "hours_lost", "bookings", "leads"):
        assert np.isfinite(weekly[column]).all(), column
