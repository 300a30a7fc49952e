"""An advocate looks at their referrals and what is next."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, Registry, Whisper
from services import pages
from storage.engine import Session
from views import referrals as view


def register(on: Registry, *, policy: Policy) -> None:
    on.command("mine", partial(mine, policy=policy), who=Who.MEMBER, act="refer")


def mine(click: Click, session: Session, *, policy: Policy) -> Answer:
    return Whisper(view.mine(pages.mine(session, click.actor, policy, click.now)))
