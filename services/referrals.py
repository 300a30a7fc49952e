"""A referral comes in: as a lead, as an endorsement, as a second vouch. Stored first, then said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.consent import consent_deadline
from domain.errors import FieldError, FormError, NotAllowedError, NotFoundError
from domain.limits import CANDIDATE_NAME_MAX, TEXT_MAX
from domain.members import Actor
from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from domain.referrals import (
    Candidate,
    Commitment,
    Consent,
    Endorsement,
    Evidence,
    Lead,
    Referral,
    is_within_first_voice_window,
)
from services import commitments as deeds
from services import consent, follow_ups
from services.context import Context
from services.follow_ups import CARDS, thank_again
from services.openings import taking
from services.people import owner_for
from storage import candidates, endorsements, history, openings, referrals
from storage.outbox import intents as outbox


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
        taking(context, lead.opening_id) if lead.opening_id is not None else None for lead in leads
    ]
    until = consent_deadline(context.now, context.policy)
    new = candidates.add(context.transaction, ws, leads[0], context.now, decide_by=until)
    candidate = new or candidates.find_or_add(
        context.transaction, ws, leads[0], context.now, decide_by=until
    )
    if leads[0].consent is Consent.AGREED and candidate.undecided:
        consent.given(context, candidate)
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
    _tell(context, done)
    return done


def second_vouch(context: Context, lead: Lead, referral: Referral) -> Submitted:
    """Stand beside those who put the candidate forward; where the actor does already: `AGAIN`."""
    done = _beside(context, lead, referral)
    _tell(context, [done])
    return done


def _tell(context: Context, done: Sequence[Submitted]) -> None:
    """Thanks to the advocate in one message, news to each owner; none for what was there before."""
    ws = context.workspace.id
    told: list[NewIntent] = []
    for each in done:
        kind = _OWNER_IS_TOLD.get(each.arrival)
        if kind is not None:
            by = context.actor.user_id if each.arrival is Arrival.SECOND else ""
            told.append(_intent(each.referral, kind, each.referral.owner, by=by))
    fresh = [each.referral for each in done if each.arrival is not Arrival.AGAIN]
    if fresh:
        thanks = _intent(fresh[0], IntentKind.ACKNOWLEDGEMENT, context.actor.user_id)
        thanks.about["with"] = [referral.id for referral in fresh[1:]]
        outbox.queue_many(context.transaction, ws, [thanks, *told], context.now)


_OWNER_IS_TOLD = {
    Arrival.NEW: IntentKind.RECEIVED,
    Arrival.SECOND: IntentKind.SECOND_VOUCH,
}


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
        return _first(context, lead, opening, candidate, not_owner)
    return _beside(context, lead, earlier)


def _beside(context: Context, lead: Lead, referral: Referral) -> Submitted:
    ws = context.workspace.id
    mine = endorsements.find_by_advocate(
        context.transaction, ws, referral.id, context.actor.user_id
    )
    if mine is not None:
        history.add_line(
            context.transaction,
            ws,
            context.actor.user_id,
            "referral.again",
            "referral",
            referral.id,
            context.now,
        )
        return Submitted(Arrival.AGAIN, referral, mine)
    return _second(context, lead, referral)


def _first(
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
        owner=owner_for(context, opening, but_not=context.actor.user_id, nor=not_owner),
        bonus_rule=_frozen_bonus(opening),
        now=context.now,
    )
    said = _say(context, referral, lead, first=True)
    follow_ups.begin(context, referral)
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "referral.submitted",
        "referral",
        referral.id,
        context.now,
    )
    return Submitted(Arrival.NEW, referral, said)


def _second(context: Context, lead: Lead, referral: Referral) -> Submitted:
    ws = context.workspace.id
    said = _say(context, referral, lead, first=False)
    if not referral.ended:
        follow_ups.keep_posted(context, referral, context.actor.user_id)
        follow_ups.invite_more(context, referral, context.actor.user_id)
        if referral.candidate.undecided:
            follow_ups.expect_consent(context, referral.candidate, context.actor.user_id)
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "referral.vouched",
        "referral",
        referral.id,
        context.now,
    )
    # The first advocate's thanks say that a colleague stands beside them, not who.
    outbox.queue_edits(
        context.transaction, ws, (*CARDS, IntentKind.ACKNOWLEDGEMENT), referral.id, context.now
    )
    return Submitted(Arrival.SECOND, referral, said)


def _say(context: Context, referral: Referral, lead: Lead, *, first: bool) -> Endorsement:
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


def _intent(referral: Referral, kind: IntentKind, to: str, by: str = "") -> NewIntent:
    return NewIntent(kind, to, referral.id, f"{kind.value}:{referral.id}:{by or to}", {"by": by})


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


def standing_behind(context: Context, referral_id: int) -> tuple[Referral, Endorsement]:
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
    referral, mine = standing_behind(context, referral_id)
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
    new = deeds.offer(context, referral, evidence.commitments)
    deeds.said_more(context, referral)
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "referral.endorsed",
        "referral",
        referral_id,
        context.now,
        version=said.version,
    )
    outbox.queue_edits(context.transaction, ws, CARDS, referral_id, context.now)
    thank_again(context, referral)
    return referral, said, new


def opening_of(context: Context, referral: Referral) -> Opening | None:
    if referral.opening_id is None:
        return None
    return openings.find(context.transaction, referral.workspace_id, referral.opening_id)
