"""What the delivery does besides for an advocate's post in a channel; nothing for other intents.

Before: is it their channel? After: the deed is done, or they are told what to do.
"""

from __future__ import annotations

from datetime import datetime

from domain.outbox import Intent, IntentKind
from domain.outcomes import CallOutcome
from services import channel_post
from slack_io.client import SlackClient
from slack_io.results import CallResult
from storage.engine import Transaction

_ASK_AGAIN = frozenset({CallOutcome.RATE_LIMITED, CallOutcome.TRY_AGAIN, CallOutcome.UNKNOWN})


def not_theirs(slack: SlackClient, intent: Intent) -> CallResult | None:
    """Where Slack says that they are not in the channel, or cannot say at the moment."""
    if intent.kind is not IntentKind.CHANNEL_POST:
        return None
    within = slack.is_channel_member(intent.to, str(intent.about["by"]))
    if within is False:
        return CallResult(CallOutcome.FORBIDDEN, error="advocate_not_in_channel")
    if isinstance(within, CallResult) and within.outcome in _ASK_AGAIN:
        return CallResult(CallOutcome.TRY_AGAIN, error=within.error)
    return None


def posted(transaction: Transaction, intent: Intent, now: datetime) -> None:
    if intent.kind is IntentKind.CHANNEL_POST:
        channel_post.stands(transaction, intent.workspace_id, intent.subject_id, now)


def not_posted(transaction: Transaction, intent: Intent, why: str, now: datetime) -> None:
    if intent.kind is IntentKind.CHANNEL_POST:
        channel_post.not_posted(
            transaction, intent.workspace_id, intent.subject_id, intent.to, why, now
        )
