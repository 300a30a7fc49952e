"""Something else than Slack answers auth.test, or the token is of a kind that Vouch cannot use."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.app import build
from bot.clock import SystemClock
from bot.runners.startup import StartupError
from bot.settings import load

SOUND = {"ok": True, "team_id": "T0DIFF", "team": "Difference", "user_id": "U0VOUCH"}


@contextmanager
def answering(body: bytes, status: int = 200) -> Iterator[str]:
    """A server that gives every request this answer; yields the address of its API."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def start(sqlite_url: str, api_url: str) -> str:
    """Returns the sentence with which the start ends, or the workspace's team id."""
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-1-2-abc",
        "SLACK_APP_TOKEN": "xapp-1-A1-2-abc",
        "SLACK_API_URL": api_url,
        "DATABASE_URL": sqlite_url,
    }
    try:
        vouch = build(load(environ, env_file=None), SystemClock())
    except StartupError as error:
        return str(error)
    vouch.database.close()
    return vouch.workspace.team_id


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>\n<h1>Sign in</h1>\n" + b"x" * 5000,
        b'{"ok":tr',
        b"[1]",
        b"null",
        b"3",
        b"{}",
        b"\xff\xfe",
        b'{"ok":false}',
        b'{"ok":false,"error":{"a":1}}',
        b'{"ok":true}',
        json.dumps({**SOUND, "team_id": None}).encode(),
        json.dumps({**SOUND, "team_id": ["T0DIFF"]}).encode(),
        json.dumps({**SOUND, "user_id": None}).encode(),
        json.dumps({**SOUND, "user_id": ""}).encode(),
    ],
)
@pytest.mark.parametrize("status", [200, 403, 502])
def test_a_malformed_answer_to_auth_test_ends_the_start_in_one_line(
    sqlite_url: str, body: bytes, status: int
) -> None:
    with answering(body, status) as api_url:
        sentence = start(sqlite_url, api_url)
    assert "SLACK_API_URL" in sentence
    assert "\n" not in sentence
    assert len(sentence) < 300


@pytest.mark.parametrize(
    "org_level",
    [{"is_enterprise_install": True, "enterprise_id": "E0ORG"}, {"team_id": "E0ORG"}],
)
def test_an_org_level_token_ends_the_start_in_one_line(
    sqlite_url: str, org_level: dict[str, object]
) -> None:
    with answering(json.dumps(SOUND | org_level).encode()) as api_url:
        sentence = start(sqlite_url, api_url)
    assert "whole organization" in sentence
    assert "\n" not in sentence


def test_odd_names_and_organizations_are_left_out(sqlite_url: str) -> None:
    odd = {**SOUND, "team": None, "enterprise_id": 7, "is_enterprise_install": None}
    with answering(json.dumps(odd).encode()) as api_url:
        assert start(sqlite_url, api_url) == "T0DIFF"
