"""Carries out a handler's answer: the one interactive call, and the ack with what goes into it."""

from __future__ import annotations

import structlog
from slack_bolt.context.ack import Ack
from slack_bolt.response import BoltResponse

from bot.dispatch import error_messages as errors
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
# The click came twice, and its view stands; or nobody clicked.
_NOBODY_WAITS = frozenset({"exchanged_trigger_id", "trigger_exchanged", _NO_TRIGGER})


class Responder:
    def __init__(self, slack: SlackClient) -> None:
        self._slack = slack

    def carry_out(self, came: Incoming, answer: Response, ack: Ack) -> BoltResponse:
        match answer:
            case Done():
                return ack()
            case Rejected(refusal=refusal):
                return self.say_no(came, errors.words_for(refusal), ack)
            case CloseAll():
                return ack(response_action="clear") if came.source is Source.SUBMISSION else ack()
            case Choices(options=choices):
                return ack(options=list(choices))
            case Ephemeral(message=message):
                if came.source is Source.COMMAND:
                    return _acknowledge_with(message, ack)
                if came.source is Source.SUBMISSION:
                    return self.say_no(came, errors.Said(message.text, {}), ack)
                return self._show(came, message_modal(message), ack)
            case Show(view=view):
                view = _with_origin(came, view)
                if came.source is Source.SUBMISSION:
                    return ack(response_action="push", view=view)
                return self._show(came, view, ack)
            case Replace(view=view):
                view = _with_origin(came, view)
                if came.source is Source.SUBMISSION:
                    return ack(response_action="update", view=view)
                if not came.view_id:  # nothing that Slack sends: there is no view to replace
                    return ack()
                called = self._slack.update_view(came.view_id, came.view_hash, view)
                if called.ok:
                    return ack()
                log.info("view_not_updated", id=came.id, outcome=called.outcome.value)
                return _respond_unshown(called)
            case Home(view=view):
                self.draw_home(came.user_id, view)
                return ack()
        raise TypeError(f"unknown answer {answer!r}")

    def draw_home(self, user_id: str, view: Block) -> None:
        called = self._slack.publish_home(user_id, view)
        if not called.ok:
            log.info("home_not_published", outcome=called.outcome.value)

    def _show(self, came: Incoming, view: Block, ack: Ack) -> BoltResponse:
        if not came.trigger_id:  # nothing can be opened without one
            called = CallResult(CallOutcome.TOO_LATE, error=_NO_TRIGGER)
        elif came.in_modal:
            called = self._slack.push_view(came.trigger_id, view)
        else:
            called = self._slack.open_view(came.trigger_id, view)
        if called.ok:
            return ack()
        log.warning("view_not_shown", id=came.id, outcome=called.outcome.value, why=called.error)
        if came.source is Source.COMMAND:
            late = called.outcome in (
                CallOutcome.TOO_LATE,
                CallOutcome.UNKNOWN,
                CallOutcome.RATE_LIMITED,
            )
            text = errors.TOO_LATE if late else errors.our_fault(errors.code(), None)
            return _acknowledge_with(ephemeral_message(text), ack)
        return _respond_unshown(called)

    def say_no(self, came: Incoming, said: errors.Said, ack: Ack) -> BoltResponse:
        """At the field where it belongs; else where the person is looking."""
        if came.source is Source.SUBMISSION:
            shown = {name: text for name, text in said.fields.items() if name in came.fields}
            if shown:
                return ack(response_action="errors", errors=shown)
            if came.on_third_view and came.fields:  # plain text: a mention would show as an id
                words = errors.unmentioned(said.whole)
                return ack(response_action="errors", errors={came.fields[0]: words})
            return ack(response_action="push", view=notice_modal(said.whole))
        if came.source is Source.COMMAND:
            return _acknowledge_with(ephemeral_message(said.whole), ack)
        if came.source is Source.OPTIONS:
            return ack(options=[])
        if came.source is Source.EVENT:
            return ack()
        return self._show(came, notice_modal(said.whole), ack)


def _respond_unshown(called: CallResult) -> BoltResponse:
    """What we cannot say, Slack says: without an ack it warns whoever clicked that the app did not
    answer. A trigger that is of no use is the click's (400), anything else is trouble (503)."""
    if called.error in _NOBODY_WAITS or called.outcome is CallOutcome.CONFLICT:
        return BoltResponse(status=200, body="")
    return BoltResponse(status=400 if called.outcome is CallOutcome.TOO_LATE else 503, body="")


def _acknowledge_with(message: Message, ack: Ack) -> BoltResponse:
    return ack(text=message.text, blocks=message.blocks, response_type="ephemeral")


def _with_origin(came: Incoming, view: Block) -> Block:
    """What follows from App Home knows that it does: the page is drawn anew when it is done."""
    return as_from_home(view) if came.from_home else view
