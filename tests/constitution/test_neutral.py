"""Every mechanism can be switched off: its neutral setting is a week without its phases."""

import pytest

from sim.drivers.compiled import run
from sim.history.history import public_columns
from sim.model import RevenueModel
from sim.world.names import SOURCES
from sim.world.vectors import NEVER
from tests.constitution.staged import staged
from tests.constitution.test_practices import PRACTICES
from tests.histories import differing, steady
from tests.house.source import rooms

pytestmark = pytest.mark.compiled

LEADERS = ("cmo", "cso", "cro", "ceo")
NO_RESPONSES = [
    f"campaigns.rate_{where}.{source}=0" for where in ("in", "out") for source in SOURCES
]
NO_EVENTS = [
    f"conflict.{kind}=0"
    for kind in ("rejected", "expired", "double_claim", "unused", "missed", "cut")
]
NOBODY_LEAVES = ["people.marketer_leaving=0", "people.rep_leaving=0"]
NO_VARIABLE_PAY = ["contracts.marketer.variable_share=0", "contracts.rep.variable_share=0"]
NEUTRAL = {
    "needs": (["drift=0", "shock_hazard=0"], ["drift"]),
    "demand": (["entry_hazard=0"], ["empty_market", "list_newcomers", "enter"]),
    "brand": (["growth=0", "decay=0"], ["build"]),
    "campaigns": (
        [*NO_RESPONSES, "call_hazard=0"],
        ["run_campaigns", "sum_exposure", "respond_in_market", "requeue"],
    ),
    "lead_appraisal": (
        ["choices.triage=frozen", "choices.hours=frozen"],
        ["appraise_all", "learn_all"],
    ),
    "pipeline": (["find_rate=0"], ["prospect"]),
    "content": (["findability=0"], ["pick_assets", "note_uses"]),
    "buying_group": (
        ["gain=0", "decay=0", "tiring=0", "fatigue=0", "spread_hazard=0", "rival=0",
         "rival_base=0", "closing.champion_support=1"],
        ["weigh_all"],
    ),
    "word_of_mouth": (["voice=0"], ["talk_all"]),
    "knowledge": (["talks=0", "refresh=0"], ["listen_all", "survey_all"]),
    "attribution": (
        ["sourced=0", "influenced=0", "content_part=0", "list_part=0"],
        ["credit_all"],
    ),
    "pay": (
        [*NO_VARIABLE_PAY, "conflict.missed=0", "effort.loafing=0"],
        ["pay_marketers", "pay_reps"],
    ),
    "ledger": (NO_VARIABLE_PAY, ["note_hours", "weigh_all"]),
    "marketing_ledger": ([*NO_VARIABLE_PAY, "scoring.handling_hours=0"], ["weigh_all"]),
    "conflict": (["heat=0", *NO_EVENTS], ["strain_all", "lose_hours"]),
    "trust": (["gain=0", "loss=0", *NOBODY_LEAVES], ["move_all"]),
    "leadership": (
        ["pull=0", *[f"organisation.dispute_hours.{leader}=0" for leader in LEADERS]],
        ["hear_disputes"],
    ),
    "people": (
        [*NOBODY_LEAVES, "ramp=0", "ramp_start=1"],
        ["live_marketers", "live_reps"],
    ),
}  # fmt: skip
"""Room, settings (of that room, unless they name another), and the phases they make superfluous."""

OFF = {
    "succession": (["serve_all"], ["leaving=3", "vacancy=20"]),
    "shared_systems": (["keep_up"], ["share=1"]),
    "launches": (["announce"], ["every=13"]),
    "joint_planning": (["brief_all"], ["every=13", "launches.every=13"]),
    "pricing": (["promote", "answer_all"], ["owner=marketing"]),
    "roadmap": (["ask_all", "build"], ["owner=sales"]),
}
"""Rooms that are off unless a scenario switches them on: their phases, and what does so."""

STAFF = {f"staff.{column}" for column in public_columns("staff")}
"""Leaders are on file as soon as somebody reports to them."""

STATED = {
    "buying_group": {"opportunities.hours_worked", "opportunities.members_engaged"},
    "attribution": {"opportunities.credit_sales"},
    "lead_appraisal": {"beliefs.followed_up", "beliefs.won", "beliefs.believed"},
    "pay": {"weekly.selling_cost", "weekly.gross_profit"},
    "conflict": {"weekly.task_conflict", "pairs.joint_events"},
}
"""Columns in which a room merely states what happened, which an absent room cannot."""

BY_CHOICE = {
    "scoring": "threshold",
    "effort": "hours",
    "triage": "triage",
    "closing": "timing",
    "planning": "brand_share",
}
"""Rooms that are neutral when a choice is frozen: see test_frozen.py."""
BY_FACT = {"handoff", "delivery", "calendar", "qualification", "knowledge_sharing", "inboxes"}
"""Rooms whose neutral setting is a fact about results: below."""


def seen(room, one, other):
    """Return the columns in which two histories differ beyond what the room merely states."""
    found = set(differing(one, other)) - STATED.get(room, set())
    return {name for name in found if room != "pay" or not name.startswith("attainment.")}


def placed(room, settings):
    return [text if "." in text.split("=")[0] else f"{room}.{text}" for text in settings]


@pytest.mark.parametrize("room", NEUTRAL)
def test_the_neutral_setting_is_a_week_without_the_mechanism(room):
    settings, phases = NEUTRAL[room]
    scenario = steady("siloed_metrics", *placed(room, settings))
    without = staged(scenario, 2, [f"{room}.{phase}" for phase in phases])
    assert seen(room, run(scenario, 2), without) == set()


