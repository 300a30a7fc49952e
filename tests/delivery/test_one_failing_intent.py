"""One method of Slack fails, or the search for a lost message: which messages wait, which not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from delivery.reconcile import NEXT_LOOK_AFTER
from delivery.record import FIRST_LOOK_AFTER
from domain.messages import Acknowledgement, ReferralReceived
from tests.quiet_bot import QuietBot

ACK, CARD = Acknowledgement.kind, ReferralReceived.kind
POST, UPDATE, OPEN = "chat.postMessage", "chat.update", "conversations.open"
LOOK = "conversations.history"


@pytest.fixture
def bot(sqlite_url: str) -> Iterator[QuietBot]:
    with QuietBot(sqlite_url) as bot:
        yield bot


def test_a_limit_on_opening_conversations_delays_nobody_who_has_one(bot: QuietBot) -> None:
    opening = bot.post_opening()
    first = bot.refer_candidate(opening)
    bot.run_delivery()  # Ada and Linus have theirs now
    bot.refer_candidate(opening, "Jean Bartik", "U0BOB")
    bot.slack.fail(OPEN, "ratelimited", status=429, retry_after=30)
    bot.queue(ACK, "U0ADA", first.id, "again")
    bot.run_delivery(2)
    assert sorted(bot.states(ACK)) == ["queued", "sent", "sent"]
    bot.advance_clock(seconds=30)
    bot.run_delivery(2)
    assert bot.states(ACK) == ["sent"] * 3


@pytest.mark.parametrize(
    ("error", "next_look"),
    [("internal_error", FIRST_LOOK_AFTER), ("missing_scope", NEXT_LOOK_AFTER)],
)
def test_a_failed_search_is_repeated_sooner_than_a_refused_one(
    bot: QuietBot, error: str, next_look: timedelta
) -> None:
    bot.refer_candidate(bot.post_opening())
    bot.slack.fail(POST, "internal_error")
    bot.run_delivery()
    bot.slack.fail(LOOK, error)
    bot.advance_clock(seconds=FIRST_LOOK_AFTER.total_seconds())
    bot.run_delivery()
    looks = len(bot.calls(LOOK))
    bot.advance_clock(seconds=next_look.total_seconds() - 1)
    bot.run_delivery()
    assert len(bot.calls(LOOK)) == looks
    bot.advance_clock(seconds=1)
    bot.run_delivery()
    assert len(bot.calls(LOOK)) == looks + 1
