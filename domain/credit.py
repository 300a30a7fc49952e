"""The credit for a referral: whose voice counts as the first one, and why it was corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from domain.bonus.pages import AdvocateBonus
from domain.message_payload import Payload, Subject
from domain.pages import AdvocatePage


class CreditReason(StrEnum):
    """Why the credit was corrected. It is a choice, so that the history contains no free text."""

    EARLIER = "earlier"
    MISTAKE = "mistake"
    AGREED = "agreed"
    LOOKED_INTO = "looked_into"


@dataclass(frozen=True)
class CreditCorrected(Payload):
    """To an advocate: their voice is the first one now, or is no longer the first.

    It is dropped when the credit has moved again before it is sent.
    """

    is_first: bool
    reason: CreditReason

    kind = "credit_corrected"
    label = "The news of corrected credit"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"first": self.is_first, "reason": self.reason.value}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, bool(about["first"]), CreditReason(str(about["reason"])))


@dataclass(frozen=True, slots=True)
class CreditPage:
    """The news for one advocate. `bonus` is theirs as it is now, or None."""

    advocate_page: AdvocatePage
    is_first: bool
    reason: CreditReason
    bonus: AdvocateBonus | None
