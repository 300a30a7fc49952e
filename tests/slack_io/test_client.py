"""The Web API client never repeats a request that Slack may have read, and returns a result for
each kind of answer, refusal or missing answer."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import URLError

import pytest

from domain.directory import DirectoryError
from domain.observer import NullObserver
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient, Timeouts
from slack_io.results import CallResult, result_without_answer

Answer = tuple[int, dict[str, Any], dict[str, str]]


class Server:
    """An HTTP server. `answer` is called with the path and the number of the request; where it
    returns None, the connection is closed without an answer. `requests` has the bodies so far.
    """

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.answer: Callable[[str, int], Answer | None] = lambda _path, _number: (
            200,
            {"ok": True, "ts": "1.1"},
            {},
        )
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                server.requests.append(self.rfile.read(length).decode())
                answer = server.answer(self.path, len(server.requests))
                if answer is None:
                    return
                status, data, headers = answer
                body = json.dumps(data).encode()
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Logs nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/api/"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


def post_message(slack: SlackClient) -> CallResult:
    return slack.post_message("C1", "hello", [], "key")


def test_a_request_that_was_read_is_never_sent_again(server: Server) -> None:
    server.answer = lambda _path, _number: None
    result = post_message(SlackClient("xoxb-1", server.url))
    assert (result.outcome, result.unreachable, result.outage) == (CallOutcome.UNKNOWN, False, True)
    assert len(server.requests) == 1


def test_an_answer_that_takes_too_long_leaves_the_outcome_unknown(server: Server) -> None:
    may_answer = threading.Event()

    def wait(_path: str, _number: int) -> None:
        may_answer.wait(10)

    server.answer = wait
    result = post_message(SlackClient("xoxb-1", server.url, Timeouts(post=1)))
    may_answer.set()
    assert (result.outcome, len(server.requests)) == (CallOutcome.UNKNOWN, 1)


def test_a_refused_connection_means_that_nothing_was_read(server: Server) -> None:
    server.stop()
    result = post_message(SlackClient("xoxb-1", server.url))
    assert (result.outcome, result.unreachable) == (CallOutcome.TRY_AGAIN, True)
    assert result.outage


@pytest.mark.parametrize(
    ("error", "unreachable"),
    [
        (URLError(socket.gaierror()), True),
        (URLError(ConnectionRefusedError()), True),
        (URLError(ssl.SSLCertVerificationError()), True),
        (URLError(ConnectionResetError()), False),
        (URLError(TimeoutError()), False),
        (TimeoutError(), False),
        (ConnectionResetError(), False),
    ],
)
def test_only_a_connection_that_was_never_made_proves_that_nothing_was_read(
    error: Exception, unreachable: bool
) -> None:
    result = result_without_answer(error)
    assert result.unreachable is unreachable
    assert result.outcome is (CallOutcome.TRY_AGAIN if unreachable else CallOutcome.UNKNOWN)


@pytest.mark.parametrize("header", ["Retry-After", "retry-after"])
def test_the_retry_after_header_is_read_in_any_case(server: Server, header: str) -> None:
    server.answer = lambda _path, _number: (
        429,
        {"ok": False, "error": "ratelimited"},
        {header: "7"},
    )
    result = post_message(SlackClient("xoxb-1", server.url))
    assert (result.outcome, result.retry_after) == (CallOutcome.RATE_LIMITED, 7)
    assert len(server.requests) == 1


def test_a_search_for_a_message_reads_page_after_page(server: Server) -> None:
    def page(_path: str, number: int) -> Answer:
        key = {"metadata": {"event_payload": {"key": f"key-{number}"}}}
        return (
            200,
            {
                "ok": True,
                "messages": [{"ts": f"{number}.1", "user": "U0BOT", **key}],
                "response_metadata": {"next_cursor": f"page{number + 1}" if number < 3 else ""},
            },
            {},
        )

    server.answer = page
    slack = SlackClient("xoxb-1", server.url)
    assert slack.find_message("C1", "key-3", 0.0, "U0BOT") == "3.1"
    assert "cursor=page3" in server.requests[2]
    server.requests.clear()
    assert slack.find_message("C1", "another", 0.0, "U0BOT") is None
    assert len(server.requests) == 3


def test_members_that_cannot_be_read_are_an_error(server: Server) -> None:
    limited = (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "30"})
    server.answer = lambda _path, _number: limited
    slack = SlackClient("xoxb-1", server.url)
    with pytest.raises(DirectoryError, match=r"users.list: ratelimited") as raised:
        slack.fetch_profile_page("T0ACME", "")
    assert (raised.value.temporary, raised.value.retry_after) == (True, 30)
    with pytest.raises(DirectoryError, match=r"users.info: ratelimited"):
        slack.fetch_profile("U0ADA", "T0ACME")
    server.answer = lambda _path, _number: (200, {"ok": False, "error": "user_not_found"}, {})
    assert slack.fetch_profile("U0ADA", "T0ACME") is None


@pytest.mark.parametrize(
    "error", ["no_such_subteam", "paid_teams_only", "permission_denied", "missing_scope"]
)
def test_a_group_that_slack_refuses_is_refused_for_good(server: Server, error: str) -> None:
    server.answer = lambda _path, _number: (200, {"ok": False, "error": error}, {})
    slack = SlackClient("xoxb-1", server.url)
    for name in ("S0RECRUIT", "recruiters"):
        with pytest.raises(DirectoryError, match=error) as raised:
            slack.fetch_group(name)
        assert not raised.value.temporary


def test_a_handle_without_a_group_is_no_such_group(server: Server) -> None:
    groups = [{"id": "S0COOKS", "handle": "cooks"}]
    server.answer = lambda _path, _number: (200, {"ok": True, "usergroups": groups}, {})
    with pytest.raises(DirectoryError, match="no_such_subteam"):
        SlackClient("xoxb-1", server.url).fetch_group("recruiters")


def test_each_call_is_reported_to_the_observer(server: Server) -> None:
    calls: list[tuple[str, CallOutcome]] = []

    class Recording(NullObserver):
        def record_call(self, method: str, outcome: CallOutcome) -> None:
            calls.append((method, outcome))

    slack = SlackClient("xoxb-1", server.url, observer=Recording())
    post_message(slack)
    server.answer = lambda _path, _number: (200, {"ok": False, "error": "invalid_auth"}, {})
    slack.fetch_identity()
    assert calls == [
        ("chat.postMessage", CallOutcome.SENT),
        ("auth.test", CallOutcome.TOKEN_DEAD),
    ]
