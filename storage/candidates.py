"""Candidates: one row for a person however often they are referred."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from domain.referrals import Candidate, Consent, Lead
from storage.engine import Transaction
from storage.tables.core import CANDIDATE
from storage.upsert import insert_returning_id

_BY = {
    column.key: select(CANDIDATE)
    .where(CANDIDATE.c.workspace_id == bindparam("ws"), column == bindparam("value"))
    .with_for_update()
    for column in (CANDIDATE.c.email, CANDIDATE.c.profile_url)
}


def to_candidate(row: Any) -> Candidate:
    return Candidate(
        row.id,
        row.workspace_id,
        row.name,
        row.email,
        row.profile_url,
        Consent(row.consent),
        row.agreed_at,
        row.decide_by,
        row.erased_at,
    )


def _by(transaction: Transaction, workspace_id: int, lead: Lead) -> Any:
    for column, value in (("email", lead.email), ("profile_url", lead.profile_url)):
        if value is not None:
            row = transaction.execute(_BY[column], {"ws": workspace_id, "value": value}).first()
            if row is not None:
                return row
    return None


def add(
    transaction: Transaction,
    workspace_id: int,
    lead: Lead,
    now: datetime,
    *,
    decide_by: datetime | None = None,
) -> Candidate | None:
    """A candidate whom nobody has named before; None where the e-mail or link is somebody's.

    `decide_by` (UTC) is for one who has not agreed. Whoever names the same person at the same
    moment waits until this transaction ends.
    """
    agreed = lead.consent is Consent.AGREED
    agreed_at, until = (now, None) if agreed else (None, decide_by)
    new = insert_returning_id(
        transaction,
        CANDIDATE,
        workspace_id=workspace_id,
        name=lead.name,
        email=lead.email,
        profile_url=lead.profile_url,
        consent=lead.consent.value,
        created_at=now,
        agreed_at=agreed_at,
        decide_by=until,
    )
    if new is None:
        return None
    return Candidate(
        new, workspace_id, lead.name, lead.email, lead.profile_url, lead.consent, agreed_at, until
    )


def find_or_add(
    transaction: Transaction,
    workspace_id: int,
    lead: Lead,
    now: datetime,
    *,
    decide_by: datetime | None = None,
) -> Candidate:
    """The candidate whom this e-mail or profile link belongs to, made when new.

    What was missing is filled in (a link that came later); what was said before is not
    overwritten: an agreement that comes later is `agree`d to. `decide_by` (UTC) is for one who is
    new and has not agreed. The row stays locked until the transaction ends:
    whoever refers the same person at the same moment comes second, and sees the first.
    """
    while (row := _by(transaction, workspace_id, lead)) is None:
        new = add(transaction, workspace_id, lead, now, decide_by=decide_by)
        if new is not None:
            return new  # else added by somebody else between our look and our insert
    known = to_candidate(row)
    email, url = lead.email, lead.profile_url
    if known.email is None and email is not None and _fill_in(transaction, known, email=email):
        known = replace(known, email=email)
    if (
        known.profile_url is None
        and url is not None
        and _fill_in(transaction, known, profile_url=url)
    ):
        known = replace(known, profile_url=url)
    return known


def _fill_in(transaction: Transaction, candidate: Candidate, **came_later: str) -> bool:
    """A link or address that belongs to another candidate stays with them: False."""
    try:
        with transaction.begin_nested():
            transaction.execute(
                update(CANDIDATE)
                .where(
                    CANDIDATE.c.workspace_id == candidate.workspace_id,
                    CANDIDATE.c.id == candidate.id,
                )
                .values(**came_later)
            )
    except IntegrityError:
        return False
    return True


_UNDECIDED = (CANDIDATE.c.consent != Consent.AGREED.value, CANDIDATE.c.erased_at.is_(None))


def find(transaction: Transaction, workspace_id: int, candidate_id: int) -> Candidate | None:
    row = transaction.execute(
        select(CANDIDATE).where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id
        )
    ).first()
    return to_candidate(row) if row else None


def find_many(
    transaction: Transaction, workspace_id: int, candidate_ids: Collection[int]
) -> dict[int, Candidate]:
    rows = transaction.execute(
        select(CANDIDATE).where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id.in_(set(candidate_ids))
        )
    )
    return {row.id: to_candidate(row) for row in rows}


def set_agreed(
    transaction: Transaction, workspace_id: int, candidate_id: int, now: datetime
) -> bool:
    """They agreed to be put forward. False when they had before, or were erased meanwhile."""
    done = transaction.execute(
        update(CANDIDATE)
        .where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id, *_UNDECIDED
        )
        .values(consent=Consent.AGREED.value, agreed_at=now, decide_by=None)
        .returning(CANDIDATE.c.id)
    )
    return done.first() is not None


def claim_overdue(transaction: Transaction, now: datetime, limit: int) -> list[Candidate]:
    """Undecided ones of every workspace whose time is over; the longest overdue first."""
    rows = transaction.execute(
        select(CANDIDATE)
        .where(CANDIDATE.c.decide_by <= now, *_UNDECIDED)
        .order_by(CANDIDATE.c.decide_by, CANDIDATE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [to_candidate(row) for row in rows]


def claim_undated(transaction: Transaction, limit: int) -> list[Candidate]:
    """Undecided ones of every workspace without a date: referred before there were dates."""
    rows = transaction.execute(
        select(CANDIDATE)
        .where(CANDIDATE.c.decide_by.is_(None), *_UNDECIDED)
        .order_by(CANDIDATE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [to_candidate(row) for row in rows]


def set_decide_by(
    transaction: Transaction, workspace_id: int, ids: Collection[int], decide_by: datetime
) -> None:
    transaction.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id.in_(set(ids)))
        .values(decide_by=decide_by)
    )
