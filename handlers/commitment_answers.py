"""Answers to nudges about commitments: each opens the help with it, or does it."""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.follow_ups import FollowUpKind
from handlers import channel_post, interview, introduction, manager_word
from handlers.endorse import show_evidence_form
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import Request, Response
from services import referrals
from services.consent import list_endorsed_referrals
from services.context import Context
from views.nudges import commitments as commitments_nudge
from views.nudges import interview as interview_nudge
from views.nudges import say_more as say_more_nudge


def _referral_id(answered: AnsweredNudge) -> int:
    if answered.follow_up.referral_id is None:
        raise NotFoundError("referral")
    return answered.follow_up.referral_id


def _open_introduction(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return introduction.show_form(context, _referral_id(answered))


def _open_word_preview(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return manager_word.show_preview(context, _referral_id(answered))


def _open_interview_kit(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return interview.show_kit(context, _referral_id(answered))


def _open_channel_post(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return channel_post.show_form(context, _referral_id(answered))


def _open_evidence_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    """One form for all roles for which the actor vouches for the candidate."""
    referral, _ = referrals.find_referral_and_own_endorsement(context, _referral_id(answered))
    endorsed = list_endorsed_referrals(context, referral.candidate, context.actor.user_id)
    open_ids = [each.id for each in endorsed if not each.ended]
    return show_evidence_form(context, open_ids or [referral.id])


_COMMITMENT = (FollowUpKind.COMMITMENT,)
ANSWERS: dict[str, NudgeAnswer] = {
    commitments_nudge.OPEN_DRAFT: NudgeAnswer(
        _open_introduction, read_only=True, kinds=_COMMITMENT
    ),
    commitments_nudge.SEND_WORD: NudgeAnswer(_open_word_preview, read_only=True, kinds=_COMMITMENT),
    commitments_nudge.OPEN_KIT: NudgeAnswer(_open_interview_kit, read_only=True, kinds=_COMMITMENT),
    commitments_nudge.OPEN_POST: NudgeAnswer(_open_channel_post, read_only=True, kinds=_COMMITMENT),
    say_more_nudge.SAY_MORE_NOW: NudgeAnswer(
        _open_evidence_form, read_only=True, kinds=(FollowUpKind.SAY_MORE,)
    ),
    interview_nudge.ADD_NOTE: NudgeAnswer(
        interview.open_note_form, read_only=True, kinds=(FollowUpKind.INTERVIEW,)
    ),
}
