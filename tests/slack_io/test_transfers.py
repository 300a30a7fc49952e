"""A private file is read with the token, which goes to no other address. A web page is refused."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from domain.outcomes import CallOutcome
from slack_io.results import CallResult
from slack_io.transfers import fetch_bytes, send_bytes

MAX = 100


class FileServer:
    """Serves a few addresses. `tokens` has the authorization of each request by its path."""

    def __init__(self) -> None:
        self.tokens: dict[str, str | None] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.tokens[self.path] = self.headers.get("Authorization")
                if self.path == "/moved":
                    self.send_response(302)
                    self.send_header("Location", f"{server.url}/elsewhere")
                    self.end_headers()
                    return
                self.send_response(404 if self.path == "/gone" else 200)
                is_page = self.path in ("/sign-in", "/elsewhere")
                self.send_header("Content-Type", "text/html" if is_page else "application/pdf")
                self.end_headers()
                self.wfile.write(b"x" * (MAX + 1 if self.path == "/large" else MAX))

            def do_POST(self) -> None:
                self.send_response(404)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Logs nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()


@pytest.fixture
def server() -> Iterator[FileServer]:
    server = FileServer()
    yield server
    server.stop()


def fetch(url: str) -> CallResult:
    return fetch_bytes(url, "xoxb-1", 5, None, MAX)


def test_a_file_is_its_bytes_and_a_page_is_refused(server: FileServer) -> None:
    fetched = fetch(f"{server.url}/file")
    assert (fetched.outcome, fetched.data["content"]) == (CallOutcome.SENT, b"x" * MAX)
    assert server.tokens == {"/file": "Bearer xoxb-1"}
    for path, outcome, error in (
        ("/sign-in", CallOutcome.FORBIDDEN, "sign_in_page"),
        ("/moved", CallOutcome.FORBIDDEN, "sign_in_page"),
        ("/gone", CallOutcome.FILE_GONE, "file_not_found"),
        ("/large", CallOutcome.FORBIDDEN, "file_too_large"),
    ):
        refused = fetch(server.url + path)
        assert (refused.outcome, refused.error) == (outcome, error)
    assert server.tokens["/elsewhere"] is None
    assert fetch("file:///etc/passwd").error == "unreadable_address"
    assert send_bytes(f"{server.url}/old", b"x", 5, None).error == "http_404"
