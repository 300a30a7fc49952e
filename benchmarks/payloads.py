"""What Slack sends when somebody clicks, signed: the bodies of docs.slack.dev, in short."""

from __future__ import annotations

import hashlib
import hmac
import json
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bot.clock import SystemClock

SECRET = "bench-signing-secret-0123456789abcdef"  # noqa: S105 - made up, for this machine only
TEAM = "T0BENCH"
_numbers = count(1)


def number() -> int:
    """Never the same twice: a trigger, a view, a candidate."""
    return next(_numbers)


def _signed(fields: dict[str, str]) -> bytes:
    body = urlencode(fields).encode()
    stamp = str(int(SystemClock().now().timestamp())).encode()
    digest = hmac.new(SECRET.encode(), b"v0:" + stamp + b":" + body, hashlib.sha256).hexdigest()
    return (
        b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n"
        b"X-Slack-Request-Timestamp: " + stamp + b"\r\n"
        b"X-Slack-Signature: v0=" + digest.encode() + b"\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )


def _interactive(type_: str, user: str, **fields: Any) -> bytes:
    payload = {
        "type": type_,
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "trigger_id": f"1.2.{number()}",
        **fields,
    }
    return _signed({"payload": json.dumps(payload)})


def command(user: str) -> dict[str, str]:
    """`/refer`, with nothing behind it."""
    return {
        "token": "unused",
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": "C0GENERAL",
        "channel_name": "general",
        "user_id": user,
        "user_name": user.lower(),
        "command": "/refer",
        "text": "",
        "api_app_id": "A0BENCH",
        "is_enterprise_install": "false",
        "response_url": "https://hooks.slack.com/commands/1",
        "trigger_id": f"1.2.{number()}",
    }


def refer(user: str) -> bytes:
    """The same over HTTP."""
    return _signed(command(user))


def typed(user: str, words: str) -> bytes:
    """Somebody types into the select of openings."""
    return _interactive(
        "block_suggestion",
        user,
        action_id="refer.opening",
        block_id="opening",
        value=words,
        container={"type": "view", "view_id": "V1"},
        view=_view("V1", {}),
    )


def submitted(user: str, opening: int) -> bytes:
    """The thirty-second form, for somebody whom nobody has referred before."""
    many = number()
    state = {
        "opening": {
            "refer.opening": {
                "type": "multi_external_select",
                "selected_options": [
                    {
                        "text": {"type": "plain_text", "text": "ENG-1 Storage engineer"},
                        "value": str(opening),
                    }
                ],
            }
        },
        "name": {"name": {"type": "plain_text_input", "value": f"Grace Hopper the {many}th"}},
        "email": {"email": {"type": "plain_text_input", "value": f"grace{many}@example.com"}},
        "profile": {"profile": {"type": "plain_text_input", "value": None}},
        "relationship": _picked("static_select", "relationship", "worked_together"),
        "consent": _picked("radio_buttons", "consent", "will_ask"),
    }
    return _interactive("view_submission", user, view=_view(f"V{many}", state), response_urls=[])


def _picked(type_: str, name: str, value: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    return {name: {"type": type_, "selected_option": option}}


def _view(id_: str, state: dict[str, Any]) -> dict[str, Any]:
    blocks = [
        {"type": "input", "block_id": name, "label": {"type": "plain_text", "text": name}}
        for name in ("opening", "name", "email", "profile", "relationship", "consent")
    ]
    return {
        "id": id_,
        "team_id": TEAM,
        "type": "modal",
        "callback_id": "refer.lead",
        "private_metadata": "",
        "hash": "1.a",
        "title": {"type": "plain_text", "text": "Refer someone"},
        "blocks": blocks,
        "root_view_id": id_,
        "previous_view_id": None,
        "state": {"values": state},
    }
