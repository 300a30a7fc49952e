"""Reopens an ended referral, when someone puts the candidate forward again or looks at it again.

The owner has to answer it again, with reminders, and the advocates are told.
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
    """Whether the referral has ended without a hire. Another endorsement then reopens it."""
    return referral.ended and referral.stage is not Stage.HIRED


def reopen_referral(
    context: Context, referral: Referral, *, owner: str | None = None
) -> tuple[Referral, int]:
    """Reopens a referral, and tells its advocates except the actor.

    `owner` (a user id) becomes the owner. If it is None, the present owner stays, unless they may
    no longer answer: then someone else becomes the owner. Returns the reopened referral and the id
    of the line in its history. Raises `StaleError` if the referral has changed.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    advocates = [
        each.advocate for each in endorsements.list_current(transaction, workspace_id, referral.id)
    ]
    new_owner = owner or _choose_owner(context, referral, advocates)
    if not stored_reopening.reopen(transaction, referral, new_owner, context.now):
        raise StaleError("referral", referral.stage.value)
    history_id = history.add_line(
        context,
        "referral.reopened",
        "referral",
        referral.id,
        before=referral.stage.value,
        owner=new_owner,
    )
    reopened = referrals.find(transaction, workspace_id, referral.id)
    assert reopened is not None  # noqa: S101 - changed in this transaction
    if not is_candidate_hidden(reopened.candidate, context.policy.hide_until_agreed):
        follow_ups.plan_answer_reminder(context, reopened)
    # After the ending, advocates could write to the candidate, or a second look was planned.
    kinds = (FollowUpKind.OUTCOME_NOTE, FollowUpKind.RETURN)
    follow_ups.close_matching(context, FollowUpState.CANCELLED, referral=reopened, kinds=kinds)
    for advocate in advocates:
        follow_ups.plan_heartbeat(context, reopened, advocate)
        if reopened.candidate.awaits_agreement:
            follow_ups.plan_consent_question(context, reopened.candidate, advocate)
        if advocate != context.actor.user_id:
            news = StageChanged(reopened.id, Stage.NEW, changed_by=context.actor.user_id)
            outbox.queue(context, news, to=advocate, occasion=f"{advocate}:{history_id}")
    own_moves.tell_askers(context, reopened, history_id)
    follow_ups.queue_edits_of_all(context, reopened)
    return reopened, history_id


def _choose_owner(context: Context, referral: Referral, advocates: list[str]) -> str:
    """Returns the present owner, if they may still answer the referral and do not vouch for it.

    Otherwise returns the first other person who may. If there is none, the owner stays.
    """
    vouching = {context.actor.user_id, *advocates}
    if referral.owner not in vouching and find_answerable(context, referral.owner, [referral]):
        return referral.owner
    for user_id in list_other_possible_owners(context, referral):
        if user_id not in vouching:
            return user_id
    return referral.owner
