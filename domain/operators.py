"""What operators may see of the outbox and the workspaces: no texts that people wrote.

An operator runs the bot and its database on a server, and may have no account in the workspace.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.outbox import IntentState

STUCK_STATES = (IntentState.DEAD, IntentState.UNKNOWN)
"""Vouch does not try rows in these states again: an operator retries or drops them."""
RETRYABLE_STATES = frozenset(STUCK_STATES)
DROPPABLE_STATES = frozenset((*STUCK_STATES, IntentState.QUEUED))

LATE_AFTER = timedelta(minutes=15)
"""If a due message or follow-up has waited longer than this, its worker has probably stopped."""
MEMBERS_STALE_AFTER = timedelta(hours=24)
"""Members are read every six hours (nudges/members.py), so four readings in a row have failed."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One row of the outbox, which is a message to be sent. Times are UTC.

    `to` is the id of a user or a channel. `subject_id` is the id of what the message is about.
    `attempts` counts how often sending was tried, and `reason` says why it failed or was dropped.
    `not_before` is when it may next be tried. `settled_at` is when it was sent, dropped or given
    up. `channel` and `ts` identify the posted message, and are None before it is posted.
    """

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
    """The newest rows in `STUCK_STATES` that fit on one page. `count` is the number of all."""

    rows: tuple[OutboxRow, ...] = ()
    count: int = 0


NO_STUCK_ROWS: Final = StuckRows()


@dataclass(frozen=True, slots=True)
class Pending:
    """How many messages or follow-ups wait, and how many of them are due.

    `oldest_due_at` (UTC) is when the longest due one became due, or None if none is due.
    """

    count: int
    due_count: int
    oldest_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """A workspace, and what was last read from Slack about its people.

    All members were last read at `members_read_at` (UTC). `is_reading_members` is true while they
    are being read again. `recruiter_group` is the user group whose members are recruiters.
    `recruiter_group_error` is Slack's error code if the group could not be read. `granted_scopes`
    are separated by commas, or None if Slack did not name them.
    """

    team_id: str
    name: str
    members_read_at: datetime | None
    is_reading_members: bool
    recruiter_group: str | None
    recruiter_group_error: str | None
    granted_scopes: str | None


@dataclass(frozen=True, slots=True)
class Backlog:
    """The number of outbox rows by state, and how many messages and follow-ups wait."""

    counts_by_state: dict[IntentState, int]
    queued: Pending
    follow_ups: Pending


def is_late(backlog: Backlog, now: datetime) -> bool:
    """Whether something due has waited longer than `LATE_AFTER`."""
    return any(
        pending.oldest_due_at is not None and now - pending.oldest_due_at > LATE_AFTER
        for pending in (backlog.queued, backlog.follow_ups)
    )
