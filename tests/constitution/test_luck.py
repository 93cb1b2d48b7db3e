"""Nobody's luck depends on who else is there.

Draws are addressed by who and when, so one more account, lead or person leaves everybody else's
draws alone. What others *do* may still reach them: a rep has one week for all deals, a segment one
reputation. In the aloof world below every such path is closed, and then one account more or less
must not change a byte of any other.
"""

import numpy as np
import pytest

from sim.drivers.compiled import prepared, run
from sim.drivers.population import populate
from sim.history.history import public_columns
from tests.constitution.staged import run_from
from tests.histories import small, steady

pytestmark = pytest.mark.compiled

CROWDED = (
    "market.reps=1",
    "market.marketers=1",
    "market.customers=0.2",
    "demand.entry_hazard=0.03",
    "buying_group.full_hours=0.05",
    "delivery.service_hours=5",
    "delivery.content_level=0",
    "content.asset_hours=5",
    "content.withdrawn=0",
    "trust.loss=0.15",
    "trust.gain=0.2",
    "run.weeks=104",
)
"""Many accounts look at the same time and share one rep, who needs little time for each deal."""
CLOSED = {
    "triage.lead_hours": (0.1, 1.2),  # the inbox is emptied every week
    "pipeline.deal_hours_limit": (0.1, 40),  # every deal gets all the hours it can use
    "closing.ask_hours": (0.1, 4),  # there is time for every ask
    "scoring.noise": (0, 0.35),  # scores do not depend on how much there is to qualify
    "scoring.handling_hours": (0, 3),  # every good lead is handed over
    "content.findability": (0, 1),  # trust opens no doors,
    "knowledge.capability": (0, 1),  # and no ears
    "conflict.hours_lost": (0, 5),  # strain costs no hours
    "delivery.service": (0, 1),  # customers do not share service,
    "word_of_mouth.voice": (0, 10),  # and do not talk
}
"""Paths between accounts (all choices frozen): the setting that closes each, one that opens it."""
OWNED = ("leads", "opportunities", "customers")
SEED = 4
SEEDS = (4, 5, 6, 7, 8, 9)
MORE_SEEDS = range(4, 20)


def crowd(opened=None):
    """Return a world in which accounts have nothing to do with one another, but for one path."""
    paths = [f"{key}={values[key == opened]}" for key, values in CLOSED.items()]
    return steady("siloed_metrics", *CROWDED, *paths, overlays=["null_model"])


def unlinked(heads, first, following, row):
    """Take a row out of whichever chain of rows it stands in."""
    for head in heads:
        before, at = None, head[first]
        while at >= 0:
            if at == row:
                if before is None:
                    head[first] = following[at]
                else:
                    following[before] = following[at]
                return
            before, at = at, following[at]


def without(row):
    """Return a change of the starting world: this account never enters the market nor answers."""

    def change(world):
        unlinked(world.calendar, "first_entry", world.accounts["next_entry"], row)
        unlinked(world.exposures, "first_response", world.accounts["next_response"], row)

    return change


def of_others(history, table, row):
    """Return the rows of a table that do not belong to the account, as bytes by column."""
    raw = history.raw(table)
    rows = raw[raw["account_id"] != row]
    return {name: np.ascontiguousarray(rows[name]).tobytes() for name in public_columns(table)}


def changed_for_others(one, other, row):
    """Return the columns in which other accounts see that the account is missing."""
    return [
        f"{table}.{name}"
        for table in OWNED
        for name, mine in of_others(one, table, row).items()
        if mine != of_others(other, table, row)[name]
    ]


def busiest(history):
    """Return the account with the most leads among those that became customers early in the run."""
    customers = history.raw("customers")
    is_new = (customers["opportunity_id"] >= 0) & (customers["won_week"] < 39)
    old = set(customers[customers["opportunity_id"] < 0]["account_id"].tolist())
    won = set(customers[is_new]["account_id"].tolist()) - old
    leads = history.raw("leads")["account_id"].tolist()
    return max(sorted(won), key=leads.count)


def noticed(scenario, seed, monkeypatch):
    """Return the columns in which others notice that the busiest account is missing."""
    full = run(scenario, seed)
    row = busiest(full)
    return changed_for_others(full, run_from(scenario, seed, without(row), monkeypatch), row)


