"""Lets an advocate tell the candidate how a referral ended, with a note drafted by the bot.

The message about the outcome offers the note. A follow-up for each advocate records whether they
have said that the candidate knows the outcome.
"""

from __future__ import annotations

from collections.abc import Collection

from domain.errors import NotFoundError
from domain.follow_ups import FollowUpKind, FollowUpState, NewFollowUp
from domain.outcome_note import OutcomeNotePage, may_be_told
from domain.referrals import Referral
from services import history
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from storage import follow_ups, outbox

KIND = FollowUpKind.OUTCOME_NOTE


def plan_notes(context: Context, referral: Referral, advocates: Collection[str]) -> None:
    """Plans a follow-up without nudges for each advocate of a referral that has just ended."""
    planned = [
        NewFollowUp(KIND, referral.id, referral.id, advocate, due_at=None, period=advocate)
        for advocate in advocates
    ]
    follow_ups.plan_many(context.transaction, context.workspace.id, planned, context.now)


def is_told(context: Context, referral_id: int, advocate: str) -> bool:
    """Whether this advocate has said that the candidate knows the outcome."""
    states = follow_ups.find_states(context.transaction, context.workspace.id, KIND, referral_id)
    return states.get(advocate) is FollowUpState.DONE


def load_note(context: Context, referral_id: int, intent_id: int) -> OutcomeNotePage:
    """The note for the candidate of a referral that the actor has endorsed.

    `intent_id` is the row of the message that offers the note. Raises `NotFoundError`, also if the
    referral has been reopened, and `NotAllowedError` if the actor has not endorsed it.
    """
    referral, endorsement = find_referral_and_own_endorsement(context, referral_id)
    if not may_be_told(referral):
        raise NotFoundError("outcome")
    told = is_told(context, referral_id, context.actor.user_id)
    return OutcomeNotePage(referral, endorsement, context.actor.member.name, told, intent_id)


def mark_told(context: Context, referral_id: int, intent_id: int) -> None:
    """Records that the candidate knows the outcome. A second call changes nothing.

    Raises the errors of `load_note`.
    """
    if load_note(context, referral_id, intent_id).is_told:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    advocate = context.actor.user_id
    planned = follow_ups.list_by_subject(transaction, workspace_id, KIND, referral_id)
    if advocate not in {each.member for each in planned}:
        # The referral ended under a release that offered no notes.
        new = NewFollowUp(KIND, referral_id, referral_id, advocate, due_at=None, period=advocate)
        follow_ups.plan_many(transaction, workspace_id, [new], context.now)
    follow_ups.settle_matching(
        transaction,
        workspace_id,
        FollowUpState.DONE,
        context.now,
        kinds=(KIND,),
        subject_id=referral_id,
        member=advocate,
    )
    history.add_line(context, "referral.candidate_told", "referral", referral_id)
    outbox.queue_edit(transaction, workspace_id, intent_id, context.now)
