"""The facilitator's addresses. Every one of them asks for the facilitator's cookie."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from counterpoint.workshop.rounds import record
from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.rounds.pages import console_page, qr, setup_page
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.routes import SEAT, pushes, team_routes
from counterpoint.workshop.rounds.seen import console_view
from counterpoint.workshop.rounds.sheet import sheets
from counterpoint.workshop.server import answering, only_facilitator, page, set_secret

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]
InRoom: TypeAlias = Callable[[Room], Response]


def routes(host: Host) -> list[Route]:
    """Return every address of a workshop, the teams' included."""
    gets: dict[str, Handler] = {
        "": _home(host),
        "/state": _in_room(host, lambda room: JSONResponse(_view(host, room))),
        "/events": _events(host),
        "/qr.svg": _in_room(host, lambda room: qr(host, room)),
        "/debrief": _in_room(host, _debrief),
        "/export.json": _in_room(host, _json),
        "/export.csv": _in_room(host, _csv),
    }
    posts: dict[str, Callable[[dict[str, Any]], Any]] = {
        "open": lambda raw: host.open(str(raw.get("pack"))),
        "put-away": lambda _: _put_away(host),
        "advance": lambda raw: _advance(host, raw),
        "more-time": lambda raw: host.the_room().more_time(raw),
        "fit": lambda raw: _fit(host, raw),
        "pick": lambda raw: host.the_room().pick(raw),
        "rename": lambda raw: host.the_room().rename(raw),
        "remove": lambda raw: host.the_room().remove(raw),
        "merge": lambda raw: host.the_room().merge(raw),
    }
    mine = [
        *(Route(f"/workshop{path}", only_facilitator(host.token, handler))
          for path, handler in gets.items()),
        *(Route(f"/workshop/{path}", only_facilitator(host.token, answering(work)),
                methods=["POST"]) for path, work in posts.items()),
        Route("/workshop/rehearse", only_facilitator(host.token, _rehearse(host)),
              methods=["POST"]),
        Route("/rehearse", only_facilitator(host.token, _split(host))),
    ]  # fmt: skip
    return [*mine, *team_routes(host)]


def _home(host: Host) -> Handler:
    async def home(_: Request) -> Response:
        room = host.room
        if room is None:
            return await asyncio.to_thread(setup_page, host)
        return await asyncio.to_thread(console_page, host, room)

    return home


def _in_room(host: Host, make: InRoom) -> Handler:
    """Return a handler that needs an open room."""

    async def handle(_: Request) -> Response:
        room = host.room
        if room is None:
            return PlainTextResponse("No workshop is open. Pick a pack first.\n", 409)
        return await asyncio.to_thread(make, room)

    return handle


def _view(host: Host, room: Room) -> dict[str, Any]:
    return console_view(room, host.work.problem if host.work else "", dict(host.seen))


def _events(host: Host) -> Handler:
    async def events(_: Request) -> Response:
        room = host.room
        if room is None:
            return PlainTextResponse("No workshop is open. Pick a pack first.\n", 409)
        return pushes(host, room, lambda: None)

    return events


def _debrief(room: Room) -> Response:
    return page("debrief.html", **sheets(room, room.state.playing()))


def _json(room: Room) -> Response:
    return _file(record.as_json(room), "application/json", "workshop.json")


def _csv(room: Room) -> Response:
    return _file("\N{BYTE ORDER MARK}" + record.as_csv(room), "text/csv", "workshop.csv")


def _file(text: str, kind: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, media_type=f"{kind}; charset=utf-8", headers=headers)


def _advance(host: Host, raw: dict[str, Any]) -> None:
    host.the_room().advance(raw)
    if host.work is not None:
        host.work.look()


def _fit(host: Host, raw: dict[str, Any]) -> None:
    host.the_room().fit(raw)
    if host.work is not None:
        host.work.look()


def _put_away(host: Host) -> dict[str, str]:
    """Return the name of the pack that was played and of the file that is kept."""
    name = host.given
    kept = host.put_away()
    return {"pack": name, "kept": str(kept or "")}


def _rehearse(host: Host) -> Handler:
    async def rehearse(request: Request) -> Response:
        given: list[tuple[str, str]] = []
        response = await answering(lambda _: given.extend(host.rehearse()))(request)
        for seat, secret in given:
            set_secret(response, f"{SEAT}{seat}", secret)
        return response

    return rehearse


def _split(host: Host) -> Handler:
    async def split(_: Request) -> Response:
        if host.room is None or not host.is_rehearsal:
            return RedirectResponse("/workshop", 303)
        seats = host.rehearsal_seats()
        return page("rehearse.html", seats=seats)

    return split
