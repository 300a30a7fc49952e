"""`/healthz` and `/readyz`, on the port of Slack's requests and of metrics, and `/metrics`.

They show names of parts and counts, no ids. Still, a proxy should pass on `/slack/events` only.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.ops.health import Health
from bot.ops.metrics import Metrics


def health_routes(health: Health) -> list[Route]:
    """Functions that are not async run in threads, as the database may be slow to answer."""

    def answer_healthz(_request: Request) -> Response:
        return PlainTextResponse("ok\n")

    def answer_readyz(_request: Request) -> Response:
        parts = health.check()
        text = "".join(f"{part}: {problem}\n" for part, problem in parts.items())
        return PlainTextResponse(text, status_code=200 if set(parts.values()) == {"ok"} else 503)

    return [Route("/healthz", answer_healthz), Route("/readyz", answer_readyz)]


def metrics_app(metrics: Metrics, health: Health) -> Starlette:
    """Returns the app for the port of metrics, which serves all three paths."""

    def render(request: Request) -> Response:
        body, content_type = metrics.render(request.headers.get("accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    return Starlette(routes=[*health_routes(health), Route("/metrics", render)])
