"""How scheme, market, overlays and single settings lie over one another."""

import pytest

from sim.core.errors import InputError, ScenarioError
from sim.scenario import load_scenario
from sim.scenario.declared import flat, lists
from sim.scenario.shipped import summaries
from tests.scenario.conftest import HEAD

MARKET = HEAD + "kind: market\n"
SCHEMES = [item.name for item in summaries() if item.kind == "scheme"]
MARKETS = [item.name for item in summaries() if item.kind == "market"]


def refused(*overrides: str, name: str = "siloed_metrics") -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load_scenario(name, overrides=overrides)
    return str(caught.value).splitlines()


@pytest.mark.parametrize("market", MARKETS)
@pytest.mark.parametrize("scheme", SCHEMES)
def test_any_scheme_meets_any_market_and_overlay(scheme, market):
    scenario = load_scenario(scheme, market=market, overlays=["null_model"])
    assert set(scenario.origin) == {*flat(), *lists()}
    assert scenario.values["choices"]["timing"] == "frozen"


def test_without_a_market_the_default_one_stands():
    assert load_scenario("siloed_metrics").hash == (
        load_scenario("siloed_metrics", market="mid_market").hash
    )


def test_a_market_asked_for_wins_over_the_company(written):
    written(HEAD + "market: {reps: 7}\n", "company.yaml")
    written(MARKET + "market: {reps: 8}\n", "market.yaml")
    assert load_scenario("company.yaml").values["market"]["reps"] == 7
    assert load_scenario("company.yaml", market="market.yaml").values["market"]["reps"] == 8


def test_a_market_asked_for_leaves_nothing_of_the_market_extended(written):
    written(MARKET + "demand: {entry_hazard: 0.01}\n", "fast.yaml")
    written(MARKET + "market: {reps: 8}\n", "other.yaml")
    written(HEAD + "extends: fast.yaml\n")
    assert load_scenario("x.yaml").values["demand"]["entry_hazard"] == 0.01
    scenario = load_scenario("x.yaml", market="other.yaml")
    assert scenario.origin["demand.entry_hazard"] == "default"
    assert scenario.values["market"]["reps"] == 8


def test_a_company_as_market_lends_its_world_but_not_its_scheme(written):
    text = "market: {reps: 7}\ncontracts: {rep: {margin: 1}}\nrun: {weeks: 26}\n"
    written(HEAD + text + "closing: {default_discount: 0.1}\n", "company.yaml")
    scenario = load_scenario("shared_revenue", market="company.yaml")
    assert scenario.values["market"]["reps"] == 7
    assert scenario.values["closing"]["default_discount"] == 0.1
    assert scenario.values["contracts"]["rep"]["shared_revenue"] == 0.7
    assert scenario.values["run"]["weeks"] == 156


def test_later_overlays_win_and_single_settings_win_over_all(written):
    overlay = HEAD + "kind: overlay\nclosing: {default_discount: %s}\n"
    written(overlay % 0.1, "a.yaml")
    written(overlay % 0.2, "b.yaml")
    both = {"overlays": ["a.yaml", "b.yaml"]}
    scenario = load_scenario("siloed_metrics", **both)
    assert scenario.values["closing"]["default_discount"] == 0.2
    single = load_scenario("siloed_metrics", **both, overrides=["closing.default_discount=0.3"])
    assert single.values["closing"]["default_discount"] == 0.3
    assert single.origin["closing.default_discount"] == "--set"


def test_a_file_that_gives_one_weight_gives_them_all(written):
    written(HEAD + "extends: siloed_metrics\ncontracts: {rep: {margin: 1}}\n")
    weights = load_scenario("x.yaml").values["contracts"]["rep"]
    assert {key: value for key, value in weights.items() if value == 1.0} == {"margin": 1.0}
    assert weights["own_revenue"] == 0.0


def test_a_file_that_shapes_pay_without_weights_keeps_the_weights(written):
    written(HEAD + "extends: siloed_metrics\ncontracts: {rep: {variable_share: 0.4}}\n")
    rep = load_scenario("x.yaml").values["contracts"]["rep"]
    assert rep["own_revenue"] == 0.7
    assert rep["variable_share"] == 0.4


def test_one_weight_alone_no_longer_sums_to_one():
    assert refused("contracts.rep.own_revenue=0.5") == [
        (
            "--set: contracts.rep: the weights sum to 0.8 but must sum to 1 (own_revenue 0.5, "
            "close_rate 0.3); set the others too, for example contracts.rep.close_rate=0.5"
        )
    ]


