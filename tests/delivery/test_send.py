"""The sender: several calls at once, and the rate given back for calls that were not made."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock
from delivery.rate_limits import OPEN, POST, RateLimits
from delivery.results import Prepared, SendResult, Skipped
from delivery.send import SENDERS, Sender
from domain.messages import Acknowledgement
from domain.outbox import Intent, IntentState
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Message

CLOCK = SystemClock()


class SlowSlack(SlackClient):
    """Answers a post only when as many are under way as there may ever be."""

    def __init__(self) -> None:
        super().__init__("xoxb-1-test", "http://127.0.0.1:9/api/")
        self._all = threading.Barrier(SENDERS, timeout=30)

    def post_message(
        self, channel: str, text: str, blocks: list[dict[str, Any]], key: str
    ) -> CallResult:
        self._all.wait()
        message = {"text": text, "blocks": blocks, "metadata": {"event_payload": {"key": key}}}
        return CallResult(CallOutcome.SENT, {"channel": channel, "ts": "1.1", "message": message})


def prepared(number: int, channel: str | None = "") -> Prepared:
    now = CLOCK.now()
    intent = Intent(
        id=number,
        workspace_id=1,
        kind=Acknowledgement.kind,
        recipient=f"U{number}",
        subject_id=1,
        details={},
        message_key=str(number),
        state=IntentState.SENDING,
        attempts=1,
        channel=None,
        ts=None,
        created_at=now,
    )
    where = f"D{number}" if channel == "" else channel
    return Prepared(intent, Message("Hello"), where, None, now + timedelta(hours=1))


def test_a_slow_answer_delays_nobody_else() -> None:
    results: list[SendResult] = []
    with Sender(SlowSlack(), CLOCK, RateLimits(), threading.Event()) as sender:
        for number in range(2 * SENDERS):
            assert sender.start(prepared(number)) is None
        while sender.in_flight:
            results += sender.collect()
    assert [each.call.outcome for each in results] == [CallOutcome.SENT] * 2 * SENDERS


def test_calls_that_were_not_made_do_not_count_against_the_rate() -> None:
    """Nobody listens at the port: the conversation cannot be opened, so nothing is posted."""
    limits = RateLimits()
    before = limits.remaining(POST, CLOCK.now()), limits.remaining(OPEN, CLOCK.now())
    slack = SlackClient("xoxb-1-test", "http://127.0.0.1:9/api/")
    with Sender(slack, CLOCK, limits, threading.Event()) as sender:
        sender.start(prepared(1, channel=None))
        (result,) = sender.collect()
    assert result.call.unreachable
    after = limits.remaining(POST, CLOCK.now()), limits.remaining(OPEN, CLOCK.now())
    assert after == (before[0], before[1] - 1)


def test_a_second_message_to_somebody_waits_for_its_turn() -> None:
    limits = RateLimits()
    with Sender(SlowSlack(), CLOCK, limits, threading.Event()) as sender:
        limits.reserve((POST,), "U1", CLOCK.now())
        skipped = sender.start(prepared(1))
    assert isinstance(skipped, Skipped)
    assert skipped.holds_lane
