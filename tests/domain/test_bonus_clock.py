"""The state of each part of a bonus, from the referral to the payment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.bonus.clock import (
    BonusCase,
    BonusReason,
    BonusState,
    Hire,
    Payment,
    Share,
    find_role_exclusion,
    list_parts,
)
from domain.bonus.money import Money
from domain.bonus.rule import (
    BonusRule,
    Exclusion,
    FrozenBonus,
    Leavers,
    Milestone,
    Sharing,
)
from domain.endorsements import Conflict
from domain.stages import Stage

AT = datetime(2026, 3, 2, 10, tzinfo=UTC)
START = date(2026, 4, 1)
RULE = BonusRule(
    Money(200_001, "EUR"),
    (Milestone(0, 1), Milestone(90, 1)),
    frozenset(Exclusion),
)
ADA = Share("U0ADA", AT)
BOB = Share("U0BOB", AT + timedelta(days=1))
CASE = BonusCase(7, FrozenBonus(RULE, AT), Stage.NEW, "U0ADA", Hire(), (ADA, BOB))
HIRED = replace(CASE, stage=Stage.HIRED, hire=Hire(START))


def reasons(case: BonusCase, today: date, who: str = "U0ADA") -> list[BonusReason]:
    return [part.reason for part in list_parts(case, who, today)]


def amounts(case: BonusCase, who: str) -> list[int]:
    return [part.money.minor for part in list_parts(case, who, START)]


def test_each_part_goes_from_pending_to_due() -> None:
    waiting = [BonusReason.NOT_HIRED_YET] * 2
    assert reasons(CASE, START) == waiting
    assert reasons(replace(CASE, stage=Stage.OFFER), START) == waiting
    without_day = replace(CASE, stage=Stage.HIRED)
    assert reasons(without_day, START) == [BonusReason.NO_FIRST_DAY] * 2
    assert reasons(HIRED, START - timedelta(days=1)) == [BonusReason.WAITING] * 2
    assert reasons(HIRED, START) == [BonusReason.DUE, BonusReason.WAITING]
    assert reasons(HIRED, START + timedelta(days=89)) == [BonusReason.DUE, BonusReason.WAITING]
    assert reasons(HIRED, START + timedelta(days=90)) == [BonusReason.DUE] * 2
    assert amounts(HIRED, "U0ADA") == [100_000, 100_001]


def test_what_was_paid_stays_paid_whatever_happens_later() -> None:
    payment = Payment("U0ADA", 0, Money(100_000, "EUR"), "U0CAROL", AT)
    paid: Mapping[tuple[str, int], Payment] = {("U0ADA", 0): payment}
    case = replace(HIRED, payments=paid)
    assert reasons(case, START) == [BonusReason.PAID, BonusReason.WAITING]
    back = replace(case, stage=Stage.NOT_NOW)
    assert reasons(back, START) == [BonusReason.PAID, BonusReason.NOT_HIRED]
    (part, _) = list_parts(back, "U0ADA", START)
    assert part.state is BonusState.PAID
    assert part.payment == payment


@pytest.mark.parametrize("stage", [Stage.NOT_NOW, Stage.WITHDRAWN])
def test_nothing_is_paid_for_somebody_who_was_not_hired(stage: Stage) -> None:
    assert reasons(replace(CASE, stage=stage), START) == [BonusReason.NOT_HIRED] * 2


def test_a_hire_who_leaves_voids_what_is_not_due_by_then() -> None:
    left = replace(HIRED, hire=Hire(START, START + timedelta(days=30)))
    later = START + timedelta(days=400)
    assert reasons(left, later) == [BonusReason.DUE, BonusReason.HIRE_LEFT]
    assert reasons(left, START + timedelta(days=30)) == [BonusReason.DUE, BonusReason.HIRE_LEFT]
    # Until then they are here, and the day may still be put off.
    assert reasons(left, START + timedelta(days=29)) == [BonusReason.DUE, BonusReason.WAITING]
    on_the_day = replace(HIRED, hire=Hire(START, START + timedelta(days=90)))
    assert reasons(on_the_day, later) == [BonusReason.DUE] * 2


def test_an_advocate_who_leaves_is_treated_as_the_rule_says() -> None:
    gone = replace(HIRED, shares=(replace(ADA, left_on=START + timedelta(days=1)), BOB))
    later = START + timedelta(days=400)
    assert reasons(gone, later) == [BonusReason.DUE, BonusReason.ADVOCATE_LEFT]
    kind = replace(RULE, leavers=Leavers.PAID)
    assert reasons(replace(gone, frozen=FrozenBonus(kind, AT)), later) == [BonusReason.DUE] * 2
    early = replace(CASE, shares=(replace(ADA, left_on=START),))
    assert reasons(early, later) == [BonusReason.ADVOCATE_LEFT] * 2


def test_the_first_voice_gets_all_unless_the_rule_says_that_all_share() -> None:
    assert reasons(HIRED, START, "U0BOB") == [BonusReason.FIRST_VOICE] * 2
    equal = replace(HIRED, frozen=FrozenBonus(replace(RULE, sharing=Sharing.EQUAL), AT))
    assert reasons(equal, START, "U0BOB") == [BonusReason.DUE, BonusReason.WAITING]
    assert amounts(equal, "U0ADA") == [50_000, 50_001]
    assert amounts(equal, "U0BOB") == [50_000, 50_000]
    excluded = replace(equal, shares=(ADA, replace(BOB, exclusion=Exclusion.RECRUITERS)))
    assert amounts(excluded, "U0ADA") == [100_000, 100_001]
    corrected = replace(HIRED, first_advocate="U0BOB")
    assert reasons(corrected, START) == [BonusReason.FIRST_VOICE] * 2
    assert reasons(corrected, START, "U0BOB") == [BonusReason.DUE, BonusReason.WAITING]
    withdrawn = replace(HIRED, shares=(replace(ADA, vouches=False), BOB))
    assert reasons(withdrawn, START) == [BonusReason.WORDS_WITHDRAWN] * 2
    assert list_parts(HIRED, "U0NORA", START) == ()


@pytest.mark.parametrize(
    ("conflict", "exclusion"),
    [
        (Conflict.RELATIVE, Exclusion.RELATIVES),
        (Conflict.REPORTS_TO_ME, Exclusion.REPORTS),
        (Conflict.HIRING_TEAM, None),
    ],
)
def test_a_disclosed_conflict_counts_where_the_rule_lists_it(
    conflict: Conflict, exclusion: Exclusion | None
) -> None:
    case = replace(HIRED, shares=(replace(ADA, conflicts=(conflict,)),))
    (part, _) = list_parts(case, "U0ADA", START)
    assert part.exclusion is exclusion
    nobody = FrozenBonus(replace(RULE, excluded=frozenset()), AT)
    (part, _) = list_parts(replace(case, frozen=nobody), "U0ADA", START)
    assert part.exclusion is None


def test_roles_exclude_only_where_the_rule_lists_them() -> None:
    roles = {"is_recruiter": True, "is_hiring_manager": True, "is_executive": True}
    assert find_role_exclusion(RULE, **roles) is Exclusion.HIRING_MANAGER
    only_listed = replace(RULE, excluded=frozenset({Exclusion.EXECUTIVES}))
    assert find_role_exclusion(only_listed, **roles) is Exclusion.EXECUTIVES
    assert find_role_exclusion(replace(RULE, excluded=frozenset()), **roles) is None
    none = dict.fromkeys(roles, False)
    assert find_role_exclusion(RULE, **none) is None


def test_a_changed_rule_is_noticed() -> None:
    assert not replace(CASE, rule_now=RULE).rule_changed
    assert replace(CASE, rule_now=replace(RULE, note="New")).rule_changed
    assert replace(CASE, rule_now=None).rule_changed
