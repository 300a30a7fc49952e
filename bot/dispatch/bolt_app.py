"""Bolt's app, for payloads of any shape: what Slack does not send is not understood, and no fault.

Bolt takes a payload apart before a listener sees it, and trips over what is missing or of another
type; its own way to tell of errors trips as well. Such a payload is answered 400 (by the socket:
no ack). What breaks in a listener is ours: 500.
"""

from __future__ import annotations

import structlog
from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse

log = structlog.get_logger(__name__)


class HandlerError(Exception):
    """A listener could not even say that something broke; its cause is the fault."""


class AnyShapeApp(App):
    """`dispatch` never raises."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        try:
            return super().dispatch(req)
        except Exception as error:  # Bolt's way to tell of errors has tripped over the payload
            return broken(error)


def broken(error: Exception) -> BoltResponse:
    """For `App.error`, too."""
    if isinstance(error, HandlerError):
        log.error("answer_failed", exc_info=error.__cause__)
        return BoltResponse(status=500, body="")
    log.warning("payload_not_understood", why=type(error).__name__)
    return BoltResponse(status=400, body="")
