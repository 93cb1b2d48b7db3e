"""explain in worlds: the same for every scheme on the way, additive, and not moved by threads."""

import numpy as np
import pandas as pd
import pytest

from analysis import explain
from analysis.explanation import lived, words
from analysis.explanation.mechanisms import OFF
from analysis.explanation.output import COLUMNS, LIVED, tables, write_explanation
from analysis.explanation.shares import EXACT
from analysis.measures import measured
from analysis.parameters.settings import living, settings_of
from analysis.runs.draws import worlds_of
from analysis.words.titles import plain
from sim.core.errors import InputError
from sim.scenario import declared
from tests.analysis.builder import History

KEY = "conflict.cooling"
FEW = ("siloed_metrics", "shared_revenue")
MANY = ("siloed_metrics", "unified_cro")
REPLICATES = 12


def told_by(key, seen=None):
    """Return a runner in which pay of marketers earns more the higher a setting is."""

    def run(scenario, seed, replicate):
        flat = dict(scenario.flat())
        if seen is not None:
            seen.append((scenario.name, seed, replicate, flat))
        low, high = declared.flat()[key].sweep
        share = (flat[key] - low) / (high - low) - 0.5
        pay = flat["contracts.marketer.shared_revenue"]
        rep = flat["contracts.rep.own_revenue"]
        luck = np.random.default_rng([seed, replicate]).normal(0, 1)
        profit = 1000.0 + luck + 100.0 * pay * share + 7.0 * rep
        made = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        made.tables["weekly"] = {"gross_profit": np.full(208, profit)}
        return made

    return run


def explained(pair, **options):
    given = {
        "replicates": REPLICATES,
        "worlds": "behaviour",
        "all_worlds": True,
        "workers": 1,
        "causes": 0,
    }
    return explain(*pair, **{**given, "runner": told_by(KEY), **options})


@pytest.mark.parametrize("pair", [FEW, MANY])
def test_contributions_add_up_in_every_world(pair):
    found = explained(pair)
    assert (len(found.levers) > EXACT) == (pair == MANY)
    worlds, run = worlds_of("behaviour", [found.a, found.b]), told_by(KEY)
    table = found.replicate_contributions.query("measure == 'gross_profit_y3'")
    sums = table.groupby("replicate")["contribution"].sum()
    for replicate in range(REPLICATES):
        first, second = (
            measured(run(living(firm, worlds.at(1, replicate)), 1, replicate), ["gross_profit_y3"])[
                "gross_profit_y3"
            ]
            for firm in (found.a, found.b)
        )
        assert second != first
        assert sums[replicate] == pytest.approx(second - first, rel=1e-9, abs=1e-6)


def test_all_scenarios_of_a_replicate_share_one_world():
    seen = []
    explained(MANY, runner=told_by(KEY, seen), replicates=3)
    worlds = worlds_of("behaviour", ())
    for replicate in range(3):
        lives = [item for item in seen if item[2] == replicate]
        assert len({item[0] for item in lives}) > 5
        world = worlds.at(1, replicate)
        for _, seed, _, flat in lives:
            assert seed == 1
            assert all(flat[key] == value for key, value in settings_of(world, flat).items())


def test_a_mechanism_that_is_off_stays_off_in_every_world():
    seen = []
    explained(FEW, runner=told_by(KEY, seen), replicates=2, causes=2)
    off = {f"{name}-trust": OFF["trust"] for name in FEW}
    runs = [(flat, off[name]) for name, _, _, flat in seen if name in off]
    assert len(runs) == 4
    assert set(OFF["trust"]) & set(worlds_of("behaviour", ()).keys)
    assert all(flat[key] == value for flat, held in runs for key, value in held.items())


def test_threads_do_not_move_a_world():
    one, three = explained(MANY, causes=2), explained(MANY, causes=2, workers=3)
    assert tables(one).keys() == tables(three).keys() == {*COLUMNS, *LIVED}
    for name, table in tables(one).items():
        pd.testing.assert_frame_equal(table, tables(three)[name], check_exact=True)


def test_what_turns_the_difference_and_keeps_its_sign_is_said():
    found = explained(FEW, replicates=40)
    table = lived.signs(found).query("measure == 'gross_profit_y3'").set_index("lever")
    assert table.loc["rep_weights", "same_sign"] == 1.0
    parts = found.replicate_contributions.query(
        "measure == 'gross_profit_y3' and lever == 'marketer_weights'"
    )["contribution"]
    share = float((np.sign(parts) == np.sign(parts.mean())).mean())
    assert 0.5 <= share < 0.9
    assert table.loc["marketer_weights", "same_sign"] == pytest.approx(share)
    said = " ".join(found.said())
    assert "pay weights of reps in every world" in said
    assert f"pay weights of marketers in {round(40 * share)} of 40 worlds" in said
    assert f"{plain(KEY).label}, rank correlation +" in said
    assert words.lever_lines(found)[0].keys() >= {"same sign"}


def test_without_worlds_nothing_of_them_is_written(tmp_path):
    found = explained(FEW, worlds=None, replicates=2)
    assert found.drawn is None
    assert lived.sentences(found) == []
    page = write_explanation(found, tmp_path / "x").read_text(encoding="utf-8")
    assert "In how many worlds" not in page
    assert "same sign in" not in page
    assert {path.stem for path in (tmp_path / "x").glob("*.csv")} == set(COLUMNS)


def test_a_world_of_their_own_settings_changes_no_table(tmp_path):
    plain = explained(FEW, worlds=None, replicates=3, causes=2)
    own = plain.a.flat()
    keys = worlds_of("behaviour", ()).keys
    pd.DataFrame([{key: own[key] for key in keys}]).to_csv(tmp_path / "own.csv", index=False)
    lives = explained(FEW, worlds=tmp_path / "own.csv", replicates=3, causes=2)
    for name, table in tables(plain).items():
        pd.testing.assert_frame_equal(tables(lives)[name], table, check_exact=True)


def test_a_setting_that_both_would_set_otherwise_is_told_to_be_the_same():
    found = explained(FEW, replicates=2)
    assert not any("differ in" in text for text in lived.sentences(found))
    apart = explained((found.a, found.b.with_values({KEY: 0.09})), replicates=2)
    assert "differ in 1 of the settings that are drawn" in " ".join(lived.sentences(apart))
    table = apart.replicate_contributions.query("lever == 'world'")
    assert (table["contribution"].dropna() == 0).all()


def test_a_file_of_worlds_that_does_not_fit_is_refused_by_name(tmp_path):
    path = tmp_path / "ours.csv"
    path.write_text("conflict.coolling,trust.gain\n0.1,7\n")
    with pytest.raises(InputError) as caught:
        explained(FEW, worlds=path)
    assert f"{path}: column conflict.coolling: is no setting; did you mean {KEY}?" in str(
        caught.value
    )
    assert f"{path}: column trust.gain: takes numbers from 0 to 1" in str(caught.value)
