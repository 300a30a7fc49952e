"""An advocate looks at their referrals and what is next."""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.protocol import Ephemeral, Registry, Request, Response
from services import pages
from storage.engine import Transaction
from views import referrals as view


def register(on: Registry, *, policy: Policy) -> None:
    on.command("mine", partial(mine, policy=policy), access=Access.MEMBER, act="refer")


def mine(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    return Ephemeral(
        view.own_referrals_message(pages.mine(transaction, request.actor, policy, request.now))
    )
