"""A referral comes in: as a lead, as an endorsement, as a second vouch. Stored first, then said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from domain.consent import decide_by
from domain.errors import BadField, BadFields, Gone, NotAllowed
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
from storage.engine import Session
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
    """Raises `BadFields` for what the rules refuse once the fields could be read."""
    bad: list[BadField] = []
    if not lead.name:
        bad.append(BadField("name", "empty"))
    elif len(lead.name) > NAME_MAX:
        bad.append(BadField("name", "too_long", str(NAME_MAX)))
    if lead.email is None and lead.profile_url is None:
        bad.append(BadField("email", "no_contact"))
    if lead.email is not None and lead.email == (actor.member.email or "").casefold():
        bad.append(BadField("email", "own_email"))
    if bad:
        raise BadFields(tuple(bad))


def submit_lead(
    session: Session,
    actor: Actor,
    lead: Lead,
    policy: Policy,
    now: datetime,
    *,
    not_owner: str | None = None,
) -> Submitted:
    """As `submit_leads`, for one opening."""
    return submit_leads(session, actor, [lead], policy, now, not_owner=not_owner)[0]


def submit_leads(
    session: Session,
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
    All or nothing: raises `BadFields`, `OpeningNotTaking`, `NobodyToAnswer`.
    """
    check_lead(actor, leads[0])
    ws = actor.workspace_id
    wanted = [
        taking(session, ws, lead.opening_id) if lead.opening_id is not None else None
        for lead in leads
    ]
    until = decide_by(now, policy)
    new = candidates.add(session, ws, leads[0], now, decide_by=until)
    candidate = new or candidates.save(session, ws, leads[0], now, decide_by=until)
    if leads[0].consent is Consent.AGREED and candidate.undecided:
        consent.given(session, candidate, actor.user_id, policy, now)
        candidate = replace(candidate, consent=Consent.AGREED, agreed_at=now, decide_by=None)
    done: list[Submitted] = []
    for lead, opening in zip(leads, wanted, strict=True):
        # Nobody can have put a new one forward.
        earlier = None if new else referrals.latest(session, ws, candidate.id, lead.opening_id)
        each = _submit(session, actor, lead, opening, candidate, earlier, policy, now, not_owner)
        done.append(each)
    _tell(session, actor, done, now)
    return done


def second_vouch(
    session: Session, actor: Actor, lead: Lead, referral: Referral, policy: Policy, now: datetime
) -> Submitted:
    """Stand beside those who put the candidate forward; where the actor does already: `AGAIN`."""
    done = _beside(session, actor, lead, referral, policy, now)
    _tell(session, actor, [done], now)
    return done


def _tell(session: Session, actor: Actor, done: Sequence[Submitted], now: datetime) -> None:
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
        outbox.queue_all(session, ws, [thanks, *told], now)


_OWNER_IS_TOLD = {
    Arrival.NEW: IntentKind.RECEIVED,
    Arrival.SECOND: IntentKind.SECOND_VOUCH,
}


