"""Ends asks and erases their texts.

An ask is closed when nobody answers in time, and overtaken when its referral or opening has ended.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, or_, select, update

from domain.asks import Ask, AskKind, AskState
from storage.asks.asks import is_waiting_for_asker, select_asks
from storage.engine import Transaction
from storage.tables.asks import ASK


def has_due(transaction: Transaction, now: datetime, before: datetime) -> bool:
    """Return whether `close_due(now)` or `erase_due(before)` would find an ask."""
    return (
        transaction.scalar(
            select(ASK.c.id).where(or_(_is_overdue(now), _is_erasable(before))).limit(1)
        )
        is not None
    )


def _is_overdue(now: datetime) -> ColumnElement[bool]:
    return and_(ASK.c.state == AskState.OPEN.value, ASK.c.closes_at <= now)


def _is_erasable(before: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that an ask ended by `before`, and that it still has its texts.

    An ask in which a colleague has vouched keeps them until the asker has decided.
    """
    return and_(
        ASK.c.called != "",  # The candidate's name. It is empty only once the texts are erased.
        ASK.c.answered_at <= before,
        ASK.c.state != AskState.OPEN.value,
        not_(is_waiting_for_asker()),
    )


def close_due(transaction: Transaction, now: datetime, limit: int) -> list[Ask]:
    """Close asks of any workspace that nobody answered in time, and return them.

    If several replicas run this at once, each ask is returned to only one of them.
    """
    chosen = transaction.scalars(
        select(ASK.c.id)
        .where(_is_overdue(now))
        .order_by(ASK.c.closes_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _settle_many(transaction, chosen, AskState.CLOSED, now)


def overtake_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int, now: datetime
) -> list[Ask]:
    """End the open asks about a referral that has ended, and return them."""
    return _overtake(transaction, workspace_id, now, ASK.c.referral_id == referral_id)


def overtake_by_opening(
    transaction: Transaction, workspace_id: int, opening_id: int, now: datetime
) -> list[Ask]:
    """End the open asks about an opening that was filled or closed, and return them.

    Asks from the card of a referral (`AskKind.DESK`) stay open, because the referral still waits
    for a decision.
    """
    return _overtake(
        transaction,
        workspace_id,
        now,
        ASK.c.opening_id == opening_id,
        ASK.c.kind != AskKind.DESK.value,
    )


def _overtake(
    transaction: Transaction, workspace_id: int, now: datetime, *conditions: ColumnElement[bool]
) -> list[Ask]:
    chosen = transaction.scalars(
        select(ASK.c.id)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.state == AskState.OPEN.value,
            *conditions,
        )
        .with_for_update()
    ).all()
    return _settle_many(transaction, chosen, AskState.OVERTAKEN, now)


def list_about_candidate(
    transaction: Transaction,
    workspace_id: int,
    referral_ids: Collection[int],
    email: str | None,
    profile_url: str | None,
) -> list[Ask]:
    """Return every ask about a candidate: by referral, e-mail address or profile link."""
    about_candidate: list[ColumnElement[bool]] = [ASK.c.referral_id.in_(set(referral_ids))]
    if email is not None:
        about_candidate.append(ASK.c.email == email)
    if profile_url is not None:
        about_candidate.append(ASK.c.profile_url == profile_url)
    return select_asks(transaction, ASK.c.workspace_id == workspace_id, or_(*about_candidate))


def erase_due(transaction: Transaction, before: datetime, limit: int) -> list[Ask]:
    """Erase the texts of asks of any workspace that ended by `before` (UTC), and return them."""
    chosen = transaction.scalars(
        select(ASK.c.id)
        .where(_is_erasable(before))
        .order_by(ASK.c.answered_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _erase_texts(transaction, ASK.c.id.in_(chosen)) if chosen else []


def erase_texts(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> list[Ask]:
    """Erase the texts of these asks, and return those whose texts were not erased before."""
    return _erase_texts(transaction, ASK.c.workspace_id == workspace_id, ASK.c.id.in_(set(ids)))


def _erase_texts(transaction: Transaction, *conditions: ColumnElement[bool]) -> list[Ask]:
    empty_texts = dict.fromkeys(("called", "why", "shared", "help_text", "draft"), "")
    erased = transaction.scalars(
        update(ASK)
        .where(*conditions, ASK.c.called != "")
        .values(**empty_texts, email=None, profile_url=None, words=None)
        .returning(ASK.c.id)
    ).all()
    return select_asks(transaction, ASK.c.id.in_(erased)) if erased else []


def _settle_many(
    transaction: Transaction, ids: Collection[int], state: AskState, now: datetime
) -> list[Ask]:
    """End those of the asks that are still open, and return them."""
    if not ids:
        return []
    settled = transaction.scalars(
        update(ASK)
        .where(ASK.c.id.in_(ids), ASK.c.state == AskState.OPEN.value)
        .values(state=state.value, answered_at=now)
        .returning(ASK.c.id)
    ).all()
    return select_asks(transaction, ASK.c.id.in_(settled))
