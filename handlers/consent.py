"""An advocate asks their candidate, and tells what they said.

In the order in which they meet it: the note, "I asked them", "They agreed", "They said no".
"""

from __future__ import annotations

from domain.errors import NotFoundError
from domain.follow_ups import SnoozeChoice
from domain.permissions import Access
from handlers.nudge_answers import NudgeAnswer, Nudged, brought_up_to_date
from handlers.protocol import Registry, Request, Response, Show
from services import advocate_pages, consent, follow_up_answers, referrals
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.people import build_reader
from views import button_values
from views import consent as view
from views.nudges import consent as consent_nudge
from views.nudges.values import parse_follow_up

ACT = "answer_follow_up"


def register(on: Registry) -> None:
    on.opens(view.NOTE, open_note, access=Access.MEMBER, act="endorse")
    on.submission(view.NOTE_FORM, asked, access=Access.MEMBER, act=ACT)
    on.submission(view.DECLINED_FORM, declined, access=Access.MEMBER, act=ACT)


def open_note(context: Context, request: Request) -> Response:
    """From the thanks, before a nudge has come."""
    referral, _ = referrals.find_own_endorsement(context, button_values.parse_id(request.value))
    step = consent.find_own_follow_up(context, referral)
    return _note(context, request, Nudged(step, 0))


def _note(context: Context, _request: Request, nudged: Nudged) -> Response:
    page = advocate_pages.load_consent_note(context, nudged.step, nudged.value)
    return Show(view.note_form(page))


def asked(context: Context, request: Request) -> Response:
    """They were asked: the answer is waited for until next week."""
    target = parse_follow_up(request.private)
    step = follow_up_answers.find_own(context, target.follow_up_id)
    consent.find_candidate_of(context, step)
    follow_up_answers.snooze(context, target.follow_up_id, SnoozeChoice.NEXT_WEEK, None)
    return brought_up_to_date(context, request, target.intent_id)


def _agreed(context: Context, _request: Request, nudged: Nudged) -> None:
    consent.answer_agreed(context, nudged.step)


def _open_declined(context: Context, _request: Request, nudged: Nudged) -> Response:
    consent.find_candidate_of(context, nudged.step)
    who = build_reader(context)
    found = load_items(context, who, [nudged.step])
    if not found:
        raise NotFoundError("candidate")
    return Show(view.declined_form(found[0], nudged.value))


def declined(context: Context, request: Request) -> Response:
    target = parse_follow_up(request.private)
    step = follow_up_answers.find_own(context, target.follow_up_id)
    consent.answer_declined(context, step)
    return brought_up_to_date(context, request, target.intent_id)


ANSWERS = {
    consent_nudge.DRAFT: NudgeAnswer(_note, opens=True),
    consent_nudge.AGREED: NudgeAnswer(_agreed),
    consent_nudge.DECLINED: NudgeAnswer(_open_declined, opens=True, folded=True),
}
