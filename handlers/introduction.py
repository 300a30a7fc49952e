"""An advocate introduces the candidate: the draft, the check, "Mark as sent"."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import introduction
from storage.engine import Transaction
from views import button_values
from views import introduction as view

ACT = "endorse"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.OPEN, open_, access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, partial(check, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.CHANGE, change, access=Access.MEMBER, act=ACT)
    on.does(view.DONE, partial(done_otherwise, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.READY, partial(sent, policy=policy), access=Access.MEMBER, act=ACT)


def open_(request: Request, transaction: Transaction) -> Response:
    return show(request, transaction, button_values.parse_id(request.value))


def show(request: Request, transaction: Transaction, referral_id: int) -> Response:
    return Show(view.introduction_form(introduction.page(transaction, request.actor, referral_id)))


def check(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """What they wrote is kept; the form becomes the text to take along."""
    text = view.parse_introduction(request.state)
    page = introduction.keep(
        transaction,
        request.actor,
        button_values.parse_id(request.private),
        text,
        policy,
        request.now,
    )
    return Replace(view.ready_modal(page))


def change(request: Request, transaction: Transaction) -> Response:
    return Replace(
        view.introduction_form(
            introduction.page(transaction, request.actor, button_values.parse_id(request.value))
        )
    )


def done_otherwise(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    introduction.sent(
        transaction, request.actor, button_values.parse_id(request.value), policy, request.now
    )
    return Replace(view.thanks_modal())


def sent(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    introduction.sent(
        transaction, request.actor, button_values.parse_id(request.private), policy, request.now
    )
    return CloseAll()
