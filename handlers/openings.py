"""Somebody looks at openings, or changes one: the list, details, pause, fill, close, reopen."""

from __future__ import annotations

from functools import partial

from domain.errors import FieldError, NotFoundError
from domain.members import Role
from domain.openings import OpeningStatus
from domain.permissions import Access, check_may_see_openings, may_manage
from domain.policy import Policy
from handlers.protocol import CloseAll, Done, Ephemeral, Registry, Request, Response, Show
from services import openings
from storage import openings as stored
from storage.engine import Transaction
from views import button_values
from views import openings as view


def register(on: Registry, *, policy: Policy) -> None:
    on.command("jobs", partial(jobs, policy=policy), access=Access.ANYONE, act="see_openings")
    on.opens(view.JOBS, partial(jobs, policy=policy), access=Access.ANYONE, act="see_openings")
    on.opens(
        view.DETAILS, partial(details, policy=policy), access=Access.ANYONE, act="see_openings"
    )
    on.opens(view.MANAGE, open_manage, access=Access.MEMBER, act="manage_opening")
    on.submission(view.MANAGE_FORM, change_status, access=Access.MEMBER, act="manage_opening")
    on.does(view.AGAIN, announce_again, access=Access.MEMBER, act="manage_opening")


def jobs(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    check_may_see_openings(request.actor, policy)
    found = stored.search(
        transaction, request.actor.workspace_id, request.words, limit=view.ROLES_SHOWN + 1
    )
    return Ephemeral(
        view.open_roles_message(
            found[: view.ROLES_SHOWN],
            request.words,
            more=len(found) > view.ROLES_SHOWN,
            may_refer=request.actor.has(Role.MEMBER),
        )
    )


def details(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    check_may_see_openings(request.actor, policy)
    opening = stored.find(
        transaction, request.actor.workspace_id, button_values.parse_id(request.value)
    )
    if opening is None:
        raise NotFoundError("opening")
    member = request.actor.has(Role.MEMBER)
    return Show(
        view.details_modal(
            opening,
            may_refer=member,
            may_manage=member and may_manage(request.actor, opening),
        )
    )


def open_manage(request: Request, transaction: Transaction) -> Response:
    return Show(
        view.manage_form(
            openings.managed(transaction, request.actor, button_values.parse_id(request.value))
        )
    )


def change_status(request: Request, transaction: Transaction) -> Response:
    status: OpeningStatus | None = view.parse_manage(request.state)
    if status is None:
        raise FieldError("status", "empty")
    openings.set_status(
        transaction, request.actor, button_values.parse_id(request.private), status, request.now
    )
    return CloseAll()


def announce_again(request: Request, transaction: Transaction) -> Response:
    openings.announce_again(
        transaction, request.actor, button_values.parse_id(request.value), request.now
    )
    return Done()
