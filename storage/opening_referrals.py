"""Queries about the referrals of one opening, and the move of a referral to another opening."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, select

from domain.openings import Opening
from domain.referrals import Referral
from domain.stages import Stage
from storage.engine import Transaction
from storage.lookup import has_contact
from storage.referrals import change, ended_stages, select_referrals, to_referral
from storage.rounds import NEXT_ROUND, round_key
from storage.tables.core import CANDIDATE, ENDORSEMENT, REFERRAL, opening_key


def list_open_by_opening(
    transaction: Transaction, workspace_id: int, opening_id: int
) -> list[Referral]:
    """Return the open referrals for the opening, oldest first."""
    rows = transaction.execute(
        select_referrals()
        .where(
            REFERRAL.c.workspace_id == workspace_id,
            REFERRAL.c.opening_id == opening_id,
            REFERRAL.c.stage.not_in(ended_stages()),
        )
        .order_by(REFERRAL.c.created_at, REFERRAL.c.id)
    )
    return [to_referral(row) for row in rows]


def move_to_opening(
    transaction: Transaction,
    referral: Referral,
    opening: Opening | None,
    owner: str,
    now: datetime,
) -> bool:
    """Move the referral to another opening, as new and unanswered.

    With None it becomes a general referral. Return False when another transaction changed the
    referral since it was read.
    """
    opening_id = opening.id if opening else None
    return change(
        transaction,
        referral,
        round_key(referral.candidate, opening_id),
        opening_id=opening_id,
        opening_key=opening_key(opening_id),
        round=NEXT_ROUND,
        owner=owner,
        stage=Stage.NEW.value,
        reason=None,
        note="",
        return_on=None,
        stage_at=now,
        answered_at=None,
    )


def has_endorsed(
    transaction: Transaction,
    workspace_id: int,
    advocate: str,
    opening_id: int,
    *,
    email: str | None,
    profile_url: str | None,
) -> bool:
    """Whether this advocate endorsed someone with this address or profile for the opening.

    Also true if the endorsement was taken back or the referral has ended.
    """
    contact = has_contact(CANDIDATE, email, profile_url)
    if contact is None:
        return False
    found = transaction.execute(
        select(ENDORSEMENT.c.id)
        .join(
            REFERRAL,
            and_(
                REFERRAL.c.workspace_id == ENDORSEMENT.c.workspace_id,
                REFERRAL.c.id == ENDORSEMENT.c.referral_id,
            ),
        )
        .join(
            CANDIDATE,
            and_(
                CANDIDATE.c.workspace_id == REFERRAL.c.workspace_id,
                CANDIDATE.c.id == REFERRAL.c.candidate_id,
            ),
        )
        .where(
            ENDORSEMENT.c.workspace_id == workspace_id,
            ENDORSEMENT.c.advocate == advocate,
            REFERRAL.c.opening_id == opening_id,
            contact,
        )
        .limit(1)
    )
    return found.first() is not None
