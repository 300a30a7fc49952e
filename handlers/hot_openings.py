"""A recruiter marks an opening as hot until a day."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Registry, Replace, Request, Response, Show
from services import hot_openings
from services.context import Context
from services.openings import find_managed_opening
from views import button_values
from views import hot_openings as view


def register(registry: Registry) -> None:
    registry.add_read_action(
        view.OPEN_HOT_FORM, open_form, access=Access.RECRUITER, action="mark_hot"
    )
    registry.add_submission(view.HOT_FORM, mark_hot, access=Access.RECRUITER, action="mark_hot")


def open_form(context: Context, request: Request) -> Response:
    opening = find_managed_opening(context, button_values.parse_id(request.value))
    return Show(view.hot_form(opening, hot_openings.suggest_last_hot_day(context)))


def mark_hot(context: Context, request: Request) -> Response:
    opening_id = button_values.parse_id(request.private_metadata)
    changed = hot_openings.mark_hot(context, opening_id, view.parse_hot(request.state))
    return Replace(view.hot_saved_modal(changed))
