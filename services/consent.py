"""A candidate agrees to be put forward, declines, or does not decide in time.

Starts from an advocate's answer or from the clock. Ends with the agreement stored, or with the
candidate erased: `storage.erasure` knows what is erased.
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
from services import follow_ups, history, outbox
from services.asks import closing as ask_closing
from services.context import Context, by_workspace
from storage import candidates, endorsements, erasure, referrals
from storage import follow_ups as stored_follow_ups
from storage import outbox as stored_outbox
from storage.engine import Transaction

EDITED_ON_AGREEMENT = (Acknowledgement, ReferralReceived, SecondVouch)


def find_candidate_of(context: Context, follow_up: FollowUp) -> Candidate:
    """Finds the candidate whose consent is asked for. Raises `NotFoundError`, also if erased."""
    candidate = candidates.find(context.transaction, context.workspace.id, follow_up.subject_id)
    is_consent = follow_up.kind is FollowUpKind.CONSENT
    if not is_consent or candidate is None or candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return candidate


def list_endorsed_referrals(
    context: Context, candidate: Candidate, advocate: str
) -> list[Referral]:
    """The candidate's referrals that this advocate has endorsed, the oldest first."""
    ws = candidate.workspace_id
    return [
        referral
        for referral in referrals.list_by_candidate(context.transaction, ws, candidate.id)
        if endorsements.find_by_advocate(context.transaction, ws, referral.id, advocate) is not None
    ]


def find_own_follow_up(context: Context, referral: Referral) -> FollowUp:
    """Finds the actor's follow-up about the candidate's consent.

    Raises `NotFoundError` where the candidate is erased, and `NotAllowedError` where the actor has
    none.
    """
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    ws, kind = context.workspace.id, FollowUpKind.CONSENT
    follow_up = stored_follow_ups.find_by_subject(
        context.transaction, ws, kind, referral.candidate.id, context.actor.user_id
    )
    if follow_up is None:
        raise NotAllowedError("endorse")
    return follow_up


def answer_agreed(context: Context, follow_up: FollowUp) -> None:
    """The advocate reports that the candidate agreed. Raises `NotFoundError`."""
    record_agreement(context, find_candidate_of(context, follow_up))


def record_agreement(
    context: Context,
    candidate: Candidate,
    **how: str,
) -> None:
    """Stores that the candidate agreed; nothing happens where they had agreed before.

    Their advocates are not asked any more, and posted messages are edited. `how` goes into the
    history.
    """
    ws = candidate.workspace_id
    if not candidates.set_agreed(context.transaction, ws, candidate.id, context.now):
        return
    history.add_line(context, "candidate.agreed", "candidate", candidate.id, **how)
    _close_follow_ups(context, candidate, FollowUpState.DONE)
    for referral in referrals.list_by_candidate(context.transaction, ws, candidate.id):
        outbox.queue_edits(context, EDITED_ON_AGREEMENT, referral.id)
        if is_candidate_hidden(candidate, context.policy.hide_until_agreed) and not referral.ended:
            _reveal_to_owner(context, referral)


def _reveal_to_owner(context: Context, referral: Referral) -> None:
    """The owner may see the candidate from now on: they are told, and the time to answer starts."""
    if referral.answered_at is None:
        follow_ups.plan_answer_reminder(context, referral)
    outbox.queue(context, CandidateAgreed(referral.id), to=referral.owner, occasion=referral.owner)


def _close_follow_ups(context: Context, candidate: Candidate, state: FollowUpState) -> None:
    kinds = (FollowUpKind.CONSENT,)
    follow_ups.close_matching(context, state, kinds=kinds, subject_id=candidate.id)


def answer_declined(context: Context, follow_up: FollowUp) -> None:
    """The advocate reports that the candidate declined: their referrals end, and they are erased.

    Raises `NotFoundError`.
    """
    candidate = find_candidate_of(context, follow_up)
    if not erase_candidate(context, candidate, Reason.NOT_AGREED):
        raise NotFoundError("candidate")


