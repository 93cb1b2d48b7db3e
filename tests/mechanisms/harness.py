"""What tests of rooms share: settings, rows, a small wired world, and rooms as plain Python.

Settings hold only what a test states, so that no test depends on a declared default: an act that
reads anything else ends in a KeyError.
"""

import sys
from contextlib import contextmanager

import numpy as np
import pytest

from sim.blocks import rounds
from sim.core.compiled import HOLDERS
from sim.drivers.population import empty_world
from sim.world.names import Outcome
from sim.world.shared import REVENUES, inbox_of
from sim.world.state import GROWING, STATE, Clock, World
from sim.world.vectors import NOBODY

TABLES = {table.name: table for table in STATE}
EXACT = {"rel": 1e-12, "abs": 1e-12}
"""The tolerance of worked numbers."""


def near(value):
    """Return `value` for comparison within 1e-12."""
    return pytest.approx(value, **EXACT)


@contextmanager
def plain_python():
    """Let every function of the model be plain Python for a while, whatever was compiled before."""
    replaced = []
    for name, module in list(sys.modules.items()):
        if name.startswith(HOLDERS):
            for key, value in list(vars(module).items()):
                if hasattr(value, "py_func"):
                    replaced.append((module, key, value))
                    setattr(module, key, value.py_func)
    try:
        yield
    finally:
        for module, key, value in replaced:
            setattr(module, key, value)


def given(block, **values):
    """Return settings of a block as its record would hold them, and nothing that is not stated."""
    return {name: block.parameters[name].encoded(value) for name, value in values.items()}


def usual(blocks, **changes):
    """Return the defaults of all blocks as records would hold them; a change replaces settings."""
    made = {
        name: given(block, **{key: item.plain() for key, item in block.parameters.items()})
        | changes.get(name, {})
        for name, block in blocks.items()
    }
    return made | {"rounds": rounds(made)}


def vector(block, name, /, **values):
    """Return a vector parameter that is 0 where nothing is stated."""
    labels = block.parameters[name].labels
    assert set(values) <= set(labels), values
    return np.array([values.get(label, 0.0) for label in labels])


def rows(table, count=1, **columns):
    """Return new rows of a table; a column takes one value, or a list with one value per row."""
    made = TABLES[table].blank(count)
    for name, value in columns.items():
        made[name] = value
    return made


def at(index, burn_in=0, seed=1):
    """Return the clock in the week with this index."""
    return Clock(seed, index - burn_in, index)


ONE_OF_EACH = {"pods": 1, "reps": 1, "marketers": 1}
"""Sizes for tests that reckon with one rep and one marketer; they say so."""


def wired(*, pods=2, reps=3, marketers=2, accounts=1, members=1, segments=1, weeks=60) -> World:
    """Return a blank world in which everybody is present and knows where to belong.

    Two pods of three reps and two marketers, unless a test says otherwise, so that no index of one
    table fits another by chance. Accounts are dealt to pods and reps in turn, segments likewise.
    """
    sizes = {
        "pods": pods, "accounts": accounts, "reps": reps, "marketers": marketers,
        "members": accounts * members,
    }  # fmt: skip
    world = empty_world(sizes, weeks, segments)
    blank = {name: TABLES[name].blank(len(getattr(world, name))) for name in GROWING}
    world = world._replace(**blank)
    world.reps["inbox"] = 0
    row = np.arange(accounts)
    world.accounts["pod"] = row % pods
    world.accounts["rep"] = row % pods * reps + row // pods % reps
    world.accounts["segment"] = row % segments
    world.accounts["members"] = members
    world.accounts["first_member"] = row * members
    world.segments["accounts"] = np.bincount(row % segments, minlength=segments)
    for seats, each in ((world.marketers, marketers), (world.reps, reps)):
        seats["pod"] = np.arange(len(seats)) // each
        seats["present"] = 1
        seats["skill"] = 1.0
        seats["hired_week"] = -100
        seats["horizon"] = 39.0
    world.reps["integrity"] = 1.0
    world.reps["literacy"] = 1.0
    pair = np.arange(len(world.pairs))
    world.pairs["rep"] = pair // marketers
    world.pairs["marketer"] = world.reps["pod"][pair // marketers] * marketers + pair % marketers
    return world


def open_deal(world, account=0, **columns):
    """Give an account an open deal and return its row."""
    row = int(world.counters[0]["opportunities"])
    world.counters[0]["opportunities"] += 1
    deal = world.opportunities[row]
    deal["opportunity_id"] = row
    deal["account_id"] = account
    deal["rep_id"] = world.accounts[account]["rep"]
    deal["segment"] = world.accounts[account]["segment"]
    deal["members"] = world.accounts[account]["members"]
    for name, value in columns.items():
        deal[name] = value
    world.accounts[account]["opportunity"] = row
    if deal["outcome"] != Outcome.OPEN:
        world.accounts[account]["last_closed"] = row
    return row


def hand_over(world, account=0, marketer=0, week=0, **columns):
    """Put a lead into the inbox of the account's rep and return its row."""
    row = int(world.counters[0]["leads"])
    world.counters[0]["leads"] += 1
    lead = world.leads[row]
    lead["lead_id"] = row
    lead["account_id"] = account
    lead["marketer_id"] = marketer
    lead["rep_id"] = world.accounts[account]["rep"]
    lead["handed_over_week"] = week
    lead["qualified_week"] = week
    for name, value in columns.items():
        lead[name] = value
    if lead["rep_id"] != NOBODY:
        put_first(world, lead["rep_id"], row)
    return row


def put_first(world, seat, lead):
    """Put a lead in front of all others of an inbox; inboxes lie one behind the other."""
    start, end = int(world.reps[seat]["inbox"]), int(world.reps["waiting"].sum())
    world.inboxes["lead"][start + 1 : end + 1] = world.inboxes["lead"][start:end].copy()
    world.inboxes["lead"][start] = lead
    world.reps["inbox"][seat + 1 :] += 1
    world.reps[seat]["waiting"] += 1
    world.counters[0]["inboxes"] = end + 1


def inbox(world, seat=0):
    """Return the leads in an inbox, the newest first."""
    return world.inboxes["lead"][list(inbox_of(world.reps[seat]))].tolist()


def stand(world, waiting):
    """Put these leads, a list for every rep, into the inboxes, and nothing else."""
    place = 0
    for rep, leads in zip(world.reps, waiting, strict=True):
        rep["inbox"], rep["waiting"] = place, len(leads)
        world.inboxes["lead"][place : place + len(leads)] = leads
        place += len(leads)
    world.counters[0]["inboxes"] = place


def euros(slope):
    """Return what a euro pays in all by these slopes, for one person or for each of some."""
    return sum(slope[..., metric] for metric in REVENUES)
