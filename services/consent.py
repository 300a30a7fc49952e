"""Records whether a candidate agrees to be put forward, and erases candidates who do not.

It begins with an advocate's answer, or with the end of the candidate's time to decide.
`storage.erasure` has the statements that erase.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.consent import consent_deadline, is_candidate_hidden
from domain.errors import NotAllowedError, NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, SnoozeChoice
from domain.messages import (
    Acknowledgement,
    CandidateAgreed,
    CandidateErased,
)
from domain.referrals import Candidate, Referral
from domain.stages import Reason, Stage
from services import (
    attachments,
    first_advocates,
    follow_up_answers,
    follow_ups,
    history,
    outbox,
    slack_copies,
)
from services.asks import closing as ask_closing
from services.context import Context, group_by_workspace
from services.same_person import queue_edits_of_similar
from storage import candidates, endorsements, erasure, referrals
from storage import follow_ups as stored_follow_ups
from storage.engine import Transaction

# The kinds of messages that show whether the candidate was asked and has agreed.
SHOWING_CONSENT = (Acknowledgement, *follow_ups.DESK_CARDS)


def find_candidate_of(context: Context, follow_up: FollowUp) -> Candidate:
    """Finds the candidate whose consent the follow-up asks for.

    Raises `NotFoundError`, also for other kinds of follow-ups and for an erased candidate.
    """
    candidate = candidates.find(context.transaction, context.workspace.id, follow_up.subject_id)
    asks_for_consent = follow_up.kind is FollowUpKind.CONSENT
    if not asks_for_consent or candidate is None or candidate.erased_at is not None:
        raise NotFoundError("candidate")
    return candidate


def list_endorsed_referrals(
    context: Context, candidate: Candidate, advocate: str
) -> list[Referral]:
    """The candidate's referrals that this advocate has endorsed, the oldest first."""
    workspace_id = candidate.workspace_id
    return [
        referral
        for referral in referrals.list_by_candidate(context.transaction, workspace_id, candidate.id)
        if endorsements.find_by_advocate(context.transaction, workspace_id, referral.id, advocate)
        is not None
    ]


def find_own_consent_follow_up(context: Context, referral: Referral) -> FollowUp:
    """Finds the actor's follow-up about the candidate's consent.

    Raises `NotFoundError` if the candidate is erased, and `NotAllowedError` if the actor has
    no such follow-up.
    """
    if referral.candidate.erased_at is not None:
        raise NotFoundError("candidate")
    workspace_id, kind = context.workspace.id, FollowUpKind.CONSENT
    follow_up = stored_follow_ups.find_by_subject(
        context.transaction, workspace_id, kind, referral.candidate.id, context.actor.user_id
    )
    if follow_up is None:
        raise NotAllowedError("endorse")
    return follow_up


def answer_agreed(context: Context, follow_up: FollowUp) -> None:
    """Handles an advocate's report that the candidate agreed.

    A hidden candidate is revealed to the desk only if the first advocate reports it. After the
    report of another advocate, the first one is asked. Raises what `find_candidate_of` raises.
    """
    candidate = find_candidate_of(context, follow_up)
    if first_advocates.may_report_agreement(context, candidate):
        record_agreement(context, candidate)
    elif follow_up.state is FollowUpState.OPEN:
        first_advocates.ask_first_advocate(context, candidate)


def answer_asked(context: Context, follow_up: FollowUp) -> None:
    """Handles an advocate's report that they asked the candidate, who has not answered yet.

    The next nudge about the answer comes next week. A later report, also of another advocate,
    replaces this one. Raises `NotFoundError`, and what `snooze_follow_up` raises.
    """
    candidate = find_candidate_of(context, follow_up)
    workspace_id, advocate = candidate.workspace_id, context.actor.user_id
    is_stored = candidates.set_asked(
        context.transaction, workspace_id, candidate.id, advocate, context.now
    )
    follow_up_answers.snooze_follow_up(context, follow_up.id, SnoozeChoice.NEXT_WEEK, None)
    if is_stored:
        history.add_line(context, "candidate.asked", "candidate", candidate.id)
        _edit_messages(context, candidate)


