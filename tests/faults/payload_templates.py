"""Valid payloads for every listener, in the form that Slack documents.

They are made from the catalogue of views (every button and form that we send), the subcommands and
the manifest's shortcuts and events, so that new ones need no entry here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from domain.command_line import CommandName
from sandbox.blockkit.walk import blocks_in, elements_in
from tests.demo_slack import MANIFEST
from tests.views.catalogue import CATALOGUE, to_slack_payload
from tests.views.samples import SAMPLES
from views.button_values import MORE_MENU

Json = dict[str, Any]
TRIGGER = "$trigger"  # a placeholder for an id that the sandbox accepts


@dataclass(frozen=True, slots=True)
class PayloadTemplate:
    """A payload and the type of its envelope: slash_commands, interactive or events_api."""

    name: str
    type: str
    payload: Json


def payload_templates(user: str, other: str, channel: str) -> list[PayloadTemplate]:
    """One payload of each kind, sent by `user` in `channel`; `other` is the user they choose."""
    templates = [
        *_commands(user, channel),
        *_views(user, other, channel),
        *(_shortcut(user, channel, each.callback_id) for each in MANIFEST.shortcuts),
        *(_event(user, channel, name) for name in MANIFEST.events),
    ]
    return list({template.name: template for template in templates}.values())


def _commands(user: str, channel: str) -> Iterator[PayloadTemplate]:
    for text in (
        *get_args(CommandName),
        "",
        "ENG-1 Ada Lovelace",
        "somthing else",
        "jobs engineer",
    ):
        payload = {
            "token": "verification",
            "team_id": "T0TOWN",
            "team_domain": "town",
            "channel_id": channel,
            "channel_name": "general",
            "user_id": user,
            "user_name": "a0",
            "command": "/refer",
            "text": text,
            "api_app_id": "A0",
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1:9/hooks/none",
            "trigger_id": TRIGGER,
        }
        yield PayloadTemplate(f"/refer {text}", "slash_commands", payload)


def _base_payload(kind: str, user: str) -> Json:
    return {
        "type": kind,
        "user": {"id": user, "username": "a0", "name": "a0", "team_id": "T0TOWN"},
        "api_app_id": "A0",
        "token": "verification",
        "team": {"id": "T0TOWN", "domain": "town"},
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": TRIGGER,
    }


def _views(user: str, other: str, channel: str) -> Iterator[PayloadTemplate]:
    for name, make in CATALOGUE.items():
        for length in ("normal", "longest"):
            body = to_slack_payload(make(SAMPLES[length]))
            view = (
                _submitted_view(body, other, channel)
                if body.get("type") in ("modal", "home")
                else None
            )
            if view and body.get("submit"):
                payload = _base_payload("view_submission", user) | {
                    "view": view,
                    "response_urls": [],
                }
                yield PayloadTemplate(f"{name} {length}", "interactive", payload)
            for _, block in blocks_in(body):
                for _, element in elements_in(block):
                    for each in split_more_menu(element):
                        if "action_id" in each:
                            yield from _element_payloads(block, each, user, other, channel, view)


def split_more_menu(element: Json) -> list[Json]:
    """The element; a menu of folded buttons as one menu for each of them."""
    if element.get("action_id") != MORE_MENU:
        return [element]
    return [element | {"options": [option]} for option in element["options"]]


def _submitted_view(body: Json, other: str, channel: str) -> Json:
    values = {
        block["block_id"]: {
            block["element"]["action_id"]: element_state(block["element"], other, channel)
        }
        for _, block in blocks_in(body)
        if block["type"] == "input" and "block_id" in block
    }
    return body | {
        "id": "V0FUZZ",
        "team_id": "T0TOWN",
        "state": {"values": values},
        "hash": "1.abc",
        "previous_view_id": None,
        "root_view_id": "V0FUZZ",
        "app_id": "A0",
        "external_id": "",
        "bot_id": "B0",
    }


def element_state(element: Json, other: str, channel: str) -> Json:
    """The element's state after someone has filled it in."""
    kind = element["type"]
    state: Json = {"type": kind}
    first = {"text": {"type": "plain_text", "text": "1"}, "value": "1"}
    options = element.get("options") or [first]
    if kind.startswith("multi_channels"):
        state["selected_channels"] = [channel]
    elif kind.startswith("multi_users"):
        state["selected_users"] = [other]
    elif kind == "users_select":
        state["selected_user"] = other
    elif kind == "channels_select":
        state["selected_channel"] = channel
    elif kind == "conversations_select":
        state["selected_conversation"] = channel
    elif kind in ("checkboxes", "multi_static_select", "multi_external_select"):
        state["selected_options"] = options[:1]
    elif kind in ("static_select", "external_select", "radio_buttons", "overflow"):
        state["selected_option"] = options[0]
    elif kind == "datepicker":
        state["selected_date"] = "2026-04-01"
    elif kind == "email_text_input":
        state["value"] = "grace@example.org"
    elif kind == "url_text_input":
        state["value"] = "https://example.org/in/grace"
    else:
        state["value"] = "Grace Hopper"
    return state


