"""Every key a scenario may hold does something: some recorded column depends on it."""

import pytest

from sim.drivers.compiled import run
from sim.scenario import declared
from sim.world.names import CONTRACT_ROLES, METRICS
from tests.constitution.test_practices import EVERYTHING_ON
from tests.histories import FUNNEL_PRACTICES, digests_but, small, with_value

pytestmark = pytest.mark.compiled

KEYS = declared.flat()
SHAPE = ("run.before", "run.weeks", "run.burn_in")
"""How long is watched, and what was before: tested in tests/scenario."""
MECHANISM_WRITTEN = {("attainment", "weight")}
"""A column that only repeats what the scenario says does not count."""
EVERY_SHARE = 1.0 / len(METRICS)
LONG = ("run.before=same", "run.weeks=104", "run.burn_in=0", "market.accounts=300")
LEADERS = ("cmo", "cso", "cro", "ceo")
MIX = "campaigns.mix."
MIXED = [
    f"{MIX}{source}={share}"
    for source, share in (
        ("inbound_search", 0.2), ("event", 0.2), ("referral", 0.2), ("partner", 0.1),
        ("email", 0.1), ("social", 0.1), ("outbound", 0.1),
    )
]  # fmt: skip
UNSETTLED = [f"organisation.dispute_hours.{leader}=0" for leader in LEADERS]

PRACTISING = (
    "leadership.tension=closed_doors", "leadership.review_hours=0.3",
    "organisation.budget_owner=cso",
    "organisation.future_owner=cmo", "succession.leaving=1", "people.risk_spread=0.4",
    "people.recognition=0.3", "people.fresh_eyes=0.5", "people.hire_respect=0.5",
    "shared_systems.share=0.7", "launches.every=13", "joint_planning.every=13",
    "pricing.owner=marketing", "pricing.promotion_every=26", "roadmap.owner=shared",
)  # fmt: skip
"""Practices and traits of leaders and people that are off by default."""

OTHER_FORMS = [f"{key}={item.choices[-1]}" for key, item in declared.forms().items()]


def paid_for_everything():
    scenario = small("siloed_metrics", *LONG, "delivery.churn_odds=2")
    for role in CONTRACT_ROLES:
        for metric in METRICS:
            scenario = with_value(scenario, f"contracts.{role}.{metric}", EVERY_SHARE)
    return scenario


GROUNDS = {
    "siloed": lambda: small("siloed_metrics", *LONG),
    "paid for everything": paid_for_everything,
    "one boss": lambda: small("unified_cro", *LONG),
    "the CSO above": lambda: small("cmo_reports_to_cso", *LONG),
    "the CMO above": lambda: small(
        "siloed_metrics", *LONG, "organisation.cso_reports_to=cmo", *UNSETTLED
    ),
    "the CEO plans": lambda: small("siloed_metrics", *LONG, "organisation.budget_owner=ceo"),
    "frozen": lambda: small("siloed_metrics", *LONG, *UNSETTLED, overlays=["null_model"]),
    "pods": lambda: small("unified_cro", *LONG, "market.pods=2"),
    "all channels": lambda: small("siloed_metrics", *LONG, *MIXED),
    "practices along the funnel": lambda: small("siloed_metrics", *LONG, *FUNNEL_PRACTICES),
    "practices along the funnel, paid for real leads": lambda: small(
        "hybrid_pay", *LONG, *FUNNEL_PRACTICES, "handoff.misrouted=0.3"
    ),
    "practices": lambda: small("siloed_metrics", *LONG, *EVERYTHING_ON),
    "practices, good wins taken apart": lambda: small(
        "siloed_metrics", *LONG, *EVERYTHING_ON, "debriefs.deals=good_wins"
    ),
    "delegates": lambda: small(
        "siloed_metrics", *LONG, "meetings.every=1", "meetings.attendance=delegates"
    ),
    "busy": lambda: small("siloed_metrics", *LONG, *EVERYTHING_ON, "calendar.most=2"),
    "listening": lambda: small(
        "siloed_metrics", *LONG, "information.sales_evidence_in_marketing=0.5",
        "information.marketing_evidence_in_sales=0.5",
    ),
    "practising": lambda: small("siloed_metrics", *LONG, *PRACTISING),
    "clients first, launches unheard of": lambda: small(
        "siloed_metrics", *LONG, "roadmap.owner=sales", "roadmap.request=0.5", "launches.every=13"
    ),
    "no features for clients": lambda: small(
        "siloed_metrics", *LONG, *UNSETTLED, "roadmap.owner=marketing", "roadmap.request=0.5"
    ),
    "other forms of laws": lambda: small(
        "siloed_metrics", *LONG, *OTHER_FORMS, "planning.budget=600", "delivery.churn_odds=2"
    ),
    "stoked": lambda: small("siloed_metrics", *LONG, *UNSETTLED, "leadership.tension=stoked"),
}  # fmt: skip
"""Worlds in which a key may show; a key needs to show in one of them."""

_usual = {}


def usual(ground):
    """Return the scenario of a ground and its digest, worked out once."""
    if ground not in _usual:
        scenario = GROUNDS[ground]()
        _usual[ground] = scenario, digests_but(run(scenario), MECHANISM_WRITTEN)
    return _usual[ground]


def other_values(item, value):
    """Yield values within the bounds, other than `value`, the likeliest to matter first."""
    if item.choices:
        yield from (word for word in item.choices if word != value)
        return
    if isinstance(value, str):
        yield 0.5
        return
    size = abs(value) or 1.0
    found = [*(item.sweep or ()), 2 * size, value / 2, 10 * size, item.low, item.high]
    for each in dict.fromkeys(type(value)(min(max(one, item.low), item.high)) for one in found):
        if each != value and not (item.integer and each > 20 * size):
            yield each


def changed(scenario, key, value):
    """Return the scenario with another value; where shares sum to 1, the others make room."""
    result = with_value(scenario, key, value)
    if key.startswith(MIX):
        mix = scenario.values["campaigns"]["mix"]
        rest = sum(share for source, share in mix.items() if MIX + source != key)
        for source, share in mix.items():
            if MIX + source != key:
                result = with_value(result, MIX + source, share / rest * (1.0 - value))
    return result


def shows(key, ground):
    """Return whether some other value of the key changes a recorded column."""
    scenario, before = usual(ground)
    values = other_values(KEYS[key], scenario.flat()[key])
    return any(
        digests_but(run(changed(scenario, key, value)), MECHANISM_WRITTEN) != before
        for value in values
    )


def is_alive(key):
    return any(shows(key, ground) for ground in GROUNDS)


TESTED = [key for key in KEYS if key not in SHAPE]
SAMPLE = TESTED[::30]


@pytest.mark.parametrize("key", SAMPLE)
def test_a_key_of_the_sample_does_something(key):
    assert is_alive(key)


@pytest.mark.slow
@pytest.mark.parametrize("block", dict.fromkeys(key.split(".")[0] for key in TESTED))
def test_every_key_of_a_block_does_something(block):
    assert [key for key in TESTED if key.split(".")[0] == block and not is_alive(key)] == []


def test_a_key_that_nothing_reads_would_be_found(monkeypatch):
    key = "trust.gain"
    scenario, before = usual("siloed")
    assert is_alive(key)
    monkeypatch.setattr(f"{__name__}.with_value", lambda given, *_: given)
    assert not is_alive(key)
    assert digests_but(run(scenario), MECHANISM_WRITTEN) == before
