"""Sends exports to recruiters as files in direct messages.

Starts with the recruiter's click; `services/sent_files.py` follows the file from there.
"""

from __future__ import annotations

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.files import (
    DELETED_AFTER,
    ExportContent,
    ExportFilePage,
    FileNotSent,
    FileNotSentPage,
    FileShared,
    FileState,
    FileUploaded,
    NewFile,
    UploadedFile,
    file_name,
)
from domain.message_payload import Delivery
from domain.outcomes import Dropped
from domain.permissions import Access, check_access, sees_every_referral
from services import exports, history, outbox
from services.context import Context
from services.people import build_viewer, find_actor
from services.sent_files import find_wanted
from storage import sent_files

ACTION = "export"
# With the mark at its beginning, Excel reads the file as UTF-8.
ENCODING = "utf-8-sig"


def request_file(context: Context, export: Export, period: Period) -> None:
    """Queues a file for the actor. Raises `NotAllowedError`."""
    check_access(context.actor, Access.RECRUITER, ACTION)
    file = sent_files.add(
        context.transaction,
        context.workspace.id,
        ExportContent(export, period),
        context.actor.user_id,
        context.now,
    )
    history.add_line(context, "export.requested", "sent_file", file.id, export=export.value)
    outbox.queue(context, FileUploaded(file.id), to=file.recipient)


def load_content(context: Context, payload: FileUploaded, delivery: Delivery) -> NewFile | Dropped:
    """Writes the file from the present rows, if its reader may still have it."""
    file = find_wanted(context, payload.subject_id, FileState.REQUESTED)
    if isinstance(file, Dropped):
        return file
    if not _may_have_exports(context, delivery.recipient):
        return Dropped("not_allowed")
    export, period = file.content.export, file.content.period
    text = exports.export_text(context, export, period, delivery.recipient)
    return NewFile(file_name(export, context.now), text.encode(ENCODING))


def load_shared(
    context: Context, payload: FileShared, delivery: Delivery
) -> ExportFilePage | Dropped:
    file = find_wanted(context, payload.subject_id, FileState.UPLOADED)
    if isinstance(file, Dropped):
        return file
    if not _may_have_exports(context, delivery.recipient):
        return Dropped("not_allowed")
    viewer = build_viewer(context, delivery.recipient)
    uploaded = UploadedFile(payload.slack_id, file_name(file.content.export, context.now))
    return ExportFilePage(viewer, file.content, uploaded, context.now + DELETED_AFTER)


def _may_have_exports(context: Context, user_id: str) -> bool:
    actor = find_actor(context, user_id)
    return actor is not None and sees_every_referral(actor)


def load_not_sent(
    context: Context, payload: FileNotSent, _delivery: Delivery
) -> FileNotSentPage | Dropped:
    file = sent_files.find(context.transaction, context.workspace.id, payload.subject_id)
    if file is None:
        return Dropped("file_gone")
    return FileNotSentPage(file.content, payload.why, payload.error)
