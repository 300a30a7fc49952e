"""Candidates: one row for a person however often they are referred."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from domain.referrals import Candidate, Consent, Lead
from storage.tables import CandidateRow
from storage.upsert import added_id

_BY = {
    column.key: select(CandidateRow)
    .where(CandidateRow.workspace_id == bindparam("ws"), column == bindparam("value"))
    .with_for_update()
    .execution_options(populate_existing=True)
    for column in (CandidateRow.email, CandidateRow.profile_url)
}


def candidate_of(row: CandidateRow) -> Candidate:
    return Candidate(
        row.id, row.workspace_id, row.name, row.email, row.profile_url, Consent(row.consent)
    )


def _by(session: Session, workspace_id: int, lead: Lead) -> CandidateRow | None:
    for column, value in (("email", lead.email), ("profile_url", lead.profile_url)):
        if value is not None:
            row = session.scalar(_BY[column], {"ws": workspace_id, "value": value})
            if row is not None:
                return row
    return None


def add(session: Session, workspace_id: int, lead: Lead, now: datetime) -> Candidate | None:
    """A candidate whom nobody has named before; None where the e-mail or link is somebody's.

    Whoever names the same person at the same moment waits until this transaction ends.
    """
    new = added_id(
        session,
        CandidateRow,
        workspace_id=workspace_id,
        name=lead.name,
        email=lead.email,
        profile_url=lead.profile_url,
        consent=lead.consent.value,
        created_at=now,
    )
    if new is None:
        return None
    return Candidate(new, workspace_id, lead.name, lead.email, lead.profile_url, lead.consent)


def save(session: Session, workspace_id: int, lead: Lead, now: datetime) -> Candidate:
    """The candidate whom this e-mail or profile link belongs to, made when new.

    What was missing is filled in (a link that came later); what was said before is not
    overwritten, but an agreement given is. The row stays locked until the transaction ends:
    whoever refers the same person at the same moment comes second, and sees the first.
    """
    while (row := _by(session, workspace_id, lead)) is None:
        new = add(session, workspace_id, lead, now)
        if new is not None:
            return new  # else added by somebody else between our look and our insert
    # A link or address that belongs to another candidate stays with them.
    if row.email is None and lead.email is not None:
        with suppress(IntegrityError), session.begin_nested():
            row.email = lead.email
    if row.profile_url is None and lead.profile_url is not None:
        with suppress(IntegrityError), session.begin_nested():
            row.profile_url = lead.profile_url
    if lead.consent is Consent.AGREED:
        row.consent = Consent.AGREED.value
    session.flush()
    return candidate_of(row)
