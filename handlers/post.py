"""Somebody posts an opening: the form, its preview, "Post it"; and the same form for an edit."""

from __future__ import annotations

from functools import partial

from domain.errors import BadFields
from domain.members import Actor, Role
from domain.permissions import Who
from domain.policy import Policy
from handlers.protocol import Answer, Click, CloseAll, Mend, Registry, Replace, Show
from services import openings
from storage.engine import Session
from views import kit
from views import post as view
from views.openings import EDIT

ACT = "post_opening"


def register(on: Registry, *, policy: Policy) -> None:
    on.command("post", partial(open_form, policy=policy), who=Who.ANYONE, act=ACT)
    on.opens(view.POST, partial(open_form, policy=policy), who=Who.ANYONE, act=ACT)
    on.submission(view.FORM, partial(preview, policy=policy), who=Who.POSTER, act=ACT)
    on.submission(view.PREVIEW, partial(post, policy=policy), who=Who.POSTER, act=ACT)
    on.opens(EDIT, open_edit, who=Who.MEMBER, act="manage_opening")
    on.submission(
        view.EDIT_FORM, partial(edit, policy=policy), who=Who.MEMBER, act="manage_opening"
    )


def open_form(click: Click, session: Session, *, policy: Policy) -> Answer:
    """Filled with what this person typed before and did not post."""
    openings.check_may_post(click.actor, session, policy)
    return Show(
        view.form(
            openings.draft(session, click.actor),
            poster=click.actor.user_id,
            recruiter=_usual_recruiter(click.actor),
        )
    )


def _usual_recruiter(actor: Actor) -> str | None:
    return actor.user_id if actor.has(Role.RECRUITER) else None


def preview(click: Click, session: Session, *, policy: Policy) -> Answer:
    """What was typed is kept, whatever happens next; then it is shown as it will stand."""
    form = view.parse(click.state)
    openings.save_draft(session, click.actor, form, click.now)
    try:
        openings.check_form(session, click.actor, form, policy, click.now)
    except BadFields as bad:
        return Mend(bad)
    return Show(view.preview(form, by=click.actor.user_id, now=click.now))


def post(click: Click, session: Session, *, policy: Policy) -> Answer:
    return Replace(view.posted(openings.post_draft(session, click.actor, policy, click.now)))


def open_edit(click: Click, session: Session) -> Answer:
    opening = openings.managed(session, click.actor, kit.number(click.value))
    return Show(view.edit_form(opening))


def edit(click: Click, session: Session, *, policy: Policy) -> Answer:
    opening_id, version = view.parse_edit(click.private)
    form = view.parse(click.state)
    openings.edit(session, click.actor, opening_id, version, form, policy, click.now)
    return CloseAll()
