"""The news about an own move, to the colleague who wants to move within the company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from domain.message_payload import Payload, Subject
from domain.stages import Stage


@dataclass(frozen=True)
class OwnMoveChanged(Payload):
    """To the asker: the stage, the owner or the opening of their own referral has changed.

    It is dropped when the referral has left `stage` before it is sent.
    """

    stage: Stage

    kind = "own_move"
    label = "A private note"
    subject = Subject.REFERRAL

    def details(self) -> dict[str, object]:
        return {"stage": self.stage.value}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        return cls(subject_id, Stage(str(about["stage"])))
