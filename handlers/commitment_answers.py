"""A nudge is answered by the help with what was offered, or by more words."""

from __future__ import annotations

from domain.errors import NotFoundError
from handlers import channel_post, interview, introduction, manager_word
from handlers.endorse import first_step
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Request, Response
from services.context import Context
from views.nudges import commitments as commitments_nudge
from views.nudges import interview as interview_nudge
from views.nudges import say_more as say_more_nudge


def _referral(nudged: Nudged) -> int:
    if nudged.step.referral_id is None:
        raise NotFoundError("referral")
    return nudged.step.referral_id


def _draft(context: Context, _request: Request, nudged: Nudged) -> Response:
    return introduction.show(context, _referral(nudged))


def _word(context: Context, request: Request, nudged: Nudged) -> Response:
    return manager_word.tell(context, request, _referral(nudged))


def _prepare(context: Context, _request: Request, nudged: Nudged) -> Response:
    return interview.show(context, _referral(nudged))


def _post(context: Context, _request: Request, nudged: Nudged) -> Response:
    return channel_post.show(context, _referral(nudged))


def _say_more(context: Context, _request: Request, nudged: Nudged) -> Response:
    return first_step(context, [_referral(nudged)])


ANSWERS: dict[str, NudgeAnswer] = {
    commitments_nudge.DRAFT: NudgeAnswer(_draft, opens=True),
    commitments_nudge.WORD: NudgeAnswer(_word),
    commitments_nudge.PREPARE: NudgeAnswer(_prepare, opens=True),
    commitments_nudge.POST: NudgeAnswer(_post, opens=True),
    say_more_nudge.SAY_MORE_NOW: NudgeAnswer(_say_more, opens=True),
    interview_nudge.HEARD: NudgeAnswer(interview.open_heard, opens=True),
}
