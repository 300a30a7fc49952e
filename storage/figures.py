"""Counts the referrals, advocates and reminders that the figures (statistics) show.

The database counts, because a company may have 20,000 referrals a year. Each function counts only
what its `FiguresFilter` lets through, so that people see the figures that they may see.
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

# Follow-ups about benches and asks are private, and notes ask for no answer.
_KINDS_NOT_COUNTED = (*NOTE_KINDS, FollowUpKind.CHECK_IN, FollowUpKind.MATCH, FollowUpKind.ASK)


@dataclass(frozen=True, slots=True)
class FiguresFilter:
    """Selects referrals that were created at or after `start` and before `end` (UTC).

    With `manager`, only referrals for openings whose hiring manager or recruiter this person is.
    With `advocate`, only referrals that this person vouches for.
    """

    start: datetime
    end: datetime
    manager: str | None = None
    advocate: str | None = None

    def of_any_time(self, workspace_id: int) -> ColumnElement[bool]:
        """The condition on `manager` and `advocate` alone, without the period."""
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
            self.of_any_time(workspace_id),
            REFERRAL.c.created_at >= self.start,
            REFERRAL.c.created_at < self.end,
        )


def count_outcomes(
    transaction: Transaction, workspace_id: int, wanted: FiguresFilter
) -> list[OutcomeCount]:
    """Count the referrals of the period, grouped by the other fields of `OutcomeCount`."""
    columns = (
        REFERRAL.c.opening_id,
        REFERRAL.c.desk_order % DEPTH_RANKS,  # its last digit is the rank of the depth
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
    """Count (referrals, hires) for each point of the trend line, by the index of the point.

    Each point stands for a part of the period, in which its referrals were created. `bounds` are
    the moments (UTC) at which the second and all later parts begin. Points without referrals are
    left out.
    """
    indexes = [(REFERRAL.c.created_at < bound, index) for index, bound in enumerate(bounds)]
    point = case(*indexes, else_=len(bounds)) if indexes else literal(0)
    points_of_referrals = (
        select(point.label("point"), REFERRAL.c.stage)
        .where(wanted.in_period(workspace_id))
        .subquery()
    )
    hires = _count_where(points_of_referrals.c.stage == Stage.HIRED.value)
    index_column = points_of_referrals.c.point
    rows = transaction.execute(select(index_column, func.count(), hires).group_by(index_column))
    return {index: (referrals, int(hired)) for index, referrals, hired in rows}


def list_waiting(
    transaction: Transaction, workspace_id: int, wanted: FiguresFilter
) -> list[WaitingReferral]:
    """Return every open referral without an answer, whenever it was created."""
    rows = transaction.execute(
        select(  # in the order of the fields of `WaitingReferral`
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
            wanted.of_any_time(workspace_id),
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
    """Count the people who referred someone in the period, and how many of them did so repeatedly.

    Referrals from before the period make a person a repeated advocate, too.
    """
    count_in_period = func.sum(case((REFERRAL.c.created_at >= wanted.start, 1), else_=0))
    people = (
        select(func.count().label("referrals"))
        .where(wanted.of_any_time(workspace_id), REFERRAL.c.created_at < wanted.end)
        .group_by(REFERRAL.c.advocate)
        .having(count_in_period > 0)
        .subquery()
    )
    repeated = func.sum(case((people.c.referrals > 1, 1), else_=0))
    row = transaction.execute(select(func.count(), repeated).select_from(people)).one()
    return AdvocateCounts(row[0], row[1] or 0)


def count_nudges(transaction: Transaction, workspace_id: int, wanted: FiguresFilter) -> NudgeCounts:
    """Count the reminders about follow-ups that were created in the period, and their outcomes.

    The filter's `manager` counts here; its `advocate` does not.
    """
    sent, state = FOLLOW_UP.c.nudges_sent, FOLLOW_UP.c.state
    is_open = state == FollowUpState.OPEN.value
    answered = (FollowUpState.DONE.value, FollowUpState.NOT_NEEDED.value)
    referral_ids = select(REFERRAL.c.id).where(wanted.of_any_time(workspace_id))
    row = transaction.execute(
        select(
            func.sum(sent),
            _count_where(state.in_(answered)),
            _count_where(is_open & FOLLOW_UP.c.due_at.is_(None)),  # ignored: no reminder is left
            _count_where(is_open & FOLLOW_UP.c.due_at.is_not(None)),  # waiting
        ).where(
            FOLLOW_UP.c.workspace_id == workspace_id,
            FOLLOW_UP.c.kind.not_in([kind.value for kind in _KINDS_NOT_COUNTED]),
            FOLLOW_UP.c.created_at >= wanted.start,
            FOLLOW_UP.c.created_at < wanted.end,
            sent > 0,
            FOLLOW_UP.c.referral_id.in_(referral_ids) if wanted.manager else true(),
        )
    ).one()
    return NudgeCounts(*(int(value or 0) for value in row))


def _count_where(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))
