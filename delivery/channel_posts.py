"""What delivery does besides sending for an advocate's post in a channel; other intents pass.

Before sending it checks that the advocate is in the channel. Afterwards the commitment is done, or
the advocate is told what to do.
"""

from __future__ import annotations

from domain.outbox import Intent, IntentKind
from domain.outcomes import CallOutcome
from services import channel_post
from services.context import Context
from slack_io.client import SlackClient
from slack_io.results import CallResult

_TEMPORARY = frozenset({CallOutcome.RATE_LIMITED, CallOutcome.TRY_AGAIN, CallOutcome.UNKNOWN})


def check_advocate_in_channel(slack: SlackClient, intent: Intent) -> CallResult | None:
    """A refusal where the advocate is not in the channel, or where Slack does not tell now."""
    if intent.kind is not IntentKind.CHANNEL_POST:
        return None
    found = slack.is_channel_member(intent.to, str(intent.about["by"]))
    if found is False:
        return CallResult(CallOutcome.FORBIDDEN, error="advocate_not_in_channel")
    if isinstance(found, CallResult) and found.outcome in _TEMPORARY:
        return CallResult(CallOutcome.TRY_AGAIN, error=found.error)
    return None


def record_posted(context: Context, intent: Intent) -> None:
    if intent.kind is IntentKind.CHANNEL_POST:
        channel_post.stands(context, intent.subject_id)


def record_not_posted(context: Context, intent: Intent, why: str) -> None:
    if intent.kind is IntentKind.CHANNEL_POST:
        channel_post.not_posted(context, intent.subject_id, intent.to, why)
