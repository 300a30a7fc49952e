"""Builds Bolt's app, in a variant that answers every payload with a status and never raises.

Bolt parses a payload before it calls a listener, and raises if a field is missing or has another
type. The variant answers such a payload with HTTP status 400, and a failure in a listener with 500.
In both cases Slack gets no ack.
"""

from __future__ import annotations

from typing import Any

import structlog
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

from domain.members import Workspace
from domain.observer import Observer
from slack_io.client import SlackClient

log = structlog.get_logger(__name__)


class HandlerError(Exception):
    """A handler failed, and so did telling the person. `__cause__` is the second failure."""


class TolerantApp(App):
    """Bolt's app with a `dispatch` that never raises. The observer times each response."""

    def __init__(self, observer: Observer, **options: Any) -> None:
        self._observer = observer
        super().__init__(**options)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        with self._observer.time_ack():
            try:
                return super().dispatch(req)
            except Exception as error:  # Bolt raises errors of many types.
                return respond_to_error(error)


def build_bolt_app(
    slack: SlackClient,
    workspace: Workspace,
    bot_token: str,
    signing_secret: str,
    observer: Observer,
) -> App:
    """Builds the app. `signing_secret` may be empty in Socket Mode, which signs no requests."""
    return TolerantApp(
        observer,
        name="vouch",
        client=slack.build_bolt_client(),
        signing_secret=signing_secret or "unused-in-socket-mode",
        # Without `authorize`, Bolt calls auth.test at the first click; we know the result already.
        authorize=lambda: AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=bot_token,
        ),
        process_before_response=True,  # The ack is sent after the commit.
    )


def respond_to_error(error: Exception) -> BoltResponse:
    """Returns 500 for a `HandlerError`, else 400. `App.error` gets this function, too."""
    if isinstance(error, HandlerError):
        log.error("answer_failed", exc_info=error.__cause__)
        return BoltResponse(status=500, body="")
    log.warning("payload_not_understood", why=type(error).__name__)
    return BoltResponse(status=400, body="")
