"""Answers people who write text to the bot: in its direct message, in a thread, or by a mention.

The answer says what the bot can do. If a person replies in the thread of one of the bot's messages,
the answer may offer to pass the reply on to the colleague whom it concerns. The text of the reply
is stored only after a click on that offer.
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

_TS = re.compile(r"\d{1,15}\.\d{1,6}")  # a message's `ts`, which is its id within its channel
_CHANNEL_ID = re.compile(r"[A-Z][A-Z0-9]{1,20}")


def register(registry: Registry) -> None:
    registry.add_write_action(
        view.PASSED_REPLY, pass_on_reply, access=Access.MEMBER, action="answer_question"
    )
    for event_type, handler in (
        ("message", answer_direct_message),
        ("app_mention", answer_mention),
    ):
        registry.add_event(event_type, handler, access=Access.ANYONE, needs_write=can_be_answered)


def can_be_answered(_context: Context, request: Request) -> bool:
    """Returns whether the event has a valid channel id, message `ts` and thread `ts`.

    The answer is sent to these, so an event without them is ignored.
    """
    event = request.event
    return (
        _matches(_CHANNEL_ID, event.get("channel"))
        and _matches(_TS, event.get("ts"))
        and _matches(_TS, event.get("thread_ts") or event.get("ts"))
    )


def answer_direct_message(context: Context, request: Request) -> Response:
    event = request.event
    written_messages.answer_direct_message(context, event["ts"], _thread_ts(event))
    return Done()


def answer_mention(context: Context, request: Request) -> Response:
    event = request.event
    written_messages.answer_mention(context, event["channel"], event["ts"], _thread_ts(event))
    return Done()


def pass_on_reply(context: Context, request: Request) -> Response:
    intent_id, reply = view.parse_passed_reply(request.value)
    written_replies.pass_on(context, intent_id, reply)
    return Done()


def _thread_ts(event: Mapping[str, Any]) -> str:
    """Returns the `ts` of the thread in which to answer. A message outside a thread begins one."""
    return str(event.get("thread_ts") or event["ts"])


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
