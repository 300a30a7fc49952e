"""`/healthz`, `/readyz` and `/metrics`: on a port of their own, the first two beside HTTP as well.

They tell of parts, counts and ids of none; still, a proxy should pass on `/slack/events` only.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import Vouch
from bot.ops.health import Health
from bot.ops.metrics import Metrics
from slack_io.socket_mode import SocketStatus


def health_routes(health: Health) -> list[Route]:
    """Plain functions: Starlette runs them in threads, as asking the database may take a while."""

    def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    def ready(_request: Request) -> Response:
        parts = health.parts()
        well = all(word == "ok" for word in parts.values())
        text = "".join(f"{part}: {word}\n" for part, word in parts.items())
        return PlainTextResponse(text, status_code=200 if well else 503)

    return [
        Route("/healthz", alive, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
    ]


def metrics_app(vouch: Vouch, health: Health, link: Callable[[], SocketStatus | None]) -> Starlette:
    """All three, for a port of their own."""
    page = Metrics(vouch.database, vouch.clock, vouch.instrumentation, link).page

    def metrics(request: Request) -> Response:
        body, content_type = page(request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    routes = [*health_routes(health), Route("/metrics", metrics, methods=["GET"])]
    return Starlette(routes=routes)
