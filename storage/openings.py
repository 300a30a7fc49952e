"""Finds, searches and changes openings.

A change that a person makes is stored only if the opening still has the version that they saw.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, case, func, insert, select, update

from domain.bonus.rule import BonusRule, rule_from_json, rule_to_json
from domain.openings import (
    Opening,
    OpeningChoice,
    OpeningForm,
    OpeningStatus,
    earliest_current_date,
)
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.opening_search import build_search_text, select_matching_openings
from storage.tables.core import OPENING

_FIND = select(OPENING).where(
    OPENING.c.workspace_id == bindparam("workspace_id"), OPENING.c.id == bindparam("opening_id")
)


def to_opening(row: Any) -> Opening:
    return Opening(
        id=row.id,
        workspace_id=row.workspace_id,
        ref=row.ref,
        status=OpeningStatus(row.status),
        title=row.title,
        team=row.team,
        place=row.place,
        hiring_manager=row.hiring_manager,
        recruiter=row.recruiter,
        must_haves=row.must_haves,
        fit_brief=row.fit_brief,
        recall_prompts=tuple(row.recall_prompts),
        channels=tuple(row.channels),
        bonus=row.bonus,
        bonus_rule=row.bonus_rule,
        closes_on=row.closes_on,
        posted_by=row.posted_by,
        posted_at=row.posted_at,
        changed_at=row.changed_at,
        version=row.version,
        prompt_turn=row.prompt_turn,
        closes_at=row.closes_at,
        paused_until=row.paused_until,
        bonus_terms=rule_from_json(row.bonus_terms) if row.bonus_terms else None,
        hot_until=row.hot_until,
        hot_day=row.hot_day,
    )


def _form_columns(
    form: OpeningForm, ref: str, closes_at: datetime | None, bonus_terms: BonusRule | None
) -> dict[str, Any]:
    """The columns that the form sets. With `bonus_terms` their amount replaces the form's text."""
    return {
        "title": form.title,
        "team": form.team,
        "place": form.place,
        "hiring_manager": form.hiring_manager,
        "recruiter": form.recruiter,
        "must_haves": form.must_haves,
        "fit_brief": form.fit_brief,
        "recall_prompts": list(form.recall_prompts),
        "channels": list(form.channels),
        "bonus": str(bonus_terms.money) if bonus_terms else form.bonus,
        "bonus_rule": form.bonus_rule,
        "bonus_terms": rule_to_json(bonus_terms) if bonus_terms else None,
        "closes_on": form.closes_on,
        "closes_at": closes_at,
        "search_text": build_search_text(ref, form.title, form.team, form.place),
    }


def find(transaction: Transaction, workspace_id: int, opening_id: int) -> Opening | None:
    values = {"workspace_id": workspace_id, "opening_id": opening_id}
    row = transaction.execute(_FIND, values).first()
    return to_opening(row) if row else None


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Opening]:
    rows = find_rows(transaction, select(OPENING), OPENING.c.id, workspace_id, ids)
    return {row.id: to_opening(row) for row in rows}


def find_by_ref(transaction: Transaction, workspace_id: int, ref: str) -> Opening | None:
    row = transaction.execute(
        select(OPENING).where(OPENING.c.workspace_id == workspace_id, OPENING.c.ref == ref)
    ).first()
    return to_opening(row) if row else None


def search(
    transaction: Transaction,
    workspace_id: int,
    typed: str,
    *,
    limit: int,
    statuses: Collection[OpeningStatus] = (OpeningStatus.OPEN,),
) -> list[Opening]:
    """Return openings whose ref, title, team or place holds every typed word, newest first."""
    rows = transaction.execute(
        select_matching_openings(
            select(OPENING), workspace_id, typed, limit=limit, statuses=statuses
        )
    )
    return [to_opening(row) for row in rows]


