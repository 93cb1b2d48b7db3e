"""The pages of a workshop as HTML, and its QR code."""

from __future__ import annotations

import io
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from counterpoint.workshop.rounds.entries import SIDES
from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.rounds.pack_file import load_pack
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.seen import pack_card
from counterpoint.workshop.server import page
from sim.core.errors import CounterpointError

HOME = ("http://127.0.0.1:", "http://localhost:")
MARKDOWN = MarkdownIt("commonmark", {"html": False})
"""Markdown whose HTML is shown as text, and whose links cannot run anything."""


def prose(text: str) -> Markup:
    """Return Markdown as HTML.

    >>> prose("**a** <script>")
    Markup('<p><strong>a</strong> &lt;script&gt;</p>\\n')
    """
    return Markup(MARKDOWN.render(text))


def setup_page(host: Host) -> HTMLResponse:
    """Return the page on which a pack is picked; one that has become unreadable says why."""
    packs, problems = [], []
    for name, given in host.packs.items():
        try:
            packs.append({**load_pack(given).as_json(), "name": name})
        except CounterpointError as error:
            problems.append(str(error))
    return page("setup.html", packs=packs, problems="\n".join(problems))


def console_page(host: Host, room: Room) -> HTMLResponse:
    """Return the facilitator's page."""
    return page(
        "console.html",
        **_of_pack(room),
        surprise=prose(room.pack.surprise),
        code=room.code,
        address=host.address,
        alone=host.address.startswith(HOME),
        rehearsal=host.is_rehearsal,
    )


def team_page(room: Room, seat: str) -> HTMLResponse:
    """Return a phone's page."""
    return page("team.html", **_of_pack(room), seat=seat)


def join_page(code: str) -> HTMLResponse:
    """Return the page on which a phone joins."""
    return page("join.html", code=code, sides=SIDES)


def _of_pack(room: Room) -> dict[str, Any]:
    return {"pack": room.pack, "card": pack_card(room.pack), "brief": prose(room.pack.brief)}


def qr(host: Host, room: Room) -> Response:
    """Return the address to join, code included, as a picture."""
    import segno

    out = io.BytesIO()
    segno.make(f"{host.address}/join?code={room.code}", micro=False).save(
        out, kind="svg", scale=8, border=2
    )
    return Response(out.getvalue(), media_type="image/svg+xml")
