"""An advocate puts a candidate forward, or adds evidence to their endorsement.

Stores the referral and its follow-ups, and queues the messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.consent import consent_deadline
from domain.endorsements import Commitment, Endorsement, Evidence
from domain.errors import FieldError, FormError
from domain.limits import CANDIDATE_NAME_MAX, OPENINGS_PER_LEAD_MAX, TEXT_MAX
from domain.members import Actor, Member
from domain.messages import Acknowledgement, ReferralForManager, ReferralReceived, SecondVouch
from domain.openings import Opening
from domain.referrals import Candidate, Consent, Lead, Referral, becomes_second_vouch
from services import (
    attachments,
    bonus,
    consent,
    evidence_news,
    first_advocates,
    follow_ups,
    history,
    outbox,
    windows,
)
from services import commitments as commitment_service
from services.context import Context
from services.desk import pass_on_if_owner_vouches
from services.follow_ups import DESK_CARDS, queue_acknowledgement_edits
from services.openings import find_open_opening
from services.own_endorsements import find_referral_and_own_endorsement
from services.people import choose_owner, find_opening_of
from services.reopening import can_reopen, reopen_referral
from services.returns import has_return_ahead
from storage import candidates, desk, endorsements, referrals


class LeadResult(StrEnum):
    """The result of submitting a lead: a candidate's name and contact, and maybe an opening."""

    NEW = "new"  # A new referral was stored.
    SECOND_VOUCH = "second"  # A colleague had put the candidate forward for this opening before.
    KNOWN = "again"  # The same advocate had put the candidate forward for this opening before.
    REOPENED = "reopened"  # As KNOWN, but the referral had ended, and this opened it again.


@dataclass(frozen=True, slots=True)
class SubmittedLead:
    """What became of a submitted lead."""

    result: LeadResult
    referral: Referral
    endorsement: Endorsement
    new_owner: Member | None = None  # only for a new referral
    manager: str | None = None  # the user id of the hiring manager, only for a new referral
    is_passed_on: bool = False  # The owner vouched, so someone else owns the referral now.


def check_lead(actor: Actor, lead: Lead) -> None:
    """Raises `FormError` with every field of the lead that cannot be used."""
    errors: list[FieldError] = []
    if not lead.name:
        errors.append(FieldError("name", "empty"))
    elif len(lead.name) > CANDIDATE_NAME_MAX:
        errors.append(FieldError("name", "too_long", str(CANDIDATE_NAME_MAX)))
    if lead.email is None and lead.profile_url is None:
        errors.append(FieldError("email", "no_contact"))
    if actor.member.has_address(lead.email):
        errors.append(FieldError("email", "own_email"))
    if errors:
        raise FormError(tuple(errors))


def submit_lead(
    context: Context, lead: Lead, *, candidate_user_id: str | None = None
) -> SubmittedLead:
    """Stores one lead; see `submit_leads`."""
    return submit_leads(context, [lead], candidate_user_id=candidate_user_id)[0]


