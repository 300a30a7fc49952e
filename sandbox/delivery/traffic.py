"""The record of every request and delivery between the app and the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from sandbox.clock import SandboxClock

Json = dict[str, Any]
Direction = Literal["in", "out"]
MAX_ENTRIES = 5_000
TRIMMED_AT_ONCE = 500  # the oldest entries are deleted in batches of this size above the maximum


class Traffic:
    """Keeps entries `{n, at, direction, kind, name, ok, error, ms, request, response}`.

    `n` is the number of the entry, from 1. `direction` is "in" from the app to Slack and "out"
    from Slack to the app. `kind` is "web_api" or "event", for example, and `name` is the method,
    the action or the event. `at` is Unix seconds on the sandbox's clock. `ms` is real milliseconds,
    and None while the answer is awaited.

    `on_record` is called with the `n` of the newest entry whenever an entry is added or completed.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.entries: list[Json] = []
        self.count = 0
        self.on_record: Callable[[int], None] | None = None

    def record(
        self,
        direction: Direction,
        kind: str,
        name: str,
        request: Any,
        *,
        response: Any = None,
        ok: bool = True,
        error: str | None = None,
        ms: float | None = None,
    ) -> Json:
        """Add one entry and return it; the caller may complete it with `finish`."""
        self.count += 1
        entry: Json = {
            "n": self.count,
            "at": self._clock.timestamp(),
            "direction": direction,
            "kind": kind,
            "name": name,
            "ok": ok,
            "error": error,
            "ms": ms,
            "request": request,
            "response": response,
        }
        self.entries.append(entry)
        if len(self.entries) > MAX_ENTRIES + TRIMMED_AT_ONCE:
            del self.entries[:TRIMMED_AT_ONCE]
        self._notify_listener()
        return entry

    def finish(self, entry: Json, *, response: Any, ok: bool, error: str | None, ms: float) -> None:
        """Complete an entry that was recorded when its request was sent."""
        entry.update(response=response, ok=ok, error=error, ms=round(ms, 1))
        self._notify_listener()

    def entries_after(self, n: int) -> list[Json]:
        """The entries that were added after entry number `n`, the oldest first."""
        return [entry for entry in self.entries if entry["n"] > n]

    def _notify_listener(self) -> None:
        if self.on_record is not None:
            self.on_record(self.count)
