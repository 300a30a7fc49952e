"""Reads the desk: the list of referrals for the people who answer them, page by page.

A page takes as long among 5,000 open referrals as among 50. Open referrals are sorted by the
column `desk_order`, for which there is an index, and are read from the place where the page begins
(keyset paging). Ended referrals are listed only on request or in a search, after the open ones and
the newest first.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    update,
)

from domain.depth import DEPTH_RANK, DEPTH_RANKS
from domain.desk import COUNT_MAX, DeskFilter, DeskPlace, DeskQuery, DeskScope
from domain.endorsements import Depth
from domain.referrals import Consent, Referral
from domain.stages import ENDED_STAGES
from storage import endorsements
from storage.engine import Transaction
from storage.opening_search import fold_text
from storage.referrals import ended_stages, select_referrals, to_referral
from storage.tables.core import CANDIDATE, ENDORSEMENT, MEMBER, OPENING, REFERRAL

_MAX_WORDS = 10  # further words of a search are ignored
# Ended referrals are sorted by this number minus `desk_order`, so that they come after all open
# ones: the difference is greater than every `desk_order`. It fits into 32 bits.
_AFTER_OPEN_ONES = 10**9
# The stages are literals, because the indexes of open referrals have the same condition. With bound
# parameters the query planner would not see that.
_IS_OPEN = REFERRAL.c.stage.not_in([literal_column(f"'{stage}'") for stage in ended_stages()])


def list_page(
    transaction: Transaction,
    workspace_id: int,
    query: DeskQuery,
    start: DeskPlace | None,
    limit: int,
) -> list[tuple[DeskPlace, Referral]]:
    """Return up to `limit` referrals with their places, from `start` on (None: the first page)."""
    conditions, order = _build_conditions(workspace_id, query), _build_order(query.filter)
    if start is not None:
        conditions.append(_build_start_condition(query.filter, start, backwards=False))
    ids = select(REFERRAL.c.id).where(*conditions).order_by(*order).limit(limit)
    sort_number = _place_columns(query.filter)[0].label("sort_number")
    rows = transaction.execute(
        select_referrals().add_columns(sort_number).where(REFERRAL.c.id.in_(ids)).order_by(*order)
    )
    return [(DeskPlace(row.sort_number, row.id), to_referral(row)) for row in rows]


def find_previous_start(
    transaction: Transaction, workspace_id: int, query: DeskQuery, start: DeskPlace, limit: int
) -> DeskPlace | None:
    """Return where the page before `start` begins, or None if no referral comes before `start`.

    A page has `limit` referrals.
    """
    rows: Sequence[Any] = transaction.execute(
        select(*_place_columns(query.filter))
        .where(
            *_build_conditions(workspace_id, query),
            _build_start_condition(query.filter, start, backwards=True),
        )
        .order_by(*_build_order(query.filter, backwards=True))
        .limit(limit)
    ).all()
    return DeskPlace(*rows[-1]) if rows else None


def count(transaction: Transaction, workspace_id: int, query: DeskQuery) -> int:
    """Count the referrals that the query finds, but at most `COUNT_MAX`."""
    found = select(REFERRAL.c.id).where(*_build_conditions(workspace_id, query)).limit(COUNT_MAX)
    number: int = transaction.execute(
        select(func.count()).select_from(found.subquery())
    ).scalar_one()
    return number


def owns_any(transaction: Transaction, workspace_id: int, user_id: str) -> bool:
    """Return whether this user owns any referral, open or ended."""
    owned = select(REFERRAL.c.id).where(
        REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.owner == user_id
    )
    return transaction.execute(owned.limit(1)).first() is not None


def count_by_openings(
    transaction: Transaction, workspace_id: int, opening_ids: Collection[int]
) -> dict[int, tuple[int, int]]:
    """Return (open referrals, unanswered ones of these) by opening id.

    Openings without an open referral are missing.
    """
    rows = transaction.execute(
        select(
            REFERRAL.c.opening_id,
            func.count().label("all"),
            func.sum(case((REFERRAL.c.answered_at.is_(None), 1), else_=0)).label("unanswered"),
        )
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_id.in_(set(opening_ids)),
            REFERRAL.c.stage.not_in(ended_stages()),
        )
        .group_by(REFERRAL.c.opening_id)
    )
    return {row.opening_id: (int(row.all), int(row.unanswered)) for row in rows}


def save_depths(transaction: Transaction, workspace_id: int, referral_ids: Collection[int]) -> None:
    """Recompute the depths of these referrals, and store them as the last digit of `desk_order`."""
    depths = endorsements.find_depths(transaction, workspace_id, referral_ids)
    for referral_id in referral_ids:
        rank = DEPTH_RANK[depths.get(referral_id, Depth.LEAD)]
        without_rank = REFERRAL.c.desk_order - REFERRAL.c.desk_order % DEPTH_RANKS
        transaction.execute(
            update(REFERRAL)
            .where(REFERRAL.c.workspace_id == workspace_id, REFERRAL.c.id == referral_id)
            .values(desk_order=without_rank + rank)
        )


def _is_newest_first(chosen: DeskFilter) -> bool:
    """Whether only ended referrals are listed."""
    return chosen.ended or chosen.stage in ENDED_STAGES


def _place_columns(chosen: DeskFilter) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The two numbers of a `DeskPlace`, by which the referrals are sorted.

    They are the columns of an index, except in a search that finds ended referrals too.
    """
    desk_order: ColumnElement[int] = REFERRAL.c.desk_order
    finds_open_and_ended = chosen.finds_ended and not _is_newest_first(chosen)
    if finds_open_and_ended:
        desk_order = case((_IS_OPEN, desk_order), else_=_AFTER_OPEN_ONES - desk_order)
    return desk_order, REFERRAL.c.id


