"""`NudgeAnswer`: what a button of a nudge does.

Handler modules list the answers in tables `ANSWERS`, by action id.
"""

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
    """The follow-up that someone answers with a button.

    `intent_id` is the id of the queued nudge, or 0 if the button is in App Home or in a modal.
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

    `read_only`: `handle` stores nothing. `menu_only`: the answer is an option of an overflow menu,
    never a button. `own_only`: only the member whom the follow-up asks may answer; if it is False,
    `handle` checks the permission. `kinds`: the kinds of follow-up with this answer; empty for all.
    """

    handle: Callable[[Context, Request, AnsweredNudge], Response | None]
    read_only: bool = False
    own_only: bool = True
    menu_only: bool = False
    kinds: tuple[FollowUpKind, ...] = ()


def refresh_page(context: Context, request: Request, intent_id: int) -> Response:
    """Publishes App Home if the answer came from there or from a modal, and not from a nudge.

    An answered nudge needs no response, because the outbox edits its message.
    """
    if not intent_id and (request.from_home or request.in_modal):
        return Home(home_view.app_home(home_page.load_home(context)))
    return Done()
