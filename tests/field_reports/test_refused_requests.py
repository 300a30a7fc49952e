"""Every request of Slack over HTTP is refused: the bot says which of the three reasons it is."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urlencode

import httpx
import pytest

from bot.clock import SystemClock
from slack_io import signatures
from slack_io.signatures import SignatureMonitor
from tests.office import Office

BODY = urlencode({"command": "/refer", "text": "help", "user_id": "U0ADA", "team_id": "T0DIFF"})


@pytest.fixture
def office(sqlite_url: str) -> Iterator[Office]:
    with Office(sqlite_url, mode="http") as office:
        yield office


def post(office: Office, headers: dict[str, str]) -> int:
    headers = headers | {"Content-Type": "application/x-www-form-urlencoded"}
    return httpx.post(office.request_url, content=BODY, headers=headers).status_code


def sign(secret: str, age_seconds: int = 0) -> dict[str, str]:
    sent_at = str(int(SystemClock().now().timestamp()) - age_seconds)
    digest = hmac.new(secret.encode(), f"v0:{sent_at}:{BODY}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": sent_at, "X-Slack-Signature": f"v0={digest}"}


def refused(office: Office, reason: str) -> float | None:
    registry = office.vouch.instrumentation.registry
    return registry.get_sample_value("vouch_requests_refused_total", {"reason": reason})


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("clock", "seconds ahead of Slack's"),
        ("secret", "SLACK_SIGNING_SECRET"),
        ("no_signature", "a proxy on the way drops"),
    ],
)
def test_refused_requests_are_explained_counted_and_end_readiness(
    office: Office, log: StringIO, reason: str, words: str
) -> None:
    secret = office.slack.signing_secret
    headers = {"clock": sign(secret, 3600), "secret": sign("another"), "no_signature": {}}[reason]
    assert office.running.health.check()["slack"] == "ok"
    assert [post(office, headers) for _ in range(3)] == [401] * 3
    lines = [line for line in log.getvalue().splitlines() if "slack_request_refused" in line]
    assert len(lines) == 1
    assert words in lines[0]
    assert "help" not in lines[0]
    assert words in office.running.health.check()["slack"]
    assert refused(office, reason) == 3
    assert post(office, sign(secret)) == 200
    assert office.running.health.check()["slack"] == "ok"


def test_a_bot_with_a_wrong_secret_is_not_ready_after_the_first_command(sqlite_url: str) -> None:
    with Office(sqlite_url, mode="http", settings={"SLACK_SIGNING_SECRET": "0" * 32}) as office:
        office.ada.types("/refer help")
        assert "SLACK_SIGNING_SECRET" in office.running.health.check()["slack"]


def test_a_stranger_cannot_end_the_readiness_of_a_proven_bot(office: Office) -> None:
    assert post(office, sign(office.slack.signing_secret)) == 200
    assert post(office, {}) == 401
    assert post(office, sign("another")) == 401
    assert office.running.health.check()["slack"] == "ok"
    assert post(office, sign(office.slack.signing_secret, 3600)) == 401
    assert "clock" in office.running.health.check()["slack"]


def test_a_problem_ends_when_no_request_is_refused_any_more(office: Office) -> None:
    seconds = [0.0]
    observer = office.vouch.instrumentation
    monitor = SignatureMonitor("5ec2e7", observer, monotonic=lambda: seconds[0])
    monitor.record_refused(BODY, {})
    assert monitor.problem()
    seconds[0] += signatures.PROBLEM_SECONDS
    assert monitor.problem() is None
