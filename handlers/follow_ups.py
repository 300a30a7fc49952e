"""Somebody answers a nudge: done, later, not needed; or does at once what it is about.

A value is "<follow-up>:<intent>": the intent is the message that is brought up to date.
"""

from __future__ import annotations

from functools import partial

from domain.follow_ups import FollowUpState
from domain.permissions import Who
from domain.policy import Policy
from handlers.listening import Answer, Click, Done, Home, Registry, Show
from services import desk, follow_ups, pages
from services.people import reader
from storage import outbox
from storage.engine import Session
from views import desk as desk_view
from views import home as home_view
from views import kit
from views import nudges as view

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    for button in (view.DONE, view.NOT_NEEDED, view.TAKE):
        on.does(button, partial(press, policy=policy), who=Who.MEMBER, act=ACT)
    for button in (view.LATER, view.HAND_OVER, view.ANSWER):
        on.opens(button, partial(press, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.MENU, partial(choose, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.LATER_FORM, partial(later, policy=policy), who=Who.MEMBER, act=ACT)


def choose(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What stands behind the three dots: "<what>:<follow-up>:<intent>"."""
    what, _, value = click.value.partition(":")
    return _act(click, session, what, value, policy)


def press(click: Click, session: Session, *, policy: Policy) -> Answer:
    return _act(click, session, click.id, click.value, policy)


def _act(click: Click, session: Session, what: str, value: str, policy: Policy) -> Answer:
    step_id, intent_id = _ids(value)
    if what == view.LATER:
        return _open_later(click, session, step_id, value, policy)
    if what in (view.TAKE, view.HAND_OVER):  # whoever may answer the referral, may
        step = follow_ups.find(session, click.actor, step_id)
    else:
        step = follow_ups.mine(session, click.actor, step_id)
    if what == view.HAND_OVER:
        referral = desk.answerable(session, click.actor, step.referral_id)
        return Show(desk_view.hand_over_form(referral))
    if what == view.ANSWER:
        page = pages.question_page(session, click.actor, step.subject_id, policy, click.now)
        return Show(desk_view.reply_form(page))
    if what == view.TAKE:
        desk.take(session, click.actor, step.referral_id, policy, click.now)
    else:
        state = FollowUpState.DONE if what == view.DONE else FollowUpState.NOT_NEEDED
        follow_ups.settle(session, click.actor, step_id, state, click.now)
    return _brought_up_to_date(click, session, intent_id, policy)


def _ids(value: str) -> tuple[int, int]:
    step, _, intent = value.partition(":")
    return kit.number(step), kit.number(intent)


def _open_later(click: Click, session: Session, step_id: int, value: str, policy: Policy) -> Answer:
    step = follow_ups.mine(session, click.actor, step_id)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    (item,) = pages.due_items(session, who, [step])
    return Show(view.later_form(item, value))


def later(click: Click, session: Session, *, policy: Policy) -> Answer:
    step_id, intent_id = _ids(click.private)
    choice = view.parse_later(click.state)
    day = kit.picked_date(click.state, "day")
    follow_ups.snooze(session, click.actor, step_id, choice, day, policy, click.now)
    return _brought_up_to_date(click, session, intent_id, policy)


def _brought_up_to_date(click: Click, session: Session, intent_id: int, policy: Policy) -> Answer:
    """The message says what became of it; in App Home the page does."""
    if intent_id:
        outbox.refresh_one(session, click.actor.workspace_id, intent_id, click.now)
    elif click.from_home or click.in_modal:
        return Home(home_view.home(pages.home(session, click.actor, policy, click.now)))
    return Done()
