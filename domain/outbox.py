"""The outbox: each row is an intent to send a message.

An intent is rendered when it is sent, and dropped when it is no longer true (docs/decisions/014).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum


class IntentState(StrEnum):
    """What became of an intent. The values are stored."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"  # Slack did not answer, so the message may have been posted
    DROPPED = "dropped"  # no longer true, or without a recipient; the row has the reason
    DEAD = "dead"  # cannot be sent; operators see it


class Priority(IntEnum):
    """The order of sending. Messages with lower values are sent first."""

    AWAITED = 0  # answers something that the recipient has just done; sent at any hour
    NEWS = 1  # caused by someone else; like nudges, it waits for the reader's working hours
    NUDGE = 2
    EDIT = 3  # changes a message that was posted before


@dataclass(frozen=True, slots=True)
class NewIntent:
    """An intent to be stored. `recipient` is a user or channel id.

    A second intent with the same `dedupe_key` is never stored. `details` (the column `about`) holds
    ids only, because texts are loaded when the message is sent. `not_before` is UTC.
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
    """A row of the outbox that the delivery has claimed.

    `message_key` is the random id in the metadata of the posted message. `channel` and `ts`
    identify the posted message, and are None before it is posted. `reason` says why it was queued
    again.
    """

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
    reason: str | None = None
    priority: Priority = Priority.NEWS
