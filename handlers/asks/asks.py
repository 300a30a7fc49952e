"""What someone does who asks a colleague to vouch: sends, lists and withdraws asks.

Whoever asks a colleague to vouch for themselves also decides here whether the recruiters get to
see the vouch. The answers of the asked colleague are in `handlers/asks/answers.py`.
"""

from __future__ import annotations

from dataclasses import replace

from domain.asks import Ask, AskKind
from domain.errors import NotFoundError
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
from views.asks import form as form_view
from views.asks import messages as view
from views.asks.form import AskPrefill

ACTION = "ask"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_command("ask", handle_ask_command, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(
        view.ASK_COLLEAGUE, open_empty_form, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        form_view.CHANGE_KIND, show_form_of_kind, access=Access.MEMBER, action=ACTION
    )
    registry.add_submission(form_view.ASK_FORM, submit_ask, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.WITHDRAW, withdraw_ask, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(
        view.ASK_INSTEAD, open_form_for_another_colleague, access=Access.MEMBER, action=ACTION
    )
    registry.add_write_action(view.GO_AHEAD, put_asker_forward, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.NOT_NOW, keep_vouch_private, access=Access.MEMBER, action=ACTION)


def handle_ask_command(context: Context, request: Request) -> Response:
    """`/refer ask @bob ENG-12 Grace Hopper` opens the form with these values.

    `/refer ask` alone lists the actor's unfinished asks, or opens an empty form if there are none.
    """
    if not (request.value or request.text or request.mentioned):
        unfinished = own_asks.load_unfinished_asks(context)
        if unfinished:
            return Show(view.open_asks_modal(unfinished))
    opening = None
    if request.value:
        found = openings.find_by_ref(context, request.value)
        opening = openings.find_open_opening(context, found.id)
    name = request.text.lstrip("@ ")  # Slack leaves the "@" of a name that it does not know.
    return Show(form_view.ask_form(AskPrefill(asked=request.mentioned, opening=opening, name=name)))


def open_empty_form(_context: Context, _request: Request) -> Response:
    return Show(form_view.ask_form(AskPrefill()))


def show_form_of_kind(context: Context, request: Request) -> Response:
    """Redraws the form after a choice in "Who is it for?". The form's fields depend on it."""
    opening = _find_opening(
        context, form_view.parse_opening_id(request.state, request.private_metadata)
    )
    prefill = form_view.parse_unfinished(request.state, request.private_metadata, opening)
    return Replace(form_view.ask_form(_with_own_name(context, prefill)))


def _with_own_name(context: Context, prefill: AskPrefill) -> AskPrefill:
    """The prefill with the actor's name, and whether the form has to ask for their address."""
    member = context.actor.member
    name = prefill.own_name or member.name
    return replace(prefill, own_name=name, email_unknown=member.email is None)


def _find_opening(context: Context, opening_id: int | None) -> Opening | None:
    if not opening_id:  # a general ask, or a form in which no role was chosen yet
        return None
    return stored_openings.find(context.transaction, context.workspace.id, opening_id)


def submit_ask(context: Context, request: Request) -> Response:
    form = form_view.parse_ask(request.state, request.private_metadata)
    ask = new_asks.make_ask(context, form)
    viewer = build_viewer(context)
    return Replace(view.ask_sent_modal(own_asks.load_ask_page(context, viewer, ask)))


def withdraw_ask(context: Context, request: Request) -> Response:
    own_asks.withdraw_ask(context, button_values.parse_id(request.value))
    return _refresh_page(context, request)


def _refresh_page(context: Context, request: Request) -> Response:
    """Redraws App Home or the list of asks, if the button was there.

    If it was in a message, the delivery edits the message, so nothing is shown now.
    """
    if request.from_home:
        return Home(home_view.app_home(home_page.load_home(context)))
    if request.in_modal:
        return Replace(view.open_asks_modal(own_asks.load_unfinished_asks(context)))
    return Done()


def open_form_for_another_colleague(context: Context, request: Request) -> Response:
    """Opens the form with the content of an ask that the colleague refused.

    If the colleague suggested somebody else, that person is preselected.
    """
    ask = own_asks.find_own_ask(context, button_values.parse_id(request.value))
    return Show(form_view.ask_form(_with_own_name(context, _prefill_from_ask(context, ask))))


def _prefill_from_ask(context: Context, ask: Ask) -> AskPrefill:
    """Raises `NotFoundError` if an ask about a referral on the desk has lost its referral."""
    referral = None
    if ask.kind is AskKind.DESK:
        if ask.referral_id is None:
            raise NotFoundError("referral")
        referral = desk.find_revealed_referral(context, ask.referral_id)
    return AskPrefill(
        kind=ask.kind,
        asked=ask.suggested or "",
        opening=_find_opening(context, ask.opening_id),
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
        # `shared` stays empty: it is what the candidate has in common with the first colleague.
    )


def put_asker_forward(context: Context, request: Request) -> Response:
    decisions.put_asker_forward(context, button_values.parse_id(request.value))
    return _refresh_page(context, request)


def keep_vouch_private(context: Context, request: Request) -> Response:
    decisions.keep_vouch_private(context, button_values.parse_id(request.value))
    return Done()
