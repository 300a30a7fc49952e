"""What all messages that services queue have in common: the payload and its row in the outbox.

`domain/messages.py` has one payload for each kind of message.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import ClassVar, Self

from domain.outbox import NewIntent, Priority


class Subject(Enum):
    """Which row `subject_id` names. Erasing a candidate finds messages about them by it."""

    REFERRAL = auto()
    QUESTION = auto()
    COMMITMENT = auto()
    ASK = auto()
    FOLLOW_UPS = auto()
    NO_CANDIDATE = auto()
    """Nothing that is erased with a candidate."""


@dataclass(frozen=True)
class Payload:
    """`label` is what an admin reads of a message that could not be sent."""

    subject_id: int

    kind: ClassVar[str]
    label: ClassVar[str]
    subject: ClassVar[Subject]
    priority: ClassVar[Priority] = Priority.NEWS
    to_channel: ClassVar[bool] = False

    def details(self) -> dict[str, object]:
        """What the row's `about` column holds."""
        return {}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:  # noqa: ARG003 - for subclasses
        """The payload of a row, also of one that an earlier release wrote.

        Raises `KeyError` or `ValueError` for a row that this release does not understand.
        """
        return cls(subject_id)

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - for subclasses
        """A second row with the same key is never queued. `occasion` tells apart messages about
        the same row, and is empty where there can be only one."""
        return join_key(self.kind, self.subject_id, occasion)

    def to_intent(
        self, to: str, occasion: str = "", not_before: datetime | None = None
    ) -> NewIntent:
        """The row to queue for the user or channel `to`, not to be sent before `not_before`."""
        return NewIntent(
            kind=self.kind,
            recipient=to,
            subject_id=self.subject_id,
            dedupe_key=self.dedupe_key(to, occasion),
            priority=self.priority,
            details=self.details(),
            not_before=not_before,
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """The facts of one delivery that are not in the payload. `recipient` is a user or channel id.

    `is_edit`: the message was posted before and is brought up to date, so it is not dropped.
    """

    intent_id: int
    recipient: str
    is_edit: bool


def join_key(*parts: object) -> str:
    """The parts of a dedupe key that are not empty."""
    return ":".join(str(part) for part in parts if part != "")
