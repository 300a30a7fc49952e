"""An advocate asks their candidate for consent, and reports the answer.

The handlers are in the order of use: the note, "I asked them", "They agreed" and "They said no".
If others vouch for a candidate who said no, the owner decides whether to erase the candidate.
"""

from __future__ import annotations

from domain.consent import redact_for_desk
from domain.errors import NotFoundError
from domain.follow_ups import FollowUpKind
from domain.permissions import Access
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer, refresh_page
from handlers.protocol import Done, Registry, Request, Response, Show
from services import advocate_pages, consent, declined, follow_up_answers
from services.context import Context
from services.follow_up_kinds.table import load_items
from services.own_endorsements import find_referral_and_own_endorsement
from services.people import build_viewer
from views import button_values
from views import consent as view
from views import declined as declined_view
from views.nudges import consent as consent_nudge
from views.nudges.values import parse_follow_up

ACTION = "answer_follow_up"  # names the action in the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(view.OPEN_NOTE, open_note, access=Access.MEMBER, action="endorse")
    registry.add_submission(view.NOTE_FORM, record_asked, access=Access.MEMBER, action=ACTION)
    registry.add_submission(
        declined_view.DECLINED_FORM, record_declined, access=Access.MEMBER, action=ACTION
    )
    registry.add_read_action(
        declined_view.OPEN_ERASE_FORM,
        open_erase_form,
        access=Access.MEMBER,
        action="erase_candidate",
    )
    registry.add_submission(
        declined_view.ERASE_FORM,
        erase_candidate,
        access=Access.MEMBER,
        action="erase_candidate",
    )


def open_note(context: Context, request: Request) -> Response:
    """Opens the note from the acknowledgement of the referral, before any nudge was sent."""
    referral, _ = find_referral_and_own_endorsement(context, button_values.parse_id(request.value))
    follow_up = consent.find_own_consent_follow_up(context, referral)
    return _show_note(context, request, AnsweredNudge(follow_up, intent_id=0))


def _show_note(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    page = advocate_pages.load_consent_note(context, answered.follow_up, answered.value)
    return Show(view.note_form(page))


def record_asked(context: Context, request: Request) -> Response:
    target = parse_follow_up(request.private_metadata)
    follow_up = follow_up_answers.find_own_follow_up(context, target.follow_up_id)
    consent.answer_asked(context, follow_up)
    return refresh_page(context, request, target.intent_id)


def _record_agreed(context: Context, _request: Request, answered: AnsweredNudge) -> None:
    consent.answer_agreed(context, answered.follow_up)


def _open_declined_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    candidate = consent.find_candidate_of(context, answered.follow_up)
    viewer = build_viewer(context)
    items = load_items(context, viewer, [answered.follow_up])
    if not items:
        raise NotFoundError("candidate")
    others_vouch = declined.has_other_advocates(context, candidate)
    return Show(declined_view.declined_form(items[0], answered.value, others_vouch=others_vouch))


def record_declined(context: Context, request: Request) -> Response:
    target = parse_follow_up(request.private_metadata)
    follow_up = follow_up_answers.find_own_follow_up(context, target.follow_up_id)
    declined.answer_declined(context, follow_up)
    return refresh_page(context, request, target.intent_id)


def open_erase_form(context: Context, request: Request) -> Response:
    """Opens the form with which the owner, a recruiter or an admin erases a candidate."""
    referral = declined.find_erasable_referral(context, button_values.parse_id(request.value))
    shown = redact_for_desk(referral, context.policy.hide_until_agreed)
    return Show(declined_view.erase_form(shown))


def erase_candidate(context: Context, request: Request) -> Response:
    declined.erase_by_desk(context, button_values.parse_id(request.private_metadata))
    return Done()


_CONSENT_KINDS = (FollowUpKind.CONSENT,)
ANSWERS = {
    consent_nudge.OPEN_DRAFT: NudgeAnswer(_show_note, read_only=True, kinds=_CONSENT_KINDS),
    consent_nudge.REPORT_AGREED: NudgeAnswer(_record_agreed, kinds=_CONSENT_KINDS),
    consent_nudge.REPORT_DECLINED: NudgeAnswer(
        _open_declined_form, read_only=True, menu_only=True, kinds=_CONSENT_KINDS
    ),
}
