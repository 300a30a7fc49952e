"""A referral comes in: as a lead, as an endorsement, as a second vouch. Stored first, then said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.consent import decide_by
from domain.errors import FieldError, FormError, NotAllowedError, NotFoundError
from domain.members import Actor
from domain.openings import Opening
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import (
    Candidate,
    Commitment,
    Consent,
    Endorsement,
    Evidence,
    Lead,
    Referral,
    first_voice_holds,
)
from services import commitments as deeds
from services import consent, follow_ups
from services.follow_ups import CARDS, thank_again
from services.openings import taking
from services.people import owner_for
from storage import candidates, endorsements, history, openings, referrals
from storage.engine import Transaction
from storage.outbox import intents as outbox

NAME_MAX = 300
TEXT_LIMIT = 3000


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
    elif len(lead.name) > NAME_MAX:
        bad.append(FieldError("name", "too_long", str(NAME_MAX)))
    if lead.email is None and lead.profile_url is None:
        bad.append(FieldError("email", "no_contact"))
    if lead.email is not None and lead.email == (actor.member.email or "").casefold():
        bad.append(FieldError("email", "own_email"))
    if bad:
        raise FormError(tuple(bad))


def submit_lead(
    transaction: Transaction,
    actor: Actor,
    lead: Lead,
    policy: Policy,
    now: datetime,
    *,
    not_owner: str | None = None,
) -> Submitted:
    """As `submit_leads`, for one opening."""
    return submit_leads(transaction, actor, [lead], policy, now, not_owner=not_owner)[0]


def submit_leads(
    transaction: Transaction,
    actor: Actor,
    leads: Sequence[Lead],
    policy: Policy,
    now: datetime,
    *,
    not_owner: str | None = None,
) -> list[Submitted]:
    """Store one person's leads, one for each opening; thank once, and tell each owner.

    The leads differ in their opening alone. A candidate already put forward for an opening becomes
    a second vouch there. `not_owner` is passed over while there is somebody else: nobody answers a
    referral of themselves.
    All or nothing: raises `FormError`, `OpeningNotOpenError`, `NoOwnerError`.
    """
    check_lead(actor, leads[0])
    ws = actor.workspace_id
    wanted = [
        taking(transaction, ws, lead.opening_id) if lead.opening_id is not None else None
        for lead in leads
    ]
    until = decide_by(now, policy)
    new = candidates.add(transaction, ws, leads[0], now, decide_by=until)
    candidate = new or candidates.save(transaction, ws, leads[0], now, decide_by=until)
    if leads[0].consent is Consent.AGREED and candidate.undecided:
        consent.given(transaction, candidate, actor.user_id, policy, now)
        candidate = replace(candidate, consent=Consent.AGREED, agreed_at=now, decide_by=None)
    done: list[Submitted] = []
    for lead, opening in zip(leads, wanted, strict=True):
        # Nobody can have put a new one forward.
        earlier = None if new else referrals.latest(transaction, ws, candidate.id, lead.opening_id)
        each = _submit(
            transaction, actor, lead, opening, candidate, earlier, policy, now, not_owner
        )
        done.append(each)
    _tell(transaction, actor, done, now)
    return done


def second_vouch(
    transaction: Transaction,
    actor: Actor,
    lead: Lead,
    referral: Referral,
    policy: Policy,
    now: datetime,
) -> Submitted:
    """Stand beside those who put the candidate forward; where the actor does already: `AGAIN`."""
    done = _beside(transaction, actor, lead, referral, policy, now)
    _tell(transaction, actor, [done], now)
    return done


def _tell(transaction: Transaction, actor: Actor, done: Sequence[Submitted], now: datetime) -> None:
    """Thanks to the advocate in one message, news to each owner; none for what was there before."""
    ws = actor.workspace_id
    told: list[NewIntent] = []
    for each in done:
        kind = _OWNER_IS_TOLD.get(each.arrival)
        if kind is not None:
            by = actor.user_id if each.arrival is Arrival.SECOND else ""
            told.append(_intent(each.referral, kind, each.referral.owner, by=by))
    fresh = [each.referral for each in done if each.arrival is not Arrival.AGAIN]
    if fresh:
        thanks = _intent(fresh[0], IntentKind.ACKNOWLEDGEMENT, actor.user_id)
        thanks.about["with"] = [referral.id for referral in fresh[1:]]
        outbox.queue_all(transaction, ws, [thanks, *told], now)


_OWNER_IS_TOLD = {
    Arrival.NEW: IntentKind.RECEIVED,
    Arrival.SECOND: IntentKind.SECOND_VOUCH,
}


def _submit(
    transaction: Transaction,
    actor: Actor,
    lead: Lead,
    opening: Opening | None,
    candidate: Candidate,
    earlier: Referral | None,
    policy: Policy,
    now: datetime,
    not_owner: str | None,
) -> Submitted:
    """One of the leads; `earlier` is the candidate's newest referral for that opening."""
    if earlier is not None and not first_voice_holds(
        earlier.created_at, now, policy.first_voice_days
    ):
        earlier = None
    if earlier is None:
        return _first(transaction, actor, lead, opening, candidate, policy, now, not_owner)
    return _beside(transaction, actor, lead, earlier, policy, now)


