"""The desk: a modal in which people who answer referrals list and search them, and open one.

What an open modal (a window) shows is stored by `services.windows`, so that it can be updated after
every change.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from domain.desk import DeskFilter, DeskScope, check_search
from domain.desk_pages import DeskListPage
from domain.errors import FieldError
from domain.permissions import Access
from domain.windows import WindowKind
from handlers.protocol import Choices, Done, Registry, Replace, Request, Response, Show, Source
from services import desk, desk_list, desk_window, windows
from services.context import Context
from services.people import build_viewer
from views import button_values, refusals
from views.block_kit import Block
from views.desk import buttons, listing, referral
from views.desk.listing import DeskView

# The refusal names these actions to people without access.
ACTION = "desk"
ANSWER_ACTION = "answer_referral"
MAX_SUGGESTIONS = 50  # teams, and as many openings: Slack shows at most 100 options


def register(registry: Registry) -> None:
    registry.add(
        Source.COMMAND,
        "desk",
        handle_desk_command,
        access=Access.MEMBER,
        action=ACTION,
        writes=True,
    )
    registry.add_write_action(listing.OPEN_DESK, open_desk, access=Access.MEMBER, action=ACTION)
    for action_id in listing.FILTERS:
        registry.add_write_action(action_id, change_filter, access=Access.MEMBER, action=ACTION)
    registry.add_submission(listing.DESK, submit_search, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(listing.CLEAR, clear_filters, access=Access.MEMBER, action=ACTION)
    for action_id in (listing.NEXT_PAGE, listing.PREVIOUS_PAGE):
        registry.add_write_action(action_id, turn_page, access=Access.MEMBER, action=ACTION)
    registry.add_options(
        listing.SELECT_OPENING, suggest_openings_and_teams, access=Access.MEMBER, action=ACTION
    )
    registry.add_write_action(
        referral.BACK_TO_LIST, go_back_to_list, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        buttons.SHOW_HISTORY, show_history, access=Access.MEMBER, action=ANSWER_ACTION
    )
    registry.add_read_action(
        buttons.OPEN_NOTE_FORM, open_note_form, access=Access.MEMBER, action=ANSWER_ACTION
    )
    registry.add_submission(
        referral.NOTE_FORM, save_note, access=Access.MEMBER, action=ANSWER_ACTION
    )


# The list -------------------------------------------------------------------------------------


def handle_desk_command(context: Context, request: Request) -> Response:
    """Answers `/refer desk`, which may have the mention of an advocate or words to search for."""
    if not request.text and not request.mentioned:
        return _show_list(context, desk_list.load_first_page(context, DeskFilter()))
    chosen = DeskFilter(DeskScope.ALL, advocate=request.mentioned or None)
    return _show_list(context, _load_search(context, chosen, request.text))


def open_desk(context: Context, request: Request) -> Response:
    """Answers a button. If its value is the id of an opening, only its referrals are listed."""
    opening_id = button_values.parse_id(request.value)
    if not opening_id:
        return _show_list(context, desk_list.load_first_page(context, DeskFilter()))
    chosen = DeskFilter(DeskScope.ALL, opening_id=opening_id)
    return _show_list(context, desk_list.load_page(context, chosen))


def _show_list(context: Context, page: DeskListPage) -> Response:
    modal = listing.desk_modal(page, new_window_id())
    return Show(_record_window(context, modal), private=True)


def new_window_id() -> str:
    """Returns a new external id for a modal. Slack requires it to be unique."""
    return f"desk:{uuid4()}"


def _record_window(context: Context, modal: Block) -> Block:
    """Stores that the actor now sees this modal of the desk. Returns the modal."""
    state, external_id = modal["private_metadata"], modal["external_id"]
    windows.record_window(context, WindowKind.DESK, external_id=external_id, state=state)
    return modal


def _replace_with_list(context: Context, before: DeskView, page: DeskListPage) -> Response:
    """Shows the list in the window in which the actor saw `before`."""
    modal = listing.desk_modal(page, before.window)
    return Replace(_record_window(context, modal), private=True)


def change_filter(context: Context, request: Request) -> Response:
    """Answers a choice in one of the filters, or typed words."""
    before = listing.parse_desk(request.private_metadata)
    new = listing.parse_filter(before.filter, request.state)
    # The new words are not checked yet. If they are refused, the earlier ones stay.
    chosen = replace(new, words=before.filter.words)
    return _replace_with_list(context, before, _load_search(context, chosen, new.words))


def _load_search(context: Context, chosen: DeskFilter, typed: str) -> DeskListPage:
    """Loads the list for the filter `chosen`, but with the `typed` words instead of its own.

    If they are too short or too long, `chosen` is used as it is, and the page explains the problem.
    """
    try:
        chosen = replace(chosen, words=check_search(typed))
    except FieldError as error:
        problem = refusals.field_text(error.name, error.problem, error.detail)
        return desk_list.load_page(context, chosen, problem=problem)
    return desk_list.load_page(context, chosen)


def submit_search(context: Context, request: Request) -> Response:
    """Answers the button at the foot of the list, and Enter in the search field."""
    response = change_filter(context, request)
    # A page may be too large for the acknowledgement. If it is not private, it is stored with the
    # request and can be sent afterwards.
    return replace(response, private=False) if isinstance(response, Replace) else response


def clear_filters(context: Context, request: Request) -> Response:
    """Answers "Clear", which keeps whose referrals are listed."""
    before = listing.parse_desk(request.private_metadata)
    page = desk_list.load_page(context, DeskFilter(before.filter.scope))
    return _replace_with_list(context, before, page)


def turn_page(context: Context, request: Request) -> Response:
    before = listing.parse_desk(request.private_metadata)
    start = listing.parse_place(request.value)
    return _replace_with_list(context, before, desk_list.load_page(context, before.filter, start))


def go_back_to_list(context: Context, request: Request) -> Response:
    before = listing.parse_desk(request.private_metadata)
    page = desk_list.load_page(context, before.filter, before.start)
    return _replace_with_list(context, before, page)


def suggest_openings_and_teams(context: Context, request: Request) -> Response:
    teams, openings = desk_list.find_teams_and_openings(context, request.text, MAX_SUGGESTIONS)
    return Choices(listing.opening_and_team_options(teams, openings))


# One referral ---------------------------------------------------------------------------------


def show_referral(context: Context, request: Request, referral_id: int) -> Response:
    """Shows everything about a referral.

    If the actor clicked in a window of the desk, this window shows it, else a new one.
    """
    page = desk_window.load_referral(context, referral_id)
    before = listing.parse_desk(request.private_metadata if request.in_modal else "")
    showed_list = bool(before.window and not before.referral_id)
    view = replace(
        before,
        window=before.window or new_window_id(),
        referral_id=referral_id,
        has_list=before.has_list or showed_list,
    )
    modal = _record_window(context, referral.referral_modal(page, view))
    return Replace(modal, private=True) if before.window else Show(modal, private=True)


def show_history(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.value)
    lines = desk_window.load_history(context, referral_id)
    shown = desk.find_referral_for_display(context, referral_id)
    return Show(referral.history_modal(shown, lines, build_viewer(context)))


def open_note_form(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.value)
    desk_window.check_may_note(context, referral_id)
    return Show(referral.note_form(desk.find_referral_for_display(context, referral_id)))


def save_note(context: Context, request: Request) -> Response:
    referral_id = button_values.parse_id(request.private_metadata)
    desk_window.add_note(context, referral_id, referral.parse_note(request.state))
    return Done()
