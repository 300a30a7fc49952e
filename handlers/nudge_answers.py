"""The types of the tables `ANSWERS`, in which each job lists what its nudges' buttons do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.follow_ups import FollowUp, FollowUpKind
from handlers.protocol import Done, Home, Request, Response
from services import home_page
from services.context import Context
from views import home as home_view
from views.nudges.values import FollowUpValue


@dataclass(frozen=True, slots=True)
class AnsweredNudge:
    """A follow-up that someone answers. `intent_id` is the nudge's, or 0 in App Home or a list."""

    follow_up: FollowUp
    intent_id: int

    @property
    def value(self) -> str:
        """What a button's value or a form's private metadata contains."""
        return str(FollowUpValue(self.follow_up.id, self.intent_id))


@dataclass(frozen=True, slots=True)
class NudgeAnswer:
    """What a button of a nudge does. `handle` returns what to show, or None to refresh the page.

    `read_only`: it shows something and stores nothing. `menu_only`: it is in an overflow menu and
    never a button. `own_only`: only the member of the follow-up may answer; otherwise `handle`
    checks who may. `kinds`: it answers follow-ups of these kinds alone; without any, of all.
    """

    handle: Callable[[Context, Request, AnsweredNudge], Response | None]
    read_only: bool = False
    own_only: bool = True
    menu_only: bool = False
    kinds: tuple[FollowUpKind, ...] = ()


def refresh_page(context: Context, request: Request, intent_id: int) -> Response:
    """Publishes App Home where the answer came from it. A nudge is edited through the outbox."""
    if not intent_id and (request.from_home or request.in_modal):
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
