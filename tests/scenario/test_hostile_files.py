"""Files that nobody should be able to hurt the program, or themselves, with."""

import os

import pytest

from sim.core.errors import ScenarioError
from sim.scenario import load_scenario
from tests.scenario.conftest import HEAD
from tests.system import posix_only


def test_all_problems_of_all_files_come_at_once(written, folder):
    written(HEAD + "run: {weeks: 0}\nextends: y.yaml\n")
    written(HEAD.replace("name: x", "name: y") + "run: {burn_in: 1.5}\n", "y.yaml")
    written(HEAD + "kind: overlay\nchoices: {timing: 3}\n", "z.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("x.yaml", market="nowhere", overlays=["z.yaml"], overrides=["a=1", "b"])
    assert [line.split(" ")[0] for line in str(caught.value).splitlines()] == [
        "y.yaml:3:",
        "x.yaml:3:",
        "nowhere:",
        "z.yaml:4:",
        "--set:",
        "--set:",
    ]


def test_a_missing_file_is_named(folder):
    with pytest.raises(ScenarioError, match=r"^gone\.yaml: there is no such file$"):
        load_scenario("gone.yaml")


def test_a_misspelt_file_is_suggested(written):
    written(HEAD, "company.yaml")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("compny.yaml")
    assert str(caught.value) == ("compny.yaml: there is no such file; did you mean company.yaml?")


def test_a_file_that_shares_only_its_ending_is_not_suggested(written):
    written(HEAD, "odd.yaml")
    with pytest.raises(ScenarioError, match=r"^nosuch\.yaml: there is no such file$"):
        load_scenario("nosuch.yaml")


def test_what_cannot_be_read_is_not_suggested(folder):
    (folder / "company.yaml").mkdir()
    with pytest.raises(ScenarioError, match=r"^compny\.yaml: there is no such file$"):
        load_scenario("compny.yaml")


@posix_only
def test_a_pipe_is_not_suggested_in_place_of_itself(folder):
    os.mkfifo(folder / "fifo.yaml")
    with pytest.raises(ScenarioError, match=r"^fifo\.yaml: this is not a regular file$"):
        load_scenario("fifo.yaml")


def test_a_folder_is_not_a_scenario(folder):
    (folder / "x.yaml").mkdir()
    with pytest.raises(ScenarioError, match=r"^x\.yaml: this is a folder; give a scenario file$"):
        load_scenario("x.yaml")


@posix_only
def test_a_pipe_is_not_read(folder):
    os.mkfifo(folder / "x.yaml")
    with pytest.raises(ScenarioError, match=r"^x\.yaml: this is not a regular file$"):
        load_scenario("x.yaml")


def test_a_file_without_permission_is_named(written, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied")

    path = written(HEAD)
    monkeypatch.setattr(type(path), "read_bytes", refuse)
    with pytest.raises(ScenarioError, match=r"^x\.yaml: the file cannot be read: Permission"):
        load_scenario(path)


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b.yaml", "", "."])
def test_an_impossible_name_is_refused(name, folder):
    with pytest.raises(ScenarioError):
        load_scenario(name)


def test_a_byte_order_mark_is_fine(written):
    assert load_scenario(written(b"\xef\xbb\xbf" + HEAD.encode())).name == "x"


def test_windows_line_ends_are_fine(written):
    assert load_scenario(written(HEAD.replace("\n", "\r\n"))).name == "x"
