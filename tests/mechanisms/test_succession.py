import math

import numpy as np
import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from sim.mechanisms import succession
from sim.mechanisms.pay import Contract
from sim.world.names import METRICS, ContractRole
from tests.mechanisms.harness import at, given, near, rows

FOR_EVER = 5.0
LONG_ENOUGH = 400


def settings(**changes):
    plain = {
        "leaving": 0.0, "missed_effect": 2.0, "vacancy": 13.0, "horizon_spread": 0.4,
        "background_spread": 0.4,
    }  # fmt: skip
    return given(succession.Succession, **(plain | changes))


def contracts(**of_cmo):
    made = np.zeros(6, Contract.dtype())
    for metric, weight in of_cmo.items():
        made[ContractRole.CMO]["weights"][METRICS.index(metric)] = weight
    return made


def test_who_missed_half_of_the_targets_leaves_e_times_as_likely():
    assert succession.ousted(0.52, 0.0, 2.0) == near(1.0 - math.exp(-0.01))
    assert succession.ousted(0.52, 0.5, 2.0) == near(1.0 - math.exp(-0.01 * math.e))


@examples(st.floats(0, 5), st.floats(0, 1), st.floats(0, 1), st.floats(0, 20))
def test_missing_more_never_keeps_a_leader(yearly, one, other, effect):
    low, high = sorted((one, other))
    assert (
        0.0
        <= succession.ousted(yearly, low, effect)
        <= succession.ousted(yearly, high, effect)
        <= 1
    )
    assert succession.ousted(0.0, high, effect) == 0.0


def test_a_leaders_shortfall_is_that_of_the_own_contract():
    # .5 of the leads and .75 of revenue, weights .6 and .4; what exceeds its target helps nobody
    marketers = rows("marketers", 2)
    marketers["attained"][:, METRICS.index("lead_volume")] = [0.25, 0.75]
    marketers["attained"][:, METRICS.index("shared_revenue")] = 0.75
    marketers["attained"][:, METRICS.index("margin")] = 3.0
    weights = contracts(lead_volume=0.6, shared_revenue=0.4, margin=0.2)[ContractRole.CMO][
        "weights"
    ]
    assert succession.shortfall(weights, marketers) == near(0.6 * 0.5 + 0.4 * 0.25)


def served(leaders, index=5, **changes):
    succession.serve_all(
        np.arange(4), leaders, rows("marketers"), contracts(lead_volume=1.0), settings(**changes),
        at(index),
    )  # fmt: skip
    return leaders


def test_without_a_hazard_nobody_leaves():
    leaders = rows("leaders", 4, present=1)
    for index in range(200):
        served(leaders, index)
    assert not leaders["vacant"].any()
    assert not leaders["holder"].any()


def test_a_shortfall_is_read_at_the_end_of_a_quarter():
    leaders = rows("leaders", 4, present=1)
    assert served(leaders, 11)["missed"][0] == 0.0
    assert served(leaders, 12)["missed"][0] == 1.0


def gone(vacancy):
    """Return leaders of whom one, the CSO, has just left, and the week of it."""
    leaders = rows("leaders", 4, present=[0, 1, 0, 0])
    for index in range(LONG_ENOUGH):
        if served(leaders, index, leaving=FOR_EVER, vacancy=vacancy)["vacant"][1]:
            return leaders, index
    raise AssertionError("a hazard of five a year must show within eight years")


def test_a_seat_stays_empty_for_up_to_twice_the_mean():
    leaders, index = gone(10.0)
    assert leaders["holder"].tolist() == [0, 1, 0, 0]
    assert 1 <= leaders["until"][1] - index <= 20


def test_only_who_leads_somebody_can_leave():
    leaders, _index = gone(10.0)
    assert leaders["vacant"].tolist() == [0, 1, 0, 0]


def test_a_successor_has_a_horizon_and_a_background_of_the_own():
    leaders, index = gone(0.0)
    assert (leaders["outlook"][1], leaders["leaning"][1]) == (0.0, 0.0)
    served(leaders, index + 1)
    assert leaders["vacant"][1] == 0
    assert leaders["outlook"][1] != 0.0
    assert leaders["leaning"][1] != 0.0


@pytest.mark.parametrize("spread", [0.0, 0.4])
def test_successors_vary_around_the_seat(spread):
    leaders = rows("leaders", 4, holder=1, vacant=1, until=3)
    changes = {"horizon_spread": spread, "background_spread": spread}
    served(leaders, 3, **changes)
    assert len(set(leaders["outlook"].tolist())) == (4 if spread else 1)
