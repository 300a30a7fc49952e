"""A few words to one person in a small modal: when a button or form has to be answered in words."""

from __future__ import annotations

from views.kit import Block, Message, message, modal, say

NOTICE = "notice"


def notice(text: str, title: str = "Vouch") -> Block:
    return modal(NOTICE, title, [say(text)])


def ephemeral(text: str) -> Message:
    return message(say(text), text=text)


def as_modal(said: Message, title: str = "Vouch") -> Block:
    """A message that would be ephemeral, where Slack only lets us open a modal."""
    return modal(NOTICE, title, said.blocks)
