"""The asked person answers: I'll vouch, mention my name, not the right person, pass.

Each comes from a nudge (or App Home) by the table `ANSWERS`; the forms' submissions follow.
"""

from __future__ import annotations

from functools import partial

from domain.permissions import Access
from domain.policy import Policy
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import pages, referrals
from services.asks import answers as ask_answers
from services.people import reader
from storage import openings
from storage.engine import Transaction
from views import refer
from views import referrals as said
from views.asks import answers as view

ACT = "answer_follow_up"


def register(on: Registry, *, policy: Policy) -> None:
    on.submission(view.VOUCH_FORM, partial(vouch, policy=policy), access=Access.MEMBER, act=ACT)
    on.submission(view.WORDS_FORM, give_word, access=Access.MEMBER, act=ACT)
    on.submission(view.NOT_ME_FORM, not_me, access=Access.MEMBER, act=ACT)


def _open_vouch(
    request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy
) -> Response:
    ask = ask_answers.asked(transaction, request.actor, nudged.step.subject_id)
    if ask.own:
        return Show(view.private_endorsement_form(ask))
    opening = openings.find(transaction, request.actor.workspace_id, ask.opening_id or 0)
    return Show(view.vouch_form(ask, opening))


def _mention(request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy) -> None:
    ask_answers.mention(transaction, request.actor, nudged.step.subject_id, request.now)


def _pass(request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy) -> None:
    ask_answers.pass_on(transaction, request.actor, nudged.step.subject_id, request.now)


def _open_not_me(
    request: Request, transaction: Transaction, nudged: Nudged, _policy: Policy
) -> Response:
    ask = ask_answers.asked(transaction, request.actor, nudged.step.subject_id)
    return Show(view.not_me_form(ask))


ANSWERS: dict[str, NudgeAnswer] = {
    view.VOUCH: NudgeAnswer(_open_vouch, opens=True),
    view.MENTION: NudgeAnswer(_mention),
    view.DECLINE: NudgeAnswer(_pass),
    view.NOT_ME: NudgeAnswer(_open_not_me, opens=True, folded=True),
}


def vouch(request: Request, transaction: Transaction, *, policy: Policy) -> Response:
    """The lead is stored and the ask answered; the form becomes the endorsement."""
    ask = ask_answers.asked(transaction, request.actor, view.parse_ask_id(request.private))
    leads = view.parse_vouch(request.state, request.private, ask)
    done = ask_answers.vouch(transaction, request.actor, ask.id, leads, policy, request.now)
    known = [each for each in done if each.arrival is referrals.Arrival.AGAIN]
    new = [each for each in done if each not in known]
    open_ = [each.referral for each in new if not each.referral.ended]
    if open_:
        begun = ask_answers.started(transaction, done[0].endorsement, request.actor.workspace_id)
        return Replace(view.endorsement_form(open_, begun, ask))
    who = reader(
        transaction, request.actor.workspace_id, request.actor.user_id, policy, request.now
    )
    fresh, again = (
        tuple(
            pages.advocate_page(transaction, who, each.referral, each.endorsement, policy)
            for each in some
        )
        for some in (new, known)
    )
    text = said.submission_summary(fresh, again)
    return Replace(
        refer.lead_stored_modal(text, [each.referral for each in known if not each.referral.ended])
    )


def give_word(request: Request, transaction: Transaction) -> Response:
    words = view.parse_private_endorsement(request.state)
    ask_id = view.parse_ask_id(request.private)
    ask_answers.give_word(transaction, request.actor, ask_id, words, request.now)
    return CloseAll()


def not_me(request: Request, transaction: Transaction) -> Response:
    ask_id, suggested = view.parse_ask_id(request.private), view.parse_not_me(request.state)
    ask_answers.not_me(transaction, request.actor, ask_id, suggested, request.now)
    return CloseAll()
