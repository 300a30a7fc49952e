"""Someone changes their own settings: from a command, App Home, or the end of a nudge."""

from __future__ import annotations

from dataclasses import replace

from domain.own_settings import search_time_zones
from domain.permissions import Access
from handlers.protocol import Choices, Registry, Replace, Request, Response, Show
from services import own_settings
from services.context import Context
from services.people import find_actor
from views import own_settings as view

ACTION = "own_settings"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_command("settings", open_form, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.OPEN_SETTINGS, open_form, access=Access.MEMBER, action=ACTION)
    registry.add_options(view.SELECT_TIME_ZONE, suggest_zones, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.SETTINGS_FORM, save, access=Access.MEMBER, action=ACTION)


def open_form(context: Context, _request: Request) -> Response:
    return Show(view.settings_form(own_settings.load_own_settings(context)))


def suggest_zones(context: Context, request: Request) -> Response:
    return Choices(view.time_zone_options(search_time_zones(request.text), context.now))


def save(context: Context, request: Request) -> Response:
    own_settings.save_own_settings(context, view.parse_settings(request.state))
    actor = find_actor(context, context.actor.user_id) or context.actor
    page = own_settings.load_own_settings(replace(context, actor=actor))
    return Replace(view.settings_saved_modal(page))
