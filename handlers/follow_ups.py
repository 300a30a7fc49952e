"""Somebody answers a nudge: done, later, not needed; or does at once what it is about.

A value is "<follow-up>:<intent>": the intent is the message that is brought up to date.
"""

from __future__ import annotations

from functools import partial

from domain.follow_ups import FollowUpState
from domain.permissions import Who
from domain.policy import Policy
from handlers import bench, consent, general
from handlers import commitment_answers as deed_answers
from handlers.asks import answers as ask_answers
from handlers.nudge_answers import NudgeAnswer, Nudged, brought_up_to_date, ids
from handlers.protocol import Answer, Click, Done, Registry, Show
from services import desk, follow_ups, pages
from services.people import reader
from storage.engine import Session
from views import desk as desk_view
from views import kit
from views import nudges as view
from views.nudge_copy import DONE, LATER, NOT_NEEDED

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    for button, answer in ANSWERS.items():
        if answer.folded:
            continue
        add = on.opens if answer.opens else on.does
        add(button, partial(press, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.MENU, partial(choose, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.LATER_FORM, partial(later, policy=policy), who=Who.MEMBER, act=ACT)


def choose(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What stands behind the three dots: "<what>:<follow-up>:<intent>"."""
    what, _, value = click.value.partition(":")
    return _act(click, session, what, value, policy)


def press(click: Click, session: Session, *, policy: Policy) -> Answer:
    return _act(click, session, click.id, click.value, policy)


def _act(click: Click, session: Session, what: str, value: str, policy: Policy) -> Answer:
    step_id, intent_id = ids(value)
    answer = ANSWERS.get(what)
    if answer is None:  # a menu of an older version
        return Done()
    find = follow_ups.mine if answer.own else follow_ups.find
    nudged = Nudged(find(session, click.actor, step_id), intent_id)
    shown = answer.act(click, session, nudged, policy)
    return brought_up_to_date(click, session, intent_id, policy) if shown is None else shown


def _done(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> None:
    follow_ups.settle(session, click.actor, nudged.step.id, FollowUpState.DONE, click.now)


def _not_needed(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> None:
    follow_ups.settle(session, click.actor, nudged.step.id, FollowUpState.NOT_NEEDED, click.now)


def _take(click: Click, session: Session, nudged: Nudged, policy: Policy) -> None:
    desk.take(session, click.actor, nudged.step.referral_id or 0, policy, click.now)


def _hand_over(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    referral = desk.seen(session, click.actor, nudged.step.referral_id or 0, policy)
    return Show(desk_view.hand_over_form(referral))


def _answer(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    page = pages.question_page(session, click.actor, nudged.step.subject_id, policy, click.now)
    return Show(desk_view.reply_form(page))


def _later(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    (item,) = pages.due_items(session, who, [nudged.step])
    return Show(view.later_form(item, nudged.value))


# Whoever may answer the referral may take it or hand it over; the rest is between us and them.
ANSWERS: dict[str, NudgeAnswer] = {
    DONE: NudgeAnswer(_done),
    NOT_NEEDED: NudgeAnswer(_not_needed),
    view.TAKE: NudgeAnswer(_take, own=False),
    LATER: NudgeAnswer(_later, opens=True),
    view.HAND_OVER: NudgeAnswer(_hand_over, opens=True, own=False),
    view.ANSWER: NudgeAnswer(_answer, opens=True),
    **bench.ANSWERS,
    **consent.ANSWERS,
    **general.ANSWERS,
    **ask_answers.ANSWERS,
    **deed_answers.ANSWERS,
}


def later(click: Click, session: Session, *, policy: Policy) -> Answer:
    step_id, intent_id = ids(click.private)
    choice = view.parse_later(click.state)
    day = kit.picked_date(click.state, "day")
    follow_ups.snooze(session, click.actor, step_id, choice, day, policy, click.now)
    return brought_up_to_date(click, session, intent_id, policy)
