"""Sends exports to recruiters as files in direct messages.

Starts with the recruiter's click. `services/sent_files.py` uploads, shows and deletes the file.
"""

from __future__ import annotations

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.files import ExportContent, ExportToWrite, FileUpload, NewFile, file_name
from domain.outcomes import Dropped
from domain.permissions import Access, check_access, sees_every_referral
from services import exports, history, outbox
from services.context import Context
from services.people import find_actor
from services.sent_files import check_daily_limit
from storage import sent_files

ACTION = "export"
# `utf-8-sig` begins the file with a mark, by which Excel reads it as UTF-8.
ENCODING = "utf-8-sig"


def request_file(context: Context, export: Export, period: Period) -> None:
    """Queues a file for the actor.

    Raises `NotAllowedError`, and `FieldError("file")` if they have asked for too many files today.
    """
    check_access(context.actor, Access.RECRUITER, ACTION)
    check_daily_limit(context, 1)
    file = sent_files.add(
        context.transaction,
        context.workspace.id,
        ExportContent(export, period),
        context.actor.user_id,
        context.now,
    )
    history.add_line(context, "export.requested", "sent_file", file.id, export=export.value)
    outbox.queue(context, FileUpload(file.id), to=file.recipient)


def load_export(context: Context, content: ExportContent, reader: str) -> ExportToWrite | Dropped:
    """What is to be written, if this person may still have it."""
    if not may_have_exports(context, reader):
        return Dropped("not_allowed")
    return ExportToWrite(context.workspace.id, content, reader)


def write_file(context: Context, content: ExportContent, reader: str) -> NewFile:
    """The file from the present rows. The caller has checked that the reader may have it."""
    text = exports.build_csv(context, content.export, content.period, reader)
    return NewFile(file_name(content.export, context.now), text.encode(ENCODING))


def may_have_exports(context: Context, user_id: str) -> bool:
    actor = find_actor(context, user_id)
    return actor is not None and sees_every_referral(actor)
