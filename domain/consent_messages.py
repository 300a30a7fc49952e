"""The payloads of queued messages about a candidate's agreement, refusal and erasure.

`subject_id` is the id of the row that `subject` names. The keys in `details` are stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.message_payload import Payload, Subject
from domain.outbox import Priority
from domain.stages import Reason


@dataclass(frozen=True)
class CandidateAgreed(Payload):
    """To the owner: the card of a candidate who was hidden until now, and has agreed."""

    kind = "agreed"
    label = "The news that a candidate agreed"
    subject = Subject.REFERRAL


@dataclass(frozen=True)
class CandidateErased(Payload):
    """To an advocate: what was stored about the candidate is erased.

    `subject_id` is the candidate's id. The subject is NO_CANDIDATE all the same, because this
    message must outlive the erasure. `caused_by` is the user id of the actor, for example of the
    advocate who reported that the candidate said no.
    """

    reason: Reason
    caused_by: str

    kind = "erased"
    label = "The news that a candidate's data is erased"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"why": self.reason.value, "by": self.caused_by}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, Reason(str(about["why"])), str(about["by"]))


@dataclass(frozen=True)
class CandidateDeclined(Payload):
    """To the owner: a candidate said no to one advocate, and others still vouch for the candidate.

    `reported_by` is the user id of the advocate who heard the no.
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
    """To an advocate who reported that a candidate said no: the advocate's own words are erased.

    `subject_id` is the candidate's id, and the subject NO_CANDIDATE as in `CandidateErased`.
    `referral_ids` are the referrals that the advocate had endorsed.
    """

    referral_ids: tuple[int, ...]

    kind = "words_withdrawn"
    label = "The news that an advocate's own words are erased"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED  # answers what the advocate has just reported

    def details(self) -> dict[str, object]:
        return {"referrals": list(self.referral_ids)}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        referral_ids = about["referrals"]
        if not isinstance(referral_ids, list):
            raise ValueError(f"not a list of ids: {referral_ids!r}")
        return cls(subject_id, tuple(int(each) for each in referral_ids))
