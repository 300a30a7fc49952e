"""Loads what the delivery needs to upload, show and delete files, and to say that one failed.

Files are exports, and copies of files (such as a résumé) that advocates attached to referrals.
Each function returns a `Dropped` with the reason if nothing is to be sent.
"""

from __future__ import annotations

from domain.copy_erasures import FileDeletion
from domain.files import (
    DELETED_AFTER,
    CopyContent,
    CopyPage,
    ExportFilePage,
    ExportToWrite,
    FileNotSent,
    FileNotSentPage,
    FileShare,
    FileState,
    FileToCopy,
    FileToDelete,
    FileUpload,
    SentFile,
    UploadedFile,
    file_name,
)
from domain.message_payload import Delivery
from domain.outcomes import Dropped
from services import attachments, export_files
from services.context import Context
from services.people import build_viewer
from services.sent_files import find_wanted
from storage import sent_files

_GONE = Dropped("file_gone")


def load_content(
    context: Context, payload: FileUpload, delivery: Delivery
) -> ExportToWrite | FileToCopy | Dropped:
    """Loads what is to be uploaded: an export, or the file of an advocate."""
    file = find_wanted(context, payload.subject_id, FileState.REQUESTED)
    if isinstance(file, Dropped):
        return file
    if isinstance(file.content, CopyContent):
        return attachments.load_source(context, file.content, delivery.recipient)
    return export_files.load_export(context, file.content, delivery.recipient)


def load_shared(
    context: Context, payload: FileShare, delivery: Delivery
) -> ExportFilePage | CopyPage | Dropped:
    """Loads the message that shows an uploaded file, as far as the recipient may see it now."""
    file = find_wanted(context, payload.subject_id, FileState.UPLOADED)
    if isinstance(file, Dropped):
        return file
    if isinstance(file.content, CopyContent):
        attachment = attachments.find_readable_attachment(context, file.content, delivery.recipient)
        if isinstance(attachment, Dropped):
            return attachment
        return CopyPage(attachment.advocate, UploadedFile(payload.slack_id, "Résumé"))
    if not export_files.may_have_exports(context, delivery.recipient):
        return Dropped("not_allowed")
    viewer = build_viewer(context, delivery.recipient)
    uploaded = UploadedFile(payload.slack_id, file_name(file.content.export, context.now))
    return ExportFilePage(viewer, file.content, uploaded, context.now + DELETED_AFTER)


def load_not_sent(
    context: Context, payload: FileNotSent, _delivery: Delivery
) -> FileNotSentPage | Dropped:
    """Loads the message that a file which the recipient asked for could not be sent."""
    file = _find(context, payload.subject_id)
    return FileNotSentPage(file.content, payload.reason, payload.slack_error) if file else _GONE


def load_deletion(
    context: Context, payload: FileDeletion, _delivery: Delivery
) -> FileToDelete | Dropped:
    """Loads which file is to be deleted in Slack: nothing if it was never uploaded."""
    file = _find(context, payload.subject_id)
    return FileToDelete(file.slack_id) if file and file.slack_id else _GONE


def _find(context: Context, file_id: int) -> SentFile | None:
    return sent_files.find(context.transaction, context.workspace.id, file_id)
