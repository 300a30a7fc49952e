"""An advocate puts the candidate of a general referral (for no particular opening) forward for one
opening that suits them.
"""

from __future__ import annotations

from dataclasses import replace

from domain.endorsements import Evidence
from domain.errors import NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.referrals import Lead
from services import follow_up_answers, history
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from services.referrals import SubmittedLead, submit_leads
from storage import endorsements, openings


def put_forward_for_opening(context: Context, follow_up: FollowUp) -> SubmittedLead:
    """Adds a referral for the opening of the follow-up.

    It gets the contact and the evidence that the actor gave for the general referral. The general
    referral stays open for later openings, and the history links the two referrals.

    Raises `NotFoundError`, `NotAllowedError`, `OpeningNotOpenError`, `NoOwnerError`, `FormError`,
    and `AlreadyAnsweredError` if the follow-up is settled already. The transaction is then rolled
    back, so nothing was added.
    """
    if follow_up.kind is not FollowUpKind.GENERAL_MATCH or follow_up.referral_id is None:
        raise NotFoundError("referral")
    general, own = find_referral_and_own_endorsement(context, follow_up.referral_id)
    opening = openings.find(context.transaction, context.workspace.id, follow_up.subject_id)
    if opening is None:
        raise NotFoundError("opening")
    candidate = general.candidate
    lead = Lead(
        opening_id=opening.id,
        name=own.candidate_name,
        email=own.email,
        profile_url=own.profile_url,
        relationship=own.relationship,
        consent=candidate.consent,
    )
    (submitted,) = submit_leads(context, [lead], known=candidate)
    follow_up_answers.settle_follow_up(context, follow_up.id, FollowUpState.DONE)
    referral, new_endorsement = submitted.referral, submitted.endorsement
    # An advocate who vouches there already keeps the words that they wrote for that opening.
    if new_endorsement.evidence == Evidence() and own.evidence != Evidence():
        # The offers (commitments) stay with the general referral.
        endorsements.add_version(
            context.transaction,
            context.workspace.id,
            referral.id,
            context.actor.user_id,
            candidate_name=own.candidate_name,
            relationship=own.relationship,
            evidence=replace(own.evidence, commitments=()),
            is_first=new_endorsement.is_first,
            email=new_endorsement.email,
            profile_url=new_endorsement.profile_url,
            now=context.now,
        )
    history.add_line(context, "referral.from_general", "referral", referral.id, general=general.id)
    history.add_line(context, "referral.put_forward", "referral", general.id, referral=referral.id)
    return submitted