def search_choices(
    transaction: Transaction, workspace_id: int, typed: str, *, limit: int
) -> list[OpeningChoice]:
    """Return menu entries of the open openings that `search` would find, newest first."""
    columns = select(OPENING.c.id, OPENING.c.ref, OPENING.c.title, OPENING.c.team, OPENING.c.place)
    rows = transaction.execute(
        select_matching_openings(
            columns, workspace_id, typed, limit=limit, statuses=(OpeningStatus.OPEN,)
        )
    )
    return [OpeningChoice(row.id, row.ref, row.title, row.team, row.place) for row in rows]


def list_opened_since(
    transaction: Transaction, workspace_id: int, since: datetime, limit: int
) -> list[Opening]:
    """Return open openings that were posted after `since`, newest first."""
    rows = transaction.execute(
        select(OPENING)
        .where(
            OPENING.c.workspace_id == workspace_id,
            OPENING.c.status == OpeningStatus.OPEN.value,
            OPENING.c.posted_at > since,
        )
        .order_by(OPENING.c.posted_at.desc(), OPENING.c.id.desc())
        .limit(limit)
    )
    return [to_opening(row) for row in rows]


def list_by_manager(
    transaction: Transaction, workspace_id: int, manager: str, limit: int
) -> list[Opening]:
    """Return openings of this hiring manager that are open or paused, newest first."""
    statuses = (OpeningStatus.OPEN.value, OpeningStatus.PAUSED.value)
    rows = transaction.execute(
        select(OPENING)
        .where(
            OPENING.c.workspace_id == workspace_id,
            OPENING.c.hiring_manager == manager,
            OPENING.c.status.in_(statuses),
        )
        .order_by(OPENING.c.posted_at.desc(), OPENING.c.id.desc())
        .limit(limit)
    )
    return [to_opening(row) for row in rows]


def count_open(transaction: Transaction, workspace_id: int) -> int:
    return (
        transaction.scalar(
            select(func.count()).where(
                OPENING.c.workspace_id == workspace_id,
                OPENING.c.status == OpeningStatus.OPEN.value,
            )
        )
        or 0
    )


def list_refs(transaction: Transaction, workspace_id: int, limit: int = 500) -> list[str]:
    """Return the refs of up to `limit` openings, newest first.

    They are the candidates for "did you mean …?" when somebody mistypes a ref.
    """
    return list(
        transaction.scalars(
            select(OPENING.c.ref)
            .where(OPENING.c.workspace_id == workspace_id)
            .order_by(OPENING.c.posted_at.desc())
            .limit(limit)
        )
    )


def add(
    transaction: Transaction,
    workspace_id: int,
    form: OpeningForm,
    *,
    ref: str,
    posted_by: str,
    now: datetime,
    closes_at: datetime | None = None,
    bonus_terms: BonusRule | None = None,
) -> Opening:
    """Store an opening. `closes_at` (UTC) and `bonus_terms` are what the form's texts mean."""
    row = transaction.execute(
        insert(OPENING)
        .values(
            **_form_columns(form, ref, closes_at, bonus_terms),
            workspace_id=workspace_id,
            ref=ref,
            status=OpeningStatus.OPEN.value,
            posted_by=posted_by,
            posted_at=now,
            changed_at=now,
            version=1,
        )
        .returning(OPENING)
    ).one()
    return to_opening(row)


def update_form(
    transaction: Transaction,
    opening: Opening,
    form: OpeningForm,
    *,
    now: datetime,
    closes_at: datetime | None = None,
    bonus_terms: BonusRule | None = None,
) -> Opening | None:
    """Store an edited form. None when another transaction changed the opening since it was read."""
    columns = _form_columns(form, opening.ref, closes_at, bonus_terms)
    return _change(transaction, opening, now, **columns)


def set_status(
    transaction: Transaction,
    opening: Opening,
    status: OpeningStatus,
    *,
    now: datetime,
    paused_until: date | None = None,
) -> Opening | None:
    """Set the status. None when another transaction changed the opening since it was read.

    An opening that takes referrals again loses a closing date that has passed.
    """
    values: dict[str, Any] = {"status": status.value, "paused_until": paused_until}
    if status is OpeningStatus.OPEN:
        # Without this time the opening is compared with general referrals again.
        values["general_matched_at"] = None
        if opening.is_overdue(now):
            values |= {"closes_on": None, "closes_at": None}
    return _change(transaction, opening, now, **values)


