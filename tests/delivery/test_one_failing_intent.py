"""One method of Slack fails, or the search for a lost message: only some of the messages wait."""

from __future__ import annotations

from datetime import timedelta

import pytest

from delivery.reconcile import LATER_SEARCH_AFTER
from delivery.record import SEARCH_AFTER
from domain.messages import Acknowledgement, ReferralReceived
from tests.quiet_bot import QuietBot

ACK, CARD = Acknowledgement.kind, ReferralReceived.kind
POST, UPDATE, OPEN = "chat.postMessage", "chat.update", "conversations.open"
HISTORY = "conversations.history"


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
    ("error", "search_after"),
    [("internal_error", SEARCH_AFTER), ("missing_scope", LATER_SEARCH_AFTER)],
)
def test_a_failed_search_is_repeated_sooner_than_a_refused_one(
    bot: QuietBot, error: str, search_after: timedelta
) -> None:
    bot.refer_candidate(bot.post_opening())
    bot.slack.fail(POST, "internal_error")
    bot.run_delivery()
    bot.slack.fail(HISTORY, error)
    bot.advance_clock(seconds=SEARCH_AFTER.total_seconds())
    bot.run_delivery()
    searches = len(bot.calls(HISTORY))
    bot.advance_clock(seconds=search_after.total_seconds() - 1)
    bot.run_delivery()
    assert len(bot.calls(HISTORY)) == searches
    bot.advance_clock(seconds=1)
    bot.run_delivery()
    assert len(bot.calls(HISTORY)) == searches + 1
