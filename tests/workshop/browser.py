"""A real Chromium and a real server, both on this machine, for the tests marked `browser`."""

from __future__ import annotations

import importlib.util
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

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


class Server:
    """The page in a process of its own, on one port, that can be killed and started again."""

    def __init__(self, *words: str, log: Path) -> None:
        self.words, self.log = words, log / "log.txt"
        self.port, self.kills, self.last_code = free_port(), 0, 0

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start, and wait until it says its address."""
        code = "from counterpoint.cli.main import main; main()"
        command = [sys.executable, "-c", code, "workshop", "--no-browser"]
        with self.log.open("a") as said:
            self.process = subprocess.Popen(
                [*command, "--port", str(self.port), *self.words],
                stderr=subprocess.PIPE, stdout=said, text=True,
            )  # fmt: skip
        assert self.process.stderr is not None
        told = []
        for line in self.process.stderr:
            told.append(line)
            if (found := re.search(r"http://\S+token=\S+", line)) is not None:
                self.address = found.group(0)
                break
        else:
            raise AssertionError("".join(told))
        wait_for(self.port)

    def kill(self) -> None:
        """Kill it with -9: nothing is tidied up."""
        self.process.kill()
        self.process.communicate()
        self.last_code = self.process.returncode
        self.kills += 1


def wait_for(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens on {port}")


@contextmanager
def served(*words: str, log: Path) -> Iterator[str]:
    """Yield the first address of a page that runs in a process of its own."""
    with Server(*words, log=log) as server:
        yield server.address


@contextmanager
def chromium() -> Iterator[object]:
    """Yield a browser."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def listened(chromium: Any, patience: int) -> Any:
    """Return a page of a desktop's size: `said` has its words, `asked` what it fetched."""
    opened = chromium.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(patience)
    opened.said, opened.asked = [], []
    opened.on("console", lambda message: opened.said.append(message.text))
    opened.on("pageerror", lambda error: opened.said.append(str(error)))
    opened.on("request", lambda request: opened.asked.append(request.url))
    return opened


AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
"""Checks accessibility; `make browser` fetches it where npm is there."""


def findings(page: Any) -> list[str]:
    """Return what axe-core finds serious or critical on a page."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations', 'passes']})")
    assert len(found["passes"]) > 10, "axe-core did not look"
    return [
        f"{each['id']}: {[node['target'] for node in each['nodes']]}"
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]
