"""What each kind of file may set."""

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_any, load_scenario
from sim.scenario.layers import MARKET_RULE, OVERLAY_RULE, SCHEME_RULE
from tests.scenario.conftest import HEAD

SCHEME = HEAD + "kind: scheme\n"
MARKET = HEAD + "kind: market\n"
OVERLAY = HEAD + "kind: overlay\n"


def test_a_scheme_may_set_contracts(written):
    written(SCHEME + "contracts: {rep: {own_revenue: 1}}\n")
    weights = load_scenario("x.yaml").values["contracts"]["rep"]
    assert weights["own_revenue"] == 1.0
    assert weights["close_rate"] == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "demand: {entry_hazard: 0.01}",
        "market: {reps: 6}",
        "choices: {timing: frozen}",
        "run: {weeks: 52}",
        "timeline: []",
        "before: {contracts: {rep: {own_revenue: 1}}}",
        "trust: {gain: 0.1}",
        "planning: {}",
        "launches: {every: 26}",
    ],
)
def test_a_scheme_may_set_nothing_else(text, problems_of):
    assert problems_of(f"{SCHEME}{text}\n") == [f"x.yaml:4: {text.split(':')[0]}: {SCHEME_RULE}"]


def test_a_scheme_may_set_practices_and_what_leaders_attend_to(written):
    written(
        SCHEME + "meetings: {every: 2}\nleadership: {tension: stoked}\nroadmap: {owner: sales}\n"
    )
    values = load_scenario("x.yaml").values
    assert values["meetings"]["every"] == 2
    assert values["leadership"]["tension"] == "stoked"
    assert values["roadmap"]["owner"] == "sales"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("leadership: {pull: 1}", "leadership.pull"),
        ("closing: {default_discount: 0.1}", "closing.default_discount"),
        ("roadmap: {market_fit: 0.1}", "roadmap.market_fit"),
        ("pricing: {memory: 1}", "pricing.memory"),
    ],
)
def test_in_mixed_blocks_a_scheme_may_set_levers_only(text, key, problems_of):
    assert problems_of(f"{SCHEME}{text}\n") == [f"x.yaml:4: {key}: {SCHEME_RULE}"]


def test_practices_of_a_scheme_begin_with_the_count_as_its_pay_does(written):
    written(SCHEME + "meetings: {every: 2}\ncontracts: {rep: {own_revenue: 1}}\n")
    (start, past), (week, now) = load_scenario("x.yaml").epochs()
    assert (start, week) == (-52, 0)
    assert (past["meetings"]["every"], now["meetings"]["every"]) == (0, 2)
    assert (past["contracts"]["rep"]["close_rate"], now["contracts"]["rep"]["close_rate"]) == (
        0.3, 0.0,
    )  # fmt: skip
    same = load_scenario("x.yaml", overrides=["run.before=same"])
    assert [values["meetings"]["every"] for _, values in same.epochs()] == [2]


def test_practices_of_a_scheme_survive_being_written_out(written):
    written(SCHEME + "meetings: {every: 2}\n")
    scenario = load_scenario("x.yaml")
    written(scenario.to_yaml())
    assert load_scenario("x.yaml").hash == scenario.hash


def test_practices_of_an_overlay_hold_from_the_start(written):
    written(OVERLAY + "meetings: {every: 2}\n")
    found = load_scenario("siloed_metrics", overlays=["x.yaml"]).epochs()
    assert [values["meetings"]["every"] for _, values in found] == [2]


def test_a_market_may_set_facts_about_buyers(written):
    written(MARKET + "market: {reps: 6}\ndemand: {entry_hazard: 0.01}\n")
    values = load_scenario("siloed_metrics", market="x.yaml").values
    assert values["market"]["reps"] == 6
    assert values["demand"]["entry_hazard"] == 0.01


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("contracts: {rep: {own_revenue: 1}}", "contracts"),
        ("choices: {timing: frozen}", "choices"),
        ("run: {weeks: 52}", "run"),
        ("closing: {default_discount: 0.1}", "closing.default_discount"),
    ],
)
def test_a_market_may_set_nothing_about_the_firm(text, key, problems_of):
    assert problems_of(f"{MARKET}{text}\n") == [f"x.yaml:4: {key}: {MARKET_RULE}"]


def test_an_overlay_may_set_choices_and_mechanism_numbers(written):
    written(OVERLAY + "choices: {timing: frozen}\nclosing: {default_discount: 0.1}\n")
    values = load_scenario("siloed_metrics", overlays=["x.yaml"]).values
    assert values["choices"]["timing"] == "frozen"
    assert values["closing"]["default_discount"] == 0.1


@pytest.mark.parametrize("text", ["contracts: {}", "market: {reps: 6}", "run: {weeks: 52}"])
def test_an_overlay_may_set_nothing_else(text, problems_of):
    assert problems_of(f"{OVERLAY}{text}\n") == [f"x.yaml:4: {text.split(':')[0]}: {OVERLAY_RULE}"]


def test_a_file_that_does_not_say_is_a_company_and_may_set_all(written):
    text = "contracts: {rep: {own_revenue: 1}}\nmarket: {reps: 6}\nrun: {weeks: 52}\n"
    written(HEAD + text + "choices: {timing: frozen}\nclosing: {default_discount: 0.1}\n")
    assert load_scenario("x.yaml").values["market"]["reps"] == 6


@pytest.mark.parametrize(
    ("kind", "other"), [("scheme", "mid_market"), ("market", "siloed_metrics")]
)
def test_a_file_may_extend_its_own_kind_only(kind, other, problems_of):
    label = "markets/mid_market" if other == "mid_market" else other
    found = {"scheme": "market", "market": "scheme"}[kind]
    assert problems_of(f"{HEAD}kind: {kind}\nextends: {other}\n") == [
        (
            f"x.yaml:4: extends: a {kind} cannot extend scenarios/{label}.yaml, "
            f"which is of kind {found}"
        )
    ]


def test_a_market_is_no_scenario():
    with pytest.raises(ScenarioError) as caught:
        load_scenario("mid_market")
    assert str(caught.value) == (
        "scenarios/markets/mid_market.yaml: kind: this is a market, but a scenario is a scheme "
        "or a company; give it with --market"
    )


def test_a_scheme_is_no_market_and_no_overlay():
    with pytest.raises(ScenarioError) as caught:
        load_scenario("siloed_metrics", market="shared_revenue", overlays=["hybrid_pay"])
    assert str(caught.value).splitlines() == [
        (
            "scenarios/shared_revenue.yaml: kind: this is a scheme, but --market is a market or "
            "a company; give it as the scenario itself"
        ),
        (
            "scenarios/hybrid_pay.yaml: kind: this is a scheme, but --with is an overlay; "
            "give it as the scenario itself"
        ),
    ]


def test_checking_takes_files_of_every_kind():
    assert load_any("mid_market").origin["market.reps"].startswith("scenarios/markets/")
    assert load_any("null_model").values["choices"]["timing"] == "frozen"
    assert load_any("siloed_metrics").name == "siloed_metrics"
