"""Stores the bonuses of referrals: the rules, the advocates who share, and the payments.

Bonuses depend on the first and the last working day of the candidate, which are stored here, too.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, exists, select, update

from domain.bonus.clock import BonusCase, Hire, Payment, Share
from domain.bonus.money import Money
from domain.bonus.rule import BonusRule, Exclusion, FrozenBonus, rule_from_json, rule_to_json
from domain.endorsements import Conflict
from domain.follow_ups import HIRE_KINDS
from domain.stages import Stage
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.bonus import BONUS, BONUS_PAYMENT, BONUS_SHARE, HIRE
from storage.tables.core import ENDORSEMENT, FOLLOW_UP, OPENING, REFERRAL
from storage.upsert import insert_if_absent

_SELECT_CASES = (
    select(
        *BONUS.c,
        REFERRAL.c.stage,
        REFERRAL.c.advocate,
        HIRE.c.started_on,
        HIRE.c.left_on,
        OPENING.c.bonus_terms,
    )
    .join(REFERRAL, REFERRAL.c.id == BONUS.c.referral_id)
    .join(HIRE, HIRE.c.referral_id == BONUS.c.referral_id, isouter=True)
    .join(OPENING, OPENING.c.id == REFERRAL.c.opening_id, isouter=True)
)
_SELECT_SHARES = select(*BONUS_SHARE.c, ENDORSEMENT.c.conflicts).join(
    ENDORSEMENT,
    and_(
        ENDORSEMENT.c.workspace_id == BONUS_SHARE.c.workspace_id,
        ENDORSEMENT.c.referral_id == BONUS_SHARE.c.referral_id,
        ENDORSEMENT.c.advocate == BONUS_SHARE.c.advocate,
        ENDORSEMENT.c.current.is_(True),
    ),
    isouter=True,
)


def freeze_rule(
    transaction: Transaction, workspace_id: int, referral_id: int, rule: BonusRule, now: datetime
) -> bool:
    """Store the rule of a referral's bonus, which never changes later.

    Return False when the referral already has a rule. `now` is UTC.
    """
    return insert_if_absent(
        transaction,
        BONUS,
        workspace_id=workspace_id,
        referral_id=referral_id,
        rule=rule_to_json(rule),
        frozen_at=now,
    )


def add_share(
    transaction: Transaction,
    workspace_id: int,
    referral_id: int,
    advocate: str,
    exclusion: Exclusion | None,
    now: datetime,
) -> bool:
    """Store that an advocate agreed to the terms. Return False when that is stored already.

    `exclusion` is why the advocate gets no bonus, or None. `now` is UTC.
    """
    return insert_if_absent(
        transaction,
        BONUS_SHARE,
        workspace_id=workspace_id,
        referral_id=referral_id,
        advocate=advocate,
        exclusion=exclusion.value if exclusion else None,
        agreed_at=now,
        left_on=None,
    )


def find_cases(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, BonusCase]:
    """Return all that is stored about each bonus, by referral id.

    Referrals without a bonus are missing. There are three queries, or one if nothing is found.
    """
    case_rows = find_rows(
        transaction, _SELECT_CASES, BONUS.c.referral_id, workspace_id, referral_ids
    )
    ids = [row.referral_id for row in case_rows]
    share_rows = find_rows(
        transaction, _SELECT_SHARES, BONUS_SHARE.c.referral_id, workspace_id, ids
    )
    payment_rows = find_rows(
        transaction, select(BONUS_PAYMENT), BONUS_PAYMENT.c.referral_id, workspace_id, ids
    )
    shares: dict[int, list[Share]] = {id_: [] for id_ in ids}
    for row in share_rows:
        shares[row.referral_id].append(_to_share(row))
    # By advocate and day. A bonus is paid in parts, some days after the hire's first day.
    payments: dict[int, dict[tuple[str, int], Payment]] = {id_: {} for id_ in ids}
    for row in payment_rows:
        payments[row.referral_id][row.advocate, row.day] = _to_payment(row)
    return {
        row.referral_id: _to_case(row, shares[row.referral_id], payments[row.referral_id])
        for row in case_rows
    }


def _to_case(row: Any, shares: list[Share], payments: dict[tuple[str, int], Payment]) -> BonusCase:
    return BonusCase(
        referral_id=row.referral_id,
        frozen=FrozenBonus(rule_from_json(row.rule), row.frozen_at),
        stage=Stage(row.stage),
        first_advocate=row.advocate,
        hire=Hire(row.started_on, row.left_on),
        shares=tuple(sorted(shares, key=lambda share: share.agreed_at)),
        payments=payments,
        rule_now=rule_from_json(row.bonus_terms) if row.bonus_terms else None,
    )


def _to_share(row: Any) -> Share:
    # The endorsement comes by an outer join: without a current one, `conflicts` is None.
    return Share(
        advocate=row.advocate,
        agreed_at=row.agreed_at,
        exclusion=Exclusion(row.exclusion) if row.exclusion else None,
        left_on=row.left_on,
        conflicts=tuple(Conflict(value) for value in row.conflicts or ()),
        vouches=row.conflicts is not None,
    )


def _to_payment(row: Any) -> Payment:
    money = Money(row.minor, row.currency)
    return Payment(row.advocate, row.day, money, row.paid_by, row.paid_at)


def list_referral_ids(
    transaction: Transaction, workspace_id: int, *, stage: Stage | None = None, limit: int
) -> list[int]:
    """Return the ids of referrals with a bonus, those whose stage changed last first.

    With None as `stage`, referrals of every stage are listed.
    """
    statement = (
        select(BONUS.c.referral_id)
        .join(REFERRAL, REFERRAL.c.id == BONUS.c.referral_id)
        .where(BONUS.c.workspace_id == workspace_id)
        .order_by(REFERRAL.c.stage_at.desc(), REFERRAL.c.id.desc())
        .limit(limit)
    )
    if stage is not None:
        statement = statement.where(REFERRAL.c.stage == stage.value)
    return list(transaction.scalars(statement))


def list_hired_ids(transaction: Transaction, workspace_id: int, advocate: str) -> list[int]:
    """Return the ids of hired referrals in whose bonus this advocate shares."""
    statement = (
        select(BONUS_SHARE.c.referral_id)
        .join(REFERRAL, REFERRAL.c.id == BONUS_SHARE.c.referral_id)
        .where(
            BONUS_SHARE.c.workspace_id == workspace_id,
            BONUS_SHARE.c.advocate == advocate,
            REFERRAL.c.stage == Stage.HIRED.value,
        )
        .order_by(BONUS_SHARE.c.referral_id)
    )
    return list(transaction.scalars(statement))


def has_any(transaction: Transaction, workspace_id: int) -> bool:
    """Whether any referral of the workspace has a bonus."""
    statement = select(BONUS.c.referral_id).where(BONUS.c.workspace_id == workspace_id).limit(1)
    return transaction.scalar(statement) is not None


def find_hire(transaction: Transaction, workspace_id: int, referral_id: int) -> Hire:
    """Return the stored days, or a `Hire` without days if none are stored."""
    row = transaction.execute(
        select(HIRE).where(HIRE.c.workspace_id == workspace_id, HIRE.c.referral_id == referral_id)
    ).first()
    return Hire(row.started_on, row.left_on) if row else Hire()


def find_hires(
    transaction: Transaction, workspace_id: int, referral_ids: Collection[int]
) -> dict[int, Hire]:
    """Return the stored days by referral id. Referrals without stored days are missing."""
    rows = find_rows(transaction, select(HIRE), HIRE.c.referral_id, workspace_id, referral_ids)
    return {row.referral_id: Hire(row.started_on, row.left_on) for row in rows}


def save_hire(transaction: Transaction, workspace_id: int, referral_id: int, hire: Hire) -> None:
    """Store or overwrite the first and the last day of someone who was hired."""
    values = {"started_on": hire.started_on, "left_on": hire.left_on}
    key = {"workspace_id": workspace_id, "referral_id": referral_id}
    if not insert_if_absent(transaction, HIRE, **key, **values):
        transaction.execute(update(HIRE).filter_by(**key).values(values))


def add_payment(
    transaction: Transaction, workspace_id: int, referral_id: int, payment: Payment
) -> bool:
    """Store that one part of a bonus was paid. Return False when that is stored already."""
    return insert_if_absent(
        transaction,
        BONUS_PAYMENT,
        workspace_id=workspace_id,
        referral_id=referral_id,
        advocate=payment.advocate,
        day=payment.day,
        minor=payment.money.minor,
        currency=payment.money.currency,
        paid_by=payment.paid_by,
        paid_at=payment.paid_at,
    )


def remove_payment(
    transaction: Transaction, workspace_id: int, referral_id: int, advocate: str, day: int
) -> bool:
    """Delete a payment that was marked by mistake. Return False when there is none.

    `day` names the part: how many days after the hire's first day it is due.
    """
    removed = transaction.execute(
        delete(BONUS_PAYMENT)
        .where(
            BONUS_PAYMENT.c.workspace_id == workspace_id,
            BONUS_PAYMENT.c.referral_id == referral_id,
            BONUS_PAYMENT.c.advocate == advocate,
            BONUS_PAYMENT.c.day == day,
        )
        .returning(BONUS_PAYMENT.c.day)
    )
    return removed.first() is not None


def set_advocate_left(
    transaction: Transaction, workspace_id: int, advocate: str, left_on: date | None
) -> None:
    """Store in all shares of an advocate when they left the company, or None if they are back."""
    transaction.execute(
        update(BONUS_SHARE)
        .where(BONUS_SHARE.c.workspace_id == workspace_id, BONUS_SHARE.c.advocate == advocate)
        .values(left_on=left_on)
    )


class HiredReferral(NamedTuple):
    """The ids of a referral whose candidate was hired."""

    workspace_id: int
    referral_id: int


def list_hired_without_reminder(transaction: Transaction, limit: int) -> list[HiredReferral]:
    """Return hired referrals of all workspaces with a bonus, but without a follow-up about it.

    The newest come first. A follow-up about the hire counts, too. Some bonuses may be void or fully
    paid already.
    """
    has_follow_up = exists().where(
        FOLLOW_UP.c.workspace_id == BONUS.c.workspace_id,
        FOLLOW_UP.c.subject_id == BONUS.c.referral_id,
        FOLLOW_UP.c.kind.in_([kind.value for kind in HIRE_KINDS]),
    )
    rows = transaction.execute(
        select(BONUS.c.workspace_id, BONUS.c.referral_id)
        .join(REFERRAL, REFERRAL.c.id == BONUS.c.referral_id)
        .where(REFERRAL.c.stage == Stage.HIRED.value, ~has_follow_up)
        .order_by(BONUS.c.referral_id.desc())
        .limit(limit)
    )
    return [HiredReferral(*row) for row in rows]
