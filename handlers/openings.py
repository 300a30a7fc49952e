"""Handlers of openings: list them, show one, change its status, announce it again."""

from __future__ import annotations

from collections.abc import Sequence

from domain.errors import FieldError, NotFoundError
from domain.follow_ups import FollowUpKind
from domain.members import Role
from domain.openings import Opening, OpeningStatus
from domain.pauses import default_decision_day
from domain.permissions import Access, check_may_see_openings, may_manage
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import (
    CloseAll,
    Done,
    Ephemeral,
    Home,
    Registry,
    Replace,
    Request,
    Response,
    Show,
)
from services import ending_form, openings
from services.context import Context
from services.home_page import load_home
from services.people import find_today
from storage import openings as stored_openings
from views import button_values
from views import endings as ending_view
from views import openings as view
from views import pauses as pause_view
from views.block_kit import Block, Message
from views.home import app_home
from views.nudges import pause as pause_nudge
from views.pauses import all_roles_message

_PAUSE_KINDS = (FollowUpKind.PAUSE,)
ALL = "all"  # `/refer jobs all`


def register(registry: Registry) -> None:
    registry.add_command("jobs", list_openings, access=Access.ANYONE, action="see_openings")
    registry.add_read_action(
        view.LIST_OPENINGS, list_openings, access=Access.ANYONE, action="see_openings"
    )
    registry.add_read_action(
        view.SHOW_DETAILS, show_details, access=Access.ANYONE, action="see_openings"
    )
    registry.add_read_action(
        view.OPEN_MANAGE_FORM, open_manage_form, access=Access.MEMBER, action="manage_opening"
    )
    registry.add_submission(
        view.MANAGE_FORM, change_status, access=Access.MEMBER, action="manage_opening"
    )
    registry.add_submission(
        pause_view.PAUSE_FORM, pause_opening, access=Access.MEMBER, action="manage_opening"
    )
    registry.add_write_action(
        pause_view.RESUME, resume_opening, access=Access.MEMBER, action="manage_opening"
    )
    registry.add_write_action(
        view.ANNOUNCE_AGAIN, retry_announcement, access=Access.MEMBER, action="manage_opening"
    )


def list_openings(context: Context, request: Request) -> Response:
    """`/refer jobs WORDS` searches open openings, and `/refer jobs all WORDS` all openings."""
    check_may_see_openings(context.actor, context.policy)
    first_word, _, other_words = request.text.partition(" ")
    if first_word.casefold() == ALL:
        return Ephemeral(_list_all(context, other_words))
    found = stored_openings.search(
        context.transaction, context.workspace.id, request.text, limit=view.MAX_ROLES_SHOWN + 1
    )
    return Ephemeral(
        view.open_roles_message(
            found[: view.MAX_ROLES_SHOWN],
            request.text,
            _find_managed_ids(context, found),
            more=len(found) > view.MAX_ROLES_SHOWN,
            may_refer=context.actor.has_role(Role.MEMBER),
        )
    )


def _list_all(context: Context, words: str) -> Message:
    """The message with openings of every status. `words` are searched for, if there are any."""
    limit = view.MAX_ROLES_SHOWN
    found = stored_openings.search(
        context.transaction,
        context.workspace.id,
        words,
        limit=limit + 1,
        statuses=tuple(OpeningStatus),
    )
    is_member = context.actor.has_role(Role.MEMBER)
    with_counts = openings.add_undecided_counts(context, found[:limit])
    managed = _find_managed_ids(context, found)
    return all_roles_message(
        with_counts, words, managed, more=len(found) > limit, may_refer=is_member
    )


def _find_managed_ids(context: Context, found: Sequence[Opening]) -> set[int]:
    """The ids of the openings that the actor may change."""
    is_member = context.actor.has_role(Role.MEMBER)
    return {each.id for each in found if is_member and may_manage(context.actor, each)}


def show_details(context: Context, request: Request) -> Response:
    check_may_see_openings(context.actor, context.policy)
    opening = stored_openings.find(
        context.transaction, context.workspace.id, button_values.parse_id(request.value)
    )
    if opening is None:
        raise NotFoundError("opening")
    is_member = context.actor.has_role(Role.MEMBER)
    return Show(
        view.details_modal(
            opening,
            may_refer=is_member,
            may_manage=is_member and may_manage(context.actor, opening),
        )
    )


def open_manage_form(context: Context, request: Request) -> Response:
    opening = openings.find_managed_opening(context, button_values.parse_id(request.value))
    may_mark_hot = context.actor.has_role(Role.RECRUITER, Role.ADMIN)
    return Show(view.manage_form(opening, may_mark_hot=may_mark_hot))


def change_status(context: Context, request: Request) -> Response:
    status: OpeningStatus | None = view.parse_manage(request.state)
    if status is None:
        raise FieldError("status", "empty")
    opening_id = button_values.parse_id(request.private_metadata)
    if status is OpeningStatus.PAUSED:
        return Replace(_pause_form(context, opening_id))
    opening = openings.set_status(context, opening_id, status)
    return show_endings(context, opening) or CloseAll()


def show_endings(context: Context, opening: Opening) -> Response | None:
    """Shows the form that ends the open referrals of an ended opening.

    Returns None if the opening has not ended, or if no referral of it is open.
    """
    if opening.ended:
        page = ending_form.load_endings(context, opening.id)
        if page.referrals:
            return Replace(ending_view.draft_form(page), private=True)
    return None


def _pause_form(context: Context, opening_id: int) -> Block:
    opening = openings.find_managed_opening(context, opening_id)
    return pause_view.pause_form(opening, default_decision_day(find_today(context)))


def pause_opening(context: Context, request: Request) -> Response:
    opening_id = button_values.parse_id(request.private_metadata)
    openings.pause_opening(context, opening_id, pause_view.parse_pause(request.state))
    return CloseAll()


def resume_opening(context: Context, request: Request) -> Response:
    openings.set_status(context, button_values.parse_id(request.value), OpeningStatus.OPEN)
    return Home(app_home(load_home(context))) if request.from_home else Done()


def _resume_from_nudge(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    openings.set_status(context, answered.follow_up.subject_id, OpeningStatus.OPEN)


def _close_from_nudge(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    """Closes the opening. A message then asks how its open referrals should end."""
    openings.set_status(context, answered.follow_up.subject_id, OpeningStatus.CLOSED)


def _open_pause_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    return Show(_pause_form(context, answered.follow_up.subject_id))


# The answers to the nudge about a paused opening. With `own_only=False`, anybody who manages the
# opening may answer.
ANSWERS: dict[str, NudgeAnswer] = {
    pause_nudge.RESUME: NudgeAnswer(_resume_from_nudge, own_only=False, kinds=_PAUSE_KINDS),
    pause_nudge.CLOSE: NudgeAnswer(_close_from_nudge, own_only=False, kinds=_PAUSE_KINDS),
    pause_nudge.PAUSE_LONGER: NudgeAnswer(
        _open_pause_form, read_only=True, own_only=False, kinds=_PAUSE_KINDS
    ),
}


def retry_announcement(context: Context, request: Request) -> Response:
    openings.retry_announcement(context, button_values.parse_id(request.value))
    return Done()
