"""The shape of an answer to a nudge, for every job that has follow-ups of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.follow_ups import FollowUp
from handlers.protocol import Done, Home, Request, Response
from services import home_page
from services.context import Context
from views import home as home_view
from views.nudges.values import FollowUpValue


@dataclass(frozen=True, slots=True)
class AnsweredNudge:
    """The follow-up, and the id of the nudge with the button; 0 in App Home or a list."""

    follow_up: FollowUp
    intent_id: int

    @property
    def value(self) -> str:
        """As it travels in a button's value or a form's private metadata."""
        return str(FollowUpValue(self.follow_up.id, self.intent_id))


@dataclass(frozen=True, slots=True)
class NudgeAnswer:
    """What a button of a nudge does. `act` returns what to show, or None to refresh the page.

    `opens`: it shows something and changes nothing. `folded`: it is in the overflow menu only.
    `own`: only the member of the follow-up may answer; otherwise `act` checks who may.
    """

    act: Callable[[Context, Request, AnsweredNudge], Response | None]
    opens: bool = False
    own: bool = True
    folded: bool = False


def refresh_page(context: Context, request: Request, intent_id: int) -> Response:
    """What shows the result: App Home itself, or the nudge, which is edited by its follow-up."""
    if not intent_id and (request.from_home or request.in_modal):
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
