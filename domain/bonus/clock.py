"""The state of each part of a bonus for each advocate, and the reason for the state.

A rule has parts, each due some days after the first day of the new colleague.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.bonus.money import Money
from domain.bonus.rule import BonusRule, Exclusion, FrozenBonus, Leavers, Sharing
from domain.endorsements import Conflict
from domain.stages import ENDED_STAGES, Stage


class BonusState(StrEnum):
    """How far a part of a bonus is. docs/bonus.md explains the states."""

    PENDING = "pending"  # the candidate is not hired yet, or their first day is not known
    ELIGIBLE = "eligible"  # hired, and the due date is still to come
    DUE = "due"  # the due date has come
    PAID = "paid"  # marked as paid
    VOID = "void"  # not paid at all; `BonusReason` says why


class BonusReason(StrEnum):
    """Why a part of a bonus is in its state. Each has one sentence in `views/bonus.py`."""

    NOT_HIRED_YET = "not_hired_yet"
    NO_FIRST_DAY = "no_first_day"
    WAITING = "waiting"
    DUE = "due"
    PAID = "paid"
    NOT_HIRED = "not_hired"
    EXCLUDED = "excluded"
    FIRST_VOICE = "first_voice"
    HIRE_LEFT = "hire_left"
    ADVOCATE_LEFT = "advocate_left"
    WORDS_WITHDRAWN = "words_withdrawn"


@dataclass(frozen=True, slots=True)
class Hire:
    """The first and the last day of someone who was hired.

    `started_on` is None if the first day is not known. `left_on` is the last day, which may be in
    the future, or None if no last day is known.
    """

    started_on: date | None = None
    left_on: date | None = None

    def is_here_on(self, day: date) -> bool:
        """Whether the last day is not before `day`. A first day after `day` does not matter."""
        return self.left_on is None or day <= self.left_on


@dataclass(frozen=True, slots=True)
class Share:
    """An advocate (a user id) who agreed to the terms of the bonus.

    `exclusion` is why they were not eligible when they agreed, or None. `left_on` is when they left
    the company. `conflicts` are the conflicts of interest that they have disclosed since.
    `vouches` is false once they have withdrawn their endorsement.
    """

    advocate: str
    agreed_at: datetime
    exclusion: Exclusion | None = None
    left_on: date | None = None
    conflicts: tuple[Conflict, ...] = ()
    vouches: bool = True

    def find_exclusion(self, rule: BonusRule) -> Exclusion | None:
        """Why this advocate is not eligible under the rule, or None."""
        if self.exclusion is not None:
            return self.exclusion
        for conflict, exclusion in _EXCLUDING_CONFLICTS.items():
            if conflict in self.conflicts and exclusion in rule.excluded:
                return exclusion
        return None


_EXCLUDING_CONFLICTS = {
    Conflict.RELATIVE: Exclusion.RELATIVES,
    Conflict.REPORTS_TO_ME: Exclusion.REPORTS,
}


@dataclass(frozen=True, slots=True)
class Payment:
    """A part that `paid_by` (a user id) marked as paid at `paid_at` (UTC).

    `day` identifies the part, as in `BonusPart`.
    """

    advocate: str
    day: int
    money: Money
    paid_by: str
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class BonusCase:
    """Everything about the bonus of one referral.

    `frozen` has the terms to which the advocates agreed. `first_advocate` is a user id.
    `payments` are by advocate and `Payment.day`. `rule_now` is the present rule of the
    opening, or None if it has no bonus now.
    """

    referral_id: int
    frozen: FrozenBonus
    stage: Stage
    first_advocate: str
    hire: Hire
    shares: tuple[Share, ...]
    payments: Mapping[tuple[str, int], Payment] = field(default_factory=dict)
    rule_now: BonusRule | None = None

    @property
    def rule_changed(self) -> bool:
        return self.rule_now != self.frozen.rule

    def find_share(self, advocate: str) -> Share | None:
        return next((each for each in self.shares if each.advocate == advocate), None)


@dataclass(frozen=True, slots=True)
class BonusPart:
    """One part of an advocate's bonus, due `day` days after the first day of the new colleague.

    `due_on` is None before that first day is known.
    """

    day: int
    due_on: date | None
    money: Money
    state: BonusState
    reason: BonusReason
    exclusion: Exclusion | None = None
    payment: Payment | None = None


def find_role_exclusion(
    rule: BonusRule, *, is_recruiter: bool, is_hiring_manager: bool, is_executive: bool
) -> Exclusion | None:
    """Why someone with these roles is not eligible, or None.

    `is_executive` is true for somebody in the workspace's list of executives.
    `Share.find_exclusion` adds the conflicts that an advocate disclosed.
    """
    for exclusion, applies in (
        (Exclusion.HIRING_MANAGER, is_hiring_manager),
        (Exclusion.RECRUITERS, is_recruiter),
        (Exclusion.EXECUTIVES, is_executive),
    ):
        if applies and exclusion in rule.excluded:
            return exclusion
    return None


def list_parts(case: BonusCase, advocate: str, today: date) -> tuple[BonusPart, ...]:
    """The parts of this advocate's bonus on the day `today`, the earliest first.

    Empty if the advocate has not agreed to the terms.
    """
    share = case.find_share(advocate)
    if share is None:
        return ()
    amounts = _list_amounts(case, share)
    return tuple(
        _to_part(case, share, day, money, today)
        for (day, _), money in zip(case.frozen.rule.parts, amounts, strict=True)
    )


def _list_amounts(case: BonusCase, share: Share) -> tuple[Money, ...]:
    """What the advocate gets for each part.

    If an amount cannot be shared equally, the first in `_list_sharers` get the cents left over.
    """
    parts = case.frozen.rule.parts
    sharers = _list_sharers(case)
    if share.advocate not in sharers or case.frozen.rule.sharing is Sharing.FIRST:
        return tuple(money for _, money in parts)
    # `split` gives the cents left over to the last parts.
    index = len(sharers) - 1 - sharers.index(share.advocate)
    equal_weights = [1] * len(sharers)
    return tuple(money.split(equal_weights)[index] for _, money in parts)


def _list_sharers(case: BonusCase) -> list[str]:
    """The eligible advocates: the first advocate, then the others as they agreed to the terms."""
    eligible = [
        each
        for each in case.shares
        if each.vouches and each.find_exclusion(case.frozen.rule) is None
    ]
    eligible.sort(key=lambda share: (share.advocate != case.first_advocate, share.agreed_at))
    return [share.advocate for share in eligible]


def _to_part(case: BonusCase, share: Share, day: int, money: Money, today: date) -> BonusPart:
    started_on = case.hire.started_on
    due_on = started_on + timedelta(days=day) if started_on else None
    payment = case.payments.get((share.advocate, day))
    if payment is not None:
        state, reason = BonusState.PAID, BonusReason.PAID
        return BonusPart(day, due_on, payment.money, state, reason, payment=payment)
    exclusion = share.find_exclusion(case.frozen.rule)
    void_reason = _find_void_reason(case, share, exclusion, due_on, today)
    if void_reason is not None:
        return BonusPart(day, due_on, money, BonusState.VOID, void_reason, exclusion)
    state, reason = _find_open_state(case.stage, due_on, today)
    return BonusPart(day, due_on, money, state, reason)


def _find_void_reason(
    case: BonusCase, share: Share, exclusion: Exclusion | None, due_on: date | None, today: date
) -> BonusReason | None:
    """Why the part is not paid at all, or None."""
    rule, left_on = case.frozen.rule, case.hire.left_on
    if not share.vouches:
        return BonusReason.WORDS_WITHDRAWN
    if exclusion is not None:
        return BonusReason.EXCLUDED
    if case.stage in ENDED_STAGES and case.stage is not Stage.HIRED:
        return BonusReason.NOT_HIRED
    if rule.sharing is Sharing.FIRST and share.advocate != case.first_advocate:
        return BonusReason.FIRST_VOICE
    # A last day in the future may change, and the advocate must not learn of it.
    if left_on is not None and left_on <= today and (due_on is None or left_on < due_on):
        return BonusReason.HIRE_LEFT
    left_before_due = share.left_on is not None and (due_on is None or share.left_on < due_on)
    if left_before_due and rule.leavers is Leavers.VOID:
        return BonusReason.ADVOCATE_LEFT
    return None


def _find_open_state(
    stage: Stage, due_on: date | None, today: date
) -> tuple[BonusState, BonusReason]:
    if stage is not Stage.HIRED:
        return BonusState.PENDING, BonusReason.NOT_HIRED_YET
    if due_on is None:
        return BonusState.PENDING, BonusReason.NO_FIRST_DAY
    if due_on > today:
        return BonusState.ELIGIBLE, BonusReason.WAITING
    return BonusState.DUE, BonusReason.DUE


def list_all_parts(case: BonusCase, today: date) -> Sequence[tuple[str, BonusPart]]:
    """Each advocate (a user id) with each of their parts."""
    return [
        (share.advocate, part)
        for share in case.shares
        for part in list_parts(case, share.advocate, today)
    ]
