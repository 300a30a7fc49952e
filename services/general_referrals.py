"""Puts the candidate of a general referral forward for an opening that suits them.

A general referral is for no particular opening. Vouch asks its advocate when an opening suits.
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
    """Adds a referral for the opening that the follow-up suggests.

    The new referral gets the contact and the evidence that the actor gave for the general referral.
    The general referral stays open for later openings, and the history links the two referrals.

    Raises `NotFoundError`, `NotAllowedError`, `OpeningNotOpenError`, `NoOwnerError`, `FormError`,
    and `AlreadyAnsweredError` if the follow-up was answered before. The caller must roll back then.
    """
    if follow_up.kind is not FollowUpKind.GENERAL_MATCH or follow_up.referral_id is None:
        raise NotFoundError("referral")
    general, given = find_referral_and_own_endorsement(context, follow_up.referral_id)
    opening = openings.find(context.transaction, context.workspace.id, follow_up.subject_id)
    if opening is None:
        raise NotFoundError("opening")
    candidate = general.candidate
    lead = Lead(
        opening_id=opening.id,
        name=given.candidate_name,
        email=given.email,
        profile_url=given.profile_url,
        relationship=given.relationship,
        consent=candidate.consent,
    )
    (submitted,) = submit_leads(context, [lead], known=candidate)
    follow_up_answers.settle_follow_up(context, follow_up.id, FollowUpState.DONE)
    referral, new_endorsement = submitted.referral, submitted.endorsement
    # If the advocate has already vouched for this opening, the evidence that they gave then stays.
    if new_endorsement.evidence == Evidence() and given.evidence != Evidence():
        endorsements.add_version(
            context.transaction,
            context.workspace.id,
            referral.id,
            context.actor.user_id,
            candidate_name=given.candidate_name,
            relationship=given.relationship,
            # The advocate's offers to help stay with the general referral.
            evidence=replace(given.evidence, commitments=()),
            is_first=new_endorsement.is_first,
            email=new_endorsement.email,
            profile_url=new_endorsement.profile_url,
            now=context.now,
        )
    history.add_line(context, "referral.from_general", "referral", referral.id, general=general.id)
    history.add_line(context, "referral.put_forward", "referral", general.id, referral=referral.id)
    return submitted
