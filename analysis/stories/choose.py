"""From scenarios and a wish to a story: run, watch, pick, and compare."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.stories.against import parting, sentence
from analysis.stories.events import events
from analysis.stories.interesting import interesting
from analysis.stories.log import Log
from analysis.stories.recording import Recording, recorded
from sim.core.errors import InputError
from sim.world.vectors import NEVER

if TYPE_CHECKING:
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Wanted:
    """What the story is to be about; at most one of these, and anything interesting without."""

    account: int | None = None
    pair: tuple[int, int] | None = None
    person: int | None = None
    interesting: str | None = None
    everything: bool = False


@dataclass(frozen=True)
class Story:
    """A story, under one scheme or two.

    Attributes:
        title: what it is about.
        names: the scenarios.
        logs: its events under each.
        seed, replicate: the luck of both runs.
        said: what is to be said besides.
    """

    title: str
    names: tuple[str, ...]
    logs: tuple[Log, ...]
    seed: int
    replicate: int
    said: tuple[str, ...] = ()


def told(scenarios: Sequence[Scenario], wanted: Wanted, seed: int = 1, replicate: int = 0) -> Story:
    """Return the story of what is wanted; with two scenarios, of the same account under both.

    Raises: InputError for an account, pair or person there is not, and where nothing happened.
    """
    _check(wanted)
    recordings = [recorded(scenario, seed, replicate) for scenario in scenarios]
    logs = [events(recording) for recording in recordings]
    title, wanted = _title(wanted, logs[0], recordings[0])
    picked = tuple(
        _picked(wanted, log, recording) for log, recording in zip(logs, recordings, strict=True)
    )
    names = tuple(scenario.name for scenario in scenarios)
    said: tuple[str, ...] = ()
    if len(picked) == 2:
        both, runs = (picked[0], picked[1]), (recordings[0], recordings[1])
        pair = (names[0], names[1])
        said = (sentence(parting(both, runs, pair), pair),)
    elif not picked[0].events:
        raise InputError(f"{title}: nothing happened in this run; try another replicate or seed")
    return Story(title, names, picked, seed, replicate, said)


def _check(wanted: Wanted) -> None:
    given = [
        name
        for name, value in (
            ("--account", wanted.account), ("--pair", wanted.pair), ("--person", wanted.person),
            ("--interesting", wanted.interesting), ("--all", wanted.everything or None),
        )
        if value is not None
    ]  # fmt: skip
    if len(given) > 1:
        raise InputError(f"{' and '.join(given)} exclude each other; give one")


def _title(wanted: Wanted, log: Log, recording: Recording) -> tuple[str, Wanted]:
    """Return what the story is about, and that wish made definite."""
    if wanted.everything:
        return f"Every event of {recording.history.scenario.name}", wanted
    if wanted.account is not None:
        most = len(recording.world.accounts) - 1
        if wanted.account > most:
            raise InputError(f"account {wanted.account}: there are accounts 0 to {most}")
        return f"Account {wanted.account}", wanted
    if wanted.pair is not None:
        pairs = recording.history.raw("pairs")
        known = sorted(
            set(zip(pairs["marketer_id"].tolist(), pairs["rep_id"].tolist(), strict=True))
        )
        if wanted.pair not in known:
            shown = "; ".join(f"{a},{b}" for a, b in known[:20])
            raise InputError(f"pair {wanted.pair[0]},{wanted.pair[1]}: there are {shown}")
        return f"Marketer {wanted.pair[0]} and rep {wanted.pair[1]}", wanted
    if wanted.person is not None:
        _tenure(wanted.person, recording)
        return f"Person {wanted.person}", wanted
    which = wanted.interesting or "any"
    found = interesting(log, recording, which)
    if found is None:
        raise InputError(f"no story of kind {which} in this run; try another --replicate or kind")
    return found.title, Wanted(account=found.account, pair=found.pair)


def _picked(wanted: Wanted, log: Log, recording: Recording) -> Log:
    if wanted.everything:
        return log
    if wanted.account is not None:
        return log.of_account(wanted.account)
    if wanted.pair is not None:
        return log.of_pair(*wanted.pair)
    assert wanted.person is not None
    return log.of_seat(*_tenure(wanted.person, recording))


def _tenure(person: int, recording: Recording) -> tuple[int, int, int]:
    """Return the seat of a person, and the weeks in which it was hers; of a seat, all weeks."""
    staff = recording.history.raw("staff")
    last = recording.history.weeks
    rows = staff[staff["person_id"] == person]
    if len(rows):
        left = int(rows["left_week"][0])
        end = last if left == NEVER else left
        return int(rows["seat_id"][0]), int(rows["hired_week"][0]), end
    if person in staff["seat_id"]:
        return person, recording.first_week, last
    seats = ", ".join(map(str, np.unique(staff["seat_id"])))
    raise InputError(f"person {person}: no person_id or seat_id of this run; seats are {seats}")
