"""One tap sends an advocate's words to the hiring manager, who may reply."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import Done, Home, Registry, Request, Response, Show
from services import manager_word, pages
from storage.engine import Transaction
from views import button_values
from views import home as home_view
from views import manager_word as view


def register(on: Registry, *, policy: Policy) -> None:
    on.does(view.SEND, partial(send, policy=policy), access=Access.MEMBER, act="endorse")
    on.opens(
        view.REPLY, partial(open_reply, policy=policy), access=Access.MEMBER, act="answer_word"
    )
    on.submission(
        view.REPLY_FORM, partial(reply, policy=policy), access=Access.MEMBER, act="answer_word"
    )


def send(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return tell(request, transaction, button_values.parse_id(request.value), policy)


def tell(request: Request, transaction: Transaction, referral_id: int, policy: Policy) -> Response:
    """Sent; the messages that offered it say so, and App Home does."""
    manager_word.send(transaction, request.actor, referral_id, policy, request.now)
    if request.from_home:
        return Home(home_view.app_home(pages.home(transaction, request.actor, policy, request.now)))
    return Done()


def open_reply(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    page = manager_word.to_answer(
        transaction, request.actor, button_values.parse_id(request.value), policy, request.now
    )
    return Show(view.manager_reply_form(page))


def reply(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    text, commitment_id = (
        view.parse_manager_reply(request.state),
        button_values.parse_id(request.private),
    )
    manager_word.reply(transaction, request.actor, commitment_id, text, policy, request.now)
    return Done()
