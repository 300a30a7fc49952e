"""The payloads of messages about members who left: what came back, and which card had no reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.departures import HandedOverKind
from domain.message_payload import Payload, Subject


@dataclass(frozen=True)
class MemberReturned(Payload):
    """To a member who is back: what is theirs again, and what others have since acted on.

    `subject_id` is the id of the line of the history about the return. `given_back` and `offered`
    are kinds and ids of referrals and openings. No candidate is named, so erasing one does not
    concern this message.
    """

    given_back: tuple[tuple[HandedOverKind, int], ...]
    offered: tuple[tuple[HandedOverKind, int], ...]

    kind = "member_returned"
    label = "The news of what came back"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"back": _to_json(self.given_back), "offered": _to_json(self.offered)}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, _parse_subjects(about["back"]), _parse_subjects(about["offered"]))


@dataclass(frozen=True)
class CardNotDelivered(Payload):
    """To an admin: Slack refuses the owner (`unreached`) of the referral `subject_id`.

    `error` is Slack's error code. No candidate is named, so erasing one does not concern this
    message.
    """

    unreached: str
    error: str

    kind = "card_not_delivered"
    label = "A note that a card was not delivered"
    subject = Subject.NO_CANDIDATE

    def details(self) -> dict[str, object]:
        return {"owner": self.unreached, "why": self.error}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, str(about["owner"]), str(about["why"]))


def _to_json(subjects: tuple[tuple[HandedOverKind, int], ...]) -> list[list[object]]:
    return [[kind.value, subject_id] for kind, subject_id in subjects]


def _parse_subjects(value: object) -> tuple[tuple[HandedOverKind, int], ...]:
    if not isinstance(value, list):
        raise ValueError(f"not a list of kinds and ids: {value!r}")
    return tuple((HandedOverKind(kind), int(subject_id)) for kind, subject_id in value)