@pytest.mark.parametrize("room", NEUTRAL)
def test_by_default_the_mechanism_is_there(room):
    scenario = steady("siloed_metrics")
    without = staged(scenario, 2, [f"{room}.{phase}" for phase in NEUTRAL[room][1]])
    assert seen(room, run(scenario, 2), without)


@pytest.mark.parametrize("room", OFF)
def test_a_practice_is_off_by_default_and_there_once_it_is_switched_on(room):
    phases, settings = OFF[room]
    usual, removed = steady("siloed_metrics"), [f"{room}.{phase}" for phase in phases]
    assert differing(run(usual, 2), staged(usual, 2, removed)) == []
    switched_on = steady("siloed_metrics", *placed(room, settings))
    assert differing(run(switched_on, 2), staged(switched_on, 2, removed))


def test_every_room_has_its_neutral_setting_here():
    assert {room.name for room in rooms()} == {*NEUTRAL, *PRACTICES, *BY_CHOICE, *BY_FACT, *OFF}


# ---------------------------------------------------------------- facts


@pytest.mark.parametrize("delay", [0, 2])
def test_leads_are_handed_over_after_the_delay_and_without_one_at_once(delay):
    leads = run(steady("siloed_metrics", f"handoff.delay={delay}"), 2).raw("leads")
    marketing = leads[(leads["marketer_id"] >= 0) & (leads["rep_id"] >= 0)]
    assert len(marketing) > 50
    assert (marketing["handed_over_week"] - marketing["qualified_week"] == delay).all()


def test_where_no_lead_is_routed_every_inbox_is_empty():
    silent = (*NO_RESPONSES, "campaigns.call_hazard=0")
    for settings, waiting in ((("pipeline.find_rate=0", *silent), 0), ((), 1)):
        model = RevenueModel(steady("siloed_metrics", "run.weeks=26", *settings), 2)
        model.run_model()
        assert min(model.world.counters[0]["inboxes"], 1) == waiting


@pytest.mark.parametrize("capability", [0.0, 0.5])
def test_without_capability_and_a_boss_who_asks_everybody_acts_on_own_views(capability):
    settings = (f"knowledge.capability={capability}", "knowledge.convergence=0", "run.weeks=26")
    model = RevenueModel(steady("siloed_metrics", *settings), 2)
    model.run_model()
    world = model.world
    for acted_on, views in (
        (world.reps["pitch"], world.reps["views"]),
        (world.marketers["message"], world.marketers["views"]),
    ):
        assert views.any()
        assert (acted_on == views).all() == (capability == 0.0)
    assert not world.pods["convergence"].any()


def test_by_lead_nobody_waits_and_by_group_few_are_handed_over():
    usual, without = steady("siloed_metrics"), ["qualification.match_up"]
    assert differing(run(usual, 2), staged(usual, 2, without)) == []
    by_group = run(steady("siloed_metrics", "qualification.by=group"), 2)
    handed = [history.raw("weekly")["mqls"].sum() for history in (run(usual, 2), by_group)]
    assert handed[1] < handed[0]


def test_without_churn_odds_and_expansion_every_customer_stays_and_none_grows():
    settings = ("delivery.churn_odds=0", "delivery.expansion=0", "run.weeks=117")
    history = run(steady("siloed_metrics", *settings), 2)
    customers = history.raw("customers")
    assert (customers["renewals"] > 1).any()
    assert (customers["churned_week"] < 0).all()
    assert (history.raw("weekly")["churned_revenue"] == 0.0).all()
    old = customers[(customers["opportunity_id"] < 0) & (customers["expansion_value"] == 0.0)]
    start = run(steady("siloed_metrics", *settings, "run.weeks=1"), 2).raw("customers")
    paid = dict(zip(start["account_id"], start["recurring_value"], strict=True))
    assert len(old) > 0
    assert [paid[row["account_id"]] for row in old] == old["recurring_value"].tolist()


def test_nobody_leaves_when_the_leaving_rates_are_zero():
    history = run(steady("siloed_metrics", *NOBODY_LEAVES, "run.weeks=117"), 2)
    assert (history.raw("weekly")["resignations"] == 0).all()
    staff = history.raw("staff")
    assert (staff["left_week"] == NEVER).all()
    assert len(staff[staff["role"] < 2]) == 8


def test_marketing_claims_nothing_when_no_touch_counts():
    settings = placed("attribution", NEUTRAL["attribution"][0])
    deals = run(steady("siloed_metrics", *settings), 2).raw("opportunities")
    assert (deals["outcome"] == 1).any()
    assert (deals["credit_marketing"] == 0.0).all()


def test_without_pull_hours_and_evidence_the_reporting_lines_do_not_matter():
    settings = placed("leadership", NEUTRAL["leadership"][0])
    lines = [
        ("marketers_report_to=cro", "reps_report_to=cro"),
        ("cmo_reports_to=cso",),
        ("cso_reports_to=cmo", "marketers_report_to=nobody"),
    ]
    usual = run(steady("siloed_metrics", *settings), 2)
    for changes in lines:
        changed = [f"organisation.{change}" for change in changes]
        other = run(steady("siloed_metrics", *settings, *changed), 2)
        assert set(differing(usual, other)) <= STAFF, "only who is on file may change"
    free = run(steady("siloed_metrics"), 2)
    other = run(steady("siloed_metrics", f"organisation.{lines[0][0]}"), 2)
    assert set(differing(free, other)) - STAFF