def _change(
    transaction: Transaction, opening: Opening, now: datetime, **values: Any
) -> Opening | None:
    """Change the opening. None when another transaction changed it since it was read."""
    row = transaction.execute(
        update(OPENING)
        .where(
            OPENING.c.workspace_id == opening.workspace_id,
            OPENING.c.id == opening.id,
            OPENING.c.version == opening.version,
        )
        .values(version=opening.version + 1, changed_at=now, **values)
        .returning(OPENING)
    ).first()
    return to_opening(row) if row else None


def set_people(
    transaction: Transaction, opening: Opening, *, hiring_manager: str | None, recruiter: str | None
) -> None:
    """Replace the people in charge, even if the opening was changed since it was read.

    The new version makes a form that somebody has open stale.
    """
    transaction.execute(
        update(OPENING)
        .where(OPENING.c.workspace_id == opening.workspace_id, OPENING.c.id == opening.id)
        .values(hiring_manager=hiring_manager, recruiter=recruiter, version=OPENING.c.version + 1)
    )


def list_by_person_in_charge(
    transaction: Transaction, workspace_id: int, user_id: str
) -> list[Opening]:
    """Return openings in any status that have this person as recruiter or hiring manager."""
    rows = transaction.execute(
        select(OPENING).where(
            OPENING.c.workspace_id == workspace_id,
            (OPENING.c.hiring_manager == user_id) | (OPENING.c.recruiter == user_id),
        )
    )
    return [to_opening(row) for row in rows]


def list_overdue(transaction: Transaction, now: datetime, limit: int) -> list[Opening]:
    """Return open openings of every workspace whose last day is over at `now`."""
    # Rows of old releases have only `closes_on`.
    is_overdue_by_date = OPENING.c.closes_at.is_(None) & (
        OPENING.c.closes_on < earliest_current_date(now)
    )
    rows = transaction.execute(
        select(OPENING)
        .where(
            OPENING.c.status == OpeningStatus.OPEN.value,
            (OPENING.c.closes_at <= now) | is_overdue_by_date,
        )
        .order_by(OPENING.c.id)
        .limit(limit)
    )
    return [to_opening(row) for row in rows]


def list_paused_without_date(transaction: Transaction, limit: int) -> list[Opening]:
    """Return paused openings of every workspace without a `paused_until` date."""
    rows = transaction.execute(
        select(OPENING)
        .where(OPENING.c.status == OpeningStatus.PAUSED.value, OPENING.c.paused_until.is_(None))
        .order_by(OPENING.c.id)
        .limit(limit)
    )
    return [to_opening(row) for row in rows]


def list_inactive(
    transaction: Transaction,
    workspace_id: int,
    user_id: str | None,
    ended_since: datetime,
    limit: int,
) -> list[Opening]:
    """Return paused openings, then openings that were filled or closed after `ended_since` (UTC).

    Within each of the two groups the latest change comes first. With `user_id`, return only
    openings that have this person as recruiter, hiring manager or poster.
    """
    is_paused = OPENING.c.status == OpeningStatus.PAUSED.value
    statement = select(OPENING).where(
        OPENING.c.workspace_id == workspace_id,
        OPENING.c.status != OpeningStatus.OPEN.value,
        is_paused | (OPENING.c.changed_at > ended_since),
    )
    if user_id is not None:
        statement = statement.where(
            (OPENING.c.hiring_manager == user_id)
            | (OPENING.c.recruiter == user_id)
            | (OPENING.c.posted_by == user_id)
        )
    latest_change_first = (OPENING.c.changed_at.desc(), OPENING.c.id.desc())
    paused_first = case((is_paused, 0), else_=1)
    rows = transaction.execute(statement.order_by(paused_first, *latest_change_first).limit(limit))
    return [to_opening(row) for row in rows]
