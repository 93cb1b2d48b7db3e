"""A table cut in time: what was known then, what came later, and where too little is left."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.calibration.books import Books
from analysis.calibration.deals import Deals
from analysis.calibration.heldout import HELD, Cut, cut_of, held, known_at, left_out, told
from analysis.calibration.told import shown
from sim.core.errors import InputError

FIELDS = ("created", "closed", "is_won", "is_lost", "amount", "owner")


def firm(size=400, weeks=100, seed=1):
    """Return a table by lot: three weeks to nine, a third won."""
    luck = np.random.default_rng(seed)
    created = np.sort(luck.integers(0, weeks, size)).astype(float)
    closed = created + luck.integers(3, 10, size)
    is_over, is_won = closed < weeks, luck.random(size) < 1 / 3
    return Deals(
        created,
        np.where(is_over, closed, np.nan),
        is_over & is_won,
        is_over & ~is_won,
        luck.lognormal(10, 1, size),
        luck.integers(0, 5, size),
        float(weeks),
    )


def test_what_was_not_known_at_the_cut_is_open_and_without_an_amount():
    deals = Deals(
        np.array([0.0, 5.0, 9.0, 10.0]),
        np.array([3.0, 10.0, np.nan, 12.0]),
        np.array([True, True, False, False]),
        np.array([False, False, False, True]),
        np.array([1.0, 2.0, 3.0, 4.0]),
        np.array([1, 1, 2, 2]),
        20.0,
    )
    first, later = known_at(deals, 10), left_out(deals, Cut(10, 20))
    assert first.created.tolist() == [0.0, 5.0, 9.0]
    assert first.is_won.tolist() == [True, False, False]
    assert np.isnan(first.closed).tolist() == [False, True, True]
    assert np.isnan(first.amount).tolist() == [False, True, True]
    assert first.weeks == 10.0
    assert later.created.tolist() == [-5.0, -1.0, 0.0]
    assert later.closed[[0, 2]].tolist() == [0.0, 2.0]
    assert later.weeks == 10.0


def test_nothing_after_the_cut_changes_what_was_known():
    deals = firm()
    is_later = ~(deals.closed < 70)
    luck = np.random.default_rng(2)
    other = replace(
        deals,
        closed=np.where(is_later, np.nan, deals.closed),
        is_won=deals.is_won & ~is_later,
        is_lost=deals.is_lost & ~is_later,
        amount=np.where(is_later, luck.lognormal(15, 1, len(deals)), deals.amount),
    )
    one, two = known_at(deals, 70), known_at(other, 70)
    for name in FIELDS:
        assert np.array_equal(getattr(one, name), getattr(two, name), equal_nan=name != "owner")


def test_statistics_of_the_later_part_are_what_people_know():
    deals, cut = firm(), Cut(70, 100)
    later = left_out(deals, cut)
    found = {key: shown(key, value) for key, value in zip(HELD, held(later), strict=True)}
    is_in = (deals.closed >= 70) & (deals.closed < 100)
    won, lost = int((is_in & deals.is_won).sum()), int((is_in & deals.is_lost).sum())
    assert found["created"] == pytest.approx((deals.created >= 70).sum())
    assert (found["won"], found["lost"]) == pytest.approx((won, lost))
    assert found["odds"] == pytest.approx((won + 0.5) / (won + lost + 1.0))
    amounts = deals.amount[is_in & deals.is_won]
    assert found["bookings"] == pytest.approx(amounts.sum())
    assert found["amount"] == pytest.approx(np.median(amounts))
    weeks = (deals.closed - deals.created)[is_in & deals.is_won]
    assert found["won_middle"] == pytest.approx(np.median(weeks), rel=0.01)


def test_the_cut_leaves_out_a_share_of_the_whole_weeks():
    assert cut_of(firm()) == Cut(70, 100)
    assert cut_of(firm(), 0.5) == Cut(50, 100)
    deals = firm()
    by_day = replace(deals, created=deals.created + 3 / 7, weeks=100.0 + 4 / 7)
    assert cut_of(by_day).end == 99


@pytest.mark.parametrize(
    ("deals", "share", "says"),
    [
        (firm(400, 30), 0.3, "the first part has 21 weeks; a fit takes 26; --hold-out 0.15 leaves"),
        (firm(40, 100), 0.3, "deals closed by week 70, .*it takes 40 closed, 10 won.*leave out"),
        (firm(120, 100), 0.1, "deals closed after week 90, .*20 closed, 5 won.* enough on both"),
        (firm(400, 31), 0.1, "3 weeks are left out; it takes 4"),
    ],
)
def test_too_little_on_either_side_is_refused_with_what_would_do(deals, share, says):
    with pytest.raises(InputError, match=says) as caught:
        cut_of(deals, share)
    assert str(caught.value).startswith(f"--hold-out {share:g}: ")


def test_only_what_the_table_holds_is_compared():
    deals, cut = firm(), Cut(70, 100)
    assert told(deals, cut) == tuple(HELD)
    no_sizes = replace(deals, amount=np.where(deals.is_lost, np.nan, deals.amount))
    assert set(HELD) - set(told(no_sizes, cut)) == {"value_won"}
    none = replace(deals, amount=np.full(len(deals), np.nan))
    assert "bookings" not in told(none, cut)
    assert "won" in told(none, cut)


def test_runs_show_no_amounts_of_deals_lost_where_the_table_has_none():
    deals = firm()
    bare = replace(deals, amount=np.where(deals.is_lost, np.nan, deals.amount))
    assert np.isnan(Books(bare).deals_of(deals).amount[deals.is_lost]).all()
    assert np.array_equal(Books(deals).deals_of(deals).amount, deals.amount)
