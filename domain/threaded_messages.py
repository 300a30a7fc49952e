"""The bot's answers to what a person typed. Each is posted in the thread of that message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from domain.message_payload import Payload, Subject, join_key
from domain.outbox import Priority


@dataclass(frozen=True)
class ThreadedAnswer(Payload):
    """A bot message in the thread of a person's message, whose ts is `thread_ts`.

    `subject_id` is 0: what the person typed belongs to no row of the database.
    """

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
        """`occasion` is unique for the person's message, so each message is answered once."""
        return join_key(self.kind, to, occasion)


@dataclass(frozen=True)
class DirectMessageAnswered(ThreadedAnswer):
    """Tells a person who wrote to the bot in a direct message what the bot can do."""

    kind = "written_answer"
    label = "The answer to a direct message"
    subject = Subject.NO_CANDIDATE


@dataclass(frozen=True)
class MentionAnswered(ThreadedAnswer):
    """Tells the channel in which a person mentioned the bot what the bot can do."""

    kind = "mention_answer"
    label = "The answer to a mention"
    subject = Subject.NO_CANDIDATE
    to_channel = True


class ReplyUse(StrEnum):
    """What a reply in a thread becomes when it is passed on. The values are stored.

    Each member says what `target_id` of a `ReplyOffered` is.
    """

    ANSWER = "answer"
    """An advocate answers a question. `target_id` is the id of the question."""
    MANAGER_REPLY = "word"
    """A hiring manager answers an advocate. `target_id` is the id of the advocate's commitment."""
    QUESTION = "question"
    """An owner or recruiter asks an advocate. `target_id` is the id of the referral."""
    NOTE = "note"
    """An advocate tells the owner something. `target_id` is the id of the referral."""


@dataclass(frozen=True)
class ReplyOffered(Payload):
    """Offers a person who replied to a bot message to pass the reply on with one tap.

    `subject_id` is the id of the referral. `thread_ts` is the ts of the bot's message, and
    `reply_ts` that of the reply, whose text is not stored. `use` and `target_id` say what the reply
    becomes. `reader` is the user id of whoever gets the reply.
    """

    thread_ts: str
    reply_ts: str
    use: ReplyUse
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
            "as": self.use.value,
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
            use=ReplyUse(str(about["as"])),
            target_id=int(str(about["of"])),
            reader=str(about["to"]),
            passed_on=bool(about.get("done")),
        )

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - each reply gets one offer
        return join_key(self.kind, to, self.reply_ts)
