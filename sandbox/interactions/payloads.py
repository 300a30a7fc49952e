"""The payloads that the bot receives when a person does something, in Slack's shapes."""

from __future__ import annotations

from typing import Any

from sandbox.engine import Engine
from sandbox.state.world import Channel, Json, User
from sandbox.workspace.views import OpenView


def base(engine: Engine, kind: str, user: User) -> Json:
    """The fields that every interactive payload has."""
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


def command(engine: Engine, user: User, channel: Channel, word: str, text: str) -> Json:
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
        "command": word,
        "text": text,
        "api_app_id": world.app.id,
        "is_enterprise_install": "false",
        "response_url": engine.base_url + path,
        "trigger_id": engine.triggers.issue(user.id),
    }


def view_actions(engine: Engine, user: User, view: OpenView, actions: list[Json]) -> Json:
    return base(engine, "block_actions", user) | {
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": engine.triggers.issue(user.id, None if view.is_home else view.id),
        "view": engine.views.shape(view),
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
    """A click in a message; an ephemeral one carries no message, as in Slack."""
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
        "ephemeral" if ephemeral else "message",
        message["ephemeral_id"] if ephemeral else message["ts"],
        message.get("thread_ts"),
    )
    payload = base(engine, "block_actions", user) | {
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
    engine: Engine, user: User, block_id: str, action_id: str, query: str, where: Json
) -> Json:
    return (
        base(engine, "block_suggestion", user)
        | {"block_id": block_id, "action_id": action_id, "value": query}
        | where
    )


def submission(engine: Engine, user: User, view: OpenView, response_urls: list[Json]) -> Json:
    return base(engine, "view_submission", user) | {
        "trigger_id": engine.triggers.issue(user.id, view.id),
        "view": engine.views.shape(view),
        "response_urls": response_urls,
    }


def closed(engine: Engine, user: User, view: OpenView, *, cleared: bool) -> Json:
    return base(engine, "view_closed", user) | {
        "view": engine.views.shape(view),
        "is_cleared": cleared,
    }


def shortcut(engine: Engine, user: User, callback_id: str) -> Json:
    return base(engine, "shortcut", user) | {
        "callback_id": callback_id,
        "action_ts": f"{engine.clock.timestamp():.6f}",
        "trigger_id": engine.triggers.issue(user.id),
    }


def message_shortcut(
    engine: Engine, user: User, callback_id: str, channel: Channel, message: Json
) -> Json:
    path = engine.response_urls.issue(user.id, channel.id, "none", "", message.get("thread_ts"))
    return base(engine, "message_action", user) | {
        "callback_id": callback_id,
        "action_ts": f"{engine.clock.timestamp():.6f}",
        "trigger_id": engine.triggers.issue(user.id),
        "response_url": engine.base_url + path,
        "message_ts": message["ts"],
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message,
    }


def action(engine: Engine, block_id: str, element: Json, value: dict[str, Any]) -> Json:
    """One entry of `actions`: the element's identity, its fixed fields and its new state."""
    entry: Json = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block_id,
        **value,
        "action_ts": f"{engine.clock.timestamp():.6f}",
    }
    fixed = ["placeholder", "confirm"]
    if element["type"] in ("button", "workflow_button", "icon_button"):
        fixed += ["text", "value", "style", "url"]
    return entry | {key: element[key] for key in fixed if element.get(key)}
