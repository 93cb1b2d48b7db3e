"""Indices of functions whose indices are known, with noise that is known."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.insight.sensitivity.indices import elementary_effects
from analysis.insight.sensitivity.noise import Noise, noise_of, residual_variance
from analysis.insight.sensitivity.sensitivity import sensitivity
from analysis.insight.sensitivity.words import sensitivity_sentences
from sim.core.errors import InputError
from tests.insight.builder import PROFIT, columns, finished, study

ISHIGAMI_S1 = (0.3139, 0.4424, 0.0)
ISHIGAMI_ST = (0.5576, 0.4424, 0.2437)


def ishigami(x):
    """Ishigami & Homma (1990) with a = 7, b = 0.1, on [-π, π]³."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_g(x, a):
    return np.prod((np.abs(4 * x - 2) + np.array(a)) / (1 + np.array(a)), axis=1)


def luck(size, seed, deviation=1.0):
    return np.random.default_rng(seed).normal(0, deviation, size)


def index(found, name, scenario="siloed_metrics", baseline=""):
    table = found.indices
    part = table[
        (table["index"] == name) & (table["scenario"] == scenario) & (table["baseline"] == baseline)
    ]
    return part.set_index("parameter")


def in_order(made, part, column="value"):
    return part.loc[[item.key for item in made.parameters], column].to_numpy()


@pytest.fixture(scope="module")
def smooth():
    made = study("saltelli", 1024, bounds=(-math.pi, math.pi))
    # The schemes differ by the second parameter alone.
    return made, sensitivity(
        finished(made, lambda t, _, s: ishigami(columns(t)) + s * columns(t)[:, 1])
    )


def test_sobol_indices_of_ishigami_are_the_published_ones(smooth):
    made, found = smooth
    assert in_order(made, index(found, "S1")) == pytest.approx(ISHIGAMI_S1, abs=0.03)
    assert in_order(made, index(found, "ST")) == pytest.approx(ISHIGAMI_ST, abs=0.03)


def test_intervals_hold_the_published_indices(smooth):
    made, found = smooth
    for name, truth in (("S1", ISHIGAMI_S1), ("ST", ISHIGAMI_ST)):
        part = index(found, name)
        low, high = in_order(made, part, "ci_low"), in_order(made, part, "ci_high")
        half = (high - low) / 2
        assert (low - half <= truth).all()
        assert (truth <= high + half).all()
        assert (half < 0.15).all()


def test_a_paired_difference_has_indices_of_its_own(smooth):
    made, found = smooth
    part = index(found, "ST", "shared_revenue", "siloed_metrics")
    assert in_order(made, part) == pytest.approx([0, 1, 0], abs=0.02)
    assert part.index[0] == made.parameters[1].key


def test_they_are_what_salib_gives():
    from SALib.analyze import sobol

    from analysis.study.design import problem

    made = study("saltelli", 64, bounds=(-math.pi, math.pi))
    found = sensitivity(finished(made, lambda t, _r, _s: ishigami(columns(t))))
    from analysis.study.design import points

    theirs = sobol.analyze(
        problem(made), ishigami(columns(points(made))), calc_second_order=False,
        num_resamples=400, seed=3,
    )  # fmt: skip
    for name in ("S1", "ST"):
        part = index(found, name)
        assert in_order(made, part) == pytest.approx(theirs[name], abs=1e-12)
        half = (in_order(made, part, "ci_high") - in_order(made, part, "ci_low")) / 2
        assert half == pytest.approx(theirs[f"{name}_conf"], rel=0.25)


def test_sobol_g_is_ranked_rightly():
    a = (0.0, 1.0, 4.5, 9.0)
    made = study("saltelli", 1024, parameters=4, second_order=True)
    found = sensitivity(finished(made, lambda t, _r, _s: sobol_g(columns(t), a)))
    parts = [1 / (3 * (1 + each) ** 2) for each in a]
    total = np.prod([1 + part for part in parts]) - 1
    first = [part / total for part in parts]
    assert in_order(made, index(found, "S1")) == pytest.approx(first, abs=0.04)


