"""The payloads to hiring managers: a card when a referral arrives, and the digest on Mondays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.message_payload import Payload, Subject
from domain.outbox import Priority


@dataclass(frozen=True)
class ReferralForManager(Payload):
    """To the hiring manager: a new referral for their opening, which someone else answers."""

    kind = "for_manager"
    label = "A new referral, for the hiring manager"
    subject = Subject.REFERRAL


@dataclass(frozen=True)
class ManagerDigest(Payload):
    """To the hiring manager: what waits for their openings. `subject_id` is 0.

    `referrals` are the ids of those that it shows.
    """

    referrals: tuple[int, ...] = ()

    kind = "manager_digest"
    label = "The weekly digest of a hiring manager"
    subject = Subject.REFERRALS
    priority = Priority.NUDGE

    def details(self) -> dict[str, object]:
        return {"referrals": list(self.referrals)}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        ids = about["referrals"]
        if not isinstance(ids, list):
            raise ValueError(f"not a list of ids: {ids!r}")
        return cls(subject_id, tuple(int(each) for each in ids))
