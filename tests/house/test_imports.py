"""Who may import whom, and what importing costs."""

import ast
import subprocess
import sys

import grimp
import pytest

from sim.blocks import PACKAGES
from tests.house.source import ROOT, Source, rooms

LINT = (
    "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo', '--no-cache'])"
)


@pytest.mark.parametrize("room", rooms(), ids=lambda room: room.name)
def test_a_room_imports_no_other_room(room: Source):
    imported = [
        node.module or "" for node in ast.walk(room.tree) if isinstance(node, ast.ImportFrom)
    ] + [
        alias.name
        for node in ast.walk(room.tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    ]
    assert [name for name in imported if f"{name}.".startswith(PACKAGES)] == []


def test_the_import_contracts_hold():
    done = subprocess.run(
        [sys.executable, "-c", LINT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize(
    ("module", "heavy"),
    [
        ("sim.scenario", ("numba", "mesa", "pandas", "matplotlib", "scipy")),
        ("counterpoint.cli.main", ("numba", "mesa", "pandas", "matplotlib", "scipy", "numpy")),
        ("sim", ("mesa", "matplotlib", "scipy", "numba")),
        ("analysis", ("mesa", "numba", "pandas", "pyarrow", "scipy", "SALib", "distributed")),
    ],
)
def test_importing_a_module_leaves_the_heavy_libraries_alone(module, heavy):
    code = f"import sys, {module}; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "before", ["", "import sim.drivers.compiled;", "from sim.drivers.compiled import run;"]
)
def test_the_public_names_are_functions_however_they_are_imported(before):
    names = "(load_scenario, run, run_many, again)"
    code = (
        f"{before} from sim import load_scenario, run, run_many; from sim import run as again;"
        f" print([callable(each) for each in {names}])"
    ).strip()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[True, True, True, True]"


def imports():
    """Return module → modules that it imports, in functions too, but not for types alone."""
    graph = grimp.build_graph(
        "sim", "analysis", "counterpoint", exclude_type_checking_imports=True, cache_dir=None
    )
    return {
        name: sorted(graph.find_modules_directly_imported_by(name))
        for name in sorted(graph.modules)
    }


def circles(edges):
    """Return the sets of modules in which each can be reached from each other."""
    reach = {}
    for name in edges:
        seen, waiting = set(), list(edges[name])
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += edges.get(other, ())
        reach[name] = seen
    return {
        frozenset(other for other in reach[name] if name in reach.get(other, ()))
        for name in edges
        if name in reach[name]
    }


def test_modules_import_one_another_in_no_circle():
    assert circles(imports()) == set()


def test_a_circle_is_found_also_when_a_late_import_closes_it():
    assert circles({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}) == {frozenset("abc")}
