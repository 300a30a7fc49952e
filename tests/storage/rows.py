"""Rows that most tests need: a company with its people, an opening and a referral for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from domain.endorsements import Evidence, Relationship
from domain.follow_ups import FollowUp, FollowUpKind
from domain.messages import PAYLOADS, ReferralReceived
from domain.openings import Opening, OpeningForm
from domain.outbox import NewIntent
from domain.referrals import Referral
from storage import (
    candidates,
    endorsements,
    follow_ups,
    members,
    openings,
    outbox,
    referrals,
    team_prefixes,
    workspaces,
)
from storage.engine import Database, Transaction
from storage.tables.messages import OUTBOX
from tests.cast import ADA, BOT_ID, EVERYBODY, GRACE, LINUS, MARGARET, MONDAY, Outsider, Person

FORM = OpeningForm(
    title="Storage engineer",
    team="Engineering",
    place="Lisbon",
    hiring_manager=MARGARET.user_id,
    recruiter=LINUS.user_id,
    recall_prompts=("The best incident commander you ever worked with?",),
    channels=("C0HIRING",),
)


@dataclass(frozen=True, slots=True)
class Company:
    """A workspace with the whole cast, one opening and one referral of Grace by Ada for it."""

    ws: int
    opening: Opening
    referral: Referral


def create_company(database: Database, team_id: str, now: datetime = MONDAY) -> Company:
    with database.write() as transaction:
        ws = workspaces.save(
            transaction, team_id=team_id, enterprise_id=None, name=team_id, bot_user_id=BOT_ID
        ).id
        members.save_profiles(transaction, ws, [person.profile for person in EVERYBODY])
        opening = add_opening(transaction, ws, now=now)
        return Company(ws, opening, add_referral(transaction, ws, opening, now=now))


def add_opening(
    transaction: Transaction,
    ws: int,
    *,
    now: datetime = MONDAY,
    closes_at: datetime | None = None,
    **form: Any,
) -> Opening:
    number = team_prefixes.take_next_number(transaction, ws, "ENG", "Engineering")
    return openings.add(
        transaction,
        ws,
        replace(FORM, **form),
        ref=f"ENG-{number}",
        posted_by=MARGARET.user_id,
        now=now,
        closes_at=closes_at,
    )


def add_referral(
    transaction: Transaction,
    ws: int,
    opening: Opening | None,
    *,
    who: Outsider = GRACE,
    by: Person = ADA,
    owner: Person = LINUS,
    now: datetime = MONDAY,
) -> Referral:
    """Store a candidate, their referral and its first endorsement."""
    opening_id = opening.id if opening else None
    candidate = candidates.find_or_add(transaction, ws, who.lead(opening_id), now)
    referral = referrals.add(
        transaction,
        ws,
        candidate=candidate,
        opening=opening,
        advocate=by.user_id,
        owner=owner.user_id,
        bonus_rule="",
        now=now,
    )
    add_endorsement(transaction, ws, referral.id, by, now=now)
    return referral


def add_endorsement(
    transaction: Transaction,
    ws: int,
    referral_id: int,
    by: Person = ADA,
    *,
    saw: str = "",
    first: bool = True,
    now: datetime = MONDAY,
) -> int:
    """Add a version of an endorsement of Grace and return its number."""
    return endorsements.add_version(
        transaction,
        ws,
        referral_id,
        by.user_id,
        candidate_name=GRACE.name,
        relationship=Relationship.WORKED_TOGETHER,
        evidence=Evidence(saw=saw),
        is_first=first,
        now=now,
    ).version


def plan_follow_up(
    transaction: Transaction,
    company: Company,
    subject_id: int,
    *,
    member: Person = ADA,
    due_at: datetime = MONDAY,
    kind: FollowUpKind = FollowUpKind.COMMITMENT,
    now: datetime = MONDAY,
) -> FollowUp:
    """Plan a follow-up and return it. `subject_id` identifies it in the test."""
    follow_ups.plan(
        transaction,
        company.ws,
        kind,
        subject_id,
        referral_id=company.referral.id,
        member=member.user_id,
        due_at=due_at,
        now=now,
    )
    (found,) = follow_ups.list_by_subject(transaction, company.ws, kind, subject_id)
    return found


def queue_message(
    transaction: Transaction,
    ws: int,
    dedupe: str,
    *,
    to: str = ADA.user_id,
    kind: str = ReferralReceived.kind,
    subject_id: int = 1,
    not_before: datetime | None = None,
    now: datetime = MONDAY,
) -> int:
    """Queue an intent and return its id."""
    priority = PAYLOADS[kind].priority
    about: dict[str, object] = {"follow_ups": [1]}
    intent = NewIntent(kind, to, subject_id, dedupe, about, not_before, priority)
    assert outbox.queue_intent(transaction, ws, intent, now)
    is_queued = select(OUTBOX.c.id).where(OUTBOX.c.workspace_id == ws, OUTBOX.c.dedupe == dedupe)
    return transaction.execute(is_queued).scalar_one()