def forget_asked(context: Context, candidate: Candidate) -> None:
    """Removes the actor's report that they asked the candidate, if nobody asked after them."""
    workspace_id, advocate = candidate.workspace_id, context.actor.user_id
    if candidates.forget_asked(context.transaction, workspace_id, candidate.id, advocate):
        _edit_messages(context, candidate)


def _edit_messages(context: Context, candidate: Candidate) -> None:
    found = referrals.list_by_candidate(context.transaction, candidate.workspace_id, candidate.id)
    for referral in found:
        outbox.queue_edits(context, SHOWING_CONSENT, referral.id)


def record_agreement(context: Context, candidate: Candidate, **details: str) -> None:
    """Stores that the candidate agreed, and edits the posted messages.

    The follow-ups that ask for consent are closed. `details` are added to the history line. If the
    candidate had agreed before, nothing happens.
    """
    workspace_id = candidate.workspace_id
    if not candidates.set_agreed(context.transaction, workspace_id, candidate.id, context.now):
        return
    history.add_line(context, "candidate.agreed", "candidate", candidate.id, **details)
    _close_consent_questions(context, candidate, FollowUpState.DONE)
    refresh_messages(context, candidate)


def record_taking_part(context: Context, candidate: Candidate) -> bool:
    """Stores that a candidate takes part in interviews, although nobody reported their agreement.

    Taking part counts as agreement, so nobody is asked for consent any more. Returns False if the
    candidate had agreed or taken part before.
    """
    workspace_id = candidate.workspace_id
    if not candidates.set_took_part(context.transaction, workspace_id, candidate.id, context.now):
        return False
    history.add_line(context, "candidate.took_part", "candidate", candidate.id)
    _close_consent_questions(context, candidate, FollowUpState.CANCELLED)
    refresh_messages(context, candidate)
    return True


def refresh_messages(context: Context, candidate: Candidate) -> None:
    """Edits the posted messages about a candidate who agreed or took part.

    `candidate` has the values from before. If the candidate was hidden, the owners are told.
    """
    workspace_id = candidate.workspace_id
    was_hidden = is_candidate_hidden(candidate, context.policy.hide_until_agreed)
    for referral in referrals.list_by_candidate(context.transaction, workspace_id, candidate.id):
        outbox.queue_edits(context, SHOWING_CONSENT, referral.id)
        if was_hidden and not referral.ended:
            _reveal_to_owner(context, referral)


def _reveal_to_owner(context: Context, referral: Referral) -> None:
    """Sends the owner the card with the candidate, and starts the owner's time to answer."""
    if referral.answered_at is None:
        follow_ups.plan_answer_reminder(context, referral)
    outbox.queue(context, CandidateAgreed(referral.id), to=referral.owner, occasion=referral.owner)
    attachments.send_missing(context, referral)


def _close_consent_questions(context: Context, candidate: Candidate, state: FollowUpState) -> None:
    kinds = (FollowUpKind.CONSENT,)
    follow_ups.close_matching(context, state, kinds=kinds, subject_id=candidate.id)


def erase_overdue(transaction: Transaction, now: datetime, limit: int) -> int:
    """Erases candidates who have not agreed in time. Returns how many candidates were handled.

    Candidates that early releases stored without a deadline get one here. Rows are claimed, so that
    only one of several replicas handles each. At most `limit` candidates are erased, and at most
    `limit` get a deadline.
    """
    overdue = candidates.claim_overdue(transaction, now, limit)
    for context, in_workspace in group_by_workspace(transaction, overdue, now):
        for candidate in in_workspace:
            erase_candidate(context, candidate, Reason.AGREEMENT_UNKNOWN, unless_agreed=True)
    undated = candidates.claim_undated(transaction, limit)
    for context, in_workspace in group_by_workspace(transaction, undated, now):
        _set_deadlines(context, in_workspace)
    return len(overdue) + len(undated)


