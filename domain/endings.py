"""How the open referrals of an opening end once the opening is filled or closed.

Someone decides about each of them, or about all at once. A referral about which nobody decides in
time ends with the plain reason: the role was filled, or it was closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from domain.cadence import Cadence
from domain.openings import OpeningStatus
from domain.returning import ReturnAfter
from domain.stages import Reason

# The working days after the end of the opening in which somebody can decide. Two are enough, and a
# week of silence would be too long for an advocate.
TIME_TO_DECIDE = Cadence((2,))
KEEP_DAYS_MAX = 180  # calendar days for which a referral may stay open on an ended opening


class EndingKind(StrEnum):
    """What can be decided about a referral of an ended opening. The values are stored.

    A referral that is moved or kept stays open.
    """

    HIRED = "hired"
    NOT_NOW = "not_now"
    MOVE = "move"  # to another opening, or to none, which makes it a general referral
    KEEP = "keep"  # on the ended opening, until a date


@dataclass(frozen=True, slots=True)
class Ending:
    """A decision about one referral.

    The attributes after `kind` are for some kinds only.

    `reason` and `note` are for NOT_NOW, and the advocates are told both; `return_after` says when
    the candidate is looked at again. `opening_id` is for MOVE, where None makes it a general
    referral. `until` is the last day of KEEP, in the time zone of the person who decided.
    """

    kind: EndingKind
    reason: Reason | None = None
    note: str = ""
    opening_id: int | None = None
    until: date | None = None
    return_after: ReturnAfter | None = None


def reason_without_decision(status: OpeningStatus) -> Reason:
    """The reason that the advocates are told if nobody decides: "filled" or "closed"."""
    return Reason.FILLED if status is OpeningStatus.FILLED else Reason.CLOSED


@dataclass(frozen=True, slots=True)
class EndingsDraft:
    """What a person has chosen so far for the open referrals of an opening.

    `exceptions` has decisions about single referrals, by their ids. `rest` is the decision about
    all others, and None leaves them undecided. `hired` is the id of the referral whose candidate
    was hired.
    """

    opening_id: int
    hired: int | None = None
    rest: Ending | None = None
    exceptions: Mapping[int, Ending] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.hired is None and self.rest is None and not self.exceptions

    def ending_of(self, referral_id: int) -> Ending | None:
        if referral_id == self.hired:
            return Ending(EndingKind.HIRED)
        return self.exceptions.get(referral_id, self.rest)
