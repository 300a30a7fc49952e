"""The base class of all payloads. A payload is a message that a service queues in the outbox.

There is one class for each kind of message, in `domain/messages.py` and beside its subjects.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import ClassVar, Self

from domain.outbox import NewIntent, Priority


class Subject(Enum):
    """The table to which `subject_id` belongs.

    By it we find the messages about a candidate who is erased.
    """

    REFERRAL = auto()
    QUESTION = auto()
    COMMITMENT = auto()
    ASK = auto()
    FOLLOW_UPS = auto()
    REFERRALS = auto()
    """Several referrals, whose ids are in the details."""
    NO_CANDIDATE = auto()
    """A row that is not about one candidate, or a message that outlives the candidate's erasure."""


PAYLOADS: dict[str, type[Payload]] = {}
"""Every payload whose module has been imported, by its kind."""


@dataclass(frozen=True)
class Payload:
    """A message to be sent. Subclasses add the ids that their kind needs.

    `kind` is the stored name. `label` is the name that an admin reads when the message cannot be
    sent.
    """

    subject_id: int

    kind: ClassVar[str]
    label: ClassVar[str]
    subject: ClassVar[Subject]
    priority: ClassVar[Priority] = Priority.NEWS
    to_channel: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Adds the class to `PAYLOADS`. Base classes of several kinds have no `kind` of their own.

        Raises ValueError for a kind that another class has.
        """
        super().__init_subclass__()
        kind = vars(cls).get("kind")
        if kind is not None:
            if kind in PAYLOADS:
                raise ValueError(f"two payloads have the kind {kind!r}")
            PAYLOADS[kind] = cls

    def details(self) -> dict[str, object]:
        """The content of the row's `about` column. Its keys are stored and never change."""
        return {}

    def thread(self) -> str | None:
        """The ts of the message in whose thread this one is posted, or None."""
        return None

    def shared_file(self) -> str | None:
        """Slack's id of the file that the message shows, or None without a file.

        `delivery/reconcile.py` finds the posted message by it.
        """
        return None

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:  # noqa: ARG003 - for subclasses
        """The payload of a row, also of one that an earlier release wrote.

        Raises `KeyError` or `ValueError` for a row that this release does not understand.
        """
        return cls(subject_id)

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - for subclasses
        """The key of the row; a second row with the same key is never queued.

        `occasion` distinguishes several messages about the same subject. It is empty if there can
        be only one.
        """
        return join_key(self.kind, self.subject_id, occasion)

    def to_intent(
        self, to: str, occasion: str = "", not_before: datetime | None = None
    ) -> NewIntent:
        """The row to queue for the user or channel `to`. It is not sent before `not_before`."""
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

    `is_edit` is true if the message was posted before and is edited now.
    """

    intent_id: int
    recipient: str
    is_edit: bool


def message_label(kind: str) -> str:
    """The name of a kind for admins, or the stored name if this release does not know the kind."""
    return PAYLOADS[kind].label if kind in PAYLOADS else kind


def kinds_with_subject(subject: Subject) -> list[str]:
    """The kinds of messages with this subject."""
    return [kind for kind, payload in PAYLOADS.items() if payload.subject is subject]


def join_key(*parts: object) -> str:
    """A dedupe key from those parts that are not empty."""
    return ":".join(str(part) for part in parts if part != "")
