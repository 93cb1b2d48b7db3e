"""A search among listed settings: each is tried once, and bad luck at first is no verdict."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.insight.pareto.near import near_misses
from analysis.insight.pareto.objectives import Objective, limit
from analysis.insight.pareto.optimise import optimise
from analysis.study import Parameter
from tests.insight.builder import PROFIT, study

X, Y = "people.ego", "conflict.spill"
LEVELS = (0.1, 0.2, 0.3, 0.4)
SMALL = {"candidates": 54, "population": 12, "workers": 1, "objectives": [PROFIT]}
BEST = (0.3, 0.2)


def listed(first=LEVELS, second=LEVELS, **options):
    varied = (Parameter(X, "values", values=first), Parameter(Y, "values", values=second))
    return replace(study(varied=varied, replicates=4, **options), measures=(PROFIT,))


def lucky(noise, calls=None):
    """Return an evaluator in which one setting earns 2, its neighbours 1, and all others less."""

    def evaluate(made, points, replicates, workers):
        rows = []
        if calls is not None:
            calls.append((made.seed, replicates, len(points)))
        for row in points.to_dict("records"):
            x, y = round(row.get(X, 0.0) * 10), round(row.get(Y, 0.0) * 10)
            far = abs(x - round(BEST[0] * 10)) + abs(y - round(BEST[1] * 10))
            for r in range(replicates):
                luck = np.random.default_rng([x, y, made.seed + r]).normal(0, noise)
                rows.append(
                    {"point": row["point"], "scenario": made.schemes[0], "replicate": r,
                     "seed": made.seed, "measure": PROFIT, "value": 2.0 - far + luck}
                )  # fmt: skip
        table = pd.DataFrame(rows)
        return pd.concat([table.assign(scenario=name) for name in made.schemes])

    return evaluate


def settings(table):
    return list(zip(table[X], table[Y], strict=True))


def test_no_setting_is_tried_twice_and_the_search_ends_when_all_are_tried():
    seen = []
    found = optimise(
        listed(), **SMALL, evaluate=lucky(0), progress=lambda *steps: seen.append(steps)
    )
    tried = settings(found.candidates)
    assert len(tried) == len(set(tried)) == 16
    assert seen[-1] == (16, 16)
    assert settings(found.front) == [BEST]


def test_the_asked_number_of_different_settings_is_tried_when_there_are_more():
    levels = tuple(round(0.01 * step, 2) for step in range(1, 41))
    found = optimise(listed(levels, levels), **SMALL, evaluate=lucky(0.3))
    tried = settings(found.candidates)
    assert len(tried) == len(set(tried)) == 54


def test_settings_that_are_listed_twice_are_one_setting():
    found = optimise(listed((0.1, 0.1, 0.3), (0.2, 0.2)), **SMALL, evaluate=lucky(0))
    assert sorted(settings(found.candidates)) == [(0.1, 0.2), (0.3, 0.2)]


def test_whole_numbers_are_tried_once_each():
    varied = (Parameter("market.reps", "uniform", 2, 9, integer=True),)
    mine = replace(study(varied=varied, replicates=4), measures=(PROFIT,))
    found = optimise(mine, **SMALL, evaluate=lucky(0))
    assert sorted(found.candidates["market.reps"]) == list(range(2, 10))


def test_a_continuous_search_tries_as_many_different_settings_as_asked():
    varied = tuple(Parameter(key, "uniform", 0.1, 0.4) for key in (X, Y))
    mine = replace(study(varied=varied, replicates=4), measures=(PROFIT,))
    found = optimise(mine, **SMALL, evaluate=lucky(0))
    assert len(set(settings(found.candidates))) == len(found.candidates) == 54


def test_the_truly_best_of_sixteen_settings_is_found_although_luck_hides_it():
    """Its lead is one standard deviation of a run; four runs alone would often miss it."""
    missed = won = hidden = 0
    seeds = range(100, 2_100, 100)
    for seed in seeds:
        found = optimise(replace(listed(), seed=seed), **SMALL, evaluate=lucky(1.0))
        table = found.candidates
        is_best = [each == BEST for each in settings(table)]
        missed += not table.loc[is_best, "is_finalist"].item()
        won += settings(found.front) == [BEST]
        first = [luck_of_first(seed, *each) for each in settings(table)]
        hidden += int(np.argmax(first)) != is_best.index(True)
    assert hidden >= 4  # four runs alone choose another one in more than a fifth of the searches
    assert missed <= 1
    assert won >= 17


def luck_of_first(seed, x, y):
    """Return the mean of the first four runs of a setting."""
    far = abs(x - BEST[0]) * 10 + abs(y - BEST[1]) * 10
    key = [round(x * 10), round(y * 10)]
    luck = [np.random.default_rng([*key, seed + r]).normal(0, 1.0) for r in range(4)]
    return 2.0 - far + float(np.mean(luck))


def test_near_misses_get_more_runs_before_the_front_is_declared():
    calls = []
    found = optimise(listed(), **SMALL, evaluate=lucky(1.0, calls))
    table = found.candidates
    assert table["is_finalist"].sum() > 1
    assert set(table.loc[table["is_finalist"], "look"]) == {"second"}
    assert max(runs for _, runs, _ in calls) == 12
    assert found.findings["sentence"].iloc[0].startswith("1 of 16 candidates led the search")
    assert "too close to be left out" in found.findings["sentence"].iloc[0]


def test_a_search_stopped_before_the_final_runs_shows_no_near_miss_as_leader():
    whole = lucky(1.0)

    def stopped(made, points, replicates, workers, **watched):
        if replicates == 12:
            raise KeyboardInterrupt
        return whole(made, points, replicates, workers)

    found = optimise(listed(), **SMALL, evaluate=stopped, keep_on_interrupt=True)
    assert found.candidates["is_finalist"].sum() > 1
    assert len(found.front) == 1


def test_where_nothing_is_luck_nobody_is_a_near_miss():
    table = optimise(listed(), **SMALL, evaluate=lucky(0)).candidates
    assert table["is_finalist"].sum() == 1


# ---------------------------------------------------------------- who is near

PAIRED = np.array([0.0, 1.0, 2.0, 3.0])


@pytest.mark.parametrize(
    ("behind", "is_near"),
    [
        ([-1.0, 1.0, -1.0, 1.0], True),  # level on average
        ([1.0, 1.0, 1.0, 1.0], False),  # behind in every run by the same
        ([0.0, 3.0, 0.0, 3.0], True),  # 1.5 behind with an error of 0.87: t = 1.7 < 2.35
        ([9.0, 11.0, 10.0, 10.0], False),
    ],
)
def test_a_near_miss_is_one_that_its_pairs_do_not_show_to_be_beaten(behind, is_near):
    values = {PROFIT: np.stack([PAIRED + 5, PAIRED + 5 - np.array(behind)])}
    leads = np.array([True, False])
    found = near_misses(values, leads, [Objective("mean", PROFIT)], [], most=5)
    assert found == ([1] if is_near else [])


def test_the_nearest_are_taken_when_there_are_too_many():
    gaps = np.array([-1.0, 1.0, -1.0, 1.0])
    rows = [PAIRED, *(PAIRED + gaps - 0.1 * step for step in (5, 1, 3))]
    leads = np.array([True, False, False, False])
    found = near_misses({PROFIT: np.stack(rows)}, leads, [Objective("mean", PROFIT)], [], most=2)
    assert found == [2, 3]


def test_who_breaks_a_limit_beyond_doubt_is_no_near_miss():
    measures = (PROFIT, "resignations")
    within = limit("resignations<=3", measures)
    values = {
        PROFIT: np.stack([PAIRED, PAIRED + 1, PAIRED + 1]),
        "resignations": np.array([[1.0, 1, 1, 1], [9.0, 9, 8, 9], [2.0, 4, 4, 3]]),
    }
    leads = np.array([True, False, False])
    assert near_misses(values, leads, [Objective("mean", PROFIT)], [within], most=5) == [2]


def test_failed_runs_make_no_near_miss():
    values = {PROFIT: np.stack([PAIRED, np.array([0.0, np.nan, 2.0, 3.0])])}
    leads = np.array([True, False])
    assert near_misses(values, leads, [Objective("mean", PROFIT)], [], most=5) == []
