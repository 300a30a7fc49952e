"""Adds a person's written reply to the offer to pass it on.

The text is read from Slack when the offer is sent, because Vouch does not store it.
"""

from __future__ import annotations

from dataclasses import replace

from domain.outcomes import CallOutcome
from domain.threaded_messages import ReplyOffered
from slack_io.client import SlackClient
from slack_io.results import CallResult
from slack_io.typed_text import restore_typed_text
from views.block_kit import Message
from views.written_replies import add_reply


def add_reply_from_slack(
    slack: SlackClient, payload: ReplyOffered, channel: str, offer: Message
) -> Message | CallResult:
    """Returns the offer with the text of the reply, or the failed call."""
    reply = slack.fetch_reply(channel, payload.thread_ts, payload.reply_ts)
    if isinstance(reply, CallResult):
        # A missing scope ends this offer alone, not all sending.
        return replace(reply, outcome=CallOutcome.FORBIDDEN) if reply.outcome.halts else reply
    return add_reply(offer, restore_typed_text(reply).strip())
