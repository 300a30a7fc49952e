"""The candidate's agreement: given, refused, or not decided in time; and what follows from each.

Erasure starts here, too: `erase` is for whoever may ask for it. The rule of what goes is in
`storage.erasure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.consent import decide_by, is_hidden
from domain.errors import Gone, NotAllowed
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Actor
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import Candidate, Reason, Referral, Stage
from services import follow_ups
from services.asks import closing as ask_ends
from storage import candidates, endorsements, erasure, history, referrals
from storage import follow_ups as planned
from storage.engine import Session
from storage.outbox import intents as outbox

ON_AGREEMENT = (IntentKind.ACKNOWLEDGEMENT, IntentKind.RECEIVED, IntentKind.SECOND_VOUCH)


def of_step(session: Session, step: FollowUp) -> Candidate:
    """Whom the step asks about; `Gone` where they are erased."""
    found = candidates.find(session, step.workspace_id, step.subject_id)
    if step.kind is not FollowUpKind.CONSENT or found is None or found.erased_at is not None:
        raise Gone("candidate")
    return found


def behind(session: Session, candidate: Candidate, advocate: str) -> list[Referral]:
    """The candidate's referrals that this advocate stands behind, the first first."""
    ws = candidate.workspace_id
    return [
        referral
        for referral in referrals.of_candidate(session, ws, candidate.id)
        if endorsements.by(session, ws, referral.id, advocate) is not None
    ]


def step_of(session: Session, actor: Actor, referral: Referral) -> FollowUp:
    """The actor's own step about the referral's candidate: `Gone` or `NotAllowed`."""
    if referral.candidate.erased_at is not None:
        raise Gone("candidate")
    ws, kind = actor.workspace_id, FollowUpKind.CONSENT
    step = planned.of_subject(session, ws, kind, referral.candidate.id, actor.user_id)
    if step is None:
        raise NotAllowed("endorse")
    return step


def agreed(session: Session, actor: Actor, step: FollowUp, policy: Policy, now: datetime) -> None:
    """The advocate says that they agreed. Said twice, the first time counts. Raises `Gone`."""
    given(session, of_step(session, step), actor.user_id, policy, now)


def given(
    session: Session, candidate: Candidate, by: str, policy: Policy, now: datetime, **how: str
) -> None:
    """They agreed: nobody is asked any more, and the cards say so. Nothing if they had before."""
    ws = candidate.workspace_id
    if not candidates.agree(session, ws, candidate.id, now):
        return
    history.note(session, ws, by, "candidate.agreed", "candidate", candidate.id, now, **how)
    _settle(session, candidate, FollowUpState.DONE, now)
    for referral in referrals.of_candidate(session, ws, candidate.id):
        outbox.refresh(session, ws, ON_AGREEMENT, referral.id, now)
        if is_hidden(candidate, policy.hide_until_agreed) and not referral.ended:
            _open(session, referral, policy, now)


def _open(session: Session, referral: Referral, policy: Policy, now: datetime) -> None:
    """Those who answer see who it is from now on: the owner is told, and their time begins."""
    if referral.answered_at is None:
        follow_ups.expect_answer(session, referral, policy, now)
    dedupe = f"agreed:{referral.id}:{referral.owner}"
    intent = NewIntent(IntentKind.AGREED, referral.owner, referral.id, dedupe)
    outbox.queue(session, referral.workspace_id, intent, now)


def _settle(session: Session, candidate: Candidate, state: FollowUpState, now: datetime) -> None:
    ws, kinds = candidate.workspace_id, (FollowUpKind.CONSENT,)
    follow_ups.close(session, ws, state, now, kinds=kinds, subject_id=candidate.id)


def declined(session: Session, actor: Actor, step: FollowUp, now: datetime) -> None:
    """They said no: withdrawn everywhere, and what was held about them is erased. Raises `Gone`."""
    candidate = of_step(session, step)
    if not erase(session, candidate, Reason.NOT_AGREED, actor.user_id, now):
        raise Gone("candidate")


def overdue(session: Session, policy: Policy, now: datetime, limit: int) -> int:
    """Erase those who have not agreed in time; how many were looked at.

    Each belongs to whoever claims it: on several replicas at once it happens once.
    """
    found = candidates.overdue(session, now, limit)
    for candidate in found:
        erase(session, candidate, Reason.NOT_ASKED, "clock", now, unless_agreed=True)
    return len(found) + _date(session, candidates.undated(session, limit), policy, now)


def _date(session: Session, found: Sequence[Candidate], policy: Policy, now: datetime) -> int:
    """Undecided ones from before there were dates: their time begins, and is told, now."""
    for candidate in found:
        until = decide_by(now, policy)
        candidates.give_time(session, candidate.workspace_id, [candidate.id], until)
        theirs = referrals.of_candidate(session, candidate.workspace_id, candidate.id)
        for who in _advocates(session, [each for each in theirs if not each.ended]):
            follow_ups.expect_consent(session, candidate, who, policy, now)
    return len(found)


def _advocates(session: Session, theirs: Sequence[Referral]) -> list[str]:
    voices = (endorsements.current(session, it.workspace_id, it.id) for it in theirs)
    return list(dict.fromkeys(voice.advocate for each in voices for voice in each))


def erase(
    session: Session,
    candidate: Candidate,
    why: Reason,
    by: str,
    now: datetime,
    *,
    unless_agreed: bool = False,
) -> bool:
    """Erase what is held about the candidate; False when somebody else did, or they agreed.

    Open referrals are withdrawn with `why`. Messages that wait are dropped, those that stand are
    edited, and every advocate is told. Stages, dates and depths stay: figures about nobody.
    """
    ws = candidate.workspace_id
    if not erasure.claim(session, ws, candidate.id, now, unless_agreed=unless_agreed):
        return False
    history.note(
        session, ws, by, "candidate.erased", "candidate", candidate.id, now, reason=why.value
    )
    theirs = referrals.of_candidate(session, ws, candidate.id)
    ids = [referral.id for referral in theirs]
    for referral in theirs:
        _withdraw(session, referral, why, by, now)
    _settle(session, candidate, FollowUpState.CANCELLED, now)
    erasure.words_about(session, ws, ids)
    ask_ends.erase(session, ws, ids, candidate.email, candidate.profile_url, by, now)
    erasure.answers_kept(session, ws)
    began = min((referral.created_at for referral in theirs), default=now)
    standing, waiting = erasure.messages(session, ws, candidate.id, ids, began)
    erasure.drop(session, ws, waiting, now)
    for intent_id in standing:
        outbox.refresh_one(session, ws, intent_id, now)
    for who in _advocates(session, theirs):
        dedupe = f"erased:{candidate.id}:{who}"
        about: dict[str, object] = {"why": why.value, "by": by}
        intent = NewIntent(IntentKind.ERASED, who, candidate.id, dedupe, about)
        outbox.queue(session, ws, intent, now)
    return True


def _withdraw(session: Session, referral: Referral, why: Reason, by: str, now: datetime) -> None:
    ws = referral.workspace_id
    planned.settle_all(session, ws, FollowUpState.CANCELLED, now, referral_id=referral.id)
    if referral.ended:
        return
    current: Referral | None = referral
    while current is not None and not referrals.move(
        session, current, Stage.WITHDRAWN, reason=why, note="", now=now
    ):
        current = referrals.find(session, ws, referral.id)  # moved at this moment: it ends here
    history.note(
        session,
        ws,
        by,
        "referral.moved",
        "referral",
        referral.id,
        now,
        before=referral.stage.value,
        after=Stage.WITHDRAWN.value,
        reason=why.value,
    )
