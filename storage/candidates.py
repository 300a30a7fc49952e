"""Candidates: one row for each person, however often they are referred."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.exc import IntegrityError

from domain.referrals import Candidate, Consent, Lead
from domain.same_person import Named, likeness_keys
from storage.engine import Transaction
from storage.lookup import find_rows
from storage.opening_search import MAX_TEXT_LENGTH, fold_text
from storage.tables.core import CANDIDATE, ENDORSEMENT, REFERRAL
from storage.upsert import insert_returning_row

# Conditions for `where`. Whoever takes part in interviews counts as decided without an agreement.
_NOT_AGREED = (CANDIDATE.c.consent != Consent.AGREED.value, CANDIDATE.c.erased_at.is_(None))
_UNDECIDED = (*_NOT_AGREED, CANDIDATE.c.took_part_at.is_(None))


def to_candidate(row: Any) -> Candidate:
    return Candidate(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        email=row.email,
        profile_url=row.profile_url,
        consent=Consent(row.consent),
        agreed_at=row.agreed_at,
        decide_by=row.decide_by,
        erased_at=row.erased_at,
        took_part_at=row.took_part_at,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
    )


def likeness_columns(named: Named) -> dict[str, str | None]:
    """Return the values of the columns by which similar candidates are found."""
    return likeness_keys(named)._asdict()


def _select_candidate_ids(field: str) -> Select[int]:
    """Select the candidates for whom any advocate gave this `field`: "email" or "profile_url"."""
    return (
        select(REFERRAL.c.candidate_id)
        .join(
            ENDORSEMENT,
            and_(
                ENDORSEMENT.c.workspace_id == REFERRAL.c.workspace_id,
                ENDORSEMENT.c.referral_id == REFERRAL.c.id,
            ),
        )
        .where(
            ENDORSEMENT.c.workspace_id == bindparam("workspace_id"),
            ENDORSEMENT.c[field] == bindparam(field),
        )
    )


_IN_WORKSPACE = CANDIDATE.c.workspace_id == bindparam("workspace_id")
# How to find a candidate by contact: the strongest sign first. The last two look among the contacts
# that advocates gave, because the candidate's row has only one address and one profile.
_CONTACT_CONDITIONS = (
    ("email", CANDIDATE.c.email == bindparam("email")),
    ("profile_url", CANDIDATE.c.profile_url == bindparam("profile_url")),
    ("email", CANDIDATE.c.id.in_(_select_candidate_ids("email"))),
    ("profile_url", CANDIDATE.c.id.in_(_select_candidate_ids("profile_url"))),
)
_SELECTS_BY_CONTACT = [
    (field, select(CANDIDATE).where(_IN_WORKSPACE, condition).order_by(CANDIDATE.c.id).limit(1))
    for field, condition in _CONTACT_CONDITIONS
]
_IS_CONTACT_GIVEN = select(
    or_(
        *(
            exists().where(
                ENDORSEMENT.c.workspace_id == bindparam("workspace_id"),
                ENDORSEMENT.c[field] == bindparam(field),
            )
            for field in ("email", "profile_url")
        )
    )
)


def _lock_by_contact(transaction: Transaction, workspace_id: int, lead: Lead) -> Any:
    """Lock and return the row of the candidate with this address or profile, or None.

    The lead's contact is compared with each candidate's row first, then with what advocates gave.
    """
    for field, statement in _SELECTS_BY_CONTACT:
        value = getattr(lead, field)
        if value is None:
            continue
        parameters = {"workspace_id": workspace_id, field: value}
        row = transaction.execute(statement.with_for_update(), parameters).first()
        if row is not None:
            return row
    return None


def is_contact_given(transaction: Transaction, workspace_id: int, lead: Lead) -> bool:
    """Whether an advocate has already given the lead's address or profile for a candidate."""
    values = {
        "workspace_id": workspace_id,
        "email": lead.email,
        "profile_url": lead.profile_url,
    }
    return bool(transaction.scalar(_IS_CONTACT_GIVEN, values))


