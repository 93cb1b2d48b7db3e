"""Nothing moved by accident: yesterday's results of every shipped scheme, and of a lively firm.

A file holds a sha256 of every result table and a few totals. Bytes are promised only for the same
processor features and maths library, so the hashes are compared where the file was recorded on
such a machine, and totals, to nine significant digits, everywhere.
"""

import hashlib
import json
import math
from pathlib import Path

import pytest

from analysis.results.manifest import environment
from sim.drivers.compiled import run
from sim.history.history import TABLES
from sim.scenario import load_scenario, shipped
from tests.histories import digests
from tests.lively import lively

pytestmark = pytest.mark.compiled

FOLDER = Path(__file__).parent
MARKET = "mid_market"
SETTINGS = ("market.accounts=200", "run.weeks=52", "run.burn_in=13", "run.before=same")
SEED = 1
DIGITS = 9
SCHEMES = [each.name for each in shipped.summaries() if each.kind == "scheme"]
LIVELY = "everything_happens"
"""Two pods of three reps and two marketers, every practice on; people leave and customers churn."""
SUMMED = (
    "leads", "mqls", "accepted_leads", "wins", "losses", "bookings", "bookings_net",
    "churned_revenue", "gross_profit", "brand_stock", "relationship_conflict", "contested_events",
    "hours_lost", "resignations",
)  # fmt: skip
"""Columns of `weekly` whose sums stand in a golden file."""
ADVICE = (
    "results moved. If they were meant to: say what and why in a RESULTS CHANGE line of"
    " CHANGELOG.md and record the golden files anew (make golden)"
)


def machine():
    """Return a tag that is the same where the same bytes are promised."""
    here = environment()
    parts = [here["maths_library"], here["cpu"], here["libraries"]["llvmlite"]]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def rounded(number):
    """Return a number to nine significant digits."""
    return float(f"{number:.{DIGITS - 1}e}")


def totals(history):
    """Return rows by table and rounded sums of weekly columns."""
    weekly = history.raw("weekly")
    rows = {f"rows of {table}": len(history.raw(table)) for table in TABLES}
    sums = {name: rounded(math.fsum(weekly[name].tolist())) for name in SUMMED}
    return {**rows, **sums}


def firm(name):
    """Return the scenario behind a golden file."""
    return lively() if name == LIVELY else load_scenario(name, MARKET, overrides=SETTINGS)


def result(name):
    """Return what a golden file says of one firm."""
    history = run(firm(name), SEED)
    return {"machine": machine(), "totals": totals(history), "tables": digests(history)}


def moved(found, golden):
    """Return the names of totals, and on a like machine of tables, that are not as recorded."""
    kinds = ("totals", "tables") if found["machine"] == golden["machine"] else ("totals",)
    return [
        name
        for kind in kinds
        for name in sorted({*found[kind], *golden[kind]})
        if found[kind].get(name) != golden[kind].get(name)
    ]


@pytest.mark.parametrize("scheme", [*SCHEMES, LIVELY])
def test_a_scheme_gives_what_it_gave(scheme, request):
    file = FOLDER / f"{scheme}.json"
    found = result(scheme)
    if request.config.getoption("record"):
        file.write_text(json.dumps(found, indent=2) + "\n")
    assert moved(found, json.loads(file.read_text())) == [], f"{scheme}: {ADVICE}"


def test_every_scheme_has_its_file_and_every_file_its_scheme():
    assert sorted(file.stem for file in FOLDER.glob("*.json")) == sorted([*SCHEMES, LIVELY])


def test_in_the_lively_firm_everything_happens():
    golden = json.loads((FOLDER / f"{LIVELY}.json").read_text())["totals"]
    assert [name for name, total in golden.items() if not total] == []


def test_one_euro_more_is_noticed_on_any_machine():
    golden = json.loads((FOLDER / f"{SCHEMES[0]}.json").read_text())
    found = {**golden, "machine": "another", "totals": dict(golden["totals"]), "tables": {}}
    assert moved(found, golden) == []
    found["totals"]["bookings"] += 1.0
    assert moved(found, golden) == ["bookings"]
    assert moved({**golden, "tables": {}}, golden) == sorted(golden["tables"])