def erase_overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Erases candidates who have not agreed in time, and returns how many rows were handled.

    Rows are claimed, so that one of several replicas handles each. Candidates from before there
    were deadlines get theirs.
    """
    found = candidates.claim_overdue(transaction, now, limit)
    for context, overdue in by_workspace(transaction, found, now):
        for candidate in overdue:
            erase_candidate(context, candidate, Reason.NOT_ASKED, unless_agreed=True)
    undated = candidates.claim_undated(transaction, limit)
    for context, new in by_workspace(transaction, undated, now):
        _set_deadlines(context, new)
    return len(found) + len(undated)


def _set_deadlines(context: Context, found: Sequence[Candidate]) -> None:
    """The time to decide starts now, and the advocates are asked."""
    for candidate in found:
        until = consent_deadline(context.now, context.policy)
        candidates.set_decide_by(context.transaction, candidate.workspace_id, [candidate.id], until)
        found_referrals = referrals.list_by_candidate(
            context.transaction, candidate.workspace_id, candidate.id
        )
        still_open = [referral for referral in found_referrals if not referral.ended]
        for advocate in _list_advocates(context, still_open):
            follow_ups.plan_consent_question(context, candidate, advocate)


def _list_advocates(context: Context, of_referrals: Sequence[Referral]) -> list[str]:
    voices = (
        endorsements.list_current(context.transaction, referral.workspace_id, referral.id)
        for referral in of_referrals
    )
    return list(dict.fromkeys(voice.advocate for each in voices for voice in each))


def erase_candidate(
    context: Context, candidate: Candidate, why: Reason, *, unless_agreed: bool = False
) -> bool:
    """Erases what is stored about the candidate. False if they were erased, or agreed, before.

    Open referrals are withdrawn with the reason `why`. Queued messages are dropped, posted ones are
    edited, and every advocate is told. Stages, dates and depths stay, as figures without a name.
    """
    ws = candidate.workspace_id
    if not erasure.claim(
        context.transaction, ws, candidate.id, context.now, unless_agreed=unless_agreed
    ):
        return False
    history.add_line(context, "candidate.erased", "candidate", candidate.id, reason=why.value)
    found = referrals.list_by_candidate(context.transaction, ws, candidate.id)
    ids = [referral.id for referral in found]
    for referral in found:
        _withdraw_referral(context, referral, why)
    _close_follow_ups(context, candidate, FollowUpState.CANCELLED)
    erasure.erase_texts(context.transaction, ws, ids)
    ask_closing.erase_asks_about_candidate(context, ids, candidate.email, candidate.profile_url)
    erasure.erase_stored_answers(context.transaction, ws)
    since = min((referral.created_at for referral in found), default=context.now)
    posted, queued = erasure.find_message_ids(context.transaction, ws, candidate.id, ids, since)
    erasure.drop_messages(context.transaction, ws, queued, context.now)
    for intent_id in posted:
        stored_outbox.queue_edit(context.transaction, ws, intent_id, context.now)
    for advocate in _list_advocates(context, found):
        payload = CandidateErased(candidate.id, why, by=context.actor.user_id)
        outbox.queue(context, payload, to=advocate, occasion=advocate)
    return True


def _withdraw_referral(context: Context, referral: Referral, why: Reason) -> None:
    ws = referral.workspace_id
    stored_follow_ups.settle_matching(
        context.transaction, ws, FollowUpState.CANCELLED, context.now, referral_id=referral.id
    )
    if referral.ended:
        return
    current: Referral | None = referral
    while current is not None and not referrals.set_stage(
        context.transaction, current, Stage.WITHDRAWN, reason=why, note="", now=context.now
    ):
        # Somebody has moved it since it was read.
        current = referrals.find(context.transaction, ws, referral.id)
    history.add_line(
        context,
        "referral.moved",
        "referral",
        referral.id,
        before=referral.stage.value,
        after=Stage.WITHDRAWN.value,
        reason=why.value,
    )