def _element_payloads(
    block: Json, element: Json, user: str, other: str, channel: str, view: Json | None
) -> Iterator[PayloadTemplate]:
    """The payloads of clicking the element, choosing in it or typing into it."""
    name, block_id = element["action_id"], block.get("block_id", "b")
    if "external_select" in element["type"]:
        payload = _base_payload("block_suggestion", user) | {
            "action_id": name,
            "block_id": block_id,
            "value": "eng",
            "view": view,
        }
        yield PayloadTemplate(f"{name} typed", "interactive", payload)
    if block["type"] == "input" and not block.get("dispatch_action"):
        return
    action = {
        "type": element["type"],
        "action_id": name,
        "block_id": block_id,
        "action_ts": "1772445600.000100",
    }
    if element["type"] == "button":
        action |= {"text": element["text"], "value": element.get("value", "")}
    else:
        action |= element_state(element, other, channel)
    payload = _base_payload("block_actions", user) | {"actions": [action]}
    if view:
        payload |= {"view": view, "container": {"type": "view", "view_id": view["id"]}}
    else:
        ts = "1772445600.000100"
        payload |= {
            "container": {"type": "message", "message_ts": ts, "channel_id": channel},
            "channel": {"id": channel, "name": "general"},
            "message": {"type": "message", "ts": ts, "text": "hello", "blocks": [block]},
            "state": {"values": {}},
            "response_url": "http://127.0.0.1:9/hooks/none",
        }
    surface = "view" if view else "message"
    mark = element.get("value", "")[:12]
    if name == MORE_MENU:
        mark = element["options"][0]["value"].partition(":")[0]
    yield PayloadTemplate(f"{name} in a {surface} {mark}", "interactive", payload)


def _shortcut(user: str, channel: str, callback_id: str) -> PayloadTemplate:
    payload = _base_payload("message_action", user) | {
        "callback_id": callback_id,
        "action_ts": "1772445600.000100",
        "message_ts": "1772445600.000100",
        "channel": {"id": channel, "name": "general"},
        "message": {"type": "message", "ts": "1772445600.000100", "text": "I know <@U0A1>"},
    }
    return PayloadTemplate(f"shortcut {callback_id}", "interactive", payload)


def _event(user: str, channel: str, name: str) -> PayloadTemplate:
    inner: Json = {"type": name, "event_ts": "1772445600.000100"}
    if name in ("user_change", "team_join"):
        inner["user"] = {
            "id": user,
            "team_id": "T0TOWN",
            "name": "a0",
            "tz": "Europe/London",
            "deleted": False,
            "profile": {"real_name": "Person A0", "display_name": "a0", "email": "a0@town.test"},
        }
    elif name == "subteam_members_changed":
        inner |= {"subteam_id": "S0", "team_id": "T0TOWN", "added_users": [user]}
    elif name == "tokens_revoked":
        inner["tokens"] = {"oauth": [], "bot": []}  # no token of ours, so the bot keeps running
    else:
        inner |= {"user": user, "channel": channel, "tab": "home"}
    body = {
        "token": "verification",
        "team_id": "T0TOWN",
        "api_app_id": "A0",
        "type": "event_callback",
        "event_id": TRIGGER,
        "event_time": 1772445600,
        "authorizations": [{"team_id": "T0TOWN", "user_id": "U0BOT", "is_bot": True}],
        "event": inner,
    }
    return PayloadTemplate(f"event {name}", "events_api", body)
