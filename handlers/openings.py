"""Somebody lists openings, opens one, or changes its status."""

from __future__ import annotations

from domain.errors import FieldError, NotFoundError
from domain.members import Role
from domain.openings import OpeningStatus
from domain.permissions import Access, check_may_see_openings, may_manage
from handlers.protocol import CloseAll, Done, Ephemeral, Registry, Replace, Request, Response, Show
from services import ending_form, openings
from services.context import Context
from storage import openings as stored_openings
from views import button_values
from views import endings as ending_view
from views import openings as view


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
    registry.add_write_action(
        view.ANNOUNCE_AGAIN, retry_announcement, access=Access.MEMBER, action="manage_opening"
    )


def list_openings(context: Context, request: Request) -> Response:
    check_may_see_openings(context.actor, context.policy)
    found = stored_openings.search(
        context.transaction, context.workspace.id, request.words, limit=view.MAX_ROLES_SHOWN + 1
    )
    return Ephemeral(
        view.open_roles_message(
            found[: view.MAX_ROLES_SHOWN],
            request.words,
            more=len(found) > view.MAX_ROLES_SHOWN,
            may_refer=context.actor.has_role(Role.MEMBER),
        )
    )


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
    return Show(
        view.manage_form(
            openings.find_managed_opening(context, button_values.parse_id(request.value))
        )
    )


def change_status(context: Context, request: Request) -> Response:
    status: OpeningStatus | None = view.parse_manage(request.state)
    if status is None:
        raise FieldError("status", "empty")
    opening_id = button_values.parse_id(request.private_metadata)
    opening = openings.set_status(context, opening_id, status)
    if opening.ended:
        page = ending_form.load_endings(context, opening_id)
        if page.referrals:
            return Replace(ending_view.draft_form(page), private=True)
    return CloseAll()


def retry_announcement(context: Context, request: Request) -> Response:
    openings.retry_announcement(context, button_values.parse_id(request.value))
    return Done()
