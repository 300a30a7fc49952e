"""Somebody thanks a colleague, and the colleague may show it to others."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import Done, Registry, Replace, Request, Response, Show
from services import thanks
from storage.engine import Transaction
from views import button_values
from views import thanks as view

ACT = "thank"


def register(on: Registry, *, policy: Policy) -> None:
    on.command("thanks", partial(open_form, policy=policy), access=Access.MEMBER, act=ACT)
    on.opens(view.OPEN, partial(open_form, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.FORM, partial(give, policy=policy), access=Access.MEMBER, act=ACT)
    on.does(view.SHARE, partial(share, policy=policy), access=Access.MEMBER, act="share_thanks")


def open_form(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return Show(view.thanks_form(thanks.deepest(transaction, request.actor, policy, request.now)))


def give(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    whom, deed, words = view.parse_thanks(request.state)
    page, at_once = thanks.give(transaction, request.actor, whom, deed, words, policy, request.now)
    return Replace(view.thanks_sent_modal(page, at_once=at_once))


def share(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    thanks.share(
        transaction, request.actor, button_values.parse_id(request.value), policy, request.now
    )
    return Done()
