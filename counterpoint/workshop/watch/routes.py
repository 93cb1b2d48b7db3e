"""The addresses of the watch page. Every one of them asks for the facilitator's cookie."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from counterpoint.workshop.server import Answer, answering, only_facilitator, page
from counterpoint.workshop.watch.desk import WatchDesk


def routes(desk: WatchDesk, token: str) -> list[Route]:
    """Return the page and what it asks for."""

    async def watch(_: Request) -> Response:
        return page("watch.html")

    answers: dict[str, Answer] = {
        "/api/watch": desk.company,
        "/api/watch/weeks": desk.weeks,
        "/api/watch/story": desk.story,
    }
    return [
        Route("/watch", only_facilitator(token, watch)),
        *(
            Route(path, only_facilitator(token, answering(work)), methods=["POST"])
            for path, work in answers.items()
        ),
    ]
