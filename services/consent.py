"""The candidate's agreement: given, refused, or not decided in time; and what follows from each.

Erasure starts here, too: `erase` is for whoever may ask for it. The rule of what goes is in
`storage.erasure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.consent import decide_by, is_hidden
from domain.errors import NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.members import Actor
from domain.outbox import IntentKind, NewIntent
from domain.policy import Policy
from domain.referrals import Candidate, Reason, Referral, Stage
from services import follow_ups
from services.asks import closing as ask_ends
from storage import candidates, endorsements, erasure, history, referrals
from storage import follow_ups as planned
from storage.engine import Transaction
from storage.outbox import intents as outbox

ON_AGREEMENT = (IntentKind.ACKNOWLEDGEMENT, IntentKind.RECEIVED, IntentKind.SECOND_VOUCH)


def of_step(transaction: Transaction, step: FollowUp) -> Candidate:
    """Whom the step asks about; `NotFoundError` where they are erased."""
    found = candidates.find(transaction, step.workspace_id, step.subject_id)
    if step.kind is not FollowUpKind.CONSENT or found is None or found.erased_at is not None:
        raise NotFoundError("candidate")
    return found


def behind(transaction: Transaction, candidate: Candidate, advocate: str) -> list[Referral]:
    """The candidate's referrals that this advocate stands behind, the first first."""
    ws = candidate.workspace_id
    return [
        referral
        for referral in referrals.of_candidate(transaction, ws, candidate.id)
        if endorsements.by(transaction, ws, referral.id, advocate) is not None
    ]


def step_of(transaction: Transaction, actor: Actor, referral: Referral) -> FollowUp:
    """The actor's own step about the referral's candidate: `NotFoundError` or `NotAllowedError`."""
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    ws, kind = actor.workspace_id, FollowUpKind.CONSENT
    step = planned.of_subject(transaction, ws, kind, referral.candidate.id, actor.user_id)
    if step is None:
        raise NotAllowedError("endorse")
    return step


def agreed(
    transaction: Transaction, actor: Actor, step: FollowUp, policy: Policy, now: datetime
) -> None:
    """The advocate says that they agreed. Said twice, the first time counts. Raises
    `NotFoundError`.
    """
    given(transaction, of_step(transaction, step), actor.user_id, policy, now)


def given(
    transaction: Transaction,
    candidate: Candidate,
    by: str,
    policy: Policy,
    now: datetime,
    **how: str,
) -> None:
    """They agreed: nobody is asked any more, and the cards say so. Nothing if they had before."""
    ws = candidate.workspace_id
    if not candidates.agree(transaction, ws, candidate.id, now):
        return
    history.note(transaction, ws, by, "candidate.agreed", "candidate", candidate.id, now, **how)
    _settle(transaction, candidate, FollowUpState.DONE, now)
    for referral in referrals.of_candidate(transaction, ws, candidate.id):
        outbox.refresh(transaction, ws, ON_AGREEMENT, referral.id, now)
        if is_hidden(candidate, policy.hide_until_agreed) and not referral.ended:
            _open(transaction, referral, policy, now)


def _open(transaction: Transaction, referral: Referral, policy: Policy, now: datetime) -> None:
    """Those who answer see who it is from now on: the owner is told, and their time begins."""
    if referral.answered_at is None:
        follow_ups.expect_answer(transaction, referral, policy, now)
    dedupe = f"agreed:{referral.id}:{referral.owner}"
    intent = NewIntent(IntentKind.AGREED, referral.owner, referral.id, dedupe)
    outbox.queue(transaction, referral.workspace_id, intent, now)


def _settle(
    transaction: Transaction, candidate: Candidate, state: FollowUpState, now: datetime
) -> None:
    ws, kinds = candidate.workspace_id, (FollowUpKind.CONSENT,)
    follow_ups.close(transaction, ws, state, now, kinds=kinds, subject_id=candidate.id)


def declined(transaction: Transaction, actor: Actor, step: FollowUp, now: datetime) -> None:
    """They said no: withdrawn everywhere, and what was held about them is erased. Raises
    `NotFoundError`.
    """
    candidate = of_step(transaction, step)
    if not erase(transaction, candidate, Reason.NOT_AGREED, actor.user_id, now):
        raise NotFoundError("candidate")


def overdue(transaction: Transaction, policy: Policy, now: datetime, limit: int) -> int:
    """Erase those who have not agreed in time; how many were looked at.

    Each belongs to whoever claims it: on several replicas at once it happens once.
    """
    found = candidates.overdue(transaction, now, limit)
    for candidate in found:
        erase(transaction, candidate, Reason.NOT_ASKED, "clock", now, unless_agreed=True)
    return len(found) + _date(transaction, candidates.undated(transaction, limit), policy, now)


def _date(
    transaction: Transaction, found: Sequence[Candidate], policy: Policy, now: datetime
) -> int:
    """Undecided ones from before there were dates: their time begins, and is told, now."""
    for candidate in found:
        until = decide_by(now, policy)
        candidates.give_time(transaction, candidate.workspace_id, [candidate.id], until)
        theirs = referrals.of_candidate(transaction, candidate.workspace_id, candidate.id)
        for who in _advocates(transaction, [each for each in theirs if not each.ended]):
            follow_ups.expect_consent(transaction, candidate, who, policy, now)
    return len(found)


def _advocates(transaction: Transaction, theirs: Sequence[Referral]) -> list[str]:
    voices = (endorsements.current(transaction, it.workspace_id, it.id) for it in theirs)
    return list(dict.fromkeys(voice.advocate for each in voices for voice in each))


def erase(
    transaction: Transaction,
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
    if not erasure.claim(transaction, ws, candidate.id, now, unless_agreed=unless_agreed):
        return False
    history.note(
        transaction, ws, by, "candidate.erased", "candidate", candidate.id, now, reason=why.value
    )
    theirs = referrals.of_candidate(transaction, ws, candidate.id)
    ids = [referral.id for referral in theirs]
    for referral in theirs:
        _withdraw(transaction, referral, why, by, now)
    _settle(transaction, candidate, FollowUpState.CANCELLED, now)
    erasure.words_about(transaction, ws, ids)
    ask_ends.erase(transaction, ws, ids, candidate.email, candidate.profile_url, by, now)
    erasure.answers_kept(transaction, ws)
    began = min((referral.created_at for referral in theirs), default=now)
    standing, waiting = erasure.messages(transaction, ws, candidate.id, ids, began)
    erasure.drop(transaction, ws, waiting, now)
    for intent_id in standing:
        outbox.refresh_one(transaction, ws, intent_id, now)
    for who in _advocates(transaction, theirs):
        dedupe = f"erased:{candidate.id}:{who}"
        about: dict[str, object] = {"why": why.value, "by": by}
        intent = NewIntent(IntentKind.ERASED, who, candidate.id, dedupe, about)
        outbox.queue(transaction, ws, intent, now)
    return True


def _withdraw(
    transaction: Transaction, referral: Referral, why: Reason, by: str, now: datetime
) -> None:
    ws = referral.workspace_id
    planned.settle_all(transaction, ws, FollowUpState.CANCELLED, now, referral_id=referral.id)
    if referral.ended:
        return
    current: Referral | None = referral
    while current is not None and not referrals.move(
        transaction, current, Stage.WITHDRAWN, reason=why, note="", now=now
    ):
        current = referrals.find(transaction, ws, referral.id)  # moved at this moment: it ends here
    history.note(
        transaction,
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
