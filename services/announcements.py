"""Queues the announcements of openings in channels, and records whether Slack took them.

When Slack refuses a post or a change, the poster is told. If the poster has left, the opening's
recruiter is told, or else the admins.
"""

from __future__ import annotations

from dataclasses import replace

from domain.messages import (
    AnnouncementFailed,
    AnnouncementPosted,
    AnnouncementWithdrawn,
    ChannelLost,
    ChannelPost,
)
from domain.openings import WITHDRAWN, Announcement, AnnouncementState, Opening, is_same_failure
from domain.outbox import Priority
from domain.outcomes import MESSAGE_NOT_FOUND
from services import history, outbox
from services.context import SLACK, Context
from storage import announcements, channel_ids, commitments, members, openings


def queue_announcements(
    context: Context, opening: Opening, history_id: int, *, reopened: bool = False
) -> None:
    """Brings the opening's announcements in all channels up to date after a change of the opening.

    An announcement is posted, edited, or, if its channel is no longer chosen, deleted. The posts
    that the bot made about the opening for advocates are edited too. `history_id` is the history
    line of the change. `reopened` says whether the change reopened the opening.
    """
    existing = {
        each.channel: each
        for each in announcements.list_by_opening(
            context.transaction, opening.workspace_id, opening.id
        )
    }
    for channel in dict.fromkeys((*opening.channels, *existing)):
        announcement = existing.get(channel) or announcements.add(
            context.transaction, opening.workspace_id, opening.id, channel
        )
        if announcement.state is AnnouncementState.FAILED:
            outbox.queue_edits(context, (AnnouncementFailed,), announcement.id)
            outbox.queue_edits(context, (ChannelLost,), channel_ids.NO_SUBJECT_ID)
            if not _may_try_again(opening, announcement, reopened=reopened):
                continue
        queue_announcement(context, opening, announcement, history_id)
    for commitment_id in commitments.list_post_ids(
        context.transaction, opening.workspace_id, opening.id
    ):
        outbox.queue_edits(context, (ChannelPost,), commitment_id)


def queue_announcement(
    context: Context, opening: Opening, announcement: Announcement, history_id: int
) -> None:
    """Queues the post or edit of one announcement, or its removal if the channel is not chosen."""
    channel = announcement.channel
    payload: AnnouncementPosted | AnnouncementWithdrawn
    if opening.is_announced_in(channel):
        payload = AnnouncementPosted(announcement.id, posted_by=opening.posted_by)
    else:
        payload = AnnouncementWithdrawn(announcement.id, withdrawn_by=context.actor.user_id)
    outbox.queue(context, payload, to=channel, occasion=str(history_id))


def _may_try_again(opening: Opening, announcement: Announcement, *, reopened: bool) -> bool:
    """Whether a failed announcement is tried again, though nobody has asked for that.

    If someone deleted the message, perhaps on purpose, it is posted again only when the opening is
    reopened.
    """
    # In a channel that is no longer chosen, a message may be left to remove.
    if not opening.is_announced_in(announcement.channel):
        return announcement.ts is not None
    return reopened or not announcement.is_deleted


def record_posted(context: Context, announcement_id: int, ts: str) -> None:
    """Marks an announcement as posted. `ts` identifies the message within its channel."""
    workspace_id = context.workspace.id
    before = announcements.find(context.transaction, workspace_id, announcement_id)
    opening = (
        openings.find(context.transaction, workspace_id, before.opening_id) if before else None
    )
    if before is None or opening is None:
        return
    state = AnnouncementState.POSTED
    if not opening.is_announced_in(before.channel):
        state = before.state  # The message has to be removed; if that failed, it stays failed.
    reason = before.reason if state is AnnouncementState.FAILED else None
    announcements.settle(
        context.transaction, workspace_id, announcement_id, state, ts=ts, reason=reason
    )
    if before.state is not AnnouncementState.POSTED:
        outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)


def record_refused(context: Context, announcement_id: int, reason: str, posted_by: str) -> None:
    """Marks an announcement as failed: Slack has refused to post, edit or delete the message.

    `posted_by` is the user id of whoever posted the opening or tried again. They (or else the next
    person in charge) are told the reason, but not the same reason twice.
    """
    workspace_id = context.workspace.id
    before = announcements.find(context.transaction, workspace_id, announcement_id)
    opening = (
        openings.find(context.transaction, workspace_id, before.opening_id) if before else None
    )
    if before is None or opening is None:
        return
    announcements.settle(
        context.transaction, workspace_id, announcement_id, AnnouncementState.FAILED, reason=reason
    )
    is_deleted = reason == MESSAGE_NOT_FOUND
    if is_deleted:
        announcements.forget_message(context.transaction, workspace_id, announcement_id)
    outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)
    has_failed_before = before.state is AnnouncementState.FAILED
    is_reason_known = is_same_failure(before.reason or "", reason)
    if has_failed_before and (is_reason_known or not opening.is_announced_in(before.channel)):
        return
    history_id = history.add_line(
        context, "announcement.failed", "announcement", announcement_id, by=SLACK, why=reason
    )
    if is_deleted and not opening.takes_referrals:
        return  # There is no message left to correct.
    for user_id in list_people_in_charge(context, opening, posted_by):
        intent = AnnouncementFailed(announcement_id).to_intent(user_id, f"{history_id}:{user_id}")
        if before.state is AnnouncementState.POSTED:  # Only an edit failed: it is not urgent.
            intent = replace(intent, priority=Priority.NEWS)
        outbox.queue_many(context, [intent])


def record_withdrawn(context: Context, announcement_id: int) -> None:
    """Records that the message was deleted because its channel is no longer chosen."""
    workspace_id = context.workspace.id
    announcements.forget_message(context.transaction, workspace_id, announcement_id)
    # A withdrawn announcement is stored as failed with this reason.
    state = AnnouncementState.FAILED
    announcements.settle(
        context.transaction, workspace_id, announcement_id, state, reason=WITHDRAWN
    )
    outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)


def record_not_withdrawn(
    context: Context, announcement_id: int, reason: str, withdrawn_by: str
) -> None:
    """Records that Slack refused to delete an announcement.

    If the message does not exist, it counts as withdrawn. Otherwise `withdrawn_by` (a user id) or
    the next person in charge is told, and the message is edited to say that the opening is
    announced elsewhere.
    """
    if reason == MESSAGE_NOT_FOUND:
        record_withdrawn(context, announcement_id)
        return
    workspace_id = context.workspace.id
    announcement = announcements.find(context.transaction, workspace_id, announcement_id)
    record_refused(context, announcement_id, reason, withdrawn_by)
    if announcement is not None:
        payload = AnnouncementPosted(announcement_id, posted_by=withdrawn_by)
        occasion = f"kept:{context.now.isoformat()}"
        outbox.queue(context, payload, to=announcement.channel, occasion=occasion)


def list_people_in_charge(context: Context, opening: Opening, posted_by: str) -> tuple[str, ...]:
    """The poster if they are still a colleague, else the opening's recruiter, else the admins."""
    workspace_id = context.workspace.id
    user_ids = [user_id for user_id in (posted_by, opening.recruiter) if user_id]
    known = members.find_many(context.transaction, workspace_id, user_ids)
    for user_id in user_ids:
        member = known.get(user_id)
        if member is not None and member.active and not member.is_bot:
            return (user_id,)
    _, admins = members.list_recruiters_and_admins(
        context.transaction, workspace_id, context.policy.recruiters, context.policy.admins
    )
    return admins
