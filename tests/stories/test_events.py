"""Events name their causes, add up to the measures, and cost a plain run nothing."""

import numpy as np
import pytest

from analysis.stories import accounts
from analysis.stories.against import Parting, parting, sentence
from analysis.stories.choose import Wanted, told
from analysis.stories.events import events
from analysis.stories.interesting import STORIES, interesting
from analysis.stories.kinds import ORDER, Event, Kind
from analysis.stories.log import COLUMNS
from analysis.stories.recording import recorded
from sim.core.errors import InputError
from sim.drivers.compiled import run
from sim.history.history import TABLES
from sim.scenario import load_scenario
from sim.world.vectors import NEVER

pytestmark = pytest.mark.compiled

SEED = 3
SMALL = ("market.accounts=900", "run.weeks=104")


@pytest.fixture(scope="module")
def scenario():
    return load_scenario("siloed_metrics", overrides=SMALL)


@pytest.fixture(scope="module")
def recording(scenario):
    return recorded(scenario, SEED)


@pytest.fixture(scope="module")
def log(recording):
    return events(recording)


def total(recording, column):
    """Return a weekly count over all weeks, burn-in included."""
    return int(recording.history.raw("weekly")[column].sum())


def test_a_watched_run_has_the_bytes_of_a_plain_one(scenario, recording):
    plain = run(scenario, SEED)
    for table in TABLES:
        assert recording.history.raw(table).tobytes() == plain.raw(table).tobytes(), table


ALL = -(10**6)
COUNTS = {
    "wins": (Kind.DEAL_WON,),
    "losses": (Kind.DEAL_LOST, Kind.NO_DECISION),
    "leads": (Kind.LEAD_CREATED,),
    "mqls": (Kind.LEAD_QUALIFIED,),
    "resignations": (Kind.RESIGNED,),
}


@pytest.mark.parametrize("column", COUNTS)
def test_events_add_up_to_the_weekly_table(column, log, recording):
    assert total(recording, column) > 0
    assert log.count(*COUNTS[column], first=ALL) == total(recording, column)


def test_marketings_leads_add_up_too(log, recording):
    ours = {Kind.LEAD_ACCEPTED: "accepted_leads", Kind.LEAD_WORKED: "worked_leads"}
    for kind, column in ours.items():
        found = [e for e in log.events if e.kind is kind and len(e.actors) == 2]
        assert len(found) == total(recording, column)


def test_contracts_that_ended_and_renewed_are_all_told(log, recording):
    held = recording.history.raw("customers")
    assert log.count(Kind.CHURNED, first=ALL) == np.count_nonzero(held["churned_week"] != NEVER)
    old = held["won_week"] == NEVER
    assert log.count(Kind.RENEWED, first=ALL) == held["renewals"][~old].sum()


def test_every_week_in_which_a_pair_quarrels_is_told(log, recording):
    pairs = recording.history.raw("pairs")
    assert log.count(Kind.QUARREL, first=ALL) == np.count_nonzero(pairs["contested_events"] > 0)


def test_accounts_that_look_are_those_that_entered(log, recording):
    entries = int(recording.world.accounts["entries"].sum())
    assert log.count(Kind.ENTERED_MARKET, first=ALL) == entries


def test_a_cause_is_an_event_and_never_comes_later(log):
    caused = [event for event in log.events if event.cause_event_id is not None]
    assert len(caused) > len(log.events) / 2
    for event in caused:
        cause = log.by_id[event.cause_event_id]
        assert cause.week <= event.week, (cause, event)
        assert cause.account_id in (event.account_id, None) or event.account_id is None


def test_ids_are_unique_and_events_stand_in_order(log):
    assert len(log.by_id) == len(log.events)
    places = [(event.week, ORDER[event.kind]) for event in log.events]
    assert places == sorted(places)


def test_a_won_deal_leads_back_to_the_lead_that_opened_it(log):
    won = next(e for e in log.events if e.kind is Kind.DEAL_WON and e.week > 0)
    chain = [won.kind]
    event = won
    while event.cause_event_id is not None:
        event = log.by_id[event.cause_event_id]
        chain.append(event.kind)
    assert Kind.DEAL_OPENED in chain
    assert Kind.LEAD_WORKED in chain
    assert Kind.LEAD_CREATED in chain


