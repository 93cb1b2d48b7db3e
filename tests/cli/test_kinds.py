"""Who gives a study to a command for scenarios, or the other way round, is told what goes where."""

from importlib import import_module

import click
import pytest

from counterpoint.cli.main import cli, module_name
from counterpoint.terminal.kinds import TAKE_SCENARIOS, TAKE_STUDIES

STUDY = "schema_version: 1\nname: ours\nschemes: [siloed_metrics]\n"
COMMANDS = cli.list_commands(click.Context(cli))


def said(name):
    return (
        f"{name}: is a study, not a scenario; studies go with sweep, sensitivity, regimes, "
        f"optimise or validate, as in counterpoint sweep {name}"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "smoke"),
        ("show", "siloed_metrics", "--market", "smoke"),
        ("show", "siloed_metrics", "--with", "smoke"),
        ("run", "smoke"),
        ("practices", "smoke"),
        ("patterns", "smoke"),
        ("compare", "siloed_metrics", "smoke"),
        ("diff", "siloed_metrics", "smoke"),
        ("new", "acme", "--from", "smoke", "--yes"),
    ],
)
def test_a_study_is_no_scenario(refused, folder, arguments):
    assert refused(*arguments) == [said("smoke")]
    assert not list(folder.iterdir())


def test_all_studies_are_named_at_once(refused):
    studies = ("smoke", "studies/environments.yaml")
    assert refused("diff", *studies) == [said(name) for name in studies]


def test_a_study_file_is_told_by_what_it_holds(refused, folder):
    (folder / "ours.yaml").write_text(STUDY, encoding="utf-8")
    assert refused("run", "ours.yaml") == [said("ours.yaml")]


@pytest.mark.parametrize("command", ["sweep", "sensitivity", "regimes", "optimise"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("siloed_metrics", ("is a scenario, not a study", *TAKE_SCENARIOS, "under schemes")),
        ("maturing_in_one_leap", ("is a scenario, not a study", "under schemes")),
        ("mid_market", ("is a market, not a study", "--market", "under markets")),
        ("null_model", ("is an overlay, not a study", "--with", "under with")),
    ],
)
def test_a_scenario_is_no_study(refused, folder, command, name, words):
    (line,) = refused(command, name)
    assert line.startswith(f"{name}: is ")
    assert [word for word in words if word not in line] == []
    assert not list(folder.iterdir())


def test_a_scenario_file_is_told_by_what_it_holds(refused, folder):
    text = "schema_version: 1\nname: ours\nextends: shared_revenue\n"
    (folder / "ours.yaml").write_text(text, encoding="utf-8")
    (line,) = refused("sweep", "ours.yaml")
    assert line.startswith("ours.yaml: is a scenario, not a study; scenarios go with show, ")


def test_a_study_with_a_mistake_gets_its_own_messages(refused, folder):
    (folder / "ours.yaml").write_text(STUDY.replace("schemes", "schems"), encoding="utf-8")
    assert "ours.yaml:3: schems: unknown setting; did you mean schemes?" in refused(
        "sweep", "ours.yaml"
    )


@pytest.mark.parametrize(("known", "word"), [(TAKE_STUDIES, "STUDY"), (TAKE_SCENARIOS, "SCENARIO")])
def test_the_commands_that_are_named_are_those_that_take_it(known, word):
    taking = set()
    for name in COMMANDS:
        command = import_module(f"counterpoint.cli.{module_name(name)}").command
        for item in command.params:
            if isinstance(item, click.Argument) and item.metavar and word in item.metavar:
                taking.add(name)
    otherwise = {"validate", "diff", "explain"}  # take several kinds, or call them A and B
    assert set(known) - otherwise == taking - otherwise
    assert set(known) <= set(COMMANDS)
