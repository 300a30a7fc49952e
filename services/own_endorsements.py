"""Finds what the actor says about a candidate."""

from __future__ import annotations

from domain.endorsements import Endorsement
from domain.errors import NotAllowedError, NotFoundError
from domain.referrals import Referral
from services.context import Context
from storage import endorsements, referrals


def find_referral_and_own_endorsement(
    context: Context, referral_id: int
) -> tuple[Referral, Endorsement]:
    """Finds a referral with the actor's endorsement.

    Raises `NotFoundError`, and `NotAllowedError` if the actor has not endorsed it.
    """
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    own = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral_id, context.actor.user_id
    )
    if own is None:
        raise NotAllowedError("endorse")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return referral, own
