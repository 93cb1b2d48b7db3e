"""The files that come with the package."""

import pytest

from sim.scenario import load_any, load_scenario, shipped
from sim.scenario.declared import SCHEME_SECTIONS, flat
from sim.scenario.shipped import files, find, folder, label, summaries

# model.md, section 6
CONTRACTS = {
    "siloed_metrics": (
        {"lead_volume": 0.8, "brand_index": 0.2},
        {"own_revenue": 0.7, "close_rate": 0.3},
    ),
    "hybrid_pay": (
        {"qualified_leads": 0.5, "shared_revenue": 0.4, "brand_index": 0.1},
        {"own_revenue": 0.6, "accepted_leads": 0.2, "team_revenue": 0.2},
    ),
    "shared_revenue": (
        {"shared_revenue": 0.9, "brand_index": 0.1},
        {"own_revenue": 0.3, "shared_revenue": 0.7},
    ),
    "cmo_reports_to_cso": (
        {"lead_volume": 0.2, "qualified_leads": 0.3, "shared_revenue": 0.5},
        {"own_revenue": 0.9, "team_revenue": 0.1},
    ),
    "unified_cro": (
        {"qualified_leads": 0.3, "shared_revenue": 0.5, "brand_index": 0.1, "retention": 0.1},
        {"own_revenue": 0.6, "team_revenue": 0.3, "retention": 0.1},
    ),
    "retention_pool": (
        {"qualified_leads": 0.2, "shared_revenue": 0.4, "brand_index": 0.2, "retention": 0.2},
        {"own_revenue": 0.5, "team_revenue": 0.2, "retention": 0.3},
    ),
}
PAY_SCHEMES = ("hybrid_pay", "shared_revenue", "retention_pool")
MARKETS = ("mid_market", "enterprise", "velocity", "concentrated", "fast_drift", "brand_led")


def part(name, section):
    values = load_scenario(name).flat()
    return {key: value for key, value in values.items() if key.startswith(f"{section}.")}


@pytest.mark.parametrize("name", list(files()))
def test_every_file_is_fine_and_named_like_its_file(name):
    load_any(name)
    found = {item.name: item for item in summaries()}[name]
    assert found.description
    assert found.file == label(files()[name])


@pytest.mark.parametrize(("name", "contracts"), CONTRACTS.items(), ids=list(CONTRACTS))
def test_schemes_pay_what_the_design_says(name, contracts):
    values = load_scenario(name).values["contracts"]
    for role, weights in zip(("marketer", "rep"), contracts, strict=True):
        paid = {key: values[role][key] for key in values[role] if key in weights}
        assert paid == weights


@pytest.mark.parametrize("name", PAY_SCHEMES)
def test_a_pay_scheme_changes_pay_only(name):
    for section in ("organisation", "information"):
        assert part(name, section) == part("siloed_metrics", section)


@pytest.mark.parametrize("name", ["cmo_reports_to_cso", "unified_cro"])
def test_a_pay_only_variant_has_the_pay_but_not_the_rest(name):
    variant = f"{name}_pay_only"
    assert part(variant, "contracts") == part(name, "contracts")
    for section in ("organisation", "information"):
        assert part(variant, section) == part("siloed_metrics", section)
    assert any(part(name, s) != part(variant, s) for s in ("organisation", "information"))


def test_all_schemes_and_markets_of_the_design_are_there():
    kinds = {item.name: item.kind for item in summaries()}
    assert all(kinds[name] == "scheme" for name in CONTRACTS)
    assert all(kinds[name] == "market" for name in MARKETS)
    assert kinds["null_model"] == "overlay"


def test_the_null_model_freezes_every_choice():
    choices = load_scenario("siloed_metrics", overlays=["null_model"]).values["choices"]
    assert set(choices.values()) == {"frozen"}
    assert all(
        value == "free" for value in load_scenario("siloed_metrics").values["choices"].values()
    )


def test_the_default_market_is_the_one_of_the_design():
    market = load_scenario("siloed_metrics").values["market"]
    assert market["accounts"] == 2400
    assert (
        load_scenario("siloed_metrics")
        .origin["market.accounts"]
        .startswith("scenarios/markets/mid_market.yaml:")
    )


@pytest.mark.parametrize("scheme", list(CONTRACTS))
def test_schemes_differ_in_levers_only(scheme):
    other, siloed = load_scenario(scheme).flat(), load_scenario("siloed_metrics").flat()
    differing = {key.split(".")[0] for key in other if other[key] != siloed[key]}
    assert differing <= set(SCHEME_SECTIONS)
    assert set(flat()) <= set(other)


def test_files_are_found_by_name_and_by_path():
    assert find("mid_market") == find("markets/mid_market.yaml") == files()["mid_market"]
    assert find("markets/mid_market") == files()["mid_market"]
    assert find("elsewhere/mid_market") is None
    assert find("nothing") is None
    assert files()["mid_market"].is_relative_to(folder())


def test_an_installed_copy_finds_its_own_files(tmp_path, monkeypatch):
    installed = tmp_path / "sim" / "_scenarios" / "markets"
    installed.mkdir(parents=True)
    monkeypatch.setattr(shipped, "_PACKAGE", tmp_path / "sim")
    assert folder() == tmp_path / "sim" / "_scenarios"
    assert label(installed / "a.yaml") == "scenarios/markets/a.yaml"


def test_the_readme_names_every_file():
    text = (folder() / "README.md").read_text(encoding="utf-8")
    assert [name for name in files() if f"{name}.yaml" not in text] == []
