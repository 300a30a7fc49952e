"""Handlers for the answers to an ask, by which somebody asks a colleague for a referral.

The colleague presses a button of the nudge (`ANSWERS`), which may open a form.
"""

from __future__ import annotations

from collections.abc import Sequence

from domain.follow_ups import FollowUpKind
from domain.pages import AdvocatePage
from domain.permissions import Access
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer
from handlers.protocol import CloseAll, Registry, Replace, Request, Response, Show
from services import advocate_pages, attachments, bonus, referrals
from services.asks import answers as ask_answers
from services.context import Context
from services.people import build_viewer
from storage import openings
from views import acknowledgement, refer
from views.asks import answers as view
from views.nudges import asks as asks_nudge

ACTION = "answer_follow_up"  # names the action in the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_submission(view.VOUCH_FORM, submit_vouch, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.WORDS_FORM, submit_vouch_text, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.NOT_ME_FORM, submit_not_me, access=Access.MEMBER, action=ACTION)


def _open_vouch_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    ask = ask_answers.find_ask_to_answer(context, answered.follow_up.subject_id)
    if ask.is_own:
        return Show(view.private_endorsement_form(ask))
    opening = None
    if ask.opening_id is not None:
        opening = openings.find(context.transaction, context.workspace.id, ask.opening_id)
    offers = bonus.list_offers(context, [opening] if opening else [])
    takes_files = attachments.can_take_files(context)
    return Show(view.vouch_form(ask, opening, offers, takes_files=takes_files))


def _allow_mention(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    ask_answers.answer_with_mention(context, answered.follow_up.subject_id)


def _decline(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    ask_answers.decline_ask(context, answered.follow_up.subject_id)


def _open_not_me_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    ask = ask_answers.find_ask_to_answer(context, answered.follow_up.subject_id)
    return Show(view.not_me_form(ask))


_ASK_KINDS = (FollowUpKind.ASK,)
ANSWERS: dict[str, NudgeAnswer] = {
    asks_nudge.VOUCH: NudgeAnswer(_open_vouch_form, read_only=True, kinds=_ASK_KINDS),
    asks_nudge.MENTION: NudgeAnswer(_allow_mention, kinds=_ASK_KINDS),
    asks_nudge.DECLINE: NudgeAnswer(_decline, kinds=_ASK_KINDS),
    asks_nudge.NOT_ME: NudgeAnswer(
        _open_not_me_form, read_only=True, menu_only=True, kinds=_ASK_KINDS
    ),
}


def submit_vouch(context: Context, request: Request) -> Response:
    """Stores a lead for each chosen opening. Then the endorsement form replaces the vouch form.

    The form is only for new referrals that are open. Without any, a summary is shown instead.
    """
    ask = ask_answers.find_ask_to_answer(context, view.parse_ask_id(request.private_metadata))
    leads = view.parse_vouch(request.state, request.private_metadata, ask)
    submitted = ask_answers.answer_with_vouch(context, ask.id, leads)
    known = [lead for lead in submitted if lead.result is referrals.LeadResult.KNOWN]
    new = [lead for lead in submitted if lead not in known]
    new_open = [lead.referral for lead in new if not lead.referral.ended]
    if new_open:
        prefill = ask_answers.prefill_from_ask(context, submitted[0].endorsement)
        return Replace(view.endorsement_form(new_open, prefill, ask))
    text = acknowledgement.submission_summary(
        _load_pages(context, new), _load_pages(context, known)
    )
    known_open = [lead.referral for lead in known if not lead.referral.ended]
    return Replace(refer.lead_stored_modal(text, known_open))


def _load_pages(
    context: Context, leads: Sequence[referrals.SubmittedLead]
) -> tuple[AdvocatePage, ...]:
    endorsed = [(lead.referral, lead.endorsement) for lead in leads]
    return tuple(advocate_pages.load_advocate_pages(context, build_viewer(context), endorsed))


def submit_vouch_text(context: Context, request: Request) -> Response:
    ask_id = view.parse_ask_id(request.private_metadata)
    text = view.parse_private_endorsement(request.state)
    ask_answers.answer_with_text(context, ask_id, text)
    return CloseAll()


def submit_not_me(context: Context, request: Request) -> Response:
    ask_id = view.parse_ask_id(request.private_metadata)
    suggested = view.parse_not_me(request.state)
    ask_answers.answer_not_me(context, ask_id, suggested)
    return CloseAll()
