"""One small firm in which everything happens: every practice on, people leave, customers churn.

Two pods of three reps and two marketers, so that no index of one table fits another by chance.
"""

from analysis.practice.switches import practice
from scripts.docs.practices import overlays
from sim.scenario import load_scenario
from sim.scenario.declared import PRACTICES
from sim.world.options import Tension

SIZES = (
    "market.accounts=120",
    "market.pods=2",
    "market.reps=3",
    "market.marketers=2",
    "market.customers=0.3",
    "run.before=same",
)
TUNED = {
    "meetings": ("meetings.every=2", "meetings.attendance=delegates"),
    "exchange": ("exchange.every=4",),
    "battles": ("battles.every=4",),
    "debriefs": ("debriefs.share=1", "debriefs.deals=won_and_lost"),
    "ride_alongs": ("ride_alongs.every=4",),
    "liaisons": ("liaisons.number=1",),
    "colocation": ("colocation.seating=together",),
    "joint_assignments": ("joint_assignments.accounts=3",),
    "celebrations": ("celebrations.every=4",),
    "rotation": ("rotation.every=26",),
    "unified_definition": ("unified_definition.every=4",),
    "qualification": ("qualification.by=group", "qualification.window=100"),
    "lead_sla": ("lead_sla.share=0.7",),
    "feedback": ("feedback.share=0.9",),
    "codesign": ("codesign.every=4",),
    "content_access": ("content_access.level=0.8",),
    "content_training": ("content_training.every=4", "content.findability=1"),
    "framing": ("framing.share=0.8",),
    "literacy_training": ("literacy_training.every=4",),
    "handover": ("handover.share=0.8",),
    "handoff_rules": ("handoff_rules.every=6", "handoff.misrouted=0.5"),
    "shared_systems": ("shared_systems.share=0.8",),
    "joint_planning": ("joint_planning.every=13",),
    "pricing": ("pricing.owner=marketing", "pricing.promotion_every=8"),
    "roadmap": ("roadmap.owner=shared",),
}
"""What switches practices on where it is not what their shipped file says."""
EVENTS = (
    "buying_group.gain=0.7",  # deals end within the weeks that are watched
    "demand.entry_hazard=0.03",
    "delivery.churn_odds=0.6",
    "people.marketer_leaving=1.2",
    "people.rep_leaving=1.2",
    "people.vacancy=3",
    "people.risk_spread=0.4",
    "people.recognition=0.3",
    "people.fresh_eyes=0.5",
    "people.hire_respect=0.5",
    "people.hire_literacy=0.5",
    "succession.leaving=1.5",
    "succession.vacancy=4",
    "leadership.hours_per_dispute=10",
    "launches.every=20",
    "leadership.review_hours=0.5",
    "information.sales_evidence_in_marketing=0.4",
    "information.marketing_evidence_in_sales=0.4",
)


def switched_on(name):
    """Return the settings that switch a practice on: tuned ones, or those of its shipped file."""
    if name in TUNED:
        return TUNED[name]
    stated = practice(overlays(name)[0]).settings
    return tuple(f"{key}={value}" for key, value in stated.items())


def lively(*settings, name="hybrid_pay", weeks=52, burn_in=0, tension=Tension.STOKED):
    """Return the firm in which everything happens."""
    everything = tuple(text for name in PRACTICES for text in switched_on(name))
    length = (f"run.weeks={weeks}", f"run.burn_in={burn_in}")
    leaders = (f"leadership.tension={tension.name.lower()}",)
    return load_scenario(
        name, "mid_market", (), (*SIZES, *everything, *EVENTS, *leaders, *length, *settings)
    )
