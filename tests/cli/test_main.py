"""The command line as a whole."""

import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from counterpoint.cli.main import SECTIONS, LazyGroup, cli, end_politely, module_name
from sim.core.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "counterpoint" / "cli"
COMMANDS = cli.list_commands(click.Context(cli))


def test_a_request_to_end_does_what_ctrl_c_does():
    before = signal.getsignal(signal.SIGTERM)
    try:
        end_politely()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)


def test_help_lists_the_commands_in_sections(call):
    result = call("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"  {name} " in result.stdout
    assert "Scenarios:" in result.stdout
    assert "counterpoint compare siloed_metrics" in result.stdout


def test_every_file_that_makes_a_command_is_offered():
    making = {
        path.stem
        for path in FOLDER.glob("*.py")
        if "@click.command(" in path.read_text(encoding="utf-8")
    }
    assert making == {module_name(name) for name in COMMANDS}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_page_says_what_the_command_says(name):
    command = import_module(f"counterpoint.cli.{module_name(name)}").command
    text = next(rows[name] for rows in SECTIONS.values() if name in rows)
    assert command.name == name
    assert command.get_short_help_str(200) == text


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name, call):
    result = call(name, "--help")
    assert result.exit_code == 0
    assert "Example" in result.stdout
    assert f"counterpoint {name}" in result.stdout


@pytest.mark.parametrize("option", ["--workers", "--json", "--market", "--weeks"])
def test_an_option_says_the_same_in_every_command(option):
    begins_a_file = {"new", "new-study"}  # their --market is the one to begin with
    said = {
        name: (item.help, item.default, str(item.type))
        for name in COMMANDS
        if name not in begins_a_file
        for item in import_module(f"counterpoint.cli.{module_name(name)}").command.params
        if option in item.opts
    }
    assert len(said) > 1
    assert len(set(said.values())) == 1, said


def test_a_misspelt_command_is_suggested(refused):
    assert refused("shwo")[-1] == "Error: No command is called 'shwo'; did you mean show?"


def test_an_unknown_command_gets_the_list(refused):
    assert refused("zzz")[-1].startswith("Error: No command is called 'zzz'; there are: list, ")


def test_a_misspelt_option_is_suggested(refused):
    assert "--market" in refused("show", "siloed_metrics", "--markt", "x")[-1]


@pytest.mark.parametrize(
    "arguments",
    [
        ("odd", "siloed_metrics", "--out"),
        ("new", "ours", "--from", "siloed_metrics", "--out"),
        ("validate",),
        ("report",),
        ("schema", "--out"),
        ("sweep", "smoke", "--out"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_path_longer_than_file_systems_take_is_one_short_line(refused, arguments):
    lines = refused(*arguments, "/".join(["d" * 200] * 25))
    assert len(lines) == 1
    assert len(lines[0]) < 300


def test_the_version_is_shown(call):
    result = call("--version")
    assert result.exit_code == 0 or "counterpoint" in str(result.exception)


class Raising(LazyGroup):
    def get_command(self, ctx, cmd_name):  # noqa: ARG002 - click's signature
        raised = {"mine": InputError("one\ntwo"), "stop": KeyboardInterrupt(), "pipe": None}

        @click.command(cmd_name)
        def command():
            error = raised[cmd_name]
            if error is not None:
                raise error

        return command

    def resolve_command(self, ctx, args):
        return args[0], self.get_command(ctx, args[0]), args[1:]


def test_a_mistake_ends_with_its_message_and_exit_code_2():
    from click.testing import CliRunner

    result = CliRunner().invoke(Raising(), ["mine"])
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", "one\ntwo\n")


def test_ctrl_c_ends_cleanly():
    from click.testing import CliRunner

    result = CliRunner().invoke(Raising(), ["stop"])
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "Stopped.\n")


def started(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    code = "from counterpoint.cli.main import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=False, **options,
    )  # fmt: skip


def test_a_reader_that_goes_away_ends_it_quietly():
    code = "from counterpoint.cli.main import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code, "schema"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
        process.wait()
    assert process.returncode in (0, 141)


def test_a_mistake_leaves_no_traceback():
    done = started("show", "nothing_like_this")
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("nothing_like_this: no shipped scenario is called")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "banned"),
    [
        (["list"], ("numba", "mesa", "pandas", "scipy", "matplotlib")),
        (["--help"], ("numpy", "ruamel", "pydantic", "sim.scenario", "matplotlib")),
        (["validate", "siloed_metrics"], ("numba", "mesa", "pandas", "scipy", "matplotlib")),
        (["schema"], ("numba", "mesa", "pandas", "scipy", "matplotlib")),
        (["show", "siloed_metrics", "--funnel"], ("numba", "mesa", "pandas", "matplotlib")),
    ],
)
def test_quick_commands_leave_the_heavy_libraries_alone(arguments, banned):
    code = (
        "import sys\n"
        "from counterpoint.cli.main import cli\n"
        f"cli({arguments!r}, standalone_mode=False)\n"
        f"print([name for name in {banned!r} if name in sys.modules], file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_completion_offers_shipped_names():
    environment = {
        "_COUNTERPOINT_COMPLETE": "bash_complete",
        "COMP_WORDS": "counterpoint show shared",
        "COMP_CWORD": "2",
        "PATH": "/usr/bin:/bin",
    }
    done = started(env=environment)
    assert "plain,shared_revenue" in done.stdout.splitlines()
