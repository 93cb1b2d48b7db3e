"""Everything has the name `counterpoint.…` too, and the wheel may call it so."""

import ast
import re
import subprocess
import sys

import pytest

from hatch_build import rewritten
from tests.house.source import ROOT

PACKAGES = ("sim", "analysis", "counterpoint")
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MODULE = re.compile(r"(sim|analysis)(\.\w+)+\.?")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("**/*.md")),
         *sorted((ROOT / "docs").glob("**/*.ipynb"))]  # fmt: skip
OF_THE_HOUSE = ("docs/how-to/add-a-mechanism.md", "docs/decisions/")
"""Pages that show files of the repository itself."""


def python(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def module_texts(tree: ast.Module) -> list[str]:
    """Return the texts that name a module of ours, and are not given the name it has here."""
    derived = {
        id(each)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if node.func.id == "here"
        for each in node.args
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in derived and MODULE.fullmatch(node.value)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_can_be_put_below_counterpoint(path):
    text = path.read_text(encoding="utf-8")
    moved = ast.parse(rewritten(text, str(path)))
    left = [
        name
        for node in ast.walk(moved)
        for name in (
            [node.module or ""] if isinstance(node, ast.ImportFrom)
            else [each.name for each in node.names] if isinstance(node, ast.Import)
            else []
        )
        if name.partition(".")[0] in ("sim", "analysis")
    ]  # fmt: skip
    assert left == []
    own = {"sim.core.spelling"} if path.name == "spelling.py" else set()
    assert set(module_texts(ast.parse(text))) == own


def test_a_text_that_names_a_module_is_found():
    tree = ast.parse('a = "sim.mechanisms."; b = f"{1}" "analysis.x"; c = here("sim.x"); d = "sim"')
    assert "sim.mechanisms." in module_texts(tree)
    assert "sim.x" not in module_texts(tree)


@pytest.mark.parametrize(
    "imports",
    [
        "import counterpoint.sim.core.params as a; import sim.core.params as b",
        "import sim.core.params as b; import counterpoint.sim.core.params as a",
        "from counterpoint.sim.core.units import Share as a; from sim.core.units import Share as b",
        "from counterpoint.analysis import MEASURES as a; from analysis import MEASURES as b",
        "from counterpoint import sim as a; import sim as b",
        "import counterpoint.sim.week, sim.week as b; a = counterpoint.sim.week",
        "from counterpoint.sim import run as a; from sim import run as b",
    ],
)
def test_both_names_lead_to_one_and_the_same(imports):
    assert python(f"{imports}; print(a is b)") == "True"


def test_a_module_is_made_once_and_the_short_name_is_its_own():
    code = (
        "import sys; from counterpoint.sim.scenario import load_scenario; import sim.scenario;"
        "names = [n for n in sys.modules if n.startswith('counterpoint.sim')];"
        "print(bool(names), all(sys.modules[n] is sys.modules[n[13:]] for n in names),"
        " sim.scenario.__spec__.name, load_scenario.__module__)"
    )
    assert python(code) == "True True sim.scenario sim.scenario.loading"


def test_what_is_not_there_is_missed_by_the_name_that_was_asked_for():
    code = (
        "try:\n    import counterpoint.sim.nothing\n"
        "except ModuleNotFoundError as error:\n    print(error.name)"
    )
    assert python(code) == "counterpoint.sim.nothing"


def test_importing_the_command_line_imports_no_package_beside_it_by_two_names():
    code = (
        "import sys, counterpoint.cli.main;"
        "print([n for n in sys.modules if n.startswith(('counterpoint.sim', 'counterpoint.an'))])"
    )
    assert python(code) == "[]"


def test_pages_for_users_show_the_name_that_works_everywhere():
    short = re.compile(r"^\W*(from|import) (sim|analysis)\b", re.MULTILINE)
    found = {str(path.relative_to(ROOT)) for path in PAGES if short.search(path.read_text("utf-8"))}
    assert {name for name in found if not name.startswith(OF_THE_HOUSE)} == set()
    assert OF_THE_HOUSE[0] in found