def _beside(
    transaction: Transaction,
    actor: Actor,
    lead: Lead,
    referral: Referral,
    policy: Policy,
    now: datetime,
) -> Submitted:
    ws = actor.workspace_id
    mine = endorsements.by(transaction, ws, referral.id, actor.user_id)
    if mine is not None:
        history.note(transaction, ws, actor.user_id, "referral.again", "referral", referral.id, now)
        return Submitted(Arrival.AGAIN, referral, mine)
    return _second(transaction, actor, lead, referral, policy, now)


def _first(
    transaction: Transaction,
    actor: Actor,
    lead: Lead,
    opening: Opening | None,
    candidate: Candidate,
    policy: Policy,
    now: datetime,
    not_owner: str | None,
) -> Submitted:
    ws = actor.workspace_id
    referral = referrals.add(
        transaction,
        ws,
        candidate=candidate,
        opening=opening,
        advocate=actor.user_id,
        owner=owner_for(transaction, ws, opening, policy, but_not=actor.user_id, nor=not_owner),
        bonus_rule=_frozen_bonus(opening),
        now=now,
    )
    said = _say(transaction, actor, referral, lead, first=True, now=now)
    follow_ups.begin(transaction, referral, policy, now)
    history.note(transaction, ws, actor.user_id, "referral.submitted", "referral", referral.id, now)
    return Submitted(Arrival.NEW, referral, said)


def _second(
    transaction: Transaction,
    actor: Actor,
    lead: Lead,
    referral: Referral,
    policy: Policy,
    now: datetime,
) -> Submitted:
    ws = actor.workspace_id
    said = _say(transaction, actor, referral, lead, first=False, now=now)
    if not referral.ended:
        follow_ups.keep_posted(transaction, referral, actor.user_id, policy, now)
        follow_ups.invite_more(transaction, referral, actor.user_id, policy, now)
        if referral.candidate.undecided:
            follow_ups.expect_consent(transaction, referral.candidate, actor.user_id, policy, now)
    history.note(transaction, ws, actor.user_id, "referral.vouched", "referral", referral.id, now)
    # The first advocate's thanks say that a colleague stands beside them, not who.
    outbox.refresh(transaction, ws, (*CARDS, IntentKind.ACKNOWLEDGEMENT), referral.id, now)
    return Submitted(Arrival.SECOND, referral, said)


def _say(
    transaction: Transaction,
    actor: Actor,
    referral: Referral,
    lead: Lead,
    *,
    first: bool,
    now: datetime,
) -> Endorsement:
    return endorsements.say(
        transaction,
        actor.workspace_id,
        referral.id,
        actor.user_id,
        called=lead.name,
        relationship=lead.relationship,
        evidence=Evidence(),
        first=first,
        now=now,
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
        FieldError(name, "too_long", str(TEXT_LIMIT))
        for name in ("saw", "why", "trust", "adaptability", "lifts")
        if len(getattr(evidence, name)) > TEXT_LIMIT
    ]
    if not (evidence.saw or evidence.why):
        bad.append(FieldError("saw", "empty_evidence"))
    if evidence.conviction is None:
        bad.append(FieldError("conviction", "empty"))
    if bad:
        raise FormError(tuple(bad))


def standing_behind(
    transaction: Transaction, actor: Actor, referral_id: int
) -> tuple[Referral, Endorsement]:
    """The referral and the actor's own words on it: `NotFoundError`, or `NotAllowedError` for
    somebody else's.
    """
    referral = referrals.find(transaction, actor.workspace_id, referral_id)
    if referral is None:
        raise NotFoundError("referral")
    mine = endorsements.by(transaction, actor.workspace_id, referral_id, actor.user_id)
    if mine is None:
        raise NotAllowedError("endorse")
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return referral, mine


def endorse(
    transaction: Transaction,
    actor: Actor,
    referral_id: int,
    evidence: Evidence,
    policy: Policy,
    now: datetime,
) -> tuple[Referral, Endorsement, list[Commitment]]:
    """Put evidence behind one's own referral; each new commitment becomes a follow-up.

    The commitments are those of the evidence from now on: what is missing there is dropped, unless
    it is done. What was said before is kept as an earlier version; said again in the same words,
    there is no new one. Raises `FormError`, `NotFoundError`, `NotAllowedError`.
    """
    referral, mine = standing_behind(transaction, actor, referral_id)
    check_evidence(evidence)
    ws = actor.workspace_id
    said = mine
    if replace(mine.evidence, commitments=()) != replace(evidence, commitments=()):
        said = endorsements.say(
            transaction,
            ws,
            referral_id,
            actor.user_id,
            called=mine.called,
            relationship=mine.relationship,
            evidence=evidence,
            first=mine.first,
            now=now,
        )
    new = deeds.offer(transaction, actor, referral, evidence.commitments, policy, now)
    deeds.said_more(transaction, actor, referral, now)
    history.note(
        transaction,
        ws,
        actor.user_id,
        "referral.endorsed",
        "referral",
        referral_id,
        now,
        version=said.version,
    )
    outbox.refresh(transaction, ws, CARDS, referral_id, now)
    thank_again(transaction, referral, now)
    return referral, said, new


def opening_of(transaction: Transaction, referral: Referral) -> Opening | None:
    if referral.opening_id is None:
        return None
    return openings.find(transaction, referral.workspace_id, referral.opening_id)
