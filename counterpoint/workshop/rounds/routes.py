"""The addresses of a workshop: the facilitator's under /workshop, a phone's under /t/its seat."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import (
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from counterpoint.workshop.rounds.host import Host
from counterpoint.workshop.rounds.pages import join_page, team_page
from counterpoint.workshop.rounds.room import Room
from counterpoint.workshop.rounds.seen import team_view
from counterpoint.workshop.rounds.sheet import sheets
from counterpoint.workshop.rounds.state import Team
from counterpoint.workshop.server import answering, page, set_secret

SEAT = "seat_"
"""Beginning of the cookie that holds a seat's secret."""
LOOK = 0.2
"""Seconds between two looks at whether there is something new."""
BEAT = 10.0
"""Seconds after which a connection is told that it lives."""
Seated: TypeAlias = Callable[[Request, Room, Team], Awaitable[Response]]


def team_routes(host: Host) -> list[Route]:
    """Return what phones may ask for."""

    def post(action: Callable[[Room], Callable[[Team, dict[str, Any]], None]]) -> Seated:
        async def handle(request: Request, room: Room, team: Team) -> Response:
            return await answering(lambda raw: action(room)(team, raw))(request)

        return handle

    posts: dict[str, Seated] = {
        "answer": post(lambda room: room.answer),
        "reason": post(lambda room: room.reason),
        "plan": post(lambda room: room.plan),
        "judge": post(lambda room: room.judge),
        "cast": post(lambda room: room.cast),
        "decide": post(lambda room: room.decide),
        "guess": post(lambda room: room.guess),
        "mark": post(lambda room: room.mark),
        "card": post(lambda room: room.card),
        "done": post(lambda room: room.done),
    }
    return [
        Route("/join", _join_form(host)),
        Route("/join", _join(host), methods=["POST"]),
        Route("/t/{seat}", _seated(host, _team_page)),
        Route("/t/{seat}/state", _seated(host, _state)),
        Route("/t/{seat}/events", _seated(host, _follow(host))),
        Route("/t/{seat}/debrief", _seated(host, _sheet)),
        *(
            Route(f"/t/{{seat}}/{name}", _seated(host, handler), methods=["POST"])
            for name, handler in posts.items()
        ),
    ]


def seated(host: Host, request: Request, seat: str) -> tuple[Room, Team] | None:
    """Return the room and the team that a request's seat acts for, or None."""
    room = host.room
    if room is None:
        return None
    team = room.seated(seat, request.cookies.get(f"{SEAT}{seat}"))
    return None if team is None else (room, team)


def _seated(host: Host, handler: Seated) -> Callable[[Request], Awaitable[Response]]:
    """Return a handler for phones that hold a seat; others are told how to get one."""

    async def guarded(request: Request) -> Response:
        found = seated(host, request, str(request.path_params["seat"]))
        if found is None:
            if request.url.path.count("/") == 2:
                return RedirectResponse("/join?another=1", 303)
            text = "This seat is not taken by this phone, or the workshop has ended. Join again."
            return PlainTextResponse(text, 403)
        host.heard(found[1].id)
        return await handler(request, *found)

    return guarded


def _join_form(host: Host) -> Callable[[Request], Awaitable[Response]]:
    async def form(request: Request) -> Response:
        seats = [name.removeprefix(SEAT) for name in request.cookies if name.startswith(SEAT)]
        for seat in seats if "another" not in request.query_params else []:
            found = seated(host, request, seat)
            if found is not None and not found[1].gone:
                return RedirectResponse(f"/t/{seat}", 303)
        return join_page(request.query_params.get("code", "")[:8])

    return form


def _join(host: Host) -> Callable[[Request], Awaitable[Response]]:
    async def join(request: Request) -> Response:
        caller = request.client.host if request.client else ""
        given: list[tuple[str, str]] = []

        def work(raw: dict[str, Any]) -> dict[str, str]:
            given.append(host.join(caller, raw.get("code"), raw.get("name"), raw.get("side")))
            return {"seat": given[0][0]}

        response = await answering(work)(request)
        for seat, secret in given:
            set_secret(response, f"{SEAT}{seat}", secret)
        return response

    return join


async def _team_page(request: Request, room: Room, _: Team) -> Response:
    return team_page(room, str(request.path_params["seat"]))


async def _state(_: Request, room: Room, team: Team) -> Response:
    return JSONResponse(await asyncio.to_thread(team_view, room, team))


async def _sheet(_: Request, room: Room, team: Team) -> Response:
    return page("debrief.html", **await asyncio.to_thread(sheets, room, [team]))


def _follow(host: Host) -> Seated:
    async def follow(_: Request, room: Room, team: Team) -> Response:
        return pushes(host, room, lambda: host.heard(team.id))

    return follow


def pushes(host: Host, room: Room, heard: Callable[[], None]) -> StreamingResponse:
    """Return an answer that says each time there is something new, and nothing else."""

    async def stream() -> AsyncIterator[str]:
        said, beat = "", time.monotonic()
        while not host.ends() and host.room is room:
            now = f"{host.born}.{room.version}"
            if now != said or time.monotonic() - beat > BEAT:
                said, beat = now, time.monotonic()
                heard()
                yield f"data: {now}\n\n"
            await asyncio.sleep(LOOK)

    return StreamingResponse(stream(), media_type="text/event-stream")
