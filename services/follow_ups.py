"""Plans follow-ups when something happens, and closes them when it no longer matters.

A follow-up is a stored plan to remind one member, with one or more nudges. The module
`follow_up_answers` handles what members answer. `follow_up_kinds` says what each kind is about.
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

# The desk is everybody who answers referrals. These messages show them a referral.
DESK_CARDS = (ReferralReceived, SecondVouch, ReferralForManager, CandidateAgreed)


def plan_for_new_referral(context: Context, referral: Referral, owner: Member) -> None:
    """Plans the follow-ups of a new referral that the actor has submitted.

    The owner is reminded to answer, unless the candidate is hidden from the owner. The advocate
    gets heartbeats, which say that nothing is new, and is invited to say more. If the candidate is
    undecided, the advocate is also asked whether the candidate agrees.
    """
    new_follow_ups = [
        _new_heartbeat(context, referral, referral.advocate),
        _new_say_more(context, referral, referral.advocate),
    ]
    if not is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        rules = find_personal_rules(owner, context.policy)
        new_follow_ups.append(_new_answer_reminder(context, referral, rules))
    if referral.candidate.awaits_agreement:
        new_follow_ups.append(_new_consent_question(context, referral.candidate, referral.advocate))
    follow_ups.plan_many(context.transaction, referral.workspace_id, new_follow_ups, context.now)


def plan_stage_reminder(context: Context, referral: Referral) -> None:
    """Plans to remind the owner if the referral stays at its stage. The cadence starts now.

    The stage is still NEW if the owner has only asked a question. Ended referrals get no reminder.
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
    """Plans to remind the owner to answer the referral."""
    rules = find_rules(context, referral.owner)
    new = _new_answer_reminder(context, referral, rules)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_consent_question(context: Context, candidate: Candidate, advocate: str) -> None:
    """Plans to ask the advocate whether the candidate agrees."""
    new = _new_consent_question(context, candidate, advocate)
    follow_ups.plan_many(context.transaction, candidate.workspace_id, [new], context.now)


def _new_consent_question(context: Context, candidate: Candidate, advocate: str) -> NewFollowUp:
    """Builds the question. An advocate is asked once about a candidate with several referrals."""
    kind = FollowUpKind.CONSENT
    rules = find_rules(context, advocate)
    due_at = first_cadence_time(context.policy, kind, rules, context.now)
    return NewFollowUp(
        kind,
        candidate.id,
        referral_id=None,
        member=advocate,
        due_at=due_at,
        period=advocate,
    )


def plan_invitation_to_say_more(context: Context, referral: Referral, advocate: str) -> None:
    """Plans to invite an advocate who has given only a name to say more about the candidate."""
    new = _new_say_more(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_commitment_reminders(
    context: Context, commitments_made: Sequence[tuple[Referral, Commitment]]
) -> None:
    """Plans to remind advocates of what they offered to do.

    A reminder to help with an interview has no date until the candidate has interviews.
    """
    if not commitments_made:
        return
    transaction, workspace_id = context.transaction, context.workspace.id
    kind = FollowUpKind.COMMITMENT
    people = members.find_many(
        transaction, workspace_id, {commitment.member for _referral, commitment in commitments_made}
    )
    due_by_rules: dict[PersonalRules, datetime | None] = {}  # most members have equal rules
    new_follow_ups = []
    for referral, commitment in commitments_made:
        due_at = None
        is_for_interview = commitment.kind is CommitmentKind.INTERVIEW_PREP
        if not is_for_interview or referral.stage is Stage.INTERVIEWING:
            member = people.get(commitment.member)
            rules = find_personal_rules(member, context.policy)
            if rules not in due_by_rules:
                due_by_rules[rules] = first_cadence_time(context.policy, kind, rules, context.now)
            due_at = due_by_rules[rules]
        new_follow_ups.append(
            NewFollowUp(kind, commitment.id, referral.id, commitment.member, due_at)
        )
    follow_ups.plan_many(transaction, workspace_id, new_follow_ups, context.now)


def plan_interview_question(context: Context, referral: Referral, advocate: str) -> None:
    """Plans to ask the advocate how the interview went. The policy says after how many days."""
    kind = FollowUpKind.INTERVIEW
    new = _new_follow_up(context, referral, kind, referral.id, advocate, period=advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_question_reminder(context: Context, referral: Referral, question: Question) -> None:
    """Plans to remind the advocate to answer a question that the owner has asked."""
    kind = FollowUpKind.QUESTION
    new = _new_follow_up(context, referral, kind, question.id, question.asked_of)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def plan_heartbeat(context: Context, referral: Referral, advocate: str) -> None:
    """Plans to tell the advocate that nothing is new, if `heartbeat_days` pass without news."""
    new = _new_heartbeat(context, referral, advocate)
    follow_ups.plan_many(context.transaction, referral.workspace_id, [new], context.now)


def _new_answer_reminder(context: Context, referral: Referral, rules: PersonalRules) -> NewFollowUp:
    """Builds the owner's reminder. `rules` are the owner's hours and time zone."""
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
    """Builds a follow-up whose first nudge is due in the member's working hours.

    If the cadence is empty, no nudge is ever sent. `period` distinguishes follow-ups of one kind
    about one subject.
    """
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
    """Queues edits of every message that shows the referral's stage, owner or outcome."""
    workspace_id = referral.workspace_id
    for each in referrals.list_by_candidate(
        context.transaction, workspace_id, referral.candidate.id
    ):
        # A card names the candidate's other referrals. An acknowledgement may be about several.
        outbox.queue_edits(context, (*DESK_CARDS, Acknowledgement), each.id)
    asked = questions.list_by_referral(context.transaction, workspace_id, referral.id)
    if asked:  # The buttons of these messages depend on the stage.
        kinds, ids = (QuestionAsked.kind, QuestionAnswered.kind), [each.id for each in asked]
        stored_outbox.queue_edits_of_many(
            context.transaction, workspace_id, kinds, ids, context.now
        )
    by_referral = commitments.list_by_referrals(context.transaction, workspace_id, [referral.id])
    for commitment in by_referral[referral.id]:
        if commitment.kind is CommitmentKind.WORD_WITH_MANAGER and commitment.sent_to:
            outbox.queue_edits(context, (WordToManager,), commitment.id)


def find_possible_nudge_recipients(
    context: Context, referral: Referral | None, reminders: Sequence[FollowUp]
) -> set[str]:
    """The user ids of everybody who may have got a nudge about one of these follow-ups.

    Who got a nudge is not stored, so the set may have people who got none. It has the members of
    the follow-ups and the owner of the referral. From the second nudge on, an owner's reminder may
    also go to others who can answer the referral.
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
    """Settles every open follow-up that matches all conditions, and edits the nudges about them.

    A condition that is None matches everything. `state` is the state after settling.
    """
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
    people = find_possible_nudge_recipients(context, referral, closed)
    stored_outbox.queue_nudge_edits(
        context.transaction, context.workspace.id, people, [each.id for each in closed], context.now
    )
