"""Claims are read, challenged fairly, and judged by their intervals."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.claims.audit import (
    FRAGILE,
    OPEN,
    PLAIN,
    ROBUST,
    SAME,
    SHIFTED,
    audit,
    judged,
    verdict,
)
from analysis.claims.challenges import BOUNDS, FORMS, WORLDS, Challenge, challenges, reach
from analysis.claims.claims import SHIPPED, parsed, parsed_lines, read_claims
from analysis.claims.output import COLUMNS, write_audit
from analysis.claims.specification import SHADES, specification_curve
from analysis.claims.words import counted, sentences, to_fail
from analysis.parameters.settings import settings_of
from analysis.runs.draws import worlds_of
from analysis.words.titles import plain
from sim.core.errors import InputError, ScenarioError
from sim.scenario import load_scenario
from sim.scenario.cross_checks import sum_groups
from sim.scenario.declared import flat, forms
from tests.analysis.builder import History, Named, invented

CLAIM = "shared_revenue > siloed_metrics in gross_profit_y3"


def runner(scenario, seed, replicate=0):
    """Return an invented run in which shared pay earns more, unless trust is switched off."""
    history = invented(Named(scenario.name), seed, replicate)
    weekly = history.tables["weekly"]
    shared = scenario.values["contracts"]["rep"]["shared_revenue"] > 0
    turned = -1 if scenario.values["trust"]["gain"] == 0 else 1
    big = 5 if scenario.values["market"]["accounts"] > 3000 else 1
    effect = 0.1 * shared * turned * big
    profit = (1 + effect) * np.abs(weekly["gross_profit"])
    return replace(history, tables={**history.tables, "weekly": {**weekly, "gross_profit": profit}})


@pytest.fixture(scope="module")
def found():
    return audit([CLAIM], replicates=10, runner=runner, workers=1)


def row(found, name):
    return found.results[found.results["challenge"] == name].iloc[0]


def test_a_line_is_a_claim_and_a_chain_is_several():
    one, two = parsed("a > b = c in trust in enterprise")
    assert (one.left, one.sign, one.right) == ("a", ">", "b")
    assert (two.left, two.sign, two.right) == ("b", "=", "c")
    assert two.market == "enterprise"


@pytest.mark.parametrize(
    "text", ["a is good", "a > b", "a > in trust", "in trust", "a b > c in trust"]
)
def test_what_is_no_claim_is_refused_with_an_example(text):
    with pytest.raises(InputError, match="is no claim; write one such as"):
        parsed(text)


def test_every_line_that_is_no_claim_is_told():
    with pytest.raises(InputError) as caught:
        parsed_lines(["a > b in trust", "nonsense", "a > b in trus"])
    first, second = str(caught.value).splitlines()
    assert first.startswith("'nonsense' is no claim")
    assert second.endswith("did you mean trust?")


def test_every_mistake_of_a_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text("claims:\n  - a > b in trus\n  - nonsense\ncolour: red\n")
    with pytest.raises(ScenarioError) as caught:
        read_claims(path)
    text = str(caught.value)
    assert f"{path}:2" in text
    assert "did you mean trust" in text
    assert f"{path}:3" in text
    assert "colour" in text


def test_scenarios_and_markets_that_are_not_there_are_told_together_with_their_lines(tmp_path):
    path = tmp_path / "c.yaml"
    path.write_text(
        "claims:\n  - siloed_metrics > nosuch in trust\n  - [a, b]\n"
        "  - siloed_metrics > shared_revenue in trust in nomarket\n"
    )
    with pytest.raises(ScenarioError) as caught:
        read_claims(path)
    first, second, third = str(caught.value).splitlines()
    assert first.startswith(f"{path}:2: nosuch: no shipped scenario is called 'nosuch'")
    assert second.startswith(f"{path}:3: claims[1]: says no claim; write one such as")
    assert third.startswith(f"{path}:4: nomarket: no shipped scenario is called 'nomarket'")
    path.write_text(path.read_text().replace("  - [a, b]\n", ""))
    with pytest.raises(ScenarioError) as caught:
        audit(read_claims(path), replicates=2, runner=runner, workers=1)
    first, second = str(caught.value).splitlines()
    assert first.startswith(f"{path}:2: nosuch: no shipped scenario is called 'nosuch'")
    assert second.startswith(f"{path}:3: nomarket: no shipped scenario is called 'nomarket'")


def test_a_scenario_is_not_compared_with_itself():
    with pytest.raises(ScenarioError, match="siloed_metrics in trust: both sides hold the same"):
        audit(["siloed_metrics = siloed_metrics in trust"], replicates=2, runner=runner, workers=1)


@pytest.mark.filterwarnings("error")
def test_a_measure_that_no_run_has_leaves_a_claim_open():
    def nothing(scenario, seed, replicate=0):
        made = History(weeks=30, scenario=scenario, seed=seed, replicate=replicate)
        made.tables["weekly"] = {"gross_profit": np.full(82, 1.0)}
        return made

    found = audit([CLAIM], replicates=3, runner=nothing, workers=1, only=["luck"])
    assert found.results["verdict"].iloc[0] == OPEN
    assert not found.holds


def test_the_shipped_claims_name_shipped_scenarios():
    claims = read_claims(SHIPPED)
    assert len(claims) >= 8
    for claim in claims:
        for name in (claim.left, claim.right):
            load_scenario(name, market=claim.market)


def test_a_claim_is_judged_by_its_interval():
    assert verdict(">", 2, 1, 3, 0) == ROBUST
    assert verdict(">", -2, -3, -1, 0) == FRAGILE
    assert verdict(">", 1, -1, 3, 0) == OPEN
    assert verdict("<", -2, -3, -1, 0) == ROBUST
    assert verdict("=", 0, -1, 1, 2) == ROBUST
    assert verdict("=", 5, 4, 6, 2) == FRAGILE
    assert verdict("=", 1, -1, 3, 2) == OPEN
    assert verdict(">", float("nan"), 1, 2, 0) == OPEN


def test_a_turned_claim_is_fragile_and_the_text_says_what_turns_it(found):
    assert row(found, PLAIN)["verdict"] == ROBUST
    assert row(found, "trust off")["verdict"] == FRAGILE
    assert found.verdicts["verdict"].tolist() == [FRAGILE]
    assert not found.holds
    assert "it is enough to have trust off" in to_fail(found.results)
    assert any("fragile" in line for line in sentences(found))


def test_an_effect_of_another_size_is_shifted(found):
    assert row(found, "twice")["verdict"] == SHIFTED


def test_a_challenge_that_leaves_every_run_as_it_was_is_not_counted(found):
    assert row(found, "half")["verdict"] == SAME
    assert row(found, "fresh luck")["verdict"] == ROBUST
    kinds = found.results["verdict"].value_counts()
    asked = len(found.results) - 1 - kinds[SAME]
    assert counted(found.results).startswith(f"challenges: {asked}, of which ")
    assert f"{kinds[SAME]} more without effect" in counted(found.results)


def test_single_challenges_and_groups_are_asked_alone_and_wrong_names_are_told():
    some = audit([CLAIM], replicates=4, runner=runner, workers=1, only=["size", "trust off"])
    assert some.results["challenge"].tolist() == [PLAIN, "twice", "half", "trust off"]
    assert row(some, "trust off")["verdict"] == FRAGILE
    with pytest.raises(InputError, match="no challenge is called 'trust of'; did you mean trust"):
        audit([CLAIM], replicates=4, runner=runner, workers=1, only=["trust of"])
    with pytest.raises(InputError, match="there are the groups luck, size, start"):
        audit([CLAIM], replicates=4, runner=runner, workers=1, only=["xyzzy"])


def test_an_undecided_claim_says_how_many_pairs_it_would_take():
    def own_luck(scenario, seed, replicate):
        return invented(
            Named(scenario.name), 2 * seed + scenario.name.startswith("siloed"), replicate
        )

    claim = "siloed_metrics > retention_pool in trust"
    noise = audit([claim], replicates=4, workers=1, runner=own_luck)
    undecided = noise.results[noise.results["verdict"] == OPEN]
    assert len(undecided) > 0
    assert (undecided["needed"] > 0).all()


def test_no_difference_takes_the_pairs_that_tell_it_from_what_matters():
    gaps = np.tile([-0.1, 0.1], 10)
    values = np.column_stack([1.0 + gaps, np.ones(20)])
    (claim,), plain = parsed("a = b in trust"), Challenge(PLAIN, PLAIN, "nothing changed")
    found = judged(claim, plain, values, None, 0.02)
    assert found["verdict"] == OPEN
    assert found["needed"] == pytest.approx((2.8 * 0.1026 / 0.02) ** 2, rel=0.05)


def test_a_claim_of_no_difference_that_falls_says_that_they_differ():
    def apart(scenario, seed, replicate=0):
        history = invented(Named("x"), seed, replicate)
        if scenario.values["trust"]["gain"] == 0 and scenario.name.startswith("siloed"):
            weekly = history.tables["weekly"]
            profit = 2 * np.abs(weekly["gross_profit"])
            weekly = {**weekly, "gross_profit": profit}
            return replace(history, tables={**history.tables, "weekly": weekly})
        return history

    claim = "siloed_metrics = hybrid_pay in gross_profit_y3"
    told = audit([claim], replicates=5, workers=1, runner=apart, only=["trust off"]).said()
    assert "there are assumptions under which they differ" in told[0]


def test_both_sides_get_the_same_challenge_and_the_same_world():
    a, b = load_scenario("siloed_metrics"), load_scenario("shared_revenue")
    for item in challenges(b):
        left, right = item.applied(a, 1, 3), item.applied(b, 1, 3)
        for key in {*item.settings, *(item.worlds.keys if item.worlds else ())}:
            assert left.flat()[key] == right.flat()[key]


def test_worlds_are_those_that_every_other_command_draws():
    firm = load_scenario("siloed_metrics")
    drawn = {item.name: item for item in challenges(firm) if item.group == WORLDS}
    assert drawn.keys() == {"market", "behaviour", "both"}
    for name, asked in (("market", "prior"), ("behaviour", "behaviour")):
        for replicate in (0, 7):
            world = worlds_of(asked, [firm]).at(5, replicate)
            lives = drawn[name].applied(firm, 5, replicate).flat()
            assert all(lives[key] == value for key, value in settings_of(world, lives).items())
            both = drawn["both"].applied(firm, 5, replicate).flat()
            assert all(both[key] == value for key, value in settings_of(world, both).items())


def test_what_the_worlds_say_is_told_and_names_what_turns_the_claim(monkeypatch):
    def drawing(*firms, each):
        return [item for item in challenges(*firms, each=each) if item.group == WORLDS]

    monkeypatch.setattr("analysis.claims.audit.challenges", drawing)

    def cooled(scenario, seed, replicate=0):
        """Return a run in which shared pay earns more where conflict cools quickly, else less."""
        low, high = flat()["conflict.cooling"].sweep
        place = (scenario.values["conflict"]["cooling"] - low) / (high - low) - 0.5
        shared = scenario.values["contracts"]["rep"]["shared_revenue"] > 0
        made = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        made.tables["weekly"] = {"gross_profit": np.full(208, 100.0 + place * shared)}
        return made

    asked = audit([CLAIM], replicates=40, runner=cooled, workers=1)
    table = asked.worlds.set_index("challenge")
    assert table.index.tolist() == ["market", "behaviour", "both"]
    told = table.loc["behaviour"]
    assert told["setting"] == "conflict.cooling"
    assert (told["above_low"], told["above_high"]) == (0.0, 1.0)
    assert 0.2 < told["left_above"] < 0.8
    said = " ".join(sentences(asked))
    pair = "“One revenue number for both” against “Each on own numbers”"
    assert f"Each pair with people of its own: {pair}" in said
    assert f"{plain('conflict.cooling').label}, rank correlation +" in said
    assert "of 40 worlds" in said


def test_a_block_is_moved_though_some_of_its_numbers_are_shares_of_one_whole():
    bounds = [item for item in challenges(load_scenario("siloed_metrics")) if item.group == BOUNDS]
    names = {item.name for item in bounds}
    for block in ("campaigns", "buying_group"):
        assert {f"{block} low", f"{block} high"} <= names
    assert not {key for item in bounds for key in item.settings} & {*sum_groups()}


def test_each_assumption_can_be_moved_by_itself():
    firm = load_scenario("siloed_metrics")
    blocks, each = (
        [item for item in challenges(firm, each=apart) if item.group == BOUNDS]
        for apart in (False, True)
    )
    assert all(len(item.settings) == 1 for item in each)
    alone = {key for item in each for key in item.settings}
    together = {key for item in blocks for key in item.settings}
    assert together < alone
    assert "effort.rep_habit.deals" in alone - together <= {*sum_groups()}
    assert len(each) > 3 * len(blocks)
    assert len({item.name for item in each}) == len(each)


def test_numbered_assumptions_are_moved_to_both_ends():
    bounds = [item for item in challenges(load_scenario("siloed_metrics")) if item.group == BOUNDS]
    moved = {key for item in bounds for key in item.settings}
    assert len(moved) > 50
    assert all("assumption" in flat()[key].source for key in moved)
    item = flat()["trust.half_life"]
    low, high = reach(item, item.default)
    assert item.low <= low <= high <= item.high


def test_every_law_with_another_published_form_is_tried_in_it():
    firm = load_scenario("siloed_metrics")
    tried = [item for item in challenges(firm) if item.group == FORMS]
    settings = {(key, word) for item in tried for key, word in item.settings.items()}
    assert settings == {(key, word) for key, item in forms().items() for word in item.choices[1:]}
    assert len({key.split(".")[0] for key, _word in settings}) >= 6
    assert len({item.name for item in tried}) == len(tried)


def test_a_firm_in_another_form_is_challenged_with_the_usual_one():
    firm = load_scenario("siloed_metrics", overrides=["triage.form=linear"])
    words = {w for c in challenges(firm) for key, w in c.settings.items() if key == "triage.form"}
    assert words == {"exponential", "hyperbolic"}


def test_a_claim_that_falls_in_another_form_names_the_room():
    def falls(scenario, seed, replicate=0):
        history = runner(scenario, seed, replicate)
        if scenario.values["people"]["form"] != "power":
            return history
        other = {"siloed_metrics": "shared_revenue", "shared_revenue": "siloed_metrics"}
        swapped = load_scenario(other[scenario.name])
        return runner(replace(swapped, name=scenario.name), seed, replicate)

    found = audit([CLAIM], replicates=10, runner=falls, workers=1)
    assert row(found, "people, power")["verdict"] == FRAGILE
    assert row(found, "people, exponential")["verdict"] == SAME
    assert "people in the form power" in to_fail(found.results)


def test_the_folder_holds_tables_a_curve_and_the_verdicts(found, tmp_path):
    write_audit(found, tmp_path / "x")
    for name, columns in COLUMNS.items():
        assert list(pd.read_csv(tmp_path / "x" / f"{name}.csv").columns) == list(columns)
    assert (tmp_path / "x" / "figures" / "claim-1.png").read_bytes()[1:4] == b"PNG"
    assert json.loads((tmp_path / "x" / "manifest.json").read_text())["kind"] == "audit"
    assert "fragile" in (tmp_path / "x" / "verdicts.txt").read_text()


def test_a_curve_is_sorted_by_what_it_shows(found):
    part = found.results.copy()
    part["base"] = np.where(part["challenge"] == "twice", 10, 1) * part["base"]
    above = specification_curve(part).axes[0]
    shown = sorted(
        tuple(point) for line in above.lines if line.get_label() in SHADES
        for point in zip(*line.get_data(), strict=True)
    )  # fmt: skip
    assert len(shown) == len(part)
    assert [y for _x, y in shown] == sorted(y for _x, y in shown)


def test_one_very_wide_interval_does_not_squash_a_curve(found):
    part = found.results.copy()
    plain = specification_curve(part).axes[0].get_ylim()
    part.loc[part["challenge"] == "market", ["ci_low", "ci_high"]] = -1e9, 1e9
    wide = specification_curve(part).axes[0]
    assert np.diff(wide.get_ylim()) < 2 * np.diff(plain)
    assert "cut" in wide.get_ylabel()


def test_a_curve_is_drawn_where_a_challenge_leaves_nothing_to_measure(found):
    part = found.results.copy()
    part.loc[0, ["effect", "ci_low", "ci_high", "base"]] = 0.0
    with np.errstate(all="raise"):
        specification_curve(part)


def test_claims_share_their_runs_and_are_judged_as_each_by_itself():
    runs = []

    def counting(scenario, seed, replicate=0):
        runs.append((scenario.name, scenario.hash, seed, replicate))
        return runner(scenario, seed, replicate)

    other = CLAIM.replace("gross_profit_y3", "relationship_conflict")
    together = audit([CLAIM, other], replicates=4, runner=counting, workers=1)
    assert len(runs) == len(set(runs))
    shared = len(runs)
    apart = [audit([claim], replicates=4, runner=counting, workers=1) for claim in (CLAIM, other)]
    assert len(runs) == 3 * shared
    pd.testing.assert_frame_equal(
        together.results, pd.concat([each.results for each in apart], ignore_index=True)
    )