def test_every_kind_of_event_can_happen(log):
    seen = {event.kind for event in log.events}
    assert set(Kind) - seen <= {Kind.DELIVERED, Kind.PROMISE_BROKEN, Kind.MADE_UP}


def test_the_events_table_has_its_columns(log):
    table = log.frame()
    assert list(table.columns) == list(COLUMNS)
    assert set(table["kind"]) <= {kind.value for kind in Kind}


def test_an_account_out_of_the_market_has_no_search_under_way():
    searches = accounts.Searches({7: [3, 30]}, {7: [20]})
    assert searches.at(7, 2) is None
    assert searches.at(7, 3) == "entered_market:7:1"
    assert searches.at(7, 25) is None
    assert searches.at(7, 31) == "entered_market:7:2"


# ---------------------------------------------------------------- stories


def test_the_story_of_an_account_is_its_own(log):
    deal = next(e for e in log.events if e.kind is Kind.DEAL_WON)
    story = log.of_account(deal.account_id)
    assert deal in story.events
    assert {e.account_id for e in story.events} <= {deal.account_id, None}


def test_the_story_of_a_pair_holds_what_they_fell_out_over(log):
    quarrel = next(e for e in log.events if e.kind is Kind.QUARREL and e.cause_event_id)
    story = log.of_pair(*quarrel.actors)
    assert quarrel in story.events
    assert log.by_id[quarrel.cause_event_id] in story.events


def test_interesting_stories_are_found(log, recording):
    found = [interesting(log, recording, name) for name in STORIES]
    assert any(found)
    for story in filter(None, found):
        assert (story.account is None) != (story.pair is None)


def test_the_same_account_has_the_same_luck_under_another_scheme(scenario):
    other = load_scenario("shared_revenue", overrides=SMALL)
    logs = [events(recorded(each, SEED)) for each in (scenario, other)]
    entered = [
        {e.event_id: e.week for e in log.events if e.kind is Kind.ENTERED_MARKET and e.week < 0}
        for log in logs
    ]
    assert entered[0] == entered[1]
    early = [[e for e in log.events if e.week < 0 and e.kind is Kind.LEAD_CREATED] for log in logs]
    assert early[0] == early[1]  # burn-in is the same firm


def test_two_lives_part_after_the_scheme_begins(scenario):
    other = load_scenario("shared_revenue", overrides=SMALL)
    runs = (recorded(scenario, SEED), recorded(other, SEED))
    logs = (events(runs[0]), events(runs[1]))
    lost = next(e.account_id for e in logs[0].events if e.kind is Kind.DEAL_WON and e.week > 40)
    lives = (logs[0].of_account(lost), logs[1].of_account(lost))
    names = ("a", "b")
    found = parting(lives, runs, names)
    assert found is None or found.week >= 0
    assert parting((lives[0], lives[0]), runs, names) is None
    assert "the same from beginning to end" in sentence(None, names)


def test_what_is_not_there_is_refused_with_what_is(scenario):
    for wanted, words in (
        (Wanted(account=900), "accounts 0 to 899"),
        (Wanted(pair=(1, 1)), "there are"),
        (Wanted(person=999), "seats are"),
        (Wanted(account=1, person=1), "exclude each other"),
    ):
        with pytest.raises(InputError, match=words):
            told([scenario], wanted, SEED)


def test_what_happens_in_both_lives_otherwise_is_told_of_both():
    heated, calm = (
        Event(10, "quarrel:1", Kind.QUARREL, (0, 1), 3, None, f"they fall out; strain {strain}")
        for strain in ("0.2", "0.1")
    )
    both = sentence(Parting(10, heated, calm, "Why."), ("one", "other"))
    assert both == (
        "They part in week 10: they fall out; strain 0.2 under one, they fall out; strain 0.1 "
        "under other. Why."
    )
    alone = sentence(Parting(10, None, calm, "Why."), ("one", "other"))
    assert "under other this happens" in alone
    assert "under one it does not" in alone
