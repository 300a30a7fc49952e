"""Failures of single Web API methods, ordered by a test with `Sandbox.fail`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sandbox.state.world import Json


@dataclass(slots=True)
class MethodFailure:
    """The next `times` calls of `method` fail. `Sandbox.fail` describes the fields.

    With `about` (an id), only the calls that have the id in an argument fail.
    """

    method: str
    error: str
    status: int
    delay: float
    took_effect: bool
    retry_after: int | None
    times: int
    about: str = ""


class MethodFailures:
    """The failures that are still to come."""

    def __init__(self) -> None:
        self._failures: list[MethodFailure] = []
        self._lost_answers: set[str] = set()

    @property
    def pending(self) -> int:
        return len(self._failures)

    def add(self, failure: MethodFailure) -> None:
        self._failures.append(failure)

    def clear(self) -> None:
        self._failures.clear()

    async def failing_answer(
        self, method: str, arguments: Json
    ) -> tuple[int, Json, dict[str, str]] | None:
        """The status, body and headers that replace the method's own answer.

        None if the method is to do its work, possibly after a delay or with a lost answer.
        """
        failure = next((f for f in self._failures if _applies(f, method, arguments)), None)
        if failure is None:
            return None
        failure.times -= 1
        if failure.times <= 0:
            self._failures.remove(failure)
        if failure.delay:
            await asyncio.sleep(failure.delay)
        if failure.took_effect:
            self._lost_answers.add(method)
            return None
        if not failure.error:
            return None
        retry_after = failure.retry_after
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return failure.status, {"ok": False, "error": failure.error}, headers

    def take_lost_answer(self, method: str) -> bool:
        """True, once, for a call that has done its work and whose answer must be lost."""
        if method in self._lost_answers:
            self._lost_answers.discard(method)
            return True
        return False


def _applies(failure: MethodFailure, method: str, arguments: Json) -> bool:
    if failure.method not in (method, "*"):
        return False
    return not failure.about or any(failure.about in str(value) for value in arguments.values())
