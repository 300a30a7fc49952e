"""A web server with limits, for Slack's requests, health checks and metrics.

The server is waitress, because waitress limits the number of connections and closes those that send
nothing, even in the middle of a request (docs/decisions/066-waitress-for-http.md).
"""

from __future__ import annotations

import logging
import resource
import socket
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

import waitress
from waitress import wasyncore

MAX_BODY = 1024 * 1024  # bytes; Slack's payloads are far smaller
MAX_HEADERS = 32 * 1024  # bytes
THREADS = 32  # requests handled at the same time; others wait
IDLE_SECONDS = 10  # after which a connection without traffic or open requests is closed
CLEANUP_SECONDS = 2  # between two searches for idle connections
MAX_CONNECTIONS = 4000  # further ones wait in the operating system's queue
_OTHER_FILES = 200  # open files that are not connections of clients, such as the database
STOP_SECONDS = 5  # how long a stop waits for requests that are still being answered
_POLL_SECONDS = 0.01  # between two looks at the unanswered requests during a stop
_LOG_PAUSE_SECONDS = 60.0  # how long a message that waitress repeats is not logged again


@dataclass(frozen=True, slots=True)
class WebRequest:
    """A request as endpoints get it. The names of `headers` are in lower case."""

    headers: Mapping[str, str]
    query: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint answers. A `body` of text is sent as UTF-8."""

    body: str | bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


# An endpoint answers a request. waitress calls it in one of its threads.
Endpoint = Callable[[WebRequest], Answer]
# By method and path, such as ("GET", "/metrics").
Endpoints = Mapping[tuple[str, str], Endpoint]


def build_web_app(
    endpoints: Endpoints,
) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """Returns a WSGI application (PEP 3333). Without a fitting endpoint it answers 404 or 405."""
    paths = {path for _method, path in endpoints}

    def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        endpoint = endpoints.get(("GET" if method == "HEAD" else method, path))
        if endpoint is not None:
            result = endpoint(_read_request(environ))
        elif path in paths:
            result = Answer("Method Not Allowed", 405)
        else:
            result = Answer("Not Found", 404)
        body = result.body.encode() if isinstance(result.body, str) else result.body
        headers = {name.lower(): value for name, value in result.headers.items()}
        headers.setdefault("content-type", "text/plain; charset=utf-8")
        headers["content-length"] = str(len(body))
        status = f"{result.status} {HTTPStatus(result.status).phrase}"
        start_response(status, list(headers.items()))
        return [b"" if method == "HEAD" else body]

    return application


def _read_request(environ: WSGIEnvironment) -> WebRequest:
    headers = {
        name.removeprefix("HTTP_").replace("_", "-").lower(): str(value)
        for name, value in environ.items()
        if name.startswith("HTTP_") or name in ("CONTENT_TYPE", "CONTENT_LENGTH")
    }
    # waitress has received the whole body before it calls us, so this read does not wait.
    return WebRequest(headers, environ.get("QUERY_STRING", ""), environ["wsgi.input"].read())


class OncePerMinute(logging.Filter):
    """Lets each message of waitress pass once a minute.

    While many clients connect at once, waitress logs the same warning for each of them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._passed_at: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        passed_at = self._passed_at.get(record.msg)
        if passed_at is not None and 0 <= record.created - passed_at < _LOG_PAUSE_SECONDS:
            return False
        self._passed_at[record.msg] = record.created
        return True


class WebServer:
    """Runs waitress in a thread.

    `address_source` is the option or setting that names the address, for the error message.
    """

    def __init__(self, endpoints: Endpoints, host: str, port: int, address_source: str) -> None:
        self._app = build_web_app(endpoints)
        self._host, self._port = host, port
        self._address_source = address_source
        self._connections: dict[int, Any] = {}
        self._server: Any = None
        self._thread: threading.Thread | None = None

    def start(self) -> int:
        """Starts to listen, and returns the port. Raises OSError if the address cannot be used."""
        listener = self._listen()
        for name in ("waitress", "waitress.queue"):
            logger = logging.getLogger(name)
            if not any(isinstance(each, OncePerMinute) for each in logger.filters):
                logger.addFilter(OncePerMinute())
        self._server = waitress.create_server(
            self._app,
            map=self._connections,
            sockets=[listener],
            threads=THREADS,
            channel_timeout=IDLE_SECONDS,
            cleanup_interval=CLEANUP_SECONDS,
            connection_limit=prepare_for_connections(),
            max_request_body_size=MAX_BODY + 1,  # waitress refuses a body of this size
            max_request_header_size=MAX_HEADERS,
            asyncore_use_poll=True,  # select() fails beyond 1,024 files
            log_socket_errors=False,  # they are errors of the clients
            ident=None,
        )
        self._thread = threading.Thread(target=self._server.run, name="http", daemon=True)
        self._thread.start()
        return int(listener.getsockname()[1])

    def _listen(self) -> socket.socket:
        family = socket.AF_INET6 if ":" in self._host else socket.AF_INET
        try:
            return socket.create_server((self._host, self._port), family=family)
        except OSError as error:
            reason = error.strerror or error
            raise OSError(
                f"The address given with {self._address_source} cannot be used: {reason}."
            ) from None

    @property
    def alive(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def stop(self) -> None:
        """Accepts no new connections, waits until all requests are answered, and closes the rest.

        It waits `STOP_SECONDS` at most.
        """
        if self._thread is None or not self._thread.is_alive():
            return
        server = self._server
        # `server.close()` would also close the trigger, with which we wake the server's thread once
        # more below. The base class's method closes only the listening socket.
        server.trigger.pull_trigger(lambda: wasyncore.dispatcher.close(server))
        # waitress does not say when the last request is answered, so we look at short intervals.
        # An event that is never set makes the pauses, because only clocks may call `sleep`.
        never_set = threading.Event()
        for _ in range(int(STOP_SECONDS / _POLL_SECONDS)):
            if not _has_unanswered_requests(server):
                break
            never_set.wait(_POLL_SECONDS)
        server.trigger.pull_trigger(self._close_connections)
        self._thread.join(STOP_SECONDS)
        server.task_dispatcher.shutdown(timeout=1)

    def _close_connections(self) -> None:
        """Closes all connections. It runs in the server's thread, which then ends.

        The trigger stays open, because a request that is answered late may still use it.
        """
        for connection in list(self._connections.values()):
            if connection is not self._server.trigger:
                connection.close()
        self._connections.clear()


def _has_unanswered_requests(server: Any) -> bool:
    channels = list(server.active_channels.values())
    return any(channel.requests or channel.total_outbufs_len for channel in channels)


def prepare_for_connections() -> int:
    """Raises the limit of open files if needed, and returns how many connections are possible.

    Each connection is an open file. The usual soft limit is 1,024 files. A process can raise it up
    to the hard limit.
    """
    soft_limit, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = MAX_CONNECTIONS + _OTHER_FILES
    allowed = needed if hard_limit == resource.RLIM_INFINITY else min(needed, hard_limit)
    if soft_limit != resource.RLIM_INFINITY and soft_limit < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard_limit))
    return allowed - _OTHER_FILES
