"""Somebody asks a colleague to vouch: the builder, open asks, withdrawing, going ahead.

In the order in which the asker meets it; what the asked person does is in `ask_answers`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from domain.asks import Ask, AskKind
from domain.openings import Opening
from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, Done, Home, Registry, Replace, Show
from services import desk, openings, pages
from services.asks import answers as ask_answers
from services.asks import asks
from services.people import reader
from storage import openings as stored_openings
from storage.engine import Session
from views import home as home_view
from views import kit
from views.asks import form as builder
from views.asks import messages as view
from views.asks.form import Prefill

ACT = "ask"


def register(on: Registry, *, policy: Policy) -> None:
    on.command("ask", partial(typed, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.ASK, open_blank, who=Who.MEMBER, act=ACT)
    on.opens(builder.ABOUT, about, who=Who.MEMBER, act=ACT)
    on.submission(builder.FORM, partial(submit, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.WITHDRAW, partial(withdraw, policy=policy), who=Who.MEMBER, act=ACT)
    on.opens(view.INSTEAD, partial(instead, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.GO_AHEAD, partial(go_ahead, policy=policy), who=Who.MEMBER, act=ACT)
    on.does(view.KEEP, keep, who=Who.MEMBER, act=ACT)


def typed(click: Click, session: Session, *, policy: Policy) -> Answer:
    """`/refer ask @bob ENG-12 Grace Hopper`; alone, with open asks, it shows those."""
    if not (click.value or click.words or click.mentioned):
        alive = asks.alive(session, click.actor, policy, click.now)
        if alive:
            return Show(view.mine(alive))
    opening = None
    if click.value:
        found = openings.by_ref(session, click.actor, click.value)
        opening = openings.taking(session, click.actor.workspace_id, found.id)
    name = click.words.lstrip("@ ")
    return Show(builder.form(Prefill(asked=click.mentioned, opening=opening, name=name)))


def open_blank(_click: Click, _session: Session) -> Answer:
    return Show(builder.form(Prefill()))


def about(click: Click, session: Session) -> Answer:
    """For oneself or for somebody else: the form brings the fields for it."""
    opening = _opening(session, click, builder.picked_opening(click.state, click.private))
    known = builder.typed_so_far(click.state, click.private, opening)
    return Replace(builder.form(_as_themselves(click, known)))


def _as_themselves(click: Click, known: Prefill) -> Prefill:
    member = click.actor.member
    name = known.own_name or member.name
    return replace(known, own_name=name, email_unknown=member.email is None)


def _opening(session: Session, click: Click, picked: str) -> Opening | None:
    return stored_openings.find(session, click.actor.workspace_id, kit.number(picked))


def submit(click: Click, session: Session, *, policy: Policy) -> Answer:
    form = builder.parse(click.state, click.private)
    made = asks.ask(session, click.actor, form, policy, click.now)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    return Replace(view.asked_modal(asks.page(session, who, made, policy)))


def withdraw(click: Click, session: Session, *, policy: Policy) -> Answer:
    asks.withdraw(session, click.actor, kit.number(click.value), click.now)
    return _shown_again(click, session, policy)


def _shown_again(click: Click, session: Session, policy: Policy) -> Answer:
    """Where it was pressed says what became of it; a message is edited by itself."""
    if click.from_home:
        return Home(home_view.home(pages.home(session, click.actor, policy, click.now)))
    if click.in_modal:
        return Replace(view.mine(asks.alive(session, click.actor, policy, click.now)))
    return Done()


def instead(click: Click, session: Session, *, policy: Policy) -> Answer:
    """The same ask again, of the person who was named, or of somebody else."""
    ask = asks.mine(session, click.actor, kit.number(click.value))
    return Show(builder.form(_as_themselves(click, _again(click, session, ask, policy))))


def _again(click: Click, session: Session, ask: Ask, policy: Policy) -> Prefill:
    referral = None
    if ask.kind is AskKind.DESK:
        referral = desk.open_to(session, click.actor, ask.referral_id or 0, policy)
    return Prefill(
        kind=ask.kind,
        asked=ask.suggested or "",
        opening=_opening(session, click, str(ask.opening_id or "")),
        general=ask.opening_id is None,
        referral=referral,
        name="" if ask.own else ask.called,
        email="" if ask.own else ask.email or "",
        profile=ask.profile_url or "",
        why=ask.why,
        helps=ask.helps,
        help_text=ask.help_text,
        draft=ask.draft,
        own_name=ask.called if ask.own else "",
    )  # what they shared is between the first two: it is asked anew


def go_ahead(click: Click, session: Session, *, policy: Policy) -> Answer:
    ask_answers.go_ahead(session, click.actor, kit.number(click.value), policy, click.now)
    return _shown_again(click, session, policy)


def keep(click: Click, session: Session) -> Answer:
    ask_answers.keep_to_us(session, click.actor, kit.number(click.value), click.now)
    return Done()
