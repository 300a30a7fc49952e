"""What advocates attach to a referral: a link, or a file, with the candidate's agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Self
from urllib.parse import urlsplit

from domain.errors import FieldError
from domain.message_payload import Payload, Subject, join_key

LINK_MAX: Final = 300
SLACK_ID_MAX: Final = 32  # as long as the database's columns for ids
FILE_BYTES_MAX: Final = 10 * 1024 * 1024  # Slack's own limit for a file in a form
FILE_TYPES: Final = ("pdf", "doc", "docx", "odt", "rtf", "txt")
# The form has a field for a file only if the app has both: Slack requires the first for the field,
# and the bot needs the second to keep a copy of its own.
FILE_SCOPES: Final = ("files:read", "files:write")


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """An advocate's own file, chosen in a form. `slack_id` is the id that Slack gave it."""

    slack_id: str
    file_type: str


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """What one form attaches: a link, a file, or both."""

    link: str | None
    file: ChosenFile | None


@dataclass(frozen=True, slots=True)
class Attachment:
    """What an advocate attached to a referral: a link, a file, or both. The other is None."""

    id: int
    workspace_id: int
    referral_id: int
    advocate: str
    link: str | None
    file: ChosenFile | None
    attached_at: datetime


def parse_link(text: str) -> str | None:
    """The typed link, or None if `text` is empty.

    Raises `FieldError("link")` for a text that is no web address, or has a user name or password.
    """
    if not text:
        return None
    if len(text) > LINK_MAX:
        raise FieldError("link", "too_long", str(LINK_MAX))
    if any(char.isspace() for char in text):
        raise FieldError("link", "link_spaces")
    try:
        parts = urlsplit(text)
    except ValueError:
        raise FieldError("link", "link_broken") from None
    if parts.scheme.lower() not in ("https", "http"):
        raise FieldError("link", "link_scheme")
    if "@" in parts.netloc:
        raise FieldError("link", "link_credentials")
    has_domain = "." in (parts.hostname or "").strip(".")
    if not has_domain or "\\" in text:
        raise FieldError("link", "link_broken")
    return text


def parse_file(chosen: Mapping[str, Any] | None) -> ChosenFile | None:
    """The file that was chosen in Slack's form, or None if none was.

    `chosen` is the file object that Slack sends. Raises `FieldError("resume")` for a file of
    another type, a file that is too large, or an empty file.
    """
    if chosen is None:
        return None
    slack_id = str(chosen.get("id") or "")
    file_type = str(chosen.get("name") or "").rpartition(".")[2].lower()
    if file_type not in FILE_TYPES or len(slack_id) > SLACK_ID_MAX:
        raise FieldError("resume", "file_type")
    size = chosen.get("size")
    if isinstance(size, int) and size > FILE_BYTES_MAX:
        raise FieldError("resume", "file_size")
    if size == 0:  # Slack takes no upload without bytes, so there would be no copy.
        raise FieldError("resume", "file_empty")
    return ChosenFile(slack_id, file_type)


@dataclass(frozen=True)
class FilePassedOn(Payload):
    """Tells the advocate that the owner has a copy of their file, or that Slack refused it.

    `error` is Slack's error code, and empty if the owner has the copy.
    """

    error: str = ""

    kind = "file_passed_on"
    label = "What became of an attached file"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"error": self.error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["error"]))

    def dedupe_key(self, to: str, occasion: str) -> str:  # noqa: ARG002 - a file has one advocate
        """One message for each `occasion`, however many referrals the file was attached to."""
        return join_key(self.kind, occasion)
