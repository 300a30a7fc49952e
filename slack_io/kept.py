"""The SDK's client over connections that stay: left to itself, it makes one for each call.

A connection is a handshake or two before the first word, and half of what a call costs us. It is
used again only within seconds and while Slack holds it open, and never for a request that may have
been read: what was said stays unknown then, as on a connection of its own
(docs/decisions/058-connections-that-stay.md).
"""

from __future__ import annotations

import io
import select
import ssl
import threading
import time
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request

from slack_sdk import WebClient

# Servers close what is idle, the impatient ones after five seconds (uvicorn's default).
KEPT_SECONDS = 4.0
MOST_KEPT = 4


class KeptClient(WebClient):
    """Behind a proxy it is the SDK's client as it is."""

    def __init__(self, *, base_url: str, timeout: int, ssl: ssl.SSLContext | None, token: str):
        super().__init__(
            token=token, base_url=base_url, timeout=timeout, ssl=ssl, retry_handlers=[]
        )
        self._connections = Connections(base_url, timeout, ssl)

    def close(self) -> None:
        self._connections.close()

    def _perform_urllib_http_request_internal(self, url: str, req: Request) -> dict[str, Any]:
        """The SDK's one door to the network. Raises what `urlopen` raises."""
        if self.proxy is not None:
            return super()._perform_urllib_http_request_internal(url, req)
        response, body = self._connections.ask(req)
        if response.status >= 300:
            raise HTTPError(
                url, response.status, response.reason, response.headers, io.BytesIO(body)
            )
        charset = response.headers.get_content_charset() or "utf-8"
        return {
            "status": response.status,
            "headers": response.headers,
            "body": body.decode(charset),
        }


class Connections:
    """To one server, for any number of threads; the one that was used last is used first."""

    def __init__(
        self,
        address: str,
        timeout: float,
        context: ssl.SSLContext | None,
        kept_seconds: float = KEPT_SECONDS,
    ) -> None:
        parts = urlsplit(address)
        self._secure, self._server = parts.scheme == "https", parts.netloc
        self._timeout = timeout
        self._context = context
        self._kept_seconds = kept_seconds
        self._lock = threading.Lock()
        self._idle: list[tuple[HTTPConnection, float]] = []

    def ask(self, request: Request) -> tuple[HTTPResponse, bytes]:
        """The answer and its body. Raises URLError where the request did not get out, OSError or
        HTTPException where no answer came."""
        connection = self._take()
        if connection is None or not _is_sent(connection, request):
            connection = self._new()
            try:
                _send(connection, request)
            except OSError as error:
                raise URLError(error) from error
        return self._answer(connection)

    @property
    def idle(self) -> list[HTTPConnection]:
        with self._lock:
            return [connection for connection, _ in self._idle]

    def close(self) -> None:
        """Those that nobody uses at the moment."""
        with self._lock:
            idle, self._idle = self._idle, []
        for connection, _ in idle:
            connection.close()

    def _new(self) -> HTTPConnection:
        if self._secure:
            return HTTPSConnection(self._server, timeout=self._timeout, context=self._context)
        return HTTPConnection(self._server, timeout=self._timeout)

    def _answer(self, connection: HTTPConnection) -> tuple[HTTPResponse, bytes]:
        try:
            response = connection.getresponse()
            body = response.read()
        except BaseException:
            connection.close()
            raise
        if not response.will_close:
            self._keep(connection)
        return response, body

    def _keep(self, connection: HTTPConnection) -> None:
        with self._lock:
            self._idle.append((connection, time.monotonic()))
            old = self._idle.pop(0)[0] if len(self._idle) > MOST_KEPT else None
        if old is not None:
            old.close()

    def _take(self) -> HTTPConnection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                connection, since = self._idle.pop()
            if time.monotonic() - since < self._kept_seconds and not _over(connection):
                return connection
            connection.close()


def _send(connection: HTTPConnection, request: Request) -> None:
    try:
        connection.request(
            request.get_method(),
            request.selector,
            body=request.data,
            headers=dict(request.header_items()),
        )
    except BaseException:
        connection.close()
        raise


def _is_sent(connection: HTTPConnection, request: Request) -> bool:
    """False: the server closed it in this very moment. It has not got the whole of the request, so
    that nothing is said twice by saying it again."""
    try:
        _send(connection, request)
    except OSError:
        return False
    return True


def _over(connection: HTTPConnection) -> bool:
    """Whether the server has closed it, or said something that nobody asked for."""
    if connection.sock is None:
        return True
    looking = select.poll()
    looking.register(connection.sock, select.POLLIN)
    return bool(looking.poll(0))
