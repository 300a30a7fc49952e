"""The asked person answers: I'll vouch, mention my name, not the right person, pass.

Each comes from a nudge (or App Home) by the table `ANSWERS`; the forms' submissions follow.
"""

from __future__ import annotations

from domain.permissions import Access
from handlers.nudge_answers import NudgeAnswer, Nudged
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import advocate_pages, referrals
from services.asks import answers as ask_answers
from services.context import Context
from services.people import build_reader
from storage import openings
from views import acknowledgement, refer
from views.asks import answers as view
from views.nudges import asks as asks_nudge

ACT = "answer_follow_up"


def register(on: Registry) -> None:
    on.submission(view.VOUCH_FORM, vouch, access=Access.MEMBER, act=ACT)
    on.submission(view.WORDS_FORM, give_word, access=Access.MEMBER, act=ACT)
    on.submission(view.NOT_ME_FORM, not_me, access=Access.MEMBER, act=ACT)


def _open_vouch(context: Context, _request: Request, nudged: Nudged) -> Response:
    ask = ask_answers.find_ask_to_answer(context, nudged.step.subject_id)
    if ask.is_own:
        return Show(view.private_endorsement_form(ask))
    opening = openings.find(context.transaction, context.workspace.id, ask.opening_id or 0)
    return Show(view.vouch_form(ask, opening))


def _mention(context: Context, _request: Request, nudged: Nudged) -> None:
    ask_answers.answer_with_mention(context, nudged.step.subject_id)


def _pass(context: Context, _request: Request, nudged: Nudged) -> None:
    ask_answers.decline(context, nudged.step.subject_id)


def _open_not_me(context: Context, _request: Request, nudged: Nudged) -> Response:
    ask = ask_answers.find_ask_to_answer(context, nudged.step.subject_id)
    return Show(view.not_me_form(ask))


ANSWERS: dict[str, NudgeAnswer] = {
    asks_nudge.VOUCH: NudgeAnswer(_open_vouch, opens=True),
    asks_nudge.MENTION: NudgeAnswer(_mention),
    asks_nudge.DECLINE: NudgeAnswer(_pass),
    asks_nudge.NOT_ME: NudgeAnswer(_open_not_me, opens=True, folded=True),
}


def vouch(context: Context, request: Request) -> Response:
    """The lead is stored and the ask answered; the form becomes the endorsement."""
    ask = ask_answers.find_ask_to_answer(context, view.parse_ask_id(request.private))
    leads = view.parse_vouch(request.state, request.private, ask)
    done = ask_answers.answer_with_vouch(context, ask.id, leads)
    known = [each for each in done if each.arrival is referrals.Arrival.AGAIN]
    new = [each for each in done if each not in known]
    open_ = [each.referral for each in new if not each.referral.ended]
    if open_:
        begun = ask_answers.prefill_from_ask(context, done[0].endorsement)
        return Replace(view.endorsement_form(open_, begun, ask))
    reader = build_reader(context)
    fresh, again = (
        tuple(
            advocate_pages.load_advocate_pages(
                context, reader, [(each.referral, each.endorsement) for each in some]
            )
        )
        for some in (new, known)
    )
    text = acknowledgement.submission_summary(fresh, again)
    return Replace(
        refer.lead_stored_modal(text, [each.referral for each in known if not each.referral.ended])
    )


def give_word(context: Context, request: Request) -> Response:
    words = view.parse_private_endorsement(request.state)
    ask_id = view.parse_ask_id(request.private)
    ask_answers.answer_with_text(context, ask_id, words)
    return CloseAll()


def not_me(context: Context, request: Request) -> Response:
    ask_id, suggested = view.parse_ask_id(request.private), view.parse_not_me(request.state)
    ask_answers.answer_not_me(context, ask_id, suggested)
    return CloseAll()