def test_the_share_of_noise_is_stated():
    # Variance of the sum of three uniforms times 2: 4·3/12 = 1; noise 1 a run, 4 replicates.
    made = study("saltelli", 256, replicates=4)
    found = sensitivity(
        finished(
            made,
            lambda t, r, s: 2 * columns(t).sum(axis=1) + luck(len(t), 100 * r + s) + 50 * r,
        )
    )
    row = found.noise.iloc[0]
    assert row["noise_share"] == pytest.approx(0.25 / 1.25, abs=0.03)
    assert row["noise_from"] == "replicates"
    # A tenth: n with (1/n)/(1 + 1/n) = 0.1 is 9.
    assert row["replicates_wanted"] in (8, 9, 10, 11)
    assert "of its variance between points is noise" in found.findings["sentence"].iloc[1]


def test_noise_alone_is_not_called_clear_more_often_than_stated():
    told = []
    for trial in range(20):
        made = study("saltelli", 64, parameters=6, replicates=3, seed=trial)
        found = sensitivity(
            finished(made, lambda t, r, s, k=trial: luck(len(t), 1000 * (k + 1) + 10 * r + s)),
            resamples=200,
        )
        total = found.indices[found.indices["index"] == "ST"]
        told += list((total["flag"] == "clear").groupby(total["scenario"]).any())
    # Over all parameters of an outcome at most one in forty, so 3 of 40 is generous.
    assert sum(told) <= 3
    assert "noise swamps it" in "\n".join(found.findings["sentence"])


def test_what_is_told_from_luck_but_weighs_nothing_is_not_said_to_move_an_outcome_most():
    noise = Noise(1.0, 2, 4.0, "replicates", 70, 2)
    row = {"index": "mu_star", "ci_low": 0.1, "ci_high": 0.4, "parameter": "people.ego"}
    rows = [
        row | {"value": 0.3, "flag": "clear"},
        row | {"value": 400_000.0, "flag": "within noise", "parameter": "needs.drift"},
    ]

    def said():
        return sensitivity_sentences("gross_profit_y1", "a", "", noise, rows, "mu_star")[0]

    assert "none of weight stands clear" in said()
    rows[1]["flag"] = "clear"
    assert "weekly step of needs" in said()
    assert "ego" not in said()
    assert "1 stands clear" in said()


def test_a_parameter_without_effect_stays_at_the_noise_floor():
    made = study("saltelli", 512, parameters=4, replicates=2)

    def outcome(t, r, s):
        return 6 * columns(t)[:, 0] + luck(len(t), 10 * r + s)

    found = sensitivity(finished(made, outcome))
    total = index(found, "ST")
    assert total["flag"].iloc[0] == "clear"
    # Noise in every run gives each parameter the noise share as total effect.
    share = found.noise.iloc[0]["noise_share"]
    assert total["value"].iloc[1:].to_numpy() == pytest.approx(share, rel=0.3)
    assert set(total["flag"].iloc[1:]) == {"within noise"}


def test_one_replicate_cannot_tell_noise_and_says_so():
    made = study("saltelli", 64)
    found = sensitivity(finished(made, lambda t, _r, s: columns(t)[:, s] + luck(len(t), s)))
    assert math.isnan(found.noise.iloc[0]["noise_share"])
    assert "clear" not in set(found.indices["flag"])
    assert "clear of noise" not in "".join(found.findings["sentence"])
    assert "cannot be estimated from one replicate" in found.findings["sentence"].iloc[1]


def test_repeated_points_tell_the_noise_of_one_replicate():
    made = study("saltelli", 256)

    def outcome(t, r, s):
        return 2 * columns(t).sum(axis=1) + luck(len(t), 100 * r + s)

    more = finished(replace(made, replicates=4), outcome).measures
    chosen = [block * 5 + place for block in (3, 50, 99, 140, 180, 255) for place in range(5)]
    found = sensitivity(finished(made, outcome), repeats=more[more["point"].isin(chosen)])
    row = found.noise.iloc[0]
    assert row["noise_share"] == pytest.approx(0.5, abs=0.15)
    floors = index(found, "ST")["noise_floor"]
    assert floors.mean() == pytest.approx(0.5, abs=0.25)
    assert (row["noise_from"], row["noise_points"], row["noise_runs"]) == ("repeats", 30, 4)


def test_a_failed_run_costs_its_base_point_only():
    made = study("saltelli", 64)
    done = finished(made, lambda t, _r, _s: columns(t) @ [4.0, 2.0, 1.0])
    done.measures.loc[done.measures["point"] == 7, "value"] = np.nan
    found = sensitivity(done)
    assert found.lost["point"].tolist() == [7]
    assert found.noise.iloc[0]["left_out"] == 5
    truth = np.array([16, 4, 1]) / 21
    assert in_order(made, index(found, "S1")) == pytest.approx(truth, abs=0.15)


