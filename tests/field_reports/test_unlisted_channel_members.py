"""Slack does not list a channel's members: an advocate's post does not go there unchecked."""

from __future__ import annotations

import pytest

from delivery.channel_posts import check_advocate_in_channel
from domain.messages import ChannelPost
from domain.outcomes import CallOutcome
from tests.quiet_bot import QuietBot

POST = ChannelPost(1, advocate="U0ADA")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        ("missing_scope", CallOutcome.FORBIDDEN),
        ("access_denied", CallOutcome.FORBIDDEN),
        ("channel_not_found", CallOutcome.CHANNEL_GONE),
        ("invalid_cursor", CallOutcome.OUR_BUG),
        ("fetch_members_failed", CallOutcome.TRY_AGAIN),
        ("ratelimited", CallOutcome.TRY_AGAIN),
    ],
)
def test_a_post_is_refused_where_its_channel_lists_no_members(
    bot: QuietBot, error: str, outcome: CallOutcome
) -> None:
    channel = bot.channel("hiring")
    bot.slack.fail("conversations.members", error)
    refusal = check_advocate_in_channel(bot.vouch.slack, POST, channel)
    assert refusal is not None
    assert (refusal.outcome, refusal.error) == (outcome, error)
    assert check_advocate_in_channel(bot.vouch.slack, POST, channel) is None
