"""Who may import whom, and what importing costs."""

import ast
import subprocess
import sys

import pytest

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
    assert [name for name in imported if name.startswith("sim.mechanisms")] == []


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


@pytest.mark.parametrize("before", ["", "import sim.driver;", "from sim.driver import run;"])
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
