"""Names the events that Slack sends, to tell a person's message to the bot from all others.

The shapes are those of docs.slack.dev/reference/events/message and .../app_mention.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The subtypes of messages that people write. The others are edits, deletions, joins and messages of
# apps.
_WRITTEN_SUBTYPES = frozenset({"", "file_share", "thread_broadcast", "me_message"})


def name_event(event: Mapping[str, Any]) -> str:
    """Returns the type of the event, or "" if it has none.

    Only a message that a person wrote to the bot is named "message" or "app_mention". Another
    message is named by its subtype, "hidden", "bot_message" or the kind of its channel, so that no
    handler receives it.
    """
    type_ = _text(event.get("type"))
    if type_ not in ("message", "app_mention"):
        return type_
    subtype = _text(event.get("subtype"))
    if event.get("bot_id"):
        return "bot_message"
    if subtype not in _WRITTEN_SUBTYPES or event.get("hidden"):
        return subtype or "hidden"
    if type_ == "message" and event.get("channel_type") != "im":
        return f"message.{_text(event.get('channel_type'))}"
    return type_


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
