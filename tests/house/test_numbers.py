"""No number stands in the model without a name: rooms, and everything else in `sim`."""

import pytest

from tests.house.source import Source, files, literals, rooms
from tests.house.test_rooms import LARGE, PLAIN, TINY, listed

METHOD = {
    "sim/core/draws.py": "constants of published algorithms: Philox, AS 241",
    "sim/core/cache.py": "places in numba's own files",
    "sim/core/numerals.py": "per cent",
    "sim/scenario/change.py": "lengths of texts and files",
    "sim/scenario/check.py": "lengths of texts and files",
    "sim/scenario/reader.py": "lengths of texts and files",
    **{
        f"analysis/meanfield/{part}.py": "widths of grids, arrays, first guesses of iterations"
        for part in ("balance", "deals", "hours", "ledger", "sample", "terms")
    },
}
"""Files whose bare numbers belong to a method and say nothing of the world."""
CAPACITY = {
    ("sim/drivers/compiled.py", "has_capacity"): "leads of one account in a week at most",
    ("sim/drivers/compiled.py", "grown"): "rows a table grows by at least",
    (
        "sim/drivers/population.py",
        "empty_world",
    ): "rows of growing tables; results do not depend on them",
}
"""Functions that say how much is allocated."""
MODEL = files("sim", "analysis/meanfield")
REST = [source for source in MODEL if source not in rooms() and source.short not in METHOD]


def bare(source: Source) -> list[str]:
    """Return the numbers in functions and methods of a file that have no name."""
    return [
        str(source.place(node, f"{value:g} in {function.name}"))
        for function in source.functions()
        if (source.short, function.name) not in CAPACITY
        for node, value in literals(function)
        if abs(value) not in PLAIN and TINY <= abs(value) <= LARGE
    ]


@pytest.mark.parametrize("source", REST, ids=lambda source: source.short)
def test_no_number_stands_without_a_name_in_the_rest_of_the_model(source: Source):
    assert not bare(source), listed(bare(source))


def test_a_bare_number_is_noticed(tmp_path):
    path = tmp_path / "made.py"
    path.write_text("WEEKS = 4\n\ndef f(x):\n    return 2 * x[7] + 0.3 * WEEKS\n", encoding="utf-8")
    assert [words.partition(": ")[2] for words in bare(Source(path))] == ["0.3 in f"]


def test_the_exceptions_are_still_needed():
    spoken = {source.short for source in MODEL for _ in bare(source)[:1]}
    assert set(METHOD) - spoken == set()
    inside = {
        (source.short, function.name)
        for source in MODEL
        for function in source.functions()
        if any(abs(value) not in PLAIN for _, value in literals(function))
    }
    assert set(CAPACITY) - inside == set()
