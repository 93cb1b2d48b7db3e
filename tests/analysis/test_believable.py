"""Worlds of commands hold a believable firm: what does not is left out, counted and drawn again."""

from collections import Counter
from threading import Thread

import numpy as np
import pandas as pd
import pytest

from analysis import compare
from analysis.insight.pareto.sought import worlds_for
from analysis.runs.draws import NAMED, worlds_of
from analysis.uncertainty import believable
from analysis.uncertainty.believable import (
    OTHER_LUCK,
    SCHEMES,
    Believable,
    LeftOut,
    living_in,
    sifted,
)
from analysis.uncertainty.words import about
from scripts.schemes import MAIN, MARKETS
from sim import load_scenario
from sim.core.errors import InputError
from sim.scenario import declared
from tests.analysis.test_uncertainty import PAIR, told_by
from tests.insight.test_worlds import made

KEY = "conflict.cooling"
LOW, HIGH = declared.flat()[KEY].sweep
MIDDLE = declared.flat()[KEY].default
FIRMS = [load_scenario(name) for name in PAIR]


def win(at, judged=None):
    """Return a judge by which a firm wins as many deals as its conflict cools: `at` says when."""

    def level(firms, seed, replicates, runner=None):
        cooling = [firm.flat()[KEY] for firm in firms]
        if judged is not None:
            judged.append((seed, tuple(replicates), tuple(cooling)))
        return np.array([at(np.mean(cooling)), 0.3])

    return level


def much_below(cooling):
    """Firms win a tenth where conflict cools slowly."""
    return 10.0 if cooling >= MIDDLE else 1.0


@pytest.fixture
def judge(monkeypatch):
    """Return what replaces the judging runs, noting what was judged."""

    def put(at):
        judged = []
        monkeypatch.setattr(believable, "level", win(at, judged))
        return judged

    return put


def test_a_replicate_has_the_first_believable_of_its_own_draws(judge):
    judge(much_below)
    drawn = worlds_of("behaviour", FIRMS)
    found = Believable(drawn, FIRMS)
    passed = 0
    for replicate in range(20):
        draws = (drawn.at(3, replicate, again) for again in range(99))
        again, first = next((n, one) for n, one in enumerate(draws) if one[KEY] >= MIDDLE)
        assert found.at(3, replicate) == first
        passed += again
    assert passed > 5
    assert found.left_out(3, 20) == LeftOut(20 + passed, passed, 0)


def test_a_world_that_counts_is_the_one_that_is_drawn_without_judging(judge):
    judge(much_below)
    every, found = worlds_of("prior", FIRMS), Believable(worlds_of("prior", FIRMS), FIRMS)
    for replicate in range(10):
        world = every.at(1, replicate)
        assert KEY not in world
        assert found.at(1, replicate) == world
    assert found.left_out(1, 10) == LeftOut(10, 0, 0)


def test_further_draws_of_a_replicate_differ_and_stay():
    drawn = worlds_of("behaviour", FIRMS)
    values = {drawn.at(1, replicate, again)[KEY] for replicate in range(4) for again in range(5)}
    assert len(values) == 20
    assert drawn.at(1, 2, 3) == worlds_of("behaviour", FIRMS).at(1, 2, 3)


def test_firms_that_win_too_much_are_counted_apart(judge):
    judge(lambda cooling: 10.0 if cooling <= MIDDLE else 20.0)
    found = Believable(worlds_of("behaviour", FIRMS), FIRMS)
    left = found.left_out(1, 12)
    assert left.little == 0
    assert left.much == left.drawn - 12 > 0
    assert all(found.at(1, replicate)[KEY] <= MIDDLE for replicate in range(12))


def test_order_of_asking_and_threads_change_nothing_and_judge_nothing_twice(judge):
    judge(much_below)
    first = Believable(worlds_of("behaviour", FIRMS), FIRMS)
    expected = [first.at(1, replicate) for replicate in range(12)]
    judged = judge(much_below)
    other, found = Believable(worlds_of("behaviour", FIRMS), FIRMS), {}

    def ask():
        for replicate in reversed(range(12)):
            found.setdefault(replicate, other.at(1, replicate))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[replicate] for replicate in range(12)] == expected
    assert max(Counter(judged).values()) == 1


def test_it_is_judged_on_three_schemes_and_luck_that_is_not_compared(judge):
    judged = judge(much_below)
    Believable(worlds_of("behaviour", FIRMS), FIRMS).at(5, 7)
    assert {(seed, len(cooling)) for seed, _, cooling in judged} == {(5, len(SCHEMES))}
    (_, usual, _), *worlds = judged
    assert usual == tuple(range(OTHER_LUCK, OTHER_LUCK + believable.USUAL))
    assert {replicates for _, replicates, _ in worlds} == {(OTHER_LUCK + 7,)}


def test_what_is_compared_moves_no_world(judge):
    judge(much_below)
    other = load_scenario("unified_cro")
    mine, theirs = (
        Believable(worlds_of("behaviour", FIRMS), firms) for firms in (FIRMS, [FIRMS[0], other])
    )
    assert [mine.at(1, n) for n in range(8)] == [theirs.at(1, n) for n in range(8)]


