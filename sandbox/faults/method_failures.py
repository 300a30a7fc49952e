"""Faults that a test may order: what the real Slack does on a bad day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sandbox.state.world import Json


@dataclass(slots=True)
class Fault:
    """`times` calls of `method` fail: see `Sandbox.fail` for the kinds."""

    method: str
    error: str
    status: int
    delay: float
    took_effect: bool
    retry_after: int | None
    times: int


class Faults:
    def __init__(self) -> None:
        self._orders: list[Fault] = []
        self._lost: set[str] = set()

    def order(self, fault: Fault) -> None:
        self._orders.append(fault)

    def forget(self) -> None:
        """No fault is ordered any more."""
        self._orders.clear()

    async def before(self, method: str) -> tuple[int, Json, dict[str, str]] | None:
        """The answer in place of the method's own, if a fault is ordered for it."""
        fault = next((f for f in self._orders if f.method in (method, "*")), None)
        if fault is None:
            return None
        fault.times -= 1
        if fault.times <= 0:
            self._orders.remove(fault)
        if fault.delay:
            await asyncio.sleep(fault.delay)
        if fault.took_effect:
            self._lost.add(method)
            return None
        if not fault.error:
            return None
        headers = {} if fault.retry_after is None else {"Retry-After": str(fault.retry_after)}
        return fault.status, {"ok": False, "error": fault.error}, headers

    def after_effect(self, method: str) -> bool:
        """True once for a call whose effect is kept but whose answer is lost."""
        if method in self._lost:
            self._lost.discard(method)
            return True
        return False
