"""Bolt's app, for payloads of any shape: what Slack does not send is not understood, and no fault.

Bolt takes a payload apart before a listener sees it, and trips over what is missing or of another
type; its own way to tell of errors trips as well. Such a payload is answered 400 (by the socket:
no ack). What breaks in a listener is ours: 500.
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
    """A listener could not even say that something broke; its cause is the fault."""


class TolerantApp(App):
    """`dispatch` never raises. Each answer's time is reported to the observer."""

    def __init__(self, observer: Observer, **options: Any) -> None:
        self._observer = observer
        super().__init__(**options)

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        with self._observer.time_ack():
            try:
                return super().dispatch(req)
            except Exception as error:  # Bolt's way to tell of errors has tripped over the payload
                return respond_to_error(error)


def build_bolt_app(
    slack: SlackClient,
    workspace: Workspace,
    bot_token: str,
    signing_secret: str,
    observer: Observer,
) -> App:
    """`signing_secret` may be empty in Socket Mode, where payloads come authenticated."""
    return TolerantApp(
        observer,
        name="vouch",
        client=slack.bolt_client(),
        signing_secret=signing_secret or "unused-in-socket-mode",
        # The workspace is known from the start; Bolt would ask Slack again at the first click.
        authorize=lambda: AuthorizeResult(
            enterprise_id=workspace.enterprise_id,
            team_id=workspace.team_id,
            bot_user_id=workspace.bot_user_id,
            bot_token=bot_token,
        ),
        process_before_response=True,  # the ack leaves after the commit
    )


def respond_to_error(error: Exception) -> BoltResponse:
    """For `App.error`, too."""
    if isinstance(error, HandlerError):
        log.error("answer_failed", exc_info=error.__cause__)
        return BoltResponse(status=500, body="")
    log.warning("payload_not_understood", why=type(error).__name__)
    return BoltResponse(status=400, body="")
