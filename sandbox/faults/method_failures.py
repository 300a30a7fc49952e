"""Failures of single Web API methods, which a test requests with `Sandbox.fail`."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from sandbox.state.world import Json


@dataclass(slots=True)
class MethodFailure:
    """The next `times` calls of `method` fail. `Sandbox.fail` describes the fields.

    Here `about` is always an id, or "" for all calls. `body` is an answer that Slack did not write,
    such as the page of a proxy.
    """

    method: str
    error: str
    status: int
    delay: float
    took_effect: bool
    retry_after: int | None
    times: int
    about: str = ""
    body: bytes | None = None


class MethodFailures:
    """The failures that are still to come."""

    def __init__(self) -> None:
        self._failures: list[MethodFailure] = []
        self._replacement_answers: dict[str, tuple[int, bytes]] = {}  # by method: status, body

    @property
    def pending(self) -> int:
        return len(self._failures)

    def add(self, failure: MethodFailure) -> None:
        self._failures.append(failure)

    def clear(self) -> None:
        self._failures.clear()

    async def take_failing_answer(
        self, method: str, arguments: Json
    ) -> tuple[int, Json, dict[str, str]] | None:
        """Use up one failure of this call: return the status, body and headers of its answer.

        Returns None if the method is to do its work: no failure applies, or the failure is only a
        delay or a lost answer.
        """
        failure = next((f for f in self._failures if _applies(f, method, arguments)), None)
        if failure is None:
            return None
        failure.times -= 1
        if failure.times <= 0:
            self._failures.remove(failure)
        if failure.delay:
            await asyncio.sleep(failure.delay)
        if failure.body is not None:
            self._replacement_answers[method] = failure.status, failure.body
        elif failure.took_effect:
            self._replacement_answers[method] = 500, b""
        if failure.took_effect or not failure.error:
            return None
        retry_after = failure.retry_after
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        return failure.status, {"ok": False, "error": failure.error}, headers

    def take_replacement_answer(self, method: str) -> tuple[int, bytes] | None:
        """Return and forget the status and body to send instead of the method's own answer."""
        return self._replacement_answers.pop(method, None)


def _applies(failure: MethodFailure, method: str, arguments: Json) -> bool:
    if failure.method not in (method, "*"):
        return False
    return not failure.about or any(failure.about in str(value) for value in arguments.values())