def submit_leads(
    context: Context,
    leads: Sequence[Lead],
    *,
    candidate_user_id: str | None = None,
    known: Candidate | None = None,
) -> list[SubmittedLead]:
    """Stores the leads of one form, which differ only in their opening. Returns a result for each.

    A lead becomes a second vouch if a colleague has put the candidate forward for the opening. The
    advocate gets one message for all leads, and each owner one message. `candidate_user_id` is the
    user id of a candidate who works here and asked for the referral. `known` is the candidate if
    the caller knows who it is; then the leads need no contact. Raises `FormError`, `FieldError`,
    `OpeningNotFoundError`, `OpeningNotOpenError` and `NoOwnerError`.
    """
    if known is None:
        check_lead(context.actor, leads[0])
    if len(leads) > OPENINGS_PER_LEAD_MAX:
        raise FieldError("opening", "too_many", str(OPENINGS_PER_LEAD_MAX))
    workspace_id = context.workspace.id
    wanted_openings = [
        find_open_opening(context, lead.opening_id) if lead.opening_id is not None else None
        for lead in leads
    ]
    candidate, is_new_candidate = _find_or_add_candidate(context, leads[0], known)
    reports_agreement = (
        leads[0].consent is Consent.AGREED and candidate.consent is not Consent.AGREED
    )
    if reports_agreement and first_advocates.may_report_agreement(
        context, candidate, candidate_user_id=candidate_user_id
    ):
        consent.record_agreement(context, candidate)
        candidate = replace(
            candidate, consent=Consent.AGREED, agreed_at=context.now, decide_by=None
        )
    if not is_new_candidate:
        _queue_card_edits(context, candidate)
    submitted: list[SubmittedLead] = []
    for lead, opening in zip(leads, wanted_openings, strict=True):
        earlier = None
        if not is_new_candidate:
            earlier = referrals.find_latest(
                context.transaction, workspace_id, candidate.id, lead.opening_id
            )
        submitted.append(_store_lead(context, lead, opening, candidate, earlier, candidate_user_id))
    _store_attachment(context, submitted, leads[0])
    has_news = any(each.result is not LeadResult.KNOWN for each in submitted)
    if reports_agreement and candidate.awaits_agreement and has_news:
        first_advocates.ask_first_advocate(context, candidate)
    _queue_messages(context, submitted)
    return submitted


def _queue_card_edits(context: Context, candidate: Candidate) -> None:
    """Edits the cards of all the candidate's referrals, because each card names the others."""
    transaction, workspace_id = context.transaction, candidate.workspace_id
    for referral in referrals.list_by_candidate(transaction, workspace_id, candidate.id):
        outbox.queue_edits(context, DESK_CARDS, referral.id)


def _find_or_add_candidate(
    context: Context, lead: Lead, known: Candidate | None
) -> tuple[Candidate, bool]:
    """The candidate of the lead, and whether the candidate is new."""
    transaction, workspace_id, now = context.transaction, context.workspace.id, context.now
    if known is not None:
        return candidates.lock(transaction, workspace_id, known.id) or known, False
    decide_by = consent_deadline(now, context.policy)
    if not candidates.is_contact_given(transaction, workspace_id, lead):
        new = candidates.add(transaction, workspace_id, lead, now, decide_by=decide_by)
        if new is not None:
            return new, True
    return candidates.find_or_add(transaction, workspace_id, lead, now, decide_by=decide_by), False


def add_second_vouch(context: Context, lead: Lead, referral: Referral) -> SubmittedLead:
    """Adds the actor's vouch to a referral, unless they have vouched before."""
    # While the candidate is locked, no withdrawal by the only other advocate can erase them.
    candidates.lock(context.transaction, context.workspace.id, referral.candidate.id)
    submitted = _add_or_find_endorsement(context, lead, referral)
    _store_attachment(context, [submitted], lead)
    _queue_messages(context, [submitted])
    return submitted


def _store_attachment(context: Context, submitted: Sequence[SubmittedLead], lead: Lead) -> None:
    for each in submitted:
        has_card = each.result is LeadResult.KNOWN  # The owner got the card before.
        attachments.store(context, each.referral, lead.attachment, has_card=has_card)


def _queue_messages(context: Context, submitted: Sequence[SubmittedLead]) -> None:
    """Queues one acknowledgement to the actor, and a message to each owner and hiring manager.

    KNOWN leads cause no message.
    """
    news = [each.referral for each in submitted if each.result is not LeadResult.KNOWN]
    if not news:
        return
    actor_id = context.actor.user_id
    other_ids = tuple(referral.id for referral in news[1:])
    intents = [Acknowledgement(news[0].id, other_ids).to_intent(actor_id, occasion=actor_id)]
    for each in submitted:
        referral, owner = each.referral, each.referral.owner
        if each.result is LeadResult.NEW:
            intents.append(ReferralReceived(referral.id).to_intent(owner, occasion=owner))
            if each.manager not in (None, owner, actor_id):
                card = ReferralForManager(referral.id)
                intents.append(card.to_intent(each.manager, occasion=each.manager))
        elif each.result is LeadResult.SECOND_VOUCH and not (
            each.is_passed_on or owner == actor_id
        ):
            vouch = SecondVouch(referral.id, advocate=actor_id)
            intents.append(vouch.to_intent(owner, occasion=actor_id))
    outbox.queue_many(context, intents)
    people = {each.referral.owner for each in submitted} | {each.manager for each in submitted}
    windows.refresh_windows(context, [user_id for user_id in people if user_id])


