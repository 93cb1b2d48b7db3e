"""Planted regimes are found, noise finds nothing, and the numbers are those worked out by hand."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.insight.discovery.best import chances, regrets
from analysis.insight.discovery.dominance import dominance, holds
from analysis.insight.discovery.maps import best_width, smooth
from analysis.insight.discovery.regimes import regimes
from analysis.insight.discovery.rule import Rule, one_of_each
from analysis.insight.discovery.rules import permutation_p, rule_table, settings_of, wilson
from analysis.insight.outcomes import outcomes
from analysis.parameters.axes import Condition, axes, condition
from analysis.study import Parameter
from analysis.words.called import scheme
from sim.core.errors import InputError
from tests.insight.builder import CONFLICT, KEYS, PROFIT, columns, finished, study

SCHEMES = ("siloed_metrics", "shared_revenue", "hybrid_pay")


def luck(size, seed, deviation=1.0):
    return np.random.default_rng(seed).normal(0, deviation, size)


def planted(table, replicate, scheme):
    """Return outcomes: the second scheme wins where the first parameter is high and the second low.

    All share a market effect ten times as large as anything else, and the luck of the replicate.
    """
    x = columns(table)
    shared = 100 * x[:, 2] + 30 * replicate
    is_regime = (x[:, 0] > 0.6) & (x[:, 1] < 0.5)
    gain = {0: 0.0, 1: np.where(is_regime, 10.0, -10.0)}.get(scheme, -20.0)
    return shared + gain + luck(len(table), 1000 * replicate + scheme, 3.0)


@pytest.fixture(scope="module")
def found():
    made = study("sobol", 256, parameters=6, replicates=4, schemes=SCHEMES)
    return regimes(finished(made, planted))


def test_shares_are_those_of_the_planted_regime(found):
    shares = found.shares.set_index("scenario")["best"]
    assert shares["shared_revenue"] == pytest.approx(0.2, abs=0.02)
    assert shares["siloed_metrics"] == pytest.approx(0.8, abs=0.02)
    assert shares["hybrid_pay"] < 0.01
    assert shares.sum() == pytest.approx(1)


def test_the_rule_names_the_planted_parameters_and_bounds(found):
    kept = found.rules[found.rules["accepted"] & (found.rules["scenario"] == "shared_revenue")]
    assert {word for text in kept["method"] for word in text.split(" and ")} == {"box", "tree"}
    for row in kept.to_dict("records"):
        text = row["rule"]
        assert row["conditions"] == 2
        low = float(re.search(r"needs\.drift .*? is at least ([\d.]+)", text)[1])
        high = float(re.search(r"demand\.entry_hazard .*? is at most ([\d.]+)", text)[1])
        assert low == pytest.approx(0.6, abs=0.05)
        assert high == pytest.approx(0.5, abs=0.06)
        assert row["density"] > 0.85
        assert row["coverage"] > 0.75


def test_the_drivers_are_the_planted_parameters(found):
    assert set(found.drivers["parameter"].head(2)) == set(KEYS[:2])
    assert found.drivers["explained"].iloc[0] > 0.4
    assert {axis.key for axis in found.axes["gross_profit_y3"]} == set(KEYS[:2])


def test_the_map_shows_the_corner(found):
    part = found.map[found.map["scenario"] == "shared_revenue"]
    x, _ = found.axes["gross_profit_y3"]
    first = part["x_position"] if x.key == KEYS[0] else part["y_position"]
    second = part["y_position"] if x.key == KEYS[0] else part["x_position"]
    inside = part[(first > 0.75) & (second < 0.35)]["chance"]
    outside = part[(first < 0.4)]["chance"]
    assert inside.mean() > 0.85
    assert outside.mean() < 0.1


def test_regret_is_what_the_wrong_scheme_gives_away(found):
    shares = found.shares.set_index("scenario")
    # Siloed loses 10 in a fifth of environments; shared loses 10 in the other four fifths.
    assert shares.loc["siloed_metrics", "regret"] == pytest.approx(2.0, abs=0.4)
    assert shares.loc["shared_revenue", "regret"] == pytest.approx(8.0, abs=0.5)
    assert shares.loc["hybrid_pay", "regret"] == pytest.approx(22.0, abs=0.6)
    for row in found.shares.to_dict("records"):
        assert row["regret_low"] < row["regret"] < row["regret_high"]
        assert row["regret"] < row["regret_p90"]


def test_the_findings_say_it_in_words(found):
    text = "\n".join(found.findings["sentence"])
    assert re.search(r"“One revenue number for both” is best in \d+\s% of 256 environments", text)
    assert "“One revenue number for both” is best when needs.drift (weekly step of the walk" in text
    assert "if the market is unknown, picking “Each on own numbers” gives away least" in text


def test_the_same_study_gives_the_same_answer(found):
    made = study("sobol", 256, parameters=6, replicates=4, schemes=SCHEMES)
    again = regimes(finished(made, planted))
    assert again.rules.equals(found.rules)
    assert again.map.equals(found.map)


def test_rules_are_found_in_words_and_markets_too():
    varied = (
        Parameter("organisation.budget_owner", "values", values=("cmo", "cso", "ceo")),
        Parameter("needs.drift", "log_uniform", 0.001, 1.0),
        Parameter("market.reps", "uniform", 2, 9, integer=True),
    )
    made = study("sobol", 128, replicates=3, varied=varied, markets=("mid_market", "enterprise"))

    def outcome(t, r, s):
        is_regime = (t["organisation.budget_owner"] == "cso") & (t["needs.drift"] < 0.03)
        gain = np.where(is_regime, 5.0, -5.0) if s else 0.0
        return gain + luck(len(t), 100 * r + s)

    done = regimes(finished(made, outcome))
    kept = done.rules[done.rules["accepted"] & (done.rules["scenario"] == "shared_revenue")]
    assert len(kept)
    for text in kept["rule"]:
        assert re.search(r"organisation\.budget_owner \(.*?\) is cso", text)
        assert float(re.search(r"at most ([\d.]+)", text)[1]) == pytest.approx(0.03, rel=0.35)
    assert done.map["chance"].notna().any()


# ---------------------------------------------------------------- noise


def test_noise_alone_yields_no_rules_more_often_than_stated():
    accepted = []
    for trial in range(40):
        made = study("sobol", 128, parameters=5, replicates=2, schemes=SCHEMES, seed=trial)
        done = finished(made, lambda t, r, s, k=trial: luck(len(t), 10_000 * (k + 1) + 10 * r + s))
        chance = chances(outcomes(done, PROFIT).values, draws=500)
        table = rule_table(done.points, chance, SCHEMES, axes(done))
        accepted.append(bool(table["accepted"].any()))
    # At 5 % a study the chance of more than 6 in 40 is below one in a hundred.
    assert sum(accepted) <= 6


def test_a_setting_is_held_out_in_all_markets_or_in_none():
    made = study("sobol", 64, markets=("mid_market", "enterprise"))
    done = finished(made, lambda t, _r, _s: np.zeros(len(t)))
    owner = settings_of(done.points)
    assert owner.tolist() == [row for row in range(64) for _ in range(2)]


def test_luck_that_all_environments_share_does_not_average_out():
    """Two seeds favour the second scheme everywhere; that says little about the next seed."""
    made = study("sobol", 128, replicates=2)

    def outcome(t, r, s):
        return s * (1.0 + r) + luck(len(t), 10 * r + s, 0.01)

    row = regimes(finished(made, outcome)).shares.set_index("scenario").loc["shared_revenue"]
    assert row["best_low"] < 0.5
    assert row["best_high"] == pytest.approx(1)


def test_noise_gives_every_scheme_its_share_and_no_regret():
    made = study("sobol", 256, replicates=5, schemes=SCHEMES)
    done = regimes(finished(made, lambda t, r, s: luck(len(t), 10 * r + s)))
    assert done.shares["best"].to_numpy() == pytest.approx(1 / 3, abs=0.06)
    # The mean of the best of three noisy means would be 0.85·√(1/5) = 0.38 above the mean.
    assert done.shares["regret"].abs().max() < 0.1
    assert "no rule for when" in "\n".join(done.findings["sentence"])
    assert set(done.dominance["verdict"]) == {"none"}


def test_twins_share_the_chance_and_dominate_nothing():
    made = study("sobol", 64, replicates=3)
    done = regimes(finished(made, lambda t, _r, _s: columns(t)[:, 0]))
    assert done.shares["best"].tolist() == [0.5, 0.5]
    assert not done.dominance[["first_order", "second_order"]].to_numpy().any()


def test_one_replicate_is_said_to_count_luck():
    done = regimes(finished(study("sobol", 64), lambda t, _r, s: luck(len(t), s)))
    assert "with one replicate" in "\n".join(done.findings["sentence"])


# ---------------------------------------------------------------- chances and regret


def test_the_chance_of_being_best_is_that_of_student():
    # A pair with mean difference 1 and standard error 1 from 3 replicates: t(2) at 1 is 0.7887.
    apart = np.array([1 - math.sqrt(3), 1.0, 1 + math.sqrt(3)])
    values = np.stack([np.zeros(3), apart], axis=1)[None]
    found = chances(values, draws=200_000)
    assert found[0, 1] == pytest.approx(0.78868, abs=0.004)


def test_shared_luck_does_not_blur_the_chance():
    values = np.stack([np.arange(5.0) * 100, np.arange(5.0) * 100 + 1], axis=1)[None]
    assert chances(values)[0].tolist() == [0.0, 1.0]


def test_regret_by_hand():
    # Without replicate 1 the second scheme looks best (2 against 1) and earns 0 in it;
    # without replicate 2 the first does (4 against 0) and earns 1. Means 2.5 and 1.
    values = np.array([[[4.0, 0.0], [1.0, 2.0]]])
    assert regrets(values)[0].tolist() == [0.5 - 2.5, 0.5 - 1.0]
    assert regrets(values[:, :1])[0].tolist() == [0.0, 4.0]


# ---------------------------------------------------------------- dominance


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ([2.0, 3.0, 4.0], [1.0, 2.0, 3.0], (True, True)),
        ([2.0, 2.0, 2.0], [1.0, 2.0, 3.0], (False, True)),
        ([1.0, 2.0, 9.0], [2.0, 2.0, 2.0], (False, False)),
        ([1.0, 2.0], [1.0, 2.0], (False, False)),
    ],
)
def test_dominance_by_hand(a, b, expected):
    assert holds(np.array(a), np.array(b)) == expected


def test_a_better_scheme_dominates_and_a_safer_one_only_in_the_second_order():
    rng = np.random.default_rng(2)
    base = rng.normal(0, 1, (300, 1))
    noise = rng.normal(0, 0.1, (300, 4, 3))
    values = np.concatenate([base, base + 2, 0.3 * base + 0.2], axis=1)[:, None, :] + noise
    table = dominance(values, ("plain", "better", "safe")).set_index(["scenario", "over"])
    assert table.loc[("better", "plain"), "verdict"] == "first order"
    assert table.loc[("plain", "better"), "verdict"] == "none"
    assert table.loc[("safe", "plain"), "verdict"] == "second order"
    assert not table.loc[("safe", "plain"), "first_order"]
    assert 0 < table.loc[("safe", "plain"), "against"] < 0.5


# ---------------------------------------------------------------- maps, rules, axes


def test_a_cell_without_points_is_blank():
    places = np.random.default_rng(1).random((60, 2)) * 0.3
    found, worth = smooth(np.array([[0.1, 0.1], [0.9, 0.9]]), places, np.ones((60, 1)), 0.1)
    assert found[0, 0] == pytest.approx(1)
    assert np.isnan(found[1, 0])
    assert worth[1] < 1e-3


def test_the_width_follows_the_pattern():
    places = np.random.default_rng(1).random((400, 2))
    fine = (np.sin(20 * places[:, 0]) > 0).astype(float)
    coin = np.random.default_rng(2).random(400).round()
    assert best_width(places, np.stack([fine, 1 - fine], axis=1)) < 0.1
    assert best_width(places, np.stack([coin, 1 - coin], axis=1)) > 0.2


def test_rules_that_hold_in_nearly_the_same_points_are_one():
    made = study("sobol", 64)
    done = finished(made, lambda t, _r, _s: np.zeros(len(t)))
    drift, hazard = list(axes(done).values())[:2]
    ordered = np.sort(done.points["needs.drift"].to_numpy())

    def rule(method, scheme, rows, axis=drift):
        return Rule(method, scheme, (Condition(axis, high=ordered[rows - 1]),))

    box, wider, far = rule("box", 0, 30), rule("tree", 0, 33), rule("tree", 0, 34)
    other = rule("tree", 1, 30)
    across = Rule("tree", 0, (Condition(hazard, high=float(done.points[hazard.key].median())),))
    # 30 of 33 is more than nine tenths; 30 of 34 is less.
    (both,) = one_of_each([box, wider], done.points)
    assert (both.method, both.conditions) == ("box and tree", box.conditions)
    assert one_of_each([box, far], done.points) == [box, far]
    assert one_of_each([box, other, across], done.points) == [box, other, across]


def test_a_rule_that_two_methods_found_is_printed_once(found):
    about = f"{scheme('shared_revenue')} is best when"
    texts = [text for text in found.findings["sentence"] if about in text]
    assert len(texts) == 1
    assert "found by box and tree alike, judged on" in texts[0]


def test_a_permutation_test_by_hand():
    # 3 of 3 wins inside a box of 3 among 6: one of the 20 ways to choose.
    inside = np.array([True] * 3 + [False] * 3)
    won = inside.astype(float)
    found = permutation_p(inside, won, np.random.default_rng(0))
    assert found == pytest.approx(1 / 20, abs=0.012)
    assert permutation_p(np.ones(6, dtype=bool), won, np.random.default_rng(0)) == 1.0


def test_the_interval_of_a_share_is_wilsons():
    assert wilson(0.9, 10) == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert all(math.isnan(end) for end in wilson(math.nan, 0))


def test_a_position_leads_back_to_its_value():
    varied = (
        Parameter("needs.drift", "log_uniform", 0.001, 1.0),
        Parameter("market.reps", "uniform", 2, 9, integer=True),
        Parameter("market.pods", "values", values=(1, 2, 8), integer=True),
    )
    made = study("sobol", 64, varied=varied)
    known = axes(finished(made, lambda t, _r, _s: np.zeros(len(t))))
    drift, reps, pods = known.values()
    assert drift.position([0.001, 0.0316227766, 1.0]) == pytest.approx([0, 0.5, 1], abs=1e-3)
    assert drift.value(0.5) == pytest.approx(0.0316, rel=1e-2)
    assert (np.diff(reps.position(np.arange(2, 10))) > 0).all()
    assert str(condition(reps, reps.position([4])[0] + 0.05, 2.0)).endswith(
        "is at least 5\xa0people"
    )
    assert pods.position([1, 2, 8]) == pytest.approx([0, 0.5, 1])
    assert condition(drift, -math.inf, math.inf) is None


# ---------------------------------------------------------------- mistakes


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"x": "needs.drif"}, "did you mean needs.drift"),
        ({"x": "needs.drift", "y": "needs.drift"}, "both needs.drift"),
        ({"measures": ["win_rate"]}, "was not kept"),
    ],
)
def test_unknown_names_are_refused(options, message):
    done = finished(study("sobol", 64, replicates=2), lambda t, r, s: luck(len(t), 10 * r + s))
    with pytest.raises(InputError, match=message):
        regimes(done, **options)


def test_one_scheme_too_few_points_and_no_direction_are_refused():
    def outcome(t, r, s):
        return luck(len(t), 10 * r + s)

    with pytest.raises(InputError, match="this study has one"):
        regimes(finished(study("sobol", 64, schemes=("siloed_metrics",)), outcome))
    with pytest.raises(InputError, match="16 of 16 points have a value"):
        regimes(finished(study("sobol", 16), outcome))
    with pytest.raises(InputError, match="neither more nor less of it is better"):
        regimes(finished(study("sobol", 64), outcome, measure="mqls"), measures=["mqls"])


def test_less_conflict_is_better():
    made = study("sobol", 64, replicates=2)
    done = regimes(
        finished(made, lambda t, r, s: s + luck(len(t), 10 * r + s, 0.01), measure=CONFLICT)
    )
    assert done.shares.set_index("scenario").loc["siloed_metrics", "best"] > 0.95
    assert done.shares.set_index("scenario").loc["siloed_metrics", "mean"] < 0.1


def test_points_with_failures_are_left_out_and_listed():
    made = study("sobol", 64, replicates=2)
    done = finished(made, lambda t, r, s: s + luck(len(t), 10 * r + s))
    part = replace(done, measures=done.measures[done.measures["point"] != 3])
    found = regimes(part)
    assert found.lost["point"].tolist() == [3]
    assert found.shares["environments"].tolist() == [63, 63]
