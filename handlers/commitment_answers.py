"""The answers to nudges about commitments, evidence and interviews. Each opens a form or window."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind
from handlers import channel_post, interview, introduction, manager_word
from handlers.endorse import show_evidence_form
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import Request, Response
from services.consent import list_endorsed_referrals
from services.context import Context
from services.own_endorsements import find_referral_and_own_endorsement
from views.nudges import commitments as commitments_nudge
from views.nudges import interview as interview_nudge
from views.nudges import say_more as say_more_nudge


def _open_introduction(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return introduction.show_form(context, answered.referral_id)


def _open_word_preview(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return manager_word.show_preview(context, answered.referral_id)


def _open_interview_kit(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return interview.show_kit(context, answered.referral_id)


def _open_channel_post(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return channel_post.show_form(context, answered.referral_id)


def _open_evidence_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    """Opens one form for all open referrals in which the actor vouches for the candidate."""
    referral, _ = find_referral_and_own_endorsement(context, answered.referral_id)
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
