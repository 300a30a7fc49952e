"""The base class of all payloads. A payload is a message that a service queues in the outbox.

Each kind of message has a subclass, in `domain/messages.py` or in the module of its subject.
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

    When a candidate is erased, the messages about them are found by `subject` and `subject_id`.
    """

    REFERRAL = auto()
    QUESTION = auto()
    COMMITMENT = auto()
    ASK = auto()
    FOLLOW_UPS = auto()
    REFERRALS = auto()
    """Several referrals. Their ids are in `Payload.details`."""
    NO_CANDIDATE = auto()
    """A row that is not about one candidate, or a message that outlives the candidate's erasure."""


PAYLOADS: dict[str, type[Payload]] = {}
"""The payload classes of all imported modules, by kind."""


@dataclass(frozen=True)
class Payload:
    """A message to be sent. Subclasses add the ids that their kind needs.

    `kind` is the stored name of the kind. `label` is its name for admins, who read it when the
    message cannot be sent. `subject` says which table `subject_id` belongs to.
    """

    subject_id: int

    kind: ClassVar[str]
    label: ClassVar[str]
    subject: ClassVar[Subject]
    priority: ClassVar[Priority] = Priority.NEWS
    to_channel: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Adds the class to `PAYLOADS`, unless it is a base class without a `kind` of its own.

        Raises `ValueError` if another class has the same kind.
        """
        super().__init_subclass__()
        kind = vars(cls).get("kind")
        if kind is not None:
            if kind in PAYLOADS:
                raise ValueError(f"two payloads have the kind {kind!r}")
            PAYLOADS[kind] = cls

    def details(self) -> dict[str, object]:
        """The content of the outbox row's `about` column. The keys are stored and never change."""
        return {}

    def thread(self) -> str | None:
        """The ts of the thread in which the message is posted, or None for no thread."""
        return None

    def shared_file(self) -> str | None:
        """Slack's id of the file that the message shows, or None without a file.

        `delivery/reconcile.py` finds the posted message by this id.
        """
        return None

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:  # noqa: ARG003 - for subclasses
        """The payload of an outbox row. Rows of earlier releases must stay readable.

        Raises `KeyError` or `ValueError` if this release cannot read the row.
        """
        return cls(subject_id)

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - for subclasses
        """The key of the outbox row. A second row with the same key is never queued.

        `occasion` tells apart several messages of this kind about one subject. It is empty if there
        can be only one such message.
        """
        return join_key(self.kind, self.subject_id, occasion)

    def to_intent(
        self, to: str, occasion: str = "", not_before: datetime | None = None
    ) -> NewIntent:
        """The outbox row for the user or channel `to`. It is not sent before `not_before` (UTC)."""
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
    """The facts of one delivery that are not in the payload.

    `intent_id` is the id of the outbox row, and `recipient` a user or channel id. `is_edit` is true
    if the message was posted before and is edited now.
    """

    intent_id: int
    recipient: str
    is_edit: bool


def message_label(kind: str) -> str:
    """The label of a kind, or the kind itself if this release does not know it."""
    return PAYLOADS[kind].label if kind in PAYLOADS else kind


def kinds_with_subject(subject: Subject) -> list[str]:
    return [kind for kind, payload in PAYLOADS.items() if payload.subject is subject]


def join_key(*parts: object) -> str:
    """A dedupe key: the parts that are not empty, joined by colons."""
    return ":".join(str(part) for part in parts if part != "")