def test_too_many_failures_are_refused_by_name():
    made = study("saltelli", 64)
    done = finished(made, lambda t, _r, _s: columns(t)[:, 0])
    done.measures.loc[done.measures["point"] % 5 == 0, "value"] = np.nan
    with pytest.raises(InputError, match=r"0 of 64 base points .* points 0, 5, 10"):
        sensitivity(done)


def test_an_unfinished_sweep_uses_the_base_points_it_has():
    made = study("saltelli", 64)
    done = finished(made, lambda t, _r, _s: columns(t)[:, 0])
    part = replace(done, measures=done.measures[done.measures["point"] < 30 * 5 + 2])
    found = sensitivity(part)
    assert found.noise.iloc[0]["points"] == 150
    assert found.lost.empty


def test_the_same_value_everywhere_is_said_not_printed_as_zeros():
    found = sensitivity(finished(study("saltelli", 16), lambda t, _r, _s: np.full(len(t), 5.0)))
    assert found.indices.empty
    assert "never varies" in found.findings["sentence"].iloc[0]


# ---------------------------------------------------------------- Morris


@pytest.mark.parametrize("value", [0.0, 0.1, 1e6 / 3])
@pytest.mark.parametrize(("kind", "size"), [("morris", 10), ("saltelli", 16)])
def test_an_outcome_that_never_varies_is_not_called_noise(kind, size, value):
    made = study(kind, size, replicates=3)
    found = sensitivity(finished(made, lambda t, _r, _s: np.full(len(t), value)))
    said = found.findings["sentence"].tolist()
    assert all("never varies" in sentence for sentence in said)
    assert "noise" not in "".join(said)
    assert found.indices.empty
    assert found.noise["sd"].eq(0).all()


def test_rounding_between_the_runs_of_a_constant_is_no_noise():
    made = study("morris", 10, replicates=3)

    def outcome(t, _r, _s):
        return 0.1 * (1 + 1e-16 * np.arange(len(t))) + 1e-17 * np.arange(len(t))

    found = sensitivity(finished(made, outcome))
    assert "never varies" in found.findings["sentence"].iloc[0]


def test_luck_that_all_points_share_is_told_from_an_outcome_that_never_varies():
    made = study("morris", 10, replicates=3)
    found = sensitivity(finished(made, lambda t, r, _s: np.full(len(t), 0.1 * (r + 1))))
    assert "the same at every point" in found.findings["sentence"].iloc[0]


def test_elementary_effects_are_what_salib_gives():
    from SALib.analyze import morris

    from analysis.study.design import problem, unit_points

    made = study("morris", 40, levels=4)
    unit = unit_points(made)
    values = ishigami(unit * 2 * math.pi - math.pi)
    theirs = morris.analyze(problem(made), unit, values, num_levels=4, seed=1)
    found = sensitivity(
        finished(made, lambda t, _r, _s: ishigami(columns(t) * 2 * math.pi - math.pi))
    )
    for name in ("mu", "mu_star", "sigma"):
        assert in_order(made, index(found, name)) == pytest.approx(theirs[name], abs=1e-9)
    part = index(found, "mu_star")
    half = (in_order(made, part, "ci_high") - in_order(made, part, "ci_low")) / 2
    assert half == pytest.approx(theirs["mu_star_conf"], rel=0.35)


def test_effects_of_a_plane_are_its_slopes():
    made = study("morris", 10, parameters=4)
    slopes = np.array([5.0, -2.0, 0.5, 0.0])
    found = sensitivity(finished(made, lambda t, _r, _s: columns(t) @ slopes))
    assert in_order(made, index(found, "mu")) == pytest.approx(slopes, abs=1e-9)
    assert in_order(made, index(found, "mu_star")) == pytest.approx(np.abs(slopes), abs=1e-9)
    assert in_order(made, index(found, "sigma")) == pytest.approx(0, abs=1e-9)


def test_noise_gives_mu_star_its_floor_and_no_more():
    made = study("morris", 200, parameters=6, replicates=4)

    def outcome(t, r, s):
        return 20 * columns(t)[:, 0] + luck(len(t), 10 * r + s)

    found = sensitivity(finished(made, outcome))
    part = index(found, "mu_star")
    step, deviation = 2 / 3, 0.5
    floor = 2 * deviation / (step * math.sqrt(math.pi))
    assert part["noise_floor"].iloc[0] == pytest.approx(floor, rel=0.05)
    assert part["value"].iloc[1:].to_numpy() == pytest.approx(floor, rel=0.15)
    assert (part["flag"] == "clear").sum() <= 2
    assert part["flag"].iloc[0] == "clear"


