"""A real Chromium and a real server, both on this machine, for the tests marked `browser`."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def is_there() -> bool:
    """Return whether browser tests can run here."""
    return CHROMIUM is not None and importlib.util.find_spec("playwright") is not None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(*words: str, log: Path) -> Iterator[str]:
    """Yield the first address of a page that runs in a process of its own."""
    code = "from counterpoint.cli.main import main; main()"
    command = [sys.executable, "-c", code, "workshop", "--no-browser", "--port", str(free_port())]
    with log.open("w+") as said:
        process = subprocess.Popen(
            [*command, *words], stderr=subprocess.PIPE, stdout=said, text=True
        )
        try:
            assert process.stderr is not None
            yield next(
                found.group(0)
                for line in process.stderr
                if (found := re.search(r"http://\S+", line)) is not None
            )
        finally:
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()


@contextmanager
def chromium() -> Iterator[object]:
    """Yield a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()
