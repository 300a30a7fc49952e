"""Someone thanks a colleague, who may share it in a channel."""

from __future__ import annotations

from domain.permissions import Access
from handlers.protocol import Done, Registry, Replace, Request, Response, Show
from services import thanks
from services.context import Context
from views import button_values
from views import thanks as view

ACTION = "thank"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_command("thanks", open_form, access=Access.MEMBER, action=ACTION)
    registry.add_read_action(view.OPEN_THANKS_FORM, open_form, access=Access.MEMBER, action=ACTION)
    registry.add_submission(view.THANKS_FORM, give_thanks, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(
        view.SHARE_THANKS, share_thanks, access=Access.MEMBER, action="share_thanks"
    )


def open_form(context: Context, request: Request) -> Response:
    return Show(view.thanks_form(thanks.list_deepest_advocates(context), request.mentioned))


def give_thanks(context: Context, request: Request) -> Response:
    form = view.parse_thanks(request.state)
    page, arrives_at = thanks.give_thanks(context, form.receiver, form.deed, form.words)
    return Replace(view.thanks_sent_modal(page, arrives_at))


def share_thanks(context: Context, request: Request) -> Response:
    thanks.share_thanks(context, button_values.parse_id(request.value))
    return Done()
