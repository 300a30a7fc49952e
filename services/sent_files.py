"""Sends a stored file to a person in two messages, and deletes it in Slack later.

The file is an export, or a copy of a file that an advocate attached. `FileUpload` brings it to
Slack, and `FileShare` shows it. It is deleted when its time is over or someone in it is erased
(docs/decisions/073-files-in-two-steps.md).
"""

from __future__ import annotations

from datetime import datetime, time

from domain.attachments import FilePassedOn
from domain.copy_erasures import FileDeletion
from domain.errors import FieldError
from domain.files import (
    DELETED_AFTER,
    CopyContent,
    FileNotSent,
    FileShare,
    FileState,
    FileUpload,
    NotSentReason,
    SentFile,
)
from domain.limits import FILES_PER_DAY_MAX
from domain.outcomes import CallOutcome, Dropped, classify_response
from services import outbox
from services.context import Context, group_by_workspace
from services.people import find_time_zone
from storage import attachments, sent_files
from storage.engine import Transaction

ERASED = Dropped("erased_meanwhile")
# A process uploaded or showed the file too slowly, so that another process took the message over.
_DONE_BEFORE = Dropped("done_before")
_UNWANTED_STATES = (FileState.DELETING, FileState.DELETED)


def check_daily_limit(context: Context, number: int) -> None:
    """Raises `FieldError("file")` if the actor may not ask for that many more files today."""
    zone = find_time_zone(context)
    midnight = datetime.combine(context.now.astimezone(zone).date(), time.min, zone)
    asked_for = sent_files.count_asked_for(
        context.transaction, context.workspace.id, context.actor.user_id, midnight
    )
    if asked_for + number > FILES_PER_DAY_MAX:
        raise FieldError("file", "files_today", str(FILES_PER_DAY_MAX))


def find_wanted(context: Context, file_id: int, expected: FileState) -> SentFile | Dropped:
    """Finds the file to upload or show, if its state is still the `expected` one.

    Returns a `Dropped` if the file is to be deleted because someone in it was erased, or if it was
    uploaded or shown before.
    """
    file = sent_files.find(context.transaction, context.workspace.id, file_id)
    if file is None or file.state in _UNWANTED_STATES:
        return ERASED
    return file if file.state is expected else _DONE_BEFORE


def _is_wanted(context: Context, file_id: int) -> bool:
    file = sent_files.find(context.transaction, context.workspace.id, file_id)
    return file is not None and file.state not in _UNWANTED_STATES


# What follows when a message was sent, refused or dropped -----------------------------------------


def record_uploaded(context: Context, payload: FileUpload, slack_id: str) -> None:
    """Queues the message that shows the file.

    If someone in the file was erased meanwhile, it is not shown, and whoever asked for an export is
    told.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    file = sent_files.set_uploaded(transaction, workspace_id, payload.subject_id, slack_id)
    if file is not None:
        content = file.content
        thread_ts = content.thread_ts if isinstance(content, CopyContent) else None
        shared = FileShare(file.id, slack_id, thread_ts or "", content.is_asked_for)
        outbox.queue(context, shared, to=file.recipient)
    elif not _is_wanted(context, payload.subject_id):
        _tell_not_sent(context, payload.subject_id, NotSentReason.ERASED)


def record_shared(context: Context, payload: FileShare, _ts: str) -> None:
    """Plans the deletion of an export, or tells the advocate that a copy was passed on.

    The advocate is not told of a copy that the reader has asked for. If someone in the file was
    erased meanwhile, it is deleted now.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    file = sent_files.find(transaction, workspace_id, payload.subject_id)
    if file is None:
        return
    is_copy = isinstance(file.content, CopyContent)
    deletes_at = None if is_copy else context.now + DELETED_AFTER
    if sent_files.set_shared(transaction, workspace_id, file.id, deletes_at) is None:
        if not _is_wanted(context, file.id):
            # A deletion may have been queued before the file was shown. The outbox takes a second
            # deletion of the file only if its occasion differs.
            queue_deletion(context, file, occasion="shared")
    elif is_copy and not payload.is_asked_for:
        _tell_advocate(context, file, slack_error=None)


