"""Loads what a window (an open modal) of the desk shows, and adds notes to referrals.

The desk is where owners answer referrals. Its window shows one referral or the list of them.
"""

from __future__ import annotations

from dataclasses import replace

from domain.desk import DeskFilter, DeskPlace, HistoryLine, check_note
from domain.desk_pages import DeskListPage
from domain.errors import NotAllowedError, NotFoundError
from domain.pages import DeskPage
from domain.permissions import may_erase
from services import credit, desk_list, history, outbox
from services.context import Context
from services.desk import find_answerable_referral, find_referral_for_display
from services.desk_pages import load_desk_page
from services.follow_ups import DESK_CARDS
from services.people import build_viewer
from storage import desk_notes, endorsements
from storage import history as stored_history

HISTORY_MAX = 100  # Only the newest lines are shown.


def load_referral(context: Context, referral_id: int) -> DeskPage:
    """Loads a referral, and which actions the actor may take on it.

    Raises `NotFoundError` (also if the candidate is erased), and `NotAllowedError` if the actor may
    not answer the referral.
    """
    referral = find_answerable_referral(context, referral_id)
    page = load_desk_page(context, build_viewer(context), referral)
    return replace(
        page,
        may_erase_candidate=may_erase(context.actor, referral.owner),
        may_correct_credit=credit.may_correct(context, page),
    )


def load_window(
    context: Context, referral_id: int, chosen: DeskFilter, start: DeskPlace | None
) -> DeskListPage | DeskPage | None:
    """Loads a window with a referral, or with the list if `referral_id` is 0.

    The list is also loaded if the referral is gone or the actor may not see it. `chosen` is the
    list's filter, and `start` the place at which its page begins (None: the first page). Returns
    None if the actor may not see the desk at all.
    """
    try:
        if referral_id != 0:
            return load_referral(context, referral_id)
    except (NotAllowedError, NotFoundError):
        pass
    try:
        return desk_list.load_page(context, chosen, start)
    except NotAllowedError:
        return None


def load_history(context: Context, referral_id: int) -> tuple[HistoryLine, ...]:
    """Loads the newest lines of the referral's history, the oldest of them first.

    Raises `NotFoundError`, and `NotAllowedError` if the actor may not answer the referral.
    """
    find_answerable_referral(context, referral_id)
    lines = stored_history.list_lines(
        context.transaction, context.workspace.id, "referral", referral_id
    )
    return tuple(lines[-HISTORY_MAX:])


def add_note(context: Context, referral_id: int, text: str) -> None:
    """Stores a note that only the people who answer the referral can read.

    Raises `FieldError` if the text is not valid, and the errors of `check_may_note`.
    """
    check_may_note(context, referral_id)
    check_note(text)
    workspace_id, actor = context.workspace.id, context.actor.user_id
    desk_notes.add(context.transaction, workspace_id, referral_id, actor, text, context.now)
    history.add_line(context, "referral.noted", "referral", referral_id)
    outbox.queue_edits(context, DESK_CARDS, referral_id)


def check_may_note(context: Context, referral_id: int) -> None:
    """Checks that the actor may add a note to the referral.

    Raises `NotFoundError`, and `NotAllowedError` if the actor may not see the referral on the desk
    or if they endorsed the candidate themselves.
    """
    referral = find_referral_for_display(context, referral_id)
    workspace_id, actor = context.workspace.id, context.actor.user_id
    if endorsements.find_by_advocate(context.transaction, workspace_id, referral.id, actor):
        raise NotAllowedError("note", referral.owner if referral.owner != actor else None)
