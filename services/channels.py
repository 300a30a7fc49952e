"""What happens to a channel in Slack, and what that means for announcements and other posts."""

from __future__ import annotations

from domain.messages import AnnouncementFailed, ChannelPostFailed
from services import history, outbox
from services.context import Context
from storage import announcements, channel_ids, commitments


def follow_channel_id(context: Context, old_id: str, new_id: str) -> None:
    """Replaces the id of a channel everywhere, and edits the messages that name the channel."""
    ws = context.workspace.id
    channel_ids.replace(context.transaction, ws, old_id, new_id)
    history.add_line(
        context,
        channel_ids.CHANGED,
        channel_ids.SUBJECT,
        channel_ids.NO_SUBJECT_ID,
        before=old_id,
        after=new_id,
    )
    for announcement in announcements.list_in_channel(context.transaction, ws, new_id):
        outbox.queue_edits(context, (AnnouncementFailed,), announcement.id)
    for commitment_id in commitments.list_ids_sent_to(context.transaction, ws, new_id):
        outbox.queue_edits(context, (ChannelPostFailed,), commitment_id)
