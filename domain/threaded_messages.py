"""The payloads of answers to what people write to the bot in words, each posted in its thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from domain.message_payload import Payload, Subject, join_key
from domain.outbox import Priority


@dataclass(frozen=True)
class ThreadedAnswer(Payload):
    """The answer to what a person wrote, in its thread. `subject_id` is 0."""

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
    """To a channel where a person mentioned the bot: what the bot can do."""

    kind = "mention_answer"
    label = "The answer to a mention"
    subject = Subject.NO_CANDIDATE
    to_channel = True


class ReplyTarget(StrEnum):
    """What a reply under a message becomes when it is passed on. The values are stored."""

    ANSWER = "answer"  # the answer to a question of the desk; `target_id` is the question
    MANAGER_REPLY = "word"  # to an advocate's words; `target_id` is the commitment
    QUESTION = "question"  # to the advocate; `target_id` is the referral
    NOTE = "note"  # to the owner; `target_id` is the referral


@dataclass(frozen=True)
class ReplyOffered(Payload):
    """To a person who replied under a message: it can be passed on with one tap.

    `subject_id` is the referral, `reader` the user id of the person who would get the reply.
    `reply_ts` is the reply in Slack, whose text is not stored.
    """

    thread_ts: str
    reply_ts: str
    target: ReplyTarget
    target_id: int
    reader: str
    passed_on: bool = False

    kind = "reply_offer"
    label = "The offer to pass a reply on"
    subject = Subject.REFERRAL
    priority = Priority.AWAITED

    def thread(self) -> str | None:
        return self.thread_ts

    def details(self) -> dict[str, object]:
        return {
            "thread": self.thread_ts,
            "reply": self.reply_ts,
            "as": self.target.value,
            "of": self.target_id,
            "to": self.reader,
            "done": self.passed_on,
        }

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(
            subject_id,
            thread_ts=str(about["thread"]),
            reply_ts=str(about["reply"]),
            target=ReplyTarget(str(about["as"])),
            target_id=int(str(about["of"])),
            reader=str(about["to"]),
            passed_on=bool(about.get("done")),
        )

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - one offer for a reply
        return join_key(self.kind, to, self.reply_ts)
