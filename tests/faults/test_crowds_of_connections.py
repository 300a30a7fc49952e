"""The HTTP receiver still answers while a thousand connections send nothing or half a request."""

from __future__ import annotations

import logging
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import StringIO

import pytest

from sandbox.driver.client import wait_for
from slack_io import web_server
from slack_io.web_server import OncePerMinute
from tests.office import Office

CROWD = 1000
HALF_HEADERS = b"POST /slack/events HTTP/1.1\r\nHost: vouch.test\r\nContent-"
HALF_BODY = (
    b"POST /slack/events HTTP/1.1\r\nHost: vouch.test\r\nContent-Length: 500\r\n\r\npayload="
)


@contextmanager
def usual_file_limit() -> Iterator[None]:
    """The limit of most systems, which the process may raise itself."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with usual_file_limit(), Office(sqlite_url, mode="http") as office:
        yield office


def connect(office: Office, sends: bytes) -> socket.socket:
    port = int(office.request_url.split(":")[2].split("/")[0])
    connection = socket.create_connection(("127.0.0.1", port), timeout=30)
    connection.sendall(sends)
    return connection


def is_closed(connection: socket.socket) -> bool:
    """Waits for the end of the stream. The server may first say why it ends."""
    try:
        while connection.recv(4096):
            pass
    except ConnectionResetError:
        return True
    return True


@pytest.mark.parametrize("sends", [b"", HALF_HEADERS, HALF_BODY], ids=["idle", "headers", "body"])
def test_slack_is_answered_while_a_thousand_others_hold_on(office: Office, sends: bytes) -> None:
    with ExitStack() as stack:
        for _ in range(CROWD):
            stack.enter_context(connect(office, sends))
        assert office.ada.types("/refer").modal().title
        assert office.ada.toasts == []


@pytest.mark.parametrize("sends", [b"", HALF_HEADERS, HALF_BODY], ids=["idle", "headers", "body"])
def test_a_connection_that_sends_nothing_more_is_closed(office: Office, sends: bytes) -> None:
    with connect(office, sends) as connection:
        assert is_closed(connection)


def test_more_connections_than_the_limit_wait_and_are_logged_once(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, log: StringIO
) -> None:
    monkeypatch.setattr(web_server, "MAX_CONNECTIONS", 50)
    monkeypatch.setattr(web_server, "IDLE_SECONDS", 1)
    with Office(sqlite_url, mode="http") as office, ExitStack() as stack:
        for _ in range(200):
            stack.enter_context(connect(office, b""))
        assert wait_for(lambda: "no longer accepting new connections" in log.getvalue(), 10)
        assert wait_for(lambda: _answers(office), 30)
    assert log.getvalue().count("no longer accepting new connections") == 1
    assert "Traceback" not in log.getvalue()


def _answers(office: Office) -> bool:
    with connect(office, b"GET /healthz HTTP/1.1\r\nHost: vouch.test\r\n\r\n") as connection:
        return b"200" in connection.recv(100)


def test_a_message_of_the_server_is_logged_once_in_a_minute() -> None:
    passes = OncePerMinute().filter

    def record(message: str, at: float) -> logging.LogRecord:
        made = logging.LogRecord("waitress", logging.WARNING, "", 0, message, (), None)
        made.created = at
        return made

    assert passes(record("full", 100))
    assert not passes(record("full", 159))
    assert passes(record("empty", 159))
    assert passes(record("full", 160))
    assert passes(record("full", 10))  # the clock was set back
