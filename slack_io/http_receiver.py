"""Receives Slack's signed requests over HTTP: commands, clicks and events at `/slack/events`.

A web server in a thread of its own passes each request to Bolt and returns Bolt's answer. Bolt runs
in further threads, as one slow handler on the event loop would delay every other answer.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Mapping, Sequence
from http import HTTPStatus

import uvicorn
from slack_bolt import App
from slack_bolt.request import BoltRequest
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from slack_io.signatures import SignatureMonitor

LARGEST_BODY = 1024 * 1024  # bytes; Slack's own payloads stay far below
PATH = "/slack/events"
STOP_SECONDS = 5
JOIN_SECONDS = 10
_POLL_SECONDS = 0.01  # while the server starts


class BodyTooLargeError(Exception):
    """The body is larger than `LARGEST_BODY`."""


def build_web_app(
    bolt: App, signatures: SignatureMonitor, extra_routes: Sequence[Route] = ()
) -> Starlette:
    """Returns the app with Slack's path and other routes, such as those of `bot.ops.endpoints`."""

    async def receive(request: Request) -> Response:
        bolt_request = await _read_request(request, signatures)
        if isinstance(bolt_request, Response):
            return bolt_request
        response = await run_in_threadpool(bolt.dispatch, bolt_request)
        if response.status == HTTPStatus.UNAUTHORIZED:
            signatures.note_refused(bolt_request.raw_body, request.headers)
        else:
            signatures.note_accepted()
        headers = {name: values[0] for name, values in response.headers.items() if values}
        return Response(response.body, status_code=response.status, headers=headers)

    return Starlette(routes=[Route(PATH, receive, methods=["POST"]), *extra_routes])


async def _read_request(request: Request, signatures: SignatureMonitor) -> BoltRequest | Response:
    """Returns the request for Bolt, or the answer to a request on which Bolt would fail."""
    try:
        text = (await _read_body(request)).decode("utf-8")
    except BodyTooLargeError:
        return PlainTextResponse("too large", status_code=413)
    except ClientDisconnect:
        return PlainTextResponse("", status_code=400)
    except UnicodeDecodeError:
        return PlainTextResponse("not utf-8", status_code=400)
    headers: dict[str, str | Sequence[str]] = dict(request.headers.items())
    if not _has_plausible_signature(headers):
        signatures.note_refused(text, headers)
        return PlainTextResponse("invalid request", status_code=401)
    try:
        return BoltRequest(body=text, query=str(request.query_params), headers=headers)
    except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
        # Bolt reads the body before it checks the signature, so the sender may be anybody.
        return PlainTextResponse("not understood", status_code=400)


async def _read_body(request: Request) -> bytes:
    """Limits the size while it reads, as a length may not be given. Raises `BodyTooLargeError`."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            raise BodyTooLargeError
    return bytes(body)


def _has_plausible_signature(headers: Mapping[str, str | Sequence[str]]) -> bool:
    """Whether Bolt can check the signature. Bolt answers 500, not 401, where the timestamp is no
    number or the signature is not ASCII."""
    timestamp = str(headers.get("x-slack-request-timestamp", ""))
    signature = str(headers.get("x-slack-signature", ""))
    return timestamp.isascii() and timestamp.isdigit() and signature.isascii()


class WebServer:
    """Runs uvicorn in a thread, where it leaves signals to `bot.runners.lifecycle`.

    `address_source` is the option or setting that names the address, for the error message.
    """

    def __init__(self, app: Starlette, host: str, port: int, address_source: str) -> None:
        self._address_source = address_source
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
        listener = self._listen()  # in this thread, so that the caller gets the error
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [listener]}, name="http", daemon=True
        )
        self._thread.start()
        pause = threading.Event()
        while not self._server.started:
            if not self._thread.is_alive():
                raise OSError("The web server ended as it began; the log says why.")
            pause.wait(_POLL_SECONDS)
        return int(listener.getsockname()[1])

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            listener = socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            why = error.strerror or error
            raise OSError(
                f"The address given with {self._address_source} cannot be used: {why}."
            ) from None
        # asyncio sets TCP_NODELAY only on a socket that names its protocol, which this one does
        # not. Without it an answer with a body waits 40 ms for the receipt of its headers.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive() and self._server.started

    def stop(self) -> None:
        self._server.should_exit = True
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)


class SlackReceiver(WebServer):
    """The web server for Slack's requests."""

    def __init__(
        self,
        bolt: App,
        signatures: SignatureMonitor,
        host: str,
        port: int,
        extra_routes: Sequence[Route] = (),
    ) -> None:
        super().__init__(build_web_app(bolt, signatures, extra_routes), host, port, "--http")
        self._signatures = signatures

    @property
    def problem(self) -> str | None:
        """What keeps Slack's requests from being answered, or None."""
        return self._signatures.problem() if self.alive else "the HTTP server has ended"
