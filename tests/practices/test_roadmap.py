import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.practices import roadmap
from sim.world.names import Outcome
from sim.world.vectors import NOBODY
from tests.mechanisms.harness import at, given, near, open_deal, wired

shares = st.floats(0, 1)


def settings(**changes):
    plain = {
        "owner": "sales", "capacity": 13.0, "request": 1.0, "request_hours": 2.0,
        "client_fit": 0.2, "market_fit": 0.01, "fading": 52.0, "refusal": 0.5,
    }  # fmt: skip
    return given(roadmap.Roadmap, **(plain | changes))


def made(**deals):
    world = wired(pods=1, reps=2, marketers=2, accounts=4)
    for account in range(4):
        open_deal(world, account, created_week=1)
    return world


def asking(world, index=5, **changes):
    roadmap.ask_all(
        np.arange(4), world.accounts, world.opportunities, world.reps, world.pairs, world.firm,
        settings(**changes), at(index),
    )  # fmt: skip
    return world


def building(world, **changes):
    roadmap.build(
        world.firm, world.opportunities, world.accounts, world.segments, world.pods,
        settings(**changes),
    )  # fmt: skip
    return world


def test_the_worse_the_match_the_likelier_a_request():
    assert roadmap.asked(0.1, 0.25) == near(0.075)
    assert roadmap.asked(0.1, 1.0) == 0.0


def test_a_request_is_promised_at_once_and_owed():
    world = asking(made())
    assert world.accounts["feature"].tolist() == [0.2] * 4
    assert world.accounts["feature_owed"].tolist() == [0.2] * 4
    # two deals each, two hours a request
    assert world.reps["requests"].tolist() == [4.0, 4.0]
    asking(world, 6)
    assert world.reps["requests"].tolist() == [0.0, 0.0]


def test_what_was_asked_for_first_is_built_first():
    # capacity of one a week
    world = asking(made())
    owed = []
    for _week in range(4):
        building(world)
        owed.append(np.flatnonzero(world.accounts["feature_owed"]).tolist())
    assert owed == [[1, 2, 3], [2, 3], [3], []]
    assert (world.accounts["feature"] == 0.2).all()


def test_a_feature_that_adds_nothing_does_not_queue_however_often_it_is_asked_for():
    world = asking(asking(made(), client_fit=0.0), 6, client_fit=0.0)
    assert world.firm[0]["first_request"] == NOBODY
    world.opportunities["outcome"][:4] = Outcome.LOST_COMPETITOR
    building(world, client_fit=0.0)  # ends
    assert world.reps["requests"].tolist() == [4.0, 4.0]


def test_what_was_asked_for_a_lost_deal_is_dropped():
    world = asking(made())
    world.opportunities["outcome"][:2] = Outcome.LOST_COMPETITOR
    world.opportunities["outcome"][2] = Outcome.WON
    building(world)
    assert np.flatnonzero(world.accounts["feature_owed"]).tolist() == [0, 1, 3]


def test_whatever_clients_leave_is_built_for_the_market():
    world = building(made())
    assert world.segments["appeal"].tolist() == near([0.01])
    world = building(asking(made()))
    assert world.segments["appeal"].tolist() == [0.0]


def test_a_shared_roadmap_builds_half_for_each():
    world = building(asking(made()), owner="shared")
    assert world.segments["appeal"].tolist() == near([0.005])
    assert world.firm[0]["client_work"] == near(0.5)
    assert (world.accounts["feature_owed"] > 0.0).all()
    assert (building(world, owner="shared").accounts["feature_owed"] > 0.0).sum() == 3


def test_marketing_builds_for_the_market_and_turns_requests_down():
    # accounts 0 and 2 belong to the first rep, 1 and 3 to the second; marketers take turns
    world = building(asking(made(), owner="marketing"), owner="marketing")
    assert not world.accounts["feature"].any()
    assert world.pairs["turned_down"].tolist() == [1.0, 0.0, 0.0, 1.0]
    assert world.reps["requests"].tolist() == [4.0, 4.0]
    assert world.segments["appeal"].tolist() == near([0.01])


def test_the_lead_over_rivals_fades():
    world = made()
    world.segments["appeal"] = 0.4
    building(world, capacity=0.0)
    assert world.segments["appeal"].tolist() == near([0.4 * 2.0 ** (-1.0 / 52.0)])


@examples(shares, shares, st.floats(0, 100))
def test_appeal_stays_a_share_however_much_is_built(appeal, keep, added):
    assert 0.0 <= roadmap.advanced(appeal, keep, added) <= 1.0


def test_a_new_deal_of_no_customer_starts_without_an_old_promise():
    world = made()
    world.accounts["feature"], world.accounts["feature_owed"] = 0.2, 0.2
    world.accounts["customer"][0] = 7
    world.opportunities["created_week"] = 5
    asking(world, request=0.0)
    assert world.accounts["feature"].tolist() == [0.2, 0.0, 0.0, 0.0]


@pytest.mark.parametrize("column", ["feature", "feature_owed"])
def test_a_product_without_a_roadmap_is_what_it_is(column):
    world = building(asking(made(), owner="nobody"), owner="nobody")
    assert not world.accounts[column].any()
    assert not world.segments["appeal"].any()
    assert world.firm[0]["first_request"] == NOBODY
