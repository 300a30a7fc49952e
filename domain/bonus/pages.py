"""Pages about referral bonuses: what services load and views render."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.bonus.clock import BonusPart, BonusState, Hire
from domain.bonus.rule import BonusRule, Exclusion
from domain.openings import Opening
from domain.referrals import Referral


@dataclass(frozen=True, slots=True)
class BonusOffer:
    """The bonus that the reader would get for a referral to this opening.

    `exclusion` is the reason why the reader would get no bonus, or None.
    """

    opening: Opening
    rule: BonusRule
    exclusion: Exclusion | None


@dataclass(frozen=True, slots=True)
class AdvocateBonus:
    """The state of the reader's own bonus.

    `rule` is what the first advocate agreed to at `frozen_at` (UTC). It still counts when
    `rule_changed` is true: the opening has another rule by now.
    """

    rule: BonusRule
    frozen_at: datetime
    rule_changed: bool
    parts: tuple[BonusPart, ...]

    @property
    def has_open_part(self) -> bool:
        """Whether a part may still be paid: it is not paid yet, and not void."""
        settled = (BonusState.PAID, BonusState.VOID)
        return any(part.state not in settled for part in self.parts)


@dataclass(frozen=True, slots=True)
class PayrollRow:
    """One part of one advocate's bonus (`advocate` is a user id) for one hire."""

    referral: Referral
    advocate: str
    part: BonusPart
    hire: Hire


@dataclass(frozen=True, slots=True)
class PayrollPage:
    """One page of the list for payroll, with at most `size` rows.

    `start` is the index of the page's first row in the whole list, and `count` the length of the
    whole list. `reader` is a user id.
    """

    reader: str
    rows: tuple[PayrollRow, ...]
    start: int
    count: int
    size: int
