"""A room full of teams: how long an action takes while firms are simulated beside it."""

from __future__ import annotations

import http.client
import json
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from benchmarks.rows import Row, Rows

TEAMS = 10
TAPS = 12
"""Changes each team sends in a stage, without a pause."""
LIMIT = 2.0
"""Seconds within which every action is answered."""
PICTURE = 15.0
"""Seconds within which a first picture is there."""


class Browser:
    """Asks as a browser would, and remembers how long each answer took."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies, self.seconds = port, "", list[float]()

    def ask(self, path: str, message: object = None) -> bytes:
        """Return the answer to a GET, or to a POST of a message."""
        asked = time.perf_counter()
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": self.cookies, "Origin": f"http://127.0.0.1:{self.port}"}
        if message is None:
            line.request("GET", path, headers=headers)
        else:
            headers["Content-Type"] = "application/json"
            line.request("POST", path, json.dumps(message), headers)
        answer = line.getresponse()
        body = answer.read()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies = value.partition(";")[0]
        line.close()
        assert answer.status < 400, f"{path}: {answer.status} {body[:200]!r}"
        self.seconds.append(time.perf_counter() - asked)
        return body


def room() -> Rows:
    """Time ten teams that join, predict and play at once; the firms are simulated meanwhile."""
    with _served() as (port, token):
        console = Browser(port)
        console.ask(f"/?token={token}")
        code = re.search(rb'id="code-small">(\w+)<', console.ask("/workshop"))
        assert code is not None
        teams = [Browser(port) for _ in range(TEAMS)]
        with ThreadPoolExecutor(TEAMS) as pool:
            codes = [code.group(1).decode()] * TEAMS
            bases = list(pool.map(_join, teams, codes, range(TEAMS)))
            _on(console, "predict")
            list(pool.map(_predict, teams, bases))
            _on(console, "play")
            list(pool.map(_decide, teams, bases, range(TEAMS)))
            _until_simulated(console)
            begun = time.perf_counter()
            _on(console, "play", 1)
            waited = max(pool.map(_until_seen, teams, bases)) - begun
        told = sorted(second for team in teams for second in team.seconds)
    yield Row(f"{TEAMS} teams at once, {len(told)} actions: median", statistics.median(told), "s")
    yield Row("95th percentile", told[int(0.95 * len(told))], "s", LIMIT)
    yield Row("slowest", told[-1], "s", LIMIT)
    yield Row(f"a quarter of {TEAMS} firms played by hand", waited, "s", PICTURE)


def _join(team: Browser, code: str, number: int) -> str:
    seat = json.loads(team.ask("/join", {"code": code, "name": f"Team {number}"}))["seat"]
    return f"/t/{seat}"


def _on(console: Browser, stage: str, number: int = 0) -> None:
    view = json.loads(console.ask("/workshop/state"))
    while (view["stage"], view["number"]) != (stage, number):
        console.ask("/workshop/advance", {"from": view["at"], "bring": True})
        view = json.loads(console.ask("/workshop/state"))


def _predict(team: Browser, base: str) -> None:
    for tap in range(TAPS):
        team.ask(f"{base}/answer", {"question": 0, "lead": 0, "low": -tap, "high": tap})
        team.ask(f"{base}/state")
    team.ask(f"{base}/reason", {"reason": "Because."})


def _decide(team: Browser, base: str, number: int) -> None:
    """Decide something that no other team decides."""
    role, first = (("marketing", "bar"), ("sales", "discount"))[number % 2]
    choice = {"bar": ("low", "high"), "discount": ("none", "all")}[first][number // 2 % 2]
    task = {"marketing": ("volume", "content", "joint"), "sales": ("leads", "deals", "sharing")}
    team.ask(f"{base}/cast", {"role": role})
    hands = {first: choice, "week": task[role][number // 4]}
    team.ask(f"{base}/decide", {"quarter": 0, "hands": hands})


def _until_simulated(console: Browser) -> None:
    """Wait for the answers, as a room does that has talked for ten minutes."""
    while not json.loads(console.ask("/workshop/state"))["simulated"]["why"]:
        time.sleep(0.5)


def _until_seen(team: Browser, base: str) -> float:
    """Return when a team sees the quarter that it has decided."""
    while json.loads(team.ask(f"{base}/state"))["play"]["quarters"][0] is None:
        time.sleep(0.2)
    return time.perf_counter()


@contextmanager
def _served() -> Iterator[tuple[int, str]]:
    """Yield port and token of a page in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    code = "from counterpoint.cli.main import main; main()"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", code, "workshop", "siloed_or_shared", "--no-browser"]
        process = subprocess.Popen(
            [*command, "--port", str(port), "--room", f"{folder}/room.sqlite"],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            yield port, _token(process, port)
        finally:
            process.kill()
            process.communicate()


def _token(process: subprocess.Popen[str], port: int) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        found = re.search(r"token=(\S+)", line)
        if found is not None:
            break
    else:
        raise AssertionError("the page did not start")
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return found.group(1)
        time.sleep(0.05)
