"""Shows a handler's response to the person: in the ack, or by one call such as views.open."""

from __future__ import annotations

import structlog
from slack_bolt.context.ack import Ack
from slack_bolt.response import BoltResponse

from bot.dispatch import error_messages
from bot.dispatch.error_messages import RefusalText
from bot.dispatch.payloads import IncomingPayload
from domain.limits import ACK_BYTES_MAX
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
from views.block_kit import Block, Message, count_bytes, mark_as_from_home
from views.form_state import field_name
from views.notice import ephemeral_message, fit_acknowledgement, message_modal, notice_modal

log = structlog.get_logger(__name__)

_NO_TRIGGER = "no_trigger"  # not an error of Slack's: the payload has no trigger_id
# After these errors nobody waits for a view: a duplicate of the click has opened it already, or
# the payload could never open one.
_HARMLESS_ERRORS = frozenset({"exchanged_trigger_id", "trigger_exchanged", _NO_TRIGGER})
# After these outcomes the person is asked to type the command again.
_MAY_SUCCEED_LATER = (CallOutcome.TOO_LATE, CallOutcome.UNKNOWN, CallOutcome.RATE_LIMITED)


class Responder:
    """Answers Slack's payloads. Only an HTTP status of 200 acknowledges the payload."""

    def __init__(self, slack: SlackClient) -> None:
        self._slack = slack

    def respond(self, payload: IncomingPayload, response: Response, ack: Ack) -> BoltResponse:
        match response:
            case CloseAll() if payload.source is Source.SUBMISSION:
                return ack(response_action="clear")
            case Done() | CloseAll():
                return ack()
            case Rejected(refusal=refusal):
                return self.refuse(payload, error_messages.refusal_text(refusal), ack)
            case Choices(options=choices):
                return ack(options=list(choices))
            case Ephemeral(message=message):
                fits_in_ack = count_bytes(message.blocks) <= ACK_BYTES_MAX
                if payload.source is Source.COMMAND and fits_in_ack:
                    return _acknowledge_with(message, ack)
                if payload.source is Source.SUBMISSION:  # its ack can only show a view or errors
                    return self.refuse(payload, RefusalText(message.text, fields={}), ack)
                return self._show(payload, message_modal(message), ack)
            case Show(view=view):
                view = _mark_origin(payload, view)
                if payload.source is Source.SUBMISSION:
                    fitting = fit_acknowledgement(view, payload.idempotency_key)
                    return ack(response_action="push", view=fitting)
                return self._show(payload, view, ack)
            case Replace(view=view):
                view = _mark_origin(payload, view)
                if payload.source is Source.SUBMISSION:
                    fitting = fit_acknowledgement(view, payload.idempotency_key)
                    return ack(response_action="update", view=fitting)
                if not payload.view_id:  # Slack sends an id with each click in a modal.
                    return ack()
                result = self._slack.update_view(payload.view_id, payload.view_hash, view)
                if result.ok:
                    return ack()
                log.info("view_not_updated", id=payload.id, outcome=result.outcome.value)
                return _respond_to_failed_view(result)
            case Home(view=view):
                self._publish_home(payload, view)
                return ack()
        raise TypeError(f"unknown response {response!r}")

    def _publish_home(self, payload: IncomingPayload, view: Block) -> None:
        """Publishes App Home, unless a newer one was published after the click."""
        # After a click in a modal, the payload has the modal's hash and not that of App Home.
        home_hash = "" if payload.in_modal else payload.view_hash
        result = self._slack.publish_home(payload.user_id, view, home_hash)
        if not result.ok:
            log.info("home_not_published", outcome=result.outcome.value)

    def _show(self, payload: IncomingPayload, view: Block, ack: Ack) -> BoltResponse:
        if not payload.trigger_id:
            result = CallResult(CallOutcome.TOO_LATE, error=_NO_TRIGGER)
        elif payload.in_modal:
            result = self._slack.push_view(payload.trigger_id, view)
        else:
            result = self._slack.open_view(payload.trigger_id, view)
        if result.ok:
            return ack()
        log.warning("view_not_shown", id=payload.id, outcome=result.outcome.value, why=result.error)
        if payload.source is not Source.COMMAND:
            return _respond_to_failed_view(result)
        text = error_messages.TOO_LATE
        if result.outcome not in _MAY_SUCCEED_LATER:
            text = error_messages.fault_text(error_messages.new_error_code(), admin=None)
        return _acknowledge_with(ephemeral_message(text), ack)

    def refuse(self, payload: IncomingPayload, text: RefusalText, ack: Ack) -> BoltResponse:
        """Shows the text where this kind of payload can: by a field, in a modal or as an answer."""
        if payload.source is Source.SUBMISSION:
            errors = _find_errors_by_block(payload, text)
            if errors:
                return ack(response_action="errors", errors=errors)
            return ack(response_action="push", view=notice_modal(text.whole))
        if payload.source is Source.COMMAND:
            return _acknowledge_with(ephemeral_message(text.whole), ack)
        if payload.source is Source.OPTIONS:
            return ack(options=[])
        if payload.source is Source.EVENT:
            return ack()
        return self._show(payload, notice_modal(text.whole), ack)


def _find_errors_by_block(payload: IncomingPayload, text: RefusalText) -> dict[str, str]:
    """Returns the text to show under each input block, by block id."""
    inputs = payload.input_block_ids
    text_by_block = {block_id: text.fields.get(field_name(block_id)) for block_id in inputs}
    errors = {block_id: error for block_id, error in text_by_block.items() if error}
    # No modal can be pushed onto a third one, so the first input shows a text that has no field.
    if payload.is_third_view and inputs and not errors:
        return {inputs[0]: error_messages.to_plain_text(text.whole)}
    return errors


def _respond_to_failed_view(result: CallResult) -> BoltResponse:
    """Answers a payload whose view could not be shown.

    The payload is acknowledged if nobody waits for the view, or if the person sees a newer one.
    Otherwise the status is 400 if the trigger had expired, and 503 after other failures. Slack then
    tells the person that the app did not respond.
    """
    if result.error in _HARMLESS_ERRORS or result.outcome is CallOutcome.CONFLICT:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=400 if result.outcome is CallOutcome.TOO_LATE else 503, body="")


def _acknowledge_with(message: Message, ack: Ack) -> BoltResponse:
    return ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _mark_origin(payload: IncomingPayload, view: Block) -> Block:
    """Marks a modal opened from App Home, so that App Home is updated after its submission."""
    return mark_as_from_home(view) if payload.from_home else view
