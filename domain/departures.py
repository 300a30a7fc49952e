"""A member who has left, or seems to have left: when this is checked, and what they get back.

A member leaves when their account is deactivated or becomes that of a guest. They return when it is
the account of a full member again. Slack sometimes reports that a member left or returned when they
did not. So Slack is asked a second time before anything is handed over (the second look), and
nothing is deleted for a month.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SECOND_LOOK_AFTER: Final = timedelta(hours=1)
RESTORABLE_FOR: Final = timedelta(days=30)
# Messages that wait for a second look wait this much longer than `second_look_at`.
SECOND_LOOK_TAKES: Final = timedelta(minutes=1)


class HandedOverKind(StrEnum):
    """What someone else got when a member left. The values are stored and in posted buttons."""

    REFERRAL = "referral"  # its owner changed
    RECRUITER = "recruiter"  # the recruiter of an opening changed
    HIRING_MANAGER = "hiring_manager"  # the hiring manager of an opening changed


@dataclass(frozen=True, slots=True)
class Departure:
    """A member who has left, or who seems to have left and gets a second look.

    Before the second look, `second_look_at` (UTC) is its time, and `restorable_until` is None.
    After it, `second_look_at` is None. The member's bench and follow-ups are hidden then, and are
    deleted at `restorable_until` (UTC) unless the member returns before.
    """

    workspace_id: int
    user_id: str
    second_look_at: datetime | None
    restorable_until: datetime | None

    @property
    def confirmed(self) -> bool:
        return self.restorable_until is not None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A referral or an opening that passed from a member who left to someone else.

    `subject_id` is the id of the referral or opening. `to` is the user id of whoever got it, or
    None if there was nobody to take it. `version` is the version of the referral or opening right
    after it was handed over: as long as it stays the same, nobody has acted on it.
    """

    kind: HandedOverKind
    subject_id: int
    to: str | None
    version: int
