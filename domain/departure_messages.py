"""The payloads of two queued messages about owners.

One tells a member who came back what they got back. The other tells an admin that a card did not
reach the owner of a referral.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.departures import HandedOverKind
from domain.message_payload import Payload, Subject

# Referrals and openings that were handed over when their owner left, as (kind, id).
HandedOverIds = tuple[tuple[HandedOverKind, int], ...]


@dataclass(frozen=True)
class MemberReturned(Payload):
    """To a member who is back: what they got back, and what they may take back.

    `subject_id` is the id of the history's line about the return. `offered` are referrals and
    openings that others have continued meanwhile. No candidate is named, so the message stays when
    a candidate is erased.
    """

    given_back: HandedOverIds
    offered: HandedOverIds

    kind = "member_returned"
    label = "The news of what came back"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"back": _to_json(self.given_back), "offered": _to_json(self.offered)}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, _from_json(about["back"]), _from_json(about["offered"]))


@dataclass(frozen=True)
class CardNotDelivered(Payload):
    """To an admin: the owner of a referral did not get its card, because Slack refused the message.

    `subject_id` is the referral's id, `owner` a user id, and `error` Slack's error code. No
    candidate is named, so the message stays when the candidate is erased.
    """

    owner: str
    error: str

    kind = "card_not_delivered"
    label = "A note that a card was not delivered"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"owner": self.owner, "why": self.error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["owner"]), str(about["why"]))


def _to_json(handed_over: HandedOverIds) -> list[list[object]]:
    return [[kind.value, id_] for kind, id_ in handed_over]


def _from_json(value: object) -> HandedOverIds:
    """Reads what `_to_json` has written. Raises ValueError for anything else."""
    if not isinstance(value, list):
        raise ValueError(f"not a list of kinds and ids: {value!r}")
    return tuple((HandedOverKind(kind), int(id_)) for kind, id_ in value)
