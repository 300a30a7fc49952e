"""The entries of the catalogue for openings, and for the weekly round-up."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from domain.openings import OpeningForm, OpeningStatus
from domain.pages import ChannelLostPage
from tests.views.catalogue.payloads import MakePayload, for_each
from tests.views.samples import NOW, ZONE
from views import (
    channels,
    openings,
    post,
    roundup,
)

TS = "1772704800.000100"
FIELDS = [each.name for each in fields(OpeningForm)]

OPENINGS: Final[dict[str, MakePayload]] = {
    **for_each(
        "openings.announcement_message",
        OpeningStatus,
        lambda sample, status: openings.announcement_message(sample.announcement(status)),
    ),
    "openings.details_modal": lambda sample: openings.details_modal(
        sample.opening(), may_refer=True, may_manage=True
    ),
    "openings.details_modal guest": lambda sample: openings.details_modal(
        sample.opening(OpeningStatus.PAUSED), may_refer=False, may_manage=False
    ),
    "openings.open_roles_message": lambda sample: openings.open_roles_message(
        sample.openings(5000 if sample.maximal else 2),
        sample.optional("query"),
        more=sample.maximal,
        may_refer=True,
    ),
    "openings.open_roles_message none": lambda sample: openings.open_roles_message(
        [], sample.optional("query"), more=False, may_refer=True
    ),
    "openings.open_roles_message guest": lambda sample: openings.open_roles_message(
        sample.openings(1), "", more=False, may_refer=False
    ),
    **for_each(
        "openings.manage_form",
        OpeningStatus,
        lambda sample, status: openings.manage_form(sample.opening(status)),
    ),
    **for_each(
        "openings.announcement_failed_message",
        (
            "not_in_channel",
            "channel_not_found",
            "is_archived",
            "restricted_action",
            "something_new",
        ),
        lambda sample, reason: openings.announcement_failed_message(
            sample.announcement(reason=reason)
        ),
    ),
    **for_each(
        "openings.announcement_failed_message outdated",
        ("is_inactive", "channel_not_found", "message_not_found", "edit_window_closed"),
        lambda sample, reason: openings.announcement_failed_message(
            sample.announcement(reason=reason, ts=TS)
        ),
    ),
    "openings.announcement_failed_message closed": lambda sample: (
        openings.announcement_failed_message(
            sample.announcement(OpeningStatus.CLOSED, reason="is_inactive", ts=TS)
        )
    ),
    "openings.announcement_failed_message again": lambda sample: (
        openings.announcement_failed_message(sample.announcement(queued=True))
    ),
    "openings.announcement_failed_message posted": lambda sample: (
        openings.announcement_failed_message(sample.announcement(ts=TS))
    ),
    "openings.announcement_message elsewhere": lambda sample: openings.announcement_message(
        sample.announcement(ts=TS, channel="C0STORAGE")
    ),
    "openings.announcement_failed_message kept": lambda sample: (
        openings.announcement_failed_message(
            sample.announcement(reason="cant_delete_message", ts=TS, channel="C0STORAGE")
        )
    ),
    "openings.announcement_failed_message unlisted": lambda sample: (
        openings.announcement_failed_message(
            sample.announcement(reason="is_archived", channel="C0STORAGE")
        )
    ),
    **for_each(
        "channels.channel_lost_message",
        ("is_archived", "channel_not_found"),
        lambda sample, error: channels.channel_lost_message(
            ChannelLostPage("C0HIRING", error, tuple(sample.openings(50 if sample.maximal else 2)))
        ),
    ),
    "channels.channel_lost_message one": lambda sample: channels.channel_lost_message(
        ChannelLostPage("C0HIRING", "is_archived", tuple(sample.openings(1)))
    ),
    "channels.channel_lost_message settled": lambda _: channels.channel_lost_message(
        ChannelLostPage("C0HIRING", "is_archived", ())
    ),
    "post.post_form": lambda _: post.post_form(
        None, poster="U0MARGARET", recruiter=None, zone=ZONE
    ),
    "post.post_form draft": lambda sample: post.post_form(
        sample.form(), poster="U0MARGARET", recruiter="U0LINUS", zone=ZONE
    ),
    "post.edit_form": lambda sample: post.edit_form(sample.opening(), ZONE),
    "post.edit_form draft": lambda sample: post.edit_form(sample.opening(), ZONE, sample.form()),
    "post.add_unsaved_notice": lambda sample: post.add_unsaved_notice(
        post.conflict_form(sample.opening(), sample.form(), dict.fromkeys(FIELDS, "U0LINUS"), ZONE)
    ),
    "post.conflict_form": lambda sample: post.conflict_form(
        sample.opening(), sample.form(), dict.fromkeys(FIELDS, "U0LINUS"), ZONE
    ),
    "post.conflict_form unknown": lambda sample: post.conflict_form(
        replace(sample.opening(), closes_on=None), sample.form(), {"closes_on": None}, ZONE
    ),
    "post.preview_modal": lambda sample: post.preview_modal(
        sample.form(),
        poster="U0MARGARET",
        now=NOW,
        closes_at=sample.opening().closes_at,
    ),
    "post.posted_modal": lambda sample: post.posted_modal(sample.opening()),
    "roundup.roundup_message": lambda sample: roundup.roundup_message(sample.roundup_page()),
    "roundup.roundup_message ended": lambda sample: roundup.roundup_message(
        sample.roundup_page(none=True)
    ),
}
