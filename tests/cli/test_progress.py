"""What is said while the simulation is compiled, and while it works."""

import re
import time

import pytest

import sim.drivers.compiled  # noqa: F401 - marks what is compiled
from counterpoint.terminal import progress

ROOMS = ("trust", "pay", "trust", "people")


def prepared() -> None:
    with progress._preparing() as announce:
        for room in ROOMS:
            announce(f"sim.mechanisms.{room}.something")
        announce("numba.core.something")


def test_through_a_pipe_preparing_is_one_line(capsys):
    prepared()
    told = capsys.readouterr()
    assert told.out == ""
    assert re.fullmatch(r"Preparing, once: \d\d parts; this takes a minute or two\.\n", told.err)


def test_a_terminal_shows_how_far_it_is_in_place(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    prepared()
    told = capsys.readouterr().err
    shown = re.findall(r"Preparing, once: (\d+) of \d\d", told)
    assert shown == sorted(shown)
    assert shown[-1] == "3"
    assert told.endswith("\x1b[2K")  # the line is wiped


@pytest.mark.parametrize("terminal", ["0", "1"])
def test_nothing_is_said_when_nothing_has_to_be_compiled(capsys, monkeypatch, terminal):
    monkeypatch.setenv("TTY_COMPATIBLE", terminal)
    with progress._preparing():
        pass
    assert "Preparing" not in capsys.readouterr().err


def test_through_a_pipe_there_is_a_sign_of_life_now_and_then(capsys, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.1)
    with progress.bar("Simulating") as update:
        update(0, 3_000)
        time.sleep(0.15)
        update(600, 3_000)
        time.sleep(0.02)
        update(1_200, 3_000)
        time.sleep(0.1)
    told = capsys.readouterr().err.splitlines()
    assert told[0] == "Simulating: 0 of 3,000"
    assert told[1] == "Simulating: 1,200 of 3,000, about 1 min left"
    time.sleep(0.2)
    assert capsys.readouterr().err == ""


def test_a_bar_on_a_terminal_is_sign_enough(capsys, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", 0.05)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    with progress.bar("Simulating") as update:
        update(0, 3_000)
        time.sleep(0.2)
    assert "Simulating: " not in capsys.readouterr().err


def test_a_bar_counts_nothing_before_it_knows_how_many(capsys, monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    with progress.bar("Simulating") as update:
        time.sleep(0.15)
        before = capsys.readouterr().err
        update(0, 3_000)
        time.sleep(0.15)
    assert "Simulating" in before
    assert "/?" not in before
    assert "0/3,000" in capsys.readouterr().err
