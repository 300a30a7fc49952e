"""Builds the signed HTTP requests that Slack sends when somebody clicks, types or opens something.

The bodies follow the examples in docs.slack.dev. Fields that the bot does not read are left out.
In each function `user` is a user id.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from itertools import count
from typing import Any
from urllib.parse import urlencode

from bot.clock import SystemClock

SECRET = "bench-signing-secret-0123456789abcdef"  # noqa: S105 - made up, for benchmarks only
TEAM = "T0BENCH"
_numbers = count(1)


def next_number() -> int:
    """A number that makes the id of a trigger, view or event, or a candidate's name, unique."""
    return next(_numbers)


def _form_request(fields: dict[str, str]) -> bytes:
    return _signed_request(urlencode(fields).encode(), b"application/x-www-form-urlencoded")


def _signed_request(body: bytes, content_type: bytes) -> bytes:
    timestamp = str(int(SystemClock().now().timestamp())).encode()
    digest = hmac.new(SECRET.encode(), b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest()
    return (
        b"POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        b"Content-Type: " + content_type + b"\r\n"
        b"X-Slack-Request-Timestamp: " + timestamp + b"\r\n"
        b"X-Slack-Signature: v0=" + digest.encode() + b"\r\n"
        b"Content-Length: %d\r\n\r\n" % len(body) + body
    )


def _interactive(type_: str, user: str, **fields: Any) -> bytes:
    """A request with an interaction payload of this type, and with `fields` as its other keys."""
    payload = {
        "type": type_,
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": user, "username": user.lower(), "team_id": TEAM},
        "api_app_id": "A0BENCH",
        "token": "unused",
        "trigger_id": f"1.2.{next_number()}",
        **fields,
    }
    return _form_request({"payload": json.dumps(payload)})


def command_fields(user: str) -> dict[str, str]:
    """The fields of `/refer` without arguments."""
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
        "trigger_id": f"1.2.{next_number()}",
    }


def refer_request(user: str) -> bytes:
    """`/refer` without arguments, as an HTTP request."""
    return _form_request(command_fields(user))


def desk_request(user: str, words: str = "") -> bytes:
    """`/refer desk` with the words to search for; without words, it opens the whole desk."""
    return _form_request({**command_fields(user), "text": f"desk {words}".strip()})


def home_request(user: str) -> bytes:
    """The event that somebody opens App Home."""
    event = {"type": "app_home_opened", "user": user, "channel": "D1", "tab": "home"}
    body = {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0BENCH",
        "token": "unused",
        "event_id": f"Ev{next_number()}",
        "event_time": int(SystemClock().now().timestamp()),
        "event": event,
    }
    return _signed_request(json.dumps(body).encode(), b"application/json")


def typeahead_request(user: str, words: str) -> bytes:
    """Somebody types `words` into the select of openings."""
    return _interactive(
        "block_suggestion",
        user,
        action_id="refer.opening",
        block_id="opening",
        value=words,
        container={"type": "view", "view_id": "V1"},
        view=_view("V1", {}),
    )


def period_request(user: str, choice: str) -> bytes:
    """Somebody chooses a period in the modal of figures."""
    option = {"text": {"type": "plain_text", "text": choice}, "value": choice}
    action = {
        "type": "static_select",
        "action_id": "figures.period",
        "block_id": "period",
        "action_ts": "1.2",
        "selected_option": option,
    }
    # Its blocks are those of the referral form, but the bot reads no blocks here.
    view = _view("V1", {}) | {"callback_id": "figures.form"}
    container = {"type": "view", "view_id": "V1"}
    return _interactive("block_actions", user, actions=[action], container=container, view=view)


def submission_request(user: str, opening_id: int) -> bytes:
    """Somebody submits the referral form, with a candidate whom nobody has referred before."""
    number = next_number()
    state = {
        "opening": {
            "refer.opening": {
                "type": "multi_external_select",
                "selected_options": [
                    {
                        "text": {"type": "plain_text", "text": "ENG-1 Storage engineer"},
                        "value": str(opening_id),
                    }
                ],
            }
        },
        "name": {"name": {"type": "plain_text_input", "value": f"Grace Hopper the {number}th"}},
        "email": {"email": {"type": "plain_text_input", "value": f"grace{number}@example.com"}},
        "profile": {"profile": {"type": "plain_text_input", "value": None}},
        "relationship": _choice_state("static_select", "relationship", "worked_together"),
        "consent": _choice_state("radio_buttons", "consent", "will_ask"),
    }
    return _interactive("view_submission", user, view=_view(f"V{number}", state), response_urls=[])


def _choice_state(type_: str, action_id: str, value: str) -> dict[str, Any]:
    option = {"text": {"type": "plain_text", "text": value}, "value": value}
    return {action_id: {"type": type_, "selected_option": option}}


def _view(id_: str, state: dict[str, Any]) -> dict[str, Any]:
    """The referral form as a view. `state` has the values of its inputs by block id."""
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
