"""The sender makes several calls at once, and releases the rate of calls that were not made."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock
from delivery.rate_limits import OPEN, POST, RateLimits
from delivery.results import Prepared, SendResult, Skipped
from delivery.send import MAX_THREADS, Sender
from domain.files import ExportToWrite, NewFile
from domain.messages import Acknowledgement
from domain.outbox import Intent, IntentState
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Message

CLOCK = SystemClock()


class SlowSlack(SlackClient):
    """Answers posts only once `MAX_THREADS` of them are under way."""

    def __init__(self) -> None:
        super().__init__("xoxb-1-test", "http://127.0.0.1:9/api/")
        self._all_posts = threading.Barrier(MAX_THREADS, timeout=30)

    def post_message(
        self,
        channel: str,
        text: str,
        blocks: list[dict[str, Any]],
        key: str,
        thread_ts: str | None = None,  # noqa: ARG002 - as of the client
    ) -> CallResult:
        self._all_posts.wait()
        message = {"text": text, "blocks": blocks, "metadata": {"event_payload": {"key": key}}}
        return CallResult(CallOutcome.SENT, {"channel": channel, "ts": "1.1", "message": message})


def prepare_message(number: int, *, has_conversation: bool = True) -> Prepared:
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
    return Prepared(
        intent=intent,
        message=Message("Hello"),
        channel=f"D{number}" if has_conversation else None,
        ts=None,
        rendered_at=now + timedelta(hours=1),
    )


def write_nothing(export: ExportToWrite) -> NewFile:
    raise AssertionError(export)


def test_a_slow_answer_delays_nobody_else() -> None:
    results: list[SendResult] = []
    with Sender(SlowSlack(), CLOCK, RateLimits(), threading.Event(), write_nothing) as sender:
        for number in range(2 * MAX_THREADS):
            assert sender.start(prepare_message(number)) is None
        while sender.in_flight:
            results += sender.collect()
    assert [each.call.outcome for each in results] == [CallOutcome.SENT] * 2 * MAX_THREADS


def test_calls_that_were_not_made_do_not_count_against_the_rate() -> None:
    """Nobody listens at the port: the conversation cannot be opened, so nothing is posted."""
    limits = RateLimits()
    before = limits.count_remaining(POST, CLOCK.now()), limits.count_remaining(OPEN, CLOCK.now())
    slack = SlackClient("xoxb-1-test", "http://127.0.0.1:9/api/")
    with Sender(slack, CLOCK, limits, threading.Event(), write_nothing) as sender:
        sender.start(prepare_message(1, has_conversation=False))
        (result,) = sender.collect()
    assert result.call.unreachable
    after = limits.count_remaining(POST, CLOCK.now()), limits.count_remaining(OPEN, CLOCK.now())
    assert after == (before[0], before[1] - 1)


def test_a_second_message_to_somebody_waits_for_its_turn() -> None:
    limits = RateLimits()
    with Sender(SlowSlack(), CLOCK, limits, threading.Event(), write_nothing) as sender:
        limits.reserve((POST,), "U1", CLOCK.now())
        skipped = sender.start(prepare_message(1))
    assert isinstance(skipped, Skipped)
    assert skipped.block_later_messages
