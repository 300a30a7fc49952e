"""A person writes to the bot in words: in its direct message, in a thread, or by a mention.

Nothing of the text is stored. The answer says what the bot can do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from domain.permissions import Access
from handlers.protocol import Done, Registry, Request, Response
from services import written_messages
from services.context import Context

_TS = re.compile(r"\d{1,15}\.\d{1,6}")  # how Slack writes the id of a message
_CHANNEL = re.compile(r"[A-Z][A-Z0-9]{1,20}")


def register(registry: Registry) -> None:
    for event, handler in (("message", answer_direct_message), ("app_mention", answer_mention)):
        registry.add_event(event, handler, access=Access.ANYONE, needs_write=has_address)


def has_address(_context: Context, request: Request) -> bool:
    """Returns whether it is known where to answer."""
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


def _thread(event: Mapping[str, Any]) -> str:
    """The message that starts the thread, or will start it with the answer."""
    return str(event.get("thread_ts") or event["ts"])


def _matches(pattern: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None
