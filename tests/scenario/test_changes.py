"""Scenarios made from scenarios."""

import random

import pytest

from sim.core.errors import InputError, ScenarioError
from sim.scenario import blend, change, declared, load_scenario
from sim.scenario.cross_checks import sum_groups
from tests.scenario.conftest import HEAD

SILOED = load_scenario("siloed_metrics", overrides=["run.before=same"])
SHARED = load_scenario("shared_revenue", overrides=["run.before=same"])


def refused(settings) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        SILOED.with_values(settings)
    return str(caught.value).splitlines()


def test_values_can_be_changed_without_touching_the_original():
    changed = SILOED.with_values({"demand.entry_hazard": 0.01, "run.weeks": 26})
    assert changed.values["demand"]["entry_hazard"] == 0.01
    assert changed.weeks == 26
    assert changed.origin["run.weeks"] == "with_values"
    assert SILOED.weeks == 156
    assert changed.hash != SILOED.hash
    back = {key: SILOED.flat()[key] for key in ("demand.entry_hazard", "run.weeks")}
    assert changed.with_values(back).hash == SILOED.hash


def test_whole_numbers_may_come_as_floats():
    value = SILOED.with_values({"run.weeks": 26.0}).values["run"]["weeks"]
    assert (value, type(value)) == (26, int)


def test_all_weights_of_a_role_can_be_given_at_once():
    changed = SILOED.with_values({"contracts.rep": {"margin": 1}})
    assert changed.values["contracts"]["rep"]["margin"] == 1.0
    assert changed.values["contracts"]["rep"]["own_revenue"] == 0.0


def test_lists_can_be_replaced():
    changed = SILOED.with_values({"market.segments": [{"name": "a", "share": 1.0}]})
    assert [segment["name"] for segment in changed.values["market"]["segments"]] == ["a"]


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"demand.entry_hazard": 1},
            (
                "with_values: demand.entry_hazard: 1 is out of bounds; allowed: a number from 0 to "
                "0.2 (1/week)"
            ),
        ),
        (
            {"demand.entry_hazard": float("nan")},
            "with_values: demand.entry_hazard: nan is not allowed: numbers must be finite",
        ),
        (
            {"demand.entry_hazard": None},
            "with_values: demand.entry_hazard: must be a number from 0 to 0.2 (1/week), not None",
        ),
        (
            {"demand.entry_hazrd": 0.1},
            "with_values: demand.entry_hazrd: unknown setting; did you mean demand.entry_hazard?",
        ),
        (
            {"contracts.rep.own_revenue": 0.6},
            (
                "with_values: contracts.rep: the weights sum to 0.9 but must sum to 1 "
                "(own_revenue 0.6, close_rate 0.3); set the others too, for example "
                "contracts.rep.close_rate=0.4"
            ),
        ),
        ({"name": "y"}, "with_values: name: unknown setting; allowed: SECTIONS"),
    ],
)
def test_changes_are_checked_as_in_a_file(settings, message):
    (found,) = refused(settings)
    assert found == message or (
        message.endswith("SECTIONS") and found.startswith(message.removesuffix("SECTIONS"))
    )


def test_what_came_before_can_be_changed():
    changed = SHARED.with_values({"run.before": "siloed_metrics"})
    assert [week for week, _values in changed.epochs()] == [-52, 0]
    assert changed.with_values({"run.before": "same"}).hash == SHARED.hash


def test_a_timeline_must_still_fit(written):
    text = HEAD + "timeline: [{week: 40, demand: {entry_hazard: 0.01}}]\n"
    scenario = load_scenario(written(text))
    assert scenario.with_values({"run.weeks": 41}).timeline == scenario.timeline
    with pytest.raises(ScenarioError, match=r"timeline\[0\]\.week: 40 lies past the end"):
        scenario.with_values({"run.weeks": 40})


def test_a_name_changes_no_number(written):
    text = "extends: shared_revenue\nkind: scheme\n"
    written("schema_version: 1\nname: a\ndescription: one\n" + text, "a.yaml")
    written("schema_version: 1\nname: b\n" + text, "b.yaml")
    a, b = load_scenario("a.yaml"), load_scenario("b.yaml")
    assert a.hash == b.hash == load_scenario("shared_revenue").hash
    assert a.values == b.values
    assert a.renamed("c").hash == a.hash
    assert a.renamed("c").name == "c"


