"""Where points lie: known properties of each design, and what stays when it grows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.parameters.parameter import Parameter
from analysis.parameters.settings import settings_of
from analysis.study.design import points, problem, unit_points
from analysis.study.study_file import Design, Study
from sim.scenario import load_scenario


def study(kind, width=3, **design):
    parameters = tuple(Parameter(f"p{i}", "uniform", 0.0, 1.0) for i in range(width))
    return Study(
        "x", "", "", ("a",), ("mid_market",), (), (), parameters, Design(kind, **design), 1, 1, ()
    )


def test_a_sobol_sequence_is_a_net():
    # Of 2^k points, every interval of length 2^-k holds one, in every direction; and so does every
    # elementary box of area 2^-k in the first two dimensions.
    found = unit_points(study("sobol", points=64))
    for column in found.T:
        assert np.bincount((column * 64).astype(int), minlength=64).tolist() == [1] * 64
    for across in (1, 2, 4, 8, 16, 32, 64):
        cell = (found[:, 0] * across).astype(int) * (64 // across)
        cell += (found[:, 1] * (64 // across)).astype(int)
        assert sorted(cell) == list(range(64))


def test_a_longer_sobol_sequence_begins_with_the_shorter():
    short = unit_points(study("sobol", points=10))
    long = unit_points(study("sobol", points=300))
    assert (long[:10] == short).all()
    assert len(np.unique(long, axis=0)) == 300


def test_the_seed_moves_a_random_design():
    for kind in ("sobol", "latin_hypercube", "morris", "saltelli"):
        one = unit_points(study(kind, points=4, seed=1))
        assert (one == unit_points(study(kind, points=4, seed=1))).all()
        assert (one != unit_points(study(kind, points=4, seed=2))).any()


def test_a_latin_hypercube_has_one_point_in_each_slice():
    found = unit_points(study("latin_hypercube", points=20))
    for column in found.T:
        assert sorted((column * 20).astype(int)) == list(range(20))


def test_a_grid_is_every_combination_coarse_before_fine():
    found = unit_points(study("grid", width=2, levels=3))
    assert found.tolist() == [
        [0, 0], [0, 1], [1, 0], [1, 1], [0, 0.5], [1, 0.5], [0.5, 0], [0.5, 1], [0.5, 0.5]
    ]  # fmt: skip
    finer = unit_points(study("grid", width=2, levels=5))
    assert finer[:9].tolist() == found.tolist()
    assert len(np.unique(finer, axis=0)) == 25


def test_a_grid_takes_listed_values_as_they_are():
    listed = replace(
        study("grid", width=1, levels=2),
        parameters=(
            Parameter("word", "values", values=("a", "b", "c")),
            Parameter("p", "uniform", 0.0, 1.0),
        ),
    )
    found = points(listed)
    assert set(zip(found["word"], found["p"], strict=True)) == {
        (word, end) for word in "abc" for end in (0.0, 1.0)
    }


def test_a_morris_trajectory_moves_one_parameter_at_a_time():
    found = unit_points(study("morris", points=5, levels=4)).reshape(5, 4, 3)
    for trajectory in found:
        steps = np.diff(trajectory, axis=0)
        moved = [np.flatnonzero(step).tolist() for step in steps]
        assert sorted(moved) == [[0], [1], [2]]
        # Morris (1991): p / (2 (p - 1)) for p levels
        assert np.abs(steps).max(axis=1) == pytest.approx([2 / 3] * 3)


def test_a_saltelli_design_swaps_one_column_at_a_time():
    found = unit_points(study("saltelli", points=8)).reshape(8, 5, 3)
    a, b = found[:, 0], found[:, -1]
    for place in range(3):
        expected = a.copy()
        expected[:, place] = b[:, place]
        assert (found[:, 1 + place] == expected).all()
    assert unit_points(study("saltelli", points=8, second_order=True)).shape == (8 * 8, 3)


def test_salib_analyses_a_morris_design_in_this_order():
    from SALib.analyze import morris

    asked = study("morris", points=20, levels=4)
    unit = unit_points(asked)
    found = morris.analyze(problem(asked), unit, unit @ np.array([3.0, 1.0, 0.0]), num_levels=4)
    assert np.asarray(found["mu_star"]) == pytest.approx([3.0, 1.0, 0.0], abs=1e-9)


def test_points_are_crossed_with_markets_and_numbered():
    asked = replace(study("sobol", points=3), markets=("mid_market", "here/firm.yaml"))
    found = points(asked)
    assert found["point"].tolist() == [0, 1, 2, 3, 4, 5]
    assert found["market"].tolist() == ["mid_market", "firm"] * 3
    alone = points(replace(asked, markets=("mid_market",)))
    first = found[found["market"] == "mid_market"].reset_index(drop=True)
    keys = ["p0", "p1", "p2"]
    pd.testing.assert_frame_equal(first[keys], alone[keys])


def test_weights_that_vary_leave_the_rest_to_the_others():
    base = load_scenario("siloed_metrics")  # marketers: 0.8 volume, 0.2 brand
    key = "contracts.marketer.shared_revenue"
    found = base.with_values(settings_of({key: 0.5}, base.flat())).values["contracts"]["marketer"]
    assert found["shared_revenue"] == 0.5
    assert found["lead_volume"] == pytest.approx(0.4)
    assert found["brand_index"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("point", "expected"),
    [
        ({"own_revenue": 1.5, "close_rate": 0.5}, {"own_revenue": 0.75, "close_rate": 0.25}),
        ({"own_revenue": 0.2, "close_rate": 0.2}, {"own_revenue": 0.5, "close_rate": 0.5}),
        ({"own_revenue": 1.0}, {"own_revenue": 1.0, "close_rate": 0.0}),
        ({"own_revenue": 0.0}, {"own_revenue": 0.0, "close_rate": 1.0}),
    ],
)
def test_weights_that_do_not_fit_are_scaled_to_one(point, expected):
    usual = load_scenario("siloed_metrics").flat()  # reps: 0.7 own revenue, 0.3 close rate
    above = "contracts.rep."
    found = settings_of({above + key: value for key, value in point.items()}, usual)
    assert {key: found[above + key] for key in expected} == pytest.approx(expected)
    total = sum(value for key, value in found.items() if key.startswith(above))
    assert total == pytest.approx(1.0)


def test_shares_of_campaigns_complete_themselves_too():
    base = load_scenario("siloed_metrics")
    found = base.with_values(settings_of({"campaigns.mix.event": 0.5}, base.flat()))
    mix = found.values["campaigns"]["mix"]
    assert mix["event"] == 0.5
    assert sum(mix.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("share", [0.001, 0.5, 0.99])
def test_no_share_of_a_week_ends_below_what_is_allowed(share):
    base = load_scenario("siloed_metrics")
    settings = settings_of({"effort.rep_habit.prospecting": share}, base.flat())
    habit = base.with_values(settings).values["effort"]["rep_habit"]
    assert sum(habit.values()) == pytest.approx(1.0)
    assert min(habit.values()) >= 0.001
    assert habit["prospecting"] == share
