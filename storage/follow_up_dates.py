"""Finds and changes when follow-ups are due, so that several reach a member in one message.

A follow-up is a matter about which the bot nudges a member. Two follow-ups are similar if they have
the same kind, member and candidate, and are about different referrals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select, update

from domain.follow_ups import FollowUpKind, FollowUpState
from domain.stages import ENDED_STAGES
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.tables.core import FOLLOW_UP, REFERRAL

_OPEN = (FollowUpState.OPEN.value,)
_OPEN_OR_CANCELLED = (FollowUpState.OPEN.value, FollowUpState.CANCELLED.value)
_Row = Row[*tuple[Any, ...]]
_SELECT_WITH_CANDIDATE: Select[*tuple[Any, ...]] = select(
    *(FOLLOW_UP.c.id, FOLLOW_UP.c.workspace_id, FOLLOW_UP.c.kind, FOLLOW_UP.c.member),
    *(FOLLOW_UP.c.due_at, FOLLOW_UP.c.nudges_sent, FOLLOW_UP.c.referral_id),
    *(REFERRAL.c.candidate_id, REFERRAL.c.stage),
).join(REFERRAL, REFERRAL.c.id == FOLLOW_UP.c.referral_id)


def find_members_with_due(
    transaction: Transaction, workspace_id: int, members: Collection[str], until: datetime
) -> set[str]:
    """Return those of the `members` (user ids) with an open follow-up due by `until` (UTC)."""
    return set(
        transaction.scalars(
            select(FOLLOW_UP.c.member)
            .where(
                FOLLOW_UP.c.workspace_id == workspace_id,
                FOLLOW_UP.c.member.in_(members),
                FOLLOW_UP.c.state == FollowUpState.OPEN.value,
                FOLLOW_UP.c.due_at <= until,
            )
            .distinct()
        )
    )


def find_dates_of_similar(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, list[datetime]]:
    """Return when open follow-ups are due (UTC) that are similar to these, by the ids of these.

    A follow-up without any such date has no entry.
    """
    dates: dict[int, list[datetime]] = {}
    for own, other in _pair_with_similar(transaction, workspace_id, ids, _OPEN):
        if other.due_at is not None:
            dates.setdefault(own.id, []).append(other.due_at)
    return dates


def find_later_similar(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> set[int]:
    """Return the ids, out of `ids`, of follow-ups that are newer than a similar open one."""
    pairs = _pair_with_similar(transaction, workspace_id, ids, _OPEN)
    return {own.id for own, other in pairs if other.id < own.id}


def continue_with_similar(
    transaction: Transaction, workspace_id: int, referral_id: int, kind: FollowUpKind
) -> None:
    """Let similar follow-ups about open referrals replace the open follow-ups of this referral.

    Similar ones that were cancelled are opened again. Each gets the date and the number of nudges
    of the follow-up that it replaces, so that the member gets no more nudges than from one alone.
    """
    ids = transaction.scalars(
        select(FOLLOW_UP.c.id).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.referral_id == referral_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.state == FollowUpState.OPEN.value,
            FOLLOW_UP.c.due_at.is_not(None),
        )
    ).all()
    for own, other in _pair_with_similar(transaction, workspace_id, ids, _OPEN_OR_CANCELLED):
        if other.stage in ENDED_STAGES:
            continue
        transaction.execute(
            update(FOLLOW_UP)
            .where(FOLLOW_UP.c.workspace_id == workspace_id, FOLLOW_UP.c.id == other.id)
            .values(
                state=FollowUpState.OPEN.value,
                answered_at=None,
                due_at=own.due_at,
                nudges_sent=own.nudges_sent,
                lease_until=None,
            )
        )


def _pair_with_similar(
    transaction: Transaction, workspace_id: int, ids: Collection[int], states: Collection[str]
) -> list[tuple[_Row, _Row]]:
    """Return pairs: one of these follow-ups, and a similar one in one of the `states`.

    Every row has the columns of `_SELECT_WITH_CANDIDATE`.
    """
    # A join would be shorter, but SQLite would read every open follow-up of the workspace for it:
    # with 30,000 of them a tick took five minutes.
    given = find_rows(transaction, _SELECT_WITH_CANDIDATE, FOLLOW_UP.c.id, workspace_id, ids)
    referral_ids = _list_referrals_of_repeated_candidates(transaction, workspace_id, given)
    if not referral_ids:
        return []
    select_others = _SELECT_WITH_CANDIDATE.where(
        FOLLOW_UP.c.workspace_id == workspace_id,
        FOLLOW_UP.c.referral_id.in_(referral_ids),
        FOLLOW_UP.c.state.in_(states),
    )
    others: dict[tuple[Any, ...], list[_Row]] = {}
    for row in transaction.execute(select_others.order_by(FOLLOW_UP.c.id)):
        others.setdefault((row.kind, row.member, row.candidate_id), []).append(row)
    return [
        (own, other)
        for own in given
        for other in others.get((own.kind, own.member, own.candidate_id), ())
        if other.referral_id != own.referral_id
    ]


def _list_referrals_of_repeated_candidates(
    transaction: Transaction, workspace_id: int, given: Collection[_Row]
) -> list[int]:
    """Return the ids of all referrals of those candidates in `given` who have several referrals."""
    of_candidates = transaction.execute(
        select(REFERRAL.c.id, REFERRAL.c.candidate_id).where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.candidate_id.in_({row.candidate_id for row in given}),
        )
    ).all()
    counts = Counter(row.candidate_id for row in of_candidates)
    return [row.id for row in of_candidates if counts[row.candidate_id] > 1]