def _set_deadlines(context: Context, undated: Sequence[Candidate]) -> None:
    """Starts the candidates' time to decide now, and asks their advocates whether they agree."""
    for candidate in undated:
        decide_by = consent_deadline(context.now, context.policy)
        candidates.set_decide_by(
            context.transaction, candidate.workspace_id, [candidate.id], decide_by
        )
        found_referrals = referrals.list_by_candidate(
            context.transaction, candidate.workspace_id, candidate.id
        )
        open_referrals = [referral for referral in found_referrals if not referral.ended]
        for advocate in list_advocates(context, open_referrals):
            follow_ups.plan_consent_question(context, candidate, advocate)


def list_advocates(context: Context, found: Sequence[Referral]) -> list[str]:
    """The user ids of these referrals' advocates, each once, in the order of their endorsements."""
    advocates: list[str] = []
    for referral in found:
        current = endorsements.list_current(context.transaction, referral.workspace_id, referral.id)
        advocates += [endorsement.advocate for endorsement in current]
    return list(dict.fromkeys(advocates))  # each advocate once


def erase_candidate(
    context: Context, candidate: Candidate, reason: Reason, *, unless_agreed: bool = False
) -> bool:
    """Erases what is stored about the candidate, and tells every advocate.

    Open referrals are withdrawn for the `reason`. Queued messages are dropped, and posted messages
    are edited. Stages, dates and depths stay for the figures, without a name. Returns False, and
    erases nothing, if the candidate was erased before, or with `unless_agreed` has agreed.
    """
    workspace_id = candidate.workspace_id
    if not erasure.erase_candidate_row(
        context.transaction, workspace_id, candidate.id, context.now, unless_agreed=unless_agreed
    ):
        return False
    history.add_line(context, "candidate.erased", "candidate", candidate.id, reason=reason.value)
    found = referrals.list_by_candidate(context.transaction, workspace_id, candidate.id)
    ids = [referral.id for referral in found]
    for referral in found:
        withdraw_referral(context, referral, reason)
    _close_consent_questions(context, candidate, FollowUpState.CANCELLED)
    # (email, profile URL) as each advocate gave them; read before they are erased
    contacts = endorsements.list_given_contacts(context.transaction, workspace_id, ids)
    erasure.erase_texts(context.transaction, workspace_id, ids)
    asks = ask_closing.erase_asks_about_candidate(
        context, ids, candidate.email, candidate.profile_url
    )
    for email, profile_url in contacts - {(candidate.email, candidate.profile_url)}:
        asks += ask_closing.erase_asks_about_candidate(context, (), email, profile_url)
    erasure.erase_stored_answers(context.transaction, workspace_id)
    news = CandidateErased(candidate.id, reason, caused_by=context.actor.user_id)
    for advocate in list_advocates(context, found):
        # Whoever takes back what they said reads in the window that it is erased.
        if reason is not Reason.TAKEN_BACK or advocate != context.actor.user_id:
            outbox.queue(context, news, to=advocate, occasion=advocate)
    slack_copies.erase_copies(context, candidate, found, asks)
    queue_edits_of_similar(context, candidate)
    return True


def withdraw_referral(context: Context, referral: Referral, reason: Reason) -> None:
    """Ends a referral whose candidate is erased, or for which no advocate is left.

    Its open follow-ups are cancelled.
    """
    workspace_id = referral.workspace_id
    # The advocates of someone who was hired still get their bonus.
    bonus_kinds = (FollowUpKind.FIRST_DAY, FollowUpKind.BONUS_DUE)
    kept_kinds = bonus_kinds if referral.stage is Stage.HIRED else ()
    stored_follow_ups.settle_matching(
        context.transaction,
        workspace_id,
        FollowUpState.CANCELLED,
        context.now,
        referral_id=referral.id,
        kinds=set(FollowUpKind).difference(kept_kinds),
    )
    if referral.ended:
        return
    current: Referral | None = referral
    while current is not None and not referrals.set_stage(
        context.transaction, current, Stage.WITHDRAWN, reason=reason, note="", now=context.now
    ):
        # Another transaction has changed the stage: read the row again.
        current = referrals.find(context.transaction, workspace_id, referral.id)
    history.add_line(
        context,
        "referral.moved",
        "referral",
        referral.id,
        before=referral.stage.value,
        after=Stage.WITHDRAWN.value,
        reason=reason.value,
    )
