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
class Nudged:
    """The step that was answered, and the message in which (0: in App Home or a list)."""

    step: FollowUp
    intent_id: int

    @property
    def value(self) -> str:
        """As it travels in a button's value or a form's private metadata."""
        return str(FollowUpValue(self.step.id, self.intent_id))


@dataclass(frozen=True, slots=True)
class NudgeAnswer:
    """A button of a nudge. `act` returns what to show, or None: the message is brought up to date.

    `opens`: it shows something and changes nothing. `folded`: it stands behind three dots alone.
    `own`: only whom it came to may answer; where that is not so, `act` checks who may.
    """

    act: Callable[[Context, Request, Nudged], Response | None]
    opens: bool = False
    own: bool = True
    folded: bool = False


def brought_up_to_date(context: Context, request: Request, intent_id: int) -> Response:
    """The message is edited to say what became of it; in App Home the page does."""
    if not intent_id and (request.from_home or request.in_modal):
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
