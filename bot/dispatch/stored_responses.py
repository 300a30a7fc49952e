"""Converts responses to JSON and back: a duplicate request gets the response of the first one.

The values of "is" are stored, so they do not change when a class is renamed.
"""

from __future__ import annotations

from typing import Any

from handlers.protocol import (
    Choices,
    CloseAll,
    Done,
    Ephemeral,
    Home,
    Rejected,
    Replace,
    Response,
    Show,
)
from views.block_kit import Message


def to_json(response: Response) -> dict[str, Any]:
    match response:
        case CloseAll():
            return {"is": "close_all"}
        case Ephemeral(message):
            return {"is": "whisper", "text": message.text, "blocks": message.blocks}
        case Show(private=True) | Replace(private=True):
            return {"is": "done"}  # Private content is not stored.
        case Show(view):
            return {"is": "show", "view": view}
        case Replace(view):
            return {"is": "replace", "view": view}
        case Done() | Home() | Choices() | Rejected():
            return {"is": "done"}
    raise TypeError(f"unknown response {response!r}")


def from_json(stored: dict[str, Any]) -> Response:
    match stored.get("is"):
        case "close_all":
            return CloseAll()
        case "whisper":
            return Ephemeral(Message(stored["text"], stored["blocks"]))
        case "show":
            return Show(stored["view"])
        case "replace":
            return Replace(stored["view"])
    return Done()
