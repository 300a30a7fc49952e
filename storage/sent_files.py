"""Files that the bot sends: exports, and copies of files that advocates attached to referrals.

There is one row for each file and recipient.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, or_, select, text, update

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.files import (
    DELETED_AFTER,
    EXPORTS_WITH_CANDIDATES,
    CopyContent,
    ExportContent,
    FileState,
    SentFile,
)
from storage.engine import Transaction
from storage.tables.files import ATTACHMENT, SENT_FILE

# The state is a literal, so that the query planner recognises the condition of the partial index.
_IS_SHARED = text("state = 'shared'")
_MAY_BE_SHOWN = (FileState.REQUESTED, FileState.UPLOADED, FileState.SHARED)

_COUNT_ASKED_FOR = (
    select(func.count())
    .select_from(SENT_FILE)
    .where(
        SENT_FILE.c.workspace_id == bindparam("workspace_id"),
        SENT_FILE.c.recipient == bindparam("recipient"),
        SENT_FILE.c.requested_at >= bindparam("since"),
        SENT_FILE.c.thread_ts.is_(None),  # A copy that comes with a card is in the card's thread.
    )
)


def add(
    transaction: Transaction,
    workspace_id: int,
    content: ExportContent | CopyContent,
    recipient: str,
    now: datetime,
) -> SentFile:
    """Store that `recipient` is to get a file with this content."""
    row = transaction.execute(
        insert(SENT_FILE)
        .values(
            workspace_id=workspace_id,
            recipient=recipient,
            **_content_columns(content),
            state=FileState.REQUESTED.value,
            requested_at=now,
        )
        .returning(SENT_FILE)
    ).one()
    return _to_file(row)


def find(transaction: Transaction, workspace_id: int, file_id: int) -> SentFile | None:
    row = transaction.execute(
        select(SENT_FILE).where(SENT_FILE.c.workspace_id == workspace_id, SENT_FILE.c.id == file_id)
    ).first()
    return _to_file(row) if row else None


def set_uploaded(
    transaction: Transaction, workspace_id: int, file_id: int, slack_id: str
) -> SentFile | None:
    """Store Slack's id of the file. Return None if its state is not REQUESTED any more."""
    return _change(
        transaction,
        workspace_id,
        file_id,
        (FileState.REQUESTED,),
        state=FileState.UPLOADED.value,
        slack_id=slack_id,
    )


def set_shared(
    transaction: Transaction, workspace_id: int, file_id: int, deletes_at: datetime | None
) -> SentFile | None:
    """Store that the file is shown.

    `deletes_at` (UTC) is when the bot deletes the file from Slack. If it is None, the file stays
    until its candidate is erased. Return None if the file's state is not UPLOADED any more.
    """
    return _change(
        transaction,
        workspace_id,
        file_id,
        (FileState.UPLOADED,),
        state=FileState.SHARED.value,
        deletes_at=deletes_at,
    )


def set_deleting(transaction: Transaction, workspace_id: int, file_id: int) -> bool:
    """Mark an uploaded file for deletion if it is not shown yet. Return whether it was marked."""
    uploaded = (FileState.UPLOADED,)
    state = FileState.DELETING.value
    return _change(transaction, workspace_id, file_id, uploaded, state=state) is not None


def set_deleted(transaction: Transaction, workspace_id: int, file_id: int) -> None:
    _change(transaction, workspace_id, file_id, tuple(FileState), state=FileState.DELETED.value)


def _change(
    transaction: Transaction,
    workspace_id: int,
    file_id: int,
    states: Collection[FileState],
    **values: object,
) -> SentFile | None:
    """Update the file and return it, or None if it is in none of these states."""
    row = transaction.execute(
        update(SENT_FILE)
        .where(
            SENT_FILE.c.workspace_id == workspace_id,
            SENT_FILE.c.id == file_id,
            SENT_FILE.c.state.in_([state.value for state in states]),
        )
        .values(**values)
        .returning(SENT_FILE)
    ).first()
    return _to_file(row) if row else None


def claim_exports(transaction: Transaction, workspace_id: int, since: datetime) -> list[SentFile]:
    """Mark for deletion every export that may name a candidate who was stored at `since` (UTC).

    These are the exports that were shown at or after `since`, or are not shown yet. Return those
    that are in Slack.
    """
    rows = transaction.execute(
        update(SENT_FILE)
        .where(
            SENT_FILE.c.workspace_id == workspace_id,
            SENT_FILE.c.export.in_([export.value for export in EXPORTS_WITH_CANDIDATES]),
            or_(
                SENT_FILE.c.deletes_at.is_(None),
                SENT_FILE.c.deletes_at >= since + DELETED_AFTER,
            ),
            SENT_FILE.c.state.in_([state.value for state in _MAY_BE_SHOWN]),
        )
        .values(state=FileState.DELETING.value)
        .returning(SENT_FILE)
    )
    return [file for file in map(_to_file, rows.all()) if file.slack_id]


