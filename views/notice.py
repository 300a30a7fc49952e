"""A few words to one person in a small modal: when a button or form has to be answered in words."""

from __future__ import annotations

from views.block_kit import Block, Message, message, modal, section

NOTICE = "notice"


def notice_modal(text: str, title: str = "Vouch") -> Block:
    return modal(NOTICE, title, [section(text)])


def ephemeral_message(text: str) -> Message:
    return message(section(text), text=text)


def message_modal(message: Message, title: str = "Vouch") -> Block:
    """A message that would be ephemeral, where Slack only lets us open a modal."""
    return modal(NOTICE, title, message.blocks)
