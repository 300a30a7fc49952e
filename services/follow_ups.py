"""Plans follow-ups when something happens, and closes those that no longer apply.

Answers of their members are in `follow_up_answers`, and what each kind is about is in
`follow_up_kinds`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from domain.cadence import next_heartbeat_time, next_nudge_time
from domain.consent import is_candidate_hidden
from domain.endorsements import Commitment, CommitmentKind
from domain.follow_ups import FollowUp, FollowUpKind, FollowUpState, NewFollowUp
from domain.members import Member
from domain.messages import (
    Acknowledgement,
    CandidateAgreed,
    QuestionAnswered,
    QuestionAsked,
    ReferralForManager,
    ReferralReceived,
    SecondVouch,
    WordToManager,
)
from domain.own_settings import PersonalRules, find_personal_rules
from domain.referrals import Candidate, Question, Referral
from domain.stages import Stage
from services import outbox
from services.context import Context
from services.follow_up_kinds.cadences import first_cadence_time, stage_cadence_of
from services.people import find_rules, list_escalation_chain
from storage import commitments, follow_ups, members, questions, referrals
from storage import outbox as stored_outbox

# The messages that show a referral to those who answer it.
DESK_CARDS = (ReferralReceived, SecondVouch, ReferralForManager, CandidateAgreed)


def plan_for_new_referral(context: Context, referral: Referral, owner: Member) -> None:
    """Plans what follows from a new referral of the actor.

    The owner is reminded to answer, unless the candidate is hidden from them. The advocate gets
    heartbeats, is invited to say more, and is asked for the consent of an undecided candidate.
    """
    new = [
        _new_heartbeat(context, referral, referral.advocate),
        _new_say_more(context, referral, referral.advocate),
    ]
    if not is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        rules = find_personal_rules(owner, context.policy)
        new.append(_new_answer_reminder(context, referral, rules))
    if referral.candidate.undecided:
        new.append(_new_consent_question(context, referral.candidate, referral.advocate))
    follow_ups.plan_many(context.transaction, referral.workspace_id, new, context.now)


def plan_stage_reminder(context: Context, referral: Referral) -> None:
    """Reminds the owner of an answered referral that stays at its stage. The cadence starts now.

    A referral whose owner has only asked a question is answered, but still new.
    """
    if referral.ended:
        return
    cadence = stage_cadence_of(context.policy, referral.stage)
    rules = find_rules(context, referral.owner)
    due_at = next_nudge_time(cadence, context.now, 0, rules.zone, rules.hours)
    kind, stage = FollowUpKind.STAGE, referral.stage.value
    new = NewFollowUp(kind, referral.id, referral.id, referral.owner, due_at, period=stage)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_answer_reminder(context: Context, referral: Referral) -> None:
    """Reminds the owner to answer the referral."""
    rules = find_rules(context, referral.owner)
    new = _new_answer_reminder(context, referral, rules)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_consent_question(context: Context, candidate: Candidate, advocate: str) -> None:
    """Asks the advocate whether the candidate agrees."""
    new = _new_consent_question(context, candidate, advocate)
    follow_ups.plan_many(context.transaction, candidate.workspace_id, [new], context.now)


def _new_consent_question(context: Context, candidate: Candidate, advocate: str) -> NewFollowUp:
    """The question to an advocate. There is one for each candidate, for all their referrals."""
    kind = FollowUpKind.CONSENT
    rules = find_rules(context, advocate)
    due_at = first_cadence_time(context.policy, kind, rules, context.now)
    return NewFollowUp(kind, candidate.id, None, advocate, due_at, period=advocate)


def plan_say_more(context: Context, referral: Referral, advocate: str) -> None:
    """Invites an advocate with a lead to say more."""
    new = _new_say_more(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_commitment_reminders(
    context: Context, made: Sequence[tuple[Referral, Commitment]]
) -> None:
    """Reminds advocates of what they offered to do.

    Help with an interview has no date until the candidate interviews.
    """
    if not made:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    kind = FollowUpKind.COMMITMENT
    people = members.find_many(
        transaction, workspace_id, {commitment.member for _, commitment in made}
    )
    first_times: dict[PersonalRules, datetime | None] = {}
    new = []
    for referral, commitment in made:
        due_at = None
        is_interview = commitment.kind is CommitmentKind.INTERVIEW_PREP
        if not is_interview or referral.stage is Stage.INTERVIEWING:
            member = people.get(commitment.member)
            rules = find_personal_rules(member, context.policy)
            if rules not in first_times:
                first_times[rules] = first_cadence_time(context.policy, kind, rules, context.now)
            due_at = first_times[rules]
        new.append(NewFollowUp(kind, commitment.id, referral.id, commitment.member, due_at))
    follow_ups.plan_many(transaction, workspace_id, new, context.now)


def plan_interview_question(context: Context, referral: Referral, advocate: str) -> None:
    """Asks the advocate some days later how the interview went."""
    kind = FollowUpKind.INTERVIEW
    new = _new_follow_up(context, referral, kind, referral.id, advocate, period=advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_question_reminder(context: Context, referral: Referral, question: Question) -> None:
    """Reminds the advocate of a question of the owner."""
    kind = FollowUpKind.QUESTION
    new = _new_follow_up(context, referral, kind, question.id, question.asked_of)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_heartbeat(context: Context, referral: Referral, advocate: str) -> None:
    """Plans the next heartbeat: the advocate has news now, and hears again after some days."""
    new = _new_heartbeat(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def _new_answer_reminder(context: Context, referral: Referral, rules: PersonalRules) -> NewFollowUp:
    """The reminder of the owner, whose rules are `rules`."""
    kind = FollowUpKind.RECRUITER_ANSWER
    due_at = first_cadence_time(context.policy, kind, rules, context.now)
    return NewFollowUp(kind, referral.id, referral.id, referral.owner, due_at)


def _new_follow_up(
    context: Context,
    referral: Referral,
    kind: FollowUpKind,
    subject_id: int,
    member: str,
    period: str = "",
) -> NewFollowUp:
    """The first nudge is due at a civil hour of the member; never if the cadence is empty."""
    rules = find_rules(context, member)
    due_at = first_cadence_time(context.policy, kind, rules, context.now)
    return NewFollowUp(kind, subject_id, referral.id, member, due_at, period)


def _new_say_more(context: Context, referral: Referral, advocate: str) -> NewFollowUp:
    kind = FollowUpKind.SAY_MORE
    return _new_follow_up(context, referral, kind, referral.id, advocate, period=advocate)


def _new_heartbeat(context: Context, referral: Referral, advocate: str) -> NewFollowUp:
    rules = find_rules(context, advocate)
    due_at = next_heartbeat_time(
        context.now, context.policy.heartbeat_days, rules.zone, rules.hours
    )
    kind = FollowUpKind.HEARTBEAT
    return NewFollowUp(kind, referral.id, referral.id, advocate, due_at, period=advocate)


def queue_acknowledgement_edits(context: Context, referral: Referral) -> None:
    """Queues edits of the acknowledgements of all referrals of the candidate."""
    workspace_id = referral.workspace_id
    for each in referrals.list_by_candidate(
        context.transaction, workspace_id, referral.candidate.id
    ):
        outbox.queue_edits(context, (Acknowledgement,), each.id)


def queue_edits_of_all(context: Context, referral: Referral) -> None:
    """Queues edits of every message that shows the stage, the owner or the outcome."""
    workspace_id = referral.workspace_id
    for each in referrals.list_by_candidate(
        context.transaction, workspace_id, referral.candidate.id
    ):
        # The cards of one candidate name each other, and one thanks may be about several referrals.
        outbox.queue_edits(context, (*DESK_CARDS, Acknowledgement), each.id)
    asked = questions.list_by_referral(context.transaction, workspace_id, referral.id)
    if asked:  # Their messages offer to answer, or to go on from the answer.
        kinds, ids = (QuestionAsked.kind, QuestionAnswered.kind), [each.id for each in asked]
        stored_outbox.queue_edits_of_many(
            context.transaction, workspace_id, kinds, ids, context.now
        )
    made = commitments.list_by_referrals(context.transaction, workspace_id, [referral.id])
    for commitment in made[referral.id]:
        if commitment.kind is CommitmentKind.WORD_WITH_MANAGER and commitment.sent_to:
            outbox.queue_edits(context, (WordToManager,), commitment.id)


def find_reminded(
    context: Context, referral: Referral | None, reminders: Sequence[FollowUp]
) -> set[str]:
    """The user ids of everybody who may have got a nudge with one of these follow-ups.

    These are their members and the owner. After its second nudge, an owner's reminder has also gone
    to the other people who can answer.
    """
    people = {each.member for each in reminders}
    if referral is None:
        return people
    people.add(referral.owner)
    if any(each.is_work and each.nudges_sent > 1 for each in reminders):
        people.update(list_escalation_chain(context, referral))
    return people


def close_matching(
    context: Context,
    state: FollowUpState,
    *,
    referral: Referral | None = None,
    kinds: Collection[FollowUpKind] | None = None,
    subject_id: int | None = None,
    member: str | None = None,
) -> None:
    """Settles every open follow-up that matches, and edits the nudges that brought them."""
    closed = follow_ups.settle_matching(
        context.transaction,
        context.workspace.id,
        state,
        context.now,
        referral_id=referral.id if referral else None,
        kinds=kinds,
        subject_id=subject_id,
        member=member,
    )
    people = find_reminded(context, referral, closed)
    stored_outbox.queue_nudge_edits(
        context.transaction, context.workspace.id, people, [each.id for each in closed], context.now
    )
