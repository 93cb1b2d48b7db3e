"""The event log of a recording: every event, with its cause.

log = events(recorded(load_scenario("siloed_metrics"), seed=1))
log.of_account(17).frame()
"""

from __future__ import annotations

from analysis.stories import accounts, people
from analysis.stories.log import Builder, Log, ordered
from analysis.stories.recording import Recording


def events(recording: Recording) -> Log:
    """Return all events of a run, worked out from its tables and from what was watched."""
    built = Builder()
    searches = accounts.look_for_solutions(built, recording)
    accounts.leads(built, recording, searches)
    accounts.deals(built, recording)
    accounts.contracts(built, recording)
    accounts.leave(built, searches)
    people.quarrels(built, recording)
    people.targets(built, recording)
    people.comings_and_goings(built, recording)
    return ordered(built.events.values())
