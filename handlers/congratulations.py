"""An advocate and their new colleague agree to a congratulation in a channel, or take it back."""

from __future__ import annotations

from domain.follow_ups import FollowUpKind
from domain.permissions import Access
from handlers.nudge_answers import AnsweredNudge, NudgeAnswer, refresh_page
from handlers.protocol import Done, Registry, Request, Response, Show
from services import congratulations
from services.context import Context
from views import button_values
from views import congratulations as view
from views.nudges import congratulation as nudge
from views.nudges.values import parse_follow_up

ACTION = "congratulate"  # the key of the refusal that people without access read


def register(registry: Registry) -> None:
    registry.add_submission(view.FORM, ask_new_colleague, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.AGREE, agree, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.DECLINE, decline, access=Access.MEMBER, action=ACTION)
    registry.add_write_action(view.TAKE_BACK, take_back, access=Access.MEMBER, action=ACTION)


def _open_form(context: Context, _request: Request, answered: AnsweredNudge) -> Response:
    page, hired = congratulations.load_form(context, answered.follow_up)
    return Show(view.congratulation_form(page, hired, answered.value))


def ask_new_colleague(context: Context, request: Request) -> Response:
    target = parse_follow_up(request.private_metadata)
    hired = view.parse_hired(request.state)
    congratulations.ask_new_colleague(context, target.follow_up_id, hired)
    return refresh_page(context, request, target.intent_id)


def agree(context: Context, request: Request) -> Response:
    congratulations.answer(context, button_values.parse_id(request.value), agreed=True)
    return Done()


def decline(context: Context, request: Request) -> Response:
    congratulations.answer(context, button_values.parse_id(request.value), agreed=False)
    return Done()


def take_back(context: Context, request: Request) -> Response:
    congratulations.take_back(context, button_values.parse_id(request.value))
    return Done()


ANSWERS: dict[str, NudgeAnswer] = {
    nudge.ASK_THEM: NudgeAnswer(_open_form, read_only=True, kinds=(FollowUpKind.CONGRATULATION,))
}
