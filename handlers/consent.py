"""An advocate asks their candidate, and tells what they said.

In the order in which they meet it: the note, "I asked them", "They agreed", "They said no".
"""

from __future__ import annotations

from functools import partial

from domain.errors import Gone
from domain.follow_ups import Snooze
from domain.permissions import Who
from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged, brought_up_to_date, ids
from handlers.protocol import Answer, Click, Registry, Show
from services import consent, follow_ups, pages, referrals
from services.people import reader
from storage.engine import Session
from views import consent as view
from views import kit

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    on.opens(view.NOTE, partial(open_note, policy=policy), who=Who.MEMBER, act="endorse")
    on.submission(view.NOTE_FORM, partial(asked, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.DECLINED_FORM, partial(declined, policy=policy), who=Who.MEMBER, act=ACT)


def open_note(click: Click, session: Session, *, policy: Policy) -> Answer:
    """From the thanks, before a nudge has come."""
    referral, _ = referrals.standing_behind(session, click.actor, kit.number(click.value))
    step = consent.step_of(session, click.actor, referral)
    return _note(click, session, Nudged(step, 0), policy)


def _note(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    page = pages.note_page(session, who, click.actor, nudged.step, nudged.value)
    return Show(view.note_form(page))


def asked(click: Click, session: Session, *, policy: Policy) -> Answer:
    """They were asked: the answer is waited for until next week."""
    step_id, intent_id = ids(click.private)
    step = follow_ups.mine(session, click.actor, step_id)
    consent.of_step(session, step)
    follow_ups.snooze(session, click.actor, step_id, Snooze.NEXT_WEEK, None, policy, click.now)
    return brought_up_to_date(click, session, intent_id, policy)


def _agreed(click: Click, session: Session, nudged: Nudged, policy: Policy) -> None:
    consent.agreed(session, click.actor, nudged.step, policy, click.now)


def _open_declined(click: Click, session: Session, nudged: Nudged, policy: Policy) -> Answer:
    consent.of_step(session, nudged.step)
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    found = pages.due_items(session, who, [nudged.step])
    if not found:
        raise Gone("candidate")
    return Show(view.declined_form(found[0], nudged.value))


def declined(click: Click, session: Session, *, policy: Policy) -> Answer:
    step_id, intent_id = ids(click.private)
    step = follow_ups.mine(session, click.actor, step_id)
    consent.declined(session, click.actor, step, click.now)
    return brought_up_to_date(click, session, intent_id, policy)


ANSWERS = {
    view.DRAFT: NudgeAnswer(_note, opens=True),
    view.AGREED: NudgeAnswer(_agreed),
    view.DECLINED: NudgeAnswer(_open_declined, opens=True, folded=True),
}
