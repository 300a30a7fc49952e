"""The values of the answers to what people write to the bot in words."""

from __future__ import annotations

from dataclasses import dataclass

from domain.threaded_messages import ReplyUse


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What a person who wrote to the bot is offered. A guest cannot refer anyone."""

    may_refer: bool


@dataclass(frozen=True, slots=True)
class ReplyOfferPage:
    """The offer to pass a reply on. `intent_id` is its row in the outbox."""

    intent_id: int
    use: ReplyUse
    reader: str
    passed_on: bool
