"""Asks come to their end many at once: closed, overtaken; and what was written in them goes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, not_, or_, select, update

from domain.asks import Ask, AskKind, AskState
from storage.asks.asks import is_waiting_for_asker, select_asks
from storage.engine import Transaction
from storage.tables.asks import ASK


def has_due(transaction: Transaction, now: datetime, before: datetime) -> bool:
    """Whether `close_due` by now, or `forget_due` by `before`, would find any."""
    return (
        transaction.scalar(select(ASK.c.id).where(or_(_late(now), _kept(before))).limit(1))
        is not None
    )


def _late(now: datetime) -> ColumnElement[bool]:
    return and_(ASK.c.state == AskState.OPEN.value, ASK.c.closes_at <= now)


def _kept(before: datetime) -> ColumnElement[bool]:
    return and_(
        ASK.c.called != "",
        ASK.c.answered_at <= before,
        ASK.c.state != AskState.OPEN.value,
        not_(is_waiting_for_asker()),
    )


def close_due(transaction: Transaction, now: datetime, limit: int) -> list[Ask]:
    """Close asks of any workspace that nobody answered in time; each by one closer alone."""
    chosen = transaction.scalars(
        select(ASK.c.id)
        .where(_late(now))
        .order_by(ASK.c.closes_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _settle_many(transaction, chosen, AskState.CLOSED, now)


def overtake_by_referral(
    transaction: Transaction, workspace_id: int, referral_id: int, now: datetime
) -> list[Ask]:
    """The referral has its answer: nothing more is asked about it."""
    return _overtake(transaction, workspace_id, now, ASK.c.referral_id == referral_id)


def overtake_by_opening(
    transaction: Transaction, workspace_id: int, opening_id: int, now: datetime
) -> list[Ask]:
    """The opening takes nobody any more. What is asked of a referral is the referral's matter."""
    return _overtake(
        transaction,
        workspace_id,
        now,
        ASK.c.opening_id == opening_id,
        ASK.c.kind != AskKind.DESK.value,
    )


def _overtake(
    transaction: Transaction, workspace_id: int, now: datetime, *which: ColumnElement[bool]
) -> list[Ask]:
    chosen = transaction.scalars(
        select(ASK.c.id)
        .where(
            ASK.c.workspace_id == workspace_id,
            ASK.c.state == AskState.OPEN.value,
            *which,
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
    """Every ask about a candidate: by their referrals, or by the address that was written in it."""
    theirs: list[ColumnElement[bool]] = [ASK.c.referral_id.in_(set(referral_ids))]
    theirs += [ASK.c.email == email] if email is not None else []
    theirs += [ASK.c.profile_url == profile_url] if profile_url is not None else []
    return select_asks(transaction, ASK.c.workspace_id == workspace_id, or_(*theirs))


def erase_due(transaction: Transaction, before: datetime, limit: int) -> list[Ask]:
    """Empty what was written in asks of any workspace that were over by then, each once."""
    chosen = transaction.scalars(
        select(ASK.c.id)
        .where(_kept(before))
        .order_by(ASK.c.answered_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    return _forget(transaction, ASK.c.id.in_(chosen)) if chosen else []


def erase_texts(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> list[Ask]:
    """Empty what was written in these asks; those that were emptied before are left out."""
    return _forget(transaction, ASK.c.workspace_id == workspace_id, ASK.c.id.in_(set(ids)))


def _forget(transaction: Transaction, *which: ColumnElement[bool]) -> list[Ask]:
    emptied = dict.fromkeys(("called", "why", "shared", "help_text", "draft"), "")
    done = transaction.scalars(
        update(ASK)
        .where(*which, ASK.c.called != "")
        .values(**emptied, email=None, profile_url=None, words=None)
        .returning(ASK.c.id)
    ).all()
    return select_asks(transaction, ASK.c.id.in_(done)) if done else []


def _settle_many(
    transaction: Transaction, ids: Collection[int], state: AskState, now: datetime
) -> list[Ask]:
    if not ids:
        return []
    taken = transaction.scalars(
        update(ASK)
        .where(ASK.c.id.in_(ids), ASK.c.state == AskState.OPEN.value)
        .values(state=state.value, answered_at=now)
        .returning(ASK.c.id)
    ).all()
    return select_asks(transaction, ASK.c.id.in_(taken))
