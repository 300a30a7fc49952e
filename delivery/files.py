"""Uploads, shows and deletes files in Slack, each in a call of its own.

A missing scope refuses only the file. Messages are still sent, because they need no scope for
files.
"""

from __future__ import annotations

from dataclasses import replace

from domain.attachments import FILE_BYTES_MAX
from domain.files import AnyFile, FileToCopy, FileToDelete, NewFile
from domain.outcomes import CallOutcome
from slack_io.client import SlackClient
from slack_io.results import CallResult


def send_file(
    slack: SlackClient, channel: str, file: AnyFile, text: str, thread_ts: str | None
) -> CallResult:
    """Returns the result of the call. After an upload, the `ts` of its data is the file's id.

    Deleting a file that is already gone counts as success.
    """
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
    if call.outcome is CallOutcome.MISSING_SCOPE:
        return replace(call, outcome=CallOutcome.FORBIDDEN)
    return call
