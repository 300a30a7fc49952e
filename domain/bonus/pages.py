"""The values that views render about bonuses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.bonus.clock import BonusPart, BonusState, Hire
from domain.bonus.rule import BonusRule, Exclusion
from domain.openings import Opening
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class BonusOffer:
    """What the reader would get for a referral to this opening.

    `exclusion` is why they would get nothing, or None.
    """

    opening: Opening
    rule: BonusRule
    exclusion: Exclusion | None


@dataclass(frozen=True, slots=True)
class AdvocateBonus:
    """How the reader's own bonus stands, by the rule to which they agreed at `frozen_at` (UTC).

    `rule_changed` is true when the opening has another rule by now.
    """

    rule: BonusRule
    frozen_at: datetime
    rule_changed: bool
    parts: tuple[BonusPart, ...]

    @property
    def may_be_paid(self) -> bool:
        """Whether any part is neither paid nor void."""
        closed = (BonusState.PAID, BonusState.VOID)
        return any(part.state not in closed for part in self.parts)


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """One part of the bonus of one advocate (a user id), with its referral."""

    referral: Referral
    advocate: str
    part: BonusPart
    hire: Hire


@dataclass(frozen=True, slots=True)
class PayrollPage:
    """At most `size` rows of the list for payroll.

    `start` is the index of the first row, and `count` the number of all.
    """

    reader: str  # a user id
    rows: tuple[PayrollRow, ...]
    start: int
    count: int
    size: int
