"""When the members and the recruiters' group are read from Slack next, and from which page on.

A claim sets the time at which the reading is due again, so that another replica takes over if this
one dies.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from domain.directory import RecruiterGroup
from storage.engine import Transaction
from storage.tables.core import WORKSPACE

LONGEST_PAUSE = timedelta(hours=6)  # between two readings


def claim_members(
    transaction: Transaction,
    workspace_id: int,
    now: datetime,
    *,
    until: datetime,
    cursor_since: datetime,
) -> str | None:
    """Claim the next page of the members until `until`, and return the cursor to read it with.

    An empty cursor means the first page. A reading that has been due since before `cursor_since`
    starts over with the first page, because the pages that it has read are old. Return None if no
    page is due.
    """
    row = _lock(transaction, workspace_id)
    due_at: datetime | None = row.members_due_at
    if not _is_due(due_at, now):
        return None
    _update(transaction, workspace_id, members_due_at=until)
    is_recent = due_at is not None and due_at >= cursor_since
    return row.members_cursor if is_recent and row.members_cursor else ""


def save_members_progress(
    transaction: Transaction,
    workspace_id: int,
    *,
    claimed: datetime,
    cursor: str,
    due_at: datetime,
) -> None:
    """Store the cursor of the next page and when it is due. `claimed` is the `until` of the claim.

    Nothing is changed if another process has claimed it since.
    """
    transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.members_due_at == claimed)
        .values(members_cursor=cursor or None, members_due_at=due_at)
    )


def finish_members(
    transaction: Transaction,
    workspace_id: int,
    now: datetime,
    *,
    claimed: datetime,
    due_at: datetime,
) -> None:
    """Store that all members were read at `now`, and when to begin anew.

    Nothing is changed if another process has claimed the reading since.
    """
    transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.members_due_at == claimed)
        .values(members_cursor=None, members_due_at=due_at, members_read_at=now)
    )


def has_read_members(transaction: Transaction, workspace_id: int) -> bool:
    """Return whether all members were read, and no page of a new reading is missing."""
    row = transaction.execute(select(WORKSPACE).where(WORKSPACE.c.id == workspace_id)).one()
    return row.members_read_at is not None and row.members_cursor is None


def claim_recruiters(
    transaction: Transaction, workspace_id: int, name: str | None, now: datetime, *, until: datetime
) -> RecruiterGroup | None:
    """Claim the reading of the recruiters until `until`, and return the stored group.

    The reading is due at once if `name`, the group in the settings, differs from the stored one.
    Return None if it is not due.
    """
    row = _lock(transaction, workspace_id)
    if row.recruiter_group != name:
        group = RecruiterGroup(name)
    elif not _is_due(row.recruiters_due_at, now):
        return None
    else:
        group = _to_group(row)
    _update(
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
    claimed: datetime,
    due_at: datetime,
) -> bool:
    """Store what Slack answered, and when to read the recruiters again.

    Return False, and change nothing, if the reading was claimed or requested since.
    """
    saved = transaction.execute(
        update(WORKSPACE)
        .where(WORKSPACE.c.id == workspace_id, WORKSPACE.c.recruiters_due_at == claimed)
        .values(
            recruiter_group_id=group.id,
            recruiter_group_error=group.error,
            recruiters_due_at=due_at,
        )
    )
    return saved.rowcount == 1


def request_recruiters(transaction: Transaction, workspace_id: int) -> None:
    """Let any process read the recruiters again at once."""
    _update(transaction, workspace_id, recruiters_due_at=None)


def find_recruiter_group(transaction: Transaction, workspace_id: int) -> RecruiterGroup:
    """Return what is stored of the group that was read last."""
    row = transaction.execute(select(WORKSPACE).where(WORKSPACE.c.id == workspace_id)).first()
    return RecruiterGroup(None) if row is None else _to_group(row)


def _is_due(due_at: datetime | None, now: datetime) -> bool:
    """Whether the time has come. A time too far ahead was set before the clock was set back."""
    return due_at is None or due_at <= now or due_at > now + LONGEST_PAUSE


def _to_group(row: Any) -> RecruiterGroup:
    return RecruiterGroup(row.recruiter_group, row.recruiter_group_id, row.recruiter_group_error)


def _lock(transaction: Transaction, workspace_id: int) -> Any:
    """Lock the workspace. On PostgreSQL, rows that refer to it can still be inserted (NO KEY)."""
    return transaction.execute(
        select(WORKSPACE).where(WORKSPACE.c.id == workspace_id).with_for_update(key_share=True)
    ).one()


def _update(transaction: Transaction, workspace_id: int, **values: object) -> None:
    transaction.execute(update(WORKSPACE).where(WORKSPACE.c.id == workspace_id).values(**values))
