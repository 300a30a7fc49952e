"""The types of the tables `ANSWERS`, in which modules say what the buttons of their nudges do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.errors import NotFoundError
from domain.follow_ups import FollowUp, FollowUpKind
from handlers.protocol import Done, Home, Request, Response
from services import home_page
from services.context import Context
from views import home as home_view
from views.nudges.values import FollowUpValue


@dataclass(frozen=True, slots=True)
class AnsweredNudge:
    """A follow-up that someone answers.

    `intent_id` is that of the nudge with the button, or 0 if the button is in App Home or a list.
    """

    follow_up: FollowUp
    intent_id: int

    @property
    def value(self) -> str:
        """The value for a button or for a form's private metadata."""
        return str(FollowUpValue(self.follow_up.id, self.intent_id))

    @property
    def referral_id(self) -> int:
        """Raises `NotFoundError` if the follow-up is about no referral."""
        if self.follow_up.referral_id is None:
            raise NotFoundError("referral")
        return self.follow_up.referral_id


@dataclass(frozen=True, slots=True)
class NudgeAnswer:
    """What a button of a nudge does. `handle` returns what to show, or None to refresh the page.

    `read_only`: the answer stores nothing. `menu_only`: it is an option of an overflow menu, never
    a button. `own_only`: only the follow-up's member may answer; without it, `handle` checks who
    may. `kinds`: the kinds of follow-up that it may answer; if empty, all kinds.
    """

    handle: Callable[[Context, Request, AnsweredNudge], Response | None]
    read_only: bool = False
    own_only: bool = True
    menu_only: bool = False
    kinds: tuple[FollowUpKind, ...] = ()


def refresh_page(context: Context, request: Request, intent_id: int) -> Response:
    """Publishes App Home if the answer came from there. The outbox edits nudges."""
    if not intent_id and (request.from_home or request.in_modal):
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
