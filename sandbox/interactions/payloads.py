"""Builds the payloads that the app receives when a person does something."""

from __future__ import annotations

from typing import Any

from sandbox.engine import Engine
from sandbox.state.world import Channel, Json, User
from sandbox.workspace.views import OpenView


def _common_fields(engine: Engine, kind: str, user: User) -> Json:
    """The fields that all interactive payloads have in common."""
    world = engine.world
    return {
        "type": kind,
        "user": {
            "id": user.id,
            "username": user.handle,
            "name": user.handle,
            "team_id": user.team_id,
        },
        "api_app_id": world.app.id,
        "token": world.app.verification_token,
        "team": {"id": world.team.id, "domain": world.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_name(channel: Channel) -> str:
    """Slack hides the names of private conversations in payloads."""
    if channel.kind == "im":
        return "directmessage"
    return "privategroup" if channel.kind in ("private", "mpim") else channel.name


def command(engine: Engine, user: User, channel: Channel, name: str, text: str) -> Json:
    world = engine.world
    path = engine.response_urls.issue(user.id, channel.id)
    return {
        "token": world.app.verification_token,
        "team_id": world.team.id,
        "team_domain": world.team.domain,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": user.id,
        "user_name": user.handle,
        "command": name,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": engine.base_url + path,
        "trigger_id": engine.triggers.issue(user.id),
    }


def view_actions(engine: Engine, user: User, view: OpenView, actions: list[Json]) -> Json:
    return _common_fields(engine, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": engine.triggers.issue(user.id, None if view.is_home else view.id),
        "view": engine.views.view_object(view),
        "actions": actions,
    }


def message_actions(
    engine: Engine,
    user: User,
    channel: Channel,
    message: Json,
    state: Json,
    actions: list[Json],
) -> Json:
    """A click in a message. As in Slack, the payload has no `message` if it is ephemeral."""
    ephemeral = bool(message.get("ephemeral"))
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    path = engine.response_urls.issue(
        user.id,
        channel.id,
        original="ephemeral" if ephemeral else "message",
        original_ts=message["ephemeral_id"] if ephemeral else message["ts"],
        thread_ts=message.get("thread_ts"),
    )
    payload = _common_fields(engine, "block_actions", user) | {
        "container": container,
        "trigger_id": engine.triggers.issue(user.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": engine.base_url + path,
        "actions": actions,
    }
    if not ephemeral:
        payload["message"] = message
    return payload


def suggestion(
    engine: Engine, user: User, block_id: str, action_id: str, query: str, surface: Json
) -> Json:
    return (
        _common_fields(engine, "block_suggestion", user)
        | {"block_id": block_id, "action_id": action_id, "value": query}
        | surface
    )


def submission(engine: Engine, user: User, view: OpenView, response_urls: list[Json]) -> Json:
    return _common_fields(engine, "view_submission", user) | {
        "trigger_id": engine.triggers.issue(user.id, view.id),
        "view": engine.views.view_object(view),
        "response_urls": response_urls,
    }


def view_closed(engine: Engine, user: User, view: OpenView, *, cleared: bool) -> Json:
    """Slack sends nothing of what was typed (slackapi/bolt-python, tests of view_closed)."""
    return _common_fields(engine, "view_closed", user) | {
        "view": engine.views.view_object(view) | {"state": {"values": {}}},
        "is_cleared": cleared,
    }


def shortcut(engine: Engine, user: User, callback_id: str) -> Json:
    return _common_fields(engine, "shortcut", user) | {
        "callback_id": callback_id,
        "action_ts": f"{engine.clock.timestamp():.6f}",
        "trigger_id": engine.triggers.issue(user.id),
    }


def message_shortcut(
    engine: Engine, user: User, callback_id: str, channel: Channel, message: Json
) -> Json:
    path = engine.response_urls.issue(user.id, channel.id, thread_ts=message.get("thread_ts"))
    return _common_fields(engine, "message_action", user) | {
        "callback_id": callback_id,
        "action_ts": f"{engine.clock.timestamp():.6f}",
        "trigger_id": engine.triggers.issue(user.id),
        "response_url": engine.base_url + path,
        "message_ts": message["ts"],
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message,
    }


def action(engine: Engine, block_id: str, element: Json, value: dict[str, Any]) -> Json:
    """One entry of `actions`: the element's ids, its fixed fields and its new state."""
    entry: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        **value,
        "action_ts": f"{engine.clock.timestamp():.6f}",
    }
    fixed_keys = ["placeholder", "confirm"]
    if element["type"] in ("button", "workflow_button", "icon_button"):
        fixed_keys += ["text", "value", "style", "url"]
    return entry | {key: element[key] for key in fixed_keys if element.get(key)}
