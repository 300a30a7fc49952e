"""An advocate opens the note about an outcome, and says that the candidate knows."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response, Show
from services import outcome_notes
from services.context import Context
from views import outcome_notes as view

ACTION = "endorse"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_read_action(view.OPEN_NOTE, open_note, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.NOTE_FORM, mark_told, access=Access.MEMBER, action=ACTION)


def open_note(context: Context, request: Request) -> Response:
    value = view.parse_note_value(request.value)
    page = outcome_notes.load_note(context, value.referral_id, value.intent_id)
    return Show(view.note_form(page))


def mark_told(context: Context, request: Request) -> Response:
    value = view.parse_note_value(request.private_metadata)
    outcome_notes.mark_told(context, value.referral_id, value.intent_id)
    return Done()
