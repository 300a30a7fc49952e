"""Queues the announcements of an opening in its channels, and records what became of them.

When Slack refuses one, or a change of it, the poster is told; where they have left, the opening's
recruiter; and otherwise the admins.
"""

from __future__ import annotations

from domain.messages import AnnouncementFailed, AnnouncementPosted, ChannelLost, ChannelPost
from domain.openings import Announcement, AnnouncementState, Opening, is_same_failure
from domain.outcomes import MESSAGE_NOT_FOUND
from services import history, outbox
from services.context import SLACK, Context
from storage import announcements, commitments, members, openings


def queue_announcements(
    context: Context, opening: Opening, line: int, *, reopened: bool = False
) -> None:
    """Queues the announcement for every chosen channel. A posted announcement is edited instead.

    `line` is the id of the history line of the change. Posts by advocates are edited as well.
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
            outbox.queue_edits(context, (ChannelLost,), 0)
            if not _may_try_again(opening, announcement, reopened=reopened):
                continue
        payload = AnnouncementPosted(announcement.id, posted_by=opening.posted_by)
        outbox.queue(context, payload, to=channel, occasion=str(line))
    for commitment_id in commitments.list_post_ids(
        context.transaction, opening.workspace_id, opening.id
    ):
        outbox.queue_edits(context, (ChannelPost,), commitment_id)


def _may_try_again(opening: Opening, announcement: Announcement, *, reopened: bool) -> bool:
    """Whether a failed announcement is tried again without being asked for.

    Somebody deleted the message, perhaps on purpose, so it comes back on request or when the
    opening is reopened. A channel that was taken off the list is left alone.
    """
    is_chosen = announcement.channel in opening.channels
    return is_chosen and (reopened or not announcement.is_deleted)


def record_posted(context: Context, announcement_id: int, ts: str) -> None:
    """Marks an announcement as posted. `ts` identifies the message within its channel."""
    ws = context.workspace.id
    before = announcements.find(context.transaction, ws, announcement_id)
    announcements.settle(context.transaction, ws, announcement_id, AnnouncementState.POSTED, ts=ts)
    if before is not None and before.state is not AnnouncementState.POSTED:
        outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)


def record_refused(context: Context, announcement_id: int, reason: str, posted_by: str) -> None:
    """Marks an announcement as failed, as Slack has refused it or a change of it.

    `posted_by`, who posted the opening or tried again, or the next person in charge is told the
    reason, once for the same reason.
    """
    ws = context.workspace.id
    before = announcements.find(context.transaction, ws, announcement_id)
    opening = openings.find(context.transaction, ws, before.opening_id) if before else None
    if before is None or opening is None:
        return
    announcements.settle(
        context.transaction, ws, announcement_id, AnnouncementState.FAILED, reason=reason
    )
    is_deleted = reason == MESSAGE_NOT_FOUND
    if is_deleted:
        announcements.forget_message(context.transaction, ws, announcement_id)
    outbox.queue_edits(context, (AnnouncementFailed,), announcement_id)
    if before.state is AnnouncementState.FAILED and is_same_failure(before.reason or "", reason):
        return
    line = history.add_line(
        context, "announcement.failed", "announcement", announcement_id, by=SLACK, why=reason
    )
    if is_deleted and not opening.takes_referrals:
        return  # Nothing is left that would have to be brought up to date.
    for user_id in list_people_in_charge(context, opening, posted_by):
        occasion = f"{line}:{user_id}"
        outbox.queue(context, AnnouncementFailed(announcement_id), to=user_id, occasion=occasion)


def list_people_in_charge(context: Context, opening: Opening, posted_by: str) -> tuple[str, ...]:
    """The poster if they are a colleague still, else the opening's recruiter, else the admins."""
    ws = context.workspace.id
    wanted = [user_id for user_id in (posted_by, opening.recruiter) if user_id]
    known = members.find_many(context.transaction, ws, wanted)
    for user_id in wanted:
        member = known.get(user_id)
        if member is not None and member.active and not member.is_bot:
            return (user_id,)
    _, admins = members.list_recruiters_and_admins(
        context.transaction, ws, context.policy.recruiters, context.policy.admins
    )
    return admins
