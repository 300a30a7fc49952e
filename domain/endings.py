"""What happens to the open referrals of an opening once the opening is filled or closed.

Someone who answers them decides about each, or about all at once. A referral about which nobody
decides in time ends with the status of the opening as its reason: filled or closed.
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

# Working days after the end of the opening in which somebody can decide. An advocate should not
# wait a week for the news.
TIME_TO_DECIDE = Cadence((2,))
KEEP_DAYS_MAX = 180  # calendar days for which KEEP may leave a referral open


class EndingKind(StrEnum):
    """What can be decided about an open referral of an ended opening. The values are stored.

    HIRED and NOT_NOW end the referral; with MOVE and KEEP it stays open.
    """

    HIRED = "hired"
    NOT_NOW = "not_now"
    MOVE = "move"  # to another opening, or it becomes a general referral
    KEEP = "keep"  # it stays on the ended opening until a date


@dataclass(frozen=True, slots=True)
class Ending:
    """A decision about one referral, or about several at once.

    - NOT_NOW has a `reason` and a `note`, which the advocates are told. `return_after` says when
      the candidate is looked at again; None means never.
    - MOVE has an `opening_id`. None makes the referral a general one.
    - KEEP has `until`, its last day in the time zone of the person who decided.
    """

    kind: EndingKind
    reason: Reason | None = None
    note: str = ""
    opening_id: int | None = None
    until: date | None = None
    return_after: ReturnAfter | None = None


def reason_without_decision(status: OpeningStatus) -> Reason:
    """The reason that the advocates are told if nobody decides in time."""
    return Reason.FILLED if status is OpeningStatus.FILLED else Reason.CLOSED


@dataclass(frozen=True, slots=True)
class EndingsDraft:
    """What a person has chosen so far for the open referrals of an opening.

    `hired` is the id of the referral whose candidate was hired. `exceptions` has decisions about
    single referrals, by their ids. `rest` is the decision about all others, and None leaves them
    undecided.
    """

    opening_id: int
    hired: int | None = None
    rest: Ending | None = None
    exceptions: Mapping[int, Ending] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return self.hired is None and self.rest is None and not self.exceptions

    def ending_of(self, referral_id: int) -> Ending | None:
        """The decision about this referral, or None if it is undecided."""
        if referral_id == self.hired:
            return Ending(EndingKind.HIRED)
        return self.exceptions.get(referral_id, self.rest)