def test_in_an_aloof_world_there_is_much_to_notice(monkeypatch):
    full = run(crowd(), SEED)
    row = busiest(full)
    fewer = run_from(crowd(), SEED, without(row), monkeypatch)
    assert (full.raw("leads")["account_id"] == row).sum() > 5
    assert not (fewer.raw("leads")["account_id"] == row).any()
    assert len(fewer.raw("opportunities")) < len(full.raw("opportunities"))
    assert len(full.raw("opportunities")) > 100
    assert set(full.raw("opportunities")["outcome"]) == {0, 1, 2, 3}


@pytest.mark.parametrize("seed", SEEDS)
def test_an_account_more_or_less_changes_nothing_for_others_in_an_aloof_world(seed, monkeypatch):
    assert noticed(crowd(), seed, monkeypatch) == []


@pytest.mark.parametrize("path", CLOSED)
def test_others_notice_as_soon_as_one_path_is_open(path, monkeypatch):
    assert any(noticed(crowd(path), seed, monkeypatch) for seed in MORE_SEEDS)


def test_a_lead_more_changes_nothing_for_other_accounts_in_an_aloof_world(monkeypatch):
    row = 17
    usual = run_from(crowd(), SEED, without(row), monkeypatch)

    def answering(world):
        without(row)(world)
        account = world.accounts[row]
        bucket = account["pod"] * (len(world.exposures) // len(world.pods))
        account["response_due"] = 1e-9
        account["next_response"] = world.exposures[bucket]["first_response"]
        world.exposures[bucket]["first_response"] = row

    more = run_from(crowd(), SEED, answering, monkeypatch)
    leads = more.raw("leads")
    assert leads[leads["account_id"] == row]["created_week"][0] == -crowd().burn_in
    assert len(leads) > len(usual.raw("leads"))
    assert changed_for_others(usual, more, row) == []


def world_of(*settings):
    """Return a starting world, untouched by any week."""
    scenario = steady("siloed_metrics", *settings)
    parameters, _contracts, epochs, segments = prepared(scenario)
    return populate(parameters[0], segments, len(epochs), SEED, 0, 8)


TRAITS = ("segment", "pod", "rep", "members", "list_value", "offset", "fit", "rivalry", "customer")


def test_one_more_account_leaves_the_traits_of_all_others_alone():
    usual, larger = world_of(), world_of("market.accounts=201")
    for name in (*TRAITS, "response_due"):
        assert np.array_equal(usual.accounts[name], larger.accounts[name][:200]), name
    count = len(usual.members)
    for name in ("role", "frame"):
        assert np.array_equal(usual.members[name], larger.members[name][:count]), name
    assert len(larger.members) > count


def test_one_more_marketer_leaves_reps_and_accounts_alone():
    usual, larger = world_of(), world_of("market.marketers=4")
    assert len(larger.marketers) == len(usual.marketers) + 1
    for name in ("ego", "respect", "integrity", "literacy", "frame", "bias"):
        assert np.array_equal(usual.reps[name], larger.reps[name]), name
    for name in TRAITS:
        assert np.array_equal(usual.accounts[name], larger.accounts[name]), name
    for name in ("ego", "respect"):
        assert np.array_equal(usual.marketers[name], larger.marketers[name][:3]), name


SCHEMES = ("siloed_metrics", "shared_revenue", "unified_cro")


def test_an_id_means_the_same_account_and_person_under_every_scheme():
    histories = [run(small(name), SEED) for name in SCHEMES]
    people = {}
    for history in histories:
        for person in history.raw("staff"):
            traits = (person["ego"], person["respect"], person["skill"])
            assert people.setdefault(int(person["person_id"]), traits) == traits
    assert len(people) > len(histories[0].raw("staff")) - 1
    deals = {}
    for history in histories:
        for deal in history.raw("opportunities"):
            if deal["existing_customer"] == 0:
                known = (deal["account_id"], deal["list_value"], deal["members"])
                assert deals.setdefault(int(deal["opportunity_id"]), known) == known
    shared = sum(len(history.raw("opportunities")) for history in histories) - len(deals)
    assert shared > 20, "the schemes must have deals in common"


def test_what_buyers_need_and_when_they_first_look_is_the_same_under_every_scheme():
    worlds = [run(small(name), SEED)._world for name in SCHEMES]
    entered = [np.where(w.accounts["entries"] == 1, w.accounts["entered_week"], -1) for w in worlds]
    for world, weeks in zip(worlds[1:], entered[1:], strict=True):
        assert np.array_equal(worlds[0].segments["past"], world.segments["past"])
        both = (entered[0] >= 0) & (weeks >= 0)
        assert both.sum() > 20
        assert np.array_equal(entered[0][both], weeks[both])
