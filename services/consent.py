"""The candidate's agreement: given, refused, or not decided in time; and what follows from each.

Erasure starts here, too: `erase_candidate` is for whoever may ask for it. The rule of what goes is in
`storage.erasure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.consent import consent_deadline, is_candidate_hidden
from domain.errors import NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState
from domain.messages import (
    Acknowledgement,
    CandidateAgreed,
    CandidateErased,
    ReferralReceived,
    SecondVouch,
)
from domain.referrals import Candidate, Referral
from domain.stages import Reason, Stage
from services import follow_ups, outbox
from services.asks import closing as ask_closing
from services.context import Context, by_workspace
from storage import candidates, endorsements, erasure, history, referrals
from storage import follow_ups as planned
from storage import outbox as stored_outbox
from storage.engine import Transaction

EDITED_ON_AGREEMENT = (Acknowledgement, ReferralReceived, SecondVouch)


def find_undecided_candidate(context: Context, step: FollowUp) -> Candidate:
    """Whom the step asks about; `NotFoundError` where they are erased."""
    found = candidates.find(context.transaction, step.workspace_id, step.subject_id)
    if step.kind is not FollowUpKind.CONSENT or found is None or found.erased_at is not None:
        raise NotFoundError("candidate")
    return found


def list_endorsed_referrals(
    context: Context, candidate: Candidate, advocate: str
) -> list[Referral]:
    """The candidate's referrals that this advocate stands behind, the first first."""
    ws = candidate.workspace_id
    return [
        referral
        for referral in referrals.list_by_candidate(context.transaction, ws, candidate.id)
        if endorsements.find_by_advocate(context.transaction, ws, referral.id, advocate) is not None
    ]


def find_own_follow_up(context: Context, referral: Referral) -> FollowUp:
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


def answer_agreed(context: Context, step: FollowUp) -> None:
    """The advocate says that they agreed. Said twice, the first time counts. Raises
    `NotFoundError`.
    """
    record_agreement(context, find_undecided_candidate(context, step))


def record_agreement(
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
    _close_follow_ups(context, candidate, FollowUpState.DONE)
    for referral in referrals.list_by_candidate(context.transaction, ws, candidate.id):
        outbox.queue_edits(context, EDITED_ON_AGREEMENT, referral.id)
        if is_candidate_hidden(candidate, context.policy.hide_until_agreed) and not referral.ended:
            _reveal_to_owner(context, referral)


def _reveal_to_owner(context: Context, referral: Referral) -> None:
    """Those who answer see who it is from now on: the owner is told, and their time begins."""
    if referral.answered_at is None:
        follow_ups.plan_answer_reminder(context, referral)
    outbox.queue(context, CandidateAgreed(referral.id), to=referral.owner, occasion=referral.owner)


def _close_follow_ups(context: Context, candidate: Candidate, state: FollowUpState) -> None:
    kinds = (FollowUpKind.CONSENT,)
    follow_ups.close_matching(context, state, kinds=kinds, subject_id=candidate.id)


def answer_declined(context: Context, step: FollowUp) -> None:
    """They said no: withdrawn everywhere, and what was held about them is erased. Raises
    `NotFoundError`.
    """
    candidate = find_undecided_candidate(context, step)
    if not erase_candidate(context, candidate, Reason.NOT_AGREED):
        raise NotFoundError("candidate")


def erase_overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Erase those who have not agreed in time; how many were looked at.

    Each belongs to whoever claims it: on several replicas at once it happens once.
    """
    found = candidates.claim_overdue(transaction, now, limit)
    for context, theirs in by_workspace(transaction, found, now):
        for candidate in theirs:
            erase_candidate(context, candidate, Reason.NOT_ASKED, unless_agreed=True)
    undated = candidates.claim_undated(transaction, limit)
    for context, theirs in by_workspace(transaction, undated, now):
        _set_deadlines(context, theirs)
    return len(found) + len(undated)


def _set_deadlines(context: Context, found: Sequence[Candidate]) -> None:
    """Undecided ones from before there were dates: their time begins, and is told, now."""
    for candidate in found:
        until = consent_deadline(context.now, context.policy)
        candidates.set_decide_by(context.transaction, candidate.workspace_id, [candidate.id], until)
        theirs = referrals.list_by_candidate(
            context.transaction, candidate.workspace_id, candidate.id
        )
        for who in _list_advocates(context, [each for each in theirs if not each.ended]):
            follow_ups.plan_consent_question(context, candidate, who)


def _list_advocates(context: Context, theirs: Sequence[Referral]) -> list[str]:
    voices = (
        endorsements.list_current(context.transaction, it.workspace_id, it.id) for it in theirs
    )
    return list(dict.fromkeys(voice.advocate for each in voices for voice in each))


def erase_candidate(
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
        _withdraw_referral(context, referral, why)
    _close_follow_ups(context, candidate, FollowUpState.CANCELLED)
    erasure.erase_texts(context.transaction, ws, ids)
    ask_closing.erase_asks_about_candidate(context, ids, candidate.email, candidate.profile_url)
    erasure.erase_stored_answers(context.transaction, ws)
    began = min((referral.created_at for referral in theirs), default=context.now)
    standing, waiting = erasure.find_message_ids(context.transaction, ws, candidate.id, ids, began)
    erasure.drop_messages(context.transaction, ws, waiting, context.now)
    for intent_id in standing:
        stored_outbox.queue_edit(context.transaction, ws, intent_id, context.now)
    for who in _list_advocates(context, theirs):
        payload = CandidateErased(candidate.id, why, by=context.actor.user_id)
        outbox.queue(context, payload, to=who, occasion=who)
    return True


def _withdraw_referral(context: Context, referral: Referral, why: Reason) -> None:
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
