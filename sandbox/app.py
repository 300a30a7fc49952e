"""Builds the sandbox's web app, which answers only requests that are addressed to localhost.

A bot uses it as Slack. People, or tests in their place, use it through the page or `PeopleApi`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket

import sandbox.web_api  # noqa: F401  (importing it registers the methods)
from sandbox.engine import Engine
from sandbox.faults.connections import TransportInScope
from sandbox.interactions.response_urls import answer_response_url
from sandbox.people.routes import PeopleApi
from sandbox.web_api.endpoint import answer_web_api
from sandbox.web_api.files import receive_upload, serve_private_file

ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
STATIC = Path(__file__).parent / "static"


class SameOriginOnly:
    """Refuses requests that a browser sends for a page of another site.

    Bots are no browsers and send no origin, so their requests pass.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            headers = dict(scope["headers"])
            origin = headers.get(b"origin", b"").decode("latin-1")
            host = headers.get(b"host", b"").decode("latin-1")
            if origin and urlsplit(origin).netloc != host:
                await PlainTextResponse("wrong origin", status_code=403)(scope, receive, send)
                return
        await self._app(scope, receive, send)


def build_app(engine: Engine, lifespan: Any) -> ASGIApp:
    """The app with all routes. `lifespan`, a Starlette lifespan, runs the background loop."""

    def with_engine(
        handler: Callable[[Engine, Request], Awaitable[Response]],
    ) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                return await handler(engine, request)
            except ClientDisconnect:  # the client left before its request was complete
                return Response(status_code=400)

        return endpoint

    async def serve_socket_mode(socket: WebSocket) -> None:
        await engine.sockets.serve(socket)

    async def serve_page(_request: Request) -> Response:
        index = STATIC / "index.html"
        if not index.exists():
            return PlainTextResponse("This sandbox was installed without its page.")
        return FileResponse(index)

    routes: list[BaseRoute] = [
        Route("/api/{method}", with_engine(answer_web_api), methods=["GET", "POST"]),
        WebSocketRoute("/link/", serve_socket_mode),
        Route("/hooks/{key}", with_engine(answer_response_url), methods=["POST"]),
        Route("/upload/v1/{file_id}", with_engine(receive_upload), methods=["POST"]),
        Route("/files-pri/{file_id}/{name:path}", with_engine(serve_private_file)),
        *PeopleApi(engine).routes(),
        Route("/", serve_page),
        # The directory is missing if the sandbox was installed without its page.
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
    ]
    middleware = [
        Middleware(TrustedHostMiddleware, allowed_hosts=ALLOWED_HOSTS),
        Middleware(SameOriginOnly),
    ]
    return TransportInScope(Starlette(routes=routes, middleware=middleware, lifespan=lifespan))
