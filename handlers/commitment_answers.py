"""A nudge is answered by the help with what was offered, or by more words."""

from __future__ import annotations

from domain.errors import Gone
from domain.policy import Policy
from handlers import channel_post, interview, introduction, manager_word
from handlers.endorse import first_step
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Answer, Click
from storage.engine import Session
from views import commitments as view


def _referral(nudged: Nudged) -> int:
    if nudged.step.referral_id is None:
        raise Gone("referral")
    return nudged.step.referral_id


def _draft(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    return introduction.show(click, session, _referral(nudged))


def _word(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    return manager_word.tell(click, session, _referral(nudged), policy)


def _prepare(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    return interview.show(click, session, _referral(nudged))


def _post(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    return channel_post.show(click, session, _referral(nudged))


def _say_more(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    return first_step(click, session, [_referral(nudged)])


ANSWERS: dict[str, NudgeAnswer] = {
    view.DRAFT: NudgeAnswer(_draft, opens=True),
    view.WORD: NudgeAnswer(_word),
    view.PREPARE: NudgeAnswer(_prepare, opens=True),
    view.POST: NudgeAnswer(_post, opens=True),
    view.SAY_MORE_NOW: NudgeAnswer(_say_more, opens=True),
    view.HEARD: NudgeAnswer(interview.open_heard, opens=True),
}
