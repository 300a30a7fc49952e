"""Slack over HTTP: `/slack/events` takes commands, clicks and events, each signed.

Bolt runs in a thread, never on the event loop: one slow handler would hold up every other ack.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, Sequence

import uvicorn
from slack_bolt import App
from slack_bolt.request import BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

LARGEST_BODY = 1024 * 1024  # bytes; Slack's own payloads stay far below
PATH = "/slack/events"
STOP_SECONDS = 5


class BodyTooLargeError(Exception):
    """The body is larger than we read."""


def web_app(bolt: App, more: Sequence[Route] = ()) -> Starlette:
    """Slack's one path, and what else is served beside it (`bot.ops.endpoints`)."""

    async def slack(request: Request) -> Response:
        try:
            body = await _body(request)
        except BodyTooLargeError:
            return PlainTextResponse("too large", status_code=413)
        except ClientDisconnect:
            return PlainTextResponse("", status_code=400)
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            return PlainTextResponse("not utf-8", status_code=400)
        headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
        if not _plausible(headers):
            return PlainTextResponse("invalid request", status_code=401)
        try:
            bolt_request = BoltRequest(body=text, query=str(request.query_params), headers=headers)
        except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
            # Bolt reads the body before it looks at the signature: nothing is known of the sender.
            return PlainTextResponse("not understood", status_code=400)
        answer = await run_in_threadpool(bolt.dispatch, bolt_request)
        kept = {name: values[0] for name, values in answer.headers.items() if values}
        return Response(answer.body, status_code=answer.status, headers=kept)

    return Starlette(routes=[Route(PATH, slack, methods=["POST"]), *more])


async def _body(request: Request) -> bytes:
    """Read as it comes: a body that says nothing of its length is cut off as well."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > LARGEST_BODY:
            raise BodyTooLargeError
    return bytes(read)


def _plausible(headers: Mapping[str, str | Sequence[str]]) -> bool:
    """Bolt answers 500, not 401, to a timestamp that is no number or a signature not in ASCII."""
    timestamp = str(headers.get("x-slack-request-timestamp", ""))
    signature = str(headers.get("x-slack-signature", ""))
    return timestamp.isascii() and timestamp.isdigit() and signature.isascii()


class Server:
    """uvicorn in a thread of its own, so that signals stay with `bot.runners.lifecycle`.

    `given` names the option or the setting that the address comes from.
    """

    def __init__(self, app: Starlette, host: str, port: int, given: str) -> None:
        self._given = given
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=STOP_SECONDS,
        )
        self._server = uvicorn.Server(config)
        self._host, self._port = host, port
        self._thread: threading.Thread | None = None

    def start(self) -> int:
        """Returns the port once it listens. Raises OSError when the address is taken."""
        listener = self._bound()  # here, for a reason in words: uvicorn would end its thread
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="http", daemon=True
        )
        self._thread.start()
        pause = threading.Event()
        while not self._server.started:
            if not self._thread.is_alive():
                raise OSError("The web server ended as it began; the log says why.")
            pause.wait(0.01)
        return int(listener.getsockname()[1])

    def _bound(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            listener = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            why = error.strerror or error
            raise OSError(f"The address given with {self._given} cannot be used: {why}.") from None
        # asyncio sets it only on a socket that names its protocol, which this one does not. Without
        # it an answer with a body waits 40 ms for the other side to confirm its head.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and self._server.started

    def stop(self) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(10)


class HttpServer(Server):
    """Where Slack's requests arrive."""

    def __init__(self, bolt: App, host: str, port: int, more: Sequence[Route] = ()) -> None:
        super().__init__(web_app(bolt, more), host, port, "--http")
