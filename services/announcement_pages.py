"""Loads the pages of an announcement, and of the note that it failed, when they are sent."""

from __future__ import annotations

from domain.message_payload import Delivery
from domain.messages import AnnouncementFailed, AnnouncementPosted, AnnouncementWithdrawn
from domain.openings import AnnouncementState
from domain.outcomes import Dropped
from domain.pages import AnnouncementPage
from services.context import Context
from storage import announcements, openings


def load_announcement(
    context: Context, payload: AnnouncementPosted, _delivery: Delivery
) -> AnnouncementPage | Dropped:
    page = _load_announcement(context, payload)
    if isinstance(page, Dropped):
        return page
    if page.announcement.ts is None and not page.opening.takes_referrals:
        return Dropped("opening_not_open")
    if page.announcement.ts is None and not page.opening.is_announced_in(page.announcement.channel):
        return Dropped("channel_not_chosen")
    return page


def load_withdrawn_announcement(
    context: Context, payload: AnnouncementWithdrawn, _delivery: Delivery
) -> AnnouncementPage | Dropped:
    page = _load_announcement(context, payload)
    if isinstance(page, Dropped):
        return page
    if page.opening.is_announced_in(page.announcement.channel):
        return Dropped("chosen_again")
    return page if page.announcement.ts is not None else Dropped("never_sent")


def load_failed_announcement(
    context: Context, payload: AnnouncementFailed, delivery: Delivery
) -> AnnouncementPage | Dropped:
    page = _load_announcement(context, payload)
    if isinstance(page, Dropped) or delivery.is_edit:
        return page
    is_failed = page.announcement.state is AnnouncementState.FAILED
    return page if is_failed else Dropped("overtaken")


def _load_announcement(
    context: Context, payload: AnnouncementPosted | AnnouncementWithdrawn | AnnouncementFailed
) -> AnnouncementPage | Dropped:
    workspace_id = context.workspace.id
    announcement = announcements.find(context.transaction, workspace_id, payload.subject_id)
    if announcement is None:
        return Dropped("opening_gone")
    opening = openings.find(context.transaction, workspace_id, announcement.opening_id)
    if opening is None:
        return Dropped("opening_gone")
    return AnnouncementPage(opening, announcement)
