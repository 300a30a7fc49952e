"""What an operator is shown of the outbox: ids, kinds and reasons, never a word of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.outbox import IntentKind, IntentState

IN_TROUBLE = (IntentState.DEAD, IntentState.UNKNOWN)
"""What does not go on by itself, or perhaps not: somebody has to look."""
WAITING = (IntentState.QUEUED, IntentState.SENDING)
RETRIED = frozenset(IN_TROUBLE)
DROPPABLE = frozenset((*IN_TROUBLE, IntentState.QUEUED))

LATE = timedelta(minutes=15)
"""A message that is due and still waits after this is a sign that the delivery stands still."""
UNREAD = timedelta(hours=24)
"""Members are read every six hours (`nudges/members.py`); later than this, something is wrong."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One row of the outbox. All moments are UTC; `to` is a user's or a channel's id."""

    id: int
    workspace_id: int
    kind: IntentKind
    to: str
    subject_id: int
    state: IntentState
    attempts: int
    reason: str | None
    created_at: datetime
    not_before: datetime
    settled_at: datetime | None
    channel: str | None
    ts: str | None


@dataclass(frozen=True, slots=True)
class Troubles:
    """The rows in trouble that fit on a page, newest first, and how many there are in all."""

    lines: tuple[QueueLine, ...] = ()
    count: int = 0


NO_TROUBLES: Final = Troubles()


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many rows wait, and since when (UTC) the oldest; for queued ones, those that are due."""

    count: int
    due: int
    oldest: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with everything that is to be said and asked."""

    rows: dict[IntentState, int]
    queued: Waiting
    follow_ups: Waiting


def late(standing: Standing, now: datetime) -> bool:
    """Whether something due has waited for longer than a working delivery lets it."""
    return any(
        each.oldest is not None and now - each.oldest > LATE
        for each in (standing.queued, standing.follow_ups)
    )
