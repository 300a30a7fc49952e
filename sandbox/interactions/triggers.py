"""The trigger ids and the response URLs that are sent with interactions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal

from sandbox.clock import SandboxClock, monotonic
from sandbox.errors import SlackError

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60
"""Slack: "up to 5 times within 30 minutes" (handling user interaction, message responses)."""

# Trigger ids and response URLs are remembered longer than they are valid, so that a use that comes
# too late gets another error than an unknown id.
TRIGGER_MEMORY_SECONDS = 600
RESPONSE_URL_MEMORY_SECONDS = 2 * 3600


@dataclass(slots=True)
class Trigger:
    """A trigger id. `view_id` is the modal in which the person acted, if it was one."""

    id: str
    user_id: str
    view_id: str | None
    issued_at: float
    used: bool = False


class Triggers:
    """Trigger ids. Each opens one view, within `seconds` real seconds after it was issued."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        """Create a trigger id, and forget those that are too old."""
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
        """Use a trigger id.

        Raises invalid_trigger_id, exchanged_trigger_id or expired_trigger_id.
        """
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if monotonic() - trigger.issued_at > self._seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """A response URL.

    `original` is the kind of message that its answers may replace. `original_ts` identifies that
    message: it is a ts, or the ephemeral_id of an ephemeral message.
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
    """Response URLs. They expire by the sandbox's clock."""

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
        """Create a response URL, and forget those that are too old.

        Returns its path below the server's address.
        """
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
        """Count one use. Raises invalid_url, expired_url or used_url."""
        response_url = self._known.get(key)
        if response_url is None:
            raise SlackError("invalid_url")
        if self._clock.timestamp() - response_url.issued_at > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if response_url.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        response_url.uses += 1
        return response_url
