"""When follow-ups are due, so that those of one person or one candidate come together."""

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
_SELECT_WITH_CANDIDATE: Select[*tuple[Any, ...]] = select(
    *(FOLLOW_UP.c.id, FOLLOW_UP.c.workspace_id, FOLLOW_UP.c.kind, FOLLOW_UP.c.member),
    *(FOLLOW_UP.c.due_at, FOLLOW_UP.c.nudges_sent, FOLLOW_UP.c.referral_id),
    *(REFERRAL.c.candidate_id, REFERRAL.c.stage),
).join(REFERRAL, REFERRAL.c.id == FOLLOW_UP.c.referral_id)


def find_members_with_due(
    transaction: Transaction, workspace_id: int, members: Collection[str], until: datetime
) -> set[str]:
    """Return those of the members who have an open follow-up that is due by `until` (UTC)."""
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
    """Return by follow-up id when similar follow-ups are due (UTC).

    These are open follow-ups of the same kind and member, about other referrals of the candidate.
    """
    dates: dict[int, list[datetime]] = {}
    for own, other in _pair_with_similar(transaction, workspace_id, ids, _OPEN):
        if other.due_at is not None:
            dates.setdefault(own.id, []).append(other.due_at)
    return dates


def find_later_ones(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> set[int]:
    """Return the ids of follow-ups for which an earlier similar one is still open."""
    pairs = _pair_with_similar(transaction, workspace_id, ids, _OPEN)
    return {own.id for own, other in pairs if other.id < own.id}


def pass_on_turn(
    transaction: Transaction, workspace_id: int, referral_id: int, kind: FollowUpKind
) -> None:
    """Let similar follow-ups about other open referrals continue for those of this referral.

    They are opened again if they were cancelled while this one was open. They get its next date and
    its count of nudges, so that the candidate's other roles bring no more nudges than one would.
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
) -> list[tuple[Row[*tuple[Any, ...]], Row[*tuple[Any, ...]]]]:
    """Return each of these follow-ups with each similar one in one of the `states`.

    Similar are those of the same kind and member, about other referrals of the candidate. Every row
    has the columns of `_SELECT_WITH_CANDIDATE`. One join would be shorter, but for it SQLite reads
    every open follow-up of the workspace: with 30,000 of them a tick took five minutes.
    """
    given = find_rows(transaction, _SELECT_WITH_CANDIDATE, FOLLOW_UP.c.id, workspace_id, ids)
    repeated = _find_repeated_referrals(transaction, workspace_id, given)
    if not repeated:
        return []
    similar: dict[tuple[Any, ...], list[Row[*tuple[Any, ...]]]] = {}
    of_others = _SELECT_WITH_CANDIDATE.where(
        FOLLOW_UP.c.workspace_id == workspace_id,
        FOLLOW_UP.c.referral_id.in_(repeated),
        FOLLOW_UP.c.state.in_(states),
    )
    for row in transaction.execute(of_others.order_by(FOLLOW_UP.c.id)):
        similar.setdefault((row.kind, row.member, row.candidate_id), []).append(row)
    return [
        (own, other)
        for own in given
        for other in similar.get((own.kind, own.member, own.candidate_id), ())
        if other.referral_id != own.referral_id
    ]


def _find_repeated_referrals(
    transaction: Transaction, workspace_id: int, given: Collection[Row[*tuple[Any, ...]]]
) -> list[int]:
    """Return the referral ids of the candidates of these rows who were put forward repeatedly."""
    of_candidates = transaction.execute(
        select(REFERRAL.c.id, REFERRAL.c.candidate_id).where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.candidate_id.in_({row.candidate_id for row in given}),
        )
    ).all()
    counts = Counter(row.candidate_id for row in of_candidates)
    return [row.id for row in of_candidates if counts[row.candidate_id] > 1]
