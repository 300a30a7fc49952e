"""What operators may see of the outbox: ids, kinds and reasons, but no texts that people wrote."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.outbox import IntentState

STUCK_STATES = (IntentState.DEAD, IntentState.UNKNOWN)
"""The states of rows that Vouch does not try again, so that an operator has to decide."""
RETRYABLE_STATES = frozenset(STUCK_STATES)
DROPPABLE_STATES = frozenset((*STUCK_STATES, IntentState.QUEUED))

LATE_AFTER = timedelta(minutes=15)
"""If the oldest due message has waited longer than this, the delivery has probably stopped."""
MEMBERS_STALE_AFTER = timedelta(hours=24)
"""Members are read from Slack every six hours (nudges/members.py); longer means a failure."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One row of the outbox. Times are in UTC; `to` is the id of a user or a channel."""

    id: int
    workspace_id: int
    kind: str
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
class StuckRows:
    """The newest stuck rows, as many as fit on one page. `count` is the number of all."""

    rows: tuple[OutboxRow, ...] = ()
    count: int = 0


NO_STUCK_ROWS: Final = StuckRows()


@dataclass(frozen=True, slots=True)
class Pending:
    """How many rows wait, and how many of them are due. `oldest_due_at` is UTC."""

    count: int
    due_count: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkspaceReadings:
    """What was read from Slack about the people of a workspace.

    All members were last read at `members_read_at` (UTC). `is_reading` is true while pages of a new
    reading are missing. `recruiter_group_error` is Slack's error code if Slack refused that group.
    `granted_scopes` is a list with commas, or None if Slack did not say.
    """

    team_id: str
    name: str
    members_read_at: datetime | None
    is_reading: bool
    recruiter_group: str | None
    recruiter_group_error: str | None
    granted_scopes: str | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """The number of outbox rows by state, the queued ones in detail, and the follow-ups."""

    counts_by_state: dict[IntentState, int]
    queued: Pending
    follow_ups: Pending


def is_late(backlog: Backlog, now: datetime) -> bool:
    """Whether something due has waited longer than `LATE_AFTER`."""
    return any(
        pending.oldest_due_at is not None and now - pending.oldest_due_at > LATE_AFTER
        for pending in (backlog.queued, backlog.follow_ups)
    )
