"""Intents that remove an erased candidate from Slack's copies: messages, App Homes and files.

They are sent before all other intents, also to people who have left. They are tried again when
such a person comes back. An intent that Slack refuses for good stays in the outbox as dead, and the
admins see it.
"""

from __future__ import annotations

from dataclasses import dataclass

from domain.message_payload import Payload, Subject
from domain.outbox import Priority


@dataclass(frozen=True)
class CopyErasure(Payload):
    """Edits or deletes a posted message. `subject_id` is the message's row in the outbox."""

    kind = "erase"
    label = "The removal of erased words from a message"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


@dataclass(frozen=True)
class HomeErasure(Payload):
    """Publishes a member's App Home again. `subject_id` is the erased candidate."""

    kind = "erase_home"
    label = "The removal of erased words from an App Home"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


@dataclass(frozen=True)
class FileDeletion(Payload):
    """Deletes a file of the bot, after an erasure or when its time is over.

    `subject_id` is the row of the file.
    """

    kind = "file_deletion"
    label = "The deletion of a file"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


ERASURE_KINDS = (CopyErasure.kind, HomeErasure.kind, FileDeletion.kind)


@dataclass(frozen=True, slots=True)
class UnreachedCopies:
    """What Slack refused to erase for one person. `reason` is one of Slack's errors, or empty."""

    recipient: str
    message_count: int
    has_home: bool
    reason: str
