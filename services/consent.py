"""The candidate's agreement: given, refused, or not decided in time; and what follows from each.

Erasure starts here, too: `erase` is for whoever may ask for it. The rule of what goes is in
`storage.erasure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.consent import consent_deadline, is_candidate_hidden
from domain.errors import NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.outbox import IntentKind, NewIntent
from domain.referrals import Candidate, Reason, Referral, Stage
from services import follow_ups
from services.asks import closing as ask_ends
from services.context import Context, by_workspace
from storage import candidates, endorsements, erasure, history, referrals
from storage import follow_ups as planned
from storage.engine import Transaction
from storage.outbox import intents as outbox

ON_AGREEMENT = (IntentKind.ACKNOWLEDGEMENT, IntentKind.RECEIVED, IntentKind.SECOND_VOUCH)


def of_step(context: Context, step: FollowUp) -> Candidate:
    """Whom the step asks about; `NotFoundError` where they are erased."""
    found = candidates.find(context.transaction, step.workspace_id, step.subject_id)
    if step.kind is not FollowUpKind.CONSENT or found is None or found.erased_at is not None:
        raise NotFoundError("candidate")
    return found


def behind(context: Context, candidate: Candidate, advocate: str) -> list[Referral]:
    """The candidate's referrals that this advocate stands behind, the first first."""
    ws = candidate.workspace_id
    return [
        referral
        for referral in referrals.list_by_candidate(context.transaction, ws, candidate.id)
        if endorsements.find_by_advocate(context.transaction, ws, referral.id, advocate) is not None
    ]


def step_of(context: Context, referral: Referral) -> FollowUp:
    """The actor's own step about the referral's candidate: `NotFoundError` or `NotAllowedError`."""
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    ws, kind = context.workspace.id, FollowUpKind.CONSENT
    step = planned.find_by_subject(
        context.transaction, ws, kind, referral.candidate.id, context.actor.user_id
    )
    if step is None:
        raise NotAllowedError("endorse")
    return step


def agreed(context: Context, step: FollowUp) -> None:
    """The advocate says that they agreed. Said twice, the first time counts. Raises
    `NotFoundError`.
    """
    given(context, of_step(context, step))


def given(
    context: Context,
    candidate: Candidate,
    **how: str,
) -> None:
    """They agreed: nobody is asked any more, and the cards say so. Nothing if they had before."""
    ws = candidate.workspace_id
    if not candidates.set_agreed(context.transaction, ws, candidate.id, context.now):
        return
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "candidate.agreed",
        "candidate",
        candidate.id,
        context.now,
        **how,
    )
    _settle(context, candidate, FollowUpState.DONE)
    for referral in referrals.list_by_candidate(context.transaction, ws, candidate.id):
        outbox.queue_edits(context.transaction, ws, ON_AGREEMENT, referral.id, context.now)
        if is_candidate_hidden(candidate, context.policy.hide_until_agreed) and not referral.ended:
            _open(context, referral)


def _open(context: Context, referral: Referral) -> None:
    """Those who answer see who it is from now on: the owner is told, and their time begins."""
    if referral.answered_at is None:
        follow_ups.expect_answer(context, referral)
    dedupe = f"agreed:{referral.id}:{referral.owner}"
    intent = NewIntent(IntentKind.AGREED, referral.owner, referral.id, dedupe)
    outbox.queue(context.transaction, referral.workspace_id, intent, context.now)


def _settle(context: Context, candidate: Candidate, state: FollowUpState) -> None:
    kinds = (FollowUpKind.CONSENT,)
    follow_ups.close(context, state, kinds=kinds, subject_id=candidate.id)


def declined(context: Context, step: FollowUp) -> None:
    """They said no: withdrawn everywhere, and what was held about them is erased. Raises
    `NotFoundError`.
    """
    candidate = of_step(context, step)
    if not erase(context, candidate, Reason.NOT_AGREED):
        raise NotFoundError("candidate")


def overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Erase those who have not agreed in time; how many were looked at.

    Each belongs to whoever claims it: on several replicas at once it happens once.
    """
    found = candidates.claim_overdue(transaction, now, limit)
    for context, theirs in by_workspace(transaction, found, now):
        for candidate in theirs:
            erase(context, candidate, Reason.NOT_ASKED, unless_agreed=True)
    undated = candidates.claim_undated(transaction, limit)
    for context, theirs in by_workspace(transaction, undated, now):
        _date(context, theirs)
    return len(found) + len(undated)


def _date(context: Context, found: Sequence[Candidate]) -> None:
    """Undecided ones from before there were dates: their time begins, and is told, now."""
    for candidate in found:
        until = consent_deadline(context.now, context.policy)
        candidates.set_decide_by(context.transaction, candidate.workspace_id, [candidate.id], until)
        theirs = referrals.list_by_candidate(context.transaction, candidate.workspace_id, candidate.id)
        for who in _advocates(context, [each for each in theirs if not each.ended]):
            follow_ups.expect_consent(context, candidate, who)


def _advocates(context: Context, theirs: Sequence[Referral]) -> list[str]:
    voices = (endorsements.list_current(context.transaction, it.workspace_id, it.id) for it in theirs)
    return list(dict.fromkeys(voice.advocate for each in voices for voice in each))


def erase(
    context: Context, candidate: Candidate, why: Reason, *, unless_agreed: bool = False
) -> bool:
    """Erase what is held about the candidate; False when somebody else did, or they agreed.

    Open referrals are withdrawn with `why`. Messages that wait are dropped, those that stand are
    edited, and every advocate is told. Stages, dates and depths stay: figures about nobody.
    """
    ws = candidate.workspace_id
    if not erasure.claim(
        context.transaction, ws, candidate.id, context.now, unless_agreed=unless_agreed
    ):
        return False
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "candidate.erased",
        "candidate",
        candidate.id,
        context.now,
        reason=why.value,
    )
    theirs = referrals.list_by_candidate(context.transaction, ws, candidate.id)
    ids = [referral.id for referral in theirs]
    for referral in theirs:
        _withdraw(context, referral, why)
    _settle(context, candidate, FollowUpState.CANCELLED)
    erasure.erase_texts(context.transaction, ws, ids)
    ask_ends.erase(context, ids, candidate.email, candidate.profile_url)
    erasure.erase_stored_answers(context.transaction, ws)
    began = min((referral.created_at for referral in theirs), default=context.now)
    standing, waiting = erasure.find_message_ids(context.transaction, ws, candidate.id, ids, began)
    erasure.drop_messages(context.transaction, ws, waiting, context.now)
    for intent_id in standing:
        outbox.queue_edit(context.transaction, ws, intent_id, context.now)
    for who in _advocates(context, theirs):
        dedupe = f"erased:{candidate.id}:{who}"
        about: dict[str, object] = {"why": why.value, "by": context.actor.user_id}
        intent = NewIntent(IntentKind.ERASED, who, candidate.id, dedupe, about)
        outbox.queue(context.transaction, ws, intent, context.now)
    return True


def _withdraw(context: Context, referral: Referral, why: Reason) -> None:
    ws = referral.workspace_id
    planned.settle_matching(
        context.transaction, ws, FollowUpState.CANCELLED, context.now, referral_id=referral.id
    )
    if referral.ended:
        return
    current: Referral | None = referral
    while current is not None and not referrals.set_stage(
        context.transaction, current, Stage.WITHDRAWN, reason=why, note="", now=context.now
    ):
        current = referrals.find(
            context.transaction, ws, referral.id
        )  # moved at this moment: it ends here
    history.add_line(
        context.transaction,
        ws,
        context.actor.user_id,
        "referral.moved",
        "referral",
        referral.id,
        context.now,
        before=referral.stage.value,
        after=Stage.WITHDRAWN.value,
        reason=why.value,
    )
