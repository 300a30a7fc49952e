"""Builds the payloads that Slack sends to the app when a person does something.

Each function returns the payload of one kind of interaction, with a new trigger id if it has one.
"""

from __future__ import annotations

from typing import Any

from sandbox.engine import Engine
from sandbox.state.world import Channel, Json, User
from sandbox.workspace.views import OpenView


def _common_fields(engine: Engine, kind: str, user: User) -> Json:
    """The fields that all interactive payloads have. `kind` is the payload's `type`."""
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
    """The channel's name in a payload. Slack has generic names for private conversations there."""
    if channel.kind == "im":
        return "directmessage"
    return "privategroup" if channel.kind in ("private", "mpim") else channel.name


def command(engine: Engine, user: User, channel: Channel, name: str, text: str) -> Json:
    """A slash command, which Slack sends as a form, so that its booleans are texts."""
    world = engine.world
    response_path = engine.response_urls.issue(user.id, channel.id)
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
        "response_url": engine.base_url + response_path,
        "trigger_id": engine.triggers.issue(user.id),
    }


def view_actions(engine: Engine, user: User, view: OpenView, actions: list[Json]) -> Json:
    """A click or choice in a modal or in App Home. `actions` are what `action` returns."""
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
    """A click or choice in a message. As in Slack, the payload of an ephemeral has no `message`.

    `state` is {block_id: {action_id: state}} of the message's inputs.
    """
    is_ephemeral = bool(message.get("ephemeral"))
    container: Json = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": channel.id,
        "is_ephemeral": is_ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    response_path = engine.response_urls.issue(
        user.id,
        channel.id,
        original="ephemeral" if is_ephemeral else "message",
        original_ts=message["ephemeral_id"] if is_ephemeral else message["ts"],
        thread_ts=message.get("thread_ts"),
    )
    payload = _common_fields(engine, "block_actions", user) | {
        "container": container,
        "trigger_id": engine.triggers.issue(user.id),
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "state": {"values": state},
        "response_url": engine.base_url + response_path,
        "actions": actions,
    }
    if not is_ephemeral:
        payload["message"] = message
    return payload


def suggestion(
    engine: Engine, user: User, block_id: str, action_id: str, query: str, surface: Json
) -> Json:
    """A text that is typed into an external select.

    `surface` has the fields about the view or message that contains the select.
    """
    return (
        _common_fields(engine, "block_suggestion", user)
        | {"block_id": block_id, "action_id": action_id, "value": query}
        | surface
    )


def submission(engine: Engine, user: User, view: OpenView, response_urls: list[Json]) -> Json:
    """`response_urls` are those of the view's selects with `response_url_enabled`."""
    return _common_fields(engine, "view_submission", user) | {
        "trigger_id": engine.triggers.issue(user.id, view.id),
        "view": engine.views.view_object(view),
        "response_urls": response_urls,
    }


def view_closed(engine: Engine, user: User, view: OpenView, *, cleared: bool) -> Json:
    """A modal was closed without submitting. `cleared` is true if all modals were closed at once.

    Slack sends nothing of what was typed (slackapi/bolt-python, tests of view_closed).
    """
    return _common_fields(engine, "view_closed", user) | {
        "view": engine.views.view_object(view) | {"state": {"values": {}}},
        "is_cleared": cleared,
    }


def shortcut(engine: Engine, user: User, callback_id: str) -> Json:
    """A global shortcut, which is about no message."""
    return _common_fields(engine, "shortcut", user) | {
        "callback_id": callback_id,
        "action_ts": f"{engine.clock.timestamp():.6f}",
        "trigger_id": engine.triggers.issue(user.id),
    }


def message_shortcut(
    engine: Engine, user: User, callback_id: str, channel: Channel, message: Json
) -> Json:
    response_path = engine.response_urls.issue(
        user.id, channel.id, thread_ts=message.get("thread_ts")
    )
    return _common_fields(engine, "message_action", user) | {
        "callback_id": callback_id,
        "action_ts": f"{engine.clock.timestamp():.6f}",
        "trigger_id": engine.triggers.issue(user.id),
        "response_url": engine.base_url + response_path,
        "message_ts": message["ts"],
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": message,
    }


def action(engine: Engine, block_id: str, element: Json, value: dict[str, Any]) -> Json:
    """One entry of `actions`: the ids and fixed fields of the element that the person used.

    `value` has the fields of the element's new state, such as `selected_option`.
    """
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
