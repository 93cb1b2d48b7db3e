"""The wheel works without the checkout, from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the freshly built wheel has been unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture
def counterpoint(site: Path, tmp_path: Path):
    """Return a function that runs a command with the unpacked wheel, from an empty folder."""

    def called(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", "from counterpoint.cli.main import main; main()", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(site)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return called


def test_the_wheel_holds_the_packages_and_the_scenarios_and_nothing_else(site):
    tops = {path.name for path in site.iterdir()}
    assert {name for name in tops if not name.endswith(".dist-info")} == {
        "sim",
        "analysis",
        "counterpoint",
    }
    shipped = {
        path.relative_to(ROOT / "scenarios") for path in (ROOT / "scenarios").rglob("*.yaml")
    }
    packed = site / "sim" / "_scenarios"
    assert {path.relative_to(packed) for path in packed.rglob("*.yaml")} == shipped


def test_shipped_scenarios_are_found_from_an_empty_folder(counterpoint, site):
    assert "siloed_metrics" in counterpoint("list")
    counterpoint("validate", "siloed_metrics", "shared_revenue")
    assert str(ROOT) not in counterpoint("show", "siloed_metrics")


def test_the_unpacked_wheel_is_what_runs(site, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", "import sim; print(sim.__file__)"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.startswith(str(site))
