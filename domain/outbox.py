"""The outbox: an intent is a row about a message that has to be sent.

It is rendered when it is sent, and dropped when it is no longer true (docs/decisions/014).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class IntentState(StrEnum):
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # Slack did not answer, so it may have been posted
    DROPPED = "dropped"  # no longer true, or without a recipient; the row has the reason
    DEAD = "dead"  # cannot be sent; operators see it


class Priority(IntEnum):
    """The order of sending: what a person waits for comes before what they did not ask for."""

    AWAITED = 0
    NEWS = 1
    NUDGE = 2
    EDIT = 3


@dataclass(frozen=True, slots=True)
class NewIntent:
    """An intent to be stored. `recipient` is a user or channel id; `dedupe_key` is unique for ever.

    `details` holds ids only. Texts are loaded when the message is sent.
    """

    kind: str
    recipient: str
    subject_id: int
    dedupe_key: str
    details: dict[str, object] = field(default_factory=dict)
    not_before: datetime | None = None
    priority: Priority = Priority.NEWS


@dataclass(frozen=True, slots=True)
class Intent:
    """A claimed row. `message_key` is the opaque id in the metadata of the message."""

    id: int
    workspace_id: int
    kind: str
    recipient: str
    subject_id: int
    details: dict[str, object]
    message_key: str
    state: IntentState
    attempts: int
    channel: str | None
    ts: str | None
    created_at: datetime