def add(
    transaction: Transaction,
    workspace_id: int,
    lead: Lead,
    now: datetime,
    *,
    decide_by: datetime | None = None,
) -> Candidate | None:
    """Store a new candidate. None when another candidate has the address or the profile.

    `decide_by` (UTC) is the time until which the candidate must agree. It is stored only if they
    have not agreed. A concurrent transaction that stores the same person waits until this one ends.
    """
    agreed = lead.consent is Consent.AGREED
    row = insert_returning_row(
        transaction,
        CANDIDATE,
        workspace_id=workspace_id,
        name=lead.name,
        email=lead.email,
        profile_url=lead.profile_url,
        consent=lead.consent.value,
        created_at=now,
        agreed_at=now if agreed else None,
        decide_by=None if agreed else decide_by,
        search_text=fold_text(lead.name)[:MAX_TEXT_LENGTH],
        **likeness_columns(lead),
    )
    return to_candidate(row) if row is not None else None


def find_or_add(
    transaction: Transaction,
    workspace_id: int,
    lead: Lead,
    now: datetime,
    *,
    decide_by: datetime | None = None,
) -> Candidate:
    """Return the candidate with this address or profile. Store them if they are new.

    A known candidate gets an address or a profile that was missing, and keeps all other values:
    consent is changed by `set_agreed` alone. `decide_by` is as for `add`. The row stays locked
    until the transaction ends, so that a concurrent transaction that refers the same person waits
    and then finds this referral.
    """
    while (row := _lock_by_contact(transaction, workspace_id, lead)) is None:
        added = add(transaction, workspace_id, lead, now, decide_by=decide_by)
        if added is not None:
            return added
        # Another transaction has stored the candidate since `_lock_by_contact`: look again.
    return _fill_in_contact(transaction, to_candidate(row), lead)


def _fill_in_contact(transaction: Transaction, known: Candidate, lead: Lead) -> Candidate:
    """Store the lead's address and profile where the candidate has none.

    Return the candidate as they are stored now.
    """
    if known.email is None and lead.email is not None:
        known = _set_contact(transaction, known, replace(known, email=lead.email))
    if known.profile_url is None and lead.profile_url is not None:
        known = _set_contact(transaction, known, replace(known, profile_url=lead.profile_url))
    return known


def _set_contact(transaction: Transaction, known: Candidate, changed: Candidate) -> Candidate:
    """Store the contact of `changed`, and return what is stored now.

    That is still `known` if the new address or profile belongs to another candidate.
    """
    try:
        with transaction.begin_nested():
            _update_contact(transaction, changed)
    except IntegrityError:
        return known
    return changed


def _update_contact(transaction: Transaction, changed: Candidate) -> None:
    transaction.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.workspace_id == changed.workspace_id, CANDIDATE.c.id == changed.id)
        .values(email=changed.email, profile_url=changed.profile_url, **likeness_columns(changed))
    )


def find(transaction: Transaction, workspace_id: int, candidate_id: int) -> Candidate | None:
    row = transaction.execute(
        select(CANDIDATE).where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id
        )
    ).first()
    return to_candidate(row) if row else None


def remove_contacts(
    transaction: Transaction, candidate: Candidate, contacts: Collection[str | None]
) -> Candidate:
    """Remove the candidate's address and profile if they are among `contacts`.

    Return the candidate as they are stored now.
    """
    kept = replace(
        candidate,
        email=None if candidate.email in contacts else candidate.email,
        profile_url=None if candidate.profile_url in contacts else candidate.profile_url,
    )
    if kept != candidate:
        _update_contact(transaction, kept)
    return kept


def correct_contact(
    transaction: Transaction, candidate: Candidate, wrong: Collection[str], lead: Lead
) -> Candidate:
    """Remove the `wrong` addresses and profiles, and store those of the lead in their place.

    Return the candidate as they are stored now. What belongs to another candidate is not stored.
    """
    cleared = remove_contacts(transaction, candidate, wrong)
    return _fill_in_contact(transaction, cleared, lead)


