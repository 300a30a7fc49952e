"""HTTP requests to `/slack/events`: which are accepted, which are refused, and what is logged."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urlencode

import httpx
import pytest

from bot.app import build
from bot.clock import SystemClock
from bot.settings import load
from domain.permissions import Access
from handlers.protocol import Done, Request, Response, Source
from services.context import Context
from slack_io.http_receiver import PATH, SlackReceiver
from slack_io.web_server import MAX_BODY
from tests.logs import collected_log
from tests.quiet_bot import QuietBot

SECRET = "5ec2e7"
PERSONAL_TEXT = "grace@example.org is who I mean"


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        settings = load(
            {
                "SLACK_BOT_TOKEN": bot.slack.bot_token,
                "SLACK_SIGNING_SECRET": SECRET,
                "SLACK_API_URL": bot.slack.api_url,
                "DATABASE_URL": sqlite_url,
            },
            env_file=None,
            mode="http",
        )
        bot.vouch = build(settings, SystemClock(), signing_secret=SECRET)
        yield bot


@pytest.fixture
def address(bot: QuietBot) -> Iterator[str]:
    server = SlackReceiver(bot.vouch.bolt, bot.vouch.signatures, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.start()}{PATH}"
    server.stop()


@pytest.fixture
def log() -> Iterator[StringIO]:
    with collected_log("DEBUG") as stream:
        yield stream


def sign(body: bytes, timestamp: str | None = None, secret: str = SECRET) -> dict[str, str]:
    sent_at = timestamp or str(int(SystemClock().now().timestamp()))
    base = b"v0:" + sent_at.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": sent_at,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def build_command(text: str = "help") -> bytes:
    return urlencode(
        {
            "command": "/refer",
            "text": text,
            "user_id": "U0ADA",
            "team_id": "T0DIFF",
            "trigger_id": "1.2.a",
        }
    ).encode()


def test_a_signed_command_is_answered(address: str) -> None:
    body = build_command()
    answer = httpx.post(address, content=body, headers=sign(body))
    assert answer.status_code == 200
    assert answer.json()["response_type"] == "ephemeral"
    assert answer.headers.get_list("content-type") == ["application/json;charset=utf-8"]


def test_the_url_verification_is_answered(address: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    headers = sign(body) | {"Content-Type": "application/json"}
    answer = httpx.post(address, content=body, headers=headers)
    assert (answer.status_code, "3eZbrw1a" in answer.text) == (200, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"X-Slack-Signature": "v0=" + "0" * 64},
        {"X-Slack-Signature": "\u00e9"},
        {"X-Slack-Signature": ""},
        {"X-Slack-Request-Timestamp": "yesterday"},
        {"X-Slack-Request-Timestamp": "-1"},
        {"X-Slack-Request-Timestamp": "1e9"},
        {"X-Slack-Request-Timestamp": ""},
        {"X-Slack-Request-Timestamp": "9" * 40},
        {"X-Slack-Request-Timestamp": "1531420618"},
    ],
)
def test_a_request_without_a_valid_signature_is_refused_and_not_logged(
    address: str, log: StringIO, wrong: dict[str, str]
) -> None:
    body = build_command(PERSONAL_TEXT)
    headers = {
        name.encode(): value.encode("latin-1") for name, value in (sign(body) | wrong).items()
    }
    assert httpx.post(address, content=body, headers=headers).status_code == 401
    assert "grace" not in log.getvalue()


def test_an_old_request_with_a_valid_signature_is_refused(address: str) -> None:
    body = build_command()
    old = str(int(SystemClock().now().timestamp()) - 301)
    assert httpx.post(address, content=body, headers=sign(body, old)).status_code == 401


def test_a_request_without_signature_headers_is_refused(address: str) -> None:
    assert httpx.post(address, content=build_command()).status_code == 401


@pytest.mark.parametrize("length_told", [True, False])
def test_a_body_beyond_a_mebibyte_is_refused(address: str, length_told: bool) -> None:
    body = b"x" * (MAX_BODY + 1)
    content = body if length_told else iter([body[:MAX_BODY], body[MAX_BODY:]])
    try:
        answer = httpx.post(address, content=content, headers=sign(body))
    except httpx.WriteError:
        return  # the server closed the connection before the whole body was sent
    assert answer.status_code == 413


def test_a_body_of_just_a_mebibyte_is_read(address: str) -> None:
    body = build_command().ljust(MAX_BODY, b"&")
    assert httpx.post(address, content=body, headers=sign(body)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"{", b'{"a":', b"payload=nonsense", b"payload=%7B%22a%22", b"[1]", b"payload=3"],
)
def test_a_malformed_body_raises_no_error(address: str, log: StringIO, body: bytes) -> None:
    for headers in (sign(body), sign(body, secret="another")):
        assert httpx.post(address, content=body, headers=headers).status_code in (400, 401, 404)
    assert "Traceback" not in log.getvalue()


@pytest.mark.parametrize(
    "odd",
    [
        {"type": "block_actions", "user": {"id": "U0ADA"}, "actions": []},
        {"type": "block_actions", "user": {"id": None}, "actions": [], "team": {"id": "T0DIFF"}},
        {"type": "view_submission", "view": None},
        {"type": "view_submission", "view": [], "user": {"id": "U0ADA"}},
        {"type": "event_callback", "event": [], "authorizations": [None]},
    ],
)
def test_a_payload_of_an_unexpected_shape_raises_no_error(
    address: str, log: StringIO, odd: dict[str, object]
) -> None:
    """Bolt reads these payloads before a listener does, and raises on missing fields."""
    body = urlencode({"payload": json.dumps(odd)}).encode()
    answer = httpx.post(address, content=body, headers=sign(body))
    assert answer.status_code in (200, 400, 404)
    assert "Traceback" not in log.getvalue() + answer.text


def test_a_payload_nested_without_end_is_not_understood(address: str) -> None:
    body = urlencode({"payload": "[" * 100_000}).encode()
    assert httpx.post(address, content=body, headers=sign(body)).status_code == 400


def test_only_post_requests_are_accepted(address: str) -> None:
    assert httpx.get(address).status_code == 405
    assert httpx.get(address.removesuffix(PATH) + "/").status_code == 404


def test_a_port_that_is_taken_is_an_os_error(bot: QuietBot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="--http"):
            SlackReceiver(
                bot.vouch.bolt, bot.vouch.signatures, "127.0.0.1", taken.getsockname()[1]
            ).start()


def test_an_answer_is_sent_without_delay(bot: QuietBot) -> None:
    """Without TCP_NODELAY each answer with a body comes 40 ms late."""
    server = SlackReceiver(bot.vouch.bolt, bot.vouch.signatures, "127.0.0.1", 0)
    server.start()
    try:
        options = server._server.adj.socket_options
    finally:
        server.stop()
    assert (socket.SOL_TCP, socket.TCP_NODELAY, 1) in options


def test_one_slow_handler_does_not_hold_up_the_next(bot: QuietBot, address: str) -> None:
    handler_started, may_finish = threading.Event(), threading.Event()

    def slow(_context: Context, _request: Request) -> Response:
        handler_started.set()
        assert may_finish.wait(10)
        return Done()

    bot.vouch.registry.add(
        Source.ACTION, "slow", slow, access=Access.ANYONE, action="help", writes=False
    )
    payload = {
        "type": "block_actions",
        "team": {"id": "T0DIFF"},
        "user": {"id": "U0ADA"},
        "actions": [{"action_id": "slow"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    first = threading.Thread(target=httpx.post, args=(address,),
                             kwargs={"content": body, "headers": sign(body)})  # fmt: skip
    first.start()
    try:
        assert handler_started.wait(5)
        assert not bot.vouch.dispatcher.wait_until_idle(0.01)
        other = build_command()
        assert httpx.post(address, content=other, headers=sign(other)).status_code == 200
    finally:
        may_finish.set()
        first.join(5)
    assert bot.vouch.dispatcher.wait_until_idle(5)
