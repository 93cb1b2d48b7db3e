"""The tests of every room are tested: each fault planted in a room comes to light."""

import sys
from types import ModuleType

import pytest

from sim.core.compiled import compile_apart, marks_apart
from tests.every_room.ground import after
from tests.every_room.probe import faults_of
from tests.house.source import rooms
from tests.lively import lively

pytestmark = pytest.mark.compiled

TRUST = '    pair["trust_rep_in_marketer"] = forgotten(level, trust["prior"], keep)\n'
LEADS = '    for row in range(reps.shape[0]):\n        reps[row]["sla_leads"] *= keep'
FAULTS = {
    "a value out of bounds": (
        "trust", TRUST, TRUST.replace("forgotten", "1.0 + forgotten"),
        "trust.move_all: pairs.trust_rep_in_marketer is out of bounds (0.0, 1.0)",
    ),
    "a column of another room, in a row of that name in several tables": (
        "trust", TRUST, TRUST + '    rep["result_visibility"] = 0.25\n',
        "trust.move_all: writes reps.result_visibility, which belongs to pay",
    ),
    "a column of another room, through the argument of a rule": (
        "trust", TRUST, TRUST + "    unsettle(marketer)\n",
        "trust.move_all: writes marketers.morale, which belongs to people",
    ),
    "a look at a neighbour who may have had a turn or not": (
        "trust", 'trust["loss"], marketer["claim"], pair["junk"]',
        'trust["loss"], pairs[row - 1]["trust_rep_in_marketer"], 1.0',
        "trust.move_all: pairs.trust_rep_in_marketer depends on the order of rows",
    ),
    "what the compiler reckons differently": (
        "trust", "return float(1.0 - (1.0 - trust) * (1.0 - gain) ** events)",
        "return float(np.exp(trust / 3.0 + np.log(gain + 0.1)) / 9.0 + math.lgamma(2.1 + trust))",
        "trust.move_all: pairs.trust_rep_in_marketer differs with and without compiler",
    ),
    "a number that is none": (
        "word_of_mouth", "return kept_share * reputation + voice * balance",
        "return kept_share * reputation + math.inf * voice",
        "word_of_mouth.talk_all: lost numbers in segments.reputation",
    ),
    "negative hours": (
        "celebrations", 'pair["uncelebrated"] = waiting(', 'pair["uncelebrated"] = -1.0 - waiting(',
        "celebrations.celebrate: pairs.uncelebrated is out of bounds (0.0, inf)",
    ),
    "a lost row": (
        "lead_sla", LEADS, '    counters[0]["leads"] -= 1\n' + LEADS,
        "lead_sla.promise: rows of leads are lost",
    ),
    "settings that are changed on the way": (
        "word_of_mouth", '    segment = segments[row]\n    balance',
        '    word_of_mouth["louder"] += 0.1\n    segment = segments[row]\n    balance',
        "word_of_mouth.talk_all: writes settings",
    ),
    "an effect of a practice that the firm is without": (
        "framing", 'rep["framing"] = met', 'rep["framing"] = met + 0.1',
        "framing.prepare: is off and writes reps.framing",
    ),
}  # fmt: skip
"""Name → room, text that stands there once, the wrong text, and the fault that must be found."""
BESIDE = """
import numpy as np
import math
from sim.core.compiled import rule as _rule


@_rule
def unsettle(thing):
    thing["morale"] = 0.3
"""


@pytest.fixture(scope="module")
def firms():
    """Return a firm in which everything happens, and one without framing."""
    return [after(lively(*settings, weeks=30), 1, 14) for settings in ((), ("framing.share=0",))]


def planted(room, old, new, folder):
    """Return a room with a fault in it, compiled like any other."""
    [source] = [each for each in rooms() if each.name == room]
    assert source.text.count(old) == 1
    text = source.text.replace(old, new) + BESIDE
    file = folder / f"{room}.py"
    file.write_text(text, encoding="utf-8")
    module = ModuleType(f"sim.planted.{room}")
    marks = marks_apart(module.__name__)
    sys.modules[module.__name__] = module
    exec(compile(text, file, "exec"), vars(module))  # noqa: S102
    compile_apart(marks, module, [text])
    return module


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_comes_to_light(name, firms, tmp_path):
    room, old, new, expected = FAULTS[name]
    module = planted(room, old, new, tmp_path)
    try:
        found = faults_of(firms["without" in name], {room: module})
    finally:
        del sys.modules[module.__name__]
    assert [fault for fault in found if fault.startswith(expected)], found


def test_the_rooms_as_they_are_have_no_fault_there(firms):
    known = [expected for *_, expected in FAULTS.values()]
    found = [fault for each in firms for fault in faults_of(each)]
    assert [fault for fault in found if fault.startswith(tuple(known))] == []
