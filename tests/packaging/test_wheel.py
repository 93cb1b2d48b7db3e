"""The wheel works without the checkout, from an empty folder, and says what the checkout says."""

import hashlib
import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

from hatch_build import rewritten
from tests.house.source import ROOT
from tests.outside.lunches import text as lunches

COMMAND = "from counterpoint.cli.main import main; main()"
SMALL = ("--set", "market.accounts=40", "--set", "run.burn_in=0", "--weeks", "26", "--out", "kept")


def built(kind: str, source: Path, folder: Path) -> Path:
    """Return a distribution built from a folder, without the network."""
    build = [sys.executable, "-m", "build", f"--{kind}", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (made,) = folder.glob("counterpoint-*.*")
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the freshly built wheel."""
    return built("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def site(wheel: Path) -> Path:
    """Return a folder into which the wheel has been unpacked, and into which nobody may write."""
    folder = wheel.parent / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


class Runner:
    """Runs Python with one of the two, from an empty folder, as plain Python."""

    def __init__(self, packages: Path, folder: Path) -> None:
        self.packages, self.folder = packages, folder
        folder.mkdir()

    def python(self, code: str, *arguments: str, **environment: str) -> str:
        # -S leaves out what leads from this environment to the checkout.
        places = [str(self.packages), *{sysconfig.get_path(n) for n in ("purelib", "platlib")}]
        done = subprocess.run(
            [sys.executable, "-S", "-c", code, *arguments],
            cwd=self.folder,
            env={**os.environ, "NUMBA_DISABLE_JIT": "1", "PYTHONPATH": os.pathsep.join(places),
                 "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def counterpoint(self, *arguments: str) -> str:
        return self.python(COMMAND, *arguments)


@pytest.fixture
def installed(site: Path, tmp_path: Path) -> Runner:
    return Runner(site, tmp_path / "installed")


@pytest.fixture
def checkout(tmp_path: Path) -> Runner:
    return Runner(ROOT, tmp_path / "checkout")


def numbers(folder: Path) -> dict[str, str]:
    """Return the hash of every file with numbers in a result folder, by its name."""
    found = [path for path in folder.rglob("*") if path.suffix in (".parquet", ".csv", ".svg")]
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in found
    }


def test_the_wheel_claims_one_name_and_holds_the_scenarios(site):
    tops = {path.name for path in site.iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {"counterpoint"}
    shipped = {
        path.relative_to(ROOT / "scenarios") for path in (ROOT / "scenarios").rglob("*.yaml")
    }
    packed = site / "counterpoint" / "sim" / "_scenarios"
    assert {path.relative_to(packed) for path in packed.rglob("*.yaml")} == shipped
    assert (site / "counterpoint" / "py.typed").is_file()


@pytest.mark.parametrize("package", ["sim", "analysis", "counterpoint"])
def test_every_file_of_a_package_is_in_the_wheel(package, site):
    place = site / "counterpoint" / ("" if package == "counterpoint" else package)
    files = [path for path in (ROOT / package).rglob("*") if path.is_file()]
    wanted = {path.relative_to(ROOT / package) for path in files if path.suffix != ".pyc"}
    assert wanted
    assert [path for path in sorted(wanted) if not (place / path).is_file()] == []


def test_the_source_distribution_builds_the_same_wheel(wheel, tmp_path):
    source = built("sdist", ROOT, tmp_path / "source")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.glob("counterpoint-*")
    assert built("wheel", folder, tmp_path / "again").read_bytes() == wheel.read_bytes()


def test_what_is_installed_is_called_counterpoint_and_nothing_else_is_claimed(installed, site):
    code = (
        "import sys; from importlib.util import find_spec;"
        "from counterpoint.sim import load_scenario, run, run_many, load_room;"
        "from counterpoint.sim.model import RevenueModel;"
        "from counterpoint.analysis import compare, sweep; import counterpoint.sim.week as week;"
        "print(week.__file__, RevenueModel.__module__, find_spec('sim'), find_spec('analysis'),"
        " *[each for each in sys.modules if each.split('.')[0] in ('sim', 'analysis')])"
    )
    told = installed.python(code).split()
    place = site / "counterpoint" / "sim" / "week.py"
    assert told == [str(place), "counterpoint.sim.model", "None", "None"]


def test_shipped_scenarios_are_found_from_an_empty_folder(installed):
    assert "siloed_metrics" in installed.counterpoint("list")
    installed.counterpoint("validate", "siloed_metrics", "shared_revenue")
    assert str(ROOT) not in installed.counterpoint("show", "siloed_metrics")


def test_both_describe_a_scenario_with_the_same_words(installed, checkout):
    for words in (["odd", "aligned"], ["schema"], ["show", "aligned"], ["list", "--json"]):
        assert installed.counterpoint(*words) == checkout.counterpoint(*words)


def test_both_are_the_same_code_to_a_study(installed, checkout):
    code = (
        "from counterpoint.analysis.study.version import code_version;"
        "from counterpoint.analysis.calibration.saved import _model;"
        "print(code_version(), _model())"
    )
    assert installed.python(code) == checkout.python(code)


@pytest.mark.slow
def test_a_comparison_has_the_same_bytes_and_the_wheel_repeats_what_a_checkout_made(
    installed, checkout
):
    words = ("compare", "siloed_metrics", "shared_revenue", "--replicates", "2", *SMALL)
    for runner in (installed, checkout):
        runner.counterpoint(*words)
    made = numbers(installed.folder / "kept")
    assert made == numbers(checkout.folder / "kept")
    assert any(name.endswith(".csv") for name in made)
    installed.counterpoint("rerun", str(checkout.folder / "kept"))


@pytest.mark.slow
@pytest.mark.parametrize("before", ["", "counterpoint."])
def test_a_room_from_outside_may_call_the_house_by_either_name(before, installed, checkout):
    text = re.sub(r"^from (counterpoint\.)?sim\.", f"from {before}sim.", lunches(), flags=re.M)
    words = ("--plugin", "lunches.py", "--set", "lunches.every=4")
    for runner in (installed, checkout):
        (runner.folder / "lunches.py").write_text(text, encoding="utf-8")
        runner.counterpoint("run", "siloed_metrics", *words, *SMALL)
    assert numbers(installed.folder / "kept") == numbers(checkout.folder / "kept")


def test_scenarios_models_and_rooms_travel_to_another_process(installed):
    (installed.folder / "lunches.py").write_text(lunches(), encoding="utf-8")
    made = installed.python(
        "import pickle, sys; from counterpoint.sim import load_scenario;"
        "from counterpoint.sim.model import RevenueModel;"
        "firm = load_scenario('siloed_metrics', overrides=sys.argv[1:]);"
        "model = RevenueModel(firm, 3, rooms=['lunches.py']); model.step();"
        "print(pickle.dumps((firm, model)).hex())",
        "market.accounts=40", "run.weeks=2", "run.burn_in=0",
    )  # fmt: skip
    (installed.folder / "lunches.py").unlink()
    (installed.folder / "made").write_text(made, encoding="utf-8")
    told = installed.python(
        "import pathlib, pickle;"
        "firm, model = pickle.loads(bytes.fromhex(pathlib.Path('made').read_text()));"
        "model.step(); print(firm.name, model.weeks_done, len(model.world.lunches_pairs) > 0)"
    )
    assert told.split() == ["siloed_metrics", "2", "True"]


@pytest.mark.compiled
def test_everything_marked_is_compiled_wherever_it_is_held(installed):
    code = (
        "import json, sys; from types import FunctionType;"
        "import counterpoint.sim.drivers.compiled, counterpoint.analysis.meanfield.funnel;"
        "from counterpoint.sim.core import compiled;"
        "plain = {f for kind in ('rule', 'act', 'phase', 'schedule') for f in"
        " compiled.marked(kind)}; compiled.compile_all();"
        "print(json.dumps([len(plain), sorted({f'{name}.{key}'"
        " for name, module in list(sys.modules.items()) if name.startswith('counterpoint.')"
        " for key, value in vars(module).items()"
        " if isinstance(value, FunctionType) and value in plain})]))"
    )
    marked, left = json.loads(installed.python(code, NUMBA_DISABLE_JIT="0"))
    assert marked > 100
    assert left == []


def test_the_build_rewrites_imports_and_nothing_else():
    text = (
        "import simple\nfrom sim import week  # sim.week\ndef f():\n    from analysis.x import y\n"
    )
    assert rewritten(text) == text.replace("from sim", "from counterpoint.sim").replace(
        "from analysis", "from counterpoint.analysis"
    )


@pytest.mark.parametrize(
    "line", ["import sim.week", "import sim.week as week", "from  sim import a"]
)
def test_the_build_refuses_an_import_that_it_cannot_rewrite(line):
    with pytest.raises(ValueError, match=r"a\.py:1: write from"):
        rewritten(line, "a.py")
