"""An admin deals with what could not be said: once more, or not at all."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import Home, Registry, Request, Response
from services import outbox, pages
from storage.engine import Transaction
from views import button_values
from views import home as home_view
from views import outbox as view


def register(on: Registry, *, policy: Policy) -> None:
    on.does(view.RETRY, partial(retry, policy=policy), access=Access.ADMIN, act=outbox.ACT)
    on.does(view.DROP, partial(drop, policy=policy), access=Access.ADMIN, act=outbox.ACT)


def retry(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    line = outbox.of_workspace(transaction, request.actor, button_values.parse_id(request.value))
    outbox.retry(transaction, line, request.actor.user_id, request.now)
    return _home(request, transaction, policy)


def drop(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    line = outbox.of_workspace(transaction, request.actor, button_values.parse_id(request.value))
    outbox.drop(transaction, line, request.actor.user_id, request.now)
    return _home(request, transaction, policy)


def _home(request: Request, transaction: Transaction, policy: Policy) -> Response:
    return Home(home_view.app_home(pages.home(transaction, request.actor, policy, request.now)))
