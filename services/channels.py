"""Follows changes of a channel in Slack (a new id, archived, restored) in the posts there."""

from __future__ import annotations

from collections.abc import Iterator

from domain.message_payload import Delivery
from domain.messages import AnnouncementFailed, ChannelLost, ChannelPostFailed
from domain.openings import Announcement, AnnouncementState, Opening
from domain.outcomes import CallOutcome, Dropped, classify_response
from domain.pages import ChannelLostPage
from services import history, outbox
from services.announcements import list_people_in_charge, queue_announcement
from services.context import SLACK, Context
from storage import announcements, channel_ids, commitments, openings


def replace_channel_id(context: Context, old_id: str, new_id: str) -> None:
    """Replaces the id of a channel everywhere, and edits the messages that name the channel."""
    workspace_id = context.workspace.id
    channel_ids.replace(context.transaction, workspace_id, old_id, new_id)
    history.add_line(
        context,
        channel_ids.CHANGED,
        channel_ids.SUBJECT,
        channel_ids.NO_SUBJECT_ID,
        before=old_id,
        after=new_id,
    )
    for announcement in announcements.list_in_channel(context.transaction, workspace_id, new_id):
        outbox.queue_edits(context, (AnnouncementFailed,), announcement.id)
    for commitment_id in commitments.list_ids_sent_to(context.transaction, workspace_id, new_id):
        outbox.queue_edits(context, (ChannelPostFailed,), commitment_id)


def has_announcements(context: Context, channel: str) -> bool:
    return bool(announcements.list_in_channel(context.transaction, context.workspace.id, channel))


def record_lost(context: Context, channel: str, error: str) -> None:
    """Marks the announcements of open roles in a channel as failed, and tells those in charge.

    Everybody gets one message, however many roles there are. `error` is what Slack answers to a
    change in the channel from now on.
    """
    told: set[str] = set()
    for announcement, opening in _list_open(context, channel):
        if announcement.state is not AnnouncementState.POSTED:
            continue
        announcements.settle(
            context.transaction,
            context.workspace.id,
            announcement.id,
            AnnouncementState.FAILED,
            reason=error,
        )
        told.update(list_people_in_charge(context, opening, opening.posted_by))
    if not told:
        return
    line = history.add_line(
        context, "channel.lost", "channel", 0, by=SLACK, channel=channel, why=error
    )
    for user_id in sorted(told):
        outbox.queue(context, ChannelLost(0, channel, error), to=user_id, occasion=str(line))


def record_restored(context: Context, channel: str) -> None:
    """Brings the announcements of a channel up to date that was archived for a while."""
    workspace_id = context.workspace.id
    line = history.add_line(context, "channel.restored", "channel", 0, by=SLACK, channel=channel)
    for announcement, opening in _list_announced(context, channel):
        if announcement.state is AnnouncementState.FAILED and _is_archived(announcement):
            announcements.settle(
                context.transaction, workspace_id, announcement.id, AnnouncementState.QUEUED
            )
            queue_announcement(context, opening, announcement, line)
    outbox.queue_edits(context, (ChannelLost,), 0)


def load_lost_channel(
    context: Context, payload: ChannelLost, delivery: Delivery
) -> ChannelLostPage | Dropped:
    """An edited message may have no roles left; a new one is dropped then."""
    lost = tuple(
        opening
        for announcement, opening in _list_open(context, payload.channel)
        if announcement.state is AnnouncementState.FAILED
        and delivery.recipient in list_people_in_charge(context, opening, opening.posted_by)
    )
    if not lost and not delivery.is_edit:
        return Dropped("overtaken")
    return ChannelLostPage(payload.channel, payload.error, lost)


def _list_announced(context: Context, channel: str) -> Iterator[tuple[Announcement, Opening]]:
    workspace_id = context.workspace.id
    found = announcements.list_in_channel(context.transaction, workspace_id, channel)
    by_id = openings.find_many(
        context.transaction, workspace_id, {each.opening_id for each in found}
    )
    for announcement in found:
        yield announcement, by_id[announcement.opening_id]


def _list_open(context: Context, channel: str) -> Iterator[tuple[Announcement, Opening]]:
    """The announcements whose opening takes referrals and is still meant for the channel."""
    for announcement, opening in _list_announced(context, channel):
        if opening.takes_referrals and channel in opening.channels:
            yield announcement, opening


def _is_archived(announcement: Announcement) -> bool:
    return classify_response(announcement.reason or "") is CallOutcome.ARCHIVED
