import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.core.draws import normal, uniform
from sim.practices import debriefs
from sim.practices.debriefs import PICKED, SEEN, Debriefs
from sim.world.names import Outcome
from tests.mechanisms.harness import at, given, near, open_deal, rows, wired


def settings(**changes):
    plain = {"share": 1.0, "deals": "good_wins", "fast": 6.0, "premium": 0.02, "noise": 0.5}
    return given(Debriefs, **(plain | changes))


def test_a_win_is_unusual_if_it_was_fast_or_close_to_list_price():
    assert debriefs.is_unusual(6.0, 0.2, 6.0, 0.02)
    assert debriefs.is_unusual(30.0, 0.02, 6.0, 0.02)
    assert not debriefs.is_unusual(7.0, 0.03, 6.0, 0.02)


@examples(st.integers(1, 20), st.floats(0.05, 5))
def test_every_deal_weighs_alike_in_the_mean(deals, noise):
    before = (deals - 1) / (noise * noise)
    assert debriefs.weight_of_next(before, noise) == pytest.approx(1.0 / deals)


def eligible(outcome, age=3, discount=0.1, closed=20, **changes):
    deal = rows(
        "opportunities", 1, outcome=outcome, created_week=20 - age, closed_week=closed,
        discount=discount,
    )[0]  # fmt: skip
    return debriefs.is_eligible(deal, settings(**changes), at(20))


def test_only_good_wins_of_this_week_are_eligible_unless_all_kinds_are_wanted():
    assert eligible(Outcome.WON)
    assert not eligible(Outcome.WON, closed=19)
    assert not eligible(Outcome.WON, age=20)
    assert not eligible(Outcome.LOST_COMPETITOR)
    assert not eligible(Outcome.OPEN)
    for outcome in (Outcome.WON, Outcome.LOST_COMPETITOR):
        assert eligible(outcome, age=20, deals="won_and_lost")
    assert not eligible(Outcome.OPEN, deals="won_and_lost")


def chosen(deals=2, **changes):
    world = wired(pods=2, reps=2, marketers=1, accounts=4)
    world.segments["needs"] = 1.0
    world.accounts["offset"] = 0.5
    world.pods["debriefed"] = 9.0
    world.reps["debriefs"] = 9.0
    for account in range(0, 2 * deals, 2):  # all of the first pod
        open_deal(world, account, outcome=Outcome.WON, created_week=18, closed_week=20)
    debriefs.choose(
        np.arange(4), world.accounts, world.opportunities, world.segments, world.pods,
        world.marketers, world.reps, settings(**changes), at(20),
    )  # fmt: skip
    return world


def test_a_pod_sees_what_its_accounts_needed_and_nothing_of_other_pods():
    world = chosen()
    seen = [1.5 + 0.5 * normal(1, SEEN, deal * 6 + 3, 0) for deal in (0, 1)]
    assert world.pods[0]["dissected"][0, 3] == near(sum(seen) / 2.0)
    assert world.pods["debriefed"][:, 0].tolist() == near([8.0, 0.0])
    assert world.reps["debriefs"].tolist() == [2.0, 2.0, 0.0, 0.0]
    assert world.marketers["debriefs"].tolist() == [2.0, 0.0]


@pytest.mark.parametrize("nothing", [{"share": 0.0}, {"deals": 0}])
def test_without_deals_or_share_the_agenda_is_empty(nothing):
    deals = nothing.pop("deals", 2)
    world = chosen(deals, **nothing)
    assert not world.pods["debriefed"][:, 0].any()
    assert not world.reps["debriefs"].any()


@examples(st.floats(0, 1))
def test_a_share_of_the_deals_is_picked(share):
    world = chosen(share=share)
    picked = sum(uniform(1, PICKED, deal, 0) < share for deal in (0, 1))
    assert world.marketers["debriefs"][0] == picked


def test_fast_wins_are_a_biased_sample_and_losses_take_the_bias_away():
    """Accounts sign fast if their needs are what was pitched (0); the truth is 1."""
    offsets = np.linspace(-2.0, 2.0, 401)
    fits = np.abs(1.0 + offsets) < 0.5
    wins = 1.0 + offsets[fits].mean()
    everything = 1.0 + offsets.mean()
    world = wired(accounts=401)
    world.segments["needs"] = 1.0
    world.accounts["offset"] = offsets[:, None]
    for account in range(401):
        outcome = Outcome.WON if fits[account] else Outcome.LOST_COMPETITOR
        open_deal(world, account, outcome=outcome, created_week=18, closed_week=20)
    seen = {}
    for deals in ("good_wins", "won_and_lost"):
        debriefs.choose(
            np.arange(401), world.accounts, world.opportunities, world.segments, world.pods,
            world.marketers, world.reps, settings(deals=deals, noise=0.05), at(20),
        )  # fmt: skip
        seen[deals] = world.pods[0]["dissected"][0, 0]
    assert seen["good_wins"] == pytest.approx(wins, abs=0.05)
    assert seen["won_and_lost"] == pytest.approx(everything, abs=0.05)
