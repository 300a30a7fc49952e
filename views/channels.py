"""The message that a channel was lost: which roles it concerns, and where they can go."""

from __future__ import annotations

from domain.openings import Opening
from domain.outcomes import CallOutcome, classify_response
from domain.pages import ChannelLostPage
from views.block_kit import Block, Message, button, context, message, section
from views.formatting import channel_link, escape
from views.openings import OPEN_EDIT_FORM

MAX_ROLES_SHOWN = 10


def channel_lost_message(page: ChannelLostPage) -> Message:
    """The roles to announce elsewhere. Edited when one of them was, or the channel is back."""
    target = channel_link(page.channel)
    if not page.openings:
        text = f"Every role that was announced in {target} is taken care of."
        return message(section(text), text=text)
    is_archived = classify_response(page.error) is CallOutcome.ARCHIVED
    event = f"{target} was archived" if is_archived else f"I can't see {target} now"
    count = len(page.openings)
    roles = "a role" if count == 1 else f"{count} roles"
    text = f"{event}, so {roles} can't be announced there any more."
    remedy = "Choose another channel, and I'll post it there."
    if not is_archived:
        remedy = f"Choose another channel, or type `/invite @Vouch` in {target} if it's private."
    blocks = [section(f"{text}\n{remedy}")]
    blocks += [_role_row(opening) for opening in page.openings[:MAX_ROLES_SHOWN]]
    if len(page.openings) > MAX_ROLES_SHOWN:
        blocks.append(context("There are more: `/refer jobs` lists every role."))
    return message(*blocks, text=text)


def _role_row(opening: Opening) -> Block:
    return section(
        f"*{escape(opening.ref, 40)}* {escape(opening.title, 150)}",
        accessory=button(
            "Choose another channel",
            OPEN_EDIT_FORM,
            str(opening.id),
            spoken=f"Choose another channel for {opening.ref}",
        ),
    )
