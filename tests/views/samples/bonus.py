"""Bonuses in every state, for the catalogue of views."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from domain.bonus.clock import BonusPart, BonusReason, BonusState, Hire, Payment
from domain.bonus.money import Money
from domain.bonus.pages import AdvocateBonus, BonusOffer, PayrollPage, PayrollRow
from domain.bonus.rule import BonusRule, Exclusion, Leavers, Milestone, Sharing
from domain.stages import Stage
from tests.views.samples.sample import NOW, Sample

STARTED_ON = date(2026, 4, 1)
_STATES = {
    BonusReason.NOT_HIRED_YET: BonusState.PENDING,
    BonusReason.NO_FIRST_DAY: BonusState.PENDING,
    BonusReason.WAITING: BonusState.ELIGIBLE,
    BonusReason.DUE: BonusState.DUE,
    BonusReason.PAID: BonusState.PAID,
}


def bonus_rule(sample: Sample) -> BonusRule:
    """The longest rule has every part; the shortest is paid once and excludes nobody."""
    if sample.required_only:
        return BonusRule(Money(1, "JPY"), (Milestone(0, 1),), frozenset())
    if not sample.maximal:
        milestones = Milestone(0, 1), Milestone(90, 1)
        return BonusRule(Money(200_000, "EUR"), milestones, frozenset(Exclusion))
    return BonusRule(
        Money(99_999_999_901, "EUR"),
        tuple(Milestone(180 * number, 1) for number in range(6)),
        frozenset(Exclusion),
        Sharing.EQUAL,
        Leavers.PAID,
        sample.words("bonus_rule"),
    )


def bonus_part(reason: BonusReason, exclusion: Exclusion | None = None) -> BonusPart:
    has_day = reason not in (BonusReason.NOT_HIRED_YET, BonusReason.NO_FIRST_DAY)
    money = Money(100_000, "EUR")
    payment = Payment("U0ADA", 90, money, "U0MARGARET", NOW) if reason is BonusReason.PAID else None
    return BonusPart(
        90,
        STARTED_ON + timedelta(days=90) if has_day else None,
        money,
        _STATES.get(reason, BonusState.VOID),
        reason,
        exclusion,
        payment,
    )


def advocate_bonus(sample: Sample, reason: BonusReason) -> AdvocateBonus:
    exclusion = Exclusion.RELATIVES if reason is BonusReason.EXCLUDED else None
    part = bonus_part(reason, exclusion)
    first = replace(part, day=0, due_on=STARTED_ON if part.due_on else None)
    return AdvocateBonus(bonus_rule(sample), NOW, sample.maximal, (first, part))


def bonus_offer(sample: Sample, exclusion: Exclusion | None = None) -> BonusOffer:
    return BonusOffer(sample.opening(), bonus_rule(sample), exclusion)


def payroll_page(sample: Sample) -> PayrollPage:
    rows = tuple(
        PayrollRow(sample.referral(Stage.HIRED), advocate, bonus_part(reason), Hire(STARTED_ON))
        for reason, advocate in (
            (BonusReason.DUE, "U0ADA"),
            (BonusReason.DUE, "U0LINUS"),
            (BonusReason.NO_FIRST_DAY, "U0ADA"),
            (BonusReason.WAITING, "U0ADA"),
            (BonusReason.PAID, "U0ADA"),
            (BonusReason.FIRST_VOICE, "U0BOB"),
        )
    )
    gone = bonus_part(BonusReason.HIRE_LEFT)
    left = replace(rows[3], part=gone, hire=Hire(STARTED_ON, STARTED_ON))
    start, count = (20, 500) if sample.maximal else (0, len(rows) + 1)
    return PayrollPage("U0LINUS", (*rows, left), start, count, 10)