def lock(transaction: Transaction, workspace_id: int, candidate_id: int) -> Candidate | None:
    """Lock and return the candidate as stored now, or None.

    Until the transaction ends, no other transaction can refer this candidate.
    """
    row = transaction.execute(
        select(CANDIDATE)
        .where(CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id)
        .with_for_update()
    ).first()
    return to_candidate(row) if row else None


def find_many(
    transaction: Transaction, workspace_id: int, ids: Collection[int]
) -> dict[int, Candidate]:
    rows = find_rows(transaction, select(CANDIDATE), CANDIDATE.c.id, workspace_id, ids)
    return {row.id: to_candidate(row) for row in rows}


def set_agreed(
    transaction: Transaction, workspace_id: int, candidate_id: int, now: datetime
) -> bool:
    """Store that the candidate agreed to be put forward.

    False, and nothing is changed, when they agreed before or their data is erased.
    """
    changed = transaction.execute(
        update(CANDIDATE)
        .where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id, *_NOT_AGREED
        )
        .values(consent=Consent.AGREED.value, agreed_at=now, decide_by=None)
        .returning(CANDIDATE.c.id)
    )
    return changed.first() is not None


def set_asked(
    transaction: Transaction, workspace_id: int, candidate_id: int, advocate: str, now: datetime
) -> bool:
    """Store that this advocate asked the candidate. False if the candidate was not undecided."""
    changed = transaction.execute(
        update(CANDIDATE)
        .where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id, *_UNDECIDED
        )
        .values(asked_at=now, asked_by=advocate)
        .returning(CANDIDATE.c.id)
    )
    return changed.first() is not None


def forget_asked(
    transaction: Transaction, workspace_id: int, candidate_id: int, advocate: str
) -> bool:
    """Remove when the candidate was asked. False if this advocate was not the last who asked."""
    changed = transaction.execute(
        update(CANDIDATE)
        .where(
            CANDIDATE.c.workspace_id == workspace_id,
            CANDIDATE.c.id == candidate_id,
            CANDIDATE.c.asked_by == advocate,
        )
        .values(asked_at=None, asked_by=None)
        .returning(CANDIDATE.c.id)
    )
    return changed.first() is not None


def set_took_part(
    transaction: Transaction, workspace_id: int, candidate_id: int, now: datetime
) -> bool:
    """Store that the candidate takes part in interviews.

    False, and nothing is changed, if they agreed before, take part already or are erased.
    """
    changed = transaction.execute(
        update(CANDIDATE)
        .where(
            CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id, *_UNDECIDED
        )
        .values(took_part_at=now)
        .returning(CANDIDATE.c.id)
    )
    return changed.first() is not None


def clear_took_part(transaction: Transaction, workspace_id: int, candidate_id: int) -> None:
    """Undo `set_took_part`, after the stage was set by mistake."""
    transaction.execute(
        update(CANDIDATE)
        .where(CANDIDATE.c.workspace_id == workspace_id, CANDIDATE.c.id == candidate_id)
        .values(took_part_at=None)
    )


def claim_overdue(transaction: Transaction, now: datetime, limit: int) -> list[Candidate]:
    """Lock and return undecided candidates of every workspace whose `decide_by` has passed.

    Undecided candidates have neither agreed nor taken part, and are not erased. Rows that another
    transaction has locked are left out.
    """
    rows = transaction.execute(
        select(CANDIDATE)
        .where(CANDIDATE.c.decide_by <= now, *_UNDECIDED)
        .order_by(CANDIDATE.c.decide_by, CANDIDATE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return [to_candidate(row) for row in rows]


def claim_undated(transaction: Transaction, limit: int) -> list[Candidate]:
    """Lock and return undecided candidates of every workspace without `decide_by`.

    An old release stored them without this date.
    """
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
