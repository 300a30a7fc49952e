"""Somebody looks at openings, or changes one: the list, details, pause, fill, close, reopen."""

from __future__ import annotations

from functools import partial

from domain.errors import BadField, Gone
from domain.members import Role
from domain.openings import OpeningStatus
from domain.permissions import Who, check_may_see_openings, may_manage
from domain.policy import Policy
from handlers.protocol import Answer, Click, CloseAll, Done, Registry, Show, Whisper
from services import openings
from storage import openings as stored
from storage.engine import Session
from views import kit
from views import openings as view


def register(on: Registry, *, policy: Policy) -> None:
    on.command("jobs", partial(jobs, policy=policy), who=Who.ANYONE, act="see_openings")
    on.opens(view.JOBS, partial(jobs, policy=policy), who=Who.ANYONE, act="see_openings")
    on.opens(view.DETAILS, partial(details, policy=policy), who=Who.ANYONE, act="see_openings")
    on.opens(view.MANAGE, open_manage, who=Who.MEMBER, act="manage_opening")
    on.submission(view.MANAGE_FORM, change_status, who=Who.MEMBER, act="manage_opening")
    on.does(view.AGAIN, announce_again, who=Who.MEMBER, act="manage_opening")


def jobs(click: Click, session: Session, *, policy: Policy) -> Answer:
    check_may_see_openings(click.actor, policy)
    found = stored.search(session, click.actor.workspace_id, click.words, limit=view.LISTED + 1)
    return Whisper(
        view.jobs(
            found[: view.LISTED],
            click.words,
            more=len(found) > view.LISTED,
            may_refer=click.actor.has(Role.MEMBER),
        )
    )


def details(click: Click, session: Session, *, policy: Policy) -> Answer:
    check_may_see_openings(click.actor, policy)
    opening = stored.find(session, click.actor.workspace_id, kit.number(click.value))
    if opening is None:
        raise Gone("opening")
    member = click.actor.has(Role.MEMBER)
    return Show(
        view.details(
            opening,
            may_refer=member,
            may_manage=member and may_manage(click.actor, opening),
        )
    )


def open_manage(click: Click, session: Session) -> Answer:
    return Show(view.manage(openings.managed(session, click.actor, kit.number(click.value))))


def change_status(click: Click, session: Session) -> Answer:
    status: OpeningStatus | None = view.parse_manage(click.state)
    if status is None:
        raise BadField("status", "empty")
    openings.set_status(session, click.actor, kit.number(click.private), status, click.now)
    return CloseAll()


def announce_again(click: Click, session: Session) -> Answer:
    openings.announce_again(session, click.actor, kit.number(click.value), click.now)
    return Done()
