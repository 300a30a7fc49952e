"""Calls Slack to upload, copy, share and delete files.

Each intent of the outbox makes one call. So an export needs two: the first writes and uploads the
file, and the second shares it in the conversation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from domain.attachments import FILE_BYTES_MAX
from domain.clock import Clock
from domain.files import AnyFile, ExportToWrite, FileToCopy, FileToDelete, NewFile
from domain.outcomes import CallOutcome
from services import export_files
from services.context import system_context
from slack_io.client import SlackClient
from slack_io.results import CallResult
from storage.engine import Database

WriteExport = Callable[[ExportToWrite], NewFile]


def write_export(database: Database, clock: Clock, export: ExportToWrite) -> NewFile:
    """Returns the file with the present rows, which are read in a transaction of their own."""
    with database.read() as transaction:
        context = system_context(transaction, export.workspace_id, clock.now())
        return export_files.write_file(context, export.content, export.reader)


def takes_long(file: AnyFile | None) -> bool:
    """Whether `send_file` takes seconds: it first writes the export, or downloads the file."""
    return isinstance(file, ExportToWrite | FileToCopy)


def send_file(
    slack: SlackClient,
    write: WriteExport,
    channel: str,
    file: AnyFile,
    text: str,
    thread_ts: str | None,
) -> CallResult:
    """Uploads, copies, deletes or shares the file, depending on its type.

    Returns the result of the call. After an upload or a copy, `data["ts"]` is the new file's id.
    Deleting a file that is already gone counts as success. `text` and `thread_ts` are only used to
    share a file.
    """
    if isinstance(file, ExportToWrite):
        file = write(file)
    if isinstance(file, NewFile):
        call = slack.upload_file(file.name, file.content)
    elif isinstance(file, FileToCopy):
        call = slack.copy_file(file.source_id, file.name, FILE_BYTES_MAX)
    elif isinstance(file, FileToDelete):
        call = slack.delete_file(file.slack_id)
        if call.outcome is CallOutcome.FILE_GONE:
            return replace(call, outcome=CallOutcome.SENT)
    else:
        call = slack.share_file(channel, file.slack_id, file.title, text, thread_ts)
    # MISSING_SCOPE would stop all delivery, but messages need no scope for files. FORBIDDEN only
    # drops this intent.
    if call.outcome is CallOutcome.MISSING_SCOPE:
        return replace(call, outcome=CallOutcome.FORBIDDEN)
    return call
