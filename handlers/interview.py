"""The candidate interviews: the advocate opens the kit, and tells what they heard."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.nudge_answers import Nudged
from handlers.protocol import Answer, Click, CloseAll, Done, Home, Registry, Show
from services import interview, pages
from services.people import reader
from storage.engine import Session
from views import home as home_view
from views import interview as view
from views import kit


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.KIT, open_, who=Who.MEMBER, act="endorse")
    on.submission(view.KIT_FORM, partial(helped, policy=policy), who=Who.MEMBER, act="endorse")
    on.submission(
        view.HEARD_FORM, partial(add_heard, policy=policy), who=Who.MEMBER, act="answer_follow_up"
    )


def open_(click: Click, session: Session) -> Answer:
    return show(click, session, kit.number(click.value))


def show(click: Click, session: Session, referral_id: int) -> Answer:
    return Show(view.prep_kit(interview.kit(session, click.actor, referral_id)))


def helped(click: Click, session: Session, *, policy: Policy) -> Answer:
    interview.helped(session, click.actor, kit.number(click.private), policy, click.now)
    return CloseAll()


def open_heard(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    interview.asked(session, click.actor, nudged.step.id)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    items = pages.due_items(session, who, [nudged.step])
    return Show(view.heard_form(items[0], nudged.value)) if items else Done()


def add_heard(click: Click, session: Session, *, policy: Policy) -> Answer:
    step_id, _, intent = click.private.partition(":")
    text = view.parse_heard(click.state)
    interview.add_heard(session, click.actor, kit.number(step_id), text, click.now)
    if intent in ("", "0"):  # it was opened from App Home
        return Home(home_view.home(pages.home(session, click.actor, policy, click.now)))
    return Done()
