"""An advocate puts the candidate of a general referral forward for an opening that suits them."""

from __future__ import annotations

from dataclasses import replace

from domain.endorsements import Evidence
from domain.errors import NotFoundError
from domain.follow_ups import FollowUp, FollowUpState
from domain.referrals import Lead
from services import follow_up_answers, history
from services.context import Context
from services.referrals import Submitted, find_own_endorsement, submit_leads
from storage import endorsements, openings


def put_forward_for_opening(context: Context, step: FollowUp) -> Submitted:
    """Make it a referral for the opening: contact and endorsement come along, both are linked.

    The general one stays, for what may open later. Raises `NotFoundError`,
    `OpeningNotOpenError`, or
    `AlreadyAnsweredError` where the step was settled otherwise.
    """
    general, mine = find_own_endorsement(context, step.referral_id or 0)
    opening = openings.find(context.transaction, context.workspace.id, step.subject_id)
    if opening is None:
        raise NotFoundError("opening")
    candidate = general.candidate
    lead = Lead(
        opening.id,
        mine.candidate_name,
        candidate.email,
        candidate.profile_url,
        mine.relationship,
        candidate.consent,
    )
    (done,) = submit_leads(context, [lead])
    follow_up_answers.settle(context, step.id, FollowUpState.DONE)
    if done.endorsement.evidence == Evidence() and mine.evidence != Evidence():
        endorsements.add_version(
            context.transaction,
            context.workspace.id,
            done.referral.id,
            context.actor.user_id,
            called=mine.candidate_name,
            relationship=mine.relationship,
            evidence=replace(mine.evidence, commitments=()),
            first=done.endorsement.is_first,
            now=context.now,
        )
    ws, who, of = context.workspace.id, context.actor.user_id, "referral"
    history.add_line(
        context, "referral.from_general", of, done.referral.id, by=who, general=general.id
    )
    history.add_line(
        context, "referral.put_forward", of, general.id, by=who, referral=done.referral.id
    )
    return done