def test_the_ends_of_a_blend_are_its_parents():
    assert blend(SILOED, SHARED, 0.0).values == SILOED.values
    assert blend(SILOED, SHARED, 1.0).values == SHARED.values
    assert blend(SILOED, SHARED, 1.0).hash == SHARED.hash


def test_a_blend_lies_between_and_its_weights_sum_to_one():
    rep = blend(SILOED, SHARED, 0.25).values["contracts"]["rep"]
    assert rep["own_revenue"] == pytest.approx(0.7 * 0.75 + 0.3 * 0.25)
    assert rep["shared_revenue"] == pytest.approx(0.7 * 0.25)
    assert rep["close_rate"] == pytest.approx(0.3 * 0.75)
    assert sum(rep[key] for key in ("own_revenue", "shared_revenue", "close_rate")) == (
        pytest.approx(1.0)
    )


def test_a_blend_keeps_the_common_past():
    siloed, shared = load_scenario("siloed_metrics"), load_scenario("shared_revenue")
    mixed = blend(siloed, shared, 0.5)
    assert mixed.epochs()[0][1]["contracts"] == siloed.values["contracts"]
    assert blend(siloed, shared, 1.0).hash == shared.hash
    assert blend(siloed, shared, 0.0).hash == siloed.hash


def test_only_schemes_can_be_blended():
    other = SHARED.with_values({"run.weeks": 26})
    with pytest.raises(InputError) as caught:
        blend(SILOED, other, 0.5)
    assert str(caught.value) == (
        "blend: only levers (contracts, organisation, information, practices) can be blended; "
        "these differ too: run.weeks"
    )


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_blend_has_a_share_between_zero_and_one(share):
    with pytest.raises(InputError, match="the share must lie between 0 and 1"):
        blend(SILOED, SHARED, share)


def points():
    """Return settings as the designs of studies make them, within bounds and at them."""
    flat = SILOED.flat()
    ranged = {
        key: item
        for key, item in declared.flat().items()
        if item.sweep is not None and key not in sum_groups() and not item.integer
    }
    luck = random.Random(5)
    yield {key: item.sweep[0] for key, item in ranged.items() if key != "scoring.lowest"}
    for _ in range(5):
        chosen = luck.sample(sorted(ranged), 40)
        yield {key: luck.uniform(*ranged[key].sweep) for key in chosen}
    weights = {"own_revenue": 0.25, "shared_revenue": 0.75, "close_rate": 0.0}
    yield {f"contracts.rep.{metric}": weight for metric, weight in weights.items()}
    yield {"market.reps": 7, "demand.entry_hazard": -0.0, "organisation.horizon.cmo": 13}
    yield dict.fromkeys(["trust.gain"], flat["trust.gain"])


@pytest.mark.parametrize("point", list(points()))
@pytest.mark.parametrize("base", [SILOED, load_scenario("shared_revenue")], ids=["same", "siloed"])
def test_plain_numbers_come_out_as_if_checked_as_in_a_file(base, point):
    quick, careful = change.changed(base, point), change._checked(base, point)
    assert quick.values == careful.values
    assert quick.hash == careful.hash
    assert dict(quick.origin) == dict(careful.origin)
    assert quick.past == careful.past
    assert repr(quick.flat()) == repr(careful.flat())


@pytest.mark.parametrize(
    "settings",
    [
        {"contracts.rep.own_revenue": 0.5},
        {"scoring.lowest": 0.9, "scoring.highest": 0.1},
        {"trust.gain": 1.5},
        {"trust.gain": True},
        {"market.reps": 2.5},
        {"run.burn_in": 14},
        {"organisation.cmo_reports_to": "cmo"},
        {"trust.gian": 0.1},
    ],
)
def test_what_does_not_fit_is_refused_whichever_way_it_comes(settings):
    told = refused(settings)
    assert told
    with pytest.raises(ScenarioError) as caught:
        change._checked(SILOED, settings)
    assert str(caught.value).splitlines() == told


def test_what_is_not_changed_is_shared_and_what_is_stays_apart():
    quick = SILOED.with_values({"trust.gain": 0.5})
    assert quick.values["demand"] is SILOED.values["demand"]
    assert SILOED.values["trust"]["gain"] != 0.5
