"""What every request passes first: who it says it talks to, where it comes from, how long it is.

The Host header is checked against rebinding, Origin against posts from other pages, bodies are
capped; every answer forbids everything that does not come from this page.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterable
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY = 64 * 1024
"""Bytes a request may carry."""
ADDING = ("/api/add", "/workshop/add")
ADDED = 1536 * 1024
"""Bytes a request may carry that adds files, at these addresses."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'; "
    "base-uri 'none'"
)
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE = 6
FREE_GUESSES = 8
FORGOTTEN = 300.0
"""Seconds after which wrong codes from one address are forgotten."""


class Guard:
    """Refuses what is not ours, and stamps what leaves."""

    def __init__(self, app: ASGIApp, hosts: Iterable[str]) -> None:
        self.app = app
        self.hosts = {host.lower() for host in hosts}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, self._stamped(send))
            return
        await self.app(scope, self._capped(receive, room_for(scope)), self._stamped(send))

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        if headers.get("host", "").lower() not in self.hosts:
            return PlainTextResponse("This page is not served under that name.\n", 421)
        if scope["method"] in ("GET", "HEAD"):
            return None
        if headers.get("origin", "").lower() not in self.origins:
            return PlainTextResponse("That message does not come from this page.\n", 403)
        if headers.get("content-type", "").partition(";")[0] != "application/json":
            return PlainTextResponse("Messages are JSON.\n", 415)
        length = headers.get("content-length", "")
        most = room_for(scope)
        if not length.isdigit() or int(length) > most:
            return PlainTextResponse(f"At most {most // 1024:,} KB a message.\n", 413)
        return None

    def _capped(self, receive: Receive, most: int) -> Receive:
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > most:
                return {"type": "http.disconnect"}
            return message

        return counted

    def _stamped(self, send: Send) -> Send:
        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "no-referrer"
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        return stamped


def room_for(scope: Scope) -> int:
    """Return how many bytes a request may carry."""
    return ADDED if scope["path"] in ADDING else BODY


class Guesses:
    """Slows down those who try codes."""

    def __init__(self) -> None:
        self._wrong: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def wait(self, address: str) -> float:
        """Return how many seconds an address has to wait before it may try a code again."""
        with self._lock:
            recent = self._recent(address)
            if len(recent) < FREE_GUESSES:
                return 0.0
            return max(0.0, recent[-1] + 2.0 ** (len(recent) - FREE_GUESSES + 2) - _now())

    def note(self, address: str) -> None:
        """Remember a wrong code."""
        with self._lock:
            self._wrong[address] = [*self._recent(address)[-12:], _now()]

    def _recent(self, address: str) -> list[float]:
        return [at for at in self._wrong.get(address, []) if _now() - at < FORGOTTEN]


def _now() -> float:
    return time.monotonic()


def new_code() -> str:
    """Return a code to join with: one in nine hundred million."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE))


def new_token() -> str:
    """Return a secret that nobody guesses."""
    return secrets.token_urlsafe(24)


def is_secret(given: Any, held: str) -> bool:
    """Return whether two secrets are the same, in a time that tells nothing."""
    if not isinstance(given, str):
        return False
    return secrets.compare_digest(given.encode("utf-8", "replace"), held.encode())
