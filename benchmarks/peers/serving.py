"""Serves a peer over HTTP exactly as Vouch is served: Bolt's dispatch in a thread of the pool."""

from __future__ import annotations

from slack_bolt import App
from slack_bolt.request import BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def web_app(app: App) -> Starlette:
    async def receive(request: Request) -> Response:
        body = (await request.body()).decode()
        bolt_request = BoltRequest(body=body, headers=dict(request.headers))
        response = await run_in_threadpool(app.dispatch, bolt_request)
        headers = {name: values[0] for name, values in response.headers.items()}
        return Response(response.body, status_code=response.status, headers=headers)

    return Starlette(routes=[Route("/slack/events", receive, methods=["POST"])])
