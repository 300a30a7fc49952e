"""One tap sends an advocate's words to the hiring manager, who may reply."""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, Done, Home, Registry, Show
from services import manager_word, pages
from storage.engine import Session
from views import home as home_view
from views import kit
from views import manager_word as view


def register(on: Registry, *, policy: Policy) -> None:
    on.does(view.SEND, partial(send, policy=policy), who=Who.MEMBER, act="endorse")
    on.opens(view.REPLY, partial(open_reply, policy=policy), who=Who.MEMBER, act="answer_word")
    on.submission(view.REPLY_FORM, partial(reply, policy=policy), who=Who.MEMBER, act="answer_word")


def send(click: Click, session: Session, *, policy: Policy) -> Answer:
    return tell(click, session, kit.number(click.value), policy)


def tell(click: Click, session: Session, referral_id: int, policy: Policy) -> Answer:
    """Sent; the messages that offered it say so, and App Home does."""
    manager_word.send(session, click.actor, referral_id, policy, click.now)
    if click.from_home:
        return Home(home_view.home(pages.home(session, click.actor, policy, click.now)))
    return Done()


def open_reply(click: Click, session: Session, *, policy: Policy) -> Answer:
    page = manager_word.to_answer(session, click.actor, kit.number(click.value), policy, click.now)
    return Show(view.reply_form(page))


def reply(click: Click, session: Session, *, policy: Policy) -> Answer:
    text, commitment_id = view.parse_reply(click.state), kit.number(click.private)
    manager_word.reply(session, click.actor, commitment_id, text, policy, click.now)
    return Done()