def record_refused(
    context: Context, payload: FileUpload | FileShare, _to: str, slack_error: str
) -> None:
    """Tells the reader who asked for the file, or else the advocate who attached it.

    If Slack no longer has the file to copy, another source is tried before anybody is told.
    """
    outcome = classify_response(slack_error)
    reason = NotSentReason.SCOPE if outcome is CallOutcome.MISSING_SCOPE else NotSentReason.REFUSED
    file = sent_files.find(context.transaction, context.workspace.id, payload.subject_id)
    if file is None:
        return
    if outcome is CallOutcome.FILE_GONE and _copy_from_another_source(context, file):
        return
    if file.content.is_asked_for:
        _tell_not_sent(context, file.id, reason, slack_error)
    else:
        _tell_advocate(context, file, slack_error)
    # An export stays stored, because an operator may have it sent again.
    if isinstance(file.content, CopyContent):
        _forget(context, file)


def _copy_from_another_source(context: Context, file: SentFile) -> bool:
    """Queues the upload again if the copy from which it was made is gone from Slack.

    An upload copies the oldest copy that is shown, or the advocate's own file if there is none.
    Returns False if no shown copy was the source.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    if not isinstance(file.content, CopyContent) or file.slack_id is not None:
        return False
    attachment = attachments.find(transaction, workspace_id, file.content.attachment_id)
    if attachment is None or attachment.file is None:
        return False
    gone = sent_files.find_shown_copy(transaction, workspace_id, attachment.file.slack_id)
    if gone is None:
        return False
    sent_files.set_deleted(transaction, workspace_id, gone.id)
    outbox.queue(context, FileUpload(file.id), to=file.recipient, occasion=f"without:{gone.id}")
    return True


def _forget(context: Context, file: SentFile) -> None:
    """Marks a copy that will never be shown as deleted, so that the reader can ask for another.

    If it is in Slack already, it is deleted there.
    """
    if file.slack_id is None:
        sent_files.set_deleted(context.transaction, context.workspace.id, file.id)
    elif sent_files.set_deleting(context.transaction, context.workspace.id, file.id):
        queue_deletion(context, file)


def record_dropped(
    context: Context, payload: FileUpload | FileShare, _to: str, drop_reason: str
) -> None:
    if drop_reason == ERASED.reason:
        _tell_not_sent(context, payload.subject_id, NotSentReason.ERASED)
    elif drop_reason != _DONE_BEFORE.reason:
        # The reader may not see the file now, but may ask for it later: an owner who left comes
        # back, or a hidden candidate agrees.
        file = sent_files.find(context.transaction, context.workspace.id, payload.subject_id)
        if file is not None:
            _forget(context, file)


def record_deleted(context: Context, payload: FileDeletion, _ts: str) -> None:
    sent_files.set_deleted(context.transaction, context.workspace.id, payload.subject_id)


def _tell_not_sent(
    context: Context, file_id: int, reason: NotSentReason, slack_error: str = ""
) -> None:
    """Tells the reader why a file does not come, except for a copy that was erased."""
    file = sent_files.find(context.transaction, context.workspace.id, file_id)
    is_copy = file is not None and isinstance(file.content, CopyContent)
    if file is not None and not (is_copy and reason is NotSentReason.ERASED):
        outbox.queue(context, FileNotSent(file.id, reason, slack_error), to=file.recipient)


def _tell_advocate(context: Context, file: SentFile, slack_error: str | None) -> None:
    """Tells the advocate that a copy of their file was passed on, or refused with `slack_error`.

    Without `slack_error`, it was passed on. The advocate is told once of each outcome, even if the
    file was attached to several referrals.
    """
    if not isinstance(file.content, CopyContent):
        return
    attachment = attachments.find(
        context.transaction, context.workspace.id, file.content.attachment_id
    )
    if attachment is None or attachment.file is None:
        return
    payload = FilePassedOn(attachment.referral_id, slack_error or "")
    occasion = f"{attachment.file.slack_id}:{payload.error}"
    outbox.queue(context, payload, to=attachment.advocate, occasion=occasion)


# Deleted in Slack --------------------------------------------------------------------------------


def delete_exports_with(context: Context, since: datetime) -> None:
    """Deletes every export that may name a candidate who was stored at `since` (UTC).

    An export that is on its way is not shown any more, and its reader is told.
    """
    for file in sent_files.claim_exports(context.transaction, context.workspace.id, since):
        queue_deletion(context, file)


def delete_due(transaction: Transaction, now: datetime, limit: int) -> int:
    """Deletes files of any workspace whose time is over. Returns how many rows were due."""
    due = sent_files.claim_due(transaction, now, limit)
    for context, files in group_by_workspace(transaction, due, now):
        for file in files:
            queue_deletion(context, file)
    return len(due)


def queue_deletion(context: Context, file: SentFile, occasion: str = "") -> None:
    outbox.queue(context, FileDeletion(file.id), to=file.recipient, occasion=occasion)
