"""Open the page: the first firms, the workshop that is kept on disk, the server."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from counterpoint.terminal.options import cores
from counterpoint.terminal.tables import notice
from counterpoint.workshop import adding
from counterpoint.workshop.desk import Desk
from counterpoint.workshop.farm import Farm
from counterpoint.workshop.rounds import console
from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.rounds.pack import shipped_packs
from counterpoint.workshop.server import build_app
from counterpoint.workshop.uploads import Uploads
from counterpoint.workshop.watch.company import Companies
from counterpoint.workshop.watch.desk import WatchDesk
from counterpoint.workshop.watch.routes import routes
from sim.core.errors import InputError

LOCAL = "127.0.0.1"


class Page:
    """The live page on one address of this machine.

    Args:
        bases: names that may be chosen as schemes, with what `load_scenario` takes.
        shown: the schemes to begin with.
        packs: the pack to play, if any.
        file: where a workshop is kept.
        listening: where the page is served.
    """

    def __init__(
        self,
        bases: dict[str, str],
        shown: list[str],
        packs: Sequence[str],
        file: Path,
        listening: socket.socket,
    ) -> None:
        address, port = listening.getsockname()[:2]
        self.listening, self.port = listening, port
        self.is_local = address == LOCAL
        self.name = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
        self.farm = Farm(cores())
        self.desk = Desk(self.farm, bases, shown)
        self.companies = Companies()
        self.watch = WatchDesk(self.companies, bases)
        offered = {name: name for name in (*packs, *shipped_packs())}
        self.uploads = Uploads(file.with_name(f"{file.stem}_added"), bases, offered)
        self.host = Host(file, self.farm, f"http://{self.name}", offered)
        for name in packs:
            self._play(name)

    def _play(self, pack: str) -> None:
        """Begin with a pack, or go on with it. Raises: InputError when another one is open."""
        if self.host.room is None:
            self.host.open(pack)
        elif self.host.given != pack:
            self.close()
            raise InputError(
                f"{self.host.path} holds the workshop “{self.host.room.pack.title}”; go on with it "
                "(counterpoint workshop, without a pack) and put it away there, or choose another "
                "--room"
            )

    @contextmanager
    def opened(self) -> Iterator[str]:
        """Yield the facilitator's first address; let go of everything in the end."""
        room = self.host.room
        try:
            if room is None:
                notice("Simulating the first firms …")
                self.desk.warm()
            else:
                teams = len(room.state.playing())
                text = (
                    f"Workshop: {room.pack.title}, {teams} teams so far, kept in {self.host.path}"
                )
                notice(text)
            yield f"http://{self.name}/?token={self.host.token}"
        finally:
            self.close()

    def serve(self, *, opens: bool) -> None:
        """Answer until Ctrl-C."""
        hosts = [self.name, *([f"localhost:{self.port}"] if self.is_local else [])]
        home = "/" if self.host.room is None else "/workshop"
        token = self.host.token
        more = [
            *routes(self.watch, token),
            *console.routes(self.host),
            *adding.routes(self.uploads, self.host, token),
        ]
        app = build_app(self.desk, token, hosts, more, home)
        if opens:
            first = f"http://{self.name}/?token={token}"
            threading.Timer(0.8, webbrowser.open, [first]).start()
        server = uvicorn.Server(uvicorn.Config(
            app, log_level="warning", server_header=False, access_log=False,
            timeout_graceful_shutdown=1,
        ))  # fmt: skip
        self.host.ends = lambda: server.should_exit
        server.run(sockets=[self.listening])

    def close(self) -> None:
        """Let go of the file and the threads."""
        self.host.close()
        self.farm.close()
        self.companies.close()
