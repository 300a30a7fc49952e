"""Queues the announcements of an opening in its channels, and records what became of them."""

from __future__ import annotations

from domain.messages import AnnouncementFailed, AnnouncementPosted, ChannelPost
from domain.openings import AnnouncementState, Opening
from services import history, outbox
from services.context import SLACK, Context
from storage import announcements, commitments


def queue_announcements(context: Context, opening: Opening, line: int) -> None:
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
        payload = AnnouncementPosted(announcement.id, posted_by=opening.posted_by)
        outbox.queue(context, payload, to=channel, occasion=str(line))
    for commitment_id in commitments.list_post_ids(
        context.transaction, opening.workspace_id, opening.id
    ):
        outbox.queue_edits(context, (ChannelPost,), commitment_id)


def record_posted(context: Context, announcement_id: int, ts: str) -> None:
    """Marks an announcement as posted. `ts` identifies the message within its channel."""
    announcements.settle(
        context.transaction,
        context.workspace.id,
        announcement_id,
        AnnouncementState.POSTED,
        ts=ts,
    )


def record_refused(context: Context, announcement_id: int, reason: str, notified_user: str) -> None:
    """Marks an announcement as failed, as Slack has refused it with this reason.

    `notified_user`, who posted the opening or tried again, is told the reason.
    """
    announcements.settle(
        context.transaction,
        context.workspace.id,
        announcement_id,
        AnnouncementState.FAILED,
        reason=reason,
    )
    line = history.add_line(
        context, "announcement.failed", "announcement", announcement_id, by=SLACK, why=reason
    )
    outbox.queue(context, AnnouncementFailed(announcement_id), to=notified_user, occasion=str(line))
