"""The steps before and after an advocate's post is sent to a channel.

Before it is sent, the advocate has to be a member of the channel. Afterwards their commitment is
marked as fulfilled, or they are told why there is no post and what to do.
"""

from __future__ import annotations

from domain.messages import ChannelPost
from domain.outcomes import CallOutcome
from services import channel_post
from services.context import Context
from slack_io.client import SlackClient
from slack_io.results import CallResult

_TEMPORARY = frozenset({CallOutcome.RATE_LIMITED, CallOutcome.TRY_AGAIN, CallOutcome.UNKNOWN})


def check_advocate_in_channel(
    slack: SlackClient, payload: ChannelPost, channel: str
) -> CallResult | None:
    """Returns None if Slack lists the advocate among the channel's members, or else a refusal.

    A missing scope refuses only this post. Messages of other kinds are still sent, because they do
    not need the list of members.
    """
    membership = slack.is_channel_member(channel, payload.advocate)
    if membership is False:
        return CallResult(CallOutcome.FORBIDDEN, error="advocate_not_in_channel")
    if membership is True:
        return None
    if membership.outcome in _TEMPORARY:
        return CallResult(CallOutcome.TRY_AGAIN, error=membership.error)
    if membership.outcome is CallOutcome.MISSING_SCOPE:
        return CallResult(CallOutcome.FORBIDDEN, error=membership.error)
    return membership


def record_posted(context: Context, payload: ChannelPost, _ts: str) -> None:
    channel_post.record_posted(context, payload.subject_id)


def record_not_posted(context: Context, payload: ChannelPost, channel: str, why: str) -> None:
    channel_post.record_not_posted(context, payload.subject_id, channel, why)
