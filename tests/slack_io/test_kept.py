"""Connections to Slack that stay: used again, never for a request that may have been read."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import SHUT_WR
from typing import Any
from urllib.request import Request

import pytest

from domain.slack_errors import Outcome
from slack_io.client import Slack
from slack_io.kept import MOST_KEPT, Connections

LONG = b"x" * 2_000_000  # more than the system takes for a connection that nobody reads


class Server:
    """Speaks HTTP/1.1 as Slack does. `behave` may answer a request in another way, by its number
    (True: done); `requests` are the bodies that were read, `connections` how many were made."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.connections = 0
        self.behave: Callable[[int, Any], bool] = lambda _number, _request: False
        self.gone = threading.Semaphore(0)  # released for each connection that is over
        self.closes = threading.Event()  # cleared: it is slow to close what the other side left
        self.closes.set()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def setup(self) -> None:
                server.connections += 1
                super().setup()

            def finish(self) -> None:
                server.closes.wait()
                super().finish()
                self.connection.close()
                server.gone.release()

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                server.requests.append(body)
                if not server.behave(len(server.requests), self):
                    self.say(200, {"ok": True, "ts": str(len(server.requests)), "said": body})

            def say(self, status: int, data: object, **headers: str) -> None:
                text = json.dumps(data).encode()
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                """Nothing is to be read in the tests' output."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/api/"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def slack(server: Server) -> Iterator[Slack]:
    with talking_to(server) as slack:
        yield slack


@contextmanager
def talking_to(server: Server) -> Iterator[Slack]:
    slack = Slack("xoxb-1", server.url)
    yield slack
    slack.close()


def post(slack: Slack, text: str = "hello") -> Outcome:
    return slack.post("C1", text, [], "key").outcome


def asking(server: Server, body: bytes) -> Request:
    return Request(f"{server.url}chat.postMessage", body, method="POST")  # noqa: S310 - our own


def cuts(_number: int, request: Any) -> bool:
    request.close_connection = True
    return True


def test_calls_one_after_the_other_share_a_connection(server: Server, slack: Slack) -> None:
    assert [post(slack) for _ in range(5)] == [Outcome.SENT] * 5
    assert (len(server.requests), server.connections) == (5, 1)


def test_what_slack_has_closed_meanwhile_is_not_used(server: Server, slack: Slack) -> None:
    def closes_after_the_first(number: int, request: Any) -> bool:
        request.close_connection = number == 1
        return False

    server.behave = closes_after_the_first
    assert post(slack) is Outcome.SENT
    assert server.gone.acquire(timeout=5)
    assert [post(slack), post(slack)] == [Outcome.SENT] * 2
    assert (len(server.requests), server.connections) == (3, 2)


def test_what_slack_says_it_will_close_is_let_go(server: Server, slack: Slack) -> None:
    def says_so(_number: int, request: Any) -> bool:
        request.say(200, {"ok": True}, Connection="close")
        return True

    server.behave = says_so
    assert [post(slack), post(slack)] == [Outcome.SENT] * 2
    assert server.connections == 2


def test_a_request_that_was_read_is_never_sent_again(server: Server, slack: Slack) -> None:
    """The second one is read on a connection that stayed, and cut without an answer."""

    server.behave = lambda number, request: number == 2 and cuts(number, request)
    assert [post(slack), post(slack), post(slack)] == [Outcome.SENT, Outcome.UNKNOWN, Outcome.SENT]
    assert (len(server.requests), server.connections) == (3, 2)


def test_a_request_that_did_not_get_out_is_sent_on_a_new_connection(server: Server) -> None:
    """Closed between the look and the request: the server has not got all of it."""
    connections = Connections(server.url, 5, None)
    connections.ask(asking(server, b"first"))
    (kept,) = connections.idle
    sock = kept.sock
    assert sock is not None
    server.closes.clear()
    sock.shutdown(SHUT_WR)  # nothing more can be written, and the other side does not close it
    response, body = connections.ask(asking(server, LONG))
    server.closes.set()
    assert (response.status, json.loads(body)["said"]) == (200, LONG.decode())
    assert (len(server.requests), server.connections) == (2, 2)
    connections.close()


def test_a_connection_that_was_idle_for_long_is_not_trusted(server: Server) -> None:
    connections = Connections(server.url, 5, None, kept_seconds=0)
    for _ in range(3):
        connections.ask(asking(server, b"x"))
    assert server.connections == 3
    connections.close()


def test_many_at_once_get_their_own_answers(server: Server) -> None:
    connections = Connections(server.url, 5, None)

    def said(number: int) -> str:
        _, body = connections.ask(asking(server, str(number).encode()))
        return str(json.loads(body)["said"])

    with ThreadPoolExecutor(12) as pool:
        assert list(pool.map(said, range(200))) == [str(number) for number in range(200)]
    assert len(connections.idle) <= MOST_KEPT
    connections.close()


def test_slack_s_pause_is_heard_however_it_is_spelled(server: Server, slack: Slack) -> None:
    def too_many(_number: int, request: Any) -> bool:
        request.say(429, {"ok": False, "error": "ratelimited"}, retry_after="7")
        return True

    server.behave = too_many
    called = slack.post("C1", "hello", [], "key")
    assert (called.outcome, called.retry_after) == (Outcome.RATE_LIMITED, 7)
    assert post(slack) is Outcome.RATE_LIMITED
    assert server.connections == 1


def test_nobody_there_is_told_from_no_answer(server: Server) -> None:
    with talking_to(server) as slack:
        post(slack)
        server.behave = cuts
        called = slack.post("C1", "hello", [], "key")
        assert (called.outcome, called.away, called.outage) == (Outcome.UNKNOWN, False, True)
        server.stop()
        called = slack.post("C1", "hello", [], "key")
        assert (called.outcome, called.away, called.outage) == (Outcome.TRY_AGAIN, True, True)


def test_behind_a_proxy_the_sdk_goes_its_own_way(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", server.url)
    slack = Slack("xoxb-1", "http://slack.test/api/")
    assert [post(slack), post(slack)] == [Outcome.SENT] * 2
    assert (len(server.requests), server.connections) == (2, 2)
