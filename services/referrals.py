"""A referral comes in: as a lead, as an endorsement, as a second vouch. Stored first, then said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.consent import consent_deadline
from domain.endorsements import Commitment, Endorsement, Evidence
from domain.errors import FieldError, FormError, NotAllowedError, NotFoundError
from domain.limits import CANDIDATE_NAME_MAX, TEXT_MAX
from domain.members import Actor
from domain.messages import Acknowledgement, ReferralReceived, SecondVouch
from domain.openings import Opening
from domain.referrals import Candidate, Consent, Lead, Referral, is_within_first_voice_window
from services import commitments as deeds
from services import consent, follow_ups, history, outbox
from services.context import Context
from services.follow_ups import DESK_CARDS, queue_acknowledgement_edits
from services.openings import find_open_opening
from services.people import choose_owner
from storage import candidates, endorsements, openings, referrals


class Arrival(StrEnum):
    """What a submitted lead turned out to be."""

    NEW = "new"
    SECOND = "second"  # a colleague was first: this stands beside their words
    AGAIN = "again"  # the same advocate, the same candidate and opening


@dataclass(frozen=True, slots=True)
class Submitted:
    arrival: Arrival
    referral: Referral
    endorsement: Endorsement


def check_lead(actor: Actor, lead: Lead) -> None:
    """Raises `FormError` for what the rules refuse once the fields could be read."""
    bad: list[FieldError] = []
    if not lead.name:
        bad.append(FieldError("name", "empty"))
    elif len(lead.name) > CANDIDATE_NAME_MAX:
        bad.append(FieldError("name", "too_long", str(CANDIDATE_NAME_MAX)))
    if lead.email is None and lead.profile_url is None:
        bad.append(FieldError("email", "no_contact"))
    if lead.email is not None and lead.email == (actor.member.email or "").casefold():
        bad.append(FieldError("email", "own_email"))
    if bad:
        raise FormError(tuple(bad))


def submit_lead(context: Context, lead: Lead, *, not_owner: str | None = None) -> Submitted:
    """As `submit_leads`, for one opening."""
    return submit_leads(context, [lead], not_owner=not_owner)[0]


def submit_leads(
    context: Context, leads: Sequence[Lead], *, not_owner: str | None = None
) -> list[Submitted]:
    """Store one person's leads, one for each opening; thank once, and tell each owner.

    The leads differ in their opening alone. A candidate already put forward for an opening becomes
    a second vouch there. `not_owner` is passed over while there is somebody else: nobody answers a
    referral of themselves.
    All or nothing: raises `FormError`, `OpeningNotOpenError`, `NoOwnerError`.
    """
    check_lead(context.actor, leads[0])
    ws = context.workspace.id
    wanted = [
        find_open_opening(context, lead.opening_id) if lead.opening_id is not None else None
        for lead in leads
    ]
    until = consent_deadline(context.now, context.policy)
    new = candidates.add(context.transaction, ws, leads[0], context.now, decide_by=until)
    candidate = new or candidates.find_or_add(
        context.transaction, ws, leads[0], context.now, decide_by=until
    )
    if leads[0].consent is Consent.AGREED and candidate.undecided:
        consent.record_agreement(context, candidate)
        candidate = replace(
            candidate, consent=Consent.AGREED, agreed_at=context.now, decide_by=None
        )
    done: list[Submitted] = []
    for lead, opening in zip(leads, wanted, strict=True):
        # Nobody can have put a new one forward.
        earlier = (
            None
            if new
            else referrals.find_latest(context.transaction, ws, candidate.id, lead.opening_id)
        )
        each = _submit(context, lead, opening, candidate, earlier, not_owner)
        done.append(each)
    _queue_messages(context, done)
    return done


def add_second_vouch(context: Context, lead: Lead, referral: Referral) -> Submitted:
    """Stand beside those who put the candidate forward; where the actor does already: `AGAIN`."""
    done = _add_or_find_voice(context, lead, referral)
    _queue_messages(context, [done])
    return done


def _queue_messages(context: Context, done: Sequence[Submitted]) -> None:
    """Thanks to the advocate in one message, news to each owner; none for what was there before."""
    new = [each.referral for each in done if each.arrival is not Arrival.AGAIN]
    if not new:
        return
    me = context.actor.user_id
    together = tuple(referral.id for referral in new[1:])
    intents = [Acknowledgement(new[0].id, together).to_intent(me, occasion=me)]
    for each in done:
        referral, owner = each.referral, each.referral.owner
        if each.arrival is Arrival.NEW:
            intents.append(ReferralReceived(referral.id).to_intent(owner, occasion=owner))
        elif each.arrival is Arrival.SECOND:
            intents.append(SecondVouch(referral.id, by=me).to_intent(owner, occasion=me))
    outbox.queue_many(context, intents)


def _submit(
    context: Context,
    lead: Lead,
    opening: Opening | None,
    candidate: Candidate,
    earlier: Referral | None,
    not_owner: str | None,
) -> Submitted:
    """One of the leads; `earlier` is the candidate's newest referral for that opening."""
    if earlier is not None and not is_within_first_voice_window(
        earlier.created_at, context.now, context.policy.first_voice_days
    ):
        earlier = None
    if earlier is None:
        return _create_referral(context, lead, opening, candidate, not_owner)
    return _add_or_find_voice(context, lead, earlier)


