"""Levers are found from settings; mixtures of two scenarios are scenarios."""

from functools import cache
from itertools import combinations

import pytest

from analysis.explanation.levers import BEFORE, TIMELINE, WORLD, Lever, lever_of, levers
from analysis.explanation.mixture import Mixtures, mixed, separable
from sim.core.errors import InputError
from sim.scenario import load_scenario, shipped
from sim.scenario.declared import flat, is_lever

EVIDENCE = {"sales_evidence_in_marketing": 0.5}
SCHEMES = [item.name for item in shipped.summaries() if item.kind == "scheme"]


@cache
def loaded(name):
    return load_scenario(name)


def found(a, b, **options):
    return levers(load_scenario(a, **options), load_scenario(b, **options))


def test_the_weights_of_a_role_are_one_lever():
    assert [lever.name for lever in found("siloed_metrics", "shared_revenue")] == [
        "marketer_weights", "rep_weights", "cmo_weights", "cso_weights",
    ]  # fmt: skip


def test_lines_budget_evidence_and_horizon_are_levers_of_their_own():
    names = {lever.name for lever in found("siloed_metrics", "cmo_reports_to_cso")}
    assert {"reporting", "budget_owner", "information"} <= names
    assert "horizon" in {lever.name for lever in found("siloed_metrics", "horizon_split")}


def test_a_practice_is_a_lever():
    a = load_scenario("siloed_metrics")
    b = load_scenario("siloed_metrics", overlays=("practices/ride_alongs",))
    (lever,) = levers(a, b)
    assert lever.name == "ride_alongs"
    assert all(key.startswith("ride_alongs.") for key in lever.keys)


def test_every_setting_belongs_to_exactly_one_lever_and_facts_to_the_world():
    for key in flat():
        name, words = lever_of(key)
        assert name
        assert words
        is_fact = not is_lever(key) and not key.startswith("choices.")
        assert (name == WORLD) == is_fact, key


def test_another_market_is_one_part_of_the_difference():
    a = load_scenario("siloed_metrics")
    b = load_scenario("siloed_metrics", market="enterprise")
    assert [lever.name for lever in levers(a, b)] == [WORLD]


def test_what_held_before_and_dated_changes_count_as_levers():
    a = load_scenario("shared_revenue")
    assert [x.name for x in levers(a, a.with_values({"run.before": "same"}))] == [BEFORE]
    assert TIMELINE in {x.name for x in found("undefined", "maturing_step_by_step")}


def test_what_changes_is_said_as_people_say_it():
    change = {x.name: x.change for x in found("siloed_metrics", "unified_cro")}
    said = {name: words.replace("\N{NO-BREAK SPACE}", " ") for name, words in change.items()}
    assert said["rep_weights"].startswith("own revenue 70 % → 60 %, team revenue 0 % → 30 %")
    assert said["budget_owner"] == "budget owner CMO → CRO"
    assert said["reporting"].startswith("CMO reports to CEO → CRO")
    far = {x.name: x.change for x in found("siloed_metrics", "horizon_split")}["horizon"]
    assert "\N{NO-BREAK SPACE}weeks" in far
    tense = {x.name: x.change for x in found("siloed_metrics", "closed_doors")}["leadership"]
    assert tense.replace("\N{NO-BREAK SPACE}", " ") == (
        "tension neutral → closed doors, closed hours 2 → 3 hours"
    )


def test_equal_scenarios_are_refused():
    with pytest.raises(InputError, match="hold the same numbers"):
        found("siloed_metrics", "siloed_metrics")


def test_different_lengths_are_refused():
    a = load_scenario("siloed_metrics")
    with pytest.raises(InputError, match=r"run\.weeks"):
        levers(a, load_scenario("shared_revenue", overrides=("run.weeks=52",)))


@pytest.mark.parametrize(("a", "b"), list(combinations(sorted(SCHEMES), 2)))
def test_the_ends_of_a_mixture_have_the_numbers_of_the_scenarios(a, b):
    first, second = loaded(a), loaded(b)
    try:
        parts = levers(first, second)
    except InputError:
        assert first.hash == second.hash
        return
    mixtures = Mixtures(first, second, parts)
    assert mixtures[0].hash == first.hash
    assert mixtures[mixtures.whole].hash == second.hash


def test_the_ends_hold_for_another_past_too():
    first = load_scenario("siloed_metrics", overrides=("run.before=same",))
    second = load_scenario("integrated")
    mixtures = Mixtures(first, second, levers(first, second))
    assert mixtures[0].hash == first.hash
    assert mixtures[mixtures.whole].hash == second.hash


def test_every_mixture_on_the_way_is_a_valid_scenario():
    first, second = load_scenario("siloed_metrics"), load_scenario("unified_cro")
    mixtures = Mixtures(first, second, levers(first, second))
    for mask in range(mixtures.whole + 1):
        weights = mixtures[mask].values["contracts"]["rep"]
        assert weights["own_revenue"] in (0.7, 0.6)


def test_levers_that_make_no_sense_apart_are_joined():
    lines = ("organisation.cmo_reports_to", "organisation.cso_reports_to")
    base = load_scenario("siloed_metrics", overrides=("run.before=same",))
    first = base.with_values({lines[0]: "ceo", lines[1]: "cmo"})
    second = base.with_values({lines[0]: "cso", lines[1]: "ceo", "information": EVIDENCE})
    apart = [Lever(key, key, (key,), "") for key in (*lines, "information")]
    apart[-1] = next(lever for lever in levers(first, second) if lever.name == "information")
    # The CMO's new line alone closes a circle.
    joined = separable(first, second, apart)
    assert [part.keys for part in joined] == [lines, apart[-1].keys]
    assert mixed(first, second, joined).hash == second.hash
