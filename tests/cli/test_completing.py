"""What the shell completes, asked as shells ask."""

import pytest
from click.shell_completion import ShellComplete, get_completion_class

from analysis.measures import MEASURES
from counterpoint.cli.main import cli
from sim.scenario import declared


def offered(*words: str) -> list[str]:
    """Return what is offered for the last word."""
    *before, last = words
    asked = ShellComplete(cli, {}, "counterpoint", "_COUNTERPOINT_COMPLETE")
    return [item.value for item in asked.get_completions(before, last)]


def test_set_completes_the_keys_of_settings():
    assert offered("run", "base", "--set", "trust.ga") == ["trust.gain="]
    assert offered("compare", "base", "--set", "") == [f"{key}=" for key in declared.flat()]


def test_set_completes_the_words_of_a_choice_after_the_equals_sign():
    key = "choices.blame"
    assert offered("run", "base", "--set", f"{key}=") == [f"{key}=free", f"{key}=frozen"]
    assert offered("run", "base", "--set", f"{key}=fro") == [f"{key}=frozen"]
    assert offered("run", "base", "--set", "planning.brand_share=") == [
        "planning.brand_share=chosen"
    ]
    assert offered("run", "base", "--set", "trust.gain=") == []
    assert offered("run", "base", "--set", "no.such=") == []


def test_measure_completes_the_names_of_measures():
    assert offered("regimes", "smoke", "--measure", "resig") == [
        name for name in MEASURES if name.startswith("resig")
    ]
    assert "resignations" in offered("sensitivity", "smoke", "--measure", "resig")
    assert "resignations" in offered("explain", "base", "aligned", "--measure", "")


@pytest.mark.parametrize("axis", ["--x", "--y"])
def test_an_axis_completes_what_the_study_varies(axis):
    found = offered("regimes", "environments", axis, "")
    assert "needs.drift" in found
    assert set(found) < set(declared.flat())


def test_an_axis_without_a_study_completes_every_setting():
    assert offered("regimes", "--x", "needs.dri") == ["needs.drift"]


def test_pairs_complete_one_practice_after_the_other():
    assert offered("practices", "base", "--pairs", "rota") == ["rotation+"]
    assert offered("practices", "base", "--pairs", "rotation+lia") == ["rotation+liaisons"]
    assert offered("practices", "base", "--pairs", "rotation+rot") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_a_script_that_calls_the_command(shell):
    kind = get_completion_class(shell)
    assert kind is not None
    assert (
        "_COUNTERPOINT_COMPLETE" in kind(cli, {}, "counterpoint", "_COUNTERPOINT_COMPLETE").source()
    )
