"""The page's server: who may ask, what is answered, and the pages themselves."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import (
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from counterpoint.workshop.desk import Desk
from counterpoint.workshop.guard import Guard, is_secret
from sim.core.errors import CounterpointError, InputError

HERE = Path(__file__).resolve().parent
FACILITATOR = "facilitator"
"""The cookie of whoever opened the first address."""
Handler = Callable[[Request], Awaitable[Response]]
Answer = Callable[[dict[str, Any]], Any]

templates = Environment(
    loader=FileSystemLoader(HERE / "templates"), autoescape=select_autoescape(default=True)
)


def page(name: str, **values: Any) -> HTMLResponse:
    """Return a page from its template; everything put in is escaped."""
    return HTMLResponse(templates.get_template(name).render(**values))


def set_secret(response: Response, name: str, value: str) -> None:
    """Give a browser a secret that scripts cannot read and other sites cannot send."""
    response.set_cookie(name, value, max_age=7 * 86_400, httponly=True, samesite="strict", path="/")


def only_facilitator(token: str, handler: Handler) -> Handler:
    """Return a handler that answers only the browser that opened the first address."""

    async def guarded(request: Request) -> Response:
        if not is_secret(request.cookies.get(FACILITATOR), token):
            return PlainTextResponse(
                "This part is the facilitator's. Open the address that the terminal shows.\n", 403
            )
        return await handler(request)

    return guarded


def answering(work: Answer) -> Handler:
    """Return a handler that reads a JSON mapping, works in a thread, and answers with JSON."""

    async def handle(request: Request) -> Response:
        try:
            raw = json.loads(await request.body())
        except (ValueError, RecursionError, ClientDisconnect):
            return refused("that is not JSON")
        if not isinstance(raw, dict):
            return refused("a message is a mapping")
        try:
            return JSONResponse(await asyncio.to_thread(work, raw))
        except CounterpointError as error:
            return refused(str(error))

    return handle


def refused(text: str) -> JSONResponse:
    """Return what is wrong with a message."""
    return JSONResponse({"problem": text}, 400)


def build_app(
    desk: Desk, token: str, hosts: Sequence[str], more: Sequence[Route] = (), home: str = "/"
) -> Starlette:
    """Return the application.

    Args:
        desk: answers the explore page.
        token: the facilitator's secret.
        hosts: names (with port) under which the page may be asked for.
        more: routes of other parts.
        home: where the first address leads.
    """

    async def first(request: Request) -> Response:
        given = request.query_params.get("token")
        if given is not None:
            if not is_secret(given, token):
                return PlainTextResponse("That address is not valid any more.\n", 403)
            response = RedirectResponse(home, 303)
            set_secret(response, FACILITATOR, token)
            return response
        return await explore(request)

    async def explore_page(_: Request) -> Response:
        return page("explore.html")

    async def choices(_: Request) -> Response:
        return JSONResponse(await asyncio.to_thread(desk.choices))

    explore = only_facilitator(token, explore_page)
    return Starlette(
        routes=[
            Route("/", first),
            Route("/api/choices", only_facilitator(token, choices)),
            *_posts(token, {
                "/api/ground": desk.ground,
                "/api/picture": desk.picture,
                "/api/twins": desk.twins,
                "/api/yaml": lambda raw: _files(desk, raw),
            }),
            *more,
            Mount("/static", StaticFiles(directory=HERE / "static")),
        ],
        middleware=[Middleware(Guard, hosts=hosts)],
    )  # fmt: skip


def _posts(token: str, answers: dict[str, Answer]) -> list[Route]:
    return [
        Route(path, only_facilitator(token, answering(work)), methods=["POST"])
        for path, work in answers.items()
    ]


def _files(desk: Desk, raw: dict[str, Any]) -> dict[str, Any]:
    """Return the plans as scenario files, and the command that gives the same numbers."""
    found = desk.scenarios(raw)
    replicates, seed = raw.get("replicates"), raw.get("seed", 1)
    if not isinstance(replicates, int) or not isinstance(seed, int):
        raise InputError("replicates and seed: whole numbers")
    files = {f"{scenario.name}.yaml": scenario.to_yaml() for scenario in found}
    command = f"counterpoint compare {' '.join(files)} --replicates {replicates} --seed {seed}"
    return {"files": files, "command": command}
