"""A sentence to one person, as a small modal or as an ephemeral message."""

from __future__ import annotations

from views.block_kit import Block, Message, message, modal, section

NOTICE = "notice"


def notice_modal(text: str, title: str = "Vouch") -> Block:
    return modal(NOTICE, title, [section(text)])


def ephemeral_message(text: str) -> Message:
    return message(section(text), text=text)


def message_modal(message: Message, title: str = "Vouch") -> Block:
    """A message as a modal, for requests that can only be answered with a modal."""
    return modal(NOTICE, title, message.blocks)
