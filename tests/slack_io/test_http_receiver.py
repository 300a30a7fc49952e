"""`/slack/events` seen from outside: who is let in, what is refused, and what the log keeps."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import socket
import threading
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urlencode

import httpx
import pytest

from bot.app import build
from bot.clock import SystemClock
from bot.ops.logging import configure_logging
from bot.settings import load
from domain.permissions import Access
from handlers.protocol import Done, Request, Response, Source
from services.context import Context
from slack_io.http_receiver import LARGEST_BODY, PATH, SlackReceiver
from tests.quiet_bot import QuietBot

SECRET = "5ec2e7"
TEXT = "grace@example.org is who I mean"


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
    server = SlackReceiver(bot.vouch.bolt, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.start()}{PATH}"
    server.stop()


@pytest.fixture
def log() -> Iterator[StringIO]:
    stream = StringIO()
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    configure_logging("DEBUG", json=True, stream=stream)
    yield stream
    root.handlers[:] = before
    root.setLevel(level)


def signed(body: bytes, timestamp: str | None = None, secret: str = SECRET) -> dict[str, str]:
    at = timestamp or str(int(SystemClock().now().timestamp()))
    base = b"v0:" + at.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": at,
        "X-Slack-Signature": f"v0={digest}",
        "Content-Type": "application/x-www-form-urlencoded",
    }


def command(text: str = "help") -> bytes:
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
    body = command()
    answer = httpx.post(address, content=body, headers=signed(body))
    assert answer.status_code == 200
    assert answer.json()["response_type"] == "ephemeral"


def test_slacks_question_whether_we_are_here_is_answered(address: str) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()
    headers = signed(body) | {"Content-Type": "application/json"}
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
def test_what_slack_did_not_sign_now_is_refused_unread(
    address: str, log: StringIO, wrong: dict[str, str]
) -> None:
    body = command(TEXT)
    headers = {
        name.encode(): value.encode("latin-1") for name, value in (signed(body) | wrong).items()
    }
    assert httpx.post(address, content=body, headers=headers).status_code == 401
    assert "grace" not in log.getvalue()


def test_an_old_request_signed_well_is_refused(address: str) -> None:
    body = command()
    old = str(int(SystemClock().now().timestamp()) - 301)
    assert httpx.post(address, content=body, headers=signed(body, old)).status_code == 401


def test_nothing_signed_at_all_is_refused(address: str) -> None:
    assert httpx.post(address, content=command()).status_code == 401


@pytest.mark.parametrize("length_told", [True, False])
def test_a_body_beyond_a_mebibyte_is_refused(address: str, length_told: bool) -> None:
    body = b"x" * (LARGEST_BODY + 1)
    content = body if length_told else iter([body[:LARGEST_BODY], body[LARGEST_BODY:]])
    try:
        answer = httpx.post(address, content=content, headers=signed(body))
    except httpx.WriteError:
        return  # it hung up before everything was sent, which is an answer as well
    assert answer.status_code == 413


def test_a_body_of_just_a_mebibyte_is_read(address: str) -> None:
    body = command().ljust(LARGEST_BODY, b"&")
    assert httpx.post(address, content=body, headers=signed(body)).status_code == 200


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe", b"{", b'{"a":', b"payload=nonsense", b"payload=%7B%22a%22", b"[1]", b"payload=3"],
)
def test_what_is_no_payload_is_no_fault_of_ours(address: str, log: StringIO, body: bytes) -> None:
    for headers in (signed(body), signed(body, secret="another")):
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
def test_shapes_that_slack_does_not_send_are_no_fault_of_ours(
    address: str, log: StringIO, odd: dict[str, object]
) -> None:
    """Bolt takes them apart before we see them, and trips over what is missing."""
    body = urlencode({"payload": json.dumps(odd)}).encode()
    answer = httpx.post(address, content=body, headers=signed(body))
    assert answer.status_code in (200, 400, 404)
    assert "Traceback" not in log.getvalue() + answer.text


def test_a_payload_nested_without_end_is_not_understood(address: str) -> None:
    body = urlencode({"payload": "[" * 100_000}).encode()
    assert httpx.post(address, content=body, headers=signed(body)).status_code == 400


def test_only_posts_are_taken(address: str) -> None:
    assert httpx.get(address).status_code == 405
    assert httpx.get(address.removesuffix(PATH) + "/").status_code == 404


def test_a_port_that_is_taken_is_an_os_error(bot: QuietBot) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="--http"):
            SlackReceiver(bot.vouch.bolt, "127.0.0.1", taken.getsockname()[1]).start()


def test_an_answer_does_not_wait_for_its_head_to_be_confirmed(bot: QuietBot) -> None:
    """Without TCP_NODELAY each answer with a body comes 40 ms late."""
    server = SlackReceiver(bot.vouch.bolt, "127.0.0.1", 0)
    server.start()
    try:
        listening = [each for it in server._server.servers for each in it.sockets]
        options = [each.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY) for each in listening]
    finally:
        server.stop()
    assert options == [1]


def test_one_slow_handler_does_not_hold_up_the_next(bot: QuietBot, address: str) -> None:
    at_work, go_on = threading.Event(), threading.Event()

    def slow(_context: Context, _request: Request) -> Response:
        at_work.set()
        assert go_on.wait(10)
        return Done()

    bot.vouch.registry.add(
        Source.ACTION, "slow", slow, access=Access.ANYONE, act="help", writes=False
    )
    payload = {
        "type": "block_actions",
        "team": {"id": "T0DIFF"},
        "user": {"id": "U0ADA"},
        "actions": [{"action_id": "slow"}],
    }
    body = urlencode({"payload": json.dumps(payload)}).encode()
    first = threading.Thread(target=httpx.post, args=(address,),
                             kwargs={"content": body, "headers": signed(body)})  # fmt: skip
    first.start()
    try:
        assert at_work.wait(5)
        assert not bot.vouch.dispatcher.wait_until_idle(0.01)
        other = command()
        assert httpx.post(address, content=other, headers=signed(other)).status_code == 200
    finally:
        go_on.set()
        first.join(5)
    assert bot.vouch.dispatcher.wait_until_idle(5)
