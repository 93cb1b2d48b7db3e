"""What lingers of spend: adstock, brand, and the noise of responses."""

import math

import numpy as np
import pytest

from tests.theory.harness import SILENT, by_channel, history, mean_lies_at

pytestmark = pytest.mark.compiled


def test_constant_spend_settles_geometrically():
    # 104 EUR a year are 2 a week; three quarters go to activation: 1.5 EUR are 2 units of .75
    settings = (
        *SILENT, "planning.budget=104", "planning.default_share=0.25", "campaigns.unit=0.75",
        "campaigns.adstock=0.8", "market.accounts=100",
    )  # fmt: skip
    for weeks in (1, 5, 100):
        world = history(*settings, f"run.weeks={weeks}")._world
        # from 1 at the start
        assert world.marketers["adstock"] == pytest.approx(2.0 - 0.8**weeks, rel=1e-9)


def test_a_brand_nobody_pays_for_halves_in_72_weeks():
    weekly = history(
        *SILENT, "brand.growth=0", "brand.decay=0.0096", "market.brand_stock=3.2",
        "market.accounts=100", "run.weeks=73",
    ).raw("weekly")  # fmt: skip
    stock = weekly["brand_stock"]
    assert stock[0] == pytest.approx(3.2 * 0.9904, rel=1e-12)
    assert stock[72] / stock[0] == pytest.approx(0.5, abs=0.002)
    # demand that goes with the stock to the power .35 falls by 16 % a year (evidence B3)
    assert (stock[52] / stock[0]) ** 0.35 == pytest.approx(1.0 - 0.16, abs=0.005)


def test_a_brand_settles_where_growth_meets_decay():
    # decay .1: after 200 weeks as settled as it gets; messages that never move in a market that
    # never moves fit the same for ever, so the level is growth x effective spend x fit / decay
    settings = (
        *SILENT, "needs.drift=0", "needs.shock_hazard=0", "knowledge.refresh=0",
        "knowledge.talks=0", "knowledge.capability=0", "brand.decay=0.1", "brand.growth=0.2",
        "brand.power=0.5", "brand.unit=0.125", "brand.hours_power=0", "planning.budget=104",
        "planning.default_share=0.25", "market.accounts=100", "run.weeks=200",
    )  # fmt: skip
    run = history(*settings)
    segments = run._world.segments
    # .5 EUR a week are 4 units, to the power .5: 2
    expected = 0.2 * 2.0 * segments["message_fit"] / 0.1
    assert segments["brand_stock"] == pytest.approx(expected, rel=1e-6)


NOISY = (
    *SILENT,
    *by_channel("mix", email=1),
    *by_channel("rate_out", email=0.005),
    "campaigns.luck=0",
    "campaigns.hours_power=0",
    "campaigns.unit=0.75",
    "planning.budget=52",
    "planning.default_share=0.25",
    "demand.entry_hazard=0",
    "market.marketers=1",
    "market.accounts=4000",
    "run.weeks=200",
)
"""One marketer, one channel, strength one: 20 responses a week from 4,000 idle accounts."""


@pytest.mark.parametrize("fano", [1.0, 3.8])
def test_weekly_responses_have_their_mean_and_their_fano_factor(fano):
    weeks = [
        history(*NOISY, f"campaigns.fano={fano}", seed=seed).raw("weekly")["leads"]
        for seed in range(1, 13)
    ]
    assert mean_lies_at(np.concatenate(weeks), 20.0, math.sqrt(20.0 * fano))
    assert mean_lies_at([each.var(ddof=1) / each.mean() for each in weeks], fano)


def test_responses_of_several_marketers_add_up():
    weeks = [
        history(*NOISY, "campaigns.fano=1", "market.marketers=4", seed=seed).raw("weekly")["leads"]
        for seed in range(1, 4)
    ]
    assert mean_lies_at(np.concatenate(weeks), 20.0, math.sqrt(20.0))
