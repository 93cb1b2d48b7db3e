"""counterpoint new-pack: what it writes can be played as it is."""

import pytest
from click.testing import CliRunner

from counterpoint.cli.main import cli
from counterpoint.workshop.rounds.pack import shipped_packs
from counterpoint.workshop.rounds.pack_file import load_pack


def done(*words):
    return CliRunner().invoke(cli, list(words))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_pack_is_fine_as_it_is(folder):
    assert done("new-pack", "ours").exit_code == 0
    assert load_pack("ours").name == "ours"
    assert done("validate", "ours").exit_code == 0


def test_nothing_is_replaced_unless_asked_for(folder):
    done("new-pack", "ours")
    (folder / "ours" / "brief.md").write_text("mine")
    refused = done("new-pack", "ours")
    assert refused.exit_code == 2
    assert "--overwrite" in refused.output
    assert (folder / "ours" / "brief.md").read_text() == "mine"
    assert done("new-pack", "ours", "--overwrite").exit_code == 0


@pytest.mark.parametrize("name", ["x" * 61, "a b"])
def test_a_name_that_is_none_is_refused(folder, name):
    assert done("new-pack", name).exit_code == 2


def test_validate_tells_a_packs_mistakes_with_their_lines(folder):
    done("new-pack", "ours")
    path = folder / "ours" / "pack.yaml"
    path.write_text(path.read_text().replace("budget: 3", "buget: 3"))
    told = done("validate", "ours")
    assert told.exit_code == 2
    assert "did you mean budget?" in told.output


@pytest.mark.parametrize("name", shipped_packs())
def test_validate_takes_a_shipped_pack(name):
    assert done("validate", name).exit_code == 0


def test_one_pack_is_played_at_a_time(folder):
    told = done("workshop", "--no-browser", "siloed_or_shared", "cmo_under_cso")
    assert told.exit_code == 2
    assert "one pack at a time" in told.output


def test_a_wrong_pack_is_told_before_anything_starts(folder):
    done("new-pack", "ours")
    path = folder / "ours" / "pack.yaml"
    path.write_text(path.read_text().replace("siloed_metrics", "siloed_metric"))
    told = done("workshop", "--no-browser", "ours")
    assert told.exit_code == 2
    assert "siloed_metrics" in told.output
