"""No number stands in the model without a name: rooms, and everything else in `sim`."""

import ast
from importlib import import_module

import pytest

from tests.house.source import ROOT, Source, files, literals, rooms
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


# ---------------------------------------------------------------- constants of rooms

POPULATION = Source(ROOT / "sim" / "drivers" / "population.py")
RECKONING = {
    "campaigns.BUCKETS_PER_RESPONSE": "how finely the queue of answers is cut",
    "campaigns.LEAST_MEAN": "guards a division",
    "closing.DISCOUNT_STEPS": "how many discounts a rep compares",
    "closing.PROMISE_STEPS": "how many promises a rep compares",
    "closing.TERM": "a place in a table of terms",
    "demand.LONGEST": "guards an overflow",
    "effort.STEEPEST_PULL": "guards an overflow",
    "knowledge.SUREST": "stands for an infinite weight",
    "ledger.TINY": "guards a division",
    "planning.STEPS": "how many budgets a leader compares",
    "population.LEADS_PER_ACCOUNT": "room that is set aside; results do not depend on it",
    "population.MOST_EXPOSURE": "length of the queue of answers",
    "scoring.FAR": "where the tail of a normal distribution is cut",
    "scoring.STEP": "width of a difference in place of a slope",
    "scoring.STEPS": "how many bars a marketer compares",
    "triage.PROMISED": "stands for an infinite rank",
}
"""Constants of method: another number would be as good, and results hardly move."""
KEPT = {
    "attribution.FEW": "what the metric engaged_groups counts, by its definition",
    "knowledge.LEAST_RESEARCH": "keeps the noise of surveys finite without research",
    "ledger.LATE": "a first belief, beside what a rep's own deals say",
    "marketing_ledger.LEAST_HOURS": "keeps what an hour is thought to bring finite",
    "marketing_ledger.UNMET": "a first belief; what content adds is a setting",
    "pay.BEST": "keeps one quarter from moving a target without end",
    "people.MOST_PRAISE": "keeps one quarter from moving morale without end",
    "population.FIRST_FLOW": "a first belief, which a run's own weeks replace",
}
"""Assumptions about the world that are no parameters: first beliefs beside evidence that replaces
them, caps that keep a number finite, and what a metric counts by definition. To make one a setting,
declare it and take it out here."""


def numbers(source):
    """Return the constants of a room that are numbers and name no stream of draws."""
    streams = {stream for stream, _ in source.draws()}
    return {
        f"{source.name}.{name}"
        for name, value in source.constants().items()
        if isinstance(value, int | float) and name not in streams and abs(value) not in PLAIN
    }


def test_every_constant_of_a_room_is_one_of_method_or_says_why_it_is_no_parameter():
    found = {name for source in [*rooms(), POPULATION] for name in numbers(source)}
    assert found - set(RECKONING) - set(KEPT) == set()
    assert (set(RECKONING) | set(KEPT)) - found == HALVES
    assert set(RECKONING) & set(KEPT) == set()


HALVES = {"attribution.FEW", "ledger.LATE", "marketing_ledger.UNMET", "people.MOST_PRAISE"}
"""Of these the number is a half or two, which carries no fact elsewhere."""


# ---------------------------------------------------------------- constants of the world

OF_THE_WORLD = {
    name
    for file in ("names", "vectors")
    for name, value in vars(import_module(f"sim.world.{file}")).items()
    if name.isupper() and isinstance(value, int | float)
}


IN_NUMBERS = (
    ast.Constant, ast.UnaryOp, ast.BinOp, ast.Tuple, ast.operator, ast.unaryop, ast.expr_context,
)  # fmt: skip
"""What a number, an expression of numbers or a tuple of them is made of."""


def typed_again(text: str) -> list[str]:
    """Return the constants of the world to which a text gives numbers of its own, at its top."""
    found = []
    for node in ast.parse(text).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        parts = list(ast.walk(node.value))
        if not all(isinstance(part, IN_NUMBERS) for part in parts):
            continue
        if any(isinstance(getattr(part, "value", None), str) for part in parts):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [part for target in targets for part in ast.walk(target)]
        found += [each.id for each in names if isinstance(each, ast.Name)]
    return [name for name in found if name in OF_THE_WORLD]


def test_a_constant_typed_again_is_seen():
    assert {"QUARTER", "YEAR", "DAYS_PER_WEEK", "NOBODY", "MOST_MEMBERS"} <= OF_THE_WORLD
    lines = (
        "QUARTER = 13", "OTHER = 13", "NOBODY = -1", "YEAR = names.YEAR", "LAGS: Final = 27",
        "MOST_MEMBERS, X = 13, 1",
    )  # fmt: skip
    assert typed_again("\n".join(lines)) == [
        "QUARTER", "NOBODY", "LAGS", "MOST_MEMBERS",
    ]  # fmt: skip


def test_constants_of_the_world_are_typed_once():
    again = [
        f"{path.relative_to(ROOT)}: {name}"
        for folder in ("sim", "analysis", "counterpoint", "scripts", "benchmarks", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.parent != ROOT / "sim" / "world"
        for name in typed_again(path.read_text(encoding="utf-8"))
    ]
    assert again == []
