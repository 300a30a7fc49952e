"""The payloads of queued messages about a candidate's agreement, refusal and erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.message_payload import Payload, Subject
from domain.outbox import Priority
from domain.stages import Reason


@dataclass(frozen=True)
class CandidateAgreed(Payload):
    """To the owner: the card of a candidate who was hidden and has agreed now."""

    kind = "agreed"
    label = "The news that a candidate agreed"
    subject = Subject.REFERRAL


@dataclass(frozen=True)
class CandidateErased(Payload):
    """To an advocate: what was held about the candidate is erased.

    `subject_id` is the candidate's row, which stays without a name, so this message survives the
    erasure. `reported_by` is the user id of the actor who caused the erasure, for example of the
    advocate who reported that the candidate said no.
    """

    reason: Reason
    reported_by: str

    kind = "erased"
    label = "The news that a candidate's data is erased"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"why": self.reason.value, "by": self.reported_by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, Reason(str(about["why"])), str(about["by"]))


@dataclass(frozen=True)
class CandidateDeclined(Payload):
    """To the owner: a candidate said no to one advocate, and others still vouch for the candidate.

    `reported_by` is the user id of that advocate.
    """

    reported_by: str = ""

    kind = "declined"
    label = "The news that a candidate said no to one advocate"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"by": self.reported_by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["by"]))


@dataclass(frozen=True)
class WordsWithdrawn(Payload):
    """To an advocate who reported a candidate's no: the advocate's own words are erased.

    `subject_id` is the candidate, and `referrals` are the ids of the referrals that the advocate
    had endorsed.
    """

    referrals: tuple[int, ...]

    kind = "words_withdrawn"
    label = "The news that an advocate's own words are erased"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"referrals": list(self.referrals)}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        referrals = about["referrals"]
        if not isinstance(referrals, list):
            raise ValueError(f"not a list of ids: {referrals!r}")
        return cls(subject_id, tuple(int(each) for each in referrals))
