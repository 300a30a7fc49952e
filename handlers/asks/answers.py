"""The asked person answers: I'll vouch, mention my name, not the right person, pass.

Each comes from a nudge (or App Home) by the table `ANSWERS`; the forms' submissions follow.
"""

from __future__ import annotations

from functools import partial

from domain.permissions import Who
from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import Answer, Click, CloseAll, Registry, Replace, Show
from services import pages, referrals
from services.asks import answers as ask_answers
from services.people import reader
from storage import openings
from storage.engine import Session
from views import refer
from views import referrals as said
from views.asks import answers as view

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    on.submission(view.VOUCH_FORM, partial(vouch, policy=policy), who=Who.MEMBER, act=ACT)
    on.submission(view.WORDS_FORM, give_word, who=Who.MEMBER, act=ACT)
    on.submission(view.NOT_ME_FORM, not_me, who=Who.MEMBER, act=ACT)


def _open_vouch(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    ask = ask_answers.asked(session, click.actor, nudged.step.subject_id)
    if ask.own:
        return Show(view.words_form(ask))
    opening = openings.find(session, click.actor.workspace_id, ask.opening_id or 0)
    return Show(view.vouch_form(ask, opening))


def _mention(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> None:
    ask_answers.mention(session, click.actor, nudged.step.subject_id, click.now)


def _pass(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> None:
    ask_answers.pass_on(session, click.actor, nudged.step.subject_id, click.now)


def _open_not_me(click: Click, session: Session, nudged: Nudged, _policy: Policy) -> Answer:
    ask = ask_answers.asked(session, click.actor, nudged.step.subject_id)
    return Show(view.not_me_form(ask))


ANSWERS: dict[str, NudgeAnswer] = {
    view.VOUCH: NudgeAnswer(_open_vouch, opens=True),
    view.MENTION: NudgeAnswer(_mention),
    view.DECLINE: NudgeAnswer(_pass),
    view.NOT_ME: NudgeAnswer(_open_not_me, opens=True, folded=True),
}


def vouch(click: Click, session: Session, *, policy: Policy) -> Answer:
    """The lead is stored and the ask answered; the form becomes the endorsement."""
    ask = ask_answers.asked(session, click.actor, view.asked_for(click.private))
    leads = view.parse_vouch(click.state, click.private, ask)
    done = ask_answers.vouch(session, click.actor, ask.id, leads, policy, click.now)
    known = [each for each in done if each.arrival is referrals.Arrival.AGAIN]
    new = [each for each in done if each not in known]
    open_ = [each.referral for each in new if not each.referral.ended]
    if open_:
        begun = ask_answers.started(session, done[0].endorsement, click.actor.workspace_id)
        return Replace(view.endorsement_form(open_, begun, ask))
    who = reader(session, click.actor.workspace_id, click.actor.user_id, policy, click.now)
    fresh, again = (
        tuple(
            pages.advocate_page(session, who, each.referral, each.endorsement, policy)
            for each in some
        )
        for some in (new, known)
    )
    text = said.submitted(fresh, again)
    return Replace(refer.stored(text, [each.referral for each in known if not each.referral.ended]))


def give_word(click: Click, session: Session) -> Answer:
    words = view.parse_words(click.state)
    ask_id = view.asked_for(click.private)
    ask_answers.give_word(session, click.actor, ask_id, words, click.now)
    return CloseAll()


def not_me(click: Click, session: Session) -> Answer:
    ask_id, suggested = view.asked_for(click.private), view.parse_not_me(click.state)
    ask_answers.not_me(session, click.actor, ask_id, suggested, click.now)
    return CloseAll()
