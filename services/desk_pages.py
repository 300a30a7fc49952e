"""Loads what is shown about a referral to those who answer it: its card, and all endorsements.

Also loads a question to an advocate, for the form in which the advocate answers it.
"""

from __future__ import annotations

from collections import Counter

from domain.away import find_absence
from domain.consent import is_candidate_hidden, redact_for_desk
from domain.depth import sort_endorsements
from domain.endorsements import CommitmentKind
from domain.errors import AlreadyAnsweredError
from domain.own_settings import find_personal_rules
from domain.pages import DeskPage, QuestionPage, SideBySidePage, Viewer
from domain.referrals import Referral
from services.advocate_questions import find_question_to_answer
from services.context import Context
from services.corrections import find_correctable_change, find_former_opening
from services.desk import find_revealed_referral
from services.follow_up_kinds.cadences import answer_deadline
from services.people import (
    build_viewer,
    find_answerable,
    find_opening_of,
    find_own_candidates,
    is_work_address,
)
from services.same_person import find_similar_referrals
from storage import (
    attachments,
    commitments,
    desk_notes,
    endorsements,
    interview_notes,
    members,
    questions,
    referrals,
)
from storage.asks import asks

NOTES_MAX = 10  # notes of the desk that a card shows, the newest first


def load_desk_page(context: Context, viewer: Viewer, referral: Referral) -> DeskPage:
    """Loads the card of a referral for a viewer who may answer it.

    Candidates may be hidden until they agree. Then the page has no texts about them. Notes of the
    desk are not loaded for a viewer who vouches for the candidate.
    """
    transaction, workspace_id = context.transaction, context.workspace.id
    opening = find_opening_of(context, referral)
    if is_candidate_hidden(referral.candidate, context.policy.hide_until_agreed):
        redacted = redact_for_desk(referral, hide_until_agreed=True)
        return DeskPage(
            viewer,
            redacted,
            opening,
            endorsements=(),
            advocate_names={},
            fulfilled=(),
            questions=(),
            answer_due_at=None,
            correctable=find_correctable_change(context, referral),
            came_from=find_former_opening(context, referral),
        )
    current_endorsements = endorsements.list_current(transaction, workspace_id, referral.id)
    viewer_vouches = any(each.advocate == viewer.user_id for each in current_endorsements)
    advocates = members.find_many(
        transaction, workspace_id, [each.advocate for each in current_endorsements]
    )
    fulfilled = commitments.list_fulfilled(transaction, workspace_id, referral.id)
    owner = members.find(transaction, workspace_id, referral.owner)
    owner_rules = find_personal_rules(owner, context.policy)
    notes = (
        []
        if viewer_vouches
        else desk_notes.list_by_referral(transaction, workspace_id, referral.id, NOTES_MAX)
    )
    is_own_candidate = bool(find_own_candidates(context, [referral])[referral.id])
    return DeskPage(
        viewer,
        referral,
        opening,
        endorsements=sort_endorsements(
            current_endorsements, Counter(each.member for each in fulfilled)
        ),
        advocate_names={user_id: member.name for user_id, member in advocates.items()},
        fulfilled=tuple(fulfilled),
        questions=tuple(questions.list_by_referral(transaction, workspace_id, referral.id)),
        answer_due_at=answer_deadline(context.policy, referral, owner_rules),
        owner_absence=find_absence(owner, context.policy, context.now) if owner else None,
        interview_notes=tuple(
            interview_notes.list_by_referral(transaction, workspace_id, referral.id)
        ),
        asks=tuple(asks.list_by_referral(transaction, workspace_id, referral.id)),
        correctable=find_correctable_change(context, referral),
        came_from=find_former_opening(context, referral),
        elsewhere=_list_other_referrals(context, referral, viewer.user_id),
        similar=find_similar_referrals(context, referral.candidate, viewer.user_id),
        notes=tuple(notes),
        viewer_vouches=viewer_vouches,
        attachments=tuple(attachments.list_by_referral(transaction, workspace_id, referral.id)),
        works_here=is_own_candidate or is_work_address(referral.candidate, owner),
    )


def _list_other_referrals(
    context: Context, referral: Referral, user_id: str
) -> tuple[Referral, ...]:
    """The candidate's other referrals that this user may see and answer."""
    found = referrals.list_by_candidate(
        context.transaction, context.workspace.id, referral.candidate.id
    )
    others = [each for each in found if each.id != referral.id]
    visible = find_answerable(context, user_id, others)
    return tuple(each for each in others if each.id in visible)


def load_side_by_side_page(context: Context, referral_id: int) -> SideBySidePage:
    """Loads all endorsements side by side. Raises what `find_revealed_referral` raises."""
    referral = find_revealed_referral(context, referral_id)
    transaction, workspace_id = context.transaction, context.workspace.id
    fulfilled_kinds: dict[str, tuple[CommitmentKind, ...]] = {}  # by the advocate's user id
    for each in commitments.list_fulfilled(transaction, workspace_id, referral.id):
        fulfilled_kinds[each.member] = (*fulfilled_kinds.get(each.member, ()), each.kind)
    current_endorsements = endorsements.list_current(transaction, workspace_id, referral.id)
    fulfilled_counts = {advocate: len(kinds) for advocate, kinds in fulfilled_kinds.items()}
    return SideBySidePage(
        build_viewer(context),
        referral,
        sort_endorsements(current_endorsements, fulfilled_counts),
        fulfilled_kinds,
    )


def load_question_page(context: Context, question_id: int) -> QuestionPage:
    """Loads a question that the actor, an advocate, was asked and has not answered yet.

    Raises `NotFoundError`, `NotAllowedError` and `AlreadyAnsweredError`.
    """
    question, referral = find_question_to_answer(context, question_id)
    if question.answered_at is not None:
        raise AlreadyAnsweredError("question", context.actor.user_id)
    own_endorsement = endorsements.find_by_advocate(
        context.transaction, context.workspace.id, referral.id, context.actor.user_id
    )
    name = own_endorsement.candidate_name if own_endorsement else referral.candidate.name
    return QuestionPage(build_viewer(context), referral, question, name)
