"""The type of a catalogue entry, and a payload as it goes to Slack."""

from __future__ import annotations

from collections.abc import Callable

from tests.views.samples import Sample
from views.block_kit import Block, Message

Payload = Message | Block
MakePayload = Callable[[Sample], Payload]


def sent(payload: Payload) -> Block:
    """The payload as it goes to Slack."""
    if isinstance(payload, Message):
        return {"text": payload.text, "blocks": payload.blocks}
    return payload
