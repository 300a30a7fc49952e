"""Looks for a message of the bot in one page of a channel's history.

It is found by the key in its metadata, or by the id of its file, because files have no metadata.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from domain.outcomes import CallOutcome
from slack_io.results import UNREADABLE, CallResult

# The message was not found, but the bot's messages have no keys here, so that proves nothing.
KEYS_MISSING: Final = CallResult(CallOutcome.UNKNOWN, error="no_metadata")
# Slack writes these in the name of the person who joins or leaves, so they have no key
# (docs.slack.dev/reference/events/message).
_SYSTEM_SUBTYPES = frozenset({"channel_join", "channel_leave", "group_join", "group_leave"})


def search_page(
    page: CallResult, key: str, since: float, bot_user_id: str
) -> str | CallResult | None:
    """Returns the message's ts, or None if the page certainly does not have it.

    Returns a failed result if neither is certain. `key` may also be the id of a file. `since` is a
    unix time; messages of the bot from before it may lack a key.
    """
    if not page.ok:
        return page
    messages = page.data.get("messages")
    if not isinstance(messages, list) or not all(isinstance(each, dict) for each in messages):
        return UNREADABLE
    keys_missing = False
    for message in messages:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        files = [file.get("id") for file in message.get("files") or () if isinstance(file, dict)]
        if payload.get("key") == key or key in files:
            return str(message["ts"])
        recent = float(message.get("ts") or 0) >= since
        needs_key = recent and not files and _is_from_bot(message, bot_user_id)
        keys_missing = keys_missing or (needs_key and "key" not in payload)
    return KEYS_MISSING if keys_missing else None


def _is_from_bot(message: Mapping[str, Any], bot_user_id: str) -> bool:
    return message.get("user") == bot_user_id and message.get("subtype") not in _SYSTEM_SUBTYPES
