"""When to read the members and the recruiters' group from Slack next, and from which page on.

A replica claims a reading before it calls Slack: it sets the time when the reading is due again. If
the replica dies, another one takes over at that time. All times are in UTC.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from domain.directory import RecruiterGroup
from storage.engine import Transaction
from storage.tables.core import WORKSPACE

LONGEST_PAUSE = timedelta(hours=6)  # the longest time between two readings


def claim_members(
    transaction: Transaction,
    workspace_id: int,
    now: datetime,
    *,
    until: datetime,
    restart_if_due_before: datetime,
) -> str | None:
    """Claim the next page of the members until `until`, and return the cursor to read it with.

    An empty cursor means the first page. If the next page was due before `restart_if_due_before`,
    the reading starts over with the first page, because the pages that were read have become old.
    Return None if no page is due.
    """
    row = _lock_workspace(transaction, workspace_id)
    due_at: datetime | None = row.members_due_at
    if not _is_due(due_at, now):
        return None
    _update_workspace(transaction, workspace_id, members_due_at=until)
    may_continue = due_at is not None and due_at >= restart_if_due_before
    return (row.members_cursor or "") if may_continue else ""


def save_members_progress(
    transaction: Transaction,
    workspace_id: int,
    *,
    claimed_until: datetime,
    cursor: str,
    due_at: datetime,
) -> None:
    """Store the cursor of the next page and when that page is due.

    `claimed_until` is the `until` of the claim. Nothing is changed if another process has claimed
    the page since.
    """
    transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.members_due_at == claimed_until)
        .values(members_cursor=cursor or None, members_due_at=due_at)
    )


def finish_members(
    transaction: Transaction,
    workspace_id: int,
    now: datetime,
    *,
    claimed_until: datetime,
    due_at: datetime,
) -> None:
    """Store that the last page was read at `now`, and when to begin with the first page again.

    Nothing is changed if another process has claimed the reading since.
    """
    transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.members_due_at == claimed_until)
        .values(members_cursor=None, members_due_at=due_at, members_read_at=now)
    )


def has_read_members(transaction: Transaction, workspace_id: int) -> bool:
    """Return whether all members were read. It is False in the middle of a later reading, too."""
    row = transaction.execute(select(WORKSPACE).where(WORKSPACE.c.id == workspace_id)).one()
    return row.members_read_at is not None and row.members_cursor is None


def claim_recruiters(
    transaction: Transaction, workspace_id: int, name: str | None, now: datetime, *, until: datetime
) -> RecruiterGroup | None:
    """Claim the reading of the recruiters until `until`, and return the stored group.

    `name` is the group in the settings, or None. If the stored name differs, the reading is due at
    once. Return None if it is not due.
    """
    row = _lock_workspace(transaction, workspace_id)
    if row.recruiter_group != name:
        group = RecruiterGroup(name)
    elif not _is_due(row.recruiters_due_at, now):
        return None
    else:
        group = _to_group(row)
    _update_workspace(
        transaction,
        workspace_id,
        recruiter_group=group.name,
        recruiter_group_id=group.id,
        recruiter_group_error=group.error,
        recruiters_due_at=until,
    )
    return group


def save_recruiter_group(
    transaction: Transaction,
    workspace_id: int,
    group: RecruiterGroup,
    *,
    claimed_until: datetime,
    due_at: datetime,
) -> bool:
    """Store what Slack answered, and when to read the recruiters again.

    `claimed_until` is the `until` of the claim. If the reading was claimed or requested since,
    return False and change nothing.
    """
    saved = transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.recruiters_due_at == claimed_until)
        .values(
            recruiter_group_id=group.id,
            recruiter_group_error=group.error,
            recruiters_due_at=due_at,
        )
    )
    return saved.rowcount == 1


def request_recruiters(transaction: Transaction, workspace_id: int) -> None:
    """Make the reading of the recruiters due now, whoever has claimed it."""
    _update_workspace(transaction, workspace_id, recruiters_due_at=None)


def find_recruiter_group(transaction: Transaction, workspace_id: int) -> RecruiterGroup:
    """Return the stored group. Its name is None if the workspace has none or is unknown."""
    row = transaction.execute(select(WORKSPACE).where(WORKSPACE.c.id == workspace_id)).first()
    return RecruiterGroup(name=None) if row is None else _to_group(row)


def _is_due(due_at: datetime | None, now: datetime) -> bool:
    """Whether the time has come.

    A time further ahead than the longest pause counts as due: the clock was set back after it was
    stored.
    """
    return due_at is None or due_at <= now or due_at > now + LONGEST_PAUSE


def _to_group(row: Any) -> RecruiterGroup:
    return RecruiterGroup(row.recruiter_group, row.recruiter_group_id, row.recruiter_group_error)


def _lock_workspace(transaction: Transaction, workspace_id: int) -> Any:
    """Lock the workspace's row, on PostgreSQL with FOR NO KEY UPDATE.

    So others can still insert rows that refer to the workspace.
    """
    return transaction.execute(
        select(WORKSPACE).where(WORKSPACE.c.id == workspace_id).with_for_update(key_share=True)
    ).one()


def _update_workspace(transaction: Transaction, workspace_id: int, **values: object) -> None:
    transaction.execute(update(WORKSPACE).where(WORKSPACE.c.id == workspace_id).values(**values))
