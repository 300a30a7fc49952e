"""The methods reactions.*: the app's own reactions to messages."""

from __future__ import annotations

from sandbox.errors import SlackError
from sandbox.state.world import Channel, Json
from sandbox.web_api.registry import BOOL, TEXT, Call, method


def _find_message(call: Call) -> tuple[Channel, Json]:
    channel = call.channel()
    message = channel.messages.get(call.args["timestamp"])
    if message is None:
        raise SlackError("message_not_found")
    if call.engine.world.app.user_id not in channel.members:
        raise SlackError("not_in_channel")
    return channel, message


@method("reactions.add", required="channel timestamp name", channel=TEXT, timestamp=TEXT, name=TEXT)
async def add(call: Call) -> Json:
    channel, message = _find_message(call)
    if channel.is_archived:
        raise SlackError("is_archived")
    name = call.args["name"].strip(":")
    call.engine.messaging.add_reaction(channel, message, call.engine.world.app.user_id, name)
    return {}


@method("reactions.remove", required="name", channel=TEXT, timestamp=TEXT, name=TEXT)
async def remove(call: Call) -> Json:
    if "channel" not in call.args or "timestamp" not in call.args:
        raise SlackError("no_item_specified")
    channel, message = _find_message(call)
    name = call.args["name"].strip(":")
    call.engine.messaging.remove_reaction(channel, message, call.engine.world.app.user_id, name)
    return {}


@method("reactions.get", channel=TEXT, timestamp=TEXT, full=BOOL)
async def get(call: Call) -> Json:
    if "channel" not in call.args or "timestamp" not in call.args:
        raise SlackError("no_item_specified")
    channel, message = _find_message(call)
    return {"type": "message", "channel": channel.id, "message": message}
