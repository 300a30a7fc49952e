"""`/healthz` and `/readyz`, on the port of Slack's requests and of metrics, and `/metrics`.

They show names of parts and counts, no ids. Still, a proxy should pass on `/slack/events` only.
"""

from __future__ import annotations

from bot.ops.health import Health
from bot.ops.metrics import Metrics
from slack_io.web_server import Answer, Endpoints, WebRequest


def build_health_endpoints(health: Health) -> Endpoints:
    def answer_healthz(_request: WebRequest) -> Answer:
        return Answer("ok\n")

    def answer_readyz(_request: WebRequest) -> Answer:
        parts = health.check()
        text = "".join(f"{part}: {problem}\n" for part, problem in parts.items())
        return Answer(text, 200 if set(parts.values()) == {"ok"} else 503)

    return {("GET", "/healthz"): answer_healthz, ("GET", "/readyz"): answer_readyz}


def build_metrics_endpoints(metrics: Metrics, health: Health) -> Endpoints:
    """Returns the endpoints for the port of metrics, which serves all three paths."""

    def render(request: WebRequest) -> Answer:
        body, content_type = metrics.render(request.headers.get("accept", ""))
        return Answer(body, headers={"Content-Type": content_type})

    return {**build_health_endpoints(health), ("GET", "/metrics"): render}
