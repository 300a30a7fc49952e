"""The payload of the message with charts of figures, which someone has sent to themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Self

from domain.figures.periods import Period
from domain.message_payload import Payload, Subject
from domain.outbox import Priority


@dataclass(frozen=True)
class FiguresSent(Payload):
    """To whoever asked for them: the figures of a period. `subject_id` is 0."""

    period: Period

    kind = "figures"
    label = "Figures"
    subject = Subject.NO_CANDIDATE
    priority = Priority.AWAITED

    def details(self) -> dict[str, object]:
        return {"first": self.period.first.isoformat(), "last": self.period.last.isoformat()}

    @classmethod
    def from_row(cls, subject_id: int, about: Mapping[str, object]) -> Self:
        first, last = (date.fromisoformat(str(about[name])) for name in ("first", "last"))
        return cls(subject_id, Period(first, last))
