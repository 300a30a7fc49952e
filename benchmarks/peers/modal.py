"""The form that the bare apps open: as many fields as Vouch's, always the same."""

from __future__ import annotations

from typing import Any


def _plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def _input(name: str, label: str, element: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "label": _plain(label),
        "element": {"action_id": name, **element},
    }


def _choices(*words: str) -> list[dict[str, Any]]:
    return [{"text": _plain(word), "value": word} for word in words]


MODAL: dict[str, Any] = {
    "type": "modal",
    "callback_id": "refer.lead",
    "title": _plain("Refer someone"),
    "submit": _plain("Refer"),
    "close": _plain("Cancel"),
    "blocks": [
        _input("opening", "Opening", {"type": "external_select", "min_query_length": 0}),
        _input("name", "Candidate's name", {"type": "plain_text_input"}),
        _input("email", "E-mail", {"type": "plain_text_input"}),
        _input("profile", "Profile link", {"type": "plain_text_input"}),
        _input(
            "relationship",
            "How do you know them?",
            {"type": "static_select", "options": _choices("worked", "managed", "studied")},
        ),
        _input(
            "consent", "Do they know?", {"type": "radio_buttons", "options": _choices("yes", "no")}
        ),
    ],
}
