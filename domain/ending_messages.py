"""The payloads of messages about ended or paused openings and about what becomes of referrals.

`details` and `from_row` write and read what the outbox stores.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from domain.message_payload import Payload, Subject
from domain.openings import OpeningStatus


@dataclass(frozen=True)
class ReferralMoved(Payload):
    """To an advocate: the referral was moved from the opening `from_ref` to another opening."""

    from_ref: str

    kind = "referral_moved"
    label = "The news of another opening"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"from": self.from_ref}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about.get("from", "")))


@dataclass(frozen=True)
class ReferralKeptOpen(Payload):
    """To an advocate: the opening has ended, and the referral stays open until the day `until`."""

    until: date

    kind = "kept_open"
    label = "The news that a referral stays open"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"until": self.until.isoformat()}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, date.fromisoformat(str(about["until"])))


@dataclass(frozen=True)
class SecondLookTaken(Payload):
    """To an advocate: their candidate was looked at again. It stays at "not now".

    `by` is the user id of whoever looked. They may have set another day for a further look.
    """

    by: str

    kind = "second_look"
    label = "The news of a second look"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"by": self.by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]))


@dataclass(frozen=True)
class OpeningPaused(Payload):
    """To an advocate: the opening is paused, or takes referrals again.

    `until` is the last day of the pause, or None. If the status or the day changes again before the
    message is sent, the message is dropped.
    """

    status: OpeningStatus
    until: date | None

    kind = "opening_paused"
    label = "The news of a pause"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {
            "status": self.status.value,
            "until": self.until.isoformat() if self.until else None,
        }

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        until = about.get("until")
        return cls(
            subject_id,
            OpeningStatus(str(about["status"])),
            date.fromisoformat(str(until)) if until else None,
        )


@dataclass(frozen=True)
class OpeningEnded(Payload):
    """To somebody who may decide what becomes of the open referrals of an ended opening.

    `subject_id` is the id of the opening.
    """

    kind = "opening_ended"
    label = "The question how open referrals end"
    subject = Subject.NO_CANDIDATE
