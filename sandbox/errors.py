"""Errors that become an answer: `SlackError` for the app, `PersonError` for a person."""

from __future__ import annotations

from typing import Any


class SlackError(Exception):
    """An answer `{"ok": false, "error": error, **fields}` of the Web API."""

    def __init__(self, error: str, /, **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.fields = fields

    def body(self) -> dict[str, Any]:
        return {"ok": False, "error": self.error, **self.fields}


class InvalidArgumentsError(SlackError):
    """An error with Slack's list of messages, for example from a check of blocks."""

    def __init__(self, *messages: str, error: str = "invalid_arguments") -> None:
        super().__init__(error, response_metadata={"messages": list(messages)})


class PersonError(Exception):
    """Something that Slack's own client does not let a person do; the text says why."""
