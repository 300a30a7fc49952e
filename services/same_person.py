"""Finds other candidates who may be the same person, for the people who may see both."""

from __future__ import annotations

from domain.consent import is_candidate_hidden
from domain.endorsements import Endorsement
from domain.messages import Acknowledgement
from domain.referrals import Candidate, Referral
from services import outbox
from services.context import Context
from services.follow_ups import DESK_CARDS
from services.people import find_answerable
from storage import endorsements, referrals, same_people

MAX_SHOWN = 2  # similar candidates on one card or acknowledgement


def find_similar_referrals(
    context: Context, candidate: Candidate, user_id: str
) -> tuple[Referral, ...]:
    """The newest referral of each similar candidate, if this user may see and answer it."""
    newest = [found[-1] for found in _list_by_similar_candidate(context, candidate) if found]
    answerable = find_answerable(context, user_id, newest)
    return tuple(each for each in newest if each.id in answerable)[:MAX_SHOWN]


def find_own_similar(
    context: Context, candidate: Candidate, advocate: str
) -> tuple[tuple[Referral, Endorsement], ...]:
    """The newest referral of each similar candidate, with the advocate's endorsement of it.

    Referrals that the advocate has not endorsed are left out.
    """
    newest = [found[-1] for found in _list_by_similar_candidate(context, candidate) if found]
    endorsements_by_referral = endorsements.list_current_by_referrals(
        context.transaction, context.workspace.id, [each.id for each in newest]
    )
    own = [
        (referral, endorsement)
        for referral in newest
        for endorsement in endorsements_by_referral[referral.id]
        if endorsement.advocate == advocate
    ]
    return tuple(own[:MAX_SHOWN])


def queue_edits_of_similar(context: Context, candidate: Candidate) -> None:
    """Queues edits of the messages about candidates who are similar to this one.

    Such a message names this candidate, or should name them from now on.
    """
    for found in _list_by_similar_candidate(context, candidate):
        for referral in found:
            outbox.queue_edits(context, (*DESK_CARDS, Acknowledgement), referral.id)


def _list_by_similar_candidate(context: Context, candidate: Candidate) -> list[list[Referral]]:
    """One list of referrals, the oldest first, for each similar candidate who is not hidden."""
    similar = [
        each.id
        for each in same_people.list_similar(context.transaction, candidate)
        if not is_candidate_hidden(each, context.policy.hide_until_agreed)
    ]
    if not similar:
        return []
    workspace_id = context.workspace.id
    return list(referrals.list_by_candidates(context.transaction, workspace_id, similar).values())
