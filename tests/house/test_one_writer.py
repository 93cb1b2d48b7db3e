"""One writer per column and values in bounds, looked at while a firm runs with everything on.

Reading the code does not see a row passed on under another name; comparing the tables before and
after every phase does.
"""

import os

import numpy as np
import pytest

from sim.world.options import Tension
from sim.world.state import STATE
from tests.house.watch import Watched, beyond, outside, trespasses
from tests.lively import lively
from tests.mechanisms.harness import plain_python

QUIET = {
    **dict.fromkeys(
        ("content.retired_week", "counters.live_content", "pairs.unused"), "no asset grows old"
    ),
    **dict.fromkeys(("pairs.averaged", "pairs.report_hours"), "meetings work, none reports"),
    "pairs.rejected": "no lead is sent back",
    **dict.fromkeys(
        ("pairs.overrides", "pairs.turned_down", "opportunities.next_request"), "nothing is refused"
    ),
    "customers.once_value": "everything is sold by the year",
    "reps.per_win": "neither pays for the close rate",
    "pairs.gaps": "no promise is found broken at a handover",
}
"""Columns that neither of the two runs moves, and why."""


@pytest.fixture(scope="module", autouse=True)
def without_the_compiler():
    before = os.environ.get("NUMBA_DISABLE_JIT")
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    try:
        with plain_python():
            yield
    finally:
        if before is None:
            del os.environ["NUMBA_DISABLE_JIT"]
        else:
            os.environ["NUMBA_DISABLE_JIT"] = before


def watched(*settings, wrapped=None, weeks=26, **options):
    """Return a finished run, and the columns that were out of bounds after some week."""
    run = Watched(lively(*settings, weeks=weeks, **options), 1, wrapped)
    wrong = set()
    run.run(lambda world, _clock: wrong.update(outside(world)))
    return run, sorted(wrong)


@pytest.fixture(scope="module")
def runs():
    pooled = ("pricing.owner=sales", "meetings.attendance=all")
    return [
        watched(weeks=40),
        watched(*pooled, name="unified_cro", tension=Tension.CLOSED_DOORS),
    ]


@pytest.mark.slow
def test_no_phase_writes_a_column_of_another_room(runs):
    assert [trespasses(run.written) for run, _ in runs] == [[], []]


@pytest.mark.slow
def test_every_value_of_every_week_lies_in_the_bounds_of_its_column(runs):
    assert [wrong for _, wrong in runs] == [[], []]


@pytest.mark.slow
def test_everything_that_can_move_does(runs):
    moved = {f"{table}.{column}" for run, _ in runs for _, table, column in run.written}
    dynamic = {
        f"{table.name}.{column.name}"
        for table in STATE
        for column in table.columns
        if column.writer != "population"
    }
    assert dynamic - moved - set(QUIET) == set(), "moves no more"
    assert set(QUIET) & moved == set(), "moves now"


def through_an_ambiguous_row(phase):
    """Let a phase also write `sight`, which marketers, reps and pods have, of another room."""

    def meddled(rows, pairs, marketers, *tables):
        phase(rows, pairs, marketers, *tables)
        for person in marketers:
            person["result_visibility"] = 0.123

    return meddled


def through_the_argument_of_a_helper(phase):
    """Let a phase hand a row of another room to a helper that writes it under another name."""

    def helped(thing):
        thing["morale"] = 0.321

    def meddled(rows, pairs, marketers, *tables):
        phase(rows, pairs, marketers, *tables)
        helped(marketers[0])

    return meddled


@pytest.mark.parametrize(
    ("meddle", "column"),
    [
        (through_an_ambiguous_row, "marketers.result_visibility, which belongs to pay"),
        (through_the_argument_of_a_helper, "marketers.morale, which belongs to people"),
    ],
)
def test_a_phase_that_writes_a_foreign_column_is_noticed(meddle, column):
    run, _ = watched(wrapped={"trust.move_all": meddle}, weeks=2)
    assert f"trust.move_all wrote {column}" in trespasses(run.written)


def test_a_value_out_of_bounds_is_noticed():
    def overdone(phase):
        def moved(rows, pairs, *tables):
            phase(rows, pairs, *tables)
            pairs[0]["trust_rep_in_marketer"] = 1.5

        return moved

    _, wrong = watched(wrapped={"trust.move_all": overdone}, weeks=1)
    assert ["pairs.trust_rep_in_marketer" in line for line in wrong] == [True]


@pytest.mark.parametrize(
    ("unit", "value", "is_wrong"),
    [("share", 1.01, True), ("hours", -0.1, True), ("share", np.nan, False), ("sd", -3.0, False)],
)
def test_bounds_follow_from_the_unit(unit, value, is_wrong):
    from sim.core.tables import Column

    assert beyond(Column("made", "f8", unit, "nobody", "made"), np.array([value])) is is_wrong
