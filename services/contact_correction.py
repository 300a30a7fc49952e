"""Corrects an address or a profile link that was typed wrongly.

An advocate corrects the contact that they gave. People who may answer the referral correct the
contact on its card. The wrong contact is deleted, so that nobody finds this candidate by it. If a
new address belongs to another candidate already, it is stored only in the endorsement, and nobody
learns about the other candidate.
"""

from __future__ import annotations

from domain.endorsements import Relationship
from domain.errors import NotFoundError
from domain.referrals import Candidate, Lead, Referral
from services import history, outbox
from services.consent import list_endorsed_referrals
from services.context import Context
from services.desk import find_revealed_referral
from services.follow_ups import DESK_CARDS, queue_acknowledgement_edits
from services.own_endorsements import find_referral_and_own_endorsement
from services.referrals import check_lead
from services.same_person import queue_edits_of_similar
from storage import candidates, endorsements, referrals

Contact = tuple[str | None, str | None]  # (email address, profile link)


def load_own_contact(context: Context, referral_id: int) -> tuple[Referral, Contact]:
    """The referral, and the contact that the actor gave.

    Raises `NotFoundError` and `NotAllowedError`.
    """
    referral, own = find_referral_and_own_endorsement(context, referral_id)
    return referral, (own.email, own.profile_url)


def load_contact(context: Context, referral_id: int) -> tuple[Referral, Contact]:
    """The referral, and the contact on its card.

    Raises `NotFoundError`, `NotAllowedError`, and `FieldError` while the candidate is hidden.
    """
    referral = find_revealed_referral(context, referral_id)
    return referral, (referral.candidate.email, referral.candidate.profile_url)


def correct_own_contact(
    context: Context, referral_id: int, email: str | None, profile_url: str | None
) -> None:
    """Corrects the contact that the actor gave, in all referrals of the candidate.

    Raises `FormError`, and the errors of `load_own_contact`.
    """
    referral, old = load_own_contact(context, referral_id)
    candidate = _lock_candidate(context, referral)
    actor = context.actor.user_id
    affected = list_endorsed_referrals(context, candidate, actor)
    _correct(context, candidate, affected, old, (email, profile_url), by_advocate=actor)


def correct_contact(
    context: Context, referral_id: int, email: str | None, profile_url: str | None
) -> None:
    """Corrects the candidate's contact, whoever gave it.

    Raises `FormError`, and the errors of `load_contact`.
    """
    referral, old = load_contact(context, referral_id)
    candidate = _lock_candidate(context, referral)
    affected = referrals.list_by_candidate(
        context.transaction, candidate.workspace_id, candidate.id
    )
    _correct(context, candidate, affected, old, (email, profile_url), by_advocate=None)


def _lock_candidate(context: Context, referral: Referral) -> Candidate:
    candidate = candidates.lock(context.transaction, referral.workspace_id, referral.candidate.id)
    if candidate is None or candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return candidate


def _correct(
    context: Context,
    candidate: Candidate,
    affected: list[Referral],
    old: Contact,
    new: Contact,
    *,
    by_advocate: str | None,
) -> None:
    """Replaces the `old` contact with the `new` one, in the candidate and in endorsements.

    Only endorsements of `by_advocate` (a user id) are corrected, or those of everybody if it is
    None. Only the `affected` referrals get a line in their history.
    """
    # `check_lead` checks a whole lead, of which only the contact is new.
    email, profile_url = new
    lead = Lead(
        opening_id=None,
        name=candidate.name,
        email=email,
        profile_url=profile_url,
        relationship=Relationship.KNOW_OF,
        consent=candidate.consent,
    )
    check_lead(context.actor, lead)
    if old == new:
        return
    transaction, workspace_id = context.transaction, candidate.workspace_id
    affected_ids = [each.id for each in affected]
    queue_edits_of_similar(context, candidate)  # candidates who are similar until now
    endorsements.correct_contact(transaction, workspace_id, affected_ids, by_advocate, old, new)
    corrected = candidates.correct_contact(
        transaction, candidate, _find_parts_given_by_nobody(context, candidate, old), lead
    )
    queue_edits_of_similar(context, corrected)
    for referral in referrals.list_by_candidate(transaction, workspace_id, candidate.id):
        if referral.id in affected_ids:
            history.add_line(context, "referral.contact_corrected", "referral", referral.id)
        outbox.queue_edits(context, DESK_CARDS, referral.id)
        queue_acknowledgement_edits(context, referral)


def _find_parts_given_by_nobody(context: Context, candidate: Candidate, old: Contact) -> set[str]:
    """The parts of the old contact that no endorsement of the candidate has any longer."""
    workspace_id = candidate.workspace_id
    found = referrals.list_by_candidate(context.transaction, workspace_id, candidate.id)
    by_referral = endorsements.list_current_by_referrals(
        context.transaction, workspace_id, [each.id for each in found]
    )
    still_given: set[str | None] = set()
    for current in by_referral.values():
        for endorsement in current:
            still_given |= {endorsement.email, endorsement.profile_url}
    return {value for value in old if value is not None and value not in still_given}