def test_luck_that_does_not_change_with_a_parameter_does_not_hide_its_effect():
    """The first parameter leaves the luck of a seed alone, the second one reshuffles it."""
    made = study("morris", 20, parameters=2, replicates=3)

    def outcome(t, r, s):
        x = columns(t)
        shuffled = [np.random.default_rng([round(1e6 * b), r, s]).normal(0, 5) for b in x[:, 1]]
        return x[:, 0] + np.array(shuffled)

    found = sensitivity(finished(made, outcome))
    star = index(found, "mu_star")
    first, second = (item.key for item in made.parameters)
    assert found.noise.iloc[0]["noise_share"] > 0.5
    assert star.loc[first, "flag"] == "clear"
    assert star.loc[first, "noise_floor"] < 1e-9
    assert star.loc[second, "flag"] == "within noise"


def test_a_parameter_that_rounds_to_the_same_has_no_effect():
    unit = np.array([[[0.2, 0.5], [0.2, 0.5], [0.8, 0.5]]])
    values = np.array([[[1.0], [1.0], [4.0]]])
    found = elementary_effects(unit, values, 0.5)
    assert found[0, :, 0].tolist() == [6.0, 0.0]


# ---------------------------------------------------------------- noise


def test_residual_variance_takes_out_points_and_shared_luck():
    rng = np.random.default_rng(5)
    table = 10 * rng.random((400, 1)) + 7 * rng.random((1, 5)) + rng.normal(0, 2, (400, 5))
    assert residual_variance(table) == pytest.approx(4.0, rel=0.1)


def test_one_replicate_has_no_noise_estimate():
    assert math.isnan(residual_variance(np.zeros((50, 1))))
    assert noise_of(np.arange(50.0)[:, None]).source == "unknown"


def test_replicates_wanted_follow_from_the_signal():
    noise = Noise(9.0, 1, 10.0, "replicates", 100, 2)
    assert noise.share == pytest.approx(0.9)
    # 9/n of 1 + 9/n is a tenth at n = 81.
    assert noise.replicates_for() == 81
    assert Noise(9.0, 1, 8.0, "replicates", 100, 2).replicates_for() is None


# ---------------------------------------------------------------- mistakes


def test_other_designs_are_refused_with_a_way_out():
    with pytest.raises(InputError, match="design sobol: sensitivity needs"):
        sensitivity(finished(study(), lambda t, _r, _s: columns(t)[:, 0]))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"baseline": "nobody"}, "not among the schemes"),
        ({"measures": ["win_rat"]}, "did you mean win_rate"),
        ({"measures": ["win_rate"]}, "was not kept"),
    ],
)
def test_unknown_names_are_refused(options, message):
    done = finished(study("saltelli", 16), lambda t, _r, _s: columns(t)[:, 0])
    with pytest.raises(InputError, match=message):
        sensitivity(done, **options)


def test_a_missing_library_is_one_message(monkeypatch):
    monkeypatch.setattr("analysis.insight.extras.find_spec", lambda _name: None)
    done = finished(study("saltelli", 16), lambda t, _r, _s: columns(t)[:, 0])
    with pytest.raises(InputError, match=r"needs SALib.*pip install 'counterpoint\[analysis\]'"):
        sensitivity(done)


def test_markets_are_analysed_apart():
    made = study("saltelli", 64, markets=("mid_market", "enterprise"))

    def outcome(t, _r, _s):
        values = columns(t)
        return np.where(t["market"] == "enterprise", values[:, 0], values[:, 1])

    found = sensitivity(finished(made, outcome)).indices
    total = found[(found["index"] == "ST") & (found["baseline"] == "")]
    leaders = total.groupby("market").first()["parameter"]
    assert leaders["enterprise"] == made.parameters[0].key
    assert leaders["mid_market"] == made.parameters[1].key


def test_the_tables_carry_the_measure():
    found = sensitivity(finished(study("saltelli", 16), lambda t, _r, s: columns(t)[:, s]))
    assert isinstance(found.indices, pd.DataFrame)
    assert set(found.indices["measure"]) == {PROFIT}
