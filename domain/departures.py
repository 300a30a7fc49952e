"""Members who left: when this is checked, and what others got that the member may get back.

A member leaves when their account is deactivated or becomes a guest's. They return when the account
is a full member's again. Slack sometimes reports either by mistake. So Slack is asked again before
anything is handed over (the second look), and nothing is deleted for 30 days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

SECOND_LOOK_AFTER: Final = timedelta(hours=1)
RESTORABLE_FOR: Final = timedelta(days=30)
# A message that waits for the second look is tried again this long after the look is due. The look
# takes some seconds.
SECOND_LOOK_TAKES: Final = timedelta(minutes=1)


class HandedOverKind(StrEnum):
    """What someone else got when a member left. The values are stored and in posted buttons."""

    REFERRAL = "referral"  # its owner changed
    RECRUITER = "recruiter"  # the recruiter of an opening changed
    HIRING_MANAGER = "hiring_manager"  # the hiring manager of an opening changed


@dataclass(frozen=True, slots=True)
class Departure:
    """A member who has left, or who seems to have left and gets a second look.

    Until the second look, `second_look_at` (UTC) is when it is due, and `restorable_until` is None.
    Afterwards `second_look_at` is None. The member's bench (candidates saved for later) and
    follow-ups are then hidden, and deleted at `restorable_until` (UTC) unless the member returns.
    """

    workspace_id: int
    user_id: str
    second_look_at: datetime | None
    restorable_until: datetime | None

    @property
    def confirmed(self) -> bool:
        """Whether the second look found that the member has left."""
        return self.restorable_until is not None


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A referral or an opening that passed from a member who left to someone else.

    `subject_id` is the id of the referral or opening. `to` is the user id of the new owner,
    recruiter or hiring manager, or None if there was nobody. `version` is the version of the
    referral or opening right after the handover. As long as the stored version is the same, nobody
    has changed it since, and the member can get it back.
    """

    kind: HandedOverKind
    subject_id: int
    to: str | None
    version: int
