"""Contributions add up, are right where the answer is known, and do not depend on threads."""

import json
from dataclasses import replace
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from analysis import explain
from analysis.explanation import mechanisms, words
from analysis.explanation.funnel import MEASURED, TOTALS, decomposed, factors
from analysis.explanation.output import COLUMNS, tables, write_explanation
from analysis.explanation.shares import EXACT, contributions, masks
from sim.core.errors import InputError
from sim.scenario import load_scenario
from sim.scenario.declared import flat
from tests.analysis.builder import Named, invented
from tests.constitution.test_neutral import NEUTRAL, placed

REPLICATES = 12


def effects(scenario):
    """Return how much richer a firm is: two levers that help each other, one that does nothing."""
    rep = scenario.values["contracts"]["rep"]["shared_revenue"] > 0
    marketer = scenario.values["contracts"]["marketer"]["shared_revenue"] > 0
    line = scenario.values["organisation"]["cmo_reports_to"] != "ceo"
    return 0.1 * rep - 0.3 * marketer + 0.2 * (rep and marketer) + 0.05 * line


def runner(scenario, seed, replicate=0):
    history = invented(Named(scenario.name), seed, replicate)
    weekly = history.tables["weekly"]
    richer = (1 + effects(scenario)) * np.abs(weekly["gross_profit"])
    return replace(history, tables={**history.tables, "weekly": {**weekly, "gross_profit": richer}})


def explained(a, b, **options):
    return explain(a, b, replicates=REPLICATES, runner=runner, workers=1, **options)


@pytest.fixture(scope="module")
def few():
    return explained("siloed_metrics", "shared_revenue")


@pytest.fixture(scope="module")
def many():
    return explained("siloed_metrics", "unified_cro")


def share(found, lever):
    table = found.contributions
    row = table[(table["lever"] == lever) & (table["measure"] == found.headline)].iloc[0]
    return row["contribution"] / words.base(found)


@pytest.mark.parametrize("which", ["few", "many"])
def test_contributions_add_up_in_every_replicate(which, request):
    found = request.getfixturevalue(which)
    assert (len(found.levers) > EXACT) == (which == "many")
    table = found.replicate_contributions
    sums = table.groupby(["replicate", "measure"])["contribution"].sum().unstack()[list(MEASURED)]
    for replicate in range(REPLICATES):
        ends = [
            explain_end(scenario, replicate, name="gross_profit_y3")
            for scenario in (found.a, found.b)
        ]
        apart = ends[1] - ends[0]
        assert sums.loc[replicate, "gross_profit_y3"] == pytest.approx(apart, rel=1e-9, abs=1e-9)


def explain_end(scenario, replicate, name):
    from analysis.measures import measured

    return measured(runner(scenario, 1, replicate), [name])[name]


@pytest.mark.parametrize("which", ["few", "many"])
def test_mean_contributions_add_up_to_the_mean_difference(which, request):
    found = request.getfixturevalue(which)
    sums = found.contributions.groupby("measure")["contribution"].sum()
    for row in found.means.to_dict("records"):
        if not np.isnan(row["difference"]):
            expected = pytest.approx(row["difference"], rel=1e-9, abs=1e-9)
            assert sums[row["measure"]] == expected


def test_up_to_five_levers_shares_are_those_of_shapley(few):
    # Alone 0.1 and −0.3; together 0.2 more, of which each gets half.
    assert share(few, "rep_weights") == pytest.approx(0.2)
    assert share(few, "marketer_weights") == pytest.approx(-0.2)
    assert share(few, "cmo_weights") == pytest.approx(0.0)


def test_random_orders_and_their_reverse_find_the_same_shares(many):
    # Each order and its reverse split an interaction of two in half: here exact in every pair.
    assert share(many, "rep_weights") == pytest.approx(0.0)  # unified pay has no shared revenue
    assert share(many, "marketer_weights") == pytest.approx(-0.3)
    assert share(many, "reporting") == pytest.approx(0.05)
    assert share(many, "budget_owner") == pytest.approx(0.0)


def test_an_order_and_its_reverse_are_one_replicates_walk():
    for replicate in range(4):
        plan = masks(7, 1, replicate)
        assert plan[0] == 0
        assert plan[-1] == 2**7 - 1
        assert len(plan) == len(set(plan)) <= 2 * 7
        values = {mask: np.array([float(mask.bit_count() ** 2)]) for mask in plan}
        assert contributions(values, 7, 1, replicate).sum() == pytest.approx(49.0)


def test_exact_shares_are_the_mean_over_all_orders():
    rng = np.random.default_rng(3)
    values = {mask: rng.normal(size=1) for mask in range(2**4)}
    brute = np.zeros(4)
    for order in permutations(range(4)):
        mask = 0
        for place in order:
            brute[place] += (values[mask | 1 << place] - values[mask])[0] / 24
            mask |= 1 << place
    assert contributions(values, 4, 1, 0)[:, 0] == pytest.approx(brute, abs=1e-12)


def test_what_two_levers_do_together_is_told(few):
    table = few.interactions.set_index(["first", "second"])
    gaps = {frozenset(pair): row for pair, row in table.iterrows()}
    row = gaps[frozenset({"rep_weights", "marketer_weights"})]
    assert row["interaction"] / words.base(few) == pytest.approx(0.2)
    assert any("they do not add up" in line for line in words.interaction_lines(few))


