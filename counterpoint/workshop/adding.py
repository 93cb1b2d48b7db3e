"""The addresses at which the facilitator adds files: scenarios on Explore, a pack where one picks.

They take more bytes than others, so they are named in the guard.
"""

from __future__ import annotations

from typing import Any

from starlette.routing import Route

from counterpoint.workshop.guard import ADDING
from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.server import answering, only_facilitator
from counterpoint.workshop.uploads import Uploads
from sim.core.errors import InputError


def routes(uploads: Uploads, host: Host, token: str) -> list[Route]:
    """Return what takes files; each asks for the facilitator's cookie."""

    def pack(raw: dict[str, Any]) -> dict[str, Any]:
        if host.room is not None:
            raise InputError("a workshop is open; put it away first")
        return uploads.pack(raw)

    works = (uploads.scenarios, pack)
    return [
        Route(path, only_facilitator(token, answering(work)), methods=["POST"])
        for path, work in zip(ADDING, works, strict=True)
    ]
