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
    opening = bot.posts()
    first = bot.refers(opening)
    bot.delivers()  # Ada and Linus have theirs now
    bot.refers(opening, "Jean Bartik", "U0BOB")
    bot.slack.fail(OPEN, "ratelimited", status=429, retry_after=30)
    bot.queue(ACK, "U0ADA", first.id, "again")
    bot.delivers(2)
    assert sorted(bot.states(ACK)) == ["queued", "sent", "sent"]
    bot.later(seconds=30)
    bot.delivers(2)
    assert bot.states(ACK) == ["sent"] * 3


@pytest.mark.parametrize(
    ("error", "next_look"),
    [("internal_error", FIRST_LOOK_AFTER), ("missing_scope", NEXT_LOOK_AFTER)],
)
def test_a_failed_search_is_repeated_sooner_than_a_refused_one(
    bot: QuietBot, error: str, next_look: timedelta
) -> None:
    bot.refers(bot.posts())
    bot.slack.fail(POST, "internal_error")
    bot.delivers()
    bot.slack.fail(LOOK, error)
    bot.later(seconds=FIRST_LOOK_AFTER.total_seconds())
    bot.delivers()
    looks = len(bot.calls(LOOK))
    bot.later(seconds=next_look.total_seconds() - 1)
    bot.delivers()
    assert len(bot.calls(LOOK)) == looks
    bot.later(seconds=1)
    bot.delivers()
    assert len(bot.calls(LOOK)) == looks + 1
