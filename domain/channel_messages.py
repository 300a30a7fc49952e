"""The payloads of messages about openings in channels, and about announcements that fail.

An announcement is the message about an opening in a channel.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from domain.message_payload import Payload, Subject, join_key
from domain.outbox import Priority


@dataclass(frozen=True)
class AnnouncementPosted(Payload):
    """To a channel: the announcement of an opening. If it was posted before, it is edited.

    `subject_id` is the id of the announcement, here and in the two classes below. `posted_by` is
    the user id of the person who is told if Slack refuses the message.
    """

    posted_by: str

    kind = "announcement"
    label = "An announcement"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED
    to_channel = True

    def details(self) -> dict[str, object]:
        return {"by": self.posted_by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]))


@dataclass(frozen=True)
class AnnouncementWithdrawn(Payload):
    """Deletes the announcement in a channel that is no longer chosen for the opening.

    `withdrawn_by` is the user id of the person who is told if Slack refuses the deletion.
    """

    withdrawn_by: str

    kind = "announcement_withdrawn"
    label = "The removal of an announcement"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED
    to_channel = True

    def details(self) -> dict[str, object]:
        return {"by": self.withdrawn_by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]))


@dataclass(frozen=True)
class AnnouncementFailed(Payload):
    """To the person in charge: why an announcement could not be posted, edited or deleted."""

    kind = "announcement_failed"
    label = "A note that an announcement failed"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED


@dataclass(frozen=True)
class RoundUp(Payload):
    """To a channel: which openings are new or have changed since `since` (UTC).

    `subject_id` is 0, because the message is not about a single opening.
    """

    since: datetime

    kind = "roundup"
    label = "The round-up of a channel"
    subject = Subject.NO_CANDIDATE
    priority = Priority.NUDGE
    to_channel = True

    def details(self) -> dict[str, object]:
        return {"since": self.since.isoformat()}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, datetime.fromisoformat(str(about["since"])))

    def dedupe_key(self, to: str, occasion: str) -> str:
        return join_key(self.kind, to, occasion)


@dataclass(frozen=True)
class ChannelLost(Payload):
    """To the person in charge: openings that can no longer be announced in `channel`.

    `error` is the error code with which Slack refuses posts and edits there. `subject_id` is 0,
    because the message can be about several openings.
    """

    channel: str
    error: str

    kind = "channel_lost"
    label = "A note that a channel was lost"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"channel": self.channel, "why": self.error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["channel"]), str(about["why"]))

    def dedupe_key(self, to: str, occasion: str) -> str:
        return join_key(self.kind, to, occasion)
