"""What Vouch does when a channel gets a new id in Slack, is lost, or is restored.

A channel is lost when it is archived or deleted, or when Vouch is no longer in it. Announcements
are the posts about openings in channels.
"""

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
    """Replaces a channel's id in all stored rows, and edits the messages that name the channel."""
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


def record_channel_lost(context: Context, channel: str, error: str) -> None:
    """Marks the announcements in a channel as failed, and tells the people in charge of openings.

    Each of these people gets one message, however many openings there are. `error` is the code with
    which Slack now refuses posts and edits in the channel, such as `is_archived`.
    """
    people_to_tell: set[str] = set()
    for announcement, opening in _list_wanted_announcements(context, channel):
        if announcement.state is not AnnouncementState.POSTED:
            continue
        announcements.settle(
            context.transaction,
            context.workspace.id,
            announcement.id,
            AnnouncementState.FAILED,
            reason=error,
        )
        people_to_tell.update(list_people_in_charge(context, opening, opening.posted_by))
    if not people_to_tell:
        return
    history_id = history.add_line(
        context,
        "channel.lost",
        channel_ids.SUBJECT,
        channel_ids.NO_SUBJECT_ID,
        by=SLACK,
        channel=channel,
        why=error,
    )
    message = ChannelLost(channel_ids.NO_SUBJECT_ID, channel, error)
    for user_id in sorted(people_to_tell):
        # The id of the history line tells this loss from later ones, which are told as well.
        outbox.queue(context, message, to=user_id, occasion=str(history_id))


def record_channel_restored(context: Context, channel: str) -> None:
    """Posts or edits the announcements that failed while the channel was archived."""
    workspace_id = context.workspace.id
    history_id = history.add_line(
        context,
        "channel.restored",
        channel_ids.SUBJECT,
        channel_ids.NO_SUBJECT_ID,
        by=SLACK,
        channel=channel,
    )
    for announcement, opening in _list_announcements(context, channel):
        if announcement.state is AnnouncementState.FAILED and _failed_as_archived(announcement):
            announcements.settle(
                context.transaction, workspace_id, announcement.id, AnnouncementState.QUEUED
            )
            queue_announcement(context, opening, announcement, history_id)
    outbox.queue_edits(context, (ChannelLost,), channel_ids.NO_SUBJECT_ID)


def load_lost_channel(
    context: Context, payload: ChannelLost, delivery: Delivery
) -> ChannelLostPage | Dropped:
    """The openings of the message's recipient that still cannot be announced in the channel.

    If there are none, an unsent message is dropped, and a posted message is edited to say so.
    """
    unannounced = tuple(
        opening
        for announcement, opening in _list_wanted_announcements(context, payload.channel)
        if announcement.state is AnnouncementState.FAILED
        and delivery.recipient in list_people_in_charge(context, opening, opening.posted_by)
    )
    if not unannounced and not delivery.is_edit:
        return Dropped("overtaken")
    return ChannelLostPage(payload.channel, payload.error, unannounced)


def _list_announcements(context: Context, channel: str) -> Iterator[tuple[Announcement, Opening]]:
    """Every announcement in the channel, in any state, with its opening."""
    workspace_id = context.workspace.id
    found = announcements.list_in_channel(context.transaction, workspace_id, channel)
    by_id = openings.find_many(
        context.transaction, workspace_id, {each.opening_id for each in found}
    )
    for announcement in found:
        yield announcement, by_id[announcement.opening_id]


def _list_wanted_announcements(
    context: Context, channel: str
) -> Iterator[tuple[Announcement, Opening]]:
    """The announcements whose opening takes referrals and still names the channel."""
    for announcement, opening in _list_announcements(context, channel):
        if opening.takes_referrals and channel in opening.channels:
            yield announcement, opening


def _failed_as_archived(announcement: Announcement) -> bool:
    """Whether Slack refused the announcement because the channel was archived."""
    return classify_response(announcement.reason or "") is CallOutcome.ARCHIVED
