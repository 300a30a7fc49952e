"""Announcements of an opening in its channels, and what the delivery reports of them."""

from __future__ import annotations

from domain.messages import AnnouncementFailed, AnnouncementPosted, ChannelPost
from domain.openings import AnnouncementState, Opening
from services import history, outbox
from services.context import SLACK, Context
from storage import announcements, commitments


def queue_announcements(context: Context, opening: Opening, line: int) -> None:
    """Queues the announcement for every chosen channel; a posted one is edited in place.

    `line` is the id of the change in the history. Posts by advocates are edited as well.
    """
    known = {
        each.channel: each
        for each in announcements.list_by_opening(
            context.transaction, opening.workspace_id, opening.id
        )
    }
    for channel in dict.fromkeys((*opening.channels, *known)):
        announcement = known.get(channel) or announcements.add(
            context.transaction, opening.workspace_id, opening.id, channel
        )
        payload = AnnouncementPosted(announcement.id, by=opening.posted_by)
        outbox.queue(context, payload, to=channel, occasion=str(line))
    for post in commitments.list_post_ids(context.transaction, opening.workspace_id, opening.id):
        outbox.queue_edits(context, (ChannelPost,), post)


def record_posted(context: Context, announcement_id: int, ts: str) -> None:
    """The delivery has posted it. `ts` identifies the message within its channel."""
    announcements.settle(
        context.transaction,
        context.workspace.id,
        announcement_id,
        AnnouncementState.POSTED,
        ts=ts,
    )


def record_refused(context: Context, announcement_id: int, reason: str, tell: str) -> None:
    """Slack has refused it: `tell`, who posted the opening or tried again, gets to know why."""
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
    outbox.queue(context, AnnouncementFailed(announcement_id), to=tell, occasion=str(line))
