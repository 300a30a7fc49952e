"""Counts referrals for the figures, in the database: a year of 20,000 referrals takes a moment.

The functions take a `FiguresFilter` with the referrals whose figures a person may see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, true

from domain.depth import DEPTH_BY_RANK, DEPTH_RANKS
from domain.figures.values import (
    AdvocateCounts,
    NudgeCounts,
    OpeningName,
    OutcomeCount,
    WaitingReferral,
)
from domain.follow_ups import NOTE_KINDS, FollowUpKind, FollowUpState
from domain.stages import Stage
from storage.engine import Transaction
from storage.tables.core import ENDORSEMENT, FOLLOW_UP, MEMBER, OPENING, REFERRAL

# Benches and asks are private, so their reminders are not counted. A note asks nothing.
_NOT_COUNTED = (*NOTE_KINDS, FollowUpKind.CHECK_IN, FollowUpKind.MATCH, FollowUpKind.ASK)


@dataclass(frozen=True, slots=True)
class FiguresFilter:
    """Referrals that were created from `start` to before `end` (UTC).

    With a `manager`, only those for openings that this person runs. With an `advocate`, only those
    that this person has endorsed.
    """

    start: datetime
    end: datetime
    manager: str | None = None
    advocate: str | None = None

    def scope(self, workspace_id: int) -> ColumnElement[bool]:
        """The condition on `manager` and `advocate`, for referrals of any time."""
        conditions: list[ColumnElement[bool]] = [REFERRAL.c.workspace_id == workspace_id]
        if self.manager is not None:
            managed = select(OPENING.c.id).where(
                OPENING.c.workspace_id == workspace_id,
                or_(OPENING.c.hiring_manager == self.manager, OPENING.c.recruiter == self.manager),
            )
            conditions.append(REFERRAL.c.opening_id.in_(managed))
        if self.advocate is not None:
            endorsed = select(ENDORSEMENT.c.referral_id).where(
                ENDORSEMENT.c.workspace_id == workspace_id,
                ENDORSEMENT.c.advocate == self.advocate,
                ENDORSEMENT.c.current.is_(True),
            )
            conditions.append(REFERRAL.c.id.in_(endorsed))
        return and_(*conditions)

    def in_period(self, workspace_id: int) -> ColumnElement[bool]:
        return and_(
            self.scope(workspace_id),
            REFERRAL.c.created_at >= self.start,
            REFERRAL.c.created_at < self.end,
        )


def count_outcomes(
    transaction: Transaction, workspace_id: int, wanted: FiguresFilter
) -> list[OutcomeCount]:
    """Count the referrals of the period in one query, by all fields of `OutcomeCount`."""
    columns = (
        REFERRAL.c.opening_id,
        REFERRAL.c.desk_order % DEPTH_RANKS,
        REFERRAL.c.stage,
        REFERRAL.c.furthest_stage,
        REFERRAL.c.first_answer_days,
    )
    rows = transaction.execute(
        select(*columns, func.count()).where(wanted.in_period(workspace_id)).group_by(*columns)
    )
    return [
        OutcomeCount(
            opening_id, DEPTH_BY_RANK[rank], Stage(stage), Stage(furthest), days, referrals
        )
        for opening_id, rank, stage, furthest, days, referrals in rows
    ]


def count_points(
    transaction: Transaction,
    workspace_id: int,
    wanted: FiguresFilter,
    bounds: Sequence[datetime],
) -> dict[int, tuple[int, int]]:
    """Count (referrals, hires) for each point of a line, by the index of the point.

    A referral counts for the point in whose time it was created. `bounds` are the moments (UTC) at
    which the second and all later points begin. Points without referrals are left out.
    """
    conditions = [(REFERRAL.c.created_at < bound, index) for index, bound in enumerate(bounds)]
    point = case(*conditions, else_=len(bounds)) if conditions else literal(0)
    numbered = (
        select(point.label("point"), REFERRAL.c.stage)
        .where(wanted.in_period(workspace_id))
        .subquery()
    )
    hired = _count_where(numbered.c.stage == Stage.HIRED.value)
    rows = transaction.execute(
        select(numbered.c.point, func.count(), hired).group_by(numbered.c.point)
    )
    return {index: (referrals, int(hires)) for index, referrals, hires in rows}


def list_waiting(
    transaction: Transaction, workspace_id: int, wanted: FiguresFilter
) -> list[WaitingReferral]:
    """Return every open referral without an answer, of any period."""
    rows = transaction.execute(
        select(
            REFERRAL.c.opening_id,
            REFERRAL.c.created_at,
            REFERRAL.c.stage_at,
            REFERRAL.c.first_answer_days.is_not(None),
            MEMBER.c.tz,
        )
        .select_from(REFERRAL)
        .outerjoin(
            MEMBER,
            and_(
                MEMBER.c.workspace_id == REFERRAL.c.workspace_id,
                MEMBER.c.user_id == REFERRAL.c.owner,
            ),
        )
        .where(
            wanted.scope(workspace_id),
            REFERRAL.c.stage == Stage.NEW.value,
            REFERRAL.c.answered_at.is_(None),
        )
    )
    return [WaitingReferral(*row) for row in rows]


def list_opening_names(transaction: Transaction, workspace_id: int) -> dict[int, OpeningName]:
    """Return the names of all openings by their ids."""
    rows = transaction.execute(
        select(OPENING.c.id, OPENING.c.ref, OPENING.c.title, OPENING.c.team).where(
            OPENING.c.workspace_id == workspace_id
        )
    )
    return {row.id: OpeningName(row.ref, row.title, row.team) for row in rows}


def count_advocates(
    transaction: Transaction, workspace_id: int, wanted: FiguresFilter
) -> AdvocateCounts:
    """Count the people who put someone forward in the period, and the repeat advocates of them.

    A repeat advocate has put someone forward more than once by the end of the period.
    """
    in_period = func.sum(case((REFERRAL.c.created_at >= wanted.start, 1), else_=0))
    people = (
        select(func.count().label("so_far"))
        .where(wanted.scope(workspace_id), REFERRAL.c.created_at < wanted.end)
        .group_by(REFERRAL.c.advocate)
        .having(in_period > 0)
        .subquery()
    )
    repeated = func.sum(case((people.c.so_far > 1, 1), else_=0))
    row = transaction.execute(select(func.count(), repeated).select_from(people)).one()
    return AdvocateCounts(row[0], row[1] or 0)


def count_nudges(transaction: Transaction, workspace_id: int, wanted: FiguresFilter) -> NudgeCounts:
    """Count the reminders about follow-ups of the period, and how these ended."""
    sent, state = FOLLOW_UP.c.nudges_sent, FOLLOW_UP.c.state
    is_open = state == FollowUpState.OPEN.value
    answers = (FollowUpState.DONE.value, FollowUpState.NOT_NEEDED.value)
    referral_ids = select(REFERRAL.c.id).where(wanted.scope(workspace_id))
    row = transaction.execute(
        select(
            func.sum(sent),
            _count_where(state.in_(answers)),
            _count_where(is_open & FOLLOW_UP.c.due_at.is_(None)),
            _count_where(is_open & FOLLOW_UP.c.due_at.is_not(None)),
        ).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind.not_in([kind.value for kind in _NOT_COUNTED]),
            FOLLOW_UP.c.created_at >= wanted.start,
            FOLLOW_UP.c.created_at < wanted.end,
            sent > 0,
            FOLLOW_UP.c.referral_id.in_(referral_ids) if wanted.manager else true(),
        )
    ).one()
    return NudgeCounts(*(int(value or 0) for value in row))


def _count_where(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