def _add_or_find_voice(context: Context, lead: Lead, referral: Referral) -> Submitted:
    ws = context.workspace.id
    mine = endorsements.find_by_advocate(
        context.transaction, ws, referral.id, context.actor.user_id
    )
    if mine is not None:
        history.add_line(context, "referral.again", "referral", referral.id)
        return Submitted(Arrival.AGAIN, referral, mine)
    return _add_voice(context, lead, referral)


def _create_referral(
    context: Context,
    lead: Lead,
    opening: Opening | None,
    candidate: Candidate,
    not_owner: str | None,
) -> Submitted:
    ws = context.workspace.id
    referral = referrals.add(
        context.transaction,
        ws,
        candidate=candidate,
        opening=opening,
        advocate=context.actor.user_id,
        owner=choose_owner(context, opening, but_not=context.actor.user_id, nor=not_owner),
        bonus_rule=_frozen_bonus(opening),
        now=context.now,
    )
    said = _add_endorsement(context, referral, lead, first=True)
    follow_ups.plan_for_new_referral(context, referral)
    history.add_line(context, "referral.submitted", "referral", referral.id)
    return Submitted(Arrival.NEW, referral, said)


def _add_voice(context: Context, lead: Lead, referral: Referral) -> Submitted:
    ws = context.workspace.id
    said = _add_endorsement(context, referral, lead, first=False)
    if not referral.ended:
        follow_ups.plan_heartbeat(context, referral, context.actor.user_id)
        follow_ups.plan_say_more(context, referral, context.actor.user_id)
        if referral.candidate.undecided:
            follow_ups.plan_consent_question(context, referral.candidate, context.actor.user_id)
    history.add_line(context, "referral.vouched", "referral", referral.id)
    # The first advocate's thanks say that a colleague stands beside them, not who.
    outbox.queue_edits(context, (*DESK_CARDS, Acknowledgement), referral.id)
    return Submitted(Arrival.SECOND, referral, said)


def _add_endorsement(
    context: Context, referral: Referral, lead: Lead, *, first: bool
) -> Endorsement:
    return endorsements.add_version(
        context.transaction,
        context.workspace.id,
        referral.id,
        context.actor.user_id,
        called=lead.name,
        relationship=lead.relationship,
        evidence=Evidence(),
        first=first,
        now=context.now,
        new=first,
    )


def _frozen_bonus(opening: Opening | None) -> str:
    if opening is None or not opening.bonus:
        return ""
    return f"{opening.bonus}\n{opening.bonus_rule}".strip()


def check_evidence(evidence: Evidence) -> None:
    bad = [
        FieldError(name, "too_long", str(TEXT_MAX))
        for name in ("saw", "why", "trust", "adaptability", "lifts")
        if len(getattr(evidence, name)) > TEXT_MAX
    ]
    if not (evidence.saw or evidence.why):
        bad.append(FieldError("saw", "empty_evidence"))
    if evidence.conviction is None:
        bad.append(FieldError("conviction", "empty"))
    if bad:
        raise FormError(tuple(bad))


def find_own_endorsement(context: Context, referral_id: int) -> tuple[Referral, Endorsement]:
    """The referral and the actor's own words on it: `NotFoundError`, or `NotAllowedError` for
    somebody else's.
    """
    referral = referrals.find(context.transaction, context.workspace.id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    mine = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral_id, context.actor.user_id
    )
    if mine is None:
        raise NotAllowedError("endorse")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return referral, mine


def endorse(
    context: Context, referral_id: int, evidence: Evidence
) -> tuple[Referral, Endorsement, list[Commitment]]:
    """Put evidence behind one's own referral; each new commitment becomes a follow-up.

    The commitments are those of the evidence from now on: what is missing there is dropped, unless
    it is done. What was said before is kept as an earlier version; said again in the same words,
    there is no new one. Raises `FormError`, `NotFoundError`, `NotAllowedError`.
    """
    referral, mine = find_own_endorsement(context, referral_id)
    check_evidence(evidence)
    ws = context.workspace.id
    said = mine
    if replace(mine.evidence, commitments=()) != replace(evidence, commitments=()):
        said = endorsements.add_version(
            context.transaction,
            ws,
            referral_id,
            context.actor.user_id,
            called=mine.candidate_name,
            relationship=mine.relationship,
            evidence=evidence,
            first=mine.is_first,
            now=context.now,
        )
    new = deeds.set_commitments(context, referral, evidence.commitments)
    deeds.close_say_more(context, referral)
    history.add_line(context, "referral.endorsed", "referral", referral_id, version=said.version)
    outbox.queue_edits(context, DESK_CARDS, referral_id)
    queue_acknowledgement_edits(context, referral)
    return referral, said, new


def find_opening_of(context: Context, referral: Referral) -> Opening | None:
    if referral.opening_id is None:
        return None
    return openings.find(context.transaction, referral.workspace_id, referral.opening_id)
