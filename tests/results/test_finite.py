"""A run that lost its numbers is refused, and the message says where."""

import math

import pytest

from sim import load_scenario
from sim.core.errors import RunError
from sim.drivers.compiled import run
from sim.drivers.finite import refuse_lost_numbers
from sim.history.recorder import empty_records
from tests.mechanisms.harness import wired


def refused(world, records=None) -> str:
    with pytest.raises(RunError) as caught:
        refuse_lost_numbers(world, records or empty_records(13, world), "siloed_metrics", 7, 3)
    return str(caught.value)


def test_a_lost_number_is_refused_with_its_room_and_column():
    world = wired()
    world.marketers[0]["views"][0, 2] = math.nan
    text = refused(world)
    total = world.marketers["views"].size
    assert f"marketers.views (room knowledge, 1 of {total})" in text
    assert text.startswith("siloed_metrics, seed 7, replicate 3: ")
    assert "--seed 7 and --replicate 3 repeats it" in text


def test_an_infinity_is_refused_even_where_a_number_may_be_missing():
    world = wired()
    world.counters["leads"] = 1
    world.leads[0]["score"] = math.inf
    assert "leads.score (room scoring, 1 of" in refused(world)


def test_what_is_recorded_is_looked_at_too():
    world = wired()
    records = empty_records(13, world)
    records.weekly[3]["gross_profit"] = math.nan
    assert "weekly.gross_profit (room record, 1 of 13)" in refused(world, records)


def test_only_the_first_columns_are_named_and_the_others_counted():
    world = wired()
    for name in ("trust_rep_in_marketer", "trust_marketer_in_rep", "talked", "prepared", "claims"):
        world.pairs[name] = math.nan
    assert "and 2 more columns" in refused(world)


def test_what_has_not_happened_may_be_missing():
    world = wired()
    world.counters["leads"] = world.counters["customers"] = 1
    world.leads["score"] = math.nan
    world.customers["satisfaction"] = math.nan
    refuse_lost_numbers(world, empty_records(13, world), "siloed_metrics", 7, 3)


@pytest.mark.compiled
def test_exact_surveys_and_rotation_run_to_the_end_with_numbers_everywhere():
    scenario = load_scenario(
        "siloed_metrics",
        overlays=("rotation",),
        overrides=(
            "knowledge.survey_noise=0", "run.weeks=26", "run.burn_in=0", "market.accounts=200",
        ),
    )  # fmt: skip
    weekly = run(scenario, 1).weekly
    assert weekly[["gross_profit", "trust_reps_in_marketers"]].notna().all(axis=None)
