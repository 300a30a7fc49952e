"""Answers as they are remembered at a door: what was said first is said again."""

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


def to_json(answer: Response) -> dict[str, Any]:
    match answer:
        case Done():
            return {"is": "done"}
        case CloseAll():
            return {"is": "close_all"}
        case Ephemeral(message):
            return {"is": "whisper", "text": message.text, "blocks": message.blocks}
        case Show(private=True) | Replace(private=True):
            return {"is": "done"}  # shown once, to its reader; never from memory
        case Show(view):
            return {"is": "show", "view": view}
        case Replace(view):
            return {"is": "replace", "view": view}
        case Home():
            return {"is": "done"}  # a page is drawn anew, never from memory
        case Choices() | Rejected():
            return {"is": "done"}
    raise TypeError(f"unknown answer {answer!r}")


def from_json(kept: dict[str, Any]) -> Response:
    match kept.get("is"):
        case "close_all":
            return CloseAll()
        case "whisper":
            return Ephemeral(Message(kept["text"], kept["blocks"]))
        case "show":
            return Show(kept["view"])
        case "replace":
            return Replace(kept["view"])
    return Done()
