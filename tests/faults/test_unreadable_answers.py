"""Slack carries a call out, but the answer that arrives is not Slack's: nothing is posted twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from delivery.record import SEARCH_AFTER
from domain.messages import Acknowledgement, AnnouncementPosted
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from tests.quiet_bot import QuietBot

ACK = Acknowledgement.kind
POST, HISTORY, JOIN = "chat.postMessage", "conversations.history", "conversations.join"
SOME_HTML = b"<!DOCTYPE html>\n<h1>Sign in to the network</h1>" + b"x" * 5000
BODIES = [
    SOME_HTML,
    b'{"ok":true,"chan',
    b"{}",
    b"[]",
    b"[1]",
    b"null",
    b"3",
    b"",
    b"\xff\xfe",
    b'{"ok":false}',
    b'{"ok":false,"error":{"code":3}}',
    b'{"ok":true}',
    b'{"ok":"yes","ts":"1.1"}',
]


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        bot.refer_candidate(bot.post_opening())
        bot.run_delivery(2)
        bot.advance_clock(seconds=2)
        bot.queue(ACK, "U0ADA", 1, "next")
        yield bot


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("carried_out", [True, False])
def test_a_message_with_an_unreadable_answer_is_searched_for_and_posted_once(
    bot: QuietBot, body: bytes, carried_out: bool
) -> None:
    before = len(bot.texts("ada"))
    bot.slack.fail(POST, took_effect=carried_out, body=body)
    bot.run_delivery()
    assert bot.states(ACK) == ["sent", "unknown"]
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery(2)
    assert bot.states(ACK) == ["sent", "sent"]
    assert len(bot.texts("ada")) == before + 1
    assert bot.rows(ACK)[-1].ts


@pytest.mark.parametrize(
    "body", [*BODIES, b'{"ok":true,"messages":{}}', b'{"ok":true,"messages":[3]}']
)
def test_a_search_with_an_unreadable_answer_proves_nothing(bot: QuietBot, body: bytes) -> None:
    bot.slack.fail(POST, took_effect=True)
    bot.run_delivery()
    bot.slack.fail(HISTORY, body=body)
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery(2)
    assert bot.states(ACK) == ["sent", "unknown"]
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery(2)
    assert bot.states(ACK) == ["sent", "sent"]
    assert len(bot.calls(POST)) == len({call["response"]["ts"] for call in bot.calls(POST)})


@pytest.mark.parametrize("body", [body for body in BODIES if body != b'{"ok":true}'])
def test_a_window_with_an_unreadable_answer_has_an_unknown_outcome(
    bot: QuietBot, body: bytes
) -> None:
    slack = SlackClient(bot.slack.bot_token, bot.slack.api_url)
    bot.slack.fail("views.publish", body=body)
    result = slack.publish_home("U0ADA", {"type": "home", "blocks": []})
    assert result.outcome is CallOutcome.UNKNOWN


@pytest.mark.parametrize("body", [b"{}", SOME_HTML])
def test_a_message_is_not_given_up_when_joining_its_channel_has_an_unreadable_answer(
    bot: QuietBot, body: bytes
) -> None:
    bot.post_opening("engineering")
    bot.slack.fail(POST, "not_in_channel", about=bot.channel("engineering"))
    bot.slack.fail(JOIN, body=body)
    bot.run_delivery()
    bot.advance_clock(minutes=1)
    bot.run_delivery(2)
    assert bot.states(AnnouncementPosted.kind) == ["sent"]


def test_a_proxy_that_refuses_for_hours_ends_no_message(bot: QuietBot) -> None:
    bot.slack.fail(POST, status=403, body=SOME_HTML, times=30)
    for _ in range(30):
        bot.run_delivery()
        bot.advance_clock(minutes=20)
    bot.run_delivery()
    assert bot.states(ACK) == ["sent", "sent"]