def _submit(
    session: Session,
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
        return _first(session, actor, lead, opening, candidate, policy, now, not_owner)
    return _beside(session, actor, lead, earlier, policy, now)


def _beside(
    session: Session, actor: Actor, lead: Lead, referral: Referral, policy: Policy, now: datetime
) -> Submitted:
    ws = actor.workspace_id
    mine = endorsements.by(session, ws, referral.id, actor.user_id)
    if mine is not None:
        history.note(session, ws, actor.user_id, "referral.again", "referral", referral.id, now)
        return Submitted(Arrival.AGAIN, referral, mine)
    return _second(session, actor, lead, referral, policy, now)


def _first(
    session: Session,
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
        session,
        ws,
        candidate=candidate,
        opening=opening,
        advocate=actor.user_id,
        owner=owner_for(session, ws, opening, policy, but_not=actor.user_id, nor=not_owner),
        bonus_rule=_frozen_bonus(opening),
        now=now,
    )
    said = _say(session, actor, referral, lead, first=True, now=now)
    follow_ups.begin(session, referral, policy, now)
    history.note(session, ws, actor.user_id, "referral.submitted", "referral", referral.id, now)
    return Submitted(Arrival.NEW, referral, said)


def _second(
    session: Session, actor: Actor, lead: Lead, referral: Referral, policy: Policy, now: datetime
) -> Submitted:
    ws = actor.workspace_id
    said = _say(session, actor, referral, lead, first=False, now=now)
    if not referral.ended:
        follow_ups.keep_posted(session, referral, actor.user_id, policy, now)
        follow_ups.invite_more(session, referral, actor.user_id, policy, now)
        if referral.candidate.undecided:
            follow_ups.expect_consent(session, referral.candidate, actor.user_id, policy, now)
    history.note(session, ws, actor.user_id, "referral.vouched", "referral", referral.id, now)
    # The first advocate's thanks say that a colleague stands beside them, not who.
    outbox.refresh(session, ws, (*CARDS, IntentKind.ACKNOWLEDGEMENT), referral.id, now)
    return Submitted(Arrival.SECOND, referral, said)


def _say(
    session: Session, actor: Actor, referral: Referral, lead: Lead, *, first: bool, now: datetime
) -> Endorsement:
    return endorsements.say(
        session,
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
        BadField(name, "too_long", str(TEXT_LIMIT))
        for name in ("saw", "why", "trust", "adaptability", "lifts")
        if len(getattr(evidence, name)) > TEXT_LIMIT
    ]
    if not (evidence.saw or evidence.why):
        bad.append(BadField("saw", "empty_evidence"))
    if evidence.conviction is None:
        bad.append(BadField("conviction", "empty"))
    if bad:
        raise BadFields(tuple(bad))


def standing_behind(
    session: Session, actor: Actor, referral_id: int
) -> tuple[Referral, Endorsement]:
    """The referral and the actor's own words on it: `Gone`, or `NotAllowed` for somebody else's."""
    referral = referrals.find(session, actor.workspace_id, referral_id)
    if referral is None:
        raise Gone("referral")
    mine = endorsements.by(session, actor.workspace_id, referral_id, actor.user_id)
    if mine is None:
        raise NotAllowed("endorse")
    if referral.candidate.erased_at is not None:
        raise Gone("candidate")
    return referral, mine


def endorse(
    session: Session,
    actor: Actor,
    referral_id: int,
    evidence: Evidence,
    policy: Policy,
    now: datetime,
) -> tuple[Referral, Endorsement, list[Commitment]]:
    """Put evidence behind one's own referral; each new commitment becomes a follow-up.

    The commitments are those of the evidence from now on: what is missing there is dropped, unless
    it is done. What was said before is kept as an earlier version; said again in the same words,
    there is no new one. Raises `BadFields`, `Gone`, `NotAllowed`.
    """
    referral, mine = standing_behind(session, actor, referral_id)
    check_evidence(evidence)
    ws = actor.workspace_id
    said = mine
    if replace(mine.evidence, commitments=()) != replace(evidence, commitments=()):
        said = endorsements.say(
            session,
            ws,
            referral_id,
            actor.user_id,
            called=mine.called,
            relationship=mine.relationship,
            evidence=evidence,
            first=mine.first,
            now=now,
        )
    new = deeds.offer(session, actor, referral, evidence.commitments, policy, now)
    deeds.said_more(session, actor, referral, now)
    history.note(
        session,
        ws,
        actor.user_id,
        "referral.endorsed",
        "referral",
        referral_id,
        now,
        version=said.version,
    )
    outbox.refresh(session, ws, CARDS, referral_id, now)
    thank_again(session, referral, now)
    return referral, said, new


def opening_of(session: Session, referral: Referral) -> Opening | None:
    if referral.opening_id is None:
        return None
    return openings.find(session, referral.workspace_id, referral.opening_id)