def _build_order(chosen: DeskFilter, *, backwards: bool = False) -> list[ColumnElement[Any]]:
    descending = _is_newest_first(chosen) != backwards
    return [column.desc() if descending else column.asc() for column in _place_columns(chosen)]


def _build_start_condition(
    chosen: DeskFilter, start: DeskPlace, *, backwards: bool
) -> ColumnElement[bool]:
    """The condition that a referral is at `start` or after it, or with `backwards` before it.

    If the newest referrals come first, the places later in the list have smaller numbers.
    """
    place, start_place = tuple_(*_place_columns(chosen)), tuple_(*map(literal, start))
    if _is_newest_first(chosen):
        return place > start_place if backwards else place <= start_place
    return place < start_place if backwards else place >= start_place


def _build_conditions(workspace_id: int, query: DeskQuery) -> list[ColumnElement[bool]]:
    chosen = query.filter
    conditions: list[ColumnElement[bool]] = [REFERRAL.c.workspace_id == workspace_id]
    if chosen.scope is DeskScope.MINE:
        conditions.append(REFERRAL.c.owner == query.viewer)
    elif not query.sees_all:
        conditions.append(_is_visible_to(workspace_id, query.viewer))
    if not chosen.finds_ended:
        conditions.append(_IS_OPEN)
    if chosen.finds_ended or chosen.stage is not None:
        conditions.append(_has_candidate(workspace_id, CANDIDATE.c.erased_at.is_(None)))
    if chosen.ended:
        conditions.append(REFERRAL.c.stage.in_(ended_stages()))
    if chosen.stage is not None:
        conditions.append(REFERRAL.c.stage == chosen.stage.value)
    if chosen.silent:
        conditions += _late_conditions(workspace_id, query)
    if chosen.opening_id is not None:
        conditions.append(REFERRAL.c.opening_id == chosen.opening_id)
    if chosen.team:
        conditions.append(_has_opening(workspace_id, OPENING.c.team == chosen.team))
    if chosen.advocate:
        conditions.append(_has_advocate(workspace_id, ENDORSEMENT.c.advocate == chosen.advocate))
    if chosen.words:
        conditions.append(_has_words(workspace_id, query))
    return conditions


def _is_visible_to(workspace_id: int, viewer: str) -> ColumnElement[bool]:
    runs_opening = or_(OPENING.c.hiring_manager == viewer, OPENING.c.recruiter == viewer)
    return or_(REFERRAL.c.owner == viewer, _has_opening(workspace_id, runs_opening))


def _late_conditions(workspace_id: int, query: DeskQuery) -> list[ColumnElement[bool]]:
    """The conditions that the first answer is late.

    No answer is due while the desk may not know the candidate (`hides_undecided`).
    """
    late = [REFERRAL.c.answered_at.is_(None), REFERRAL.c.stage_at <= query.late_since]
    if not query.hides_undecided:
        return late
    agreed = CANDIDATE.c.consent == Consent.AGREED.value
    return [*late, _has_candidate(workspace_id, agreed)]


def _has_words(workspace_id: int, query: DeskQuery) -> ColumnElement[bool]:
    """The condition that the typed words find the referral.

    They do if the candidate's name or an advocate's name has all of them, or if the opening's ref
    is what was typed.
    """
    typed = query.filter.words
    distinct_words = list(dict.fromkeys(fold_text(typed).split()))
    words = distinct_words[:_MAX_WORDS]
    candidate_matches = [CANDIDATE.c.search_text.contains(word, autoescape=True) for word in words]
    if query.hides_undecided:
        candidate_matches.append(CANDIDATE.c.consent == Consent.AGREED.value)
    matching_members = select(MEMBER.c.user_id).where(
        MEMBER.c.workspace_id == workspace_id,
        *(func.lower(MEMBER.c.name).contains(word, autoescape=True) for word in words),
    )
    return or_(
        _has_candidate(workspace_id, *candidate_matches),
        _has_advocate(workspace_id, ENDORSEMENT.c.advocate.in_(matching_members)),
        _has_opening(workspace_id, OPENING.c.ref == typed.upper()),
    )


def _has_candidate(workspace_id: int, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return REFERRAL.c.candidate_id.in_(
        select(CANDIDATE.c.id).where(CANDIDATE.c.workspace_id == workspace_id, *conditions)
    )


def _has_opening(workspace_id: int, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return REFERRAL.c.opening_id.in_(
        select(OPENING.c.id).where(OPENING.c.workspace_id == workspace_id, condition)
    )


def _has_advocate(workspace_id: int, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return REFERRAL.c.id.in_(
        select(ENDORSEMENT.c.referral_id).where(
            and_(
                ENDORSEMENT.c.workspace_id == workspace_id,
                ENDORSEMENT.c.current.is_(True),
                condition,
            )
        )
    )
