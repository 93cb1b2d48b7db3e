"""Worlds: what each replicate draws, the same for every scheme, and what turns an answer."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from analysis import compare
from analysis.comparison import answer
from analysis.comparison.worlds import sentences
from analysis.parameters.settings import living
from analysis.parameters.spans import behaviour, is_leaders, prior, spans
from analysis.runs.draws import worlds_of
from analysis.uncertainty.turning import TOLD, thirds, turned
from analysis.words.titles import plain
from scripts.worlds import people_axes
from sim import load_scenario
from sim.core.errors import InputError
from sim.scenario import declared
from tests.analysis.builder import History

KEY = "conflict.cooling"
PAIR = ("siloed_metrics", "shared_revenue")
CALLED = ("“Each on own numbers”", "“One revenue number for both”")
SHORT = ("run.weeks=13", "run.burn_in=13")


def told_by(key, seen=None):
    """Return a runner whose profit rises with one setting under the second scheme alone."""

    def run(scenario, seed, replicate):
        value = declared.value_at(scenario.values, key)
        if seen is not None:
            seen.append((scenario.name, seed, replicate, dict(scenario.flat())))
        luck = np.random.default_rng([seed, replicate]).normal(0, 1)
        low, high = declared.flat()[key].sweep
        effect = 100.0 * ((value - low) / (high - low) - 0.5) * (scenario.name == PAIR[1])
        made = History(weeks=156, scenario=scenario, seed=seed, replicate=replicate)
        made.tables["weekly"] = {"gross_profit": np.full(208, 1000.0 + luck + effect)}
        return made

    return run


def one_world(tmp_path, **settings):
    path = tmp_path / "worlds.csv"
    pd.DataFrame([settings]).to_csv(path, index=False)
    return path


@pytest.mark.parametrize("name", ["prior", "behaviour"])
def test_a_world_depends_on_its_seed_and_replicate_alone(name):
    worlds = worlds_of(name, ())
    first = [worlds.at(1, replicate) for replicate in range(3)]
    assert [worlds_of(name, ()).at(1, replicate) for replicate in (2, 1, 0)] == first[::-1]
    assert first[0] != first[1]
    assert worlds.at(2, 0) != first[0]


def test_a_setting_draws_the_same_whatever_else_is_drawn():
    alone = worlds_of("behaviour", ()).at(7, 3)
    values = {key: alone[key] for key in list(alone)[::5]}
    from analysis.runs.draws import Ranged

    assert Ranged("some", spans(values)).at(7, 3) == values


@pytest.mark.parametrize("name", ["prior", "behaviour"])
def test_draws_lie_around_the_default_within_the_declared_range(name):
    worlds = worlds_of(name, ())
    drawn = pd.DataFrame([worlds.at(1, replicate) for replicate in range(400)])
    for key, span in spans(worlds.keys).items():
        item = declared.flat()[key]
        assert (span.low, span.high, span.mode) == (*item.sweep, float(item.default)), key
        assert drawn[key].between(span.low, span.high).all()
        mean = (span.low + span.high + span.mode) / 3
        error = (span.high - span.low) / np.sqrt(18 * len(drawn)) + 0.1 * item.integer
        assert drawn[key].mean() == pytest.approx(mean, abs=4 * error), key
    standard = (drawn.rank() / len(drawn)).to_numpy()
    correlation = np.abs(np.corrcoef(standard.T) - np.eye(len(worlds.keys)))
    assert correlation.max() < 5 / np.sqrt(len(drawn))


def test_behaviour_is_about_people_and_prior_about_the_market():
    known = declared.flat()
    assert not {key for key in prior() if declared.is_lever(key)}
    assert all(is_leaders(key) for key in behaviour() if declared.is_lever(key))
    assert not {key for key in behaviour() if known[key].market}
    assert {known[key].market for key in prior()} == {True}
    assert {"effort.temper", "ledger.prior", "pay.free_riding", KEY, "trust.gain"} <= set(
        behaviour()
    )
    assert "planning.brand_share" not in {*behaviour(), *prior()}
    assert tuple(people_axes()) == behaviour()


def test_a_range_holds_what_a_firm_has_itself():
    firm = load_scenario(PAIR[0], overrides=("closing.rival_takes=0.05",))
    low, high = declared.flat()["closing.rival_takes"].sweep
    span = spans(["closing.rival_takes"], [firm])["closing.rival_takes"]
    assert (span.low, span.mode, span.high) == (min(low, 0.05), 0.05, high)


def test_a_range_that_is_a_factor_goes_with_what_a_firm_has():
    firm = load_scenario(PAIR[0], overrides=("pay.leads=30",))
    span = spans(["pay.leads"], [firm])["pay.leads"]
    assert (span.low, span.mode, span.high) == (20.0, 30.0, 45.0)
    assert spans(["campaigns.mix.email"], [firm])["campaigns.mix.email"].high == pytest.approx(0.6)


def test_shares_of_a_world_make_a_whole():
    firm = load_scenario(PAIR[0])
    shares = [key for key in behaviour() if key.startswith("effort.rep_habit.")]
    drawn = worlds_of("behaviour", [firm]).at(1, 0)
    whole = sum(drawn[key] for key in shares)
    assert whole != pytest.approx(1.0)
    there = living(firm, drawn).flat()
    for key in shares:
        assert there[key] == pytest.approx(drawn[key] / whole)


def test_leaders_are_drawn_where_all_schemes_have_the_same():
    firm = load_scenario(PAIR[0])
    other = firm.with_values({"organisation.horizon.cso": 26.0})
    assert set(behaviour()) - set(spans(behaviour(), [firm, other])) == {"organisation.horizon.cso"}
    assert set(spans(behaviour(), [firm, firm])) == set(behaviour())


def test_schemes_of_a_replicate_share_their_world_and_luck():
    seen = []
    compare(
        PAIR,
        replicates=4,
        seed=5,
        worlds="behaviour",
        all_worlds=True,
        runner=told_by(KEY, seen),
        workers=1,
    )
    for replicate in range(4):
        first, second = (item for item in seen if item[2] == replicate)
        assert (first[0], second[0]) == PAIR
        assert first[1] == second[1] == 5
        assert all(first[3][key] == second[3][key] for key in behaviour())
        assert first[3][KEY] == worlds_of("behaviour", ()).at(5, replicate)[KEY]


@pytest.mark.parametrize("workers", [1, 3])
def test_more_replicates_extend_worlds_and_workers_change_nothing(workers):
    few = compare(
        PAIR,
        replicates=12,
        worlds="behaviour",
        all_worlds=True,
        runner=told_by(KEY),
        workers=workers,
    )
    more = compare(PAIR, replicates=16, worlds="behaviour", all_worlds=True, runner=told_by(KEY))
    pd.testing.assert_frame_equal(more.drawn.table[:12], few.drawn.table, check_exact=True)
    shared = more.measures[more.measures["replicate"] < 12].reset_index(drop=True)
    pd.testing.assert_frame_equal(shared, few.measures, check_exact=True)


@pytest.mark.compiled
def test_a_world_as_the_firm_stands_gives_the_same_bytes(tmp_path):
    firm = load_scenario(PAIR[0]).flat()
    path = one_world(tmp_path, **{key: firm[key] for key in (*behaviour(), *prior())})
    plain = compare(PAIR, overrides=SHORT, replicates=2)
    lived = compare(PAIR, overrides=SHORT, replicates=2, worlds=path)
    for table in ("measures", "timecourse", "hours", "differences"):
        pd.testing.assert_frame_equal(
            getattr(lived, table), getattr(plain, table), check_exact=True
        )


@pytest.mark.compiled
def test_another_world_gives_other_results(tmp_path):
    path = one_world(tmp_path, **{"effort.rep_week": 20.5})
    plain = compare(PAIR, overrides=SHORT, replicates=2)
    lived = compare(PAIR, overrides=SHORT, replicates=2, worlds=path)
    assert not lived.measures["value"].equals(plain.measures["value"])


def test_rows_are_drawn_as_often_as_their_weights_say(tmp_path):
    path = tmp_path / "posterior.parquet"
    table = pd.DataFrame({"weight": [0.0, 3.0, 1.0], KEY: [0.02, 0.03, 0.04]})
    table.to_parquet(path, index=False)
    worlds = worlds_of(path, ())
    drawn = [worlds.at(1, replicate)[KEY] for replicate in range(1000)]
    assert set(drawn) == {0.03, 0.04}
    assert abs(drawn.count(0.03) / 1000 - 0.75) < 5 * np.sqrt(0.75 * 0.25 / 1000)


def test_worlds_that_were_drawn_can_be_drawn_from_again(tmp_path):
    first = compare(PAIR, replicates=3, worlds="behaviour", all_worlds=True, runner=told_by(KEY))
    path = tmp_path / "worlds.csv"
    first.drawn.table.to_csv(path, index=False)
    again = worlds_of(path, ()).at(1, 0)
    assert again in [worlds_of("behaviour", ()).at(1, replicate) for replicate in range(3)]


def test_a_setting_that_turns_the_difference_is_named():
    result = compare(PAIR, replicates=60, worlds="behaviour", all_worlds=True, runner=told_by(KEY))
    best = result.drawn.turning.query("measure == 'gross_profit_y3'").iloc[0]
    assert best["setting"] == KEY
    assert best["correlation"] > 0.95
    assert (best["above_low"], best["above_high"]) == (0.0, 1.0)
    said = " ".join(sentences(result))
    assert f"{plain(KEY).label}, rank correlation +" in said
    assert f"{CALLED[1]} is above {CALLED[0]} in no world of its lowest third" in said
    assert plain(KEY).title in answer.answered(result)[1].sentence


def test_without_worlds_nothing_is_said_of_them(comparison):
    assert comparison.drawn is None
    assert sentences(comparison) == []


def test_the_share_of_worlds_is_that_of_the_sign_of_the_mean(tmp_path):
    table = pd.DataFrame({KEY: [0.011] * 7 + [0.099] * 3})
    path = tmp_path / "worlds.csv"
    table.to_csv(path, index=False)
    result = compare(PAIR, replicates=40, worlds=path, runner=told_by(KEY))
    wide = result.measures.query("measure == 'gross_profit_y3'").pivot(
        index="replicate", columns="scenario", values="value"
    )
    below = float((wide[PAIR[1]] < wide[PAIR[0]]).mean())
    assert below > 0.5
    said = " ".join(sentences(result))
    count = round(40 * below)
    assert f"less gross profit, years 1 to 3 in the mean, and in {count} of 40 worlds." in said


def test_worlds_are_counted_and_not_told_as_another_fraction():
    result = compare(PAIR, replicates=24, worlds="behaviour", all_worlds=True, runner=told_by(KEY))
    said = " ".join(sentences(result))
    assert re.search(r"in (the mean, and in )?\d+ of 24 worlds", said)
    assert (
        f"{CALLED[1]} is above {CALLED[0]} in no world of its lowest third, in every world" in said
    )
    settings = result.drawn.settings[KEY].to_numpy()
    low, high = thirds(settings, np.arange(24.0))
    assert (len(low), len(high)) == (8, 8)
    assert set(low) == set(np.argsort(settings)[:8])


def test_chance_alone_names_a_setting_in_one_answer_of_twenty():
    rng = np.random.default_rng(11)
    answers, named = 120, 0
    for _ in range(answers):
        settings = pd.DataFrame(rng.random((40, 12)), columns=[f"a.{n}" for n in range(12)])
        found = turned(settings, rng.normal(size=40))
        named += bool(found["p_adjusted"].iloc[0] < TOLD)
    assert named / answers <= TOLD + 3 * np.sqrt(TOLD * (1 - TOLD) / answers)
    assert named > 0


def test_correlations_are_those_of_spearman():
    rng = np.random.default_rng(3)
    settings = pd.DataFrame({"a.b": rng.random(30), "a.c": rng.integers(0, 4, 30).astype(float)})
    gaps = settings["a.b"].to_numpy() ** 3 + rng.normal(0, 0.3, 30)
    for row in turned(settings, gaps).itertuples():
        known = spearmanr(settings[row.setting], gaps)
        assert row.correlation == pytest.approx(known.statistic)
        assert row.p_value == pytest.approx(known.pvalue)


def test_few_worlds_name_nothing():
    assert turned(pd.DataFrame({"a.b": np.arange(9.0)}), np.arange(9.0)).empty


REFUSED = {
    "conflict.coolling": (0.02, "did you mean conflict.cooling?"),
    "information.common": (0.5, "is no setting"),
    "contracts.rep.own_revenue": (0.5, "is a lever"),
    "run.weeks": (52, "says how long a run is"),
    "closing.kill": (7.0, "takes numbers from 0 to 1, not 7.0 as in row 2"),
    "launches.every": (2.5, "takes whole numbers from"),
    "trust.gain": ("much", "not much as in row 2"),
    "trust.loss": (float("nan"), "not nan as in row 2"),
    "weight": (-1, "must be numbers from 0 on"),
}


def test_a_file_that_does_not_fit_is_refused_column_by_column(tmp_path):
    path = one_world(tmp_path, **{key: value for key, (value, _) in REFUSED.items()})
    with pytest.raises(InputError) as error:
        worlds_of(path, ())
    lines = str(error.value).splitlines()
    assert len(lines) == len(REFUSED)
    for line, (key, (_, text)) in zip(lines, REFUSED.items(), strict=True):
        assert line.startswith(f"{path}: column {key}: ")
        assert text in line


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("behavior", "did you mean behaviour?"),
        ("nowhere.csv", "there is no such file"),
        ("notes.txt", "is neither CSV nor Parquet"),
        ("empty.csv", "cannot be read"),
        ("head.csv", "holds no worlds"),
        ("broken.parquet", "cannot be read"),
    ],
)
def test_what_is_no_file_of_worlds_is_refused(name, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "notes.txt").write_text("nothing")
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "head.csv").write_text(f"{KEY}\n")
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 not really")
    with pytest.raises(InputError, match=text):
        worlds_of(name, ())


def test_a_world_that_a_scheme_cannot_have_is_refused_before_any_run(tmp_path):
    path = one_world(tmp_path, **{"scoring.lowest": 0.8, "scoring.highest": 0.2})
    with pytest.raises(InputError, match=r"world 1 does not fit siloed_metrics: scoring\.lowest"):
        compare(PAIR, replicates=2, worlds=path, runner=told_by(KEY))
