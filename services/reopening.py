"""Reopens an ended referral of a candidate who is put forward again or looked at again.

The owner is asked again and reminded, and every advocate is told.
"""

from __future__ import annotations

from domain.consent import is_candidate_hidden
from domain.errors import StaleError
from domain.follow_ups import FollowUpKind, FollowUpState
from domain.messages import StageChanged
from domain.referrals import Referral
from domain.stages import Stage
from services import follow_ups, history, outbox, own_moves
from services.context import Context
from services.people import find_answerable, list_other_possible_owners
from storage import endorsements, referrals
from storage import reopening as stored_reopening


def can_reopen(referral: Referral) -> bool:
    """Whether a new voice reopens the referral: it has ended, but the candidate was not hired."""
    return referral.ended and referral.stage is not Stage.HIRED


def reopen_referral(
    context: Context, referral: Referral, *, owner: str | None = None
) -> tuple[Referral, int]:
    """Reopens a referral and asks its owner, or the next one if the owner may no longer answer.

    If `owner` (a user id) is given, this person becomes the owner. The advocates except the actor
    are told. Returns the referral and the id of its history line.
    Raises `StaleError` if the referral has changed.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    advocates = [
        each.advocate for each in endorsements.list_current(transaction, workspace_id, referral.id)
    ]
    owner = owner or _choose_owner(context, referral, advocates)
    if not stored_reopening.reopen(transaction, referral, owner, context.now):
        raise StaleError("referral", referral.stage.value)
    history_id = history.add_line(
        context,
        "referral.reopened",
        "referral",
        referral.id,
        before=referral.stage.value,
        owner=owner,
    )
    reopened = referrals.find(transaction, workspace_id, referral.id)
    assert reopened is not None  # noqa: S101 - changed in this transaction
    if not is_candidate_hidden(reopened.candidate, context.policy.hide_until_agreed):
        follow_ups.plan_answer_reminder(context, reopened)
    kinds = (FollowUpKind.OUTCOME_NOTE, FollowUpKind.RETURN)
    follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=reopened, kinds=kinds)
    for advocate in advocates:
        follow_ups.plan_heartbeat(context, reopened, advocate)
        if reopened.candidate.undecided:
            follow_ups.plan_consent_question(context, reopened.candidate, advocate)
        if advocate != context.actor.user_id:
            news = StageChanged(reopened.id, Stage.NEW, changed_by=context.actor.user_id)
            outbox.queue(context, news, to=advocate, occasion=f"{advocate}:{history_id}")
    own_moves.tell_askers(context, reopened, history_id)
    follow_ups.queue_edits_of_all(context, reopened)
    return reopened, history_id


def _choose_owner(context: Context, referral: Referral, advocates: list[str]) -> str:
    """The owner, or the next possible one if the owner left, may not answer, or vouches now."""
    vouching = {context.actor.user_id, *advocates}
    if referral.owner not in vouching and find_answerable(context, referral.owner, [referral]):
        return referral.owner
    others = list_other_possible_owners(context, referral)
    return next((user_id for user_id in others if user_id not in vouching), referral.owner)
