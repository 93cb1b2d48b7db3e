"""Rooms without a browser, and firms with numbers made up, to be checked by hand."""

import numpy as np
import pytest

from counterpoint.workshop.farm import COLUMNS, MEASURES, Firm
from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.store import Store
from counterpoint.workshop.year.sight import SUMS

PACK = """\
schema_version: 1
title: A test
schemes:
  - {scenario: siloed_metrics, title: Apart, memo: Each for its own.}
  - {scenario: shared_revenue, title: Together, memo: One number.}
questions:
  - {measure: gross_profit_y1, text: More after a year?, reach: 30}
  - {measure: hours_lost, text: Fewer quarrels?, reach: 100}
practices: {lead_sla: 1, feedback: 2}
budget: 3
redesigns: 2
quarters: 2
replicates: 10
talk_seconds: 60
"""


def write_pack(folder, text=PACK):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    (folder / "brief.md").write_text("**Why?** <script>alert(1)</script>", encoding="utf-8")
    (folder / "surprise.md").write_text("Ask.", encoding="utf-8")
    return folder


@pytest.fixture
def pack(tmp_path):
    return load_pack(str(write_pack(tmp_path / "test_pack")))


@pytest.fixture
def open_room(tmp_path, pack):
    """Open the room of one file again and again, as after a crash."""
    held = []

    def again():
        for store in held:
            store.close()
        held[:] = [Store(tmp_path / "room.sqlite")]
        return Room(held[0], pack, "ROOMAA")

    yield again
    for store in held:
        store.close()


@pytest.fixture
def room(open_room):
    return open_room()


def join(room, name):
    seat, secret = room.join(room.code, name)
    return room.seated(seat, secret)


def walk(room, stage, number=0, bring=True):
    """Go on until a position; what is to be simulated is put there by hand."""
    for key, held in {"truth": TRUTH, "why": [], "elsewhere": [], **MADE}.items():
        if room.store.result(key) is None:
            room.store.keep_result(key, held)
    while (room.position.stage, room.position.number) != (stage, number):
        room.advance({"from": room.state.at, "bring": bring})


def bet(room, team, low=-5, high=5, lead=1):
    for place in range(len(room.pack.questions)):
        room.answer(team, {"question": place, "lead": lead, "low": low, "high": high})
    room.reason(team, {"reason": "Because."})


TRUTH = {
    "card": [],
    "funnel": [["Leads", "2,700", 1.0], ["Deals won", "55", 0.02]],
    "questions": [
        {"percent": [7.0, 5.0, 9.0], "ahead": [1], "said": "Two."},
        {"percent": [2.0, 1.0, 3.0], "ahead": [0, 1], "said": "Both."},
    ],
}  # fmt: skip


FACTS = {"leads": 1500, "won": 50, "win_rate": 0.3, "cycle": 8, "deal": 5e4, "customers": 100}
CELL = {
    f"{name}_{measure}": [1.0, 0.5, 1.5]
    for name in ("whole", "left", "gone")
    for measure in ("profit", "hours")
}
SIGHT = {
    "hours": [["calling leads", 4.0]], "pay": 0.9, "facts": [["came", 10]], "belief": 0.1,
    "goals": [{"title": "Own revenue", "weight": 0.7, "reached": 0.3}], "trust": 0.4,
    "leads": [[1, 1, 1, 1]] * 13,
}  # fmt: skip
LIVED = {
    "marketing": SIGHT, "sales": {**SIGHT, "bookings": 1e5, "discount": 0.2},
    "told": {**dict.fromkeys(SUMS, 100.0), "trust": 0.4},
}  # fmt: skip
"""A quarter as it would be simulated."""
MADE = {
    "firm": FACTS, "year": {"begun": True},
    **{f"year {number}": {"usual": LIVED, "teams": {}} for number in range(2)},
    "freeze": {
        "replicates": 10, "title": "Together", "first": [0], "said": "Most.",
        "parts": [{"name": "hours", "title": "Hours", "cause": 0, **CELL}], **CELL,
    },
    "flip": [
        {"key": "needs.drift", "title": f"Moved {place}", "unit": "", "now": 0.05, "replicates": 10,
         "points": [[0, -3, -4, -2, 1], [1, 3, 2, 4, 1]], "said": "It turns."}
        for place in range(5)
    ],
}  # fmt: skip
"""What the scenes' simulations would say."""


def firm(**values):
    """A firm with these measures; everything else is 1."""
    held = np.array([float(values.get(name, 1.0)) for name in MEASURES])
    return Firm(held, np.zeros((len(COLUMNS), 156)))


def farm_of(**columns):
    """Simulates nothing: replicate r of scheme s has columns[measure][s][r]."""

    def firms(scenarios, replicates, seed):
        return [
            [firm(**{name: rows[at][number] for name, rows in columns.items()})
             for at in range(len(scenarios))]
            for number in range(replicates)
        ]  # fmt: skip

    return firms