def count_asked_for(
    transaction: Transaction, workspace_id: int, recipient: str, since: datetime
) -> int:
    """Count the files that `recipient` asked for at or after `since` (UTC), in whatever state.

    Copies that come with a card are not asked for.
    """
    number = transaction.scalar(
        _COUNT_ASKED_FOR, {"workspace_id": workspace_id, "recipient": recipient, "since": since}
    )
    return int(number or 0)


def has_copy(
    transaction: Transaction, workspace_id: int, attachment_id: int, recipient: str
) -> bool:
    """Whether this person has a copy of the attached file, or is to get one."""
    found = select(SENT_FILE.c.id).where(
        SENT_FILE.c.workspace_id == workspace_id,
        SENT_FILE.c.attachment_id == attachment_id,
        SENT_FILE.c.recipient == recipient,
        SENT_FILE.c.state.in_([state.value for state in _MAY_BE_SHOWN]),
    )
    return transaction.execute(found.limit(1)).first() is not None


def find_shown_copy(transaction: Transaction, workspace_id: int, source_id: str) -> SentFile | None:
    """Return the oldest shown copy of an advocate's file, whose id in Slack is `source_id`."""
    row = transaction.execute(
        select(SENT_FILE)
        .join(
            ATTACHMENT,
            and_(
                ATTACHMENT.c.workspace_id == SENT_FILE.c.workspace_id,
                ATTACHMENT.c.id == SENT_FILE.c.attachment_id,
            ),
        )
        .where(
            SENT_FILE.c.workspace_id == workspace_id,
            ATTACHMENT.c.source_id == source_id,
            SENT_FILE.c.state == FileState.SHARED.value,
        )
        .order_by(SENT_FILE.c.id)
        .limit(1)
    ).first()
    return _to_file(row) if row else None


def claim_copies(
    transaction: Transaction, workspace_id: int, attachment_ids: Collection[int]
) -> list[SentFile]:
    """Mark for deletion every copy of these attached files. Return those that are in Slack."""
    rows = transaction.execute(
        update(SENT_FILE)
        .where(
            SENT_FILE.c.workspace_id == workspace_id,
            SENT_FILE.c.attachment_id.in_(set(attachment_ids)),
            SENT_FILE.c.state.in_([state.value for state in _MAY_BE_SHOWN]),
        )
        .values(state=FileState.DELETING.value)
        .returning(SENT_FILE)
    )
    return [file for file in map(_to_file, rows.all()) if file.slack_id]


def claim_due(transaction: Transaction, now: datetime, limit: int) -> list[SentFile]:
    """Mark for deletion at most `limit` files whose `deletes_at` has come, and return them.

    The files may belong to any workspace.
    """
    due = (
        select(SENT_FILE.c.id)
        .where(_IS_SHARED, SENT_FILE.c.deletes_at <= now)
        .order_by(SENT_FILE.c.deletes_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = transaction.execute(
        update(SENT_FILE)
        .where(SENT_FILE.c.id.in_(due), SENT_FILE.c.state == FileState.SHARED.value)
        .values(state=FileState.DELETING.value)
        .returning(SENT_FILE)
    )
    return [_to_file(row) for row in rows.all()]


def has_due(transaction: Transaction, now: datetime) -> bool:
    """Return whether `claim_due` would find a file."""
    due = select(SENT_FILE.c.id).where(_IS_SHARED, SENT_FILE.c.deletes_at <= now)
    return transaction.execute(due.limit(1)).first() is not None


def _content_columns(content: ExportContent | CopyContent) -> dict[str, object]:
    if isinstance(content, CopyContent):
        return {"attachment_id": content.attachment_id, "thread_ts": content.thread_ts}
    first, last = content.period.first, content.period.last
    return {"export": content.export.value, "first_day": first, "last_day": last}


def _to_content(row: Any) -> ExportContent | CopyContent:
    if row.attachment_id is not None:
        return CopyContent(row.attachment_id, row.thread_ts)
    return ExportContent(Export(row.export), Period(row.first_day, row.last_day))


def _to_file(row: Any) -> SentFile:
    return SentFile(
        id=row.id,
        workspace_id=row.workspace_id,
        content=_to_content(row),
        recipient=row.recipient,
        state=FileState(row.state),
        slack_id=row.slack_id,
        requested_at=row.requested_at,
        deletes_at=row.deletes_at,
    )
