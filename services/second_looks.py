"""Reopens a referral that ended as "not now", because its owner looks again."""

from __future__ import annotations

from domain.consent import is_candidate_hidden
from domain.errors import NotFoundError, StaleError
from domain.follow_ups import FollowUp, FollowUpState
from domain.stages import Stage
from services import desk, endings, follow_ups
from services.context import Context
from services.people import find_opening_of
from services.reopening import reopen_referral
from services.returns import KIND


def look_again(context: Context, follow_up: FollowUp) -> None:
    """Reopens the referral. If its opening has ended, it becomes a general referral.

    Raises `NotFoundError`, `NotAllowedError`, and `StaleError` if the referral was reopened, or if
    the candidate has a general referral already.
    """
    referral = desk.find_answerable_referral(context, follow_up.subject_id)
    if referral.stage is not Stage.NOT_NOW:
        raise StaleError("referral", referral.stage.value)
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        raise NotFoundError("referral")
    follow_ups.close_matching(context, FollowUpState.DONE, referral=referral, kinds=(KIND,))
    opening = find_opening_of(context, referral)
    if opening is None or not opening.ended:
        reopen_referral(context, referral, owner=context.actor.user_id)
    elif not endings.move_referral(context, referral, opening_id=None):
        raise StaleError("referral", referral.stage.value)
