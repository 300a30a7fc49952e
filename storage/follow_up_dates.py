"""When follow-ups are due, so that those of one person or one candidate come together."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select, update

from domain.follow_ups import FollowUpKind, FollowUpState
from storage.engine import Transaction
from storage.referrals import ended_stages
from storage.tables.core import FOLLOW_UP, REFERRAL

_OTHER, _OTHER_REFERRAL = FOLLOW_UP.alias(), REFERRAL.alias()


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
    rows = transaction.execute(
        _select_similar(workspace_id, ids, _OTHER.c.due_at).where(_OTHER.c.due_at.is_not(None))
    )
    found: dict[int, list[datetime]] = {}
    for row in rows:
        found.setdefault(row.id, []).append(row.due_at)
    return found


def find_later_ones(transaction: Transaction, workspace_id: int, ids: Collection[int]) -> set[int]:
    """Return the ids of follow-ups for which an earlier similar one is still open."""
    statement = _select_similar(workspace_id, ids, _OTHER.c.due_at)
    rows = transaction.execute(statement.where(_OTHER.c.id < FOLLOW_UP.c.id))
    return {row.id for row in rows}


def pass_on_turn(
    transaction: Transaction, workspace_id: int, referral_id: int, kind: FollowUpKind
) -> None:
    """Let similar follow-ups about other open referrals continue for those of this referral.

    They are opened again if they were cancelled while this one was open. They get its next date and
    its count of nudges, so that the candidate's other roles bring no more nudges than one would.
    """
    rows = transaction.execute(
        _join_similar(
            select(_OTHER.c.id, FOLLOW_UP.c.due_at, FOLLOW_UP.c.nudges_sent), workspace_id
        ).where(
            FOLLOW_UP.c.referral_id == referral_id,
            FOLLOW_UP.c.kind == kind.value,
            FOLLOW_UP.c.state == FollowUpState.OPEN.value,
            FOLLOW_UP.c.due_at.is_not(None),
            _OTHER.c.state.in_((FollowUpState.OPEN.value, FollowUpState.CANCELLED.value)),
            _OTHER_REFERRAL.c.stage.not_in(ended_stages()),
        )
    ).all()
    for row in rows:
        transaction.execute(
            update(FOLLOW_UP)
            .where(FOLLOW_UP.c.workspace_id == workspace_id, FOLLOW_UP.c.id == row.id)
            .values(
                state=FollowUpState.OPEN.value,
                answered_at=None,
                due_at=row.due_at,
                nudges_sent=row.nudges_sent,
                lease_until=None,
            )
        )


def _select_similar(workspace_id: int, ids: Collection[int], column: Any) -> Any:
    """Select the id of a follow-up with a column of each similar open one."""
    return _join_similar(select(FOLLOW_UP.c.id, column), workspace_id).where(
        FOLLOW_UP.c.id.in_(list(ids)), _OTHER.c.state == FollowUpState.OPEN.value
    )


def _join_similar(statement: Any, workspace_id: int) -> Any:
    """Join each follow-up with those of its kind and member about other roles of the candidate."""
    return (
        statement.select_from(FOLLOW_UP)
        .join(REFERRAL, REFERRAL.c.id == FOLLOW_UP.c.referral_id)
        .join(
            _OTHER_REFERRAL,
            and_(
                _OTHER_REFERRAL.c.workspace_id == workspace_id,
                _OTHER_REFERRAL.c.candidate_id == REFERRAL.c.candidate_id,
                _OTHER_REFERRAL.c.id != REFERRAL.c.id,
            ),
        )
        .join(
            _OTHER,
            and_(
                _OTHER.c.workspace_id == workspace_id,
                _OTHER.c.referral_id == _OTHER_REFERRAL.c.id,
                _OTHER.c.kind == FOLLOW_UP.c.kind,
                _OTHER.c.member == FOLLOW_UP.c.member,
            ),
        )
        .where(FOLLOW_UP.c.workspace_id == workspace_id)
    )