def test_threads_do_not_move_a_number(few):
    again = explain("siloed_metrics", "shared_revenue", replicates=REPLICATES, runner=runner,
                    workers=3)  # fmt: skip
    for name, table in tables(few).items():
        pd.testing.assert_frame_equal(table, getattr(again, name))


def test_a_precision_stops_when_every_lever_is_narrow_enough():
    options = {"runner": runner, "workers": 1, "causes": 0, "budget": 60}
    found = explain("siloed_metrics", "shared_revenue", precision=0.9, **options)
    assert found.replicates == 30
    found = explain("siloed_metrics", "shared_revenue", precision=1e-6, **options)
    assert found.replicates == 60


# ---------------------------------------------------------------- the funnel


def test_the_steps_of_the_funnel_add_up_exactly():
    rng = np.random.default_rng(1)
    a, b = (np.sort(rng.uniform(1, 9, (20, len(TOTALS))))[:, ::-1] for _ in range(2))
    table = decomposed(a, b)
    gap = b.mean(axis=0)[-1] - a.mean(axis=0)[-1]
    assert table["contribution"].sum() == pytest.approx(gap, rel=1e-12)
    assert table["a"].prod() == pytest.approx(a.mean(axis=0)[-1])
    assert (table["ci_low"] <= table["contribution"]).all()
    assert (table["contribution"] <= table["ci_high"]).all()


def test_a_step_that_alone_doubles_brings_the_whole_difference():
    a = np.array([[100.0, 50.0, 10.0, 5.0, 500.0, 400.0]] * 3)
    b = np.array([[100.0, 50.0, 20.0, 10.0, 1000.0, 800.0]] * 3)
    parts = decomposed(a, b)["contribution"].to_numpy()
    assert parts == pytest.approx([0, 0, 400, 0, 0, 0], abs=1e-9)
    assert factors(a[0]) == pytest.approx([100, 0.5, 0.2, 0.5, 100, 0.8])


def test_without_a_win_there_is_no_funnel_to_split():
    empty = np.array([[100.0, 50.0, 10.0, 0.0, 0.0, 0.0]] * 3)
    assert decomposed(empty, empty).empty


# ---------------------------------------------------------------- mechanisms


def test_what_makes_the_difference_goes_away_with_it():
    whole = np.array([3.0, 5.0])
    values = np.zeros((2, 2 * len(mechanisms.parts())))
    values[:, 1::2] = whole[:, None]  # every part leaves the difference as it is,
    values[:, 1] = 0.0  # but the first takes all of it
    table = mechanisms.effects(whole, values)
    assert table.loc[0, "share"] == 1.0
    assert (table["share"][1:] == 0.0).all()


def test_mechanisms_are_switched_off_by_the_settings_that_are_proved_neutral():
    for room, settings in mechanisms.OFF.items():
        proved = {text.split("=")[0] for text in placed(room, NEUTRAL[room][0])}
        assert set(settings) == proved or (room == "trust" and set(settings) <= proved)
        assert set(settings) <= set(flat())


def test_every_choice_is_frozen_in_turn():
    kinds = [kind for kind, _name, _settings in mechanisms.parts()]
    choices = [key for key in flat() if key.startswith("choices.")]
    assert kinds.count("choice") == len(choices)


# ---------------------------------------------------------------- what is said and written


def test_the_sentences_say_how_much_comes_from_which_lever(few, many):
    text = " ".join(words.sentences(few)).replace("\xa0", " ")
    assert "“One revenue number for both” cannot be told from “Each on own numbers” yet" in text
    assert "Though the whole cannot be told from nothing, parts of it can" in text
    # pay of marketers takes .3, the line brings .05
    assert " lies 25.0\xa0% below “Each on own numbers” (" in words.sentences(many)[0]
    assert "+20.0 points" in text
    assert "from pay weights of reps" in text


def test_the_folder_holds_every_table_with_its_columns(few, tmp_path):
    report = write_explanation(few, tmp_path / "x")
    for name, columns in COLUMNS.items():
        table = pd.read_csv(tmp_path / "x" / f"{name}.csv")
        assert list(table.columns) == list(columns)
    facts = json.loads((tmp_path / "x" / "manifest.json").read_text())
    assert facts["kind"] == "explain"
    assert [item["name"] for item in facts["scenarios"]] == ["siloed_metrics", "shared_revenue"]
    assert "Which lever" in report.read_text(encoding="utf-8")
    assert (tmp_path / "x" / "figures" / "waterfall.png").read_bytes()[1:4] == b"PNG"


def test_a_measure_that_cannot_be_explained_is_refused():
    with pytest.raises(InputError, match="--measure hours_lost: explain does not tell of it"):
        explained("siloed_metrics", "shared_revenue", measure="hours_lost")


def test_what_differs_besides_levers_is_said_first():
    mixed = explained("siloed_metrics", load_scenario("shared_revenue", market="enterprise"))
    first = words.sentences(mixed)[0]
    assert "differ in more than their schemes: market, people and mechanisms (" in first
    assert "--market" in first


def test_two_worlds_under_one_scheme_are_refused_with_a_way_out():
    other = load_scenario("siloed_metrics", market="enterprise")
    with pytest.raises(InputError, match=r"differ in no lever .* with --market; counterpoint diff"):
        explained("siloed_metrics", other)
