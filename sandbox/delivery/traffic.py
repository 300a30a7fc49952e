"""The record of everything that crosses the wire between the bot and the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from sandbox.clock import SandboxClock

Json = dict[str, Any]
Direction = Literal["in", "out"]
KEPT = 5_000
"""The inspector shows the latest of these; older ones are forgotten."""


class Traffic:
    """Entries `{n, at, direction, kind, name, ok, error, ms, request, response}`, n rising.

    direction "in" is bot to Slack, "out" is Slack to bot; `at` is Unix seconds on the
    sandbox's clock; `ms` is real milliseconds, None while the answer is awaited.
    """

    def __init__(self, clock: SandboxClock) -> None:
        self._clock = clock
        self.items: list[Json] = []
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
        self.items.append(entry)
        if len(self.items) > KEPT + 500:
            del self.items[:500]
        self._announce()
        return entry

    def finish(self, entry: Json, *, response: Any, ok: bool, error: str | None, ms: float) -> None:
        """Complete an entry that was recorded when its request left."""
        entry.update(response=response, ok=ok, error=error, ms=round(ms, 1))
        self._announce()

    def after(self, n: int) -> list[Json]:
        return [entry for entry in self.items if entry["n"] > n]

    def _announce(self) -> None:
        if self.on_record is not None:
            self.on_record(self.count)
