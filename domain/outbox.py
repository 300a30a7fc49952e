"""The outbox: a table of messages to be sent, each of which is called an intent.

The text of a message is written only when it is sent. A message for which there is no reason any
more by then is dropped (docs/decisions/014).
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
    DROPPED = "dropped"  # not needed any more, or nobody can get it; `reason` says which
    DEAD = "dead"  # cannot be sent; an operator may retry it


class Priority(IntEnum):
    """The order of sending. Messages with lower values are sent first."""

    AWAITED = 0  # answers what the recipient has just done, so it is sent at any hour
    NEWS = 1  # about what someone else did; waits for the recipient's working hours
    NUDGE = 2  # a reminder; waits for the recipient's working hours
    EDIT = 3  # changes a message that was posted before


@dataclass(frozen=True, slots=True)
class NewIntent:
    """An intent to be stored.

    - `recipient`: a user or channel id.
    - `subject_id`: the id of the row that the message is about. `kind` says in which table.
    - `dedupe_key`: an intent is not stored if there is one with the same key.
    - `details` (the column `about`): ids, because texts are loaded when the message is sent.
    - `not_before`: the time (UTC) before which the message is not sent.
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
    """A row of the outbox. The fields of `NewIntent` mean the same here.

    `message_key` is the random id in the metadata of the posted message. `channel` and `ts`
    identify the posted message, and are None before it is posted. `attempts` counts the attempts
    to send it. `reason` says why it waits, was dropped or could not be sent. `created_at` is UTC.
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
