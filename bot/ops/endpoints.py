"""`/healthz`, `/readyz` and `/metrics`: on a port of their own, the first two beside HTTP as well.

They hold names of parts, counts and no ids; still, a proxy should pass on `/slack/events` only.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ops.health import Health
from bot.ops.metrics import Metrics


def health_routes(health: Health) -> list[Route]:
    """The handlers are not async: Starlette runs them in threads, and the database may be slow."""

    def alive(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    def ready(_request: Request) -> Response:
        parts = health.check()
        text = "".join(f"{part}: {problem}\n" for part, problem in parts.items())
        return PlainTextResponse(text, status_code=200 if set(parts.values()) == {"ok"} else 503)

    return [
        Route("/healthz", alive, methods=["GET"]),
        Route("/readyz", ready, methods=["GET"]),
    ]


def metrics_app(metrics: Metrics, health: Health) -> Starlette:
    """All three, for a port of their own."""

    def render(request: Request) -> Response:
        body, content_type = metrics.render(request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    return Starlette(routes=[*health_routes(health), Route("/metrics", render, methods=["GET"])])
