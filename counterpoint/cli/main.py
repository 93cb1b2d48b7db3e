"""The command `counterpoint`: finds a command's file when it is asked for, not before.

A user's mistake ends with exit code 2 and one line per problem; Ctrl-C ends with 130; a reader
that goes away (`| head`) ends the command quietly; a full disk ends it with 1 and one line.
"""

from __future__ import annotations

import difflib
import errno
import importlib
import os
import signal
import sys
from typing import Any

import click

from counterpoint.terminal import watch
from counterpoint.terminal.console import use_plain_letters
from counterpoint.terminal.keeping import NOT_AS_ASKED
from counterpoint.terminal.options import FAILED, INTERRUPTED
from counterpoint.terminal.plugins import plugin_option
from counterpoint.terminal.tables import notice
from sim.core.errors import CounterpointError

SECTIONS: dict[str, dict[str, str]] = {
    "Scenarios": {
        "list": "Shipped scenarios, markets, overlays and studies.",
        "show": "A resolved scenario, and the file each value comes from.",
        "diff": "What differs between two scenarios.",
        "new": "Write a commented starter file for your company.",
        "calibrate": "Fit a market to a CRM table, or to what you know.",
        "validate": "Check files without running anything.",
        "odd": "The ODD+D document of a scenario.",
        "schema": "JSON Schema, so that an editor completes keys.",
    },
    "Runs": {
        "run": "One simulated company; writes its tables.",
        "compare": "Schemes against each other, with the same luck.",
        "rerun": "Repeat a result folder and say whether the bytes agree.",
        "report": "HTML report of a result folder.",
    },
    "Understanding": {
        "patterns": "Scoreboard against published patterns.",
        "explain": "What makes the difference between two scenarios.",
        "audit": "Whether claims survive other assumptions.",
        "story": "The dated life of one account or pair.",
        "practices": "The marginal effect of each practice.",
    },
    "Studies": {
        "new-study": "Write a starter study file.",
        "sweep": "Run a study into a results store.",
        "merge": "Join the shards of a study.",
        "sensitivity": "Which parameters matter.",
        "regimes": "Where each scheme wins.",
        "optimise": "The best pay weights over revenue and friction.",
    },
    "Page": {
        "workshop": "The live page, and workshops on it.",
        "new-pack": "Write a starter pack for a workshop.",
    },
}
"""Every command in the order of the help page, with its `short_help`: a test holds both equal."""

PIPE_CLOSED = 141
LONGEST = 80
"""Most characters of a path in a message about its length."""
OF_THE_MACHINE = {
    errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM,
    errno.EMFILE, errno.ENFILE,
}  # fmt: skip
"""Trouble that is neither the user's nor ours: full, broken or closed to us. Exit code 1."""
PLUGIN = plugin_option()


class Refusal(click.ClickException):
    """A user's mistake: the message alone, exit code 2."""

    exit_code = 2

    def show(self, file: Any = None) -> None:  # noqa: ARG002 - click's signature
        """Print the message to standard error."""
        notice(self.message)


class LazyGroup(click.Group):
    """A group whose commands live in files of their own, imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return every command, in the order of the help page."""
        return [name for section in SECTIONS.values() for name in section]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by name, importing its file."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"counterpoint.cli.{module_name(cmd_name)}")
        command = module.command
        assert isinstance(command, click.Command)
        if PLUGIN not in command.params:
            command.params.append(PLUGIN)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to call; suggest the nearest when there is none."""
        known = self.list_commands(ctx)
        word = args[0]
        if word in known or word.startswith("-"):
            return super().resolve_command(ctx, args)
        near = difflib.get_close_matches(word, known, n=1)
        more = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}."
        raise click.UsageError(f"No command is called {word!r}; {more}", ctx)

    def format_commands(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        formatter: click.HelpFormatter,
    ) -> None:
        """Write the help page from the table above, without importing any command."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Call a command; turn what went wrong into a message and an exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            if ctx.meta.get(NOT_AS_ASKED):
                ctx.exit(FAILED)
        except CounterpointError as error:
            raise Refusal(str(error)) from error
        except KeyboardInterrupt:
            notice("Stopped.")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            _close_quietly()
            ctx.exit(PIPE_CLOSED)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                raise
            raise Refusal(f"{_short(error.filename)}: the path is longer than file systems take; "
                          "choose another") from error  # fmt: skip
        return result


def module_name(command: str) -> str:
    """Return the name of the file that holds a command.

    >>> module_name("new-study")
    'new_study'
    """
    return command.replace("-", "_")


def _short(name: Any) -> str:
    """Return the beginning of a path that is too long to print."""
    text = str(name)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _close_quietly() -> None:
    """Send what is still buffered nowhere, so that leaving says nothing about the closed pipe."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _version(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    if is_asked:
        from importlib.metadata import version

        click.echo(f"counterpoint {version('counterpoint')}")
        ctx.exit()


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    help="Show the version and leave.",
)  # fmt: skip
def cli() -> None:
    """Which way of paying and organising marketing and sales works best, and why?

    \b
    A SCENARIO, MARKET, OVERLAY or STUDY is a shipped name or the path of a YAML file.
    First steps:
      counterpoint list
      counterpoint compare siloed_metrics shared_revenue cmo_reports_to_cso
    """


def end_politely() -> None:
    """Let a request to end, as batch systems send it, do what Ctrl-C does."""

    def stop(_number: int, _frame: Any) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)


def main() -> None:
    """Run the command line, on any console; end with one line when the machine refuses."""
    use_plain_letters()
    if sys.argv[1:2] and sys.argv[1] in watch.WATCHED:
        watch.watch()
    end_politely()
    try:
        cli(prog_name="counterpoint")
    except OSError as error:
        if error.errno not in OF_THE_MACHINE:
            raise
        _close_quietly()
        place = f"{error.filename}: " if error.filename else "the output cannot be written: "
        notice(f"Error: {place}{error.strerror}")
        sys.exit(1)
    finally:
        watch.goodbye()
