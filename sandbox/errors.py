"""Errors that are answered: `SlackError` to the app, `PersonError` to a person."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """An answer `{"ok": false, "error": error, **more}` of the Web API."""

    def __init__(self, error: str, /, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.more}


class InvalidArgumentsError(SlackError):
    """An error with Slack's list of messages, for example from a check of blocks."""

    def __init__(self, *messages: str, error: str = "invalid_arguments") -> None:
        super().__init__(error, response_metadata={"messages": list(messages)})


class PersonError(Exception):
    """Something that Slack's own client does not let a person do; the text says why."""
