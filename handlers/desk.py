"""A referral is answered: taken, moved, handed over; its advocate is asked, and answers."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from domain.asks import AskKind
from domain.errors import BadField, BadFields
from domain.permissions import Who
from domain.policy import Policy
from domain.referrals import REASONS_FOR, Stage
from handlers.protocol import Answer, Click, Done, Home, Registry, Replace, Show
from services import desk, pages
from services.people import reader
from storage.engine import Session
from views import desk as view
from views import evidence, kit, voices
from views import home as home_view
from views.asks import form as ask_form

ACT = "answer_referral"


def register(on: Registry, *, policy: Policy) -> None:
    on.does(view.TAKE, partial(take, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.MOVE, partial(open_move, policy=policy), who=Who.MEMBER, act=ACT)
    not_now = partial(open_move, policy=policy, stage=Stage.NOT_NOW)
    on.opens(view.NOT_NOW, not_now, who=Who.MEMBER, act=ACT)
    on.opens(view.STAGE_PICK, partial(show_reasons, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.MOVE_FORM, partial(move, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.ASK, partial(open_ask, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.ASK_FORM, partial(ask, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.READ, partial(read, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.MENU, partial(choose, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.HAND_OVER_FORM, partial(hand_over, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.REPLY, partial(open_reply, policy=policy), who=Who.MEMBER, act="answer_question")
    on.submission(view.REPLY_FORM, reply, who=Who.MEMBER, act="answer_question")


def take(click: Click, session: Session, *, policy: Policy) -> Answer:
    desk.take(session, click.actor, kit.number(click.value), policy, click.now)
    return _home(click, session, policy) if click.from_home else Done()


def _home(click: Click, session: Session, policy: Policy) -> Answer:
    return Home(home_view.home(pages.home(session, click.actor, policy, click.now)))


def open_move(
    click: Click, session: Session, *, policy: Policy, stage: Stage | None = None
) -> Answer:
    referral = desk.seen(session, click.actor, kit.number(click.value), policy)
    return Show(view.move_form(referral, stage))


def show_reasons(click: Click, session: Session, *, policy: Policy) -> Answer:
    """A stage was chosen in the form: an ending brings its reasons into view."""
    referral = desk.seen(session, click.actor, kit.number(click.private), policy)
    return Replace(view.move_form(referral, view.parse_stage(click.value)))


def move(click: Click, session: Session, *, policy: Policy) -> Answer:
    stage, reason, note = view.parse_move(click.state)
    if stage is None:
        raise BadField("stage", "empty")
    referral_id = kit.number(click.private)
    field = view.reason_field(stage)
    if stage in REASONS_FOR and field not in click.state:  # the form has not brought them yet
        return Replace(view.move_form(desk.seen(session, click.actor, referral_id, policy), stage))
    try:
        desk.move(session, click.actor, referral_id, stage, reason, note, policy, click.now)
    except BadFields as bad:
        at = {"reason": field}
        raise BadFields(
            tuple(replace(each, name=at.get(each.name, each.name)) for each in bad.fields)
        ) from None
    return Done()


def choose(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What stands behind the three dots of the card."""
    what, _, referral_id = click.value.partition(":")
    referral = desk.seen(session, click.actor, kit.number(referral_id), policy)
    if what == "hand_over":
        return Show(view.hand_over_form(referral))
    if what == "ask_colleague":
        referral = desk.open_to(session, click.actor, referral.id, policy)
        return Show(ask_form.form(ask_form.Prefill(AskKind.DESK, referral=referral)))
    if what == "side_by_side":
        page = pages.voices_page(session, click.actor, referral.id, policy, click.now)
        return Show(voices.side_by_side(page))
    if what == "read":
        return _in_full(click, session, referral.id, policy)
    if what == "ask":
        return _ask_form(click, session, referral.id, policy)
    return Show(view.move_form(referral, view.parse_stage(what)))


def read(click: Click, session: Session, *, policy: Policy) -> Answer:
    return _in_full(click, session, kit.number(click.value), policy)


def _in_full(click: Click, session: Session, referral_id: int, policy: Policy) -> Answer:
    referral = desk.answerable(session, click.actor, referral_id)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    return Show(evidence.everything(pages.desk_page(session, who, referral, policy)))


def open_ask(click: Click, session: Session, *, policy: Policy) -> Answer:
    return _ask_form(click, session, kit.number(click.value), policy)


def _ask_form(click: Click, session: Session, referral_id: int, policy: Policy) -> Answer:
    referral = desk.open_to(session, click.actor, referral_id, policy)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    return Show(view.ask_form(pages.desk_page(session, who, referral, policy)))


def ask(click: Click, session: Session, *, policy: Policy) -> Answer:
    referral_id, advocate, text = view.parse_ask(click.state, click.private)
    desk.ask(session, click.actor, referral_id, advocate, text, policy, click.now)
    return Done()


def hand_over(click: Click, session: Session, *, policy: Policy) -> Answer:
    to = view.parse_hand_over(click.state)
    if to is None:
        raise BadField("to", "empty")
    desk.hand_over(session, click.actor, kit.number(click.private), to, policy, click.now)
    return Done()


def open_reply(click: Click, session: Session, *, policy: Policy) -> Answer:
    page = pages.question_page(session, click.actor, kit.number(click.value), policy, click.now)
    return Show(view.reply_form(page))


def reply(click: Click, session: Session) -> Answer:
    desk.answer(
        session, click.actor, kit.number(click.private), view.parse_reply(click.state), click.now
    )
    return Done()
