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


def test_low_morale_raises_the_hazard_by_the_power_of_e():
    # strain of one hour lost a week costs .2 of morale for ever; effect 5: e times the hazard
    seats, weeks = 100, 520
    q = 1.0 - math.exp(-0.2 * math.e / 52.0)
    settings = (
        *SILENT, "people.rep_leaving=0.2", "people.morale_effect=5", "people.vacancy=0",
        "people.usual_morale=0.6", "market.reps=100", "market.marketers=1",
        "market.accounts=100", "people.mood_memory=1", "people.strain_mood=0.2",
        f"run.weeks={weeks}",
    )  # fmt: skip
    run = history(*settings, "people.pay_mood=0")
    count = int(run.raw("weekly")["resignations"].sum())
    calm = seats * weeks * (1.0 - math.exp(-0.2 / 52.0))
    assert abs(count - calm) <= WIDTH * math.sqrt(calm)  # nobody quarrels in this run
    assert calm < seats * weeks * q
