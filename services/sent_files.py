"""Follows a file from its request until it is deleted in Slack.

Starts where a service has stored a `SentFile`. Ends with its deletion: when its time is over, or
when someone in it is erased (docs/decisions/073-files-in-two-steps.md).
"""

from __future__ import annotations

from datetime import datetime

from domain.copy_erasures import FileDeletion
from domain.files import (
    DELETED_AFTER,
    FileNotSent,
    FileShared,
    FileState,
    FileToDelete,
    FileUploaded,
    NotSent,
    SentFile,
)
from domain.message_payload import Delivery
from domain.outcomes import CallOutcome, Dropped, classify_response
from services import outbox
from services.context import Context, group_by_workspace
from storage import sent_files
from storage.engine import Transaction

ERASED = Dropped("erased_meanwhile")


def find_wanted(context: Context, file_id: int, expected: FileState) -> SentFile | Dropped:
    """The file that is to be uploaded or shown, unless someone in it was erased meanwhile."""
    file = sent_files.find(context.transaction, context.workspace.id, file_id)
    return file if file is not None and file.state is expected else ERASED


def load_deletion(
    context: Context, payload: FileDeletion, _delivery: Delivery
) -> FileToDelete | Dropped:
    file = sent_files.find(context.transaction, context.workspace.id, payload.subject_id)
    if file is None or file.slack_id is None:
        return Dropped("file_gone")
    return FileToDelete(file.slack_id)


# Recorded after a message was sent, refused or dropped -------------------------------------------


def record_uploaded(context: Context, payload: FileUploaded, slack_id: str) -> None:
    """Queues the message with the file. A file that nobody may have any more stays unseen."""
    transaction, ws = context.transaction, context.workspace.id
    file = sent_files.set_uploaded(transaction, ws, payload.subject_id, slack_id)
    if file is not None:
        outbox.queue(context, FileShared(file.id, slack_id), to=file.recipient)
    else:
        _tell_not_sent(context, payload.subject_id, NotSent.ERASED)


def record_shared(context: Context, payload: FileShared, _ts: str) -> None:
    """Plans the deletion. If someone in the file was erased meanwhile, it is deleted now."""
    transaction, ws = context.transaction, context.workspace.id
    deletes_at = context.now + DELETED_AFTER
    if sent_files.set_shared(transaction, ws, payload.subject_id, deletes_at) is not None:
        return
    file = sent_files.find(transaction, ws, payload.subject_id)
    if file is not None:
        _queue_deletion(context, file, "shared")


def record_refused(
    context: Context, payload: FileUploaded | FileShared, _to: str, why: str
) -> None:
    is_scope = classify_response(why) is CallOutcome.MISSING_SCOPE
    reason = NotSent.SCOPE if is_scope else NotSent.REFUSED
    _tell_not_sent(context, payload.subject_id, reason, why)


def record_dropped(
    context: Context, payload: FileUploaded | FileShared, _to: str, why: str
) -> None:
    if why == ERASED.reason:
        _tell_not_sent(context, payload.subject_id, NotSent.ERASED)


def record_deleted(context: Context, payload: FileDeletion, _ts: str) -> None:
    sent_files.set_deleted(context.transaction, context.workspace.id, payload.subject_id)


def _tell_not_sent(context: Context, file_id: int, why: NotSent, error: str = "") -> None:
    file = sent_files.find(context.transaction, context.workspace.id, file_id)
    if file is not None:
        outbox.queue(context, FileNotSent(file.id, why, error), to=file.recipient)


# Deleted in Slack --------------------------------------------------------------------------------


def delete_exports_with(context: Context, since: datetime) -> None:
    """Deletes every export in which a candidate may be who was stored at `since` (UTC).

    One that is on its way is not shown any more, and its reader is told.
    """
    for file in sent_files.claim_exports(context.transaction, context.workspace.id, since):
        _queue_deletion(context, file)


def delete_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Deletes files of any workspace whose time is over. Returns how many rows were due."""
    due = sent_files.claim_due(transaction, now, limit)
    for context, files in group_by_workspace(transaction, due, now):
        for file in files:
            _queue_deletion(context, file)
    return len(due)


def _queue_deletion(context: Context, file: SentFile, occasion: str = "") -> None:
    outbox.queue(context, FileDeletion(file.id), to=file.recipient, occasion=occasion)
