"""Somebody asks a colleague to vouch: the builder, open asks, withdrawing, going ahead.

In the order in which the asker meets it; what the asked person does is in `ask_answers`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from domain.asks import Ask, AskKind
from domain.openings import Opening
from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import Done, Home, Registry, Replace, Request, Response, Show
from services import desk, openings, pages
from services.asks import answers as ask_answers
from services.asks import asks
from services.people import reader
from storage import openings as stored_openings
from storage.engine import Transaction
from views import button_values
from views import home as home_view
from views.asks import form as builder
from views.asks import messages as view
from views.asks.form import AskPrefill

ACT = "ask"


def register(on: Registry, *, policy: Policy) -> None:
    on.command("ask", partial(typed, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.ASK, open_blank, access=Access.MEMBER, act=ACT)
    on.opens(builder.ABOUT, about, access=Access.MEMBER, act=ACT)
    on.submission(builder.FORM, partial(submit, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.WITHDRAW, partial(withdraw, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.INSTEAD, partial(instead, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.GO_AHEAD, partial(go_ahead, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.KEEP, keep, access=Access.MEMBER, act=ACT)


def typed(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """`/refer ask @bob ENG-12 Grace Hopper`; alone, with open asks, it shows those."""
    if not (request.value or request.words or request.mentioned):
        alive = asks.alive(transaction, request.actor, policy, request.now)
        if alive:
            return Show(view.open_asks_modal(alive))
    opening = None
    if request.value:
        found = openings.by_ref(transaction, request.actor, request.value)
        opening = openings.taking(transaction, request.actor.workspace_id, found.id)
    name = request.words.lstrip("@ ")
    return Show(builder.ask_form(AskPrefill(asked=request.mentioned, opening=opening, name=name)))


def open_blank(_click: Request, _session: Transaction) -> Response:
    return Show(builder.ask_form(AskPrefill()))


def about(request: Request, transaction: Transaction) -> Response:
    """For oneself or for somebody else: the form brings the fields for it."""
    opening = _opening(
        transaction, request, builder.parse_opening_choice(request.state, request.private)
    )
    known = builder.parse_unfinished(request.state, request.private, opening)
    return Replace(builder.ask_form(_as_themselves(request, known)))


def _as_themselves(request: Request, known: AskPrefill) -> AskPrefill:
    member = request.actor.member
    name = known.own_name or member.name
    return replace(known, own_name=name, email_unknown=member.email is None)


def _opening(transaction: Transaction, request: Request, picked: str) -> Opening | None:
    return stored_openings.find(
        transaction, request.actor.workspace_id, button_values.parse_id(picked)
    )


def submit(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    form = builder.parse_ask(request.state, request.private)
    made = asks.ask(transaction, request.actor, form, policy, request.now)
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    return Replace(view.ask_sent_modal(asks.page(transaction, who, made, policy)))


def withdraw(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    asks.withdraw(transaction, request.actor, button_values.parse_id(request.value), request.now)
    return _shown_again(request, transaction, policy)


def _shown_again(request: Request, transaction: Transaction, policy: Policy) -> Response:
    """Where it was pressed says what became of it; a message is edited by itself."""
    if request.from_home:
        return Home(home_view.app_home(pages.home(transaction, request.actor, policy, request.now)))
    if request.in_modal:
        return Replace(
            view.open_asks_modal(asks.alive(transaction, request.actor, policy, request.now))
        )
    return Done()


def instead(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """The same ask again, of the person who was named, or of somebody else."""
    ask = asks.mine(transaction, request.actor, button_values.parse_id(request.value))
    return Show(
        builder.ask_form(_as_themselves(request, _again(request, transaction, ask, policy)))
    )


def _again(request: Request, transaction: Transaction, ask: Ask, policy: Policy) -> AskPrefill:
    referral = None
    if ask.kind is AskKind.DESK:
        referral = desk.open_to(transaction, request.actor, ask.referral_id or 0, policy)
    return AskPrefill(
        kind=ask.kind,
        asked=ask.suggested or "",
        opening=_opening(transaction, request, str(ask.opening_id or "")),
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


def go_ahead(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    ask_answers.go_ahead(
        transaction, request.actor, button_values.parse_id(request.value), policy, request.now
    )
    return _shown_again(request, transaction, policy)


def keep(request: Request, transaction: Transaction) -> Response:
    ask_answers.keep_to_us(
        transaction, request.actor, button_values.parse_id(request.value), request.now
    )
    return Done()
