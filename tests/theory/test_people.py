"""Turnover: a constant hazard, and a gap of known length."""

import math

import pytest

from tests.theory.harness import SILENT, WIDTH, history

pytestmark = pytest.mark.compiled


def test_people_of_usual_morale_leave_by_their_yearly_rate():
    # a seat is held for 1/q weeks on average and then empty for one
    seats, weeks = 100, 520
    q = 1.0 - math.exp(-0.3 / 52.0)
    settings = (
        *SILENT, "people.rep_leaving=0.3", "people.morale_effect=0", "people.vacancy=0",
        "market.reps=100", "market.marketers=1", "market.accounts=100", f"run.weeks={weeks}",
    )  # fmt: skip
    count = int(history(*settings).raw("weekly")["resignations"].sum())
    expected = seats * weeks * q / (1.0 + q)
    assert abs(count - expected) <= WIDTH * math.sqrt(expected)