def test_all_weights_of_a_role_can_be_set():
    overrides = ["contracts.rep.own_revenue=0.5", "contracts.rep.close_rate=0.5"]
    scenario = load_scenario("siloed_metrics", overrides=overrides)
    assert scenario.values["contracts"]["rep"]["own_revenue"] == 0.5
    assert scenario.values["contracts"]["rep"]["close_rate"] == 0.5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("trust", "--set: 'trust' must have the form key=value, as in trust.gain=0.03"),
        ("=1", "--set: '=1' must have the form key=value, as in trust.gain=0.03"),
        (
            "demand.entry_hazrd=1",
            "--set: demand.entry_hazrd: unknown setting; did you mean demand.entry_hazard?",
        ),
        (
            "dmand.entry_hazard=1",
            "--set: dmand.entry_hazard: unknown setting; did you mean demand?",
        ),
        (
            "entry_hazard=1",
            "--set: entry_hazard: unknown setting; did you mean demand.entry_hazard?",
        ),
        (
            "demand.entry_hazard.mean=1",
            "--set: demand.entry_hazard.mean: unknown setting; demand.entry_hazard holds one value",
        ),
        (
            "demand.entry_hazard=",
            "--set: demand.entry_hazard: nothing is given; write a value or leave the key out",
        ),
        (
            "demand.entry_hazard=nan",
            "--set: demand.entry_hazard: nan is not allowed: numbers must be finite",
        ),
        (
            "demand.entry_hazard=lots",
            (
                "--set: demand.entry_hazard: must be a number from 0 to 0.2 (1/week), "
                "not the text 'lots'"
            ),
        ),
        ("run.burn_in=10", "--set: run.burn_in: 10 is not a multiple of 13; write 0 or 13"),
        ("run=4", "--set: run: must hold settings of its own (weeks, burn_in, before), not 4"),
        (
            "market.segments=2",
            "--set: market.segments: must be a list, each entry begun by a dash, not 2",
        ),
    ],
)
def test_a_wrong_single_setting_gets_a_clear_message(text, message):
    assert refused(text) == [message]


@pytest.mark.parametrize("wrong", [{"overlays": "null_model"}, {"overrides": "run.weeks=5"}])
def test_a_text_in_place_of_a_list_is_refused(wrong):
    with pytest.raises(InputError, match="overlays and overrides are lists of texts"):
        load_scenario("siloed_metrics", **wrong)


def test_a_scenario_is_found_by_the_nearest_name(folder):
    with pytest.raises(ScenarioError) as caught:
        load_scenario("hybrid_pya")
    assert str(caught.value) == (
        "hybrid_pya: no shipped scenario is called 'hybrid_pya'; did you mean hybrid_pay?"
    )


def test_a_file_in_the_folder_is_suggested_for_a_bare_name(written):
    written(HEAD, "acme.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("acme")
    assert str(caught.value) == (
        "acme: no shipped scenario is called 'acme'; did you mean the file acme.yaml?"
    )


@pytest.mark.parametrize(
    ("segments", "message"),
    [
        ("[]", "market.segments: has 0 entries; allowed: 1 to 8"),
        ("5", "market.segments: must be a list, each entry begun by a dash, not 5"),
        (
            "[{name: a, share: 0.5}, {name: b, share: 0.4}]",
            (
                "market.segments: the shares sum to 0.9 but must sum to 1 (a 0.5, b 0.4); "
                "change the shares, given or default"
            ),
        ),
        (
            "[{name: a, share: 0.5}, {name: a, share: 0.5}]",
            "market.segments[1].name: 'a' is used twice; names of segments must differ",
        ),
        ("[{share: 1}]", "market.segments[0].name: is missing; every segment has a name"),
        (
            "[{name: a, shre: 1}]",
            "market.segments[0].shre: unknown setting; did you mean share?",
        ),
    ],
)
def test_segments_are_checked(segments, message, problems_of):
    assert problems_of(f"{HEAD}market: {{segments: {segments}}}\n") == [f"x.yaml:3: {message}"]


def test_segments_get_their_defaults(written):
    written(HEAD + "market: {segments: [{name: a, share: 1}]}\n")
    (segment,) = load_scenario("x.yaml").values["market"]["segments"]
    assert segment["name"] == "a"
    assert segment["share"] == 1.0
    assert len(segment) > 2
