"""What pages show: commands, which tests run as printed, and outputs, which are written anew.

`python -m scripts.pages [PAGE…]` runs the commands of the named pages, or of all whose outputs are
shown whole, and writes what they print in place of what is shown.

A whole `yaml` block with a schema_version is a file called after its `name`, a block of YAML,
Python or CSV that begins with `# NAME.yaml`, `# NAME.py` or `# NAME.csv` a file of that name, all
there from the beginning; all else is done from top to bottom. `sh` and `console` blocks hold
commands; a `text` block holds what the last command printed, and so does what follows a command in
a `console` block. A comment says what a reader does beside:
`<!-- in pay.yaml: needs.drift becomes needs.drif -->`.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, replace
from pathlib import Path

from click.testing import CliRunner

from counterpoint.cli.main import cli

ROOT = Path(__file__).resolve().parents[1]
HOW_TO = ROOT / "docs" / "how-to"
WHOLE = ("run-a-study", "find-what-matters", "search-for-better-pay", "find-where-a-scheme-wins")
"""How-tos that show all that their commands print."""
COLUMNS, WIDEST = "120", 118
NEW_LINE = "\n"
CUT = "…\n"
"""Stands in a file of which only parts are shown."""
PART = re.compile(
    r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$"
    r"|^<!-- in (?P<file>\S+): (?P<old>[^\n]+) becomes (?P<new>[^\n]+) -->$",
    re.DOTALL | re.MULTILINE,
)
NAMED = re.compile(r"# (\S+\.(?:yaml|py|csv))\b")
SAID_ONCE = re.compile(
    r"^(Preparing, once: .*|\w[\w ]*: [\d,]+ of [\d,]+(, about .* left)?)\n", re.MULTILINE
)
"""What a command says of itself while it works; how often depends on the machine."""


@dataclass(frozen=True)
class Step:
    """One thing a reader does, in the order of the page.

    Attributes:
        command: words after `counterpoint`; empty where a file is written or changed.
        script: Python whose output is shown.
        shown: what the page says is printed, or None.
        place: where in the page that stands: first and last character.
        file, text: a file to be written, and what it holds.
        change: in the file, what becomes what.
    """

    command: tuple[str, ...] = ()
    script: str = ""
    shown: str | None = None
    place: tuple[int, int] = (0, 0)
    file: str = ""
    text: str = ""
    change: tuple[str, str] = ("", "")


def steps(text: str) -> list[Step]:
    """Return what a reader of a page does."""
    found: list[Step] = []
    for part in PART.finditer(text):
        kind, body, start = part["kind"], part["body"], part.start("body")
        if part["file"]:
            found.append(Step(file=part["file"], change=(part["old"], part["new"])))
        elif kind == "yaml" and "schema_version:" in body and CUT not in body:
            name = re.findall(r"^name: (\S+)", body, re.MULTILINE)
            found.extend(Step(file=f"{item}.yaml", text=body) for item in name)
        elif kind in ("yaml", "python", "csv") and (named := NAMED.match(body)):
            found.append(Step(file=named[1], text=body))
        elif kind in ("sh", "bash"):
            found.extend(Step(words) for words in commands(body))
        elif kind == "console":
            found.extend(_console(body, start))
        elif kind == "python":
            found.append(Step(script=body))
        elif kind == "text" and found:
            found[-1] = replace(found[-1], shown=body, place=(start, start + len(body)))
    found = [step for step in found if not step.script or step.shown]
    files = [step for step in found if step.text]
    return files + [step for step in found if step not in files]


def commands(body: str) -> Iterator[tuple[str, ...]]:
    """Yield the words after `counterpoint` of every line that calls it."""
    for line in body.replace("\\\n", " ").splitlines():
        for call in line.split(" && "):
            words = [*shlex.split(call, comments=True), ">"]
            if words[0] == "counterpoint":
                yield tuple(words[1 : words.index(">")])


def _console(body: str, start: int) -> Iterator[Step]:
    for part in re.finditer(r"^\$ ((?:.*\\\n)*.*\n)((?:(?!\$ ).*\n)*)", body, re.MULTILINE):
        shown = part[2] if part[2].strip() else None
        place = (start + part.start(2), start + part.end(2))
        for command in commands(part[1]):
            yield Step(command, shown=shown, place=place)


def scripted(script: str) -> tuple[int, str]:
    """Return exit code and output of Python, here."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    call = [sys.executable, "-c", script]
    ended = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout + ended.stderr


def printed(command: tuple[str, ...]) -> tuple[int, str]:
    """Return exit code and all that a command prints, here."""
    environment = {"COLUMNS": COLUMNS, "TTY_COMPATIBLE": "0"}
    result = CliRunner().invoke(cli, list(command), prog_name="counterpoint", env=environment)
    return result.exit_code, SAID_ONCE.sub("", result.output)


def done(step: Step) -> None:
    """Write or change the file of a step."""
    path = Path(step.file)
    if step.text:
        path.write_text(step.text, encoding="utf-8")
        return
    old, new = step.change
    before = path.read_text(encoding="utf-8")
    if old not in before:
        raise ValueError(f"{path}: does not hold {old!r}")
    path.write_text(before.replace(old, new), encoding="utf-8")


def wrapped(said: str) -> str:
    """Return an output with its long sentences in several lines; rows of tables stay."""
    lines: list[str] = []
    for line in said.splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        if len(line) <= WIDEST or "  " in line.strip():
            lines.append(line)
        else:
            lines += textwrap.wrap(
                line.strip(), WIDEST, initial_indent=indent, subsequent_indent=f"{indent}  ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
    return "\n".join(lines)


def refreshed(text: str) -> str:
    """Return a page with what its commands print now."""
    pieces, end = [], 0
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        for step in steps(text):
            if step.file:
                done(step)
                continue
            _code, said = scripted(step.script) if step.script else printed(step.command)
            if step.shown is not None:
                blank = "\n" if step.shown.endswith("\n\n") else ""
                pieces += [text[end : step.place[0]], f"{wrapped(said.strip(NEW_LINE))}\n{blank}"]
                end = step.place[1]
    return "".join([*pieces, text[end:]])


def refresh(names: tuple[str, ...] = WHOLE, tell: Callable[[str], object] = print) -> None:
    """Write the named how-tos anew."""
    for name in names:
        path = HOW_TO / f"{name}.md"
        before = path.read_text(encoding="utf-8")
        after = refreshed(before)
        path.write_text(after, encoding="utf-8", newline="\n")
        tell(f"{path.relative_to(ROOT)}: {'the same' if after == before else 'written anew'}")


if __name__ == "__main__":
    os.environ["COLUMNS"] = COLUMNS
    refresh(tuple(sys.argv[1:]) or WHOLE, lambda line: sys.stdout.write(f"{line}\n"))
