"""Somebody posts an opening: the form, its preview, "Post it"; and the same form for an edit."""

from __future__ import annotations

from functools import partial

from domain.errors import FormError
from domain.members import Actor, Role
from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import CloseAll, Registry, Rejected, Replace, Request, Response, Show
from services import openings
from storage.engine import Transaction
from views import button_values
from views import post as view
from views.openings import EDIT

ACT = "post_opening"


def register(on: Registry, *, policy: Policy) -> None:
    on.command("post", partial(open_form, policy=policy), access=Access.ANYONE, act=ACT)
    on.opens(view.POST, partial(open_form, policy=policy), access=Access.ANYONE, act=ACT)
    on.submission(view.FORM, partial(preview, policy=policy), access=Access.POSTER, act=ACT)
    on.submission(view.PREVIEW, partial(post, policy=policy), access=Access.POSTER, act=ACT)
    on.opens(EDIT, open_edit, access=Access.MEMBER, act="manage_opening")
    on.submission(
        view.EDIT_FORM, partial(edit, policy=policy), access=Access.MEMBER, act="manage_opening"
    )


def open_form(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """Filled with what this person typed before and did not post."""
    openings.check_may_post(request.actor, transaction, policy)
    return Show(
        view.post_form(
            openings.draft(transaction, request.actor),
            poster=request.actor.user_id,
            recruiter=_usual_recruiter(request.actor),
        )
    )


def _usual_recruiter(actor: Actor) -> str | None:
    return actor.user_id if actor.has(Role.RECRUITER) else None


def preview(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """What was typed is kept, whatever happens next; then it is shown as it will stand."""
    form = view.parse_opening_form(request.state)
    openings.save_draft(transaction, request.actor, form, request.now)
    try:
        openings.check_form(transaction, request.actor, form, policy, request.now)
    except FormError as bad:
        return Rejected(bad)
    return Show(view.preview_modal(form, poster=request.actor.user_id, now=request.now))


def post(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return Replace(
        view.posted_modal(openings.post_draft(transaction, request.actor, policy, request.now))
    )


def open_edit(request: Request, transaction: Transaction) -> Response:
    opening = openings.managed(transaction, request.actor, button_values.parse_id(request.value))
    return Show(view.edit_form(opening))


def edit(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    opening_id, version = view.parse_edited_version(request.private)
    form = view.parse_opening_form(request.state)
    openings.edit(transaction, request.actor, opening_id, version, form, policy, request.now)
    return CloseAll()
