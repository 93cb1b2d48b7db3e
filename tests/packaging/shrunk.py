"""How the commands of pages are run in tests: as printed, with fewer and shorter runs."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

from scripts.pages import ROOT, Step

COUNTERPOINT = [sys.executable, "-c", "from counterpoint.cli.main import main; main()"]
FEWER = {"--replicates": "2", "--candidates": "8", "--check": "2", "--runs": "128"}
"""What options say here in place of what the page says, so that it is quick."""
SAMPLED = ("compare", "explain", "practices", "patterns")
"""Commands that are given --replicates where the page leaves it out."""
SHORTENED = ("compare", "practices", "run")
"""Commands that are given --weeks where the page shows nothing of what they print."""
QUICK: Mapping[str, tuple[str, ...]] = {
    "optimise": ("--population", "4", "--final-replicates", "2"),
    "explain": ("--causes", "2"),
    "new": ("--yes",),
    "audit": (
        "--replicates", "2", "--workers", "1", "--set", "market.accounts=60",
        "--set", "run.burn_in=13",
    ),
}  # fmt: skip
"""Options that are added here."""
ENDS = {"audit": (0, 3), "workshop": (0, 130)}
"""Exit codes of commands that tell by them what they found, or that Ctrl-C ends; 0 elsewhere."""
CLAIMS = 1
"""Claims of a file that are asked here."""
OPENED = re.compile(r"Open this address[^:]*: (http://\S+)")
ELSEWHERE, HERE = "192.168.1.20", "127.0.0.1"
"""The address that pages name, and the one that every machine has."""


def quickly(step: Step) -> tuple[str, ...]:
    """Return the command of a step with fewer runs, and shorter ones where nothing is shown."""
    words = list(step.command)
    for option, value in FEWER.items():
        if option in words:
            words[words.index(option) + 1] = value
    if words[0] in SAMPLED and "--replicates" not in words:
        words += ["--replicates", FEWER["--replicates"]]
    if words[0] in SHORTENED and step.shown is None:
        words += ["--weeks", "60"]
    return (*words, *QUICK.get(words[0], ()))


def with_few_claims(text: str) -> str:
    """Return a file of claims with the first few of them."""
    head, mark, claims = text.partition("claims:\n")
    return head + mark + "".join(claims.splitlines(keepends=True)[:CLAIMS])


def opened(words: tuple[str, ...]) -> tuple[int, str]:
    """Serve the live page as printed, read it once, and stop it with Ctrl-C.

    Returns the exit code and the page, or what the command said where it opened none.
    """
    given = [word.replace(ELSEWHERE, HERE) for word in words]
    if "--port" not in given:
        given += ["--port", str(_free_port())]
    process = subprocess.Popen(
        [*COUNTERPOINT, *given, "--no-browser"],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    said = []
    try:
        for line in process.stderr:
            said.append(line)
            if found := OPENED.search(line):
                said.append(_read(found[1]))
                break
    finally:
        process.send_signal(signal.SIGINT)
        rest = process.communicate(timeout=60)[1]
    return process.returncode, "".join([*said, rest])


def _read(address: str) -> str:
    """Return a page, which answers as soon as its address is said."""
    browser = build_opener(HTTPCookieProcessor())
    with browser.open(address, timeout=60) as answer:
        return str(answer.read().decode())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        return int(probe.getsockname()[1])


def shrink_claims(folder: Path) -> None:
    """Leave a few claims in every file of claims of a folder."""
    for path in folder.glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        if "\nclaims:\n" in text:
            path.write_text(with_few_claims(text), encoding="utf-8")
