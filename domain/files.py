"""Files that the bot sends to Slack and deletes there: their rows, contents and messages.

A file takes two messages of the outbox. `FileUploaded` brings the bytes to Slack, where nobody sees
them, and stores Slack's id. `FileShared` then shows the file in a conversation. So a crash at any
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

DELETED_AFTER: Final = timedelta(days=7)
# Erasing a candidate deletes these files, because the candidate may be in them.
EXPORTS_WITH_CANDIDATES: Final = frozenset({Export.REFERRALS, Export.BONUSES})


class FileState(StrEnum):
    """How far a file is. The values are stored."""

    REQUESTED = "requested"
    UPLOADED = "uploaded"
    SHARED = "shared"
    DELETING = "deleting"  # It is not shared any more, and its deletion is queued.
    DELETED = "deleted"


class NotSent(StrEnum):
    """Why a file did not reach the person who asked for it. The values are stored."""

    ERASED = "erased"  # Someone in it was erased while it was on its way.
    SCOPE = "scope"  # The app may not write files.
    REFUSED = "refused"  # Slack refused it for another reason.


@dataclass(frozen=True, slots=True)
class ExportContent:
    """The file is an export. Only an export of figures is limited to the period."""

    export: Export
    period: Period

    @property
    def has_candidates(self) -> bool:
        return self.export in EXPORTS_WITH_CANDIDATES

    @property
    def is_asked_for(self) -> bool:
        """Whether the reader has asked for the file, as for every export."""
        return True


@dataclass(frozen=True, slots=True)
class CopyContent:
    """The file is a copy of the one that an advocate attached.

    `thread_ts` is None if the reader asked for the copy. Otherwise it is the ts of the message in
    whose thread the copy is shown, or empty if it is shown outside a thread.
    """

    attachment_id: int
    thread_ts: str | None

    @property
    def is_asked_for(self) -> bool:
        """Whether the reader has asked for the copy, rather than getting it with a referral."""
        return self.thread_ts is None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file for one person. `slack_id` is Slack's id of it, once it is uploaded.

    `deletes_at` (UTC) is known once an export is shared. It stays None for a copy, which is kept
    until it is erased.
    """

    id: int
    workspace_id: int
    content: ExportContent | CopyContent
    recipient: str
    state: FileState
    slack_id: str | None
    requested_at: datetime
    deletes_at: datetime | None


# What a message carries besides its text --------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NewFile:
    """Bytes that are brought to Slack."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ExportToWrite:
    """An export for this reader (a user id). Its rows are read when it is uploaded.

    Reading the rows of a large company takes long, and other messages are sent meanwhile.
    """

    workspace_id: int
    content: ExportContent
    reader: str


@dataclass(frozen=True, slots=True)
class FileToCopy:
    """A file in Slack, by Slack's id, whose bytes become a new file of the bot."""

    source_id: str
    name: str


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """An uploaded file, by Slack's id, that is shown with a message."""

    slack_id: str
    title: str


@dataclass(frozen=True, slots=True)
class FileToDelete:
    """A file of the bot, by Slack's id, that is deleted everywhere in Slack."""

    slack_id: str


AnyFile = NewFile | ExportToWrite | FileToCopy | UploadedFile | FileToDelete

# The messages -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileUploaded(Payload):
    """Brings the bytes to Slack. `subject_id` is the row of the file."""

    kind = "file_uploaded"
    label = "A file for Slack"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


@dataclass(frozen=True)
class FileShared(Payload):
    """To its reader: the file. `subject_id` is its row, `slack_id` Slack's id.

    `thread_ts` is the message in whose thread it is shown. A file that its reader did not ask for
    comes in their working hours.
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
    """To whoever asked for a file: why it did not come. `subject_id` is its row."""

    why: NotSent
    error: str = ""  # Slack's error

    kind = "file_not_sent"
    label = "The news that a file could not be sent"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"why": self.why.value, "error": self.error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, NotSent(str(about["why"])), str(about["error"]))


@dataclass(frozen=True, slots=True)
class ExportFilePage:
    """A file that is shown now. It is deleted at `deletes_at` (UTC) at the latest."""

    viewer: Viewer
    content: ExportContent
    uploaded: UploadedFile
    deletes_at: datetime


@dataclass(frozen=True, slots=True)
class CopyPage:
    """A copy of what this advocate attached, which is shown now."""

    advocate: str
    uploaded: UploadedFile


@dataclass(frozen=True, slots=True)
class FileNotSentPage:
    """A file that did not reach its reader. `error` is Slack's, or empty without one."""

    content: ExportContent | CopyContent
    why: NotSent
    error: str


def file_name(export: Export, now: datetime) -> str:
    """The name of the file, which says when it was made (UTC)."""
    return f"{export.value}-{now:%Y-%m-%d}.csv"
