"""The payloads of answers to what people write to the bot in words, each posted in its thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.message_payload import Payload, Subject, join_key
from domain.outbox import Priority


@dataclass(frozen=True)
class ThreadedAnswer(Payload):
    """The answer to what somebody wrote, in its thread. `subject_id` is 0."""

    thread_ts: str

    priority = Priority.AWAITED

    def thread(self) -> str | None:
        return self.thread_ts

    def details(self) -> dict[str, object]:
        return {"thread": self.thread_ts}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["thread"]))

    def dedupe_key(self, to: str, occasion: str) -> str:
        return join_key(self.kind, to, occasion)


@dataclass(frozen=True)
class DirectMessageAnswered(ThreadedAnswer):
    """To a person who wrote in the bot's direct message: what the bot can do."""

    kind = "written_answer"
    label = "The answer to a direct message"
    subject = Subject.NO_CANDIDATE


@dataclass(frozen=True)
class MentionAnswered(ThreadedAnswer):
    """To a channel in which somebody mentioned the bot: what the bot can do."""

    kind = "mention_answer"
    label = "The answer to a mention"
    subject = Subject.NO_CANDIDATE
    to_channel = True
