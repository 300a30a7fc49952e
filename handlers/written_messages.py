"""A person writes to the bot in words: in its direct message, in a thread, or by a mention.

The answer says what the bot can do. If the person replied to a message of the bot, the answer
offers to pass the reply on. The text of the reply is stored only after a click on that offer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import written_messages, written_replies
from services.context import Context
from views import written_replies as view

_TS = re.compile(r"\d{1,15}\.\d{1,6}")  # how Slack writes the id of a message
_CHANNEL = re.compile(r"[A-Z][A-Z0-9]{1,20}")


def register(registry: Registry) -> None:
    registry.add_write_action(
        view.PASSED_REPLY, pass_reply_on, access=Access.MEMBER, action="answer_question"
    )
    for event, handler in (("message", answer_direct_message), ("app_mention", answer_mention)):
        registry.add_event(event, handler, access=Access.ANYONE, needs_write=has_reply_address)


def has_reply_address(_context: Context, request: Request) -> bool:
    """Returns whether the event names a channel and a message to which the bot can reply."""
    event = request.event
    times = (event.get("ts"), event.get("thread_ts") or event.get("ts"))
    return _matches(_CHANNEL, event.get("channel")) and all(_matches(_TS, ts) for ts in times)


def answer_direct_message(context: Context, request: Request) -> Response:
    written_messages.answer_direct_message(context, request.event["ts"], _thread(request.event))
    return Done()


def answer_mention(context: Context, request: Request) -> Response:
    event = request.event
    written_messages.answer_mention(context, event["channel"], event["ts"], _thread(event))
    return Done()


def pass_reply_on(context: Context, request: Request) -> Response:
    intent_id, reply = view.parse_passed_reply(request.value)
    written_replies.pass_on(context, intent_id, reply)
    return Done()


def _thread(event: Mapping[str, Any]) -> str:
    """Returns the ts of the message under which the answer is posted: the first of its thread."""
    return str(event.get("thread_ts") or event["ts"])


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
