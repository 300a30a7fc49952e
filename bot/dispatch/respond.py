"""Sends a handler's response: the one interactive call, and the ack with its content."""

from __future__ import annotations

import structlog
from slack_bolt.context.ack import Ack
from slack_bolt.response import BoltResponse

from bot.dispatch import error_messages
from bot.dispatch.error_messages import RefusalText
from bot.dispatch.payloads import Incoming, as_from_home
from domain.outcomes import CallOutcome
from handlers.protocol import (
    Choices,
    CloseAll,
    Done,
    Ephemeral,
    Home,
    Rejected,
    Replace,
    Response,
    Show,
    Source,
)
from slack_io.client import SlackClient
from slack_io.results import CallResult
from views.block_kit import Block, Message
from views.notice import ephemeral_message, message_modal, notice_modal

log = structlog.get_logger(__name__)

_NO_TRIGGER = "no_trigger"
# The click incoming twice, and its view stands; or nobody clicked.
_NOBODY_WAITS = frozenset({"exchanged_trigger_id", "trigger_exchanged", _NO_TRIGGER})


class Responder:
    def __init__(self, slack: SlackClient) -> None:
        self._slack = slack

    def respond(self, incoming: Incoming, response: Response, ack: Ack) -> BoltResponse:
        match response:
            case Done():
                return ack()
            case Rejected(refusal=refusal):
                return self.refuse(incoming, error_messages.refusal_text(refusal), ack)
            case CloseAll():
                return (
                    ack(response_action="clear") if incoming.source is Source.SUBMISSION else ack()
                )
            case Choices(options=choices):
                return ack(options=list(choices))
            case Ephemeral(message=message):
                if incoming.source is Source.COMMAND:
                    return _acknowledge_with(message, ack)
                if incoming.source is Source.SUBMISSION:
                    return self.refuse(incoming, RefusalText(message.text, {}), ack)
                return self._show(incoming, message_modal(message), ack)
            case Show(view=view):
                view = _with_origin(incoming, view)
                if incoming.source is Source.SUBMISSION:
                    return ack(response_action="push", view=view)
                return self._show(incoming, view, ack)
            case Replace(view=view):
                view = _with_origin(incoming, view)
                if incoming.source is Source.SUBMISSION:
                    return ack(response_action="update", view=view)
                if not incoming.view_id:  # Slack always sends one.
                    return ack()
                result = self._slack.update_view(incoming.view_id, incoming.view_hash, view)
                if result.ok:
                    return ack()
                log.info("view_not_updated", id=incoming.id, outcome=result.outcome.value)
                return _respond_unshown(result)
            case Home(view=view):
                self.publish_home(incoming.user_id, view)
                return ack()
        raise TypeError(f"unknown response {response!r}")

    def publish_home(self, user_id: str, view: Block) -> None:
        result = self._slack.publish_home(user_id, view)
        if not result.ok:
            log.info("home_not_published", outcome=result.outcome.value)

    def _show(self, incoming: Incoming, view: Block, ack: Ack) -> BoltResponse:
        if not incoming.trigger_id:  # Slack opens nothing without one.
            result = CallResult(CallOutcome.TOO_LATE, error=_NO_TRIGGER)
        elif incoming.in_modal:
            result = self._slack.push_view(incoming.trigger_id, view)
        else:
            result = self._slack.open_view(incoming.trigger_id, view)
        if result.ok:
            return ack()
        log.warning(
            "view_not_shown", id=incoming.id, outcome=result.outcome.value, why=result.error
        )
        if incoming.source is Source.COMMAND:
            late = result.outcome in (
                CallOutcome.TOO_LATE,
                CallOutcome.UNKNOWN,
                CallOutcome.RATE_LIMITED,
            )
            text = (
                error_messages.TOO_LATE
                if late
                else error_messages.fault_text(error_messages.new_error_code(), None)
            )
            return _acknowledge_with(ephemeral_message(text), ack)
        return _respond_unshown(result)

    def refuse(self, incoming: Incoming, text: RefusalText, ack: Ack) -> BoltResponse:
        """Shows the text at its field, else in a modal or a message where the person acted."""
        if incoming.source is Source.SUBMISSION:
            shown = {
                name: message for name, message in text.fields.items() if name in incoming.fields
            }
            if shown:
                return ack(response_action="errors", errors=shown)
            if (
                incoming.on_third_view and incoming.fields
            ):  # Plain text would show a mention as an id.
                words = error_messages.without_mentions(text.whole)
                return ack(response_action="errors", errors={incoming.fields[0]: words})
            return ack(response_action="push", view=notice_modal(text.whole))
        if incoming.source is Source.COMMAND:
            return _acknowledge_with(ephemeral_message(text.whole), ack)
        if incoming.source is Source.OPTIONS:
            return ack(options=[])
        if incoming.source is Source.EVENT:
            return ack()
        return self._show(incoming, notice_modal(text.whole), ack)


def _respond_unshown(result: CallResult) -> BoltResponse:
    """Nothing could be shown. Without an ack Slack warns the person that the app did not respond.

    400 where the trigger had expired, 503 for other failures.
    """
    if result.error in _NOBODY_WAITS or result.outcome is CallOutcome.CONFLICT:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=400 if result.outcome is CallOutcome.TOO_LATE else 503, body="")


def _acknowledge_with(message: Message, ack: Ack) -> BoltResponse:
    return ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _with_origin(incoming: Incoming, view: Block) -> Block:
    """A modal that was opened from App Home is marked, so that the page is updated afterwards."""
    return as_from_home(view) if incoming.from_home else view
