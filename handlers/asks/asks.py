"""Somebody asks a colleague to vouch, sees their asks, withdraws one, or lets a vouch go ahead.

What the asked person does is in `answers`.
"""

from __future__ import annotations

from dataclasses import replace

from domain.asks import Ask, AskKind
from domain.openings import Opening
from domain.permissions import Access
from handlers.protocol import Done, Home, Registry, Replace, Request, Response, Show
from services import desk, home_page, openings
from services.asks import decisions, new_asks, own_asks
from services.context import Context
from services.people import build_viewer
from storage import openings as stored_openings
from views import button_values
from views import home as home_view
from views.asks import form as builder
from views.asks import messages as view
from views.asks.form import AskPrefill

ACT = "ask"


def register(on: Registry) -> None:
    on.command("ask", open_typed, access=Access.MEMBER, act=ACT)
    on.opens(view.OPEN_ASK_FORM, open_blank, access=Access.MEMBER, act=ACT)
    on.opens(builder.CHANGE_KIND, change_kind, access=Access.MEMBER, act=ACT)
    on.submission(builder.ASK_FORM, submit, access=Access.MEMBER, act=ACT)
    on.does(view.WITHDRAW, withdraw, access=Access.MEMBER, act=ACT)
    on.opens(view.ASK_INSTEAD, open_again, access=Access.MEMBER, act=ACT)
    on.does(view.GO_AHEAD, go_ahead, access=Access.MEMBER, act=ACT)
    on.does(view.NOT_NOW, keep_private, access=Access.MEMBER, act=ACT)


def open_typed(context: Context, request: Request) -> Response:
    """`/refer ask @bob ENG-12 Grace Hopper`. Without words it shows open asks, if there are any."""
    if not (request.value or request.words or request.mentioned):
        alive = own_asks.load_unfinished_asks(context)
        if alive:
            return Show(view.open_asks_modal(alive))
    opening = None
    if request.value:
        found = openings.find_by_ref(context, request.value)
        opening = openings.find_open_opening(context, found.id)
    name = request.words.lstrip("@ ")
    return Show(builder.ask_form(AskPrefill(asked=request.mentioned, opening=opening, name=name)))


def open_blank(_context: Context, _request: Request) -> Response:
    return Show(builder.ask_form(AskPrefill()))


def change_kind(context: Context, request: Request) -> Response:
    """Asking for oneself or for somebody else: the form shows the fields for it."""
    opening = _find_opening(context, builder.parse_opening_id(request.state, request.private))
    known = builder.parse_unfinished(request.state, request.private, opening)
    return Replace(builder.ask_form(_with_own_name(context, known)))


def _with_own_name(context: Context, known: AskPrefill) -> AskPrefill:
    member = context.actor.member
    name = known.own_name or member.name
    return replace(known, own_name=name, email_unknown=member.email is None)


def _find_opening(context: Context, opening_id: int) -> Opening | None:
    return stored_openings.find(context.transaction, context.workspace.id, opening_id)


def submit(context: Context, request: Request) -> Response:
    form = builder.parse_ask(request.state, request.private)
    made = new_asks.make_ask(context, form)
    viewer = build_viewer(context)
    return Replace(view.ask_sent_modal(own_asks.load_ask_page(context, viewer, made)))


def withdraw(context: Context, request: Request) -> Response:
    own_asks.withdraw_ask(context, button_values.parse_id(request.value))
    return _refresh_list(context, request)


def _refresh_list(context: Context, request: Request) -> Response:
    """What shows the result: App Home, the modal, or the message, which is edited anyway."""
    if request.from_home:
        return Home(home_view.app_home(home_page.load_home(context)))
    if request.in_modal:
        return Replace(view.open_asks_modal(own_asks.load_unfinished_asks(context)))
    return Done()


def open_again(context: Context, request: Request) -> Response:
    """The same ask to another person: the one who was suggested, or somebody else."""
    ask = own_asks.find_own_ask(context, button_values.parse_id(request.value))
    return Show(builder.ask_form(_with_own_name(context, _prefill_again(context, ask))))


def _prefill_again(context: Context, ask: Ask) -> AskPrefill:
    referral = None
    if ask.kind is AskKind.DESK:
        referral = desk.find_revealed_referral(context, ask.referral_id or 0)
    return AskPrefill(
        kind=ask.kind,
        asked=ask.suggested or "",
        opening=_find_opening(context, ask.opening_id or 0),
        general=ask.opening_id is None,
        referral=referral,
        name="" if ask.is_own else ask.candidate_name,
        email="" if ask.is_own else ask.email or "",
        profile=ask.profile_url or "",
        why=ask.why,
        helps=ask.helps,
        help_text=ask.help_text,
        draft=ask.draft,
        own_name=ask.candidate_name if ask.is_own else "",
    )  # `shared` is about the first two people and stays empty.


def go_ahead(context: Context, request: Request) -> Response:
    decisions.go_ahead(context, button_values.parse_id(request.value))
    return _refresh_list(context, request)


def keep_private(context: Context, request: Request) -> Response:
    decisions.keep_private(context, button_values.parse_id(request.value))
    return Done()
