"""Openings that a recruiter marked as hot, and the members who want to hear of them at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select, update

from domain.members import Membership
from domain.openings import Opening
from domain.topics import RoundupChoice
from storage.engine import Transaction
from storage.openings import to_opening
from storage.tables.core import ENDORSEMENT, MEMBER, OPENING, REFERRAL


def set_hot(
    transaction: Transaction, opening: Opening, hot_until: datetime | None, day: date | None
) -> Opening | None:
    """Mark the opening as hot until `hot_until` (UTC), the end of `day` in the marker's time zone.

    If both are None, the opening is no longer hot. Returns None if nothing changed. The opening's
    version stays the same. It detects that two people edit an opening in the edit form, and that
    form does not show whether the opening is hot.
    """
    row = transaction.execute(
        update(OPENING)
        .where(
            OPENING.c.workspace_id == opening.workspace_id,
            OPENING.c.id == opening.id,
            OPENING.c.hot_until.is_distinct_from(hot_until),
        )
        .values(hot_until=hot_until, hot_day=day)
        .returning(OPENING)
    ).first()
    return to_opening(row) if row else None


def list_expired(transaction: Transaction, now: datetime, limit: int) -> list[Opening]:
    """Return at most `limit` openings, of any workspace, whose time as hot ended by `now` (UTC)."""
    rows = transaction.execute(
        select(OPENING).where(OPENING.c.hot_until <= now).order_by(OPENING.c.id).limit(limit)
    )
    return [to_opening(row) for row in rows]


def list_subscribers(
    transaction: Transaction, workspace_id: int
) -> list[tuple[str, tuple[str, ...]]]:
    """Return (user id, topics) of members who want to hear of hot openings at once.

    The topics are empty for a member who chose none.
    """
    rows = transaction.execute(
        select(MEMBER.c.user_id, MEMBER.c.own_topics)
        .where(
            MEMBER.c.workspace_id == workspace_id,
            MEMBER.c.own_roundup == RoundupChoice.HOT_TOO.value,
            MEMBER.c.active.is_(True),
            MEMBER.c.is_bot.is_(False),
            MEMBER.c.standing == Membership.MEMBER.value,
        )
        .order_by(MEMBER.c.user_id)
    )
    return [(row.user_id, tuple((row.own_topics or "").splitlines())) for row in rows]


def list_advocates_of_openings(
    transaction: Transaction, workspace_id: int, opening_ids: Collection[int]
) -> set[tuple[int, str]]:
    """Return (opening id, user id) of everybody who vouches for a candidate of these openings."""
    # A join would be shorter, but SQLite would read all endorsements of the workspace for it.
    referrals = select(REFERRAL.c.id, REFERRAL.c.opening_id).where(
        REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.opening_id.in_(opening_ids)
    )
    opening_id_by_referral = {row.id: row.opening_id for row in transaction.execute(referrals)}
    rows = transaction.execute(
        select(ENDORSEMENT.c.referral_id, ENDORSEMENT.c.advocate).where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.referral_id.in_(opening_id_by_referral),
            ENDORSEMENT.c.current.is_(True),
        )
    )
    return {(opening_id_by_referral[row.referral_id], row.advocate) for row in rows}
