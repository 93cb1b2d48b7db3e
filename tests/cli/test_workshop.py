"""counterpoint workshop: what it refuses before it opens, and whom it says can reach it."""

import socket

import pytest
from click.testing import CliRunner

from counterpoint.cli import workshop
from counterpoint.cli.main import cli


def refused(*words):
    done = CliRunner().invoke(cli, ["workshop", "--no-browser", *words])
    assert done.exit_code == 2, done.output
    return done.output


@pytest.mark.parametrize("address", ["everybody", "0.0.0.0", "::"])
def test_sharing_names_one_address(address):
    assert "--share" in refused("--share", address)


def test_a_port_that_is_taken_is_told_with_a_way_out():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        text = refused("--port", str(other.getsockname()[1]))
    assert "--port" in text


def test_the_address_answers_from_the_moment_it_is_said(monkeypatch, tmp_path):
    with socket.socket() as free:
        free.bind((workshop.HOME, 0))
        port = free.getsockname()[1]
    reached = []

    def knock(address):
        with socket.create_connection((address, port), timeout=1):
            reached.append(address)

    monkeypatch.setattr("counterpoint.terminal.progress.compiled", lambda: None)
    monkeypatch.setattr("counterpoint.workshop.desk.Desk.warm", lambda _desk: None)
    monkeypatch.setattr("counterpoint.workshop.opening.Page.serve", lambda _page, opens: opens)
    monkeypatch.setattr(workshop, "_say_who", knock)
    words = ["workshop", "--no-browser", "--port", str(port), "--room", str(tmp_path / "room")]
    done = CliRunner().invoke(cli, words)
    assert (done.exit_code, reached) == (0, [workshop.HOME]), done.output


def test_an_unknown_scenario_is_told_with_the_nearest_name():
    assert "siloed_metrics" in refused("siloed_metric")


def test_a_wrong_file_is_told_with_its_line(tmp_path):
    path = tmp_path / "firm.yaml"
    path.write_text("schema_version: 1\nname: firm\ndescription: x\nmarket: {rep: 3}\n")
    assert "firm.yaml:4" in refused(str(path))


def test_without_the_extra_one_line_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(workshop, "NEEDED", ("there_is_no_such_library",))
    text = refused().strip()
    assert "pip install 'counterpoint[workshop]'" in text
    assert len(text.splitlines()) == 1


def test_scenarios_given_come_first_and_hide_shipped_ones_of_their_name():
    bases = workshop._bases(("unified_cro",))
    assert next(iter(bases)) == "unified_cro"
    assert "siloed_metrics" in bases


def test_it_says_who_can_reach_the_page(capsys):
    workshop._say_who("127.0.0.1")
    assert "Only this machine" in capsys.readouterr().err
    workshop._say_who("192.168.1.20")
    said = capsys.readouterr().err
    assert "192.168.1.20" in said
    assert "unencrypted" in said
