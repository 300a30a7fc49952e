"""Issues the trigger ids and response URLs that the sandbox sends with interactions.

A bot opens a modal with a trigger id, and answers in the conversation with a response URL. The
sandbox claims either when the bot uses it, so that it is not used too often or too late.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal

from sandbox.clock import SandboxClock, monotonic
from sandbox.errors import SlackError

MAX_RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60
"""Slack's page "Handling user interaction" says "up to 5 times within 30 minutes"."""

# Trigger ids and response URLs are remembered longer than they are valid. So one that is used too
# late is refused as expired, and only a made-up one as unknown.
TRIGGER_MEMORY_SECONDS = 600
RESPONSE_URL_MEMORY_SECONDS = 2 * 3600


@dataclass(slots=True)
class Trigger:
    """A trigger id. `view_id` is the modal in which the person acted; None if it was elsewhere.

    `issued_at` is a time of `sandbox.clock.monotonic`, in seconds.
    """

    id: str
    user_id: str
    view_id: str | None
    issued_at: float
    used: bool = False


class Triggers:
    """All trigger ids. Each can open one view, within `valid_seconds` after it was issued.

    These are real seconds: the sandbox's clock may be moved by days while a person clicks.
    """

    def __init__(self, valid_seconds: float) -> None:
        self._valid_seconds = valid_seconds
        self._known: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        """Create and return a trigger id. Forget the ids that are too old."""
        now = monotonic()
        self._known = {
            old_id: trigger
            for old_id, trigger in self._known.items()
            if now - trigger.issued_at <= TRIGGER_MEMORY_SECONDS
        }
        trigger_id = f"{int(now * 1000)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(trigger_id, user_id, view_id, now)
        return trigger_id

    def claim(self, trigger_id: str) -> Trigger:
        """Mark a trigger id as used, and return it.

        Raises `SlackError`: invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if monotonic() - trigger.issued_at > self._valid_seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """A response URL, whose last part is `key`.

    `original` is the kind of message on which the person acted and which an answer may replace, or
    "none" for a command. `original_ts` is the ts of the message, or the ephemeral_id of an
    ephemeral message. `issued_at` is a timestamp of the sandbox's clock.
    """

    key: str
    user_id: str
    channel_id: str
    original: Literal["none", "message", "ephemeral"]
    original_ts: str
    thread_ts: str | None
    issued_at: float
    uses: int = 0


class ResponseUrls:
    """All response URLs. They expire by the sandbox's clock."""

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self._known: dict[str, ResponseUrl] = {}

    def issue(
        self,
        user_id: str,
        channel_id: str,
        original: Literal["none", "message", "ephemeral"] = "none",
        original_ts: str = "",
        thread_ts: str | None = None,
    ) -> str:
        """Create a response URL, and return its path. Forget the URLs that are too old."""
        key = secrets.token_urlsafe(24)
        issued_at = self._clock.timestamp()
        self._known = {
            old_key: response_url
            for old_key, response_url in self._known.items()
            if issued_at - response_url.issued_at <= RESPONSE_URL_MEMORY_SECONDS
        }
        self._known[key] = ResponseUrl(
            key=key,
            user_id=user_id,
            channel_id=channel_id,
            original=original,
            original_ts=original_ts,
            thread_ts=thread_ts,
            issued_at=issued_at,
        )
        return f"/hooks/{key}"

    def claim(self, key: str) -> ResponseUrl:
        """Count one use, and return the response URL.

        Raises `SlackError`: invalid_url, expired_url or used_url.
        """
        response_url = self._known.get(key)
        if response_url is None:
            raise SlackError("invalid_url")
        if self._clock.timestamp() - response_url.issued_at > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if response_url.uses >= MAX_RESPONSE_URL_USES:
            raise SlackError("used_url")
        response_url.uses += 1
        return response_url
