"""The senders: as few as keep up, and more where answers take long."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

from bot.clock import SystemClock
from delivery.send import SENDERS, Ready, Said, Saying
from domain.outbox import Intent, IntentKind, IntentState
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


def ready(number: int) -> Ready:
    now = CLOCK.now()
    intent = Intent(
        id=number,
        workspace_id=1,
        kind=IntentKind.ACKNOWLEDGEMENT,
        to=f"U{number}",
        subject_id=1,
        about={},
        key=str(number),
        state=IntentState.SENDING,
        attempts=1,
        channel=None,
        ts=None,
        created_at=now,
    )
    return Ready(intent, Message("Hello"), f"D{number}", None, now, now + timedelta(hours=1))


def test_where_answers_take_long_more_are_under_way_at_once() -> None:
    said: list[Said] = []
    with Saying(SlowSlack(), CLOCK, threading.Event()) as saying:
        for number in range(2 * SENDERS):
            saying.begin(ready(number))
        while saying.under_way:
            said += saying.collect()
    assert [each.called.outcome for each in said] == [CallOutcome.SENT] * 2 * SENDERS
