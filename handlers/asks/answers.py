"""The asked person answers an ask: from a button of the nudge, or from a form that it opens.

The buttons are in the table `ANSWERS`; the submissions of the forms follow it.
"""

from __future__ import annotations

from domain.permissions import Access
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import advocate_pages, referrals
from services.asks import answers as ask_answers
from services.context import Context
from services.people import build_viewer
from storage import openings
from views import acknowledgement, refer
from views.asks import answers as view
from views.nudges import asks as asks_nudge

ACT = "answer_follow_up"


def register(on: Registry) -> None:
    on.submission(view.VOUCH_FORM, submit_vouch, access=Access.MEMBER, act=ACT)
    on.submission(view.WORDS_FORM, submit_vouch_text, access=Access.MEMBER, act=ACT)
    on.submission(view.NOT_ME_FORM, submit_not_me, access=Access.MEMBER, act=ACT)


def _open_vouch_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    ask = ask_answers.find_ask_to_answer(context, answered.follow_up.subject_id)
    if ask.is_own:
        return Show(view.private_endorsement_form(ask))
    opening = openings.find(context.transaction, context.workspace.id, ask.opening_id or 0)
    return Show(view.vouch_form(ask, opening))


def _allow_mention(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    ask_answers.answer_with_mention(context, answered.follow_up.subject_id)


def _decline(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    ask_answers.decline(context, answered.follow_up.subject_id)


def _open_not_me_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    ask = ask_answers.find_ask_to_answer(context, answered.follow_up.subject_id)
    return Show(view.not_me_form(ask))


ANSWERS: dict[str, NudgeAnswer] = {
    asks_nudge.VOUCH: NudgeAnswer(_open_vouch_form, opens=True),
    asks_nudge.MENTION: NudgeAnswer(_allow_mention),
    asks_nudge.DECLINE: NudgeAnswer(_decline),
    asks_nudge.NOT_ME: NudgeAnswer(_open_not_me_form, opens=True, folded=True),
}


def submit_vouch(context: Context, request: Request) -> Response:
    """Stores the lead; the form becomes that of the endorsement."""
    ask = ask_answers.find_ask_to_answer(context, view.parse_ask_id(request.private))
    leads = view.parse_vouch(request.state, request.private, ask)
    done = ask_answers.answer_with_vouch(context, ask.id, leads)
    known = [each for each in done if each.arrival is referrals.Arrival.AGAIN]
    new = [each for each in done if each not in known]
    open_ = [each.referral for each in new if not each.referral.ended]
    if open_:
        begun = ask_answers.prefill_from_ask(context, done[0].endorsement)
        return Replace(view.endorsement_form(open_, begun, ask))
    viewer = build_viewer(context)
    fresh, again = (
        tuple(
            advocate_pages.load_advocate_pages(
                context, viewer, [(each.referral, each.endorsement) for each in some]
            )
        )
        for some in (new, known)
    )
    text = acknowledgement.submission_summary(fresh, again)
    return Replace(
        refer.lead_stored_modal(text, [each.referral for each in known if not each.referral.ended])
    )


def submit_vouch_text(context: Context, request: Request) -> Response:
    words = view.parse_private_endorsement(request.state)
    ask_id = view.parse_ask_id(request.private)
    ask_answers.answer_with_text(context, ask_id, words)
    return CloseAll()


def submit_not_me(context: Context, request: Request) -> Response:
    ask_id, suggested = view.parse_ask_id(request.private), view.parse_not_me(request.state)
    ask_answers.answer_not_me(context, ask_id, suggested)
    return CloseAll()