def _store_lead(
    context: Context,
    lead: Lead,
    opening: Opening | None,
    candidate: Candidate,
    earlier: Referral | None,
    candidate_user_id: str | None,
) -> SubmittedLead:
    """Stores one lead. `earlier` is the candidate's newest referral for the opening, or None.

    If `earlier` is too old, the actor starts a new referral, as its first advocate.
    """
    if earlier is None or not becomes_second_vouch(
        earlier.created_at, context.now, context.policy.first_voice_days
    ):
        return _create_referral(context, lead, opening, candidate, candidate_user_id)
    return _add_or_find_endorsement(context, lead, earlier)


def _add_or_find_endorsement(context: Context, lead: Lead, referral: Referral) -> SubmittedLead:
    """Adds the actor's vouch to a referral, or finds their endorsement if they have vouched before.

    An ended referral is reopened, with one exception: if someone will look at it again on a later
    day, an advocate who has vouched before does not reopen it.
    """
    own = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, context.actor.user_id
    )
    if can_reopen(referral) and not (own is not None and has_return_ahead(context, referral)):
        referral, history_id = reopen_referral(context, referral)
        if own is not None:
            bonus.freeze_terms(context, referral, find_opening_of(context, referral))
            card, occasion = ReferralReceived(referral.id), f"{referral.owner}:{history_id}"
            outbox.queue(context, card, to=referral.owner, occasion=occasion)
            return SubmittedLead(LeadResult.REOPENED, referral, own)
    if own is not None:
        history.add_line(context, "referral.again", "referral", referral.id)
        return SubmittedLead(LeadResult.KNOWN, referral, _add_contact(context, lead, own))
    return _store_second_vouch(context, lead, referral)


def _add_contact(context: Context, lead: Lead, own: Endorsement) -> Endorsement:
    """Stores a new version of the actor's endorsement if the lead has a different contact."""
    email, profile_url = lead.email or own.email, lead.profile_url or own.profile_url
    if (email, profile_url) == (own.email, own.profile_url):
        return own
    outbox.queue_edits(context, DESK_CARDS, own.referral_id)
    return endorsements.add_version(
        context.transaction,
        context.workspace.id,
        own.referral_id,
        own.advocate,
        candidate_name=own.candidate_name,
        relationship=own.relationship,
        evidence=own.evidence,
        is_first=own.is_first,
        email=email,
        profile_url=profile_url,
        now=context.now,
    )


def _create_referral(
    context: Context,
    lead: Lead,
    opening: Opening | None,
    candidate: Candidate,
    candidate_user_id: str | None,
) -> SubmittedLead:
    owner = choose_owner(
        context,
        opening,
        candidate,
        avoid=[context.actor.user_id],
        candidate_user_id=candidate_user_id,
        given_email=lead.email,
    )
    referral = referrals.add(
        context.transaction,
        context.workspace.id,
        candidate=candidate,
        opening=opening,
        advocate=context.actor.user_id,
        owner=owner.user_id,
        bonus_rule=_freeze_bonus_rule(opening),
        now=context.now,
    )
    endorsement = _add_endorsement(context, referral, lead, is_first=True)
    bonus.freeze_terms(context, referral, opening)
    follow_ups.plan_for_new_referral(context, referral, owner)
    history.add_line(context, "referral.submitted", "referral", referral.id)
    manager = opening.hiring_manager if opening else None
    return SubmittedLead(LeadResult.NEW, referral, endorsement, owner, manager)


