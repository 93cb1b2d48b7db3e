"""A room from outside may import the house by either name, in whatever way Python knows."""

import ast

import pytest

from sim.outside import load_room
from sim.outside.text import by_names_here
from tests.outside.lunches import written

LONG = "from counterpoint.sim.core.units import Hours, Share"


@pytest.mark.parametrize(
    "line",
    [
        LONG,
        "from sim.core.units import Hours, Share",
        "from counterpoint.sim.core import units\nHours, Share = units.Hours, units.Share",
        "import sim.core.units as units\nHours, Share = units.Hours, units.Share",
        "import sim.core.units\nHours, Share = sim.core.units.Hours, sim.core.units.Share",
        "import counterpoint.sim.core.units\nHours = Share = counterpoint.sim.core.units.Share",
    ],
)
def test_a_room_is_read_whichever_name_it_imports(tmp_path, line):
    room = load_room(written(tmp_path, (LONG, line)))
    assert room.name == "lunches"
    assert {"every", "hours", "ease"} <= set(room.block.parameters)


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("from sim.core import draws", "from counterpoint.sim.core import draws"),
        ("from sim import week as w", "from counterpoint.sim import week as w"),
        ("import sim.week as week", "import counterpoint.sim.week as week"),
        ("import sim.week", "import counterpoint.sim.week\nfrom counterpoint import sim"),
        ("import math, sim", "import math, counterpoint.sim\nfrom counterpoint import sim"),
        ("from analysis import measure", "from counterpoint.analysis import measure"),
        ("from counterpoint.sim import week", "from counterpoint.sim import week"),
        ("from simple import sim", "from simple import sim"),
        ("from . import sim", "from . import sim"),
        ("text = 'sim.week'", "text = 'sim.week'"),
    ],
)
def test_where_the_house_stands_below_counterpoint_short_names_lead_there(given, read):
    assert ast.unparse(by_names_here(ast.parse(given), "counterpoint.")) == read
    assert ast.unparse(by_names_here(ast.parse(given), "")) == given