@pytest.mark.parametrize("market", MARKETS)
def test_a_firm_is_judged_as_on_the_measured_pages(market):
    assert SCHEMES == MAIN
    for name in ("shared_revenue", "integrated"):
        (ground,) = Believable(
            worlds_of("behaviour", ()), [load_scenario(name, market=market)]
        ).grounds
        assert [firm.hash for firm in ground] == [
            load_scenario(scheme, market=market).hash for scheme in MAIN
        ]


def test_facts_of_a_firm_are_judged_and_not_its_pay_and_short_runs_for_a_year():
    firm = load_scenario(
        "shared_revenue", overrides=("market.reps=7", "run.weeks=13", "exchange.every=2")
    ).with_values({"organisation.horizon.cso": 26.0})
    (ground,) = Believable(worlds_of("behaviour", [firm]), [firm]).grounds
    for scheme, made_of in zip(SCHEMES, ground, strict=True):
        flat = made_of.flat()
        assert (flat["market.reps"], made_of.weeks) == (7, 52)
        assert flat["organisation.horizon.cso"] == 26.0
        usual = load_scenario(scheme).flat()
        for key in ("exchange.every", "contracts.rep.own_revenue", "organisation.cmo_reports_to"):
            assert flat[key] == usual[key]


def test_every_set_of_facts_must_be_believable(judge):
    judge(much_below)
    there = load_scenario(PAIR[0], market="velocity")
    found = Believable(worlds_of("behaviour", FIRMS), [*FIRMS, there])
    assert len(found.grounds) == 2


def test_what_a_search_varies_is_held_and_the_rest_is_sifted():
    found = worlds_for(made("trust.gain"), "behaviour")
    assert isinstance(found, Believable)
    assert found.held == {"trust.gain"}
    assert not isinstance(worlds_for(made(), "behaviour", everything=True), Believable)


def test_a_file_and_all_worlds_are_taken_as_they_are(tmp_path):
    path = tmp_path / "worlds.csv"
    pd.DataFrame({KEY: [LOW, HIGH]}).to_csv(path, index=False)
    assert not isinstance(living_in(path, FIRMS, everything=False), Believable)
    for name in NAMED:
        assert isinstance(living_in(name, FIRMS, everything=False), Believable)
        assert not isinstance(living_in(name, FIRMS, everything=True), Believable)
    assert living_in(None, FIRMS, everything=False) is None
    every = worlds_of("behaviour", FIRMS)
    assert sifted(every, FIRMS, everything=True) is every


def test_a_firm_that_wins_nothing_is_refused(judge):
    judge(lambda _: 0.0)
    with pytest.raises(InputError, match=r"the firm wins nothing as it stands.*--all-worlds"):
        Believable(worlds_of("behaviour", FIRMS), FIRMS).at(1, 0)


def test_where_no_world_is_believable_it_says_so(judge, monkeypatch):
    monkeypatch.setattr(believable, "MOST", 5)
    judge(lambda cooling: 10.0 if cooling == MIDDLE else 1.0)
    with pytest.raises(InputError, match=r"none of 5 worlds drawn for replicate 3.*--all-worlds"):
        Believable(worlds_of("behaviour", FIRMS), FIRMS).at(1, 3)


@pytest.mark.parametrize("workers", [1, 3])
def test_a_comparison_says_how_many_were_left_out_and_more_pairs_extend_it(judge, workers):
    judge(much_below)
    given = {"worlds": "behaviour", "runner": told_by(KEY)}
    few = compare(PAIR, replicates=12, workers=workers, **given)
    more = compare(PAIR, replicates=16, workers=1, **given)
    assert (few.drawn.table[KEY] >= MIDDLE).all()
    pd.testing.assert_frame_equal(more.drawn.table[:12], few.drawn.table, check_exact=True)
    shared = more.measures[more.measures["replicate"] < 12].reset_index(drop=True)
    pd.testing.assert_frame_equal(shared, few.measures, check_exact=True)
    left = few.drawn.left_out
    said = about(few.drawn)
    assert f"Of {left.drawn} worlds drawn {left.little} were left out" in said
    assert f"less than half ({left.little}) or more than twice (0) as many deals" in said
    assert few.drawn.facts()["left_out"] == {"drawn": left.drawn, "little": left.little, "much": 0}
    assert not few.drawn.has_all_of_a_name


def test_all_worlds_say_nothing_of_any_left_out():
    result = compare(
        PAIR, replicates=4, worlds="behaviour", all_worlds=True, runner=told_by(KEY), workers=1
    )
    assert "left out" not in about(result.drawn)
    assert "left_out" not in result.drawn.facts()
    assert result.drawn.has_all_of_a_name
    every = worlds_of("behaviour", FIRMS)
    assert result.drawn.table[KEY].tolist() == [every.at(1, n)[KEY] for n in range(4)]
