"""What outsiders see first: citation, version, typing, workflows, and the site's links."""

import re
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from scripts.site import without_outside_links
from tests.house.source import ROOT


def read_yaml(path: Path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


def test_the_citation_names_the_version_of_the_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = read_yaml(ROOT / "CITATION.cff")
    assert citation["version"] == project["version"]
    assert citation["license"] == project["license"]
    released = str(citation["date-released"])
    assert date.fromisoformat(released) <= date.today()
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.*)$", changes, re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert f"{project['version']}, {released}" in headings
    assert f"counterpoint-{project['version']}-py3" in (ROOT / "README.md").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("package", ["sim", "analysis", "counterpoint"])
def test_every_package_says_that_it_is_typed(package):
    assert (ROOT / package / "py.typed").is_file()


def test_workflows_run_only_targets_that_the_makefile_has():
    targets = {
        line.split(":")[0]
        for line in (ROOT / "Makefile").read_text(encoding="utf-8").splitlines()
        if line[:1].isalpha() and ":" in line
    }
    steps = [
        step["run"].split()
        for path in (ROOT / ".github" / "workflows").glob("*.yml")
        for job in read_yaml(path)["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]
    called = {words[1] for words in steps if words[0] == "make"}
    assert called
    assert called <= targets


def test_the_matrix_covers_every_python_and_system_that_is_promised():
    matrix = read_yaml(ROOT / ".github/workflows/test.yml")["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert {name.split("-")[0] for name in matrix["system"]} == {"ubuntu", "windows", "macos"}


def test_what_is_left_out_with_the_oldest_python_is_there_and_bytes_are_not_among_it():
    text = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    left_out = re.findall(r"^rules_only=\((.*)\)$", text, re.MULTILINE)[0].split()
    assert all((ROOT / "tests" / name).is_dir() for name in left_out)
    assert not {"golden", "equivalence", "results", "core"} & set(left_out)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "how-to").mkdir(parents=True)
    (tmp_path / "sim").mkdir()
    (tmp_path / "sim" / "week.py").touch()
    (tmp_path / "docs" / "other.md").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[the week](../../sim/week.py)", "the week"),
        ("[other](../other.md#part)", "[other](../other.md#part)"),
        ("[gone](../../sim/gone.py)", "[gone](../../sim/gone.py)"),
        ("[site](https://example.org)", "[site](https://example.org)"),
    ],
    ids=["outside", "inside", "missing", "elsewhere"],
)
def test_links_that_leave_the_documentation_become_names(checkout, written, shown):
    page = checkout / "docs" / "how-to" / "page.md"
    assert without_outside_links(written, page, checkout / "docs") == shown


@pytest.mark.slow
def test_the_site_builds_with_every_link_checked(tmp_path):

    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert (tmp_path / "search" / "search_index.json").is_file()


def test_make_demo_installs_what_sensitivity_regimes_and_optimise_need():
    text = (ROOT / "Makefile").read_text("utf-8")
    demo = re.search(r"^demo: (.*?) ##", text, re.MULTILINE)
    assert demo is not None
    assert "USE_READY" in demo[1]
    (recipe,) = re.findall(r"^\$\(USE_READY\):.*\n((?:\t.*\n)+)", text, re.MULTILINE)
    assert "'.[analysis]'" in recipe
