"""One-use trigger ids and the response URLs that go out with interactions."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Literal

from sandbox.clock import SandboxClock, monotonic
from sandbox.errors import SlackError

RESPONSE_URL_USES = 5
RESPONSE_URL_SECONDS = 30 * 60
"""Slack: "up to 5 times within 30 minutes" (handling user interaction, message responses)."""


@dataclass(slots=True)
class Trigger:
    """`view_id` is the modal that the interaction came from, if it came from one."""

    id: str
    user_id: str
    view_id: str | None
    born: float
    used: bool = False


class Triggers:
    """Ids that open one view within `seconds` real seconds of having been sent."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._known: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        now = monotonic()
        for old in [t.id for t in self._known.values() if now - t.born > 600]:
            del self._known[old]
        trigger_id = f"{int(now * 1000)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._known[trigger_id] = Trigger(trigger_id, user_id, view_id, now)
        return trigger_id

    def claim(self, trigger_id: str) -> Trigger:
        """Use it up. Raises invalid_, exchanged_ or expired_trigger_id."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if monotonic() - trigger.born > self._seconds:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass(slots=True)
class ResponseUrl:
    """Where answers go: beside, or in place of, the message that was acted on."""

    key: str
    user_id: str
    channel_id: str
    original: Literal["none", "message", "ephemeral"]
    original_ts: str
    thread_ts: str | None
    born: float
    uses: int = 0


class ResponseUrls:
    """`born` is on the sandbox's clock, so time travel ends them too."""

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
        """The path below the server's address."""
        key = secrets.token_urlsafe(24)
        born = self._clock.timestamp()
        for old in [h.key for h in self._known.values() if born - h.born > 2 * 3600]:
            del self._known[old]
        self._known[key] = ResponseUrl(
            key, user_id, channel_id, original, original_ts, thread_ts, born
        )
        return f"/hooks/{key}"

    def claim(self, key: str) -> ResponseUrl:
        """Count one use. Raises invalid_url, expired_url or used_url."""
        hook = self._known.get(key)
        if hook is None:
            raise SlackError("invalid_url")
        if self._clock.timestamp() - hook.born > RESPONSE_URL_SECONDS:
            raise SlackError("expired_url")
        if hook.uses >= RESPONSE_URL_USES:
            raise SlackError("used_url")
        hook.uses += 1
        return hook
