"""Contracts, settings and people on the payroll, for the tests of pay."""

import numpy as np

from sim.mechanisms import pay
from sim.world.names import METRICS
from tests.mechanisms.harness import given, rows

GROUP = (5.0, 3.0)
"""Reps and marketers of a pod."""


def settings(**changes):
    plain = {
        "leads": 90.0, "real_leads": 6.0, "accepted": 60.0, "deals": 10.0, "close_rate": 0.25,
        "revenue": 1000.0, "margin": 0.8, "retention": 0.9, "brand": 1.5,
        "sourced_share": 0.4, "ratchet": 0.5, "stretch": 1.0,
        "least_target": 0.5, "visibility": 1.0, "free_riding": 0.5, "risk_aversion": 0.0,
        "uncertainty": 0.5, "memory": 0.5, "standard_share": 0.4, "believable": 2.0,
        "form": "by_metric",
    }  # fmt: skip
    return given(pay.Pay, **(plain | changes))


def contract(paid_for=None, **changes):
    plain = {
        "variable_share": 0.5, "bonus": 0.0, "accelerator": 1.0, "cap": 1e6, "clawback": 0.0,
    }  # fmt: skip
    made = given(pay.Contract, **(plain | changes))
    made["weights"] = weights() if paid_for is None else paid_for
    return made


def weights(**by_metric):
    return np.array([by_metric.get(name, 0.0) for name in METRICS])


def opened(is_rep=True, group=GROUP, **columns):
    made = rows("reps" if is_rep else "marketers", 1)
    pay.open_books(made[0], is_rep, group, settings())
    for name, value in columns.items():
        made[name] = value
    return made[0]


def stake(person, metric, is_rep=True, group=GROUP):
    """Return what all of a target is worth at the slope where the person stands."""
    people = pay.sharers(metric, is_rep, group)
    return person["slope"][metric] * person["unit"][metric] / people
