"""Files that the bot sends to a person: exports, and copies of files that advocates attached.

Sending takes two messages of the outbox. `FileUpload` brings the bytes to Slack, where nobody sees
them, and stores Slack's id. `FileShare` then shows the file in a conversation. So a crash at any
moment neither loses the file nor shows it twice (docs/decisions/073-files-in-two-steps.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Self

from domain.exports.rows import Export
from domain.figures.periods import Period
from domain.message_payload import Payload, Subject
from domain.outbox import NewIntent, Priority
from domain.pages import Viewer

DELETED_AFTER: Final = timedelta(days=7)  # after an export is shared
# Exports that name candidates. Erasing a candidate deletes them.
EXPORTS_WITH_CANDIDATES: Final = frozenset({Export.REFERRALS, Export.BONUSES})


class FileState(StrEnum):
    """How far the sending or deleting of a file is. The values are stored."""

    REQUESTED = "requested"
    UPLOADED = "uploaded"
    SHARED = "shared"
    DELETING = "deleting"  # The deletion is queued, and the file is not shown to anybody from now.
    DELETED = "deleted"


class NotSentReason(StrEnum):
    """Why a file did not reach the person who asked for it. The values are stored."""

    ERASED = "erased"  # A candidate in the file was erased before it was shared.
    SCOPE = "scope"  # The app lacks the scope `files:write`.
    REFUSED = "refused"  # Slack refused the file for another reason.


@dataclass(frozen=True, slots=True)
class ExportContent:
    """Says which export the file is. Only an export of figures is limited to `period`."""

    export: Export
    period: Period

    @property
    def has_candidates(self) -> bool:
        return self.export in EXPORTS_WITH_CANDIDATES

    @property
    def is_asked_for(self) -> bool:
        """True for every export: a file is only written if its reader asks for it."""
        return True


@dataclass(frozen=True, slots=True)
class CopyContent:
    """Says that the file is a copy of a file that an advocate attached to a referral.

    `thread_ts` is None if the reader asked for the copy. Otherwise the copy came with a referral.
    It is shown in the thread of the message with this ts, or outside a thread if it is empty.
    """

    attachment_id: int
    thread_ts: str | None

    @property
    def is_asked_for(self) -> bool:
        """Whether the reader has asked for the copy, rather than getting it with a referral."""
        return self.thread_ts is None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that is sent to one person. `slack_id` is None until it is uploaded.

    `deletes_at` (UTC) is None until an export is shared. For a copy it is always None, because a
    copy is kept until the candidate is erased.
    """

    id: int
    workspace_id: int
    content: ExportContent | CopyContent
    recipient: str
    state: FileState
    slack_id: str | None
    requested_at: datetime
    deletes_at: datetime | None


# What the delivery uploads, shows or deletes for a message ---------------------------------------


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that is uploaded. `content` are its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportToWrite:
    """An export whose rows are read just before the upload. `reader` is a user id.

    Reading the rows of a large company takes long, and other messages are sent meanwhile.
    """

    workspace_id: int
    content: ExportContent
    reader: str


@dataclass(frozen=True, slots=True)
class FileToCopy:
    """A file in Slack with the id `source_id`. Its bytes are uploaded as a new file of the bot."""

    source_id: str
    name: str


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An uploaded file that is shown with a message."""

    slack_id: str
    title: str


@dataclass(frozen=True, slots=True)
class FileToDelete:
    """A file of the bot that is deleted everywhere in Slack."""

    slack_id: str


AnyFile = NewFile | ExportToWrite | FileToCopy | UploadedFile | FileToDelete

# The messages -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileUpload(Payload):
    """Brings the file's bytes to Slack. `subject_id` is the id of the `SentFile`."""

    kind = "file_uploaded"
    label = "A file for Slack"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


@dataclass(frozen=True)
class FileShare(Payload):
    """Shows the file to its reader. `subject_id` is the `SentFile`'s id, `slack_id` Slack's id.

    `thread_ts` is the message in whose thread the file is shown, or empty outside a thread. A file
    that its reader did not ask for waits for the reader's working hours.
    """

    slack_id: str
    thread_ts: str = ""
    is_asked_for: bool = True

    kind = "file_shared"
    label = "A file"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"file": self.slack_id, "thread": self.thread_ts, "asked": self.is_asked_for}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        thread_ts, is_asked_for = about.get("thread", ""), about.get("asked", True)
        return cls(subject_id, str(about["file"]), str(thread_ts), bool(is_asked_for))

    def thread(self) -> str | None:
        return self.thread_ts or None

    def shared_file(self) -> str:
        return self.slack_id

    def to_intent(
        self, to: str, occasion: str = "", not_before: datetime | None = None
    ) -> NewIntent:
        intent = super().to_intent(to, occasion, not_before)
        return intent if self.is_asked_for else replace(intent, priority=Priority.NEWS)


@dataclass(frozen=True)
class FileNotSent(Payload):
    """Tells whoever asked for a file why it did not come. `subject_id` is the `SentFile`'s id."""

    reason: NotSentReason
    slack_error: str = ""  # empty if Slack did not refuse the file

    kind = "file_not_sent"
    label = "The news that a file could not be sent"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"why": self.reason.value, "error": self.slack_error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, NotSentReason(str(about["why"])), str(about["error"]))


@dataclass(frozen=True, slots=True)
class ExportFilePage:
    """An export for the message that shows it. The file is deleted by `deletes_at` (UTC)."""

    viewer: Viewer
    content: ExportContent
    uploaded: UploadedFile
    deletes_at: datetime


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A copy for the message that shows it. `advocate` (a user id) attached the original."""

    advocate: str
    uploaded: UploadedFile


@dataclass(frozen=True, slots=True)
class FileNotSentPage:
    """A file that did not reach its reader. `slack_error` is empty if Slack did not refuse it."""

    content: ExportContent | CopyContent
    reason: NotSentReason
    slack_error: str


def file_name(export: Export, now: datetime) -> str:
    """The name of an export's file, with the day of `now` (UTC)."""
    return f"{export.value}-{now:%Y-%m-%d}.csv"
