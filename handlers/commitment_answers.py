"""A nudge is answered by the help with what was offered, or by more words."""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.policy import Policy
from handlers import channel_post, interview, introduction, manager_word
from handlers.endorse import first_step
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Request, Response
from storage.engine import Transaction
from views import commitments as view


def _referral(nudged: Nudged) -> int:
    if nudged.step.referral_id is None:
        raise NotFoundError("referral")
    return nudged.step.referral_id


def _draft(request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy) -> Response:
    return introduction.show(request, transaction, _referral(nudged))


def _word(request: Request, transaction: Transaction, nudged: Nudged, policy: Policy) -> Response:
    return manager_word.tell(request, transaction, _referral(nudged), policy)


def _prepare(
    request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy
) -> Response:
    return interview.show(request, transaction, _referral(nudged))


def _post(request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy) -> Response:
    return channel_post.show(request, transaction, _referral(nudged))


def _say_more(
    request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy
) -> Response:
    return first_step(request, transaction, [_referral(nudged)])


ANSWERS: dict[str, NudgeAnswer] = {
    view.DRAFT: NudgeAnswer(_draft, opens=True),
    view.WORD: NudgeAnswer(_word),
    view.PREPARE: NudgeAnswer(_prepare, opens=True),
    view.POST: NudgeAnswer(_post, opens=True),
    view.SAY_MORE_NOW: NudgeAnswer(_say_more, opens=True),
    view.HEARD: NudgeAnswer(interview.open_heard, opens=True),
}
