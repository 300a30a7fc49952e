"""The type of a catalogue entry, and the conversion of a payload into Slack's form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from tests.views.samples import Sample
from views.block_kit import Block, Message

Payload = Message | Block
MemberT = TypeVar("MemberT", bound=str)
MakePayload = Callable[[Sample], Payload]


def for_each(
    name: str, members: Iterable[MemberT], make: Callable[[Sample, MemberT], Payload]
) -> dict[str, MakePayload]:
    """One entry for each member, such as a stage; its name ends with the member's value."""

    def entry(member: MemberT) -> MakePayload:
        return lambda sample: make(sample, member)

    return {f"{name} {member}": entry(member) for member in members}


def to_slack_payload(payload: Payload) -> Block:
    """The payload as JSON that Slack accepts."""
    if isinstance(payload, Message):
        return {"text": payload.text, "blocks": payload.blocks}
    return payload