def _store_second_vouch(context: Context, lead: Lead, referral: Referral) -> SubmittedLead:
    endorsement = _add_endorsement(context, referral, lead, is_first=False)
    earlier_owner = referral.owner
    if not referral.ended:
        bonus.agree_to_terms(context, referral)
        follow_ups.plan_heartbeat(context, referral, context.actor.user_id)
        follow_ups.plan_invitation_to_say_more(context, referral, context.actor.user_id)
        if referral.candidate.awaits_agreement:
            follow_ups.plan_consent_question(context, referral.candidate, context.actor.user_id)
    history.add_line(context, "referral.vouched", "referral", referral.id)
    # The first advocate's acknowledgement shows that someone else vouches, but not who.
    outbox.queue_edits(context, (*DESK_CARDS, Acknowledgement), referral.id)
    referral = pass_on_if_owner_vouches(context, referral)
    return SubmittedLead(
        LeadResult.SECOND_VOUCH, referral, endorsement, is_passed_on=referral.owner != earlier_owner
    )


def _add_endorsement(
    context: Context, referral: Referral, lead: Lead, *, is_first: bool
) -> Endorsement:
    return endorsements.add_version(
        context.transaction,
        context.workspace.id,
        referral.id,
        context.actor.user_id,
        candidate_name=lead.name,
        relationship=lead.relationship,
        evidence=Evidence(),
        is_first=is_first,
        email=lead.email,
        profile_url=lead.profile_url,
        now=context.now,
        is_new_referral=is_first,
    )


def _freeze_bonus_rule(opening: Opening | None) -> str:
    """The bonus and its rule as they are now; a later edit of the opening does not change them."""
    if opening is None or not opening.bonus:
        return ""
    return f"{opening.bonus}\n{opening.bonus_rule}".strip()


def check_evidence(evidence: Evidence) -> None:
    """Raises `FormError` with every field of the evidence that cannot be used."""
    errors = [
        FieldError(name, "too_long", str(TEXT_MAX))
        for name in ("saw", "why", "trust", "adaptability", "lifts")
        if len(getattr(evidence, name)) > TEXT_MAX
    ]
    if not (evidence.saw or evidence.why):
        errors.append(FieldError("saw", "empty_evidence"))
    if evidence.conviction is None:
        errors.append(FieldError("conviction", "empty"))
    if errors:
        raise FormError(tuple(errors))


def endorse(
    context: Context, referral_id: int, evidence: Evidence
) -> tuple[Referral, Endorsement, list[Commitment]]:
    """Stores evidence as a new version of the actor's endorsement, unless it changes nothing.

    The actor's commitments become those of the evidence. Returns the referral, the endorsement and
    the new commitments. Raises `NotFoundError`, `NotAllowedError` and `FormError`.
    """
    referral, own = find_referral_and_own_endorsement(context, referral_id)
    check_evidence(evidence)
    workspace_id = context.workspace.id
    endorsement = own
    if not own.evidence.says_the_same(evidence):
        endorsement = endorsements.add_version(
            context.transaction,
            workspace_id,
            referral_id,
            context.actor.user_id,
            candidate_name=own.candidate_name,
            relationship=own.relationship,
            evidence=evidence,
            is_first=own.is_first,
            email=own.email,
            profile_url=own.profile_url,
            now=context.now,
        )
        evidence_news.queue_news(context, referral, endorsement)
    new_commitments = commitment_service.set_commitments(context, referral, evidence.commitments)
    commitment_service.close_say_more(context, referral)
    desk.save_depths(context.transaction, workspace_id, [referral_id])
    history.add_line(
        context, "referral.endorsed", "referral", referral_id, version=endorsement.version
    )
    outbox.queue_edits(context, DESK_CARDS, referral_id)
    queue_acknowledgement_edits(context, referral)
    return referral, endorsement, new_commitments
