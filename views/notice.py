"""A sentence to one person, as a small modal or as an ephemeral message."""

from __future__ import annotations

from domain.limits import ACK_BYTES_MAX
from views.block_kit import Block, Message, button, count_bytes, message, modal, section

NOTICE = "notice"


def notice_modal(text: str, title: str = "Vouch") -> Block:
    return modal(NOTICE, title, [section(text)])


def draft_notice(text: str, action_id: str) -> Block:
    """The sentence that a form shows a stored draft, with the button that empties the form."""
    return section(text, accessory=button("Start over", action_id))


def loading_modal(external_id: str) -> Block:
    """Stands in for a page that is too large for an acknowledgement, until the page is sent.

    The page is sent to the view with this `external_id`.
    """
    view = notice_modal("One moment, this page is on its way. What you sent is stored.")
    return {**view, "external_id": external_id}


def erased_modal() -> Block:
    """Replaces the page of `loading_modal` if someone on the page to come was erased by then."""
    return notice_modal(
        "This page was about someone whose data was erased a moment ago, so I can't show it. "
        "You don't need to do anything."
    )


def fit_acknowledgement(page: Block, external_id: str) -> Block:
    """The page itself if an acknowledgement can contain it, else a small page in its place."""
    return page if count_bytes(page) <= ACK_BYTES_MAX else loading_modal(external_id)


def ephemeral_message(text: str) -> Message:
    return message(section(text), text=text)


def message_modal(message: Message, title: str = "Vouch") -> Block:
    """A message as a modal, for requests that can only be answered with a modal."""
    return modal(NOTICE, title, message.blocks)
